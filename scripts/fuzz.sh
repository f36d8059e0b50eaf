#!/bin/sh
# Fuzzes every target: scripts/fuzz.sh [SECONDS_PER_TARGET] [TARGET...]
#
# Needs cargo with a stable toolchain for this machine, and a C++ compiler (Debian: apt-get install g++).
# Without arguments 6 seconds each, 100 seconds in all, after a build of a few minutes the first time.
# What is found is written to fuzz/artifacts; what is learned is kept in fuzz/corpus, so that the next run goes on.
# Fails on the first crash, on an input that takes more than 5 seconds, and on more than 500 MB of memory.
set -eu
cd "$(dirname "$0")/.."

seconds=${1:-6}
[ $# -eq 0 ] || shift
targets=${*:-link sctp sigtran sccp tcap diameter gtp sms dialogue capture expression site operators scenario whole anonymize}
host=$(rustc -vV | sed -n 's/^host: //p')

cargo run --quiet -p sigwarden-pipeline --example write_seeds -- fuzz/corpus
# The coverage passes of the compiler, without the sanitizers that need another toolchain.
RUSTFLAGS="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
-Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing" \
    cargo build --quiet --release --bins --locked --target "$host" --manifest-path fuzz/Cargo.toml

mkdir -p fuzz/artifacts
for target in $targets; do
    log=fuzz/artifacts/$target.log
    if ! "fuzz/target/$host/release/$target" "fuzz/corpus/$target" -max_total_time="$seconds" -timeout=5 \
        -rss_limit_mb=500 -max_len=65536 -print_final_stats=1 -artifact_prefix="fuzz/artifacts/$target-" \
        >"$log" 2>&1; then
        tail -40 "$log"
        echo "fuzz.sh: $target failed; the input is beside $log" >&2
        exit 1
    fi
    executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    megabytes=$(sed -n 's/^stat::peak_rss_mb: *//p' "$log")
    printf '%-12s %12s executions, %s MB\n' "$target" "$executions" "$megabytes"
done
