#!/bin/sh
# run.sh BUILD SECONDS [TARGET...]: runs each fuzz target for SECONDS, as many at once as
# there are cores, and prints what they have reached. They begin with the corpus of the
# repository (tests/fuzz/corpus/TARGET.tar.gz) and with seeds made from the fixtures. Inputs
# with new coverage are kept in BUILD/corpus/TARGET for the next run. An input that crashes is
# saved in BUILD/found, and the exit code is 1.
# run.sh BUILD merge: writes the corpus of the repository from BUILD/corpus.
set -eu

build=$1
seconds=$2
shift 2
here=$(dirname "$0")
targets=$(cd "$here" && for file in *.c; do echo "${file%.c}"; done)
# Debian's uchardet and iconv never free their tables, so leak reports are useless.
export ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1

# ---- the corpus of the repository ---------------------------------------------------------

# Of each target the smallest inputs of a minimal set, so that a clone stays small.
merge() {
    rm -rf "$build/merged"
    for target in $targets; do
        [ -d "$build/corpus/$target" ] || continue
        mkdir -p "$build/merged/$target"
        "$build/fuzz/$target" -merge=1 -rss_limit_mb=2048 "$build/merged/$target" \
            "$build/corpus/$target" >"$build/$target.log" 2>&1
        # shellcheck disable=SC2012 # the names are hashes
        (cd "$build/merged/$target" && ls -rS | head -n 150 >../list)
        mkdir -p "$here/corpus"
        tar -C "$build/merged/$target" -c --sort=name --owner=0 --group=0 --mtime=@0 --mode=644 \
            -T "$build/merged/list" | gzip -9n >"$here/corpus/$target.tar.gz"
    done
    exit 0
}
[ "$seconds" != merge ] || merge

# ---- one target ---------------------------------------------------------------------------

# Pages are kept small and feature frequencies are not counted (-entropic=0): both cost more
# than they find. The time limit of one input is in real time: a page ends itself by CPU time,
# and the machine may be busy.
run_one() {
    target=$1
    case $target in
    page | report | site) set -- -max_len=4000 -entropic=0 -dict="$build/seeds/html.dict" ;;
    embedded) set -- -max_len=8000 -dict="$build/seeds/html.dict" ;;
    rules | selector) set -- -max_len=8000 -dict="$build/seeds/rules.dict" ;;
    *) set -- -max_len=20000 ;;
    esac
    mkdir -p "$build/corpus/$target" "$build/seeds/$target" "$build/given/$target"
    [ ! -e "$here/corpus/$target.tar.gz" ] ||
        tar -C "$build/given/$target" -xzf "$here/corpus/$target.tar.gz"
    "$build/fuzz/$target" "$@" -max_total_time="$seconds" -timeout=100 -rss_limit_mb=2048 \
        -print_final_stats=1 -print_coverage=1 -artifact_prefix="$build/found/$target-" \
        "$build/corpus/$target" "$build/given/$target" "$build/seeds/$target" \
        >"$build/$target.log" 2>&1 || {
        grep -vE 'COVERED_' "$build/$target.log" | tail -40 >&2
        return 1
    }
}

if [ "$seconds" = one ]; then
    seconds=$1
    run_one "$2"
    exit
fi

# ---- all of them --------------------------------------------------------------------------

/usr/bin/python3 -B "$here/seeds.py" "$build/seeds"
mkdir -p "$build/found"
# shellcheck disable=SC2086 # a list of names
[ $# -gt 0 ] || set -- $targets
status=0
printf '%s\n' "$@" | xargs -P "$(nproc)" -I '{}' "$0" "$build" one "$seconds" '{}' || status=1
for target; do
    logs="${logs-} $build/$target.log"
done
# shellcheck disable=SC2086 # a list of names
/usr/bin/python3 -B "$here/coverage.py" $logs
exit $status
