#!/usr/bin/env bash
# Builds libtorchbinding.so:  build.sh [BUILD_DIR] [extra cmake arguments]
# BUILD_DIR defaults to artifacts/native. TORCH_HOME, or -DTorch_DIR=…, says which libtorch; otherwise CMake looks for one.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
build_dir="${1:-$here/../../../artifacts/native}"
shift || true

# What an earlier run found is forgotten, so that another libtorch is taken when asked for.
cmake -S "$here" -B "$build_dir" -U '*Torch_DIR' -U 'TORCH_*' -U 'Caffe2_DIR' -U 'C10_*' -U 'c10_*' -DCMAKE_BUILD_TYPE=Release "$@"
cmake --build "$build_dir" --parallel "${BUILD_JOBS:-2}"
