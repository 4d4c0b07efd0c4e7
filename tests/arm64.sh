#!/bin/sh
# arm64.sh [UNIT...]: builds winnow for arm64 with Debian's cross compiler, and runs the unit
# tests (or only those that are named) in qemu-user. Debian's arm64 packages are unpacked
# below build/arm64, so that this machine gets no second architecture. qemu-user emulates no
# seccomp(2) and no limit of memory: the filter is tested as a program, call by call, and
# tests that enter the sandbox are skipped.
set -eu

top=$(cd "$(dirname "$0")/.." && pwd)
build=$top/build/arm64
root=$build/root
host=aarch64-linux-gnu

# ---- the libraries, in a folder of their own ----------------------------------------------

# What the host has is unknown to this apt: everything comes with its dependencies.
unpack_packages() {
    apt=$build/apt
    mkdir -p "$apt/lists/partial" "$apt/archives/partial" "$root"
    : >"$apt/status"
    set -- -qq -o APT::Architecture=arm64 -o APT::Architectures=arm64 -o Dir::State="$apt" \
        -o Dir::State::status="$apt/status" -o Dir::State::lists="$apt/lists" \
        -o Dir::Cache="$apt" -o Dir::Cache::archives="$apt/archives" \
        -o APT::Sandbox::User=root -o APT::Install-Recommends=false
    apt-get "$@" update
    # shellcheck disable=SC2046 # a list of names
    apt-get "$@" -y --download-only install $(awk '$1 == "build" && $2 ~ /-dev$/ { print $2 }
        $2 == "libcmocka-dev" { print $2 }' "$top/tests/packages")
    for package in "$apt"/archives/*.deb; do
        dpkg-deb -x "$package" "$root"
    done
    rm -rf "$apt"
    touch "$build/unpacked"
}

[ -n "$(find "$build/unpacked" -newer "$top/tests/packages" 2>/dev/null)" ] || {
    rm -rf "$root"
    unpack_packages
}

# ---- building and testing -----------------------------------------------------------------

export PKG_CONFIG_SYSROOT_DIR="$root"
export PKG_CONFIG_LIBDIR="$root/usr/lib/$host/pkgconfig:$root/usr/share/pkgconfig"
names=${*:-$(cd "$top/tests/unit" && ls test_*.c)}
cd "$top"
programs=
for name in $names; do
    programs="$programs build/arm64/unit/${name%.c}"
done
# shellcheck disable=SC2086 # a list of names
make -s -j"$(nproc)" BUILD=build/arm64 CC="$host-gcc --sysroot=$root" AR="$host-ar" \
    EMULATOR="qemu-aarch64-static -L $root" build/arm64/winnow $programs
for program in $programs; do
    qemu-aarch64-static -L "$root" "$program" >"$build/unit.log" 2>&1 ||
        { cat "$build/unit.log" >&2; exit 1; }
done
qemu-aarch64-static -L "$root" build/arm64/winnow --version | head -1
