#!/bin/sh
# Makes .venv what requirements.lock and pyproject.toml say; does nothing when it already is.
# Usage: scripts/setup.sh [browser]     with "browser", a Chromium for the browser tests as well
set -eu
unset CDPATH
cd "$(dirname "$0")/.."

# The versions for which every locked package has a wheel.
SUITABLE='import sys; raise SystemExit(not (3, 11) <= sys.version_info < (3, 15))'
STAMP=.venv/.set-up

say() {
    printf '%s\n' "$*" >&2
}

suits() {
    "$1" -c "$SUITABLE" >/dev/null 2>&1
}

has_uv() {
    command -v uv >/dev/null 2>&1
}

find_python() {
    for name in "${PYTHON:-python3}" python3 python3.14 python3.13 python3.12 python3.11; do
        if suits "$name"; then
            printf '%s\n' "$name"
            return
        fi
    done
    return 1
}

need_python() {
    find_python && return
    scripts/packages.sh \
        "Python 3.11 to 3.14 is needed and none was found: install one (Debian: apt-get install python3 python3-venv; macOS: brew install python@3.13) and run this again." \
        python3 python3-venv
    find_python
}

make_environment() {
    python=$(need_python)
    rm -rf .venv
    if has_uv; then
        uv venv --quiet --python "$("$python" -c 'import sys; print(sys.executable)')" .venv
        return
    fi
    if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        package=${python##*/}-venv
        scripts/packages.sh \
            "Python's venv module is missing: install it (Debian: apt-get install $package) and run this again." \
            "$package"
    fi
    "$python" -m venv .venv
}

# Made anew: an environment that was moved (its commands name the old place), and one that uv made
# (it holds no pip) where uv is no longer found.
is_usable() {
    suits .venv/bin/python &&
        grep -qF "$(pwd -P)/.venv" .venv/bin/activate &&
        { has_uv || .venv/bin/python -m pip --version >/dev/null 2>&1; }
}

# Compiled once, here: where Python is told to write no bytecode, each process would do it anew.
install() {
    if has_uv; then
        uv pip install --quiet --compile-bytecode --python .venv/bin/python "$@"
    else
        .venv/bin/python -m pip --quiet --disable-pip-version-check install "$@"
    fi
}

wanted() {
    { pwd -P; cat scripts/setup.sh requirements.lock pyproject.toml; } | cksum
}

is_done() {
    [ -f "$STAMP" ] && [ "$(cat "$STAMP")" = "$(wanted)" ] && .venv/bin/python -c 'import dashboard' 2>/dev/null
}

if ! is_done; then
    say "Setting up .venv (a minute or two the first time)"
    is_usable || make_environment
    rm -f "$STAMP"
    install --require-hashes -r requirements.lock
    install --no-deps --no-build-isolation --editable .
    wanted >"$STAMP"
fi

if [ "${1:-}" = browser ] && ! scripts/browser.sh >/dev/null; then
    scripts/packages.sh \
        "The browser tests need Chromium or Chrome: install one (Debian: apt-get install chromium; macOS: brew install --cask chromium) and run this again." \
        chromium
fi
