#!/usr/bin/env bash
# Mutation testing of TrainingContainer.SageMaker: changes its code in many small ways and counts how many the tests notice.
set -euo pipefail

usage() {
  cat <<'HELP'
usage: scripts/mutation-test.sh [--concurrency N] [--least PERCENT] [FOLDER...]

Runs dotnet-stryker on src/TrainingContainer.SageMaker with its tests, or on the FOLDERs of it that are named
(Channels, Hyperparameters, ...). Works in a copy under artifacts/mutation, without the fuzz tests: they
run thousands of cases for each mutant and hardly find one that the others do not.

Prints the score and the mutants that survived; a run of everything also writes tests/MutationTesting/result.md.
Ends with 1 when the score is below --least (90). Takes a quarter of an hour or more.
HELP
}

concurrency=$(nproc) least=90 folders=()
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --concurrency) concurrency=$2; shift 2 ;;
    --least) least=$2; shift 2 ;;
    -*) usage >&2; exit 2 ;;
    *) folders+=("$1"); shift ;;
  esac
done

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
copy=$root/artifacts/mutation
cd "$root"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

rm -rf "$copy"
mkdir -p "$copy/artifacts"
cp -r --parents .config .editorconfig global.json Directory.*.props tests/Directory.Build.props src/Directory.Build.props \
  src/BannedSymbols.txt src/TrainingContainer.SageMaker tests/TrainingContainer.SageMaker.Tests "$copy"
find "$copy" \( -name bin -o -name obj \) -prune -exec rm -rf {} +
find "$copy/tests" -name '*FuzzTests.cs' -delete

mutate=()
for folder in "${folders[@]}"; do mutate+=(--mutate "**/$folder/**/*.cs"); done
cd "$copy/tests/TrainingContainer.SageMaker.Tests"
dotnet tool restore
dotnet stryker --test-runner mtp --project TrainingContainer.SageMaker.csproj --concurrency "$concurrency" \
  --reporter json --reporter dots --output "$copy/report" "${mutate[@]}"

result=()
[ ${#folders[@]} -gt 0 ] || result=(--write "$root/tests/MutationTesting/result.md")
exec python3 "$root/tests/MutationTesting/score.py" "$copy/report/reports/mutation-report.json" --least "$least" "${result[@]}"
