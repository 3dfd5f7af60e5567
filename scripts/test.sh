#!/usr/bin/env bash
# Sets up, builds and runs all tests. The last line is the total.
set -euo pipefail

usage() {
  cat <<'HELP'
usage: scripts/test.sh [PROJECT...]

Runs scripts/setup.sh --tests, builds everything and runs every test project (or those whose name contains one of the words
given): two at a time, and then one by one those that need the machine to themselves (<RunsAlone> in their project file).
Each project's output is printed whole when it ends, and kept in artifacts/PROJECT.log. At the end: the ten slowest tests, the
failed tests with their messages, and a line: N passed, N failed[, N skipped].
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

# Runs a project and prints its output in one piece. Leaves artifacts/NAME.log, .code and, unless it crashes, .ctrf.json.
run() {
  local name=$1 code=0 program
  rm -f "artifacts/$name.ctrf.json"
  trap 'kill "$program" 2>/dev/null; exit 1' TERM
  "artifacts/bin/$name/release/$name" -noColor -noLogo -result-ctrf "artifacts/$name.ctrf.json" >"artifacts/$name.log" 2>&1 </dev/null &
  program=$!
  wait "$program" || code=$?
  echo "$code" >"artifacts/$name.code"
  { flock 9; printf '\n== %s\n' "$name"; cat "artifacts/$name.log"; } 9>artifacts/test.lock
}
# what runs in the background does not hear Ctrl-C
trap 'kill $(jobs -p) 2>/dev/null; exit 130' INT TERM

names=() together=() alone=()
for project in tests/*/*.csproj; do
  name=$(basename "$project" .csproj)
  grep -q '<IsTestProject>false' "$project" && continue
  chosen "$name" "$@" || continue
  names+=("$name")
  if grep -q '<RunsAlone>true' "$project"; then alone+=("$name"); else together+=("$name"); fi
done

# The longest first, and the shorter ones beside it.
longest=TrainingContainer.Training.Tests
running=0
for name in $(printf '%s\n' "${together[@]}" | grep -x "$longest"; printf '%s\n' "${together[@]}" | grep -vx "$longest"); do
  if [ "$running" -eq 2 ]; then wait -n; running=1; fi
  run "$name" &
  running=$((running + 1))
done
wait
for name in "${alone[@]}"; do
  run "$name" &
  wait $!
done

passed=0 failed=0 skipped=0 reports=()
for name in "${names[@]}"; do
  code=$(cat "artifacts/$name.code")
  [ ! -f "artifacts/$name.ctrf.json" ] || reports+=("artifacts/$name.ctrf.json")
  summary=$(grep -E 'Total: [0-9]+, Errors: [0-9]+' "artifacts/$name.log" | tail -n 1 || true)
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

python3 - "${reports[@]}" <<'PYTHON'
import json
import sys

tests = [test for report in sys.argv[1:] for test in json.load(open(report, encoding="utf-8"))["results"]["tests"]]
print("\nThe slowest tests:")
for test in sorted(tests, key=lambda test: -test["duration"])[:10]:
    print(f"{test['duration'] / 1000:7.1f} s  {test['name']}")

failed = [test for test in tests if test["status"] == "failed"]
if failed:
    print("\nThe failed tests:")
for test in failed:
    print(f"  {test['name']}")
    lines = test.get("message", "").splitlines() + test.get("trace", "").splitlines()
    print("\n".join(f"    {line}" for line in lines[:40]))
PYTHON

echo
if [ "$skipped" -gt 0 ]; then
  echo "$passed passed, $failed failed, $skipped skipped"
else
  echo "$passed passed, $failed failed"
fi
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
