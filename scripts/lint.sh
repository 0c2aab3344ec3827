#!/usr/bin/env bash
# Fails where Swift sources differ from the agreed form.
source "$(dirname "$0")/lib.sh"
scripts/swift.sh
swift format lint --strict --recursive --parallel Package.swift Sources Tests Fuzz
