#!/usr/bin/env bash
# Runs all tests, and installs what they need: TShark, the second reader of
# every capture, and a C++ compiler, for the fuzzing library.
# SIGWARDEN_CAPTURES=FOLDER:FOLDER names further captures for that comparison.
set -euo pipefail
cd "$(dirname "$0")/.."

# Runs a command as root: directly, or through sudo (which asks only where somebody can answer).
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif ! command -v sudo >/dev/null; then
        return 1
    elif [ -t 0 ]; then
        sudo "$@"
    else
        sudo -n "$@"
    fi
}

# Whether a command is there, after an attempt to install the package that has it.
have() {
    local command="$1" package="$2"
    command -v "$command" >/dev/null && return
    command -v apt-get >/dev/null || return 1
    echo "$command is missing; installing $package with apt-get"
    as_root apt-get -qq update </dev/null || true
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq install --yes --no-install-recommends "$package" </dev/null >/dev/null || return 1
    command -v "$command" >/dev/null
}

if ! have tshark tshark; then
    echo "tshark could not be installed (Debian, Ubuntu: apt-get install tshark)."
    echo "Tests will pass without having compared anything: sigwarden_and_tshark_read_the_same, and those of"
    echo "crates/sigwarden-testkit/tests/diameter.rs"
    export SIGWARDEN_WITHOUT_TSHARK=1
fi
fuzz=yes
if ! have c++ g++; then
    echo "A C++ compiler could not be installed (Debian, Ubuntu: apt-get install g++)."
    echo "The fuzz targets, $(find fuzz/targets -name '*.rs' | wc -l) of them, will not run."
    fuzz=no
fi

echo "== the program, as it is released: the tests of corpus and parity run it"
cargo build --release --locked --package sigwarden
target="${CARGO_TARGET_DIR:-target}"
SIGWARDEN_BIN="$(cd "$target/release" && pwd)/sigwarden"
export SIGWARDEN_BIN

if [ "$fuzz" = yes ]; then
    echo "== fuzzing, a minute in all"
    scripts/fuzz.sh
fi

echo "== tests"
cargo test --workspace --locked --no-fail-fast
