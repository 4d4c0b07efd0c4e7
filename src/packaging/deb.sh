#!/bin/sh
# deb.sh WORK VERSION SONAME: builds the Debian packages in WORK from what `make install
# PREFIX=/usr LIBDIR=/usr/lib/TRIPLET DESTDIR=WORK/root` has installed. `make deb` calls it.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
work=$1
version=$2-1
soname=$3
root=$work/root
packages=$work/packages
library=libwinnow${soname##*.}
libdir=usr/lib/$(dpkg-architecture -q DEB_HOST_MULTIARCH)
arch=$(dpkg --print-architecture)
maintainer="${DEBFULLNAME:-The winnow authors} <${DEBEMAIL:-winnow@localhost.localdomain}>"

# ---- what each package holds -------------------------------------------------------------

move() { # PACKAGE PATH...: paths of the root, without the leading slash
    package=$1
    shift
    for path; do
        mkdir -p "$packages/$package/$(dirname "$path")"
        mv "$root/$path" "$packages/$package/$path"
    done
}

write_copyright() {
    echo 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/'
    echo 'Upstream-Name: winnow'
    echo
    echo 'Files: *'
    sed -n 's/^Copyright (c) /Copyright: /p' "$here/../../LICENSE" | head -1
    echo 'License: MIT'
    sed -e '1,/^Copyright/d' -e '1,/./{/^$/d}' -e 's/^$/./' -e 's/^/ /' "$here/../../LICENSE"
}

write_changelog() {
    echo "winnow ($version) unstable; urgency=medium"
    echo
    echo '  * Packages of this version.'
    echo
    echo " -- $maintainer  $(date -R -u ${SOURCE_DATE_EPOCH:+-d "@$SOURCE_DATE_EPOCH"})"
}

# ---- one package -------------------------------------------------------------------------

# dpkg-shlibdeps expects a source package around it.
find_depends() { # FILE...
    mkdir -p "$work/source/debian"
    printf 'Source: winnow\n\nPackage: winnow\nArchitecture: any\n' >"$work/source/debian/control"
    (cd "$work/source" && dpkg-shlibdeps -O "$@" | sed 's/^shlibs:Depends=//')
}

# What static linking needs: the packages of the build, without those of the program alone.
find_static() {
    awk '$1 == "build" && /^build +lib/ && !/curl|seccomp|sqlite|brotli|zstd|archive|microhttpd|libc6/ {
        printf "%s%s", separator, $2; separator = ", " } END { print ", nettle-dev" }' "$here/../../tests/packages"
}

build() { # PACKAGE [FILE that is linked]...
    package=$1
    folder=$packages/$1
    doc=$folder/usr/share/doc/$1
    shift
    depends=
    [ $# -eq 0 ] || depends=$(find_depends "$@")
    mkdir -p "$doc" "$folder/DEBIAN"
    write_copyright >"$doc/copyright"
    write_changelog | gzip -9n >"$doc/changelog.Debian.gz"
    sed -n "s/^@PACKAGE@/$package/; /^#/p; /^$package:/p" "$here/lintian-overrides" |
        install -D -m 644 /dev/stdin "$folder/usr/share/lintian/overrides/$package"
    {
        awk -v RS= -v name="$package" '$2 == name' "$folder/../control"
        echo "Version: $version"
        echo 'Source: winnow'
        echo "Architecture: $arch"
        echo 'Priority: optional'
        echo "Maintainer: $maintainer"
        echo "Installed-Size: $(du -sk "$folder/usr" | cut -f1)"
    } | sed "s/@DEPENDS@/$depends/" >"$folder/DEBIAN/control"
    (cd "$folder" && find usr -type f -print0 | sort -z | xargs -0 md5sum) >"$folder/DEBIAN/md5sums"
    chmod -R u+rwX,go+rX,go-w "$folder"
    dpkg-deb --root-owner-group --build "$folder" "$work/${package}_${version}_$arch.deb"
}

# ---- all of them -------------------------------------------------------------------------

rm -rf "$packages"
mkdir -p "$packages"
sed -e "s/@LIBRARY@/$library/" -e "s/@VERSION@/$version/" -e "s/@STATIC@/$(find_static)/" \
    "$here/control.in" >"$packages/control"

strip --remove-section=.comment --remove-section=.note "$root/usr/bin/winnow"
strip --strip-unneeded --remove-section=.comment --remove-section=.note "$root/$libdir/$soname"
strip --strip-debug --remove-section=.comment "$root/$libdir/libwinnow.a"
mv "$root/usr/share/zsh/site-functions" "$root/usr/share/zsh/vendor-completions"
mv "$root/usr/share/doc/winnow/CHANGELOG.md" "$root/usr/share/doc/winnow/changelog"
gzip -9n "$root/usr/share/doc/winnow/changelog"
sed -i 's/(CHANGELOG\.md)/(changelog.gz)/' "$root/usr/share/doc/winnow/README.md"
find "$root/usr/share/man" -type f -exec gzip -9n {} +

move "$library" "$libdir/$soname" "$libdir/$(readlink "$root/$libdir/$soname")"
move libwinnow-dev usr/include "$libdir/libwinnow.so" "$libdir/libwinnow.a" "$libdir/pkgconfig"
rm -r "${root:?}/$libdir"
mv "$root" "$packages/winnow"

mkdir "$packages/$library/DEBIAN"
echo "libwinnow ${soname##*.} $library" >"$packages/$library/DEBIAN/shlibs"
echo 'activate-noawait ldconfig' >"$packages/$library/DEBIAN/triggers"

build winnow "$packages/winnow/usr/bin/winnow"
build "$library" "$packages/$library/$libdir/$soname"
build libwinnow-dev
