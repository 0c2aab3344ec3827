#!/usr/bin/env bash
# Measures the release build and prints the figures; arguments go to Bench, such as `--calls 5`.
source "$(dirname "$0")/lib.sh"
scripts/packages.sh test bench

# A binary that is given is measured as it is.
if [[ -z ${DESKBELL_BINARY:-} ]]; then
    scripts/build.sh
    export DESKBELL_BINARY=$PWD/.build/release/deskbell
fi

scripts/venv.sh
headline "Measuring; this takes about eight minutes and wants a machine that does nothing else"
PYTHONPATH=Tests/Browser PYTHONDONTWRITEBYTECODE=1 exec .venv/bin/python Bench "$@" </dev/null
