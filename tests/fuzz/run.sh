#!/bin/sh
# run.sh BUILD SECONDS [TARGET...]: runs each fuzz target for SECONDS, one after the other.
# Inputs with new coverage are kept in BUILD/corpus/TARGET for the next run. An input that
# crashes is saved in BUILD/found, and the exit code is 1.
set -eu

build=$1
seconds=$2
shift 2
# The time limit of one input in real time: a page ends itself by CPU time, and the machine
# may be busy.
patience=100

/usr/bin/python3 -B tests/fuzz/seeds.py "$build/seeds"
mkdir -p "$build/found"
[ $# -gt 0 ] || set -- charset embedded feed jsonl line page protocol robots rules selector site urls warc
status=0
for target; do
    mkdir -p "$build/corpus/$target" "$build/seeds/$target"
    echo "fuzz: $target, $seconds s" >&2
    # Debian's uchardet and iconv never free their tables, so leak reports are useless.
    ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1 \
        "$build/fuzz/$target" -max_total_time="$seconds" -timeout="$patience" -rss_limit_mb=2048 \
        -max_len=20000 -print_final_stats=1 -artifact_prefix="$build/found/$target-" \
        "$build/corpus/$target" "$build/seeds/$target" >"$build/$target.log" 2>&1 || {
        status=1
        tail -40 "$build/$target.log" >&2
    }
    grep -E 'number_of_executed_units|new_units_added' "$build/$target.log" >&2 || :
done
exit $status
