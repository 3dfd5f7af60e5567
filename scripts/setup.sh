#!/usr/bin/env bash
# Makes a fresh machine ready and builds the program. Idempotent; the other scripts call it.
set -euo pipefail

usage() {
  cat <<'HELP'
usage: scripts/setup.sh [--tests]

Installs what is missing, builds the program into artifacts/training-container/training-container and proves that
Torch computes in it, and builds what emulates SageMaker around it into artifacts/local-sagemaker/local-sagemaker;
where there is npm, with the charts of its reports.

  --tests   also installs what the tests compare with (python3-torch, awscli, shellcheck, moto, chromium), and npm

Environment:
  TORCH_RUNTIME   cuda | cpu: TorchSharp's packages with CUDA's libraries or without; without it the choice of the
                  last time, else cpu
  CLOUDWATCH_SDK  true | false: whether metrics can go to CloudWatch by PutMetricData; without it the choice of the last
                  time, else true where the package AWSSDK.CloudWatch can be restored
  TORCH_HOME      a folder of libtorch to use in place of the package's, for example the torch/lib of a PyTorch wheel
HELP
}

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
tests=no
for argument in "$@"; do
  case $argument in
    --tests) tests=yes ;;
    -h | --help) usage; exit 0 ;;
    *) echo "setup.sh: found '$argument', expected --tests or --help" >&2; exit 2 ;;
  esac
done

say() { printf 'setup: %s\n' "$*"; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }

install_packages() {
  local missing=()
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null || fail "needs ${missing[*]}, and there is no apt-get here: install them by hand"
  local become=()
  [ "$(id -u)" = 0 ] || become=(sudo)
  say "installing ${missing[*]}"
  "${become[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${become[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >artifacts/apt.log 2>&1 ||
    { tail -n 20 artifacts/apt.log >&2; fail "apt-get could not install ${missing[*]}"; }
}

# Whether a package can be restored here, in the version of Directory.Packages.props.
restores() {
  local probe version
  version=$(sed -n "s/.*\"$1\" Version=\"\([^\"]*\)\".*/\1/p" Directory.Packages.props)
  probe=$(mktemp -d)
  cat >"$probe/probe.csproj" <<PROJECT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <ItemGroup><PackageReference Include="$1" Version="$version" /></ItemGroup>
</Project>
PROJECT
  local result=0
  dotnet restore "$probe/probe.csproj" >"$probe/log" 2>&1 || result=1
  rm -rf "$probe"
  return $result
}

# The server of the tests that answers as AWS does. An older moto stores wrong bytes with the SDK's default checksums, so the version is fixed.
install_moto() {
  local version=5.2.1 folder=artifacts/moto python
  mkdir -p "$folder"
  for python in "$folder/venv/bin/python" "$(command -v python3 || true)" /usr/bin/python3; do
    if [ -x "$python" ] && "$python" -c "import moto.server, sys; sys.exit(moto.__version__ != '$version')" 2>/dev/null; then
      "$python" -c 'import sys; print(sys.executable)' >"$folder/python"
      return
    fi
  done
  rm -f "$folder/python"
  install_packages python3-venv
  say "installing moto $version into $folder"
  if python3 -m venv "$folder/venv" && "$folder/venv/bin/pip" install -q "moto[server]==$version" >"$folder/pip.log" 2>&1; then
    echo "$PWD/$folder/venv/bin/python" >"$folder/python"
  else
    say "moto $version can't be installed here (see $folder/pip.log): tests that need an S3 server will be skipped"
  fi
}

# The chart library of local-sagemaker's reports, in the very version and bytes of package-lock.json. Only "report" needs it.
install_charts() {
  local declared=src/TrainingContainer.LocalSageMaker/Reports/charts folder=artifacts/charts file
  if cmp -s "$declared/package-lock.json" "$folder/package-lock.json" && [ -f "$folder/node_modules/echarts/dist/echarts.min.js" ]; then return; fi
  if ! command -v npm >/dev/null; then
    say "no npm here: local-sagemaker is built without the charts of its reports"
    return
  fi
  say "installing the charts of reports into $folder"
  mkdir -p "$folder"
  rm -rf "$folder/node_modules"
  for file in package.json package-lock.json .npmrc; do cp "$declared/$file" "$folder/"; done
  if ! (cd "$folder" && timeout 300 npm ci --ignore-scripts --no-audit --no-fund >npm.log 2>&1); then
    rm -rf "$folder/node_modules"
    say "npm could not install them (see $folder/npm.log): local-sagemaker is built without the charts of its reports"
  fi
}

choose_torch() {
  local remembered=artifacts/torch-runtime.props why
  torch=${TORCH_RUNTIME:-}
  if [ -n "$torch" ]; then
    why="TORCH_RUNTIME says so"
  elif [ -f "$remembered" ] && grep -q '>c[a-z]*<' "$remembered"; then
    torch=$(sed -n 's/.*<TorchRuntime>\(.*\)<\/TorchRuntime>.*/\1/p' "$remembered")
    why="chosen before; delete $remembered to choose again"
  else
    torch=cpu why="the default; TORCH_RUNTIME=cuda for a GPU"
  fi
  case $torch in
    cuda | cpu) ;;
    *) fail "TORCH_RUNTIME is '$torch', expected cuda or cpu" ;;
  esac
  say "Torch runtime: $torch ($why)"
  remember "$remembered" TorchRuntime "$torch"
}

# The file is untouched when it says the same: a newer one would rebuild everything.
remember() {
  printf '<Project><PropertyGroup><%s>%s</%s></PropertyGroup></Project>\n' "$2" "$3" "$2" >"$1.new"
  if cmp -s "$1.new" "$1"; then rm "$1.new"; else mv "$1.new" "$1"; fi
}

choose_cloudwatch() {
  local remembered=artifacts/cloudwatch-sdk.props sdk=${CLOUDWATCH_SDK:-} why
  if [ -n "$sdk" ]; then
    why="CLOUDWATCH_SDK says so"
  elif [ -f "$remembered" ]; then
    sdk=$(sed -n 's/.*<CloudWatchSdk>\(.*\)<\/CloudWatchSdk>.*/\1/p' "$remembered")
    why="chosen before; delete $remembered to choose again"
  elif restores AWSSDK.CloudWatch; then
    sdk=true why="the AWSSDK.CloudWatch package restores"
  else
    sdk=false why="the AWSSDK.CloudWatch package can't be restored here"
  fi
  case $sdk in
    true | false) ;;
    *) fail "CLOUDWATCH_SDK is '$sdk', expected true or false" ;;
  esac
  say "PutMetricData: $sdk ($why)"
  remember "$remembered" CloudWatchSdk "$sdk"
}

command -v dotnet >/dev/null || fail "needs the .NET 10 SDK: install it, then run this again"
dotnet --list-sdks | grep -q '^10\.' || fail "needs the .NET 10 SDK, found: $(dotnet --list-sdks | tr '\n' ' ')"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
mkdir -p artifacts
choose_torch
choose_cloudwatch

# What decodes JPEG and PNG; nothing else needs it, so a machine without apt-get does without.
if command -v apt-get >/dev/null; then
  # shellcheck source=/dev/null
  . /etc/os-release
  if [ "${ID:-}" = ubuntu ]; then install_packages libturbojpeg libspng0; else install_packages libturbojpeg0 libspng0; fi
fi
# the scripts that make a job's JSON; any python3 will do
command -v python3 >/dev/null || install_packages python3
if [ "$tests" = yes ]; then
  install_packages python3 python3-torch shellcheck
  # what scripts/fuzz-test.sh instruments the assemblies with
  dotnet tool restore >/dev/null
  # Ubuntu has no package of it since 24.04, and Amazon's own where one wants it
  if [ "${ID:-}" != ubuntu ] || ! command -v aws >/dev/null; then install_packages awscli; fi
  install_moto
  # npm for the charts of reports, Chromium to look at them; Ubuntu's is a snap
  command -v npm >/dev/null || install_packages npm
  if [ "${ID:-}" = debian ] && ! command -v chromium >/dev/null; then install_packages chromium; fi
fi
install_charts

publish() {
  dotnet publish src/TrainingContainer/TrainingContainer.csproj -c Release -r linux-x64 --self-contained false \
    -p:PublishReferencesDocumentationFiles=false -p:PublishDocumentationFiles=false \
    -o artifacts/training-container -v quiet -nologo "$@" &&
    dotnet publish src/TrainingContainer.LocalSageMaker/TrainingContainer.LocalSageMaker.csproj -c Release -r linux-x64 --self-contained false \
      -o artifacts/local-sagemaker -v quiet -nologo "$@"
}
build() {
  publish -p:PublishReadyToRun=true >artifacts/publish.log 2>&1 && return
  if grep -q 'Crossgen\|NETSDK1094' artifacts/publish.log; then
    say "no ready-to-run compiler in the package feed: the program will start a little slower"
    publish >artifacts/publish.log 2>&1 && return
  fi
  cat artifacts/publish.log >&2
  fail "the build failed"
}

# The program proves it by a product of matrices. An adapted library of an earlier setup is made anew for another TorchSharp.
prove_torch() {
  local program=artifacts/training-container/training-container adapted=artifacts/torch/libLibTorchSharp.so made
  if ! "$program" torch >artifacts/torch.log 2>&1; then
    rm -f "$adapted"
    build
    made=$("$program" torch --adapt "$adapted") || fail "$made"
    say "$made"
    build
    "$program" torch >artifacts/torch.log 2>&1 || { cat artifacts/torch.log >&2; fail "Torch does not compute here"; }
  fi
  say "Torch computes: $(tr '\n' ';' <artifacts/torch.log | sed 's/;$//; s/;/; /g')"
}

# without what an earlier version left
rm -rf artifacts/training-container
build
prove_torch
say "built artifacts/training-container/training-container and artifacts/local-sagemaker/local-sagemaker"
