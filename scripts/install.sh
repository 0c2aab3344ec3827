#!/usr/bin/env bash
# Installs the release below PREFIX (/usr/local), inside DESTDIR where a package is made; again is an upgrade.
source "$(dirname "$0")/lib.sh"
umask 022
prefix=${PREFIX:-/usr/local}
prefix=${prefix%/}
staged=${DESTDIR:-}
[[ $prefix =~ ^(/[A-Za-z0-9._+-]+)+$ ]] || fail "PREFIX must be a full path of plain letters, such as /usr/local."
[[ -z $staged || $staged == /* ]] || fail "DESTDIR must be a full path."

# A binary that is given is installed as it is.
binary=${DESKBELL_BINARY:-.build/release/deskbell}
if [[ -z ${DESKBELL_BINARY:-} && ! -x $binary ]]; then scripts/build.sh; fi
[[ -x $binary ]] || fail "there is no program at $binary."

bin=$staged$prefix/bin
libraries=$staged$prefix/lib/deskbell
share=$staged$prefix/share/deskbell
units=$staged$prefix/lib/systemd/system
mkdir -p "$bin" "$libraries" "$share" "$units" 2>/dev/null || fail "$staged$prefix cannot be written. Try it with sudo."

# Puts a folder in the place of another, so that nothing of an older version stays behind.
put_folder() {
    local from=$1 to=$2
    rm -rf "$to.new"
    cp -R --no-preserve=mode,ownership "$from" "$to.new"
    rm -rf "$to"
    mv "$to.new" "$to"
}

# Where this machine has Swift's runtime; nothing where it is linked into the program.
swift_runtime() {
    local core
    core=$(ldd "$binary" | sed -nE 's/.* => (.*\/libswiftCore\.so) .*/\1/p')
    [[ -z $core ]] || dirname "$core"
}

# Swift's runtime comes along: the compiler's folder may be private, or hold another version next month.
put_program() {
    local runtime library
    runtime=$(swift_runtime)
    rm -rf "$libraries.new"
    mkdir "$libraries.new"
    install -m 0755 "$binary" "$libraries.new/deskbell"
    if [[ -n $runtime ]]; then
        while read -r library; do
            install -m 0644 "$library" "$libraries.new/"
        done < <(ldd "$binary" | sed -nE 's/.* => (.*) \(0x.*/\1/p' | grep -F "$runtime/")
    fi
    rm -rf "$libraries"
    mv "$libraries.new" "$libraries"
}

# The command that people and the unit call; it works wherever the whole tree is put.
put_command() {
    cat >"$bin/deskbell.new" <<'END'
#!/bin/sh
# Starts the desk with the folders and the Swift runtime that were installed with it.
prefix=$(dirname "$(dirname "$(readlink -f "$0")")")
DESKBELL_ROOT=${DESKBELL_ROOT:-$prefix/share/deskbell}
LD_LIBRARY_PATH=$prefix/lib/deskbell${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
export DESKBELL_ROOT LD_LIBRARY_PATH
exec "$prefix/lib/deskbell/deskbell" "$@"
END
    chmod 0755 "$bin/deskbell.new"
    mv "$bin/deskbell.new" "$bin/deskbell"
}

put_unit() {
    sed "s|@PREFIX@|$prefix|g" deploy/deskbell.service.in >"$units/deskbell.service.new"
    chmod 0644 "$units/deskbell.service.new"
    mv "$units/deskbell.service.new" "$units/deskbell.service"
}

for folder in Templates Public Resources; do put_folder "$folder" "$share/$folder"; done
install -m 0644 .env.example "$share/deskbell.env.example"
put_program
put_command
put_unit

headline "Deskbell is installed in $staged$prefix"
echo "docs/operations.md says how to go on: a user, its settings in /etc/deskbell/deskbell.env, and systemctl."
