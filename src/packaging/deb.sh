#!/bin/sh
# Builds the Debian package from what `make install PREFIX=/usr DESTDIR=ROOT` has put
# there: deb.sh ROOT WORK VERSION. Called by `make deb`.
set -eu

here=$(dirname "$0")
root=$1
work=$2
version=$3
arch=$(dpkg --print-architecture)
doc=$root/usr/share/doc/winnow
maintainer="${DEBFULLNAME:-The winnow authors} <${DEBEMAIL:-winnow@localhost.localdomain}>"

# The library and its header belong to packages of their own, which nobody has asked for.
rm -rf "$root/usr/include" "$root/usr/lib"
strip --remove-section=.comment --remove-section=.note "$root/usr/bin/winnow"
mv "$root/usr/share/zsh/site-functions" "$root/usr/share/zsh/vendor-completions"
find "$root/usr/share/man" -type f -exec gzip -9n {} +

mkdir -p "$doc" "$root/DEBIAN"
install -D -m 644 "$here/lintian-overrides" "$root/usr/share/lintian/overrides/winnow"
{
    echo 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/'
    echo 'Upstream-Name: winnow'
    echo
    echo 'Files: *'
    sed -n 's/^Copyright (c) /Copyright: /p' "$here/../../LICENSE" | head -1
    echo 'License: MIT'
    sed -e '1,/^Copyright/d' -e '1,/./{/^$/d}' -e 's/^$/./' -e 's/^/ /' "$here/../../LICENSE"
} > "$doc/copyright"
{
    echo "winnow ($version-1) unstable; urgency=medium"
    echo
    echo '  * A package of this version.'
    echo
    echo " -- $maintainer  $(date -R -u ${SOURCE_DATE_EPOCH:+-d "@$SOURCE_DATE_EPOCH"})"
} | gzip -9n > "$doc/changelog.Debian.gz"

# dpkg-shlibdeps wants a source package around it.
mkdir -p "$work/source/debian"
printf 'Source: winnow\n\nPackage: winnow\nArchitecture: any\n' > "$work/source/debian/control"
depends=$(cd "$work/source" && dpkg-shlibdeps -O "$root/usr/bin/winnow" |
    sed 's/^shlibs:Depends=//')

size=$(du -sk "$root/usr" | cut -f1)
sed -e "s/@VERSION@/$version/" -e "s/@ARCH@/$arch/" -e "s/@SIZE@/$size/" \
    -e "s/@DEPENDS@/$depends/" -e "s/@MAINTAINER@/$maintainer/" "$here/control.in" > "$root/DEBIAN/control"
(cd "$root" && find usr -type f -print0 | sort -z | xargs -0 md5sum) > "$root/DEBIAN/md5sums"
chmod -R u+rwX,go+rX,go-w "$root"
dpkg-deb --root-owner-group --build "$root" "$work/winnow_$version-1_$arch.deb"
