#!/usr/bin/env bash
# Kills the built program a thousand times at random moments, and checks that every job still ends with the same bytes.
set -euo pipefail

usage() {
  cat <<'HELP'
Usage: scripts/kill-test.sh [--kills N] [--seed N]

Starts jobs of a few seconds (mlp and cnn, with and without early stopping, and a stream), kills them with SIGKILL at random moments, starts them again until
they are done, and compares model, evaluation and metric lines byte for byte with a run that nobody interrupted. Prints how often each job
was killed and resumed, and ends with 1 when a byte differs.

  --kills N   kills in all, over five jobs (1000: about 25 minutes); scripts/test.sh does 75
  --seed N    draws the moments (20261121)
HELP
}

kills=1000 seed=20261121
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --kills) kills=${2:?--kills needs a number}; shift 2 ;;
    --seed) seed=${2:?--seed needs a number}; shift 2 ;;
    *) echo "kill-test.sh: unknown argument $1; --help says what there is" >&2; exit 2 ;;
  esac
done

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
scripts/setup.sh
dotnet build tests/EndToEnd -c Release -v q --nologo
exec env KILL_TEST_KILLS="$kills" KILL_TEST_SEED="$seed" \
  artifacts/bin/EndToEnd/release/EndToEnd -noColor -noLogo -diagnostics -class EndToEnd.KillTests -method '*RandomMoments*'
