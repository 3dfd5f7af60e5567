#!/usr/bin/env bash
# Pushes the image to Amazon ECR and prints its address.
set -euo pipefail

usage() {
  cat <<'HELP'
usage: scripts/push-image.sh [--image NAME] [--repository NAME] [--tag TAG] [--region REGION] [--account ID] [--profile NAME]
                             [--allow-dirty] [--dry-run]

  --image        the image to push (training-container); scripts/build-image.sh makes it
  --repository   in ECR (training-container); made when it is missing, with scanning, and tags that can't be overwritten
  --tag          (the commit's hash, 12 digits; with -dirty and the time when the working tree has changes)
  --allow-dirty  pushes an image of a working tree with changes, which no commit describes
  --region       (that of the AWS CLI's configuration)
  --account      (the caller's)
  --profile      of the AWS CLI's configuration
  --dry-run      prints the commands that would change something, and the address

A tag that is there already, in a repository whose tags can't be overwritten, is left as it is: that commit was pushed before.
The last line of standard output is the image's address, for scripts/launch-training-job.sh --image. Needs the AWS CLI, a Docker engine, git.
HELP
}

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
image=training-container repository=training-container tag='' region='' account='' profile='' allow_dirty=no dry_run=no
mistakes=()
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --allow-dirty) allow_dirty=yes; shift; continue ;;
    --dry-run) dry_run=yes; shift; continue ;;
    --image | --repository | --tag | --region | --account | --profile)
      case ${2:-} in '' | --*) mistakes+=("$1: found \"${2:-}\", expected a value"); shift; continue ;; esac
      ;;
    *) mistakes+=("command line: found \"$1\", expected a flag of --help"); shift; continue ;;
  esac
  case $1 in
    --image) image=$2 ;;
    --repository) repository=$2 ;;
    --tag) tag=$2 ;;
    --region) region=$2 ;;
    --account) account=$2 ;;
    --profile) profile=$2 ;;
  esac
  shift 2
done

expect() { [[ $2 =~ ^($3)$ ]] || mistakes+=("$1: found \"$2\", expected $4"); }
expect --repository "$repository" '[a-z0-9]+([._/-][a-z0-9]+)*' 'lower-case letters, digits and . _ / - between them'
[ -z "$tag" ] || expect --tag "$tag" '[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}' 'at most 128 letters, digits and . _ -'
[ -z "$region" ] || expect --region "$region" '[a-z]{2}(-[a-z]+)+-[0-9]+' 'a region such as us-east-1'
[ -z "$account" ] || expect --account "$account" '[0-9]{12}' '12 digits'
if [ -z "$tag" ]; then
  hash=$(git -C "$root" rev-parse --short=12 HEAD 2>/dev/null) || hash=''
  if [ -z "$hash" ]; then
    mistakes+=("--tag: found nothing, expected a tag: this is no git repository that could give one")
  elif [ -z "$(git -C "$root" status --porcelain)" ]; then
    tag=$hash
  elif [ "$allow_dirty" = yes ]; then
    tag=$hash-dirty-$(date -u +%y%m%d%H%M%S)
  else
    mistakes+=("working tree: found changes, expected none: no commit describes the image. Fix: commit them, or give --allow-dirty or --tag")
  fi
fi
if [ ${#mistakes[@]} -gt 0 ]; then
  printf 'push-image.sh: %d mistake(s); --help tells the flags:\n' ${#mistakes[@]} >&2
  printf -- '- %s\n' "${mistakes[@]}" >&2
  exit 2
fi

fail() { printf 'push-image.sh: %s\n' "$*" >&2; exit 1; }
options=()
[ -z "$profile" ] || options+=(--profile "$profile")
for program in aws docker; do command -v $program >/dev/null || fail "there is no $program here: install it"; done
export AWS_PAGER=''
[ -n "$region" ] || region=$(aws configure get region "${options[@]}") || region=${AWS_REGION:-${AWS_DEFAULT_REGION:-}}
[ -n "$region" ] || fail "no region: give --region, or run aws configure"
options+=(--region "$region")
[ -n "$account" ] || account=$(aws sts get-caller-identity --query Account --output text "${options[@]}") || fail "the AWS CLI has no valid credentials: run aws configure, or give --profile"

case $region in cn-*) domain=amazonaws.com.cn ;; *) domain=amazonaws.com ;; esac
registry=$account.dkr.ecr.$region.$domain
address=$registry/$repository:$tag
docker version >/dev/null || fail "no Docker engine answers: start it, or set DOCKER_HOST"
docker image inspect "$image" >/dev/null || fail "there is no image $image: build it with scripts/build-image.sh"

run() {
  if [ "$dry_run" = yes ]; then printf '%q ' "$@"; printf '\n'; else "$@" >&2; fi
}
repository_options=(--registry-id "$account" "${options[@]}")
if ! answer=$(aws ecr describe-repositories --repository-names "$repository" --query 'repositories[0].imageTagMutability' --output text "${repository_options[@]}" 2>&1); then
  case $answer in
    *RepositoryNotFoundException*)
      run aws ecr create-repository --repository-name "$repository" --image-tag-mutability IMMUTABLE \
        --image-scanning-configuration scanOnPush=true --encryption-configuration encryptionType=AES256 "${repository_options[@]}" ;;
    *) fail "the repository $repository can't be looked up: $answer" ;;
  esac
elif [ "$answer" = IMMUTABLE ] && aws ecr describe-images --repository-name "$repository" --image-ids "imageTag=$tag" "${repository_options[@]}" >/dev/null 2>&1; then
  printf 'push-image.sh: %s is there already\n' "$tag" >&2
  printf '%s\n' "$address"
  exit 0
fi
if [ "$dry_run" = no ]; then
  # by a pipe: an argument would show the password to every process of the machine
  aws ecr get-login-password "${options[@]}" | docker login --username AWS --password-stdin "$registry" >&2
fi
run docker tag "$image" "$address"
run docker push "$address"
printf '%s\n' "$address"
