#!/bin/sh
# run.sh WINNOW [FILE]: cleans the URLs of FILE, or those of the local site, which is
# started for it and stopped again.
set -eu

winnow=$1
here=$(cd "$(dirname "$0")" && pwd)
[ $# -lt 2 ] || exec "$winnow" <"$2"

run=$(mktemp -d)
stop() {
    [ ! -s "$run/nginx.pid" ] || kill "$(cat "$run/nginx.pid")"
    rm -rf "$run"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

port=$("$here/site/serve.sh" "$run")
echo "winnow: the local site is on 127.0.0.1:$port" >&2
sed "s|@PORT@|$port|" "$here/site/urls.txt" | "$winnow" --allow-private --delay 0
