#!/usr/bin/env bash
# Sets up, builds and runs all tests. The last line is the total.
set -euo pipefail

usage() {
  cat <<'HELP'
usage: scripts/test.sh [PROJECT...]

Runs scripts/setup.sh --tests, builds everything, runs every test project (or those whose name contains
one of the words given) and ends with a line: N passed, N failed[, N skipped].
HELP
}
case ${1:-} in -h | --help) usage; exit 0 ;; esac

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
scripts/setup.sh --tests

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
dotnet build TrainingContainer.sln -c Release -v quiet -nologo

chosen() {
  [ $# -gt 1 ] || return 0
  local project=$1 word
  shift
  for word in "$@"; do
    case $project in *"$word"*) return 0 ;; esac
  done
  return 1
}

passed=0 failed=0 skipped=0
for project in tests/*/*.csproj; do
  name=$(basename "$project" .csproj)
  program=artifacts/bin/$name/release/$name
  grep -q '<IsTestProject>false' "$project" && continue
  chosen "$name" "$@" || continue
  printf '\n== %s\n' "$name"
  log=artifacts/$name.log
  code=0
  "$program" -noColor -noLogo 2>&1 | tee "$log" || code=$?
  summary=$(grep -E 'Total: [0-9]+, Errors: [0-9]+' "$log" | tail -n 1 || true)
  if [ -z "$summary" ]; then
    echo "$name ended with exit code $code and without a summary"
    failed=$((failed + 1))
    continue
  fi
  count() { sed -n "s/.*$1: \([0-9]*\).*/\1/p" <<<"$summary"; }
  bad=$(($(count Failed) + $(count Errors)))
  [ "$code" -eq 0 ] || [ "$bad" -gt 0 ] || bad=1
  skipped=$((skipped + $(count Skipped)))
  failed=$((failed + bad))
  passed=$((passed + $(count Total) - $(count Failed) - $(count Skipped) - $(count 'Not Run')))
done

echo
if [ "$skipped" -gt 0 ]; then
  echo "$passed passed, $failed failed, $skipped skipped"
else
  echo "$passed passed, $failed failed"
fi
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
