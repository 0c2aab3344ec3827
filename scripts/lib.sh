# What every script starts with: strict mode, the project's folder, words for the console.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

headline() { printf '\n== %s\n' "$*"; }

fail() {
    printf 'deskbell: %s\n' "$*" >&2
    exit 1
}
