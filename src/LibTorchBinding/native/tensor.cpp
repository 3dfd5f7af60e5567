// Lifetime, facts, data, conversions, views, indexing and autograd of one tensor.
#include "common.h"

#include <ATen/TensorIndexing.h>

using namespace tb;

namespace {
thread_local std::string last_error;
}

void tb::remember_error() noexcept {
    try {
        throw;
    } catch (const c10::Error& error) {
        last_error = error.what_without_backtrace();
    } catch (const std::exception& error) {
        last_error = error.what();
    } catch (...) {
        last_error = "an exception of an unknown kind was thrown in native code";
    }
}

TB_API const char* tb_last_error(void) { return last_error.c_str(); }

TB_API void tb_tensor_dispose(tb_tensor tensor) { delete static_cast<at::Tensor*>(tensor); }

// ---- Facts: none of these can fail on a live handle. ----

TB_API int64_t tb_numel(tb_tensor t) { return static_cast<at::Tensor*>(t)->numel(); }
TB_API int64_t tb_dim(tb_tensor t) { return static_cast<at::Tensor*>(t)->dim(); }
TB_API int64_t tb_element_size(tb_tensor t) { return static_cast<int64_t>(static_cast<at::Tensor*>(t)->element_size()); }
TB_API int32_t tb_dtype(tb_tensor t) { return static_cast<int32_t>(static_cast<at::Tensor*>(t)->scalar_type()); }
TB_API int32_t tb_device_type(tb_tensor t) { return static_cast<int32_t>(static_cast<at::Tensor*>(t)->device().type()); }
TB_API int32_t tb_device_index(tb_tensor t) { return static_cast<at::Tensor*>(t)->device().index(); }
TB_API bool tb_requires_grad(tb_tensor t) { return static_cast<at::Tensor*>(t)->requires_grad(); }
TB_API bool tb_is_leaf(tb_tensor t) { return static_cast<at::Tensor*>(t)->is_leaf(); }

TB_API bool tb_is_contiguous(tb_tensor t) {
    bool contiguous = false;  // a sparse tensor, which would throw
    run([&] { contiguous = ref(t).is_contiguous(); });
    return contiguous;
}

TB_API tb_status tb_size(tb_tensor t, int64_t dim, int64_t* size) {
    return run([&] { *size = ref(t).size(dim); });
}

TB_API tb_status tb_sizes(tb_tensor t, int64_t* sizes) {
    return run([&] { std::copy(ref(t).sizes().begin(), ref(t).sizes().end(), sizes); });
}

TB_API tb_status tb_strides(tb_tensor t, int64_t* strides) {
    return run([&] { std::copy(ref(t).strides().begin(), ref(t).strides().end(), strides); });
}

TB_API tb_status tb_is_pinned(tb_tensor t, bool* pinned) {
    return run([&] { *pinned = ref(t).is_pinned(); });
}

// ---- Data ----

TB_API tb_status tb_data(tb_tensor t, void** data) {
    return run([&] { *data = ref(t).data_ptr(); });
}

TB_API tb_status tb_item(tb_tensor t, tb_scalar* value) {
    return run([&] {
        const at::Scalar item = ref(t).item();
        if (item.isBoolean()) {
            *value = {item.toBool() ? 1 : 0, 3};
        } else if (item.isIntegral(false)) {
            *value = {item.toLong(), 2};
        } else {
            const double number = item.toDouble();
            value->kind = 1;
            std::memcpy(&value->bits, &number, sizeof number);
        }
    });
}

TB_API tb_status tb_copy_(tb_tensor t, tb_tensor source, bool non_blocking) {
    return run([&] { ref(t).copy_(ref(source), non_blocking); });
}

// ---- Conversions ----

TB_API tb_tensor tb_to_dtype(tb_tensor t, int32_t dtype, bool copy, bool non_blocking) {
    return make([&] { return ref(t).to(scalar_type(dtype), non_blocking, copy); });
}

TB_API tb_tensor tb_to_device(tb_tensor t, int32_t device_type, int32_t device_index, bool copy, bool non_blocking) {
    return make([&] { return ref(t).to(ref(t).options().device(device(device_type, device_index)), non_blocking, copy); });
}

TB_API tb_tensor tb_to_device_dtype(tb_tensor t, int32_t device_type, int32_t device_index, int32_t dtype, bool copy,
                                    bool non_blocking) {
    return make([&] { return ref(t).to(device(device_type, device_index), scalar_type(dtype), non_blocking, copy); });
}

TB_API tb_tensor tb_cpu(tb_tensor t) { return make([&] { return ref(t).cpu(); }); }
TB_API tb_tensor tb_cuda(tb_tensor t) { return make([&] { return ref(t).cuda(); }); }
TB_API tb_tensor tb_pin_memory(tb_tensor t) { return make([&] { return ref(t).pin_memory(); }); }
TB_API tb_tensor tb_contiguous(tb_tensor t) { return make([&] { return ref(t).contiguous(); }); }
TB_API tb_tensor tb_clone(tb_tensor t) { return make([&] { return ref(t).clone(); }); }
TB_API tb_tensor tb_alias(tb_tensor t) { return make([&] { return ref(t); }); }

// ---- Autograd ----

TB_API tb_tensor tb_detach(tb_tensor t) { return make([&] { return ref(t).detach(); }); }
TB_API tb_status tb_detach_(tb_tensor t) { return run([&] { ref(t).detach_(); }); }

TB_API tb_status tb_set_requires_grad(tb_tensor t, bool requires_grad) {
    return run([&] { ref(t).set_requires_grad(requires_grad); });
}

TB_API tb_status tb_retain_grad(tb_tensor t) { return run([&] { ref(t).retain_grad(); }); }

/// *grad is null when there is none.
TB_API tb_status tb_grad(tb_tensor t, tb_tensor* grad) {
    return run([&] {
        const at::Tensor& found = ref(t).grad();
        *grad = found.defined() ? new at::Tensor(found) : nullptr;
    });
}

/// grad may be null.
TB_API tb_status tb_set_grad(tb_tensor t, tb_tensor grad) {
    return run([&] { ref(t).mutable_grad() = maybe(grad); });
}

/// gradient may be null (the tensor is then a scalar); inputs null and 0 for all leaves.
TB_API tb_status tb_backward(tb_tensor t, tb_tensor gradient, bool retain_graph, bool create_graph, const tb_tensor* inputs,
                             int32_t input_count) {
    return run([&] {
        if (inputs == nullptr) {
            ref(t).backward(maybe(gradient), retain_graph, create_graph);
        } else {
            const auto leaves = list(inputs, input_count);
            ref(t).backward(maybe(gradient), retain_graph, create_graph, at::TensorList(leaves));
        }
    });
}

// ---- Views ----

TB_API tb_tensor tb_view(tb_tensor t, const int64_t* sizes, int32_t count) {
    return make([&] { return ref(t).view(ints(sizes, count)); });
}
TB_API tb_tensor tb_reshape(tb_tensor t, const int64_t* sizes, int32_t count) {
    return make([&] { return ref(t).reshape(ints(sizes, count)); });
}
TB_API tb_tensor tb_expand(tb_tensor t, const int64_t* sizes, int32_t count, bool implicit) {
    return make([&] { return ref(t).expand(ints(sizes, count), implicit); });
}
TB_API tb_tensor tb_permute(tb_tensor t, const int64_t* dims, int32_t count) {
    return make([&] { return ref(t).permute(ints(dims, count)); });
}
TB_API tb_tensor tb_flatten(tb_tensor t, int64_t start, int64_t end) {
    return make([&] { return ref(t).flatten(start, end); });
}
TB_API tb_tensor tb_unsqueeze(tb_tensor t, int64_t dim) { return make([&] { return ref(t).unsqueeze(dim); }); }
TB_API tb_tensor tb_squeeze(tb_tensor t) { return make([&] { return ref(t).squeeze(); }); }
TB_API tb_tensor tb_squeeze_dim(tb_tensor t, int64_t dim) { return make([&] { return ref(t).squeeze(dim); }); }
TB_API tb_tensor tb_t(tb_tensor t) { return make([&] { return ref(t).t(); }); }
TB_API tb_tensor tb_transpose(tb_tensor t, int64_t dim0, int64_t dim1) {
    return make([&] { return ref(t).transpose(dim0, dim1); });
}
TB_API tb_tensor tb_narrow(tb_tensor t, int64_t dim, int64_t start, int64_t length) {
    return make([&] { return ref(t).narrow(dim, start, length); });
}
TB_API tb_tensor tb_select(tb_tensor t, int64_t dim, int64_t index) {
    return make([&] { return ref(t).select(dim, index); });
}

// ---- Indexing ----

TB_API tb_tensor tb_get(tb_tensor t, const int64_t* indexes, int32_t count) {
    return make([&] {
        at::Tensor found = ref(t);
        for (int32_t i = 0; i < count; i++) found = found.select(0, indexes[i]);
        return found;
    });
}

TB_API tb_status tb_set(tb_tensor t, const int64_t* indexes, int32_t count, tb_tensor value) {
    return run([&] {
        at::Tensor place = ref(t);
        for (int32_t i = 0; i < count; i++) place = place.select(0, indexes[i]);
        place.copy_(ref(value));
    });
}

/// One index of t[...]: kind 0 = new axis, 1 = ellipsis, 2 = integer (start), 3 = bool (start), 4 = slice, 5 = tensor.
/// A slice's start or stop that is not given is INT64_MIN.
struct tb_index_item {
    int64_t kind;
    int64_t start;
    int64_t stop;
    int64_t step;
    tb_tensor tensor;
};

namespace {
std::vector<at::indexing::TensorIndex> index_list(const tb_index_item* items, int32_t count) {
    std::vector<at::indexing::TensorIndex> indexes;
    indexes.reserve(count);
    for (int32_t i = 0; i < count; i++) {
        const tb_index_item& item = items[i];
        switch (item.kind) {
            case 0: indexes.emplace_back(at::indexing::None); break;
            case 1: indexes.emplace_back(at::indexing::Ellipsis); break;
            case 2: indexes.emplace_back(item.start); break;
            case 3: indexes.emplace_back(item.start != 0); break;
            case 4: {
                const int64_t start = item.start == INT64_MIN ? 0 : item.start;
                const int64_t stop = item.stop == INT64_MIN ? INT64_MAX : item.stop;
                indexes.emplace_back(at::indexing::Slice(start, stop, item.step));
                break;
            }
            default: indexes.emplace_back(ref(item.tensor)); break;
        }
    }
    return indexes;
}
}  // namespace

TB_API tb_tensor tb_index(tb_tensor t, const tb_index_item* items, int32_t count) {
    return make([&] { return ref(t).index(index_list(items, count)); });
}

TB_API tb_status tb_index_put_(tb_tensor t, const tb_index_item* items, int32_t count, tb_tensor value) {
    return run([&] { ref(t).index_put_(index_list(items, count), ref(value)); });
}

TB_API tb_tensor tb_index_select(tb_tensor t, int64_t dim, tb_tensor index) {
    return make([&] { return ref(t).index_select(dim, ref(index)); });
}
TB_API tb_tensor tb_gather(tb_tensor t, int64_t dim, tb_tensor index) {
    return make([&] { return ref(t).gather(dim, ref(index)); });
}
TB_API tb_tensor tb_masked_fill(tb_tensor t, tb_tensor mask, tb_scalar value) {
    return make([&] { return ref(t).masked_fill(ref(mask), scalar(value)); });
}
TB_API tb_status tb_masked_fill_(tb_tensor t, tb_tensor mask, tb_scalar value) {
    return run([&] { ref(t).masked_fill_(ref(mask), scalar(value)); });
}
TB_API tb_tensor tb_where(tb_tensor condition, tb_tensor x, tb_tensor y) {
    return make([&] { return at::where(ref(condition), ref(x), ref(y)); });
}
TB_API tb_tensor tb_cat(const tb_tensor* tensors, int32_t count, int64_t dim) {
    return make([&] { return at::cat(list(tensors, count), dim); });
}
TB_API tb_tensor tb_stack(const tb_tensor* tensors, int32_t count, int64_t dim) {
    return make([&] { return at::stack(list(tensors, count), dim); });
}
