#!/bin/sh
# Prints the path of the Chromium or Chrome that the browser tests drive; fails where there is none.
set -eu

for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
    if [ -n "$name" ] && command -v "$name"; then
        exit 0
    fi
done
for folder in "${APPLICATIONS:-/Applications}" "${HOME:-}/Applications"; do
    for name in "Google Chrome" Chromium; do
        program="$folder/$name.app/Contents/MacOS/$name"
        if [ -x "$program" ]; then
            printf '%s\n' "$program"
            exit 0
        fi
    done
done
exit 1
