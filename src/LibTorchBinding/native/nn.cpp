// Layers, activations and losses, and the clipping of gradients.
#include "common.h"

#include <c10/core/GradMode.h>

#include <cmath>

using namespace tb;

TB_API tb_tensor tb_linear(tb_tensor input, tb_tensor weight, tb_tensor bias /* may be null */) {
    return make([&] { return at::linear(ref(input), ref(weight), maybe(bias)); });
}

TB_API tb_tensor tb_conv2d(tb_tensor input, tb_tensor weight, tb_tensor bias /* may be null */, const int64_t* stride,
                           int32_t stride_count, const int64_t* padding, int32_t padding_count, const int64_t* dilation,
                           int32_t dilation_count, int64_t groups) {
    return make([&] {
        TORCH_CHECK(groups > 0, "Expected at least 1 group, got ", groups);
        return at::conv2d(ref(input), ref(weight), maybe(bias), ints(stride, stride_count), ints(padding, padding_count),
                          ints(dilation, dilation_count), groups);
    });
}

TB_API tb_tensor tb_conv2d_padding(tb_tensor input, tb_tensor weight, tb_tensor bias /* may be null */, const int64_t* stride,
                                   int32_t stride_count, bool same, const int64_t* dilation, int32_t dilation_count,
                                   int64_t groups) {
    return make([&] {
        TORCH_CHECK(groups > 0, "Expected at least 1 group, got ", groups);
        return at::conv2d(ref(input), ref(weight), maybe(bias), ints(stride, stride_count), same ? "same" : "valid",
                          ints(dilation, dilation_count), groups);
    });
}

TB_API tb_tensor tb_max_pool2d(tb_tensor input, const int64_t* kernel, int32_t kernel_count, const int64_t* stride,
                               int32_t stride_count, const int64_t* padding, int32_t padding_count, const int64_t* dilation,
                               int32_t dilation_count, bool ceil_mode) {
    return make([&] {
        return at::max_pool2d(ref(input), ints(kernel, kernel_count), ints(stride, stride_count),
                              ints(padding, padding_count), ints(dilation, dilation_count), ceil_mode);
    });
}

/// divisor 0 = not given.
TB_API tb_tensor tb_avg_pool2d(tb_tensor input, const int64_t* kernel, int32_t kernel_count, const int64_t* stride,
                               int32_t stride_count, const int64_t* padding, int32_t padding_count, bool ceil_mode,
                               bool count_include_pad, int64_t divisor) {
    return make([&] {
        return at::avg_pool2d(ref(input), ints(kernel, kernel_count), ints(stride, stride_count),
                              ints(padding, padding_count), ceil_mode, count_include_pad,
                              divisor == 0 ? TB_OPTIONAL<int64_t>() : TB_OPTIONAL<int64_t>(divisor));
    });
}

TB_API tb_tensor tb_adaptive_avg_pool2d(tb_tensor input, const int64_t* size, int32_t count) {
    return make([&] { return at::adaptive_avg_pool2d(ref(input), ints(size, count)); });
}

/// mode: 1 = reflect, 2 = replicate, 3 = circular, otherwise the constant `value`.
TB_API tb_tensor tb_pad(tb_tensor input, const int64_t* pad, int32_t count, int32_t mode, double value) {
    return make([&] {
        switch (mode) {
            case 1: return at::pad(ref(input), ints(pad, count), "reflect");
            case 2: return at::pad(ref(input), ints(pad, count), "replicate");
            case 3: return at::pad(ref(input), ints(pad, count), "circular");
            default: return at::pad(ref(input), ints(pad, count), "constant", value);
        }
    });
}

/// The running statistics, weight and bias may be null.
TB_API tb_tensor tb_batch_norm(tb_tensor input, tb_tensor running_mean, tb_tensor running_var, tb_tensor weight, tb_tensor bias,
                               bool training, double momentum, double epsilon) {
    return make([&] {
        const auto sizes = ref(input).sizes();
        TORCH_CHECK(sizes.size() > 1, "Expected a batch of channels, got input size ", sizes);
        TORCH_CHECK(!training || sizes[1] == 0 || ref(input).numel() / sizes[1] != 1,
                    "Expected more than 1 value per channel when training, got input size ", sizes);
        return at::batch_norm(ref(input), maybe(weight), maybe(bias), maybe(running_mean), maybe(running_var), training,
                              momentum, epsilon, at::globalContext().userEnabledCuDNN());
    });
}

/// weight and bias may be null.
TB_API tb_tensor tb_layer_norm(tb_tensor input, const int64_t* shape, int32_t count, tb_tensor weight, tb_tensor bias,
                               double epsilon) {
    return make([&] { return at::layer_norm(ref(input), ints(shape, count), maybe(weight), maybe(bias), epsilon); });
}

TB_API tb_tensor tb_dropout(tb_tensor input, double p, bool training, bool inplace) {
    return make([&] {
        return inplace ? at::dropout_(ref(input), p, training) : at::dropout(ref(input), p, training);
    });
}

// ---- Activations ----

TB_API tb_tensor tb_elu(tb_tensor t, tb_scalar alpha, tb_scalar scale, tb_scalar input_scale) {
    return make([&] { return at::elu(ref(t), scalar(alpha), scalar(scale), scalar(input_scale)); });
}
TB_API tb_tensor tb_leaky_relu(tb_tensor t, tb_scalar slope) { return make([&] { return at::leaky_relu(ref(t), scalar(slope)); }); }
TB_API tb_status tb_leaky_relu_(tb_tensor t, tb_scalar slope) { return run([&] { at::leaky_relu_(ref(t), scalar(slope)); }); }
TB_API tb_tensor tb_silu(tb_tensor t) { return make([&] { return at::silu(ref(t)); }); }
TB_API tb_status tb_silu_(tb_tensor t) { return run([&] { at::silu_(ref(t)); }); }
TB_API tb_tensor tb_gelu(tb_tensor t, bool tanh) { return make([&] { return at::gelu(ref(t), tanh ? "tanh" : "none"); }); }
TB_API tb_status tb_gelu_(tb_tensor t, bool tanh) { return run([&] { at::gelu_(ref(t), tanh ? "tanh" : "none"); }); }
TB_API tb_tensor tb_softmax(tb_tensor t, int64_t dim, int32_t dtype) {
    return make([&] { return at::softmax(ref(t), dim, maybe_scalar_type(dtype)); });
}
TB_API tb_tensor tb_log_softmax(tb_tensor t, int64_t dim, int32_t dtype) {
    return make([&] { return at::log_softmax(ref(t), dim, maybe_scalar_type(dtype)); });
}

// ---- Losses: reduction 0 = none, 1 = mean, 2 = sum; weights may be null ----

TB_API tb_tensor tb_cross_entropy(tb_tensor input, tb_tensor target, tb_tensor weight, int64_t ignore_index, int64_t reduction,
                                  double label_smoothing) {
    return make([&] {
        return at::cross_entropy_loss(ref(input), ref(target), maybe(weight), reduction, ignore_index, label_smoothing);
    });
}
TB_API tb_tensor tb_nll_loss(tb_tensor input, tb_tensor target, tb_tensor weight, int64_t reduction) {
    return make([&] { return at::nll_loss_nd(ref(input), ref(target), maybe(weight), reduction); });
}
TB_API tb_tensor tb_binary_cross_entropy(tb_tensor input, tb_tensor target, tb_tensor weight, int64_t reduction) {
    return make([&] { return at::binary_cross_entropy(ref(input), ref(target), maybe(weight), reduction); });
}
TB_API tb_tensor tb_binary_cross_entropy_with_logits(tb_tensor input, tb_tensor target, tb_tensor weight, tb_tensor pos_weight,
                                                     int64_t reduction) {
    return make([&] {
        return at::binary_cross_entropy_with_logits(ref(input), ref(target), maybe(weight), maybe(pos_weight), reduction);
    });
}
TB_API tb_tensor tb_mse_loss(tb_tensor input, tb_tensor target, int64_t reduction) {
    return make([&] { return at::mse_loss(ref(input), ref(target), reduction); });
}
TB_API tb_tensor tb_l1_loss(tb_tensor input, tb_tensor target, int64_t reduction) {
    return make([&] { return at::l1_loss(ref(input), ref(target), reduction); });
}
TB_API tb_tensor tb_huber_loss(tb_tensor input, tb_tensor target, double delta, int64_t reduction) {
    return make([&] { return at::huber_loss(ref(input), ref(target), reduction, delta); });
}
TB_API tb_tensor tb_smooth_l1_loss(tb_tensor input, tb_tensor target, double beta, int64_t reduction) {
    return make([&] { return at::smooth_l1_loss(ref(input), ref(target), reduction, beta); });
}

// ---- Gradients ----

/// Scales the gradients of `parameters` in place so that their common norm is at most max_norm; *total is the norm before.
TB_API tb_status tb_clip_grad_norm_(const tb_tensor* parameters, int32_t count, double max_norm, double norm_type,
                                    double* total) {
    return run([&] {
        c10::NoGradGuard no_grad;
        std::vector<at::Tensor> grads;
        std::vector<at::Tensor> norms;
        for (int32_t i = 0; i < count; i++) {
            const at::Tensor& grad = ref(parameters[i]).grad();
            if (grad.defined()) grads.push_back(grad);
        }
        *total = 0;
        if (grads.empty()) return;
        for (const at::Tensor& grad : grads) {
            norms.push_back(std::isinf(norm_type) ? grad.abs().max() : grad.norm(norm_type));
        }
        const at::Device first = norms[0].device();
        for (at::Tensor& norm : norms) norm = norm.to(first);
        const at::Tensor all = at::stack(norms);
        const at::Tensor norm = std::isinf(norm_type) ? all.max() : all.norm(norm_type);
        const at::Tensor scale = (max_norm / (norm + 1e-6)).clamp_max(1.0);
        for (at::Tensor& grad : grads) grad.mul_(scale.to(grad.device()));
        *total = norm.item().toDouble();
    });
}
TB_API tb_status tb_clip_grad_value_(const tb_tensor* parameters, int32_t count, double value) {
    return run([&] {
        c10::NoGradGuard no_grad;
        for (int32_t i = 0; i < count; i++) {
            at::Tensor grad = ref(parameters[i]).grad();
            if (grad.defined()) grad.clamp_(-value, value);
        }
    });
}
