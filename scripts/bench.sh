#!/usr/bin/env bash
# Measures ours and PyTorch side by side. `bench.sh --help` says what.
set -euo pipefail

usage() {
  cat <<'HELP'
Usage: scripts/bench.sh [--quick] [--only LIST] [--output FOLDER]

Measures, in turns so that noise meets both sides: (a) the training step of four models, by threads and as each side sets
itself up; (b) the MNIST CSV to batches; (c) the whole MNIST mlp job, 3 epochs; (d) the start of the process to the first step;
(e) checkpoints of 10 MB to 1 GB against torch.save and a plain copy in memory, and SIGTERM until 500 MB are on the disk;
(f) a channel in Pipe mode against cat, a bare read loop and a Python reader; (g) JPEG images against djpeg's decode loop; (h) an epoch out of the
cache of decoded rows against parsing the CSV; (i) 256 MiB to S3 and back against the AWS command line, on a local server.
The other side is PyTorch (and pandas), in tests/Benchmarks/pytorch, and for (f) and (g) two small C programs in
tests/Benchmarks/native. Needs about 20 minutes and an idle machine.

  --quick          one short round of each: shows that everything runs, its numbers are worth little
  --only LIST      some of step,csv,job,start,checkpoint,pipe,image,cache,s3 (comma separated); the table's name then says which
  --output FOLDER  where the Markdown table goes; tests/Benchmarks/results if not given

PEER_ROOT names the root folder of another Debian, as debootstrap makes it, with python3-torch in it: its PyTorch is then measured
as well, in (a), (c) and (d), by chroot.
PYTHON names the Python that has torch, pandas and protobuf (/usr/bin/python3, with Debian's packages of them, which are
installed when missing, as libjpeg-dev is for djpeg's loop). The JSON lines stay in artifacts/bench/lines.jsonl.
HELP
}

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
peers=$root/tests/Benchmarks/pytorch
program=$root/artifacts/training-container/training-container
benchmarks=$root/artifacts/bin/Benchmarks/release/Benchmarks
python=${PYTHON:-/usr/bin/python3}
rounds=3 seconds=2
parts=step,csv,job,start,checkpoint,pipe,image,cache,s3
only=$parts
output=$root/tests/Benchmarks/results

while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --quick) rounds=1 seconds=0.5 ;;
    --only) only=${2:?--only needs a list}; shift ;;
    --output) output=${2:?--output needs a folder}; shift ;;
    *) echo "bench.sh: unknown argument $1; --help says what there is" >&2; exit 2 ;;
  esac
  shift
done
for part in ${only//,/ }; do
  case $part in
    step | csv | job | start | checkpoint | pipe | image | cache | s3) ;;
    *) echo "bench.sh: --only $part: expected some of $parts" >&2; exit 2 ;;
  esac
done

wanted() { [[ ,$only, == *,$1,* ]]; }

install_peers() {
  local missing=() as_root=()
  "$python" -c 'import torch, pandas' 2>/dev/null || missing+=(python3-torch python3-pandas)
  # without it Debian's PyTorch multiplies by the reference BLAS, ten times slower
  dpkg-query -W -f='${Status}' libopenblas0-pthread 2>/dev/null | grep -q 'ok installed' || missing+=(libopenblas0-pthread)
  ! wanted pipe || "$python" -c 'import numpy, google.protobuf' 2>/dev/null || missing+=(python3-protobuf python3-numpy)
  ! wanted image || echo '#include <stdio.h>
#include <jpeglib.h>' | cc -E - >/dev/null 2>&1 || missing+=(gcc libc6-dev libjpeg-dev libturbojpeg0)
  [ ${#missing[@]} -gt 0 ] || return 0
  [ "$(id -u)" = 0 ] || as_root=(sudo)
  echo "Installing ${missing[*]}"
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

build_native() {
  local sources=$root/tests/Benchmarks/native
  ! wanted pipe || cc -O2 -o "$native/pipe_read" "$sources/pipe_read.c"
  ! wanted image || cc -O2 -shared -fPIC -o "$native/libdjpeg_loop.so" "$sources/djpeg_loop.c" -ljpeg
}

# second SCRIPT ARGUMENT...: a peer in PEER_ROOT, if there is one.
second() {
  [ -n "${PEER_ROOT:-}" ] || return 0
  record chroot "$PEER_ROOT" /usr/bin/env BENCH_SIDE='pytorch 2' /usr/bin/python3 "/tmp/bench/$1" "${@:2}"
}

job_folder() { "$python" "$root/tests/Benchmarks/job_folder.py" "$@"; }

# record COMMAND...: runs it and keeps the JSON line it prints.
record() { "$@" | tee -a "$lines"; }

measure() { record "$python" "$root/tests/Benchmarks/measure.py" "$@"; }

bench_step() {
  local cores model threads blas
  cores=$(nproc)
  local counts=(1)
  [ "$cores" = 1 ] || counts+=("$cores")
  for model in mlp-64-128-10 mlp-54-256-128-7 mlp-784-256-128-10 cnn-28x28; do
    for threads in "${counts[@]}"; do
      record "$benchmarks" step "$model" --threads "$threads" --seconds "$seconds"
      # PyTorch's OpenBLAS has threads of its own
      for blas in "${counts[@]}"; do
        record env OPENBLAS_NUM_THREADS="$blas" "$python" "$peers/step.py" "$model" --threads "$threads" --seconds "$seconds"
        OPENBLAS_NUM_THREADS="$blas" second step.py "$model" --threads "$threads" --seconds "$seconds"
      done
    done
    record "$benchmarks" step "$model" --default --seconds "$seconds"
    record "$python" "$peers/step.py" "$model" --default --seconds "$seconds"
    second step.py "$model" --default --seconds "$seconds"
  done
}

bench_csv() {
  local reader file=$mnist/train/mnist_train.csv
  cat "$file" >/dev/null          # both sides read from the page cache
  for reader in pandas pandas-uint8 numpy; do
    record "$python" "$peers/csv_batches.py" "$file" --reader "$reader"
    record "$benchmarks" csv "$mnist/train" --threads 1
    record "$benchmarks" csv "$mnist/train"
  done
}

bench_job() {
  local workers folder=$work/job-$1
  job_folder "$folder" \
    '{"model":"mlp","hidden_layers":"[256,128]","batch_size":"128","epochs":"3","learning_rate":"0.001","validation_fraction":"0","seed":"1"}' \
    "train=$mnist/train" "test=$mnist/test"
  measure --benchmark job --side ours --fact 'accuracy=test:accuracy=([0-9.eE+-]+)' -- \
    env SAGEMAKER_BASE_DIR="$folder" "$program" train
  for workers in 2 0; do
    measure --benchmark job --side pytorch --setting "$workers workers" --fact 'accuracy="accuracy": ([0-9.]+)' -- \
      "$python" "$peers/mnist_job.py" "$mnist" --workers "$workers"
    [ -z "${PEER_ROOT:-}" ] || measure --benchmark job --side 'pytorch 2' --setting "$workers workers" --fact 'accuracy="accuracy": ([0-9.]+)' -- \
      chroot "$PEER_ROOT" /usr/bin/python3 /tmp/bench/mnist_job.py /tmp/bench/mnist --workers "$workers"
  done
  rm -rf "$folder"
}

bench_start() {
  local turn folder
  for turn in 1 2 3; do
    folder=$work/start-$1-$turn
    job_folder "$folder" '{"model":"mlp","hidden_layers":"[128]","batch_size":"128","epochs":"1","seed":"1"}' \
      "train=$root/tests/SampleData/digits/train" "validation=$root/tests/SampleData/digits/validation"
    measure --benchmark start --side ours --value 'first step after ([0-9.]+) s since process start' -- \
      env SAGEMAKER_BASE_DIR="$folder" "$program" train
    record "$python" "$peers/first_step.py" "$root/tests/SampleData/digits/train/digits.csv"
    second first_step.py /tmp/bench/digits.csv
    rm -rf "$folder"
  done
}

bench_checkpoint() {
  local size sizes=(10 100 500 1000)
  [ "$rounds" != 1 ] || sizes=(10 100)
  for size in "${sizes[@]}"; do
    record "$benchmarks" checkpoint "$work/checkpoint" --megabytes "$size" --rounds 21
    record "$python" "$peers/save.py" "$work/checkpoint" --megabytes "$size" --rounds 5
  done
  record "$python" "$root/tests/Benchmarks/sigterm.py" "$program" "$work/sigterm" --rounds 14 --seed "$1"
}

bench_pipe() {
  local kind megabytes=2000 turns=5
  [ "$rounds" != 1 ] || megabytes=300 turns=2
  for kind in recordio csv-pixels csv-decimals; do
    [ -f "$work/$kind" ] || "$benchmarks" records "$kind" "$work/$kind" --megabytes 64
  done
  record "$benchmarks" pipe recordio "$work/recordio" --megabytes "$megabytes" --rounds "$turns" --bare "$native/pipe_read"
  record "$benchmarks" pipe recordio "$work/recordio" --megabytes "$megabytes" --rounds "$turns" --skip
  record "$python" "$peers/recordio_pipe.py" "$work/recordio" --rounds 2
  for kind in csv-pixels csv-decimals; do
    record "$benchmarks" pipe "$kind" "$work/$kind" --megabytes "$((megabytes / 4))" --rounds "$turns" --threads 1
  done
  for kind in recordio csv-pixels; do
    record "$benchmarks" first-batch "$kind" "$work/$kind"
  done
}

bench_image() {
  local size
  for size in 64x64 224x224 500x375 1024x768; do
    record "$benchmarks" image "$native/libdjpeg_loop.so" --width "${size%x*}" --height "${size#*x}"
  done
}

bench_cache() {
  local megabytes=400
  [ "$rounds" != 1 ] || megabytes=50
  if [ ! -d "$work/decimals" ]; then
    mkdir "$work/decimals"
    "$benchmarks" records csv-decimals "$work/decimals/rows.csv" --megabytes "$megabytes"
  fi
  record "$benchmarks" cache "$mnist/train" --name MNIST
  record "$benchmarks" cache "$work/decimals" --name decimals
}

# As setup.sh publishes the program: half of a short upload's time would otherwise be compilation of the SDK.
publish_benchmarks() {
  published=$root/artifacts/bench/published
  local settings=(-c Release -r linux-x64 --self-contained false -p:TieredPGO=false -o "$published" --nologo -v quiet)
  dotnet publish "$root/tests/Benchmarks/Benchmarks.csproj" "${settings[@]}" -p:PublishReadyToRun=true ||
    dotnet publish "$root/tests/Benchmarks/Benchmarks.csproj" "${settings[@]}"
}

bench_s3() {
  if [ ! -f "$root/artifacts/moto/python" ]; then
    echo "s3 is left out: setup.sh --tests could not install moto"
    return
  fi
  local turns=5
  [ "$rounds" != 1 ] || turns=1
  record "$python" "$root/tests/Benchmarks/s3.py" "$published/Benchmarks" --moto "$(cat "$root/artifacts/moto/python")" --rounds "$turns"
}

if wanted s3; then "$root/scripts/setup.sh" --tests; else "$root/scripts/setup.sh"; fi
install_peers
dotnet build -c Release --nologo -v quiet "$root/tests/Benchmarks/Benchmarks.csproj"
! wanted s3 || publish_benchmarks
mnist=$root/artifacts/data/mnist
if wanted csv || wanted job || wanted cache; then
  "$root/scripts/fetch-mnist.sh" "$mnist"
fi

if [ -n "${PEER_ROOT:-}" ]; then
  rm -rf "$PEER_ROOT/tmp/bench"
  cp -r "$peers" "$PEER_ROOT/tmp/bench"
  cp "$root/tests/SampleData/digits/train/digits.csv" "$PEER_ROOT/tmp/bench/"
  [ ! -d "$mnist" ] || cp -r "$mnist" "$PEER_ROOT/tmp/bench/mnist"
  compgen -G "$PEER_ROOT/usr/lib/*/openblas-pthread" >/dev/null ||
    echo "bench.sh: $PEER_ROOT has no libopenblas0-pthread: its PyTorch multiplies by the reference BLAS" >&2
  [ -e "$PEER_ROOT/proc/self" ] || mount -t proc proc "$PEER_ROOT/proc"
fi

# On a processor whose name OpenBLAS does not know it takes kernels of 2004, which would flatter us.
if [ -z "${OPENBLAS_CORETYPE:-}" ]; then
  case " $(grep -m 1 '^flags' /proc/cpuinfo) " in
    *' avx512f '*) export OPENBLAS_CORETYPE=SkylakeX ;;
    *' avx2 '*) export OPENBLAS_CORETYPE=Haswell ;;
  esac
fi

load_before=$(cut -d ' ' -f 1 /proc/loadavg)
native=$root/artifacts/bench
mkdir -p "$native"
build_native
lines=$native/lines.jsonl
: >"$lines"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for ((round = 1; round <= rounds; round++)); do
  echo "Round $round of $rounds"
  for part in ${parts//,/ }; do
    if wanted "$part"; then
      "bench_$part" "$round"
    fi
  done
done

csv_bytes=0
if [ -f "$mnist/train/mnist_train.csv" ]; then
  csv_bytes=$(stat -c %s "$mnist/train/mnist_train.csv")
fi
suffix=
[ "$only" = "$parts" ] || suffix=${only//,/-}
table=$("$python" "$root/tests/Benchmarks/report.py" "$lines" "$output" --csv-bytes "$csv_bytes" \
  --note "Load average before: $load_before" ${suffix:+--suffix "$suffix"})
cat "$table"
echo
echo "Written to $table"
