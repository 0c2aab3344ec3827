#!/usr/bin/env bash
# Measures the release build and prints the figures; arguments go to Bench, such as `--calls 5`.
source "$(dirname "$0")/lib.sh"
requirements=Tests/requirements.txt
scripts/packages.sh test
command -v wrk >/dev/null || fail "wrk is missing. As root: apt-get install wrk"

# A binary that is given is measured as it is.
if [[ -z ${DESKBELL_BINARY:-} ]]; then
    scripts/build.sh
    export DESKBELL_BINARY=$PWD/.build/release/deskbell
fi

# The environment of the browser tests; made anew only when what it should hold has changed.
if ! cmp -s "$requirements" .venv/requirements.txt; then
    rm -rf .venv
    "$(scripts/python.sh)" -m venv .venv
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --requirement "$requirements"
    cp "$requirements" .venv/requirements.txt
fi
headline "Measuring; this takes about eight minutes and wants a machine that does nothing else"
PYTHONPATH=Tests/Browser PYTHONDONTWRITEBYTECODE=1 exec .venv/bin/python Bench "$@" </dev/null
