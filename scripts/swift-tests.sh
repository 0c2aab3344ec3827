#!/usr/bin/env bash
# The Swift tests of a finished build; arguments choose, such as `--filter StoreTests`.
# One after the other: side by side they starve each other on a small machine, and waits that are ours run out.
source "$(dirname "$0")/lib.sh"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
swift test --skip-build --disable-xctest --no-parallel "$@" | tee "$log" && exit
headline "What failed"
grep -a '✘' "$log" >&2
exit 1
