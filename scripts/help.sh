#!/usr/bin/env bash
# Prints the Makefile's targets with their sentences.
source "$(dirname "$0")/lib.sh"
sed -nE 's/^([a-z]+): ## (.*)/make \1\t\2/p' Makefile | while IFS=$'\t' read -r target words; do
    printf '%-12s %s\n' "$target" "$words"
done
