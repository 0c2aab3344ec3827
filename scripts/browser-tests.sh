#!/usr/bin/env bash
# Drives the debug build with real browsers; arguments go to pytest, such as `-k dock`.
source "$(dirname "$0")/lib.sh"
requirements=Tests/requirements.txt

# The environment is made anew only when what it should hold has changed.
if ! cmp -s "$requirements" .venv/requirements.txt; then
    rm -rf .venv
    "$(scripts/python.sh)" -m venv .venv
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --requirement "$requirements"
    cp "$requirements" .venv/requirements.txt
fi
exec .venv/bin/python -m pytest Tests/Browser "$@" </dev/null
