#!/usr/bin/env bash
# Breaks disks, databases and processes under the debug build; arguments go to pytest, such as `-k R21`.
source "$(dirname "$0")/lib.sh"
scripts/packages.sh build test
scripts/venv.sh

headline "Faults of disks, databases and processes"
.venv/bin/python -m pytest Tests/Faults "$@" </dev/null

[[ $# -eq 0 ]] || exit 0

# Calls in the middle of which a desk dies need browsers, which wait with the other browser tests.
headline "Faults in the middle of a call"
.venv/bin/python -m pytest Tests/Browser/test_rejoin.py Tests/Browser/test_servers.py -k "R15 or R18" </dev/null
