#!/usr/bin/env bash
# Drives the debug build with real browsers; arguments go to pytest, such as `-k dock`.
source "$(dirname "$0")/lib.sh"
scripts/venv.sh
exec .venv/bin/python -m pytest -n "${DESKBELL_TEST_WORKERS:-2}" --dist loadscope Tests/Browser "$@" </dev/null
