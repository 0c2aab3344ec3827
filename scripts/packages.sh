#!/usr/bin/env bash
# Installs the Debian packages that are missing for the named groups: build, demo, test, bench.
source "$(dirname "$0")/lib.sh"

# name          the package must be installed
# name:command  any program of that name will do
build_packages=(git ca-certificates g++ pkg-config libssl-dev libsqlite3-dev libpq-dev libphonenumber-dev zlib1g-dev libxml2)
demo_packages=(curl:curl)
test_packages=(chromium:chromium nodejs:node node-typescript:tsc coturn:turnserver postgresql nginx-light)
bench_packages=(wrk:wrk)

has_package() { [[ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" == installed ]]; }

is_missing() {
    case $1 in
        *:*) ! command -v "${1#*:}" >/dev/null ;;
        *) ! has_package "$1" ;;
    esac
}

wanted_only_here() {
    # A Python of another origin serves as well as Debian's, if it can make virtual environments.
    scripts/python.sh >/dev/null 2>&1 || echo python3-venv
    # Where the kernel lets no plain user make a sandbox, Chromium has a helper for it; root runs without one.
    [[ $EUID -eq 0 ]] || echo chromium-sandbox
}

wanted_packages() {
    local group
    for group in "$@"; do
        local -n packages="${group}_packages"
        printf '%s\n' "${packages[@]}"
        if [[ $group == test ]]; then wanted_only_here; fi
    done
}

as_root() {
    if [[ $EUID -eq 0 ]]; then
        "$@"
    elif [[ -t 0 ]]; then
        sudo "$@"
    else
        sudo -n "$@"
    fi
}

install() {
    as_root apt-get update -q </dev/null &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends \
            -o DPkg::Lock::Timeout=300 "$@" </dev/null
}

missing=()
for entry in $(wanted_packages "$@"); do
    if is_missing "$entry"; then missing+=("${entry%%:*}"); fi
done
[[ ${#missing[@]} -eq 0 ]] && exit 0

if ! command -v apt-get >/dev/null; then
    echo "This system has no apt-get. If the build fails, install what Debian calls: ${missing[*]}"
    exit 0
fi
if [[ $EUID -ne 0 ]] && ! command -v sudo >/dev/null; then
    fail "packages are missing and only root can install them. As root: apt-get install ${missing[*]}"
fi
headline "Installing Debian packages: ${missing[*]}"
install "${missing[@]}" || fail "the packages could not be installed. As root: apt-get install ${missing[*]}"
