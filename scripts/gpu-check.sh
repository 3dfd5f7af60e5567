#!/usr/bin/env bash
# Proves the program on a GPU machine that has neither .NET nor a network. `gpu-check.sh --help` says how.
set -euo pipefail

usage() {
  cat <<'HELP'
Usage: scripts/gpu-check.sh pack [FILE]
       scripts/gpu-check.sh run [FILE] [--output FOLDER] [--rehearse]

pack  on a machine with the .NET SDK: publishes the program, the tests of Torch and of training, and the benchmarks with their own .NET
      runtime, without libtorch; adds the PyTorch peers and MNIST, and writes one .tar.xz of at most 60 MB.
run   on the GPU machine (a PyTorch wheel, no .NET, no network): takes the wheel's libtorch (TORCH_HOME), runs the tests on CUDA, trains
      MNIST mlp and cnn, kills and resumes a deterministic job and compares the model's bytes, measures steps/s next to PyTorch's eager
      loop and torch.compile, and writes a result file into FOLDER (tests/Benchmarks/results if not given). At most 8 minutes. Without an
      NVIDIA GPU it says SKIPPED and succeeds.

FILE is artifacts/gpu-check.tar.xz of the repository if not given. PYTHON names the Python that has torch (python3).
--rehearse does everything on the CPU, in short, to find mistakes before a GPU is at hand. TORCH_HOME, where it is set, is taken in place
of the wheel's libtorch.
HELP
}

bytes_max=60000000
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
python=${PYTHON:-python3}
work=
trap '[ -z "$work" ] || rm -rf "$work"' EXIT

pack() {
  local project stage size
  if ! command -v xz >/dev/null; then
    echo 'gpu-check.sh: xz is missing (package xz-utils)' >&2
    return 1
  fi
  # on a system with an old C++ library it adapts TorchSharp's, and the publishing below takes that
  [ -x "$root/artifacts/training-container/training-container" ] || "$root/scripts/setup.sh"
  "$root/scripts/fetch-mnist.sh" "$root/artifacts/data/mnist"
  work=$(mktemp -d)
  stage=$work/gpu-check
  mkdir -p "$stage/app" "$stage/data/train" "$stage/data/test"

  # One folder for all: they share the runtime, most of their size. Their own place to build, because the program of
  # scripts/setup.sh is built without a runtime and would mix with this one.
  for project in src/TrainingContainer/TrainingContainer tests/Torch.Tests/Torch.Tests \
    tests/TrainingContainer.Training.Tests/TrainingContainer.Training.Tests tests/Benchmarks/Benchmarks; do
    dotnet publish "$root/$project.csproj" -c Release -r linux-x64 --self-contained -p:TorchRuntime=cpu \
      -p:ArtifactsPath="$root/artifacts/gpu-check" -p:DebugType=none --nologo -v quiet -o "$stage/app"
  done
  # The other machine has a libtorch; documentation is for compilers.
  find "$stage/app" -maxdepth 1 \( -name 'libtorch*' -o -name 'libc10*' -o -name 'libgomp*' -o -name '*.pdb' -o -name '*.xml' -o -name '*.dbg' \) -delete

  cp -R "$root/tests/Benchmarks/pytorch" "$root/tests/Benchmarks/"*.py "$stage/"
  find "$stage" -name __pycache__ -prune -exec rm -rf {} +
  gzip -n -9 -c "$root/artifacts/data/mnist/train/mnist_train.csv" >"$stage/data/train/mnist_train.csv.gz"
  gzip -n -9 -c "$root/artifacts/data/mnist/test/mnist_test.csv" >"$stage/data/test/mnist_test.csv.gz"

  mkdir -p "$(dirname "$file")"
  tar -C "$work" --owner=0 --group=0 -cf - gpu-check | xz -9 -T0 >"$file.part"
  size=$(stat -c %s "$file.part")
  if [ "$size" -gt "$bytes_max" ]; then
    echo "gpu-check.sh: the package came out at $size bytes, more than $bytes_max; $file.part shows what is in it" >&2
    return 1
  fi
  mv "$file.part" "$file"
  echo "$file: $size bytes"
}

# tests STAGE: runs the suites, leaves their summaries in $summary; fails when a test failed.
tests() {
  local suite status failed=0
  for suite in Torch.Tests TrainingContainer.Training.Tests; do
    status=0
    TORCH_TEST_DEVICE=$device "$1/app/$suite" -noColor -noLogo >"$1/$suite.txt" 2>&1 || status=$?
    cat "$1/$suite.txt"
    summary+="; $suite on $device: $(grep -Eo 'Total: .*' "$1/$suite.txt" | tail -n 1 || true) (exit status $status)"
    [ "$status" -eq 0 ] || failed=1
  done
  return "$failed"
}

# resume STAGE: a deterministic job, killed at a checkpoint and resumed, must end with the same bytes as one that was left alone.
resume() {
  local name settings run
  settings="{\"model\":\"cnn\",\"input_shape\":\"[1,28,28]\",\"epochs\":\"1\",\"batch_size\":\"128\",\"seed\":\"1\",\"device\":\"$device\",\"threads\":\"1\""
  settings+=',"deterministic":"true","dropout":"0.2","checkpoint_interval":"100ba"}'
  for name in alone killed; do
    "$python" "$1/job_folder.py" "$1/job-$name" "$settings" "train=$1/data/test"
    mkdir -p "$1/job-$name/checkpoints"
    echo '{"LocalPath":"/opt/ml/checkpoints"}' >"$1/job-$name/input/config/checkpointconfig.json"
  done
  SAGEMAKER_BASE_DIR=$1/job-alone "$1/app/training-container" train >"$1/alone.txt" 2>&1 || { tail -n 20 "$1/alone.txt"; return 1; }
  SAGEMAKER_BASE_DIR=$1/job-killed "$1/app/training-container" train >"$1/killed.txt" 2>&1 &
  run=$!
  # until the first checkpoint is there, or the job has ended
  while kill -0 "$run" 2>/dev/null && ! compgen -G "$1/job-killed/checkpoints/*.safetensors" >/dev/null; do sleep 0.02; done
  kill -KILL "$run" 2>/dev/null || true
  wait "$run" || true
  SAGEMAKER_BASE_DIR=$1/job-killed "$1/app/training-container" train >"$1/resumed.txt" 2>&1 || { tail -n 20 "$1/resumed.txt"; return 1; }
  grep -i resum "$1/resumed.txt" | head -n 1
  if cmp "$1/job-alone/model/model.safetensors" "$1/job-killed/model/model.safetensors"; then
    summary+='; deterministic resume after SIGKILL: the same bytes'
  else
    summary+='; deterministic resume after SIGKILL: OTHER BYTES'
    return 1
  fi
}

# train STAGE NAME EPOCHS HYPERPARAMETERS: one whole job on MNIST.
train() {
  "$python" "$1/job_folder.py" "$1/job-$2" \
    "{$4,\"epochs\":\"$3\",\"batch_size\":\"128\",\"learning_rate\":\"0.001\",\"seed\":\"1\",\"device\":\"$device\"}" \
    "train=$1/data/train" "test=$1/data/test"
  "$python" "$1/measure.py" --benchmark job --side ours --setting "MNIST $2, $device, epochs: $3" \
    --fact 'accuracy=test:accuracy=([0-9.eE+-]+)' --fact 'steps=step=([0-9]+)' -- \
    env SAGEMAKER_BASE_DIR="$1/job-$2" "$1/app/training-container" train | tee -a "$1/lines.jsonl"
}

run() {
  local gpu stage model round rounds=3 seconds=2 mlp_epochs=10 cnn_epochs=5 failed=0 summary=''
  if [ -n "$rehearse" ]; then
    device=cpu gpu="rehearsal without GPU" rounds=1 seconds=0.5 mlp_epochs=1 cnn_epochs=1
  elif nvidia-smi -L >/dev/null 2>&1; then
    device=cuda gpu=$(nvidia-smi --query-gpu=name --format=csv,noheader | head -n 1)
  else
    echo 'SKIPPED: no NVIDIA GPU here'
    return 0
  fi
  if [ ! -f "$file" ]; then
    echo "gpu-check.sh: no package at $file; make one with \"gpu-check.sh pack\" on a machine with the .NET SDK" >&2
    return 1
  fi

  work=$(mktemp -d)
  stage=$work/gpu-check
  "$python" -m tarfile -e "$file" "$work"       # xz itself may be missing there, Python has it built in
  if [ -z "${TORCH_HOME:-}" ]; then
    TORCH_HOME=$("$python" -c 'import os, torch; print(os.path.join(os.path.dirname(torch.__file__), "lib"))')
  fi
  export TORCH_HOME
  "$stage/app/training-container" torch | tee "$stage/torch.txt"
  summary=$(head -n 1 "$stage/torch.txt" | sed 's/ in .*//')
  tests "$stage" || failed=1
  resume "$stage" || failed=1
  train "$stage" mlp "$mlp_epochs" '"model":"mlp","hidden_layers":"[256,128]"' || failed=1
  train "$stage" cnn "$cnn_epochs" '"model":"cnn","input_shape":"[1,28,28]"' || failed=1
  for ((round = 1; round <= rounds; round++)); do
    for model in mlp-64-128-10 mlp-54-256-128-7 mlp-784-256-128-10 cnn-28x28; do
      "$stage/app/Benchmarks" step "$model" --device "$device" --default --seconds "$seconds" | tee -a "$stage/lines.jsonl" || failed=1
      "$python" "$stage/pytorch/step.py" "$model" --device "$device" --default --seconds "$seconds" | tee -a "$stage/lines.jsonl"
      "$python" "$stage/pytorch/step.py" "$model" --device "$device" --seconds "$seconds" | tee -a "$stage/lines.jsonl"
      # the first call compiles for half a minute, so one round must do
      [ "$round" -gt 1 ] || "$python" "$stage/pytorch/step.py" "$model" --device "$device" --compile --seconds "$seconds" | tee -a "$stage/lines.jsonl" ||
        summary+="; torch.compile of $model failed"
    done
  done

  local table
  table=$("$python" "$stage/report.py" "$stage/lines.jsonl" "$output" --gpu "$gpu" --note "$summary")
  cat "$table"
  echo
  echo "Written to $table"
  return "$failed"
}

verb=
file=$root/artifacts/gpu-check.tar.xz
output=$root/tests/Benchmarks/results
rehearse=
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --output) output=${2:?--output needs a folder}; shift ;;
    --rehearse) rehearse=yes ;;
    pack | run)
      if [ -z "$verb" ]; then verb=$1; else file=$1; fi ;;
    -*) echo "gpu-check.sh: unknown option $1; --help says what there is" >&2; exit 2 ;;
    *) file=$1 ;;
  esac
  shift
done
case $verb in
  pack) pack ;;
  run) run ;;
  *) usage >&2; exit 2 ;;
esac
