#!/usr/bin/env bash
# Refuses to go on without Swift 6.3 or later.
source "$(dirname "$0")/lib.sh"
wanted=6.3
advice="Install it from https://www.swift.org/install and run make again."

command -v swift >/dev/null || fail "Swift $wanted or later is needed and no swift is in the PATH. $advice"
found=$(swift --version 2>/dev/null | sed -nE 's/.*Swift version ([0-9]+(\.[0-9]+)*).*/\1/p' | head -n 1)
oldest=$(printf '%s\n' "$wanted" "${found:-0}" | sort -V | head -n 1)
[[ $oldest == "$wanted" ]] || fail "Swift $wanted or later is needed; this machine has ${found:-an unknown version}. $advice"
