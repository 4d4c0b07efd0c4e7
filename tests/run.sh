#!/bin/sh
# run.sh WINNOW [FILE]: cleans the URLs in FILE or, without FILE, the pages of `winnow demo`,
# which it starts for that and stops again.
set -eu

winnow=$1
[ $# -lt 2 ] || exec "$winnow" <"$2"

run=$(mktemp -d)
demo=
stop() {
    [ -z "$demo" ] || { kill "$demo" 2>/dev/null || :; wait "$demo" || :; }
    rm -rf "$run"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

"$winnow" demo --port 0 >"$run/welcome" &
demo=$!
port=
while [ -z "$port" ]; do
    kill -0 "$demo" 2>/dev/null || exit 1 # it has printed why
    sleep 0.1
    port=$(sed -n 's|^Serving http://localhost:\([0-9]*\)/.*|\1|p' "$run/welcome")
done
echo "winnow: the demo site is on 127.0.0.1:$port" >&2
"$winnow" links "http://localhost:$port/" >"$run/urls"
"$winnow" --allow-private --delay 0 <"$run/urls"
