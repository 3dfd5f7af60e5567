#!/usr/bin/env bash
# Starts a training job on SageMaker, follows its log, tells its metrics or why it failed.
set -euo pipefail

usage() {
  cat <<'HELP'
usage: scripts/launch-training-job.sh --image URI --role ARN --instance-type TYPE --output S3 --channel NAME=S3... [FLAG...] [NAME=VALUE...]

NAME=VALUE is a hyperparameter. Metric definitions, hyperparameters, channels and content types come from the program's `describe`; what is
wrong is told all at once (exit code 2), before anything is created. Exit code 0: Completed; 1: Failed, Stopped or refused, with the reason.

  --image URI             as scripts/push-image.sh prints it
  --role ARN              the training role (or the variable SAGEMAKER_ROLE); README.md, "Permissions"
  --instance-type TYPE    for example ml.m5.xlarge, ml.g5.xlarge    --instance-count N (1)    --volume-gb N (30)
  --output S3             where model.tar.gz and output.tar.gz go, in a folder of the job's name
  --channel NAME=S3       a channel: s3://BUCKET/PREFIX; repeat for validation, test, model, code
  --name PREFIX           of the job's name, before the time (training-container)    --job-name NAME: the whole name

For every channel, or with CHANNEL= before the value for one:
  --content-type TYPE     text/csv, application/x-recordio-protobuf, …
  --mode MODE             File (the default), FastFile, Pipe
  --distribution HOW      FullyReplicated (the default), ShardedByS3Key
  --shuffle-seed N        SageMaker shuffles the objects, in Pipe mode anew for each epoch
  --compression Gzip, --record-wrapper RecordIO    in Pipe mode
  --data-type TYPE        S3Prefix (the default), ManifestFile, AugmentedManifestFile    --attributes A,B: of an augmented manifest

  --spot                  Managed Spot Training; checkpoints go to OUTPUT/JOB/checkpoints/ unless told otherwise
  --checkpoints S3        a folder; it gets the slash at its end that keeps run-1 and run-10 apart
  --max-run TIME          such as 3600, 90m, 24h, 2d (24h)
  --max-wait TIME         with --spot: running and waiting for capacity (twice --max-run)
  --retries N             after internal errors of the service
  --env NAME=VALUE, --tag NAME=VALUE, --subnet ID, --security-group ID    may be repeated
  --network-isolation     no network in the container

  --description WHERE     image: docker run IMAGE describe; a program; a file with what describe printed. Without it the program that
                          scripts/setup.sh built here, else the image
  --dry-run               prints the request as JSON and creates nothing
  --no-follow             does not wait
  --poll SECONDS          between looks (15)
  --region, --profile     for the AWS CLI

Needs python3 (3.9 or newer, its standard library), and the AWS CLI except for --dry-run.
HELP
}

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
for argument in "$@"; do
  case $argument in -h | --help) usage; exit 0 ;; esac
done
command -v python3 >/dev/null || { echo "launch-training-job.sh: needs python3" >&2; exit 2; }
exec python3 -B "$root/scripts/jobs/training_job.py" "$@"
