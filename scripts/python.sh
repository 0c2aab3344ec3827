#!/usr/bin/env bash
# Prints a Python 3.9 or later that can make virtual environments, or fails.
source "$(dirname "$0")/lib.sh"
for candidate in python3 /usr/bin/python3; do
    if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 9))' >/dev/null 2>&1; then
        command -v "$candidate"
        exit 0
    fi
done
exit 1
