#!/bin/sh
# Installs system packages through apt-get where it is there and we are root; else says what to install.
# Usage: scripts/packages.sh "what to install, in one line" PACKAGE...
set -eu

hint=$1
shift
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    printf '%s\n' "$hint" >&2
    exit 1
fi
printf 'Installing with apt-get: %s\n' "$*" >&2
{
    apt-get -qq update
    DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o Dpkg::Use-Pty=0 install --no-install-recommends "$@"
} </dev/null >/dev/null
