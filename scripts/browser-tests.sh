#!/usr/bin/env bash
# Drives the debug build with real browsers; arguments go to pytest, such as `-k dock`.
source "$(dirname "$0")/lib.sh"
scripts/venv.sh
drive() { .venv/bin/python -m pytest -o cache_dir="$PWD/.build/browser-tests" Tests/Browser "$@" </dev/null; }

drive -n "${DESKBELL_TEST_WORKERS:-2}" --dist loadscope "$@" && exit
code=$?
# Anything but tests that failed.
[[ $code == 1 ]] || exit "$code"
headline "What failed, once more and one at a time: a busy machine makes browsers late"
drive -n 0 --last-failed --last-failed-no-failures none --maxfail 5 "$@"
