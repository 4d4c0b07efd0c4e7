#!/bin/sh
# run.sh BUILD SECONDS [TARGET...]: each fuzz target for so long, one after the other. What
# is found new is kept in BUILD/corpus/TARGET for the next time; an input that breaks
# something is left in BUILD/found, and the exit code says that there is one.
set -eu

build=$1
seconds=$2
shift 2
# Of the clock on the wall, for one input: a page ends itself by CPU time, and the machine
# may be busy with other things.
patience=100

/usr/bin/python3 -B tests/fuzz/seeds.py "$build/seeds"
mkdir -p "$build/found"
[ $# -gt 0 ] || set -- charset embedded feed jsonl line page robots rules selector site urls warc wire
status=0
for target; do
    mkdir -p "$build/corpus/$target" "$build/seeds/$target"
    echo "fuzz: $target, $seconds s" >&2
    # Debian's uchardet and iconv tables are never freed, so that leaks say nothing.
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
