#!/bin/sh
# Installs library, headers and what pkg-config and CMake read:
#
#     cargo build --release -p o2c-ffi
#     sh o2c-ffi/install.sh target/release /usr/local
set -eu
if [ $# -ne 2 ]; then
    echo "usage: install.sh DIRECTORY_OF_THE_BUILT_LIBRARY PREFIX" >&2
    exit 2
fi
here=$(cd "$(dirname "$0")" && pwd)
built=$1
mkdir -p "$2/include" "$2/lib/pkgconfig" "$2/lib/cmake/o2c"
prefix=$(cd "$2" && pwd)
version=$(sed -n 's/^version = "\(.*\)"/\1/p' "$here/../Cargo.toml" | head -n 1)

install -m 644 "$here/../include/o2c.h" "$here/../include/o2c.hpp" "$prefix/include"
install -m 755 "$built/libo2c.so" "$prefix/lib/libo2c.so.$version"
ln -sf "libo2c.so.$version" "$prefix/lib/libo2c.so.0"
ln -sf libo2c.so.0 "$prefix/lib/libo2c.so"
install -m 644 "$built/libo2c.a" "$prefix/lib/libo2c.a"
filled() {
    sed -e "s|@VERSION@|$version|g" -e "s|@PREFIX@|$prefix|g" "$1"
}
filled "$here/o2c.pc.in" > "$prefix/lib/pkgconfig/o2c.pc"
filled "$here/cmake/o2cConfig.cmake" > "$prefix/lib/cmake/o2c/o2cConfig.cmake"
filled "$here/cmake/o2cConfigVersion.cmake" > "$prefix/lib/cmake/o2c/o2cConfigVersion.cmake"
