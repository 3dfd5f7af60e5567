#!/usr/bin/python3
"""Writes ExpectedOfTraining/optimizers.json and ExpectedOfTraining/losses.json: what PyTorch computes where this program computes by itself.

Run it with a Python that has PyTorch (Debian: /usr/bin/python3 with python3-torch), then review the difference:
    /usr/bin/python3 make_expected.py

Parameters and gradients come from the formulas below, which OptimizerGoldenTests.cs repeats.
"""

import json
import math
import pathlib

import torch
import torch.nn.functional as F
from torch import nn

torch.set_num_threads(1)
HERE = pathlib.Path(__file__).parent / "ExpectedOfTraining"


def numbers(tensor):
    return [float(f"{value:.9g}") for value in tensor.detach().flatten().tolist()]


def save(name, cases):
    HERE.mkdir(exist_ok=True)
    (HERE / f"{name}.json").write_text("[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]\n")


# ---- optimizers: a weight and a bias of odd sizes, 24 steps, of which four are kept ----

SHAPES = [(3, 7), (5,)]
STEPS = 24
KEPT = (1, 2, 12, 24)
RATE, MOMENTUM, DECAY, L1, CLIP = 0.05, 0.9, 0.1, 0.01, 0.5
O = torch.optim

OPTIMIZERS = {
    "sgd": lambda p: O.SGD(p, RATE),
    "sgd decay": lambda p: O.SGD(p, RATE, weight_decay=DECAY),
    "sgd momentum": lambda p: O.SGD(p, RATE, momentum=MOMENTUM),
    "sgd momentum decay": lambda p: O.SGD(p, RATE, momentum=MOMENTUM, weight_decay=DECAY),
    "sgd nesterov": lambda p: O.SGD(p, RATE, momentum=MOMENTUM, nesterov=True),
    "sgd nesterov decay": lambda p: O.SGD(p, RATE, momentum=MOMENTUM, nesterov=True, weight_decay=DECAY),
    "sgd l1": lambda p: O.SGD(p, RATE),
    "adam": lambda p: O.Adam(p, RATE),
    "adam decay": lambda p: O.Adam(p, RATE, weight_decay=DECAY),
    "adam clip": lambda p: O.Adam(p, RATE),
    "adamw": lambda p: O.AdamW(p, RATE, weight_decay=0),
    "adamw decay": lambda p: O.AdamW(p, RATE, weight_decay=DECAY),
    "adamw l1 clip decay": lambda p: O.AdamW(p, RATE, weight_decay=DECAY),
    "rmsprop": lambda p: O.RMSprop(p, RATE),
    "rmsprop decay": lambda p: O.RMSprop(p, RATE, weight_decay=DECAY),
    "rmsprop momentum decay": lambda p: O.RMSprop(p, RATE, momentum=MOMENTUM, weight_decay=DECAY),
}


def gradient(shape, step):
    count = math.prod(shape)
    values = [math.sin(0.7 * i + step) * (1 + 0.1 * step) for i in range(count)]
    return torch.tensor(values, dtype=torch.float32).reshape(shape)


def optimizer_case(name, make):
    parameters = []
    for shape in SHAPES:
        values = [0.1 * ((i % 11) - 5) for i in range(math.prod(shape))]
        parameters.append(nn.Parameter(torch.tensor(values, dtype=torch.float32).reshape(shape)))
    optimizer = make(parameters)
    trajectory = {}
    for step in range(STEPS):
        for parameter in parameters:
            parameter.grad = gradient(parameter.shape, step)
            if "l1" in name and parameter.dim() >= 2:
                parameter.grad += L1 * parameter.detach().sign()
        if "clip" in name:
            nn.utils.clip_grad_norm_(parameters, CLIP)
        optimizer.step()
        if step + 1 in KEPT:
            trajectory[step + 1] = [numbers(parameter) for parameter in parameters]
    return {"name": name, "trajectory": trajectory}


# ---- losses: a batch of 4 rows, its mean loss and the gradient of the outputs ----

OUTPUTS = [1.5, -0.25, 0.75, -2.0, 3.0, 0.5, 0.25, -1.25, 2.25, -0.5, 1.0, -1.75]
CLASSES = [2, 0, 1, 2]
SIDES = [1, 0, 0, 1]
TARGETS = [0.5, -1.0, 2.0, 0.25]
WEIGHTS = [0.5, 2.0, 1.5]


def loss_case(name, outputs, targets, loss):
    outputs = outputs.clone().requires_grad_()
    value = loss(outputs, targets)
    value.backward()
    return {"name": name, "loss": numbers(value)[0], "gradient": numbers(outputs.grad)}


def focal(outputs, targets, gamma, weights=None):
    log_probability = F.log_softmax(outputs, 1).gather(1, targets.unsqueeze(1)).squeeze(1)
    losses = (1 - log_probability.exp()) ** gamma * -log_probability
    if weights is None:
        return losses.mean()
    return (losses * weights[targets]).sum() / weights[targets].sum()


def binary(outputs, targets, smoothing=0.0, weights=None):
    smooth = targets.float() * (1 - smoothing) + smoothing / 2
    return F.binary_cross_entropy_with_logits(outputs.squeeze(1), smooth, None if weights is None else weights[targets])


def losses():
    three = torch.tensor(OUTPUTS).reshape(4, 3)
    one = torch.tensor(OUTPUTS[:4]).reshape(4, 1)
    classes, sides, targets, weights = torch.tensor(CLASSES), torch.tensor(SIDES), torch.tensor(TARGETS), torch.tensor(WEIGHTS)
    return [
        loss_case("cross_entropy", three, classes, F.cross_entropy),
        loss_case("cross_entropy weights", three, classes, lambda o, t: F.cross_entropy(o, t, weights)),
        loss_case("cross_entropy smoothing", three, classes, lambda o, t: F.cross_entropy(o, t, label_smoothing=0.1)),
        loss_case("cross_entropy weights smoothing", three, classes, lambda o, t: F.cross_entropy(o, t, weights, label_smoothing=0.1)),
        loss_case("focal", three, classes, lambda o, t: focal(o, t, 2)),
        loss_case("focal weights", three, classes, lambda o, t: focal(o, t, 2, weights)),
        loss_case("binary_cross_entropy", one, sides, binary),
        loss_case("binary_cross_entropy weights", one, sides, lambda o, t: binary(o, t, weights=weights)),
        loss_case("binary_cross_entropy smoothing", one, sides, lambda o, t: binary(o, t, 0.1)),
        loss_case("mse", one, targets, lambda o, t: F.mse_loss(o.squeeze(1), t)),
        loss_case("mae", one, targets, lambda o, t: F.l1_loss(o.squeeze(1), t)),
        loss_case("huber", one, targets, lambda o, t: F.huber_loss(o.squeeze(1), t, delta=0.5)),
    ]


save("optimizers", [optimizer_case(*case) for case in OPTIMIZERS.items()])
save("losses", losses())
