#!/usr/bin/env bash
# Removes what was built; data and settings stay.
source "$(dirname "$0")/lib.sh"
rm -rf .build .build-fuzz .venv
find Tests -name __pycache__ -type d -prune -exec rm -rf {} +
