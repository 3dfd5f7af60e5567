// What TorchSharp lacks: fused optimizers; also versions, threads and number formats.
#include "common.h"

#include <cstdlib>

#include <c10/core/GradMode.h>

#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <ATen/core/dispatch/Dispatcher.h>

using namespace tb;

namespace {
bool has_kernel(const char* name, int32_t device_type) {
    const auto op = c10::Dispatcher::singleton().findSchema({name, ""});
    const auto key = device_type == static_cast<int32_t>(at::DeviceType::CUDA) ? c10::DispatchKey::CUDA : c10::DispatchKey::CPU;
    return op.has_value() && op->hasKernelForDispatchKey(key);
}

bool can_run(const char* name, const tb_tensor* params, int32_t count) {
    return count == 0 || has_kernel(name, static_cast<int32_t>(ref(params[0]).device().type()));
}

/// Runs `body` where libtorch has a kernel called `name` for the parameters' device.
template <class F>
tb_status fused(const char* name, const tb_tensor* params, int32_t count, F&& body) noexcept {
    try {
        if (!can_run(name, params, count)) return TB_UNAVAILABLE;
        if (count > 0) body();
        return TB_OK;
    } catch (...) {
        remember_error();
        return TB_ERROR;
    }
}
}  // namespace

TB_API int32_t tb_capabilities(int32_t device_type) {
    int32_t found = 0;
    run([&] {
#if __has_include(<ATen/ops/_fused_adam.h>)
        if (has_kernel("aten::_fused_adam_", device_type)) found |= TB_FUSED_ADAM;
#endif
#if __has_include(<ATen/ops/_fused_adamw.h>)
        if (has_kernel("aten::_fused_adamw_", device_type)) found |= TB_FUSED_ADAMW;
#endif
#if __has_include(<ATen/ops/_fused_sgd.h>)
        if (has_kernel("aten::_fused_sgd_", device_type)) found |= TB_FUSED_SGD;
#endif
    });
    return found;
}

TB_API const char* tb_version(void) { return TORCH_VERSION; }

TB_API int32_t tb_get_num_threads(void) { return at::get_num_threads(); }
TB_API tb_status tb_set_num_threads(int32_t threads) { return run([&] { at::set_num_threads(threads); }); }
TB_API int32_t tb_get_num_interop_threads(void) { return at::get_num_interop_threads(); }
TB_API tb_status tb_set_num_interop_threads(int32_t threads) { return run([&] { at::set_num_interop_threads(threads); }); }

TB_API bool tb_get_allow_tf32_cublas(void) { return at::globalContext().allowTF32CuBLAS(); }
TB_API tb_status tb_set_allow_tf32_cublas(bool allow) { return run([&] { at::globalContext().setAllowTF32CuBLAS(allow); }); }
TB_API bool tb_get_allow_tf32_cudnn(void) { return at::globalContext().allowTF32CuDNN(); }
TB_API tb_status tb_set_allow_tf32_cudnn(bool allow) { return run([&] { at::globalContext().setAllowTF32CuDNN(allow); }); }

TB_API tb_status tb_set_deterministic(bool on) {
    return run([&] {
        // cuBLAS reads it when it makes its first handle; a user's own choice stays
        if (on) setenv("CUBLAS_WORKSPACE_CONFIG", ":4096:8", 0);
        at::globalContext().setDeterministicAlgorithms(on, false);
        at::globalContext().setDeterministicCuDNN(on);
        at::globalContext().setBenchmarkCuDNN(false);
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 2)
        // all memory that is allocated here is written before it is read
        at::globalContext().setDeterministicFillUninitializedMemory(false);
#endif
    });
}

TB_API tb_status tb_cuda_fused_adam(const tb_tensor* params, const tb_tensor* grads, const tb_tensor* exp_avgs,
                                    const tb_tensor* exp_avg_sqs, const tb_tensor* max_exp_avg_sqs, const tb_tensor* steps,
                                    int32_t count, double learning_rate, double beta1, double beta2, double weight_decay,
                                    double epsilon, bool amsgrad, bool maximize) {
#if __has_include(<ATen/ops/_fused_adam.h>)
    return fused("aten::_fused_adam_", params, count, [&] {
        c10::NoGradGuard no_grad;
        at::_fused_adam_(list(params, count), list(grads, count), list(exp_avgs, count), list(exp_avg_sqs, count),
                         amsgrad ? list(max_exp_avg_sqs, count) : std::vector<at::Tensor>(), list(steps, count), learning_rate,
                         beta1, beta2, weight_decay, epsilon, amsgrad, maximize);
    });
#else
    return TB_UNAVAILABLE;
#endif
}

TB_API tb_status tb_cuda_fused_adamw(const tb_tensor* params, const tb_tensor* grads, const tb_tensor* exp_avgs,
                                     const tb_tensor* exp_avg_sqs, const tb_tensor* max_exp_avg_sqs, const tb_tensor* steps,
                                     int32_t count, double learning_rate, double beta1, double beta2, double weight_decay,
                                     double epsilon, bool amsgrad, bool maximize) {
#if __has_include(<ATen/ops/_fused_adamw.h>)
    return fused("aten::_fused_adamw_", params, count, [&] {
        c10::NoGradGuard no_grad;
        at::_fused_adamw_(list(params, count), list(grads, count), list(exp_avgs, count), list(exp_avg_sqs, count),
                          amsgrad ? list(max_exp_avg_sqs, count) : std::vector<at::Tensor>(), list(steps, count), learning_rate,
                          beta1, beta2, weight_decay, epsilon, amsgrad, maximize);
    });
#else
    return TB_UNAVAILABLE;
#endif
}

TB_API tb_status tb_cuda_fused_sgd(const tb_tensor* params, const tb_tensor* grads, const tb_tensor* momentum_buffers,
                                   int32_t count, double learning_rate, double momentum, double dampening,
                                   double weight_decay, bool nesterov, bool maximize, bool is_first_step) {
#if __has_include(<ATen/ops/_fused_sgd.h>)
    return fused("aten::_fused_sgd_", params, count, [&] {
        c10::NoGradGuard no_grad;
        at::_fused_sgd_(list(params, count), list(grads, count),
                        momentum == 0 ? std::vector<at::Tensor>() : list(momentum_buffers, count), weight_decay, momentum,
                        learning_rate, dampening, nesterov, maximize, is_first_step);
    });
#else
    return TB_UNAVAILABLE;
#endif
}
