#!/usr/bin/env bash
# Everything that must hold before a change is taken. The first failure ends it.
source "$(dirname "$0")/lib.sh"
scripts/packages.sh build test
scripts/swift.sh

headline "Swift sources are in the agreed form"
scripts/lint.sh

headline "Building with tests"
swift build --build-tests

headline "Swift tests"
scripts/postgres.sh scripts/swift-tests.sh

headline "Swift tests of the store and the pages on PostgreSQL"
DESKBELL_TEST_ENGINE=postgres scripts/postgres.sh scripts/swift-tests.sh --filter 'StoreTests|WebTests'

headline "JavaScript types"
tsc -p tsconfig.json

headline "JavaScript tests"
mapfile -t javascript_tests < <(find Tests/JavaScript -name '*.test.js' | sort)
# Browsers have a global crypto; Debian's Node 18 has it behind a flag, which later ones do not need.
node_options=
if [[ $(node --version) == v18.* ]]; then node_options=--experimental-global-webcrypto; fi
NODE_OPTIONS=$node_options node --test "${javascript_tests[@]}"

headline "Browser tests"
scripts/browser-tests.sh

headline "All tests passed"
