#!/usr/bin/env bash
# Tests the image in a real engine, which it installs and starts where none runs.
set -euo pipefail

usage() {
  cat <<'HELP'
usage: scripts/docker-test.sh [TEST ARGUMENT...]

Runs tests/EndToEnd.Docker. Installs Docker with apt-get when it is missing, and starts an engine when none answers (as root), to be stopped
at the end. Further arguments go to the test program, for example: -class EndToEnd.Docker.StartTests

Environment:
  DOCKER_TEST_SDK_IMAGE      an image of the .NET 10 SDK that the engine has
  DOCKER_TEST_RUNTIME_IMAGE  an image of Debian 13 or Ubuntu 24.04 that the engine has; without these two, images are
                             searched by their names
HELP
}
case ${1:-} in -h | --help) usage; exit 0 ;; esac

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
mkdir -p artifacts
engine=''
answers() { docker version --format '{{.Server.Version}}' >/dev/null 2>&1; }
stop_engine() {
  [ -n "$engine" ] || return 0
  kill "$engine" 2>/dev/null || true
  wait "$engine" 2>/dev/null || true
}
trap stop_engine EXIT

if ! command -v docker >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends docker.io >artifacts/apt.log 2>&1
fi
if ! answers && [ "$(id -u)" = 0 ] && command -v dockerd >/dev/null; then
  dockerd >artifacts/dockerd.log 2>&1 &
  engine=$!
  for _ in $(seq 60); do
    answers && break
    kill -0 "$engine" 2>/dev/null || break
    sleep 0.5
  done
fi

dotnet build tests/EndToEnd.Docker -c Release -v quiet -nologo
artifacts/bin/EndToEnd.Docker/release/EndToEnd.Docker -noColor -noLogo "$@"
