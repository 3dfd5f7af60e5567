#!/usr/bin/env bash
# Gives everything that reads bytes from outside changed inputs, guided by the code that they run.
set -euo pipefail

usage() {
  cat <<'HELP'
Usage: scripts/fuzz-test.sh [--minutes N] [--seed N] [TARGET...]

Instruments the program's assemblies with SharpFuzz, and gives each target (formats of rows, config files, checkpoints, archives, requests) inputs for an
equal share of the time: first those of tests/Fuzz/Inputs, then changed ones; an input that runs new code is changed further. Whatever ends in
anything but success or an error that tells the user what is wrong, takes over a minute, or allocates over 512 MiB is a finding: its input is left
in artifacts/fuzz/findings. Once mended, it goes into tests/Fuzz/Inputs/TARGET.

  --minutes N   how long in all (2); the tests run 2 minutes
  --seed N      draws the changes (1)
HELP
}

minutes=2 seed=1 targets=()
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --minutes) minutes=${2:?--minutes needs a number}; shift ;;
    --seed) seed=${2:?--seed needs a number}; shift ;;
    -*) echo "fuzz-test.sh: unknown argument $1; --help says what there is" >&2; exit 2 ;;
    *) targets+=("$1") ;;
  esac
  shift
done

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
[ -f artifacts/bin/Fuzz/release/Fuzz.dll ] || dotnet build tests/Fuzz -c Release -v quiet -nologo
dotnet tool restore >/dev/null

program=artifacts/fuzz/program
rm -rf "$program"
mkdir -p "$program"
# links for what is large; the program itself is none, for it looks for its assemblies where it really lies
cp -rs "$root/artifacts/bin/Fuzz/release/." "$program"
cp --remove-destination artifacts/bin/Fuzz/release/{Fuzz,*.dll,*.json} "$program/"
for assembly in TrainingContainer.Data TrainingContainer.SageMaker TrainingContainer.Training local-sagemaker; do
  dotnet sharpfuzz "$program/$assembly.dll"
done
seconds=$(python3 -c "print(60 * float('$minutes'))")
exec "$program/Fuzz" "$seconds" "$seed" tests/Fuzz/Inputs artifacts/fuzz/findings "${targets[@]}"
