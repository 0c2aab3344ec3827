#!/usr/bin/env bash
# Brings all Swift sources into the agreed form.
source "$(dirname "$0")/lib.sh"
scripts/swift.sh
swift format format --in-place --recursive --parallel Package.swift Sources Tests Fuzz
