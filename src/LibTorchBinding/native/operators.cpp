// Pointwise operators, comparisons, reductions and products of matrices.
#include "common.h"

#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>

using namespace tb;

#define TB_UNARY(name) \
    TB_API tb_tensor tb_##name(tb_tensor t) { return make([&] { return ref(t).name(); }); }
#define TB_UNARY_(name) \
    TB_API tb_status tb_##name##_(tb_tensor t) { return run([&] { ref(t).name##_(); }); }
#define TB_UNARY_BOTH(name) TB_UNARY(name) TB_UNARY_(name)

TB_UNARY_BOTH(abs)
TB_UNARY_BOTH(sqrt)
TB_UNARY_BOTH(rsqrt)
TB_UNARY_BOTH(exp)
TB_UNARY_BOTH(log)
TB_UNARY_BOTH(log1p)
TB_UNARY_BOTH(neg)
TB_UNARY_BOTH(sign)
TB_UNARY_BOTH(sigmoid)
TB_UNARY_BOTH(tanh)
TB_UNARY_BOTH(relu)
TB_UNARY_BOTH(ceil)
TB_UNARY_BOTH(floor)
TB_UNARY(square)
TB_UNARY(logical_not)
TB_UNARY(isnan)
TB_UNARY(isfinite)
TB_UNARY(isinf)

#define TB_BINARY(name)                                                              \
    TB_API tb_tensor tb_##name(tb_tensor a, tb_tensor b) {                           \
        return make([&] { return ref(a).name(ref(b)); });                            \
    }
#define TB_BINARY_SCALAR(name)                                                       \
    TB_API tb_tensor tb_##name##_scalar(tb_tensor a, tb_scalar b) {                  \
        return make([&] { return ref(a).name(scalar(b)); });                         \
    }
#define TB_BINARY_(name)                                                             \
    TB_API tb_status tb_##name##_(tb_tensor a, tb_tensor b) {                        \
        return run([&] { ref(a).name##_(ref(b)); });                                 \
    }
#define TB_BINARY_SCALAR_(name)                                                      \
    TB_API tb_status tb_##name##_scalar_(tb_tensor a, tb_scalar b) {                 \
        return run([&] { ref(a).name##_(scalar(b)); });                              \
    }
#define TB_BINARY_ALL(name) TB_BINARY(name) TB_BINARY_SCALAR(name) TB_BINARY_(name) TB_BINARY_SCALAR_(name)

TB_BINARY_ALL(mul)
TB_BINARY_ALL(sub)
TB_BINARY_ALL(pow)
TB_BINARY(remainder) TB_BINARY_SCALAR(remainder)
TB_BINARY(eq) TB_BINARY_SCALAR(eq)
TB_BINARY(ne) TB_BINARY_SCALAR(ne)
TB_BINARY(lt) TB_BINARY_SCALAR(lt)
TB_BINARY(le) TB_BINARY_SCALAR(le)
TB_BINARY(gt) TB_BINARY_SCALAR(gt)
TB_BINARY(ge) TB_BINARY_SCALAR(ge)
TB_BINARY(maximum)
TB_BINARY(minimum)
TB_BINARY(logical_and)
TB_BINARY(logical_or)
TB_BINARY(matmul)
TB_BINARY(mm)

TB_API tb_tensor tb_add(tb_tensor a, tb_tensor b, tb_scalar alpha) {
    return make([&] { return ref(a).add(ref(b), scalar(alpha)); });
}
TB_API tb_tensor tb_add_scalar(tb_tensor a, tb_scalar b, tb_scalar alpha) {
    return make([&] { return ref(a).add(scalar(b), scalar(alpha)); });
}
TB_API tb_status tb_add_(tb_tensor a, tb_tensor b, tb_scalar alpha) {
    return run([&] { ref(a).add_(ref(b), scalar(alpha)); });
}
TB_API tb_status tb_add_scalar_(tb_tensor a, tb_scalar b, tb_scalar alpha) {
    return run([&] { ref(a).add_(scalar(b), scalar(alpha)); });
}
/// number - tensor
TB_API tb_tensor tb_rsub_scalar(tb_tensor a, tb_scalar b) { return make([&] { return at::rsub(ref(a), scalar(b)); }); }
/// number / tensor
TB_API tb_tensor tb_rdiv_scalar(tb_tensor a, tb_scalar b) {
    return make([&] { return ref(a).reciprocal().mul(scalar(b)); });
}

// rounding: 0 = none, 1 = towards zero, 2 = down
namespace {
const char* rounding_name(int32_t rounding) { return rounding == 1 ? "trunc" : "floor"; }
}  // namespace

TB_API tb_tensor tb_div(tb_tensor a, tb_tensor b, int32_t rounding) {
    return make([&] { return rounding == 0 ? ref(a).div(ref(b)) : ref(a).div(ref(b), rounding_name(rounding)); });
}
TB_API tb_tensor tb_div_scalar(tb_tensor a, tb_scalar b, int32_t rounding) {
    return make([&] { return rounding == 0 ? ref(a).div(scalar(b)) : ref(a).div(scalar(b), rounding_name(rounding)); });
}
TB_API tb_status tb_div_(tb_tensor a, tb_tensor b, int32_t rounding) {
    return run([&] { rounding == 0 ? ref(a).div_(ref(b)) : ref(a).div_(ref(b), rounding_name(rounding)); });
}
TB_API tb_status tb_div_scalar_(tb_tensor a, tb_scalar b, int32_t rounding) {
    return run([&] { rounding == 0 ? ref(a).div_(scalar(b)) : ref(a).div_(scalar(b), rounding_name(rounding)); });
}

TB_API tb_tensor tb_addcmul(tb_tensor t, tb_tensor a, tb_tensor b, tb_scalar value) {
    return make([&] { return ref(t).addcmul(ref(a), ref(b), scalar(value)); });
}
TB_API tb_status tb_addcmul_(tb_tensor t, tb_tensor a, tb_tensor b, tb_scalar value) {
    return run([&] { ref(t).addcmul_(ref(a), ref(b), scalar(value)); });
}
TB_API tb_tensor tb_addcdiv(tb_tensor t, tb_tensor a, tb_tensor b, tb_scalar value) {
    return make([&] { return ref(t).addcdiv(ref(a), ref(b), scalar(value)); });
}
TB_API tb_status tb_addcdiv_(tb_tensor t, tb_tensor a, tb_tensor b, tb_scalar value) {
    return run([&] { ref(t).addcdiv_(ref(a), ref(b), scalar(value)); });
}
TB_API tb_tensor tb_lerp(tb_tensor t, tb_tensor end, tb_tensor weight) {
    return make([&] { return ref(t).lerp(ref(end), ref(weight)); });
}
TB_API tb_status tb_lerp_(tb_tensor t, tb_tensor end, tb_tensor weight) {
    return run([&] { ref(t).lerp_(ref(end), ref(weight)); });
}
/// min and max may each be not given.
TB_API tb_tensor tb_clamp(tb_tensor t, tb_scalar min, tb_scalar max) {
    return make([&] { return ref(t).clamp(maybe(min), maybe(max)); });
}
TB_API tb_status tb_clamp_(tb_tensor t, tb_scalar min, tb_scalar max) {
    return run([&] { ref(t).clamp_(maybe(min), maybe(max)); });
}
TB_API tb_tensor tb_addmm(tb_tensor t, tb_tensor a, tb_tensor b, float beta, float alpha) {
    return make([&] { return ref(t).addmm(ref(a), ref(b), beta, alpha); });
}
TB_API tb_status tb_allclose(tb_tensor a, tb_tensor b, double rtol, double atol, bool equal_nan, bool* result) {
    return run([&] { *result = ref(a).allclose(ref(b), rtol, atol, equal_nan); });
}
TB_API tb_status tb_equal(tb_tensor a, tb_tensor b, bool* result) {
    return run([&] { *result = ref(a).equal(ref(b)); });
}

// ---- Reductions ----

TB_UNARY(all)
TB_UNARY(any)
TB_UNARY(mean)
TB_UNARY(argmax)
TB_UNARY(argmin)
TB_UNARY(max)
TB_UNARY(min)

TB_API tb_tensor tb_all_dim(tb_tensor t, int64_t dim, bool keepdim) {
    return make([&] { return ref(t).all(dim, keepdim); });
}
TB_API tb_tensor tb_any_dim(tb_tensor t, int64_t dim, bool keepdim) {
    return make([&] { return ref(t).any(dim, keepdim); });
}
TB_API tb_tensor tb_sum(tb_tensor t, int32_t dtype) { return make([&] { return ref(t).sum(maybe_scalar_type(dtype)); }); }
TB_API tb_tensor tb_sum_dims(tb_tensor t, const int64_t* dims, int32_t count, bool keepdim, int32_t dtype) {
    return make([&] { return ref(t).sum(ints(dims, count), keepdim, maybe_scalar_type(dtype)); });
}
TB_API tb_tensor tb_mean_dims(tb_tensor t, const int64_t* dims, int32_t count, bool keepdim, int32_t dtype) {
    return make([&] { return ref(t).mean(ints(dims, count), keepdim, maybe_scalar_type(dtype)); });
}
TB_API tb_tensor tb_var(tb_tensor t, bool unbiased) { return make([&] { return ref(t).var(unbiased); }); }
TB_API tb_tensor tb_var_dims(tb_tensor t, const int64_t* dims, int32_t count, bool unbiased, bool keepdim) {
    return make([&] { return ref(t).var(ints(dims, count), unbiased, keepdim); });
}
TB_API tb_tensor tb_std(tb_tensor t, bool unbiased) { return make([&] { return ref(t).std(unbiased); }); }
TB_API tb_tensor tb_std_dims(tb_tensor t, const int64_t* dims, int32_t count, bool unbiased, bool keepdim) {
    return make([&] { return ref(t).std(ints(dims, count), unbiased, keepdim); });
}
TB_API tb_tensor tb_argmax_dim(tb_tensor t, int64_t dim, bool keepdim) {
    return make([&] { return ref(t).argmax(dim, keepdim); });
}
TB_API tb_tensor tb_argmin_dim(tb_tensor t, int64_t dim, bool keepdim) {
    return make([&] { return ref(t).argmin(dim, keepdim); });
}
TB_API tb_tensor tb_norm(tb_tensor t, float p) { return make([&] { return ref(t).norm(p); }); }
TB_API tb_tensor tb_norm_dim(tb_tensor t, int64_t dim, bool keepdim, float p) {
    return make([&] { return ref(t).norm(at::Scalar(p), {dim}, keepdim); });
}

namespace {
tb_status pair(std::tuple<at::Tensor, at::Tensor> both, tb_tensor* values, tb_tensor* indexes) {
    *values = new at::Tensor(std::get<0>(both));
    *indexes = new at::Tensor(std::get<1>(both));
    return TB_OK;
}
}  // namespace

TB_API tb_status tb_max_dim(tb_tensor t, int64_t dim, bool keepdim, tb_tensor* values, tb_tensor* indexes) {
    return run([&] { pair(ref(t).max(dim, keepdim), values, indexes); });
}
TB_API tb_status tb_min_dim(tb_tensor t, int64_t dim, bool keepdim, tb_tensor* values, tb_tensor* indexes) {
    return run([&] { pair(ref(t).min(dim, keepdim), values, indexes); });
}
TB_API tb_status tb_topk(tb_tensor t, int64_t k, int64_t dim, bool largest, bool sorted, tb_tensor* values, tb_tensor* indexes) {
    return run([&] { pair(ref(t).topk(k, dim, largest, sorted), values, indexes); });
}

// ---- Autograd switches ----

TB_API bool tb_grad_enabled(void) { return c10::GradMode::is_enabled(); }
TB_API void tb_set_grad_enabled(bool enabled) { c10::GradMode::set_enabled(enabled); }
TB_API bool tb_inference_mode_enabled(void) { return c10::InferenceMode::is_enabled(); }
TB_API void* tb_inference_mode_enter(bool mode) { return new c10::InferenceMode(mode); }
TB_API void tb_inference_mode_leave(void* guard) { delete static_cast<c10::InferenceMode*>(guard); }
