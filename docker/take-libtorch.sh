#!/bin/sh
# Takes the distribution's libtorch, and of all that its package depends on only the libraries that it loads.
# usage: take-libtorch.sh TARGET     as root, in a container that is thrown away
#
# Debian links libtorch_cpu.so with OpenCV, FFmpeg and OpenCL, calls nothing of them, and so installs and loads GDAL, Qt and
# codecs as well. Those entries are taken out of its list of libraries; the loader then must find every symbol in the rest.
set -eu

target=$1
find -L /usr/lib -name '*.so*' 2>/dev/null | sort >/tmp/before

apt-get update -qq
torch=$(apt-cache depends libtorch-dev | sed -n 's/^ *Depends: \(libtorch[0-9.]*\)$/\1/p')
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
  "${torch:?this distribution has no libtorch-dev}" libopenblas0-pthread patchelf >/dev/null

libraries=$(dpkg -L "$torch" | grep -E '/lib(torch|torch_cpu|c10)\.so\.' | xargs -n 1 realpath | sort -u)
for library in $libraries; do
  # ldd -u names the libraries that are listed and not used; it ends with 1 when there are any
  unused=$(ldd -u "$library" | sed -n 's|^[[:space:]]*/.*/||p') || true
  for name in $unused; do patchelf --remove-needed "$name" "$library"; done
done
for library in $libraries; do
  if ldd -r "$library" 2>&1 | grep -E 'not found|undefined symbol'; then
    echo "take-libtorch.sh: $library does not load without what it seemed not to use" >&2
    exit 1
  fi
done

# Each library under its names, with the links that lead to it, and its package's copyright.
take() {
  path=$(realpath "$(dirname "$1")")/$(basename "$1")
  while :; do
    mkdir -p "$target$(dirname "$path")"
    cp -P --preserve=mode "$path" "$target$path"
    [ -L "$path" ] || break
    next=$(readlink "$path")
    case $next in /*) path=$next ;; *) path=$(dirname "$path")/$next ;; esac
    path=$(realpath "$(dirname "$path")")/$(basename "$path")
  done
  package=$(dpkg -S "$path" "${path#/usr}" 2>/dev/null | sed -n '1s/:.*//p')
  copyright=/usr/share/doc/$package/copyright
  if [ -n "$package" ] && [ -e "$copyright" ]; then
    mkdir -p "$target/usr/share/doc/$package"
    cp -L "$copyright" "$target$copyright"
  fi
}

# shellcheck disable=SC2086 # one word for each library
ldd $libraries | sed -n 's|.*=> \(/[^ ]*\) .*|\1|p' | sort -u >/tmp/loaded
for library in $(cat /tmp/loaded) $(find /usr/lib -name 'libtorch.so*' -o -name 'libtorch_cpu.so*'); do
  grep -qxF "$(realpath "$library")" /tmp/before || take "$library"
done
