#!/usr/bin/env bash
# Feeds parsers with made-up bytes: fuzz.sh [parser, each in turn without it] [inputs for each] [seconds for each at most]
source "$(dirname "$0")/lib.sh"
parser=${1:-}
runs=${2:-10000000}
seconds=${3:-0}
scratch=.build-fuzz
# Sanitizers as the compiler knows them; "fuzzer,address" also watches memory.
export DESKBELL_FUZZ=${DESKBELL_FUZZ:-fuzzer}

scripts/packages.sh build
scripts/swift.sh
mapfile -t parsers < <(ls Fuzz/corpus)
if [[ -n $parser ]]; then
    [[ -d Fuzz/corpus/$parser ]] || fail "there is no corpus for \"$parser\". There is: ${parsers[*]}"
    parsers=("$parser")
fi

headline "Building with coverage for libFuzzer"
swift build -c release --product Fuzz --scratch-path "$scratch"

# What was found worth keeping in earlier runs stays in the scratch folder and is where the next run begins.
feed() {
    mkdir -p "$scratch/corpus/$1" "$scratch/findings"
    DESKBELL_FUZZ_TARGET=$1 SWIFT_BACKTRACE=enable=no "$scratch/release/Fuzz" \
        -runs="$runs" -max_total_time="$seconds" -timeout=5 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="$scratch/findings/$1-" "$scratch/corpus/$1" "Fuzz/corpus/$1"
}

for name in "${parsers[@]}"; do
    headline "Feeding $name"
    feed "$name" || fail "the input that broke \"$name\" lies in $scratch/findings."
done
