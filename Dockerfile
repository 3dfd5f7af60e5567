# The image that SageMaker starts. scripts/build-image.sh builds it and tells its size; docker/README.md has the commands.
#
#   SDK_IMAGE      a .NET 10 SDK, for linux-x64
#   RUNTIME_IMAGE  what the image stands on: Debian or Ubuntu, with CUDA's runtime for a GPU; never a driver
#   TORCH_RUNTIME  cuda | cpu: TorchSharp's packages with CUDA's libraries, or without
#   CLOUDWATCH_SDK true | false | auto: whether cloudwatch_metrics=api works, for which the package AWSSDK.CloudWatch is restored;
#                  auto: where that package can be restored
#   REVISION       a commit, for the image's label
ARG SDK_IMAGE=mcr.microsoft.com/dotnet/sdk:10.0
ARG RUNTIME_IMAGE=nvidia/cuda:12.8.1-base-ubuntu24.04

# What every build of the image has in common: the base, and what the program loads besides libtorch: OpenSSL and the certificates of the
# authorities for HTTPS, the decoders of JPEG and PNG. No manuals; copyrights stay in.
FROM ${RUNTIME_IMAGE} AS runtime
RUN set -eu; . /etc/os-release; \
    apt-get update -qq; \
    case $ID in ubuntu) jpeg=libturbojpeg ;; *) jpeg=libturbojpeg0 ;; esac; \
    openssl=$(apt-cache depends openssl | sed -n 's/^ *Depends: \(libssl3[^ ]*\)$/\1/p'); \
    exclude() { for pattern in "$@"; do echo "path-exclude=$pattern"; done; }; \
    { exclude '/usr/share/doc/*' '/usr/share/man/*' '/usr/share/locale/*'; echo 'path-include=/usr/share/doc/*/copyright'; } >/etc/dpkg/dpkg.cfg.d/slim; \
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
      ca-certificates "${openssl:?this distribution has no OpenSSL 3}" $jpeg libspng0 libstdc++6 >/dev/null; \
    rm /etc/dpkg/dpkg.cfg.d/slim; \
    apt-get clean; \
    rm -rf /var/lib/apt/lists/* /var/log/apt /var/log/*.log /var/cache/debconf/*-old /var/cache/ldconfig/*

# Only what decides which packages are restored, so that a change in the code restores nothing.
FROM ${SDK_IMAGE} AS projects
WORKDIR /source
COPY Directory.Build.props Directory.Build.targets Directory.Packages.props global.json ./
COPY src src
RUN find . -type f ! -name '*.csproj' ! -name '*.props' ! -name '*.targets' ! -name '*.json' -delete && \
    find src -name '*.json' ! -name packages.lock.json -delete && find . -type d -empty -delete

FROM ${SDK_IMAGE} AS build
ARG TORCH_RUNTIME=cuda
ARG CLOUDWATCH_SDK=auto
ENV DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
WORKDIR /source
RUN command -v strip >/dev/null || { apt-get update -qq && apt-get install -y -qq --no-install-recommends binutils >/dev/null; }
COPY --from=projects /source .
RUN set -eu; \
    restore() { \
      dotnet restore src/TrainingContainer/TrainingContainer.csproj -r linux-x64 \
        -p:TorchRuntime=${TORCH_RUNTIME} -p:CloudWatchSdk=$1 -p:SelfContained=true -p:PublishReadyToRun=true; \
    }; \
    sdk=$CLOUDWATCH_SDK; \
    if [ "$sdk" = auto ]; then \
      if restore true >/tmp/restore.log 2>&1; then sdk=true; \
      elif grep -q 'NU110[1-3].*AWSSDK.CloudWatch' /tmp/restore.log; then \
        sdk=false; echo "AWSSDK.CloudWatch can't be restored here: the image is built without cloudwatch_metrics=api"; \
      else cat /tmp/restore.log; exit 1; fi; \
    fi; \
    restore "$sdk"; \
    echo "$sdk" >/cloudwatch-sdk
COPY .editorconfig ./
COPY src src
RUN dotnet publish src/TrainingContainer/TrainingContainer.csproj -c Release -r linux-x64 --no-restore --self-contained true \
      -p:TorchRuntime=${TORCH_RUNTIME} -p:CloudWatchSdk=$(cat /cloudwatch-sdk) -p:PublishReadyToRun=true \
      -p:PublishDocumentationFiles=false -p:PublishReferencesDocumentationFiles=false -o /published -nologo
# In three parts, by how seldom they change; without times, so that an unchanged part is the same layer everywhere. The table of local
# symbols, a fifth of libtorch_cpu.so, is for debuggers.
RUN set -eu; strip --strip-unneeded /published/libtorch_cpu.so; mkdir -p /parts/torch /parts/dotnet /parts/program; cd /published; \
    part() { target=/parts/$1; shift; for file in "$@"; do [ ! -e "$file" ] || mv "$file" "$target/"; done; }; \
    part program training-container* TrainingContainer.*; \
    part dotnet libSystem.*.so libcoreclr*.so libclr*.so libhost*.so libmscor*.so; \
    part torch *.so *.so.*; \
    part dotnet *; \
    printf '#!/bin/sh\nexec /opt/training-container/training-container serve "$@"\n' >/parts/program/serve; \
    chmod 755 /parts/program/serve; \
    find /parts -exec touch -h -d @0 {} +

# An image whose Torch does not compute is not built.
FROM runtime AS proven
COPY --from=build /parts /parts
RUN mkdir /tried && cp -r /parts/*/. /tried && /tried/training-container torch && rm -rf /tried

FROM runtime
ARG RUNTIME_IMAGE
ARG TORCH_RUNTIME=cuda
ENV NVIDIA_VISIBLE_DEVICES=all NVIDIA_DRIVER_CAPABILITIES=compute,utility
LABEL org.opencontainers.image.title="training-container" \
      org.opencontainers.image.description="Trains a model as Amazon SageMaker asks for it" \
      org.opencontainers.image.base.name="${RUNTIME_IMAGE}" \
      training-container.torch-runtime="${TORCH_RUNTIME}"
# A service whose image has no ENTRYPOINT starts "train" or "serve" from the path.
RUN ln -s /opt/training-container/training-container /usr/local/bin/training-container && \
    ln -s /opt/training-container/training-container /usr/local/bin/train && \
    ln -s /opt/training-container/serve /usr/local/bin/serve
COPY --from=proven /parts/torch /opt/training-container
COPY --from=proven /parts/dotnet /opt/training-container
COPY --from=proven /parts/program /opt/training-container
ENTRYPOINT ["/opt/training-container/training-container"]
CMD ["train"]
ARG REVISION=unknown
LABEL org.opencontainers.image.revision="${REVISION}"
