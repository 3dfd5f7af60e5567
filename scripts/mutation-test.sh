#!/usr/bin/env bash
# Mutation testing of TrainingContainer.SageMaker: changes its code in many small ways and counts how many the tests notice.
set -euo pipefail

usage() {
  cat <<'HELP'
usage: scripts/mutation-test.sh [--concurrency N] [--least PERCENT] [FOLDER...]

Runs dotnet-stryker on src/TrainingContainer.SageMaker with its tests, or on the FOLDERs of it that are named
(Channels, Hyperparameters, ...). Works in a copy under artifacts/mutation, without the fuzz tests: they
run thousands of cases for each mutant and hardly find one that the others do not. Mutants of static initializers
are tested again in a process each (tests/MutationTesting/fresh_process.py says why).

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

# Stryker puts the library without mutants back at its end; the one with them is kept for the mutants that need a fresh process.
keep_mutated() {
  local tests=$copy/artifacts/bin/TrainingContainer.SageMaker.Tests/debug
  local library=$tests/TrainingContainer.SageMaker.dll
  until [ -e "$library.stryker-unchanged" ]; do sleep 1; done
  # compiled several times, with fewer mutants each time; then a minute or more of coverage follows
  until [ -n "$(find "$library" -size +"$(stat -c %s "$library.stryker-unchanged")c" -not -newermt '-20 seconds' 2>/dev/null)" ]; do sleep 1; done
  cp -r "$tests" "$copy/mutated"
}
keep_mutated &
keeper=$!
trap 'kill "$keeper" 2>/dev/null || true' EXIT
dotnet stryker --test-runner mtp --project TrainingContainer.SageMaker.csproj --concurrency "$concurrency" \
  --reporter json --reporter dots --output "$copy/report" "${mutate[@]}"

wait "$keeper"
report=$copy/report/reports/mutation-report.json
python3 "$root/tests/MutationTesting/fresh_process.py" "$copy/mutated/TrainingContainer.SageMaker.Tests" "$report" --concurrency "$concurrency"

result=()
[ ${#folders[@]} -gt 0 ] || result=(--write "$root/tests/MutationTesting/result.md")
python3 "$root/tests/MutationTesting/score.py" "$report" --least "$least" "${result[@]}"
