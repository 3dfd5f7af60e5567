# A SageMaker training image: docker build -t training-container .
# SDK_IMAGE builds, RUNTIME_IMAGE runs; TORCH_RUNTIME=cuda brings its own CUDA libraries with the TorchSharp package.
ARG SDK_IMAGE=mcr.microsoft.com/dotnet/sdk:10.0
ARG RUNTIME_IMAGE=nvidia/cuda:12.8.1-base-ubuntu24.04

FROM ${SDK_IMAGE} AS build
ARG TORCH_RUNTIME=cuda
WORKDIR /source
COPY . .
RUN dotnet publish src/TrainingContainer/TrainingContainer.csproj -c Release -r linux-x64 --self-contained \
      -p:TorchRuntime=${TORCH_RUNTIME} -o /program

FROM ${RUNTIME_IMAGE}
ENV NVIDIA_VISIBLE_DEVICES=all NVIDIA_DRIVER_CAPABILITIES=compute,utility
COPY --from=build /program /opt/training-container
ENTRYPOINT ["/opt/training-container/training-container"]
CMD ["train"]
