#!/usr/bin/env bash
# Builds the image and tells what it weighs.
set -euo pipefail

usage() {
  cat <<'HELP'
usage: scripts/build-image.sh [--torch cuda|cpu] [--tag NAME] [--sdk-image IMAGE] [--runtime-image IMAGE]
                              [--cloudwatch-sdk true|false] [--max-mb N]
       scripts/build-image.sh --size [--tag NAME] [--max-mb N]

  --torch           cuda: TorchSharp's packages with CUDA's libraries (the default); cpu: without them
  --tag             the image's name (training-container)
  --sdk-image       what builds (the official .NET 10 SDK)
  --runtime-image   what runs: an official nvidia/cuda base on Ubuntu 24.04 for cuda, ubuntu:24.04 for cpu; Debian 13 works as well,
                    Debian 12 does not: its C++ library is older than TorchSharp's
  --cloudwatch-sdk  whether cloudwatch_metrics=api works, for which the package AWSSDK.CloudWatch is needed; without this option it
                    is left out where that package can't be restored, which is said at the end
  --max-mb          ends with 1 when the image is larger than so many megabytes (10^6 bytes), unpacked
  --size            builds nothing, tells the size of the image that is there

Needs a Docker engine. Last it prints the size of each part of the image, and the libraries that are in it twice.
HELP
}

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
torch=cuda tag=training-container sdk_image='' runtime_image='' cloudwatch_sdk=auto max_mb='' size_only=no
fail() { printf 'build-image.sh: %s\n' "$*" >&2; exit 2; }
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --size) size_only=yes; shift; continue ;;
    --torch | --tag | --sdk-image | --runtime-image | --cloudwatch-sdk | --max-mb) [ -n "${2:-}" ] || fail "$1 needs a value; --help says which" ;;
    *) fail "found '$1', expected one of the options that --help lists" ;;
  esac
  case $1 in
    --torch) torch=$2 ;;
    --tag) tag=$2 ;;
    --sdk-image) sdk_image=$2 ;;
    --runtime-image) runtime_image=$2 ;;
    --cloudwatch-sdk) cloudwatch_sdk=$2 ;;
    --max-mb) max_mb=$2 ;;
  esac
  shift 2
done
case $torch in cuda | cpu) ;; *) fail "found --torch $torch, expected cuda or cpu" ;; esac
case $cloudwatch_sdk in true | false | auto) ;; *) fail "found --cloudwatch-sdk $cloudwatch_sdk, expected true or false" ;; esac
case $max_mb in *[!0-9]*) fail "found --max-mb $max_mb, expected a whole number" ;; esac
command -v docker >/dev/null || fail "there is no docker here: install a Docker engine"
docker version --format '{{.Server.Version}}' >/dev/null || fail "the Docker engine does not answer: start it"

if [ -z "$runtime_image" ] && [ "$size_only" = yes ]; then
  runtime_image=$(docker image inspect --format '{{index .Config.Labels "org.opencontainers.image.base.name"}}' "$tag") ||
    fail "there is no image $tag: build it first"
elif [ -z "$runtime_image" ]; then
  case $torch in
    cuda) runtime_image=$(sed -n 's/^ARG RUNTIME_IMAGE=//p' "$root/Dockerfile") ;;
    cpu) runtime_image=ubuntu:24.04 ;;
  esac
fi

if [ "$size_only" = no ]; then
  arguments=(--build-arg "TORCH_RUNTIME=$torch" --build-arg "RUNTIME_IMAGE=$runtime_image" --build-arg "CLOUDWATCH_SDK=$cloudwatch_sdk")
  [ -z "$sdk_image" ] || arguments+=(--build-arg "SDK_IMAGE=$sdk_image")
  revision=$(git -C "$root" rev-parse HEAD 2>/dev/null || echo unknown)
  docker build "${arguments[@]}" --build-arg "REVISION=$revision" --tag "$tag" "$root"
fi

# The files of an image, unpacked: "bytes path" lines. Nothing of it is started.
list_files() {
  local container
  container=$(docker create --network none "$1" none)
  docker export "$container" | tar -tv | awk '{ name = $6; print ($1 ~ /^-/ ? $3 : 0), name }'
  docker rm "$container" >/dev/null
}

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
list_files "$tag" >"$folder/image"
if docker image inspect "$runtime_image" >/dev/null 2>&1; then
  list_files "$runtime_image" >"$folder/base"
else
  : >"$folder/base"
fi

awk -v tag="$tag" -v max="${max_mb:-0}" -v base="$runtime_image" '
  FILENAME ~ /\/base$/ { in_base[$2] = $1; next }
  {
    bytes = $1; path = $2; name = path; sub(/.*\//, "", name); total += bytes
    if (path ~ /^opt\/training-container\//) {
      if (name ~ /^(training-container|TrainingContainer\.|serve$)/) part = "the program"
      else if (name ~ /\.so(\.|$)/ && name !~ /^lib(System|coreclr|clr|host|mscor)/) part = "libtorch"
      else part = ".NET and its packages"
    } else if (path in in_base) part = "base " base
    else part = "libraries of the distribution"
    sum[part] += bytes
    if (name ~ /\.so(\.|$)/ && bytes > 65536) { if (name in where) twice[name] = where[name] " and " path; else where[name] = path; size[name] = bytes }
  }
  END {
    printf "%s, unpacked:\n", tag
    for (part in sum) printf "%8.1f MB  %s\n", sum[part] / 1e6, part | "sort -rn"
    close("sort -rn")
    printf "%8.1f MB  in all\n", total / 1e6
    for (name in twice) { printf "stored twice: %s, %.1f MB: %s\n", name, size[name] / 1e6, twice[name]; wasted = 1 }
    if (!wasted) print "no library is stored twice"
    if (max > 0 && total > max * 1e6) { printf "larger than %d MB\n", max; exit 1 }
  }' "$folder/base" "$folder/image"

if ! grep -q ' opt/training-container/AWSSDK.CloudWatch.dll$' "$folder/image"; then
  echo "without cloudwatch_metrics=api: the package AWSSDK.CloudWatch $([ "$cloudwatch_sdk" = false ] && echo "was left out" || echo "could not be restored")"
fi
