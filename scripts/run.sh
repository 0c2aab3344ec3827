#!/usr/bin/env bash
# Builds the release and becomes the server; every argument goes to `deskbell serve`.
source "$(dirname "$0")/lib.sh"
scripts/build.sh
headline "Starting Deskbell"
exec .build/release/deskbell serve "$@"
