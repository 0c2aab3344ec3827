#!/usr/bin/env bash
# Runs a command with a private PostgreSQL server: on loopback, without privileges, in a folder that is thrown away.
# The command finds its address in DESKBELL_TEST_DATABASE.
source "$(dirname "$0")/lib.sh"
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
[[ -n $bin ]] || fail "PostgreSQL is missing. As root: apt-get install postgresql"

folder=$(mktemp -d "${TMPDIR:-/tmp}/deskbell-postgres-XXXXXX")
# PostgreSQL refuses to run as root: there its own user runs it.
as_owner() { "$@"; }
if [[ $EUID -eq 0 ]]; then
    chown postgres "$folder"
    as_owner() { setpriv --reuid=postgres --regid=postgres --init-groups env -C "$folder" "$@"; }
fi

end() {
    as_owner "$bin/pg_ctl" -D "$folder/data" -m immediate -s stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap end EXIT

port=$("$(scripts/python.sh)" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
as_owner "$bin/initdb" -D "$folder/data" -U desk -A trust -E UTF8 --locale=C.UTF-8 -N >/dev/null
cat >>"$folder/data/postgresql.conf" <<END
listen_addresses = '127.0.0.1'
port = $port
unix_socket_directories = '$folder'
max_connections = 600
shared_buffers = 64MB
max_pred_locks_per_transaction = 256
# Nothing in here outlives the tests. Whether commits reach the disk is not what they ask.
fsync = off
full_page_writes = off
END
as_owner "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w -s start || { cat "$folder/log" >&2; exit 1; }
DESKBELL_TEST_DATABASE="postgres://desk@127.0.0.1:$port/postgres?sslmode=disable" "$@"
