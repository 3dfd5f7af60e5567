// What every .cpp file here needs: handles to references and back, and the guards that keep exceptions inside.
#pragma once

#include "torchbinding.h"

#include <ATen/ATen.h>
#include <torch/version.h>

#include <cstring>
#include <stdexcept>
#include <vector>

#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 6)
#include <optional>
#define TB_OPTIONAL std::optional
#else
#define TB_OPTIONAL c10::optional
#endif

namespace tb {

/// Keeps the message of the exception being handled. Call it inside a catch block only.
void remember_error() noexcept;

template <class F>
tb_tensor make(F&& body) noexcept {
    try {
        return new at::Tensor(body());
    } catch (...) {
        remember_error();
        return nullptr;
    }
}

template <class F>
tb_status run(F&& body) noexcept {
    try {
        body();
        return TB_OK;
    } catch (...) {
        remember_error();
        return TB_ERROR;
    }
}

inline at::Tensor& ref(tb_tensor handle) {
    if (handle == nullptr) throw std::invalid_argument("a tensor argument is null");
    return *static_cast<at::Tensor*>(handle);
}

/// A tensor argument that may be null: libtorch takes an undefined tensor for "none".
inline at::Tensor maybe(tb_tensor handle) {
    return handle == nullptr ? at::Tensor() : *static_cast<at::Tensor*>(handle);
}

inline std::vector<at::Tensor> list(const tb_tensor* handles, int32_t count) {
    std::vector<at::Tensor> tensors;
    tensors.reserve(count);
    for (int32_t i = 0; i < count; i++) tensors.push_back(ref(handles[i]));
    return tensors;
}

inline at::IntArrayRef ints(const int64_t* values, int32_t count) {
    return at::IntArrayRef(values, static_cast<size_t>(count));
}

inline bool given(tb_scalar value) { return value.kind != 0; }

inline at::Scalar scalar(tb_scalar value) {
    switch (value.kind) {
        case 1: {
            double number;
            std::memcpy(&number, &value.bits, sizeof number);
            return at::Scalar(number);
        }
        case 2: return at::Scalar(value.bits);
        case 3: return at::Scalar(value.bits != 0);
        default: throw std::invalid_argument("a number argument is null");
    }
}

inline TB_OPTIONAL<at::Scalar> maybe(tb_scalar value) {
    return given(value) ? TB_OPTIONAL<at::Scalar>(scalar(value)) : TB_OPTIONAL<at::Scalar>();
}

inline at::ScalarType scalar_type(int32_t dtype) {
    if (dtype < 0 || dtype >= static_cast<int32_t>(at::ScalarType::NumOptions)) {
        throw std::invalid_argument("there is no element type with number " + std::to_string(dtype));
    }
    return static_cast<at::ScalarType>(dtype);
}

inline TB_OPTIONAL<at::ScalarType> maybe_scalar_type(int32_t dtype) {
    return dtype < 0 ? TB_OPTIONAL<at::ScalarType>() : TB_OPTIONAL<at::ScalarType>(scalar_type(dtype));
}

inline at::Device device(int32_t type, int32_t index) {
    return at::Device(static_cast<at::DeviceType>(type), static_cast<at::DeviceIndex>(index));
}

inline TB_OPTIONAL<at::Generator> maybe_generator(tb_generator handle) {
    return handle == nullptr ? TB_OPTIONAL<at::Generator>()
                             : TB_OPTIONAL<at::Generator>(*static_cast<at::Generator*>(handle));
}

}  // namespace tb
