#!/bin/sh
# Collects every marked text of the four layers into a message template.
# Usage: scripts/messages.sh FILE
set -eu

exec "$(dirname "$0")/../.venv/bin/pybabel" --quiet extract --omit-header --no-location --sort-output \
    --no-default-keywords --keywords="mark tr trn:1,2" --output="$1" validation data metrics dashboard
