#!/usr/bin/env bash
# Makes the Python environment of the browser tests and of Bench; anew only when what it should hold has changed.
source "$(dirname "$0")/lib.sh"
requirements=Tests/requirements.txt

cmp -s "$requirements" .venv/requirements.txt && exit 0
rm -rf .venv
"$(scripts/python.sh)" -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check --requirement "$requirements"
cp "$requirements" .venv/requirements.txt
