#!/bin/sh
# fresh.sh [TARGET...]: makes the targets (run test) in a clone of the last commit on a
# fresh Debian 12: debootstrap's minbase and make, from the host's apt sources. Its mounts
# are in a namespace of their own and disappear with it.
set -eu

top=$(cd "$(dirname "$0")/.." && pwd)
suite=bookworm

# ---- inside the namespace: install the system, and make the targets ----------------------

if [ "${1-}" = --inside ]; then
    root=$2
    mirror=$3
    shift 3
    # Cleaning up after debootstrap is not needed: the caller removes the whole folder.
    debootstrap --variant=minbase "$suite" "$root" "$mirror" >"$root.log" 2>&1 ||
        { tail -20 "$root.log" >&2; exit 1; }
    rm -f "$root/etc/apt/sources.list"
    cp -r /etc/apt/sources.list* /etc/apt/trusted.gpg.d /etc/apt/keyrings "$root/etc/apt/" 2>/dev/null || :
    apt-config dump | grep -E '^Acquire::(https?|Check|Retries|ForceIPv)' \
        >"$root/etc/apt/apt.conf.d/99host" || :
    cp /etc/resolv.conf /etc/hosts "$root/etc/"
    git clone -q --no-hardlinks "$top" "$root/srv/winnow"
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    inside() {
        chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root CI=true \
            ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} \
            sh -ec "$1" </dev/null
    }
    inside 'apt-get update -qq && apt-get install -y -qq --no-install-recommends make >/dev/null'
    for target; do
        echo "winnow: make $target, on a fresh Debian 12" >&2
        inside "cd /srv/winnow && make $target"
    done
    exit 0
fi

# ---- outside --------------------------------------------------------------------------

[ "$(id -u)" -eq 0 ] || { echo "winnow: debootstrap and chroot need root" >&2; exit 1; }
# apt reads its sources in whatever format they are written.
# shellcheck disable=SC2016 # apt fills these in, not the shell
mirror=$(apt-get indextargets --format '$(RELEASE) $(REPO_URI)' 'Created-By: Packages' |
    awk -v suite="$suite" '$1 == suite { print $2; exit }')
[ -n "$mirror" ] || { echo "winnow: this machine has no apt source for $suite" >&2; exit 1; }

folder=$(mktemp -d /var/tmp/winnow-fresh.XXXXXX)
child=
# When the first process of the namespace ends, so do all its other processes and mounts.
leave() {
    [ -z "$child" ] || { kill -KILL "$child" 2>/dev/null || :; wait "$child" 2>/dev/null || :; }
    rm -rf --one-file-system "$folder"
}
trap leave EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
mkdir "$folder/root"
[ $# -gt 0 ] || set -- run test
unshare --mount --pid --fork --kill-child "$0" --inside "$folder/root" "$mirror" "$@" &
child=$!
wait "$child"
