#!/usr/bin/env bash
# Measures ours and PyTorch side by side. `bench.sh --help` says what.
set -euo pipefail

usage() {
  cat <<'HELP'
Usage: scripts/bench.sh [--quick] [--only LIST] [--output FOLDER]

Measures, in turns so that noise meets both sides: (a) the training step of four models, by threads and as each side sets
itself up; (b) the MNIST CSV to batches; (c) the whole MNIST mlp job, 3 epochs; (d) the start of the process to the first step;
(e) checkpoints of 10 MB to 1 GB against torch.save and a plain copy in memory, and SIGTERM until 500 MB are on the disk.
The other side is PyTorch (and pandas) on the same libtorch, in tests/Benchmarks/pytorch. Needs about 15 minutes and an idle machine.

  --quick          one short round of each: shows that everything runs, its numbers are worth little
  --only LIST      some of step,csv,job,start,checkpoint (comma separated)
  --output FOLDER  where the Markdown table goes; tests/Benchmarks/results if not given

PYTHON names the Python that has torch and pandas (/usr/bin/python3, with Debian's python3-torch and python3-pandas,
which are installed when missing). The JSON lines stay in artifacts/bench/lines.jsonl.
HELP
}

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
peers=$root/tests/Benchmarks/pytorch
program=$root/artifacts/training-container/training-container
benchmarks=$root/artifacts/bin/Benchmarks/release/Benchmarks
python=${PYTHON:-/usr/bin/python3}
rounds=3 seconds=2
only=step,csv,job,start,checkpoint
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
    step | csv | job | start | checkpoint) ;;
    *) echo "bench.sh: --only $part: expected some of step,csv,job,start,checkpoint" >&2; exit 2 ;;
  esac
done

wanted() { [[ ,$only, == *,$1,* ]]; }

install_peers() {
  "$python" -c 'import torch, pandas' 2>/dev/null && return
  local as_root=()
  [ "$(id -u)" = 0 ] || as_root=(sudo)
  echo 'Installing python3-torch and python3-pandas'
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends python3-torch python3-pandas libopenblas0-pthread >/dev/null
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
      for blas in "${counts[@]}"; do
        record env OPENBLAS_NUM_THREADS="$blas" "$benchmarks" step "$model" --threads "$threads" --seconds "$seconds"
        record env OPENBLAS_NUM_THREADS="$blas" "$python" "$peers/step.py" "$model" --threads "$threads" --seconds "$seconds"
      done
    done
    record "$benchmarks" step "$model" --default --seconds "$seconds"
    record "$python" "$peers/step.py" "$model" --default --seconds "$seconds"
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
  record "$python" "$root/tests/Benchmarks/sigterm.py" "$program" "$work/sigterm" --rounds $((rounds * 14)) --seed "$1"
}

"$root/scripts/setup.sh"
install_peers
dotnet build -c Release --nologo -v quiet "$root/tests/Benchmarks/Benchmarks.csproj"
mnist=$root/artifacts/data/mnist
if wanted csv || wanted job; then
  "$root/scripts/fetch-mnist.sh" "$mnist"
fi

load_before=$(cut -d ' ' -f 1 /proc/loadavg)
mkdir -p "$root/artifacts/bench"
lines=$root/artifacts/bench/lines.jsonl
: >"$lines"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for ((round = 1; round <= rounds; round++)); do
  echo "Round $round of $rounds"
  for part in step csv job start checkpoint; do
    if wanted "$part"; then
      "bench_$part" "$round"
    fi
  done
done

csv_bytes=0
if [ -f "$mnist/train/mnist_train.csv" ]; then
  csv_bytes=$(stat -c %s "$mnist/train/mnist_train.csv")
fi
table=$("$python" "$root/tests/Benchmarks/report.py" "$lines" "$output" --csv-bytes "$csv_bytes" \
  --note "Load average before: $load_before")
cat "$table"
echo
echo "Written to $table"
