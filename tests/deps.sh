#!/bin/sh
# deps.sh check|install GROUP...: the Debian packages that tests/packages lists in these
# groups. check lists those that are missing and fails; install lists and installs them.
# It needs a POSIX shell, dpkg and apt-get only, so it runs on a fresh Debian.
set -eu

here=$(dirname "$0")
action=$1
shift

# A star means that any program of that name will do: Node.js from elsewhere brings an npm
# that conflicts with the package of Debian.
is_installed() {
    case $1 in
    *\*) command -v "${1%\*}" >/dev/null ;;
    *) [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ] ;;
    esac
}

# Other systems name their packages differently. There, only look for the programs that the
# build needs.
if ! command -v dpkg-query >/dev/null; then
    for program in "${CC:-cc}" pkg-config; do
        command -v "$program" >/dev/null ||
            { echo "winnow: $program is not installed" >&2; exit 1; }
    done
    exit 0
fi

wanted=$(for group; do awk -v group="$group" '$1 == group { print $2 }' "$here/packages"; done)
missing=
set -f # a star is not a pattern here
for package in $wanted; do
    is_installed "$package" || missing="$missing ${package%\*}"
done
[ -n "$missing" ] || exit 0

if [ "$action" = check ]; then
    echo "winnow: not installed:$missing" >&2
    echo "winnow: \`make deps\` installs what is missing" >&2
    exit 1
fi

# The tests start nginx themselves, on loopback. While the packages are being installed,
# policy-rc.d keeps Debian from starting it as a service.
# shellcheck disable=SC2016 # expanded by the shell that runs it
install_quietly='
    set -e
    if [ ! -e /usr/sbin/policy-rc.d ]; then
        trap "rm -f /usr/sbin/policy-rc.d" EXIT
        printf "#!/bin/sh\nexit 101\n" > /usr/sbin/policy-rc.d
        chmod 755 /usr/sbin/policy-rc.d
    fi
    export DEBIAN_FRONTEND=noninteractive
    log=$(mktemp)
    { apt-get update && apt-get install -y --no-install-recommends "$@"; } >"$log" 2>&1 ||
        { tail -20 "$log" >&2; rm -f "$log"; exit 1; }
    rm -f "$log"
'
sudo=
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || {
        echo "winnow: not installed:$missing" >&2
        echo "winnow: run \`apt-get install$missing\` as root" >&2
        exit 1
    }
    sudo=sudo
fi
echo "winnow: installing${sudo:+ (with sudo)}:$missing" >&2
# shellcheck disable=SC2086 # a list of names
$sudo sh -c "$install_quietly" deps $missing
