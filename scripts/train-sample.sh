#!/usr/bin/env bash
# Trains on real data on this machine, as SageMaker would start it.
set -euo pipefail

usage() {
  cat <<'HELP'
usage: scripts/train-sample.sh [--resume] [digits | diabetes | mnist] [--model FILE] [NAME=VALUE...]

  digits         1,797 handwritten digits of 8×8 pixels, in the repository; seconds (the default)
  diabetes       442 patients, a number to predict, in the repository; seconds
  mnist          70,000 handwritten digits of 28×28 pixels, fetched; about a minute
  --resume       goes on from the checkpoints of the last run, which was killed or has fewer epochs; without it they are removed
  --model FILE   continue from this model.tar.gz
  NAME=VALUE     a hyperparameter, for example: model=cnn input_shape=[1,28,28] epochs=5

The job's folder is artifacts/jobs/NAME, laid out like /opt/ml.
HELP
}

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
sample=digits resume=false
if [ "${1:-}" = --resume ]; then
  resume=true
  shift
fi
case ${1:-} in
  -h | --help) usage; exit 0 ;;
  digits | diabetes | mnist) sample=$1; shift ;;
  '' | --model | *=*) ;;
  *) echo "train-sample.sh: found '$1', expected digits, diabetes or mnist" >&2; exit 2 ;;
esac
model=
if [ "${1:-}" = --model ]; then
  [ -f "${2:-}" ] || { echo "train-sample.sh: found '${2:-}', expected the model.tar.gz to continue from" >&2; exit 2; }
  model=$(realpath "$2")
  shift 2
fi

scripts/setup.sh
declare -A hyperparameters=([seed]=1 [batch_size]=128)
case $sample in
  digits) data=tests/SampleData/digits hyperparameters+=([epochs]=20 [batch_size]=32) ;;
  diabetes) data=tests/SampleData/diabetes hyperparameters+=([task]=regression [epochs]=40 [batch_size]=16 [hidden_layers]='[32]') ;;
  mnist)
    data=artifacts/data/mnist
    scripts/fetch-mnist.sh "$data"
    hyperparameters+=([epochs]=10 [hidden_layers]='[512,256]' [dropout]=0.3 [schedule]=cosine [input_shape]='[1,28,28]' [standardization]=channel)
    ;;
esac
for pair in "$@"; do
  case $pair in
    ?*=*) hyperparameters[${pair%%=*}]=${pair#*=} ;;
    *) echo "train-sample.sh: found '$pair', expected NAME=VALUE" >&2; exit 2 ;;
  esac
done

job=artifacts/jobs/$sample
$resume || rm -rf "$job/checkpoints"
rm -rf "$job/input" "$job/model" "$job/output"
mkdir -p "$job/input/data" "$job/model" "$job/output" "$job/checkpoints"
config=()
for folder in "$data"/*/; do
  channel=$(basename "$folder")
  ln -s "$root/$data/$channel" "$job/input/data/$channel"
  config+=(--channel "$channel=text/csv")
done
if [ -n "$model" ]; then
  mkdir "$job/input/data/model"
  cp "$model" "$job/input/data/model/model.tar.gz"
  config+=(--channel model=application/x-sagemaker-model)
fi
for name in "${!hyperparameters[@]}"; do
  config+=("$name=${hyperparameters[$name]}")
done
python3 -B scripts/jobs/folder.py "$job" "${config[@]}"

SAGEMAKER_BASE_DIR=$root/$job artifacts/training-container/training-container train
echo
echo "The model is in $job/model:"
ls -l "$job/model"
echo "Its evaluation is in $job/output/data/evaluation.json"
