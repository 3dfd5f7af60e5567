#!/usr/bin/python3
"""Writes Expected/*.json: what PyTorch computes for the cases of the conformance suite.

Run it with a Python that has PyTorch (Debian: /usr/bin/python3 with python3-torch), then review the difference:
    /usr/bin/python3 make_expected.py

Every case holds its inputs, so that nothing depends on how random numbers are drawn. Gradients are those of
sum(output * cotangent(output)), the cotangent being the fixed pattern below, which the C# side repeats.
"""

import json
import math
import pathlib

import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(20240607)
torch.set_num_threads(1)
HERE = pathlib.Path(__file__).parent / "Expected"


def number(value):
    if isinstance(value, bool):
        return int(value)
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return float(f"{value:.9g}") if isinstance(value, float) else value


def pack(tensor):
    """A tensor as JSON."""
    names = {torch.float32: "Float32", torch.float64: "Float64", torch.int64: "Int64", torch.int32: "Int32", torch.bool: "Bool"}
    flat = tensor.detach().contiguous().flatten().tolist()
    return {"type": names[tensor.dtype], "shape": list(tensor.shape), "data": [number(v) for v in flat]}


def cotangent(output):
    pattern = (torch.arange(output.numel()) * 5 % 7 - 3).to(output.dtype) * 0.25
    return pattern.reshape(output.shape)


def backward(output):
    (output * cotangent(output)).sum().backward()


def save(name, cases):
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    (HERE / f"{name}.json").write_text("[\n" + lines + "\n]\n")


# ---- operators: name, function, inputs (floating-point inputs get gradients unless the output has none) ----

def x(*shape):
    return torch.randn(*shape)


def positive(*shape):
    return torch.rand(*shape) * 3 + 0.1


def probability(*shape):
    return torch.rand(*shape) * 0.8 + 0.1


def longs(*values, shape=None):
    tensor = torch.tensor(values, dtype=torch.int64)
    return tensor if shape is None else tensor.reshape(shape)


special = torch.tensor([[1.0, float("nan"), -2.0], [float("inf"), 0.0, float("-inf")]])
mask = torch.tensor([[True, False, True], [False, True, False]])

OPERATORS = [
    ("abs", torch.abs, [x(2, 3)]),
    ("sqrt", torch.sqrt, [positive(2, 3)]),
    ("rsqrt", torch.rsqrt, [positive(2, 3)]),
    ("exp", torch.exp, [x(2, 3)]),
    ("log", torch.log, [positive(2, 3)]),
    ("log1p", torch.log1p, [positive(2, 3)]),
    ("neg", torch.neg, [x(2, 3)]),
    ("sign", torch.sign, [x(2, 3)]),
    ("square", torch.square, [x(2, 3)]),
    ("sigmoid", torch.sigmoid, [x(2, 3)]),
    ("tanh", torch.tanh, [x(2, 3)]),
    ("relu", torch.relu, [x(2, 3)]),
    ("ceil", torch.ceil, [x(2, 3)]),
    ("floor", torch.floor, [x(2, 3)]),
    ("logical_not", torch.logical_not, [mask]),
    ("isnan", torch.isnan, [special]),
    ("isfinite", torch.isfinite, [special]),
    ("isinf", torch.isinf, [special]),
    ("add", lambda a, b: a + b, [x(2, 3), x(3)]),
    ("add_alpha", lambda a, b: torch.add(a, b, alpha=0.5), [x(2, 3), x(2, 3)]),
    ("add_scalar", lambda a: a + 2.5, [x(2, 3)]),
    ("add_long_to_long", lambda a: a + 2, [longs(1, 2, 3)]),
    ("sub", lambda a, b: a - b, [x(2, 3), x(2, 1)]),
    ("sub_scalar", lambda a: a - 2.5, [x(2, 3)]),
    ("scalar_sub", lambda a: 2.5 - a, [x(2, 3)]),
    ("mul", lambda a, b: a * b, [x(2, 3), x(2, 3)]),
    ("mul_scalar", lambda a: a * 3, [x(2, 3)]),
    ("div", lambda a, b: a / b, [x(2, 3), positive(2, 3)]),
    ("div_scalar", lambda a: a / 4, [x(2, 3)]),
    ("scalar_div", lambda a: 2.5 / a, [positive(2, 3)]),
    ("div_floor", lambda a, b: torch.div(a, b, rounding_mode="floor"), [longs(7, -7, 9), longs(2, 2, 4)]),
    ("div_trunc", lambda a, b: torch.div(a, b, rounding_mode="trunc"), [longs(7, -7, 9), longs(2, 2, 4)]),
    ("remainder", torch.remainder, [longs(7, -7, 9), longs(2, 3, 4)]),
    ("pow", torch.pow, [positive(2, 3), x(2, 3)]),
    ("pow_scalar", lambda a: a ** 3, [x(2, 3)]),
    ("addcmul", lambda a, b, c: torch.addcmul(a, b, c, value=0.3), [x(2, 3), x(2, 3), x(2, 3)]),
    ("addcdiv", lambda a, b, c: torch.addcdiv(a, b, c, value=0.3), [x(2, 3), x(2, 3), positive(2, 3)]),
    ("lerp", torch.lerp, [x(2, 3), x(2, 3), probability(2, 3)]),
    ("clamp", lambda a: torch.clamp(a, min=-0.5, max=0.75), [x(3, 4)]),
    ("clamp_min_only", lambda a: torch.clamp(a, min=0.0), [x(3, 4)]),
    ("maximum", torch.maximum, [x(2, 3), x(2, 3)]),
    ("minimum", torch.minimum, [x(2, 3), x(2, 3)]),
    ("matmul", torch.matmul, [x(2, 3), x(3, 4)]),
    ("matmul_batched", torch.matmul, [x(2, 2, 3), x(3, 2)]),
    ("matmul_vectors", torch.matmul, [x(3), x(3)]),
    ("mm", torch.mm, [x(2, 3), x(3, 2)]),
    ("addmm", lambda a, b, c: torch.addmm(a, b, c, beta=0.5, alpha=2.0), [x(2, 2), x(2, 3), x(3, 2)]),
    ("eq", torch.eq, [longs(1, 2, 3), longs(1, 5, 3)]),
    ("ne", torch.ne, [longs(1, 2, 3), longs(1, 5, 3)]),
    ("lt", torch.lt, [longs(1, 2, 3), longs(1, 5, 2)]),
    ("le", torch.le, [longs(1, 2, 3), longs(1, 5, 2)]),
    ("gt", torch.gt, [longs(1, 2, 3), longs(1, 5, 2)]),
    ("ge", torch.ge, [longs(1, 2, 3), longs(1, 5, 2)]),
    ("gt_scalar", lambda a: a > 0.0, [x(2, 3)]),
    ("logical_and", torch.logical_and, [mask, mask.flip(0)]),
    ("logical_or", torch.logical_or, [mask, mask.flip(0)]),
    ("all", torch.all, [mask]),
    ("any_dim", lambda a: torch.any(a, dim=1, keepdim=True), [mask]),
    ("where", lambda c, a, b: torch.where(c, a, b), [mask, x(2, 3), x(2, 3)]),
    ("masked_fill", lambda a, m: a.masked_fill(m, -1.5), [x(2, 3), mask]),
    ("sum", torch.sum, [x(2, 3)]),
    ("sum_dim", lambda a: a.sum(dim=1, keepdim=True), [x(2, 3)]),
    ("sum_dims", lambda a: a.sum(dim=(0, 2)), [x(2, 3, 2)]),
    ("sum_bool_as_long", lambda a: a.sum(dtype=torch.int64), [mask]),
    ("mean", torch.mean, [x(2, 3)]),
    ("mean_dims", lambda a: a.mean(dim=(0,), keepdim=True), [x(2, 3)]),
    ("var", torch.var, [x(2, 3)]),
    ("var_dim_biased", lambda a: a.var(dim=0, unbiased=False), [x(4, 3)]),
    ("std", torch.std, [x(2, 3)]),
    ("std_dim", lambda a: a.std(dim=1), [x(2, 4)]),
    ("max", torch.max, [x(2, 3)]),
    ("min", torch.min, [x(2, 3)]),
    ("max_dim_values", lambda a: a.max(dim=1).values, [x(3, 4)]),
    ("max_dim_indexes", lambda a: a.max(dim=1).indices, [x(3, 4)]),
    ("min_dim_values", lambda a: a.min(dim=0, keepdim=True).values, [x(3, 4)]),
    ("topk_values", lambda a: a.topk(2).values, [x(3, 4)]),
    ("topk_indexes", lambda a: a.topk(2).indices, [x(3, 4)]),
    ("argmax", lambda a: a.argmax(dim=1), [x(3, 4)]),
    ("argmin", lambda a: a.argmin(dim=0), [x(3, 4)]),
    ("norm", lambda a: a.norm(), [x(2, 3)]),
    ("norm_one", lambda a: a.norm(p=1), [x(2, 3)]),
    ("norm_dim", lambda a: a.norm(p=2, dim=1), [x(2, 3)]),
    ("softmax", lambda a: a.softmax(1), [x(2, 3)]),
    ("log_softmax", lambda a: a.log_softmax(1), [x(2, 3)]),
    ("elu", lambda a: F.elu(a, 0.7), [x(2, 3)]),
    ("leaky_relu", lambda a: F.leaky_relu(a, 0.2), [x(2, 3)]),
    ("silu", F.silu, [x(2, 3)]),
    ("gelu", F.gelu, [x(2, 3)]),
    ("gelu_tanh", lambda a: F.gelu(a, approximate="tanh"), [x(2, 3)]),
    ("view", lambda a: a.view(3, 2), [x(2, 3)]),
    ("reshape_transposed", lambda a: a.t().reshape(-1), [x(2, 3)]),
    ("flatten", lambda a: a.flatten(1), [x(2, 3, 2)]),
    ("unsqueeze", lambda a: a.unsqueeze(1), [x(2, 3)]),
    ("squeeze", lambda a: a.squeeze(1), [x(2, 1, 3)]),
    ("transpose", lambda a: a.transpose(0, 2).contiguous(), [x(2, 3, 2)]),
    ("permute", lambda a: a.permute(2, 0, 1), [x(2, 3, 2)]),
    ("expand", lambda a: a.expand(4, 3), [x(1, 3)]),
    ("narrow", lambda a: a.narrow(1, 1, 2), [x(2, 4)]),
    ("select", lambda a: a.select(1, 2), [x(2, 4)]),
    ("index_select", lambda a, i: a.index_select(0, i), [x(4, 2), longs(3, 0, 3)]),
    ("gather", lambda a, i: a.gather(1, i), [x(2, 3), longs(2, 0, 1, 1, shape=(2, 2))]),
    ("index_integers", lambda a: a[1, 2], [x(2, 3)]),
    ("index_slice", lambda a: a[:, 1:3], [x(2, 4)]),
    ("index_step_ellipsis", lambda a: a[..., ::2], [x(2, 2, 4)]),
    ("index_new_axis", lambda a: a[None, 0], [x(2, 4)]),
    ("index_tensor", lambda a, i: a[i], [x(4, 2), longs(3, 0)]),
    ("index_mask", lambda a, m: a[m], [x(2, 3), mask]),
    ("cat", lambda a, b: torch.cat([a, b], dim=1), [x(2, 3), x(2, 1)]),
    ("stack", lambda a, b: torch.stack([a, b], dim=1), [x(2, 3), x(2, 3)]),
    ("one_hot", lambda a: F.one_hot(a, 4), [longs(0, 3, 1)]),
    ("to_double", lambda a: a.double(), [x(2, 3)]),
    ("to_long", lambda a: a.long(), [x(2, 3) * 5]),
    ("arange", lambda: torch.arange(3, 11, 2), []),
    ("arange_float", lambda: torch.arange(0.5, 2.0, 0.5), []),
    ("linspace", lambda: torch.linspace(-1, 1, 5), []),
    ("full", lambda: torch.full((2, 2), 1.5), []),
    ("full_of_long", lambda: torch.full((2,), 7), []),
    ("eye_of_comparison", lambda a: (a.unsqueeze(0) == a.unsqueeze(1)).float(), [longs(0, 1, 2)]),
]

# ---- losses ----

logits = x(4, 3)
classes = longs(2, 0, 1, 2)
some_ignored = longs(2, -100, 1, 0)
class_weights = torch.tensor([0.5, 2.0, 1.5])
targets = (torch.rand(4, 3) > 0.5).float()

LOSSES = [
    ("cross_entropy", F.cross_entropy, [logits, classes]),
    ("cross_entropy_sum", lambda a, t: F.cross_entropy(a, t, reduction="sum"), [x(4, 3), classes]),
    ("cross_entropy_none", lambda a, t: F.cross_entropy(a, t, reduction="none"), [x(4, 3), classes]),
    ("cross_entropy_weight", lambda a, t, w: F.cross_entropy(a, t, weight=w), [x(4, 3), classes, class_weights]),
    ("cross_entropy_ignore", F.cross_entropy, [x(4, 3), some_ignored]),
    ("cross_entropy_ignore_index", lambda a, t: F.cross_entropy(a, t, ignore_index=2), [x(4, 3), classes]),
    ("cross_entropy_smoothing", lambda a, t: F.cross_entropy(a, t, label_smoothing=0.1), [x(4, 3), classes]),
    ("cross_entropy_smoothing_weight", lambda a, t, w: F.cross_entropy(a, t, weight=w, label_smoothing=0.2), [x(4, 3), classes, class_weights]),
    ("cross_entropy_probabilities", F.cross_entropy, [x(4, 3), x(4, 3).softmax(1)]),
    ("nll_loss", F.nll_loss, [x(4, 3).log_softmax(1), classes]),
    ("nll_loss_weight_sum", lambda a, t, w: F.nll_loss(a, t, weight=w, reduction="sum"), [x(4, 3).log_softmax(1), classes, class_weights]),
    ("binary_cross_entropy", F.binary_cross_entropy, [probability(4, 3), targets]),
    ("binary_cross_entropy_weight", lambda a, t, w: F.binary_cross_entropy(a, t, weight=w), [probability(4, 3), targets, positive(4, 3)]),
    ("binary_cross_entropy_with_logits", F.binary_cross_entropy_with_logits, [x(4, 3), targets]),
    ("binary_cross_entropy_with_logits_pos_weights", lambda a, t, w: F.binary_cross_entropy_with_logits(a, t, pos_weight=w), [x(4, 3), targets, class_weights]),
    ("binary_cross_entropy_with_logits_weight", lambda a, t, w: F.binary_cross_entropy_with_logits(a, t, weight=w, reduction="sum"), [x(4, 3), targets, positive(4, 3)]),
    ("mse_loss", F.mse_loss, [x(4, 2), x(4, 2)]),
    ("mse_loss_none", lambda a, t: F.mse_loss(a, t, reduction="none"), [x(4, 2), x(4, 2)]),
    ("l1_loss", F.l1_loss, [x(4, 2), x(4, 2)]),
    ("l1_loss_sum", lambda a, t: F.l1_loss(a, t, reduction="sum"), [x(4, 2), x(4, 2)]),
    ("huber_loss", F.huber_loss, [x(4, 2) * 3, x(4, 2)]),
    ("huber_loss_delta", lambda a, t: F.huber_loss(a, t, delta=0.5), [x(4, 2) * 3, x(4, 2)]),
    ("smooth_l1_loss", F.smooth_l1_loss, [x(4, 2) * 3, x(4, 2)]),
    ("smooth_l1_loss_beta", lambda a, t: F.smooth_l1_loss(a, t, beta=0.4), [x(4, 2) * 3, x(4, 2)]),
]


def function_case(name, function, inputs):
    inputs = [tensor.clone().detach() for tensor in inputs]
    output = function(*inputs)
    if output.is_floating_point() and inputs:
        for tensor in inputs:
            tensor.requires_grad_(tensor.is_floating_point())
        try:
            output = function(*inputs)
        except RuntimeError:  # targets and weights without a derivative
            inputs = [inputs[0]] + [tensor.detach() for tensor in inputs[1:]]
            output = function(*inputs)
        if name.startswith(("cross_entropy", "nll", "binary")):
            inputs = [inputs[0]] + [tensor.detach() for tensor in inputs[1:]]
            inputs[0].grad = None
            output = function(*inputs)
        if output.requires_grad:
            backward(output)
    grads = [None if tensor.grad is None else pack(tensor.grad) for tensor in inputs]
    return {"name": name, "inputs": [pack(tensor) for tensor in inputs], "output": pack(output), "grads": grads}


# ---- layers: the module's own parameters are random; they travel in the file ----

LAYERS = [
    ("Linear", nn.Linear(3, 2), x(4, 3)),
    ("Linear_without_bias", nn.Linear(3, 2, bias=False), x(4, 3)),
    ("Linear_3d", nn.Linear(3, 2), x(2, 2, 3)),
    ("Conv2d", nn.Conv2d(2, 3, 3), x(2, 2, 5, 5)),
    ("Conv2d_stride_padding", nn.Conv2d(2, 2, 3, stride=2, padding=1), x(1, 2, 5, 5)),
    ("Conv2d_pairs_dilation", nn.Conv2d(1, 2, (3, 2), stride=(1, 2), padding=(1, 0), dilation=(2, 1)), x(1, 1, 6, 5)),
    ("Conv2d_groups", nn.Conv2d(4, 4, 3, groups=2, bias=False), x(1, 4, 4, 4)),
    ("Conv2d_same", nn.Conv2d(1, 2, 3, padding="same"), x(1, 1, 4, 4)),
    ("Conv2d_reflect", nn.Conv2d(1, 1, 3, padding=1, padding_mode="reflect"), x(1, 1, 4, 4)),
    ("Conv2d_unbatched", nn.Conv2d(2, 1, 2), x(2, 3, 3)),
    ("MaxPool2d", nn.MaxPool2d(2), x(1, 2, 4, 4)),
    ("MaxPool2d_overlapping", nn.MaxPool2d((3, 2), stride=(1, 2), padding=(1, 0), ceil_mode=True), x(1, 1, 5, 5)),
    ("AvgPool2d", nn.AvgPool2d(2), x(1, 2, 4, 4)),
    ("AvgPool2d_padding", nn.AvgPool2d(3, stride=2, padding=1, count_include_pad=False), x(1, 1, 5, 5)),
    ("AdaptiveAvgPool2d", nn.AdaptiveAvgPool2d((2, 3)), x(1, 2, 5, 5)),
    ("BatchNorm1d_training", nn.BatchNorm1d(3), x(5, 3)),
    ("BatchNorm1d_momentum", nn.BatchNorm1d(3, eps=1e-3, momentum=0.3), x(5, 3)),
    ("BatchNorm1d_evaluation", nn.BatchNorm1d(3).eval(), x(5, 3)),
    ("BatchNorm1d_without_statistics", nn.BatchNorm1d(3, track_running_stats=False), x(5, 3)),
    ("BatchNorm2d_training", nn.BatchNorm2d(2), x(3, 2, 2, 2)),
    ("LayerNorm", nn.LayerNorm(4), x(3, 4)),
    ("LayerNorm_2d_eps", nn.LayerNorm([2, 3], eps=1e-2), x(2, 2, 3)),
    ("LayerNorm_plain", nn.LayerNorm(4, elementwise_affine=False), x(3, 4)),
    ("Dropout_evaluation", nn.Dropout(0.4).eval(), x(2, 3)),
    ("Flatten", nn.Flatten(), x(2, 2, 3)),
    ("Identity", nn.Identity(), x(2, 3)),
    ("ReLU", nn.ReLU(), x(2, 3)),
    ("LeakyReLU", nn.LeakyReLU(0.2), x(2, 3)),
    ("ELU", nn.ELU(0.7), x(2, 3)),
    ("GELU", nn.GELU(), x(2, 3)),
    ("GELU_tanh", nn.GELU(approximate="tanh"), x(2, 3)),
    ("SiLU", nn.SiLU(), x(2, 3)),
    ("Tanh", nn.Tanh(), x(2, 3)),
    ("Sigmoid", nn.Sigmoid(), x(2, 3)),
    ("Sequential", nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2)), x(4, 3)),
]


def layer_case(name, layer, value):
    with torch.no_grad():
        for parameter in layer.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.3)
        if name == "BatchNorm1d_evaluation":
            layer.running_mean.copy_(torch.randn(3))
            layer.running_var.copy_(positive(3))
    before = {key: pack(tensor) for key, tensor in layer.state_dict().items()}
    value = value.clone().requires_grad_()
    output = layer(value)
    backward(output)
    return {
        "name": name,
        "training": layer.training,
        "state": before,
        "input": pack(value),
        "output": pack(output),
        "inputGrad": pack(value.grad),
        "grads": {key: pack(parameter.grad) for key, parameter in layer.named_parameters()},
        "stateAfter": {key: pack(tensor) for key, tensor in layer.named_buffers()},
    }


# ---- optimizers: fixed gradients, the parameters after each step ----

O = torch.optim
OPTIMIZERS = [
    ("SGD", lambda p: O.SGD(p, 0.1)),
    ("SGD_weight_decay", lambda p: O.SGD(p, 0.1, weight_decay=0.05)),
    ("SGD_momentum", lambda p: O.SGD(p, 0.1, momentum=0.9)),
    ("SGD_momentum_dampening", lambda p: O.SGD(p, 0.1, momentum=0.9, dampening=0.3, weight_decay=0.01)),
    ("SGD_nesterov", lambda p: O.SGD(p, 0.1, momentum=0.8, weight_decay=0.01, nesterov=True)),
    ("SGD_maximize", lambda p: O.SGD(p, 0.1, momentum=0.5, maximize=True)),
    ("Adam", lambda p: O.Adam(p, 0.05)),
    ("Adam_weight_decay", lambda p: O.Adam(p, 0.05, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.1)),
    ("Adam_amsgrad", lambda p: O.Adam(p, 0.05, betas=(0.5, 0.6), amsgrad=True)),
    ("Adam_maximize", lambda p: O.Adam(p, 0.05, maximize=True)),
    ("AdamW", lambda p: O.AdamW(p, 0.05, weight_decay=0.1)),
    ("AdamW_amsgrad", lambda p: O.AdamW(p, 0.05, betas=(0.5, 0.6), weight_decay=0.02, amsgrad=True)),
    ("RMSProp", lambda p: O.RMSprop(p, 0.02)),
    ("RMSProp_momentum", lambda p: O.RMSprop(p, 0.02, alpha=0.9, weight_decay=0.05, momentum=0.7)),
    ("RMSProp_centered", lambda p: O.RMSprop(p, 0.02, alpha=0.8, centered=True)),
]

STEPS = 6


def optimizer_case(name, make):
    parameters = [nn.Parameter(torch.randn(2, 3)), nn.Parameter(torch.randn(3))]
    initial = [pack(parameter) for parameter in parameters]
    optimizer = make(parameters)
    grads, trajectory = [], []
    for _ in range(STEPS):
        step_grads = [torch.randn_like(parameter) for parameter in parameters]
        for parameter, grad in zip(parameters, step_grads):
            parameter.grad = grad
        optimizer.step()
        grads.append([pack(grad) for grad in step_grads])
        trajectory.append([pack(parameter) for parameter in parameters])
    return {"name": name, "initial": initial, "grads": grads, "trajectory": trajectory}


# ---- whole training loops: losses step by step and the final state ----

def training_case(name, model, make_optimizer, value, target, loss, clip=None):
    case = {"name": name, "state": {key: pack(tensor) for key, tensor in model.state_dict().items()}, "input": pack(value), "target": pack(target)}
    optimizer = make_optimizer(model.parameters())
    losses, norms = [], []
    for _ in range(8):
        optimizer.zero_grad()
        current = loss(model(value), target)
        current.backward()
        if clip is not None:
            norms.append(number(nn.utils.clip_grad_norm_(model.parameters(), clip).item()))
        optimizer.step()
        losses.append(number(current.item()))
    case["losses"] = losses
    case["norms"] = norms
    case["stateAfter"] = {key: pack(tensor) for key, tensor in model.state_dict().items()}
    return case


# ---- random numbers and initial weights: what a seed draws on the CPU ----
# (bernoulli and dropout are not here: libtorch draws them by MKL where it has it)

RANDOM = [
    ("rand", lambda: torch.rand(5)),
    ("rand_of_many", lambda: torch.rand(33)),
    ("randn", lambda: torch.randn(7)),
    ("randn_of_many", lambda: torch.randn(33)),
    ("randperm", lambda: torch.randperm(12)),
    ("randint", lambda: torch.randint(3, 9, (10,))),
    ("uniform", lambda: torch.empty(9).uniform_(-2, 3)),
    ("normal", lambda: torch.empty(9).normal_(2, 3)),
    ("kaiming_uniform", lambda: nn.init.kaiming_uniform_(torch.empty(3, 4), a=math.sqrt(5))),
    ("kaiming_uniform_fan_out_relu", lambda: nn.init.kaiming_uniform_(torch.empty(3, 4), mode="fan_out", nonlinearity="relu")),
    ("kaiming_normal_relu", lambda: nn.init.kaiming_normal_(torch.empty(3, 4), nonlinearity="relu")),
    ("xavier_uniform", lambda: nn.init.xavier_uniform_(torch.empty(3, 4))),
    ("Linear", lambda: weights(nn.Linear(5, 3))),
    ("Conv2d", lambda: weights(nn.Conv2d(2, 3, 3))),
    ("BatchNorm1d", lambda: weights(nn.BatchNorm1d(4))),
]


def weights(layer):
    return torch.cat([parameter.detach().flatten() for parameter in layer.parameters()])


def random_case(name, draw):
    torch.manual_seed(5)
    return {"name": name, "output": pack(draw())}


def main():
    HERE.mkdir(exist_ok=True)
    save("operators", [function_case(*case) for case in OPERATORS])
    save("losses", [function_case(*case) for case in LOSSES])
    save("layers", [layer_case(*case) for case in LAYERS])
    save("optimizers", [optimizer_case(*case) for case in OPTIMIZERS])
    save("training", [
        training_case(
            "MLP_Adam_cross_entropy",
            nn.Sequential(nn.Linear(4, 6), nn.ReLU(), nn.Linear(6, 3)),
            lambda p: O.Adam(p, 0.05), x(10, 4), torch.randint(0, 3, (10,)), F.cross_entropy),
        training_case(
            "MLP_SGD_mse_clipped",
            nn.Sequential(nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 1)),
            lambda p: O.SGD(p, 0.1, momentum=0.9), x(8, 3), x(8, 1) * 3, F.mse_loss, clip=0.5),
        training_case(
            "CNN_AdamW_batch_norm",
            # Without a bias, whose gradient before a batch norm is nothing but rounding, which Adam blows up.
            nn.Sequential(nn.Conv2d(1, 2, 3, padding=1, bias=False), nn.BatchNorm2d(2), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(8, 2)),
            lambda p: O.AdamW(p, 0.02, weight_decay=0.01), x(6, 1, 4, 4), torch.randint(0, 2, (6,)), F.cross_entropy),
    ])
    save("random", [random_case(*case) for case in RANDOM])


main()
