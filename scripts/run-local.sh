#!/usr/bin/env bash
# Runs a job in a container on this machine, as SageMaker would start it.
set -euo pipefail

usage() {
  cat <<'HELP'
usage: scripts/run-local.sh --channel NAME=PATH... [FLAG...] [NAME=VALUE...]

Makes a job's folder from files, folders and hyperparameters (NAME=VALUE), and starts docker run -v FOLDER:/opt/ml IMAGE train on it.
Ends with the container's exit code; with 2 when a flag is wrong, and then all mistakes are told.

  --channel NAME=PATH    a file or folder, mounted read-only (copied, when there are links in it); repeat for validation, test, code
  --content-type TYPE    of all channels, or CHANNEL=TYPE of one (text/csv)
  --mode MODE            File (the default), FastFile or Pipe, of all channels, or CHANNEL=MODE of one; Pipe is fed epoch by epoch
  --model FILE           continue from this model.tar.gz
  --image IMAGE          (training-container) scripts/build-image.sh makes it
  --job FOLDER           the job's folder (artifacts/jobs/local); what an earlier job left in it is replaced
  --checkpoints          with a folder for checkpoints: given again, an interrupted job goes on
  --gpus all             as of docker run; so are --shm-size, --memory (without swap) and --network
  --env NAME=VALUE       may be repeated
  --validate             checks the job in place of training
  --dry-run              prints the docker command and the job's configuration, and does nothing

Ctrl-C or SIGTERM stops the job as SageMaker would: the model so far is saved.
Needs python3 (3.9 or newer, its standard library) and a Docker engine.
HELP
}

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
for argument in "$@"; do
  case $argument in -h | --help) usage; exit 0 ;; esac
done
command -v python3 >/dev/null || { echo "run-local.sh: needs python3" >&2; exit 2; }
exec python3 -B "$root/scripts/jobs/local_job.py" "$@"
