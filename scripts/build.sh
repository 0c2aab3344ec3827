#!/usr/bin/env bash
# Makes the release ready: packages, compiler, binary.
source "$(dirname "$0")/lib.sh"
scripts/packages.sh build
scripts/swift.sh
headline "Building Deskbell"
swift build -c release --product deskbell
