#!/usr/bin/env bash
# Streams gigabytes through a named pipe, or trains for many steps and many jobs, and checks that memory stays flat.
set -euo pipefail

formats=csv,gzip-csv,protobuf,sparse-protobuf,protobuf-in-parts,jsonlines,jsonlines-objects,libsvm,jpeg-images,png-images,manifest-of-vectors,manifest-of-images

usage() {
  cat <<HELP
Usage: scripts/soak-test.sh [--gigabytes N] [--format LIST] [--shuffle-buffer ROWS]
       scripts/soak-test.sh [--steps N] [--jobs N]

Writes N GB of each format into a FIFO, reads them as shuffled batches as a channel in Pipe mode is read, and prints the process's memory: before,
at its peak in the first quarter, at its peak in all. Ends with 1 when the peak is above 200 MB plus the shuffle buffer, or grows by 16 MB
or more after the first quarter, or when a row is missing.

  --gigabytes N          how much of each format (5: about 10 s per format of numbers, minutes for images); scripts/test.sh does 0.02
  --format LIST          comma separated (csv,protobuf), or "all":
                         ${formats//,/ }
  --shuffle-buffer ROWS  rows among which the next is drawn (10000); 0 = the order of the stream

With --steps or --jobs, trains a small mlp instead: N steps of one job (1000000: 1 to 5 minutes), then N jobs in one process (200: a minute),
and prints living tensors and memory at each tenth of the way. Ends with 1 when there are more tensors than after the first tenth, or when
memory has grown by more than 16 MB since.

  --steps N              0 without --steps
  --jobs N               0 without --jobs
HELP
}

gigabytes=5 chosen=csv,protobuf shuffle=10000 steps=0 jobs=0
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --gigabytes) gigabytes=${2:?--gigabytes needs a number}; shift 2 ;;
    --format) chosen=${2:?--format needs a list}; shift 2 ;;
    --shuffle-buffer) shuffle=${2:?--shuffle-buffer needs a number}; shift 2 ;;
    --steps) steps=${2:?--steps needs a number}; shift 2 ;;
    --jobs) jobs=${2:?--jobs needs a number}; shift 2 ;;
    *) echo "soak-test.sh: unknown argument $1; --help says what there is" >&2; exit 2 ;;
  esac
done
case $gigabytes in *[!0-9.]* | . | *.*.* | 0) echo "soak-test.sh: --gigabytes $gigabytes: expected a number above 0, such as 5 or 0.2" >&2; exit 2 ;; esac
case $shuffle in *[!0-9]*) echo "soak-test.sh: --shuffle-buffer $shuffle: expected a whole number" >&2; exit 2 ;; esac
for number in "$steps" "$jobs"; do
  case $number in *[!0-9]*) echo "soak-test.sh: --steps or --jobs $number: expected a whole number" >&2; exit 2 ;; esac
done
[ "$chosen" != all ] || chosen=$formats
for format in ${chosen//,/ }; do
  [[ ,$formats, == *,$format,* ]] || { echo "soak-test.sh: --format $format: expected some of ${formats//,/ }, or all" >&2; exit 2; }
done

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
if [ "$steps" != 0 ] || [ "$jobs" != 0 ]; then
  dotnet build tests/Benchmarks -c Release -v q --nologo
  exec artifacts/bin/Benchmarks/release/Benchmarks memory --steps "$steps" --jobs "$jobs"
fi
dotnet build tests/TrainingContainer.Data.Tests -c Release -v q --nologo
exec env SOAK_TEST_GIGABYTES="$gigabytes" SOAK_TEST_FORMATS="$chosen" SOAK_TEST_SHUFFLE_BUFFER="$shuffle" \
  artifacts/bin/TrainingContainer.Data.Tests/release/TrainingContainer.Data.Tests -noColor -noLogo -diagnostics \
  -class TrainingContainer.Data.Tests.SoakTests
