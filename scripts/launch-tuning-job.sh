#!/usr/bin/env bash
# Starts a tuning job on SageMaker, follows it, tells the best training job.
set -euo pipefail

usage() {
  cat <<'HELP'
usage: scripts/launch-tuning-job.sh --objective METRIC --range RANGE... --max-jobs N TRAINING-FLAG... [NAME=VALUE...]

Takes all flags of scripts/launch-training-job.sh for its training jobs; NAME=VALUE is a hyperparameter that is not tuned.

  --objective METRIC      such as validation:accuracy:best; whether it is to rise or fall the program declares itself
  --range NAME            a hyperparameter, in the range that the program recommends; or
  --range NAME=integer:MIN:MAX[:SCALING]
  --range NAME=continuous:MIN:MAX[:SCALING]    such as learning_rate=continuous:1e-4:1e-1:Logarithmic
  --range NAME=categorical:VALUE,VALUE…        such as optimizer=categorical:adam,sgd
                          SCALING: Auto (the default), Linear, Logarithmic, ReverseLogarithmic
  --max-jobs N            training jobs in all    --max-parallel N: at the same time (1)
  --strategy NAME         Bayesian (the default), Random, Grid, Hyperband
  --early-stopping WHEN   Off (the default), Auto
  --random-seed N         the same seed draws the same hyperparameters
  --target VALUE          the objective's value that is enough
  --warm-start JOB        an earlier tuning job to learn from; up to 5
  --warm-start-type HOW   IdenticalDataAndAlgorithm, TransferLearning
  --name, --job-name      as there, at most 32 characters in all

With --spot an interrupted training job begins anew, unless --checkpoints is given: whether the service keeps the checkpoints of a tuning
job's training jobs apart is not documented, and a job that finds another one's fails. Exit codes as there.

Needs python3 (3.9 or newer, its standard library), and the AWS CLI except for --dry-run.
HELP
}

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
for argument in "$@"; do
  case $argument in -h | --help) usage; exit 0 ;; esac
done
command -v python3 >/dev/null || { echo "launch-tuning-job.sh: needs python3" >&2; exit 2; }
exec python3 -B "$root/scripts/jobs/tuning_job.py" "$@"
