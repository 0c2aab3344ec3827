#!/usr/bin/env bash
# Starts the desk on a data directory of its own with two agents and twelve tickets; all of it is gone at the end.
source "$(dirname "$0")/lib.sh"
scripts/packages.sh demo
scripts/build.sh

deskbell=.build/release/deskbell
work=$(mktemp -d "${TMPDIR:-/tmp}/deskbell-demo.XXXXXX")
data=$work/data
server=

stop() {
    trap '' INT TERM HUP
    if [[ -n $server ]]; then
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    rm -rf "$work"
}
trap stop EXIT
trap 'exit 0' INT TERM HUP

# The value of a flag among the arguments, given as `--flag value` or `--flag=value`.
flag() {
    local name=$1 fallback=$2
    shift 2
    while [[ $# -gt 0 ]]; do
        case $1 in
            "$name") fallback=${2:-$fallback} ;;
            "$name="*) fallback=${1#*=} ;;
        esac
        shift
    done
    printf '%s' "$fallback"
}

password() { od -An -N9 -tx1 /dev/urandom | tr -d ' \n'; }

add_agent() {
    local username=$1 name=$2 role=$3 secret=$4
    "$deskbell" agent add "$username" --name "$name" --role "$role" --password-stdin --data "$data" \
        <<<"$secret" >/dev/null
}

await_server() {
    local deadline=$((SECONDS + 30))
    until curl -fsS --max-time 2 -o "$work/answer" "$base/healthz" 2>/dev/null; do
        kill -0 "$server" 2>/dev/null || fail "the server ended before it answered; its words are above."
        ((SECONDS < deadline)) || fail "the server did not answer at $base within 30 seconds."
        sleep 0.1
    done
}

# The form's hidden field comes with the page, so each ticket is filed as a browser would.
file_ticket() {
    local submission
    submission=$(curl -fsS "$base/" | sed -nE 's/.*name="submission" value="([^"]*)".*/\1/p' | head -n 1)
    curl -fsS -o "$work/answer" --data-urlencode "submission=$submission" --data-urlencode "name=$1" \
        --data-urlencode "phone_number=$2" --data-urlencode "description=$3" "$base/tickets"
}

ana=$(password)
ben=$(password)
add_agent ana "Ana Diaz" admin "$ana"
add_agent ben "Ben Ito" agent "$ben"

base="http://localhost:$(flag --port "${DESKBELL_PORT:-8080}" "$@")"
headline "Starting the demo"
"$deskbell" serve "$@" --data "$data" &
server=$!
await_server
while IFS=$'\t' read -r name phone problem; do
    file_ticket "$name" "$phone" "$problem"
done <scripts/demo-tickets.tsv

headline "The demo is ready"
cat <<WORDS
Customers start here    $base/
Agents sign in here     $base/dashboard

    Ana Diaz (admin)    username ana    password $ana
    Ben Ito             username ben    password $ben

Press Ctrl-C to end it; everything it holds is removed.
WORDS
wait "$server"
