#!/bin/sh
# serve.sh DIR: serves the pages of src/demo with nginx on a free port of 127.0.0.1 and
# prints the port. DIR is for the server's settings, logs and nginx.pid; if it holds
# modules.conf, http.conf or server.conf, nginx includes them. `kill $(cat DIR/nginx.pid)`
# stops the server.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
run=$(cd "$1" && pwd)
PATH=$PATH:/usr/sbin:/sbin # where Debian keeps nginx
: >>"$run/modules.conf"
: >>"$run/http.conf"
: >>"$run/server.conf"

is_taken() { # a port, as /proc/net/tcp writes it
    grep -qi "^ *[0-9]*: [0-9A-F]*:$(printf %04X "$1") " /proc/net/tcp
}

port=$((20000 + $$ % 10000))
for _ in 1 2 3 4 5 6 7 8; do
    while is_taken "$port"; do port=$((port + 1)); done
    sed -e "s|@PORT@|$port|g" -e "s|@RUN@|$run|g" -e "s|@PAGES@|$here/../../src/demo|g" \
        -e "s|@USER@|$(id -un)|" -e "s|@GROUP@|$(id -gn)|" "$here/nginx.conf.in" >"$run/nginx.conf"
    # Another program may have taken the port meanwhile: then try the next one.
    if nginx -p "$run" -e "$run/error.log" -c "$run/nginx.conf" 2>"$run/start.log"; then
        echo "$port"
        exit 0
    fi
    grep -q 'Address already in use' "$run/start.log" || break
    port=$((port + 1))
done
cat "$run/start.log" >&2
exit 1
