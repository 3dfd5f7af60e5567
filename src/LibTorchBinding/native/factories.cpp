// Tensors from nothing, from memory and from generators; the generators themselves.
#include "common.h"

#include <ATen/CPUGeneratorImpl.h>
#include <torch/cuda.h>

using namespace tb;

namespace {
at::TensorOptions options(int32_t dtype, int32_t device_type, int32_t device_index) {
    return at::TensorOptions().dtype(scalar_type(dtype)).device(device(device_type, device_index));
}

at::Tensor leaf(at::Tensor tensor, bool requires_grad) {
    if (requires_grad) tensor.set_requires_grad(true);
    return tensor;
}
}  // namespace

/// Copies `data` (elements of source_dtype, row major) into a new tensor.
TB_API tb_tensor tb_tensor_new(const void* data, const int64_t* sizes, int32_t count, int32_t source_dtype, int32_t dtype,
                               int32_t device_type, int32_t device_index, bool requires_grad) {
    return make([&] {
        const at::Tensor source = at::from_blob(const_cast<void*>(data), ints(sizes, count),
                                                at::TensorOptions().dtype(scalar_type(source_dtype)));
        return leaf(source.to(options(dtype, device_type, device_index), /*non_blocking=*/false, /*copy=*/true), requires_grad);
    });
}

TB_API tb_tensor tb_empty(const int64_t* sizes, int32_t count, int32_t dtype, int32_t device_type, int32_t device_index,
                          bool requires_grad) {
    return make([&] { return leaf(at::empty(ints(sizes, count), options(dtype, device_type, device_index)), requires_grad); });
}
TB_API tb_tensor tb_full(const int64_t* sizes, int32_t count, tb_scalar value, int32_t dtype, int32_t device_type,
                         int32_t device_index, bool requires_grad) {
    return make([&] {
        return leaf(at::full(ints(sizes, count), scalar(value), options(dtype, device_type, device_index)), requires_grad);
    });
}
TB_API tb_tensor tb_arange(tb_scalar start, tb_scalar stop, tb_scalar step, int32_t dtype, int32_t device_type,
                           int32_t device_index, bool requires_grad) {
    return make([&] {
        return leaf(at::arange(scalar(start), scalar(stop), scalar(step), options(dtype, device_type, device_index)),
                    requires_grad);
    });
}
TB_API tb_tensor tb_linspace(double start, double end, int64_t steps, int32_t dtype, int32_t device_type, int32_t device_index,
                             bool requires_grad) {
    return make([&] {
        return leaf(at::linspace(start, end, steps, options(dtype, device_type, device_index)), requires_grad);
    });
}
TB_API tb_tensor tb_rand(const int64_t* sizes, int32_t count, tb_generator generator, int32_t dtype, int32_t device_type,
                         int32_t device_index, bool requires_grad) {
    return make([&] {
        return leaf(at::rand(ints(sizes, count), maybe_generator(generator), options(dtype, device_type, device_index)),
                    requires_grad);
    });
}
TB_API tb_tensor tb_randn(const int64_t* sizes, int32_t count, tb_generator generator, int32_t dtype, int32_t device_type,
                          int32_t device_index, bool requires_grad) {
    return make([&] {
        return leaf(at::randn(ints(sizes, count), maybe_generator(generator), options(dtype, device_type, device_index)),
                    requires_grad);
    });
}
TB_API tb_tensor tb_randint(int64_t low, int64_t high, const int64_t* sizes, int32_t count, tb_generator generator,
                            int32_t dtype, int32_t device_type, int32_t device_index, bool requires_grad) {
    return make([&] {
        return leaf(at::randint(low, high, ints(sizes, count), maybe_generator(generator),
                                options(dtype, device_type, device_index)),
                    requires_grad);
    });
}
TB_API tb_tensor tb_randperm(int64_t n, tb_generator generator, int32_t dtype, int32_t device_type, int32_t device_index,
                             bool requires_grad) {
    return make([&] {
        return leaf(at::randperm(n, maybe_generator(generator), options(dtype, device_type, device_index)), requires_grad);
    });
}
TB_API tb_tensor tb_one_hot(tb_tensor t, int64_t classes) { return make([&] { return at::one_hot(ref(t), classes); }); }

// ---- Filling ----

TB_API tb_status tb_zero_(tb_tensor t) { return run([&] { ref(t).zero_(); }); }
TB_API tb_status tb_fill_(tb_tensor t, tb_scalar value) { return run([&] { ref(t).fill_(scalar(value)); }); }
TB_API tb_status tb_uniform_(tb_tensor t, double from, double to, tb_generator generator) {
    return run([&] { ref(t).uniform_(from, to, maybe_generator(generator)); });
}
TB_API tb_status tb_normal_(tb_tensor t, double mean, double std, tb_generator generator) {
    return run([&] { ref(t).normal_(mean, std, maybe_generator(generator)); });
}
TB_API tb_status tb_bernoulli_(tb_tensor t, double p, tb_generator generator) {
    return run([&] { ref(t).bernoulli_(p, maybe_generator(generator)); });
}
TB_API tb_status tb_bernoulli_tensor_(tb_tensor t, tb_tensor p, tb_generator generator) {
    return run([&] { ref(t).bernoulli_(ref(p), maybe_generator(generator)); });
}
TB_API tb_tensor tb_bernoulli(tb_tensor t, tb_generator generator) {
    return make([&] { return ref(t).bernoulli(maybe_generator(generator)); });
}

// ---- Generators ----

namespace {
template <class F>
tb_generator make_generator(F&& body) noexcept {
    try {
        return new at::Generator(body());
    } catch (...) {
        remember_error();
        return nullptr;
    }
}

template <class F>
auto locked(tb_generator handle, F&& body) {
    at::Generator& generator = *static_cast<at::Generator*>(handle);
    std::lock_guard<std::mutex> lock(generator.mutex());
    return body(generator);
}
}  // namespace

TB_API tb_generator tb_generator_new(uint64_t seed, int32_t device_type, int32_t device_index) {
    return make_generator([&] {
        if (device_type == static_cast<int32_t>(at::DeviceType::CPU)) return at::detail::createCPUGenerator(seed);
        at::Generator generator = at::globalContext().defaultGenerator(device(device_type, device_index)).clone();
        generator.set_current_seed(seed);
        return generator;
    });
}
TB_API tb_generator tb_generator_default(void) {
    return make_generator([] { return at::detail::getDefaultCPUGenerator(); });
}
TB_API void tb_generator_dispose(tb_generator generator) { delete static_cast<at::Generator*>(generator); }
TB_API tb_status tb_generator_manual_seed(tb_generator generator, int64_t seed) {
    return run([&] { locked(generator, [&](at::Generator& g) { g.set_current_seed(static_cast<uint64_t>(seed)); }); });
}
TB_API int64_t tb_generator_initial_seed(tb_generator generator) {
    return static_cast<int64_t>(static_cast<at::Generator*>(generator)->current_seed());
}
TB_API tb_tensor tb_generator_get_state(tb_generator generator) {
    return make([&] { return locked(generator, [](at::Generator& g) { return g.get_state(); }); });
}
TB_API tb_status tb_generator_set_state(tb_generator generator, tb_tensor state) {
    return run([&] { locked(generator, [&](at::Generator& g) { g.set_state(ref(state)); }); });
}
/// Seeds the default generators of all devices.
TB_API tb_status tb_manual_seed(int64_t seed) { return run([&] { at::manual_seed(static_cast<uint64_t>(seed)); }); }

// ---- CUDA ----

TB_API bool tb_cuda_is_available(void) { return torch::cuda::is_available(); }
TB_API bool tb_cudnn_is_available(void) { return torch::cuda::cudnn_is_available(); }
TB_API int32_t tb_cuda_device_count(void) { return static_cast<int32_t>(torch::cuda::device_count()); }
TB_API tb_status tb_cuda_manual_seed(int64_t seed) {
    return run([&] { torch::cuda::manual_seed(static_cast<uint64_t>(seed)); });
}
TB_API tb_status tb_cuda_manual_seed_all(int64_t seed) {
    return run([&] { torch::cuda::manual_seed_all(static_cast<uint64_t>(seed)); });
}
TB_API tb_status tb_cuda_synchronize(int64_t device_index) {
    return run([&] { torch::cuda::synchronize(device_index); });
}
