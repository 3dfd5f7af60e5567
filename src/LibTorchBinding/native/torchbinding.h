// The C interface of libtorchbinding.so: libtorch's operators behind plain functions, for .NET's P/Invoke.
//
// Conventions of every function here and in the .cpp files:
// - A tb_tensor is an `at::Tensor*` on the heap, a tb_generator an `at::Generator*`: the same handles as LibTorchSharp's.
//   Functions that return a handle give it to the caller, who frees it with tb_tensor_dispose / tb_generator_dispose.
// - No C++ exception leaves a function. A null handle or a status other than TB_OK means that tb_last_error() of the same
//   thread has the reason.
// - A tensor argument is required unless its comment says that it may be null.
// - `dtype` is c10::ScalarType's number, or -1 for "not given"; devices are c10::DeviceType's number and an index (-1 = current).
#ifndef TORCHBINDING_H
#define TORCHBINDING_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
#define TB_API extern "C" __attribute__((visibility("default")))
#else
#define TB_API __attribute__((visibility("default")))
#endif

typedef void* tb_tensor;
typedef void* tb_generator;

typedef enum tb_status {
    TB_OK = 0,
    TB_ERROR = 1,        ///< tb_last_error() says why
    TB_UNAVAILABLE = 2,  ///< this libtorch, or this device, does not have it; nothing was done
} tb_status;

/// A number passed by value.
typedef struct tb_scalar {
    int64_t bits;  ///< the value's bits, as kind says
    int32_t kind;  ///< 0 = not given, 1 = double, 2 = int64, 3 = bool
} tb_scalar;

/// The message of the last failure on the calling thread, UTF-8, valid until the next failure on this thread.
TB_API const char* tb_last_error(void);

/// Frees a tensor handle. Null is fine.
TB_API void tb_tensor_dispose(tb_tensor tensor);

// ---- What TorchSharp lacks. Usable on TorchSharp's handles too. ----

/// Bits of tb_capabilities.
typedef enum tb_capability {
    TB_FUSED_ADAM = 1,
    TB_FUSED_ADAMW = 2,
    TB_FUSED_SGD = 4,
} tb_capability;

/// Which of the extra functions work for tensors of the given device type (0 = CPU, 1 = CUDA) in this libtorch.
TB_API int32_t tb_capabilities(int32_t device_type);

/// With `on`, libtorch and cuDNN use only operations that give the same bits each time, and fail at others; cuBLAS gets a fixed
/// workspace (CUBLAS_WORKSPACE_CONFIG, unless it is set). To be called before the first use of the GPU.
TB_API tb_status tb_set_deterministic(bool on);

/// One step of Adam over all parameters in one pass per tensor (at::_fused_adam_): L2 weight decay added to the gradient.
/// Each list holds `count` handles on one device. `steps` are float32 tensors with one element, on the parameters' device;
/// the caller adds 1 to each before the call. `max_exp_avg_sqs` is null unless `amsgrad`.
TB_API tb_status tb_cuda_fused_adam(const tb_tensor* params, const tb_tensor* grads, const tb_tensor* exp_avgs,
                                    const tb_tensor* exp_avg_sqs, const tb_tensor* max_exp_avg_sqs, const tb_tensor* steps,
                                    int32_t count, double learning_rate, double beta1, double beta2, double weight_decay,
                                    double epsilon, bool amsgrad, bool maximize);

/// The same with decoupled weight decay (at::_fused_adamw_).
TB_API tb_status tb_cuda_fused_adamw(const tb_tensor* params, const tb_tensor* grads, const tb_tensor* exp_avgs,
                                     const tb_tensor* exp_avg_sqs, const tb_tensor* max_exp_avg_sqs, const tb_tensor* steps,
                                     int32_t count, double learning_rate, double beta1, double beta2, double weight_decay,
                                     double epsilon, bool amsgrad, bool maximize);

/// One step of SGD over all parameters (at::_fused_sgd_). `momentum_buffers` is null when momentum is 0; they are written, not
/// read, when `is_first_step`.
TB_API tb_status tb_cuda_fused_sgd(const tb_tensor* params, const tb_tensor* grads, const tb_tensor* momentum_buffers,
                                   int32_t count, double learning_rate, double momentum, double dampening,
                                   double weight_decay, bool nesterov, bool maximize, bool is_first_step);

#endif
