#!/usr/bin/env python3
"""Times one training step of PyTorch: zero_grad, forward, cross entropy, backward, Adam.

The data are random, fixed, and already on the device. With --threads the fastest way to call Adam in this version of
PyTorch is looked for first (plain, foreach, fused; gradients zeroed or set to None), as someone who tunes would do;
with --default everything is as PyTorch sets it, and with --compile the model goes through torch.compile. OpenBLAS's threads are given by OPENBLAS_NUM_THREADS.
"""
import argparse
import time

import torch
from torch.nn import functional

import common


def make_step(model, inputs, labels, optimizer, zero_grad_options):
    def step():
        optimizer.zero_grad(**zero_grad_options)
        loss = functional.cross_entropy(model(inputs), labels)
        loss.backward()
        optimizer.step()
    return step


def variants(name, inputs, labels, tuned, compiled):
    """Each (description, step) that this version of PyTorch offers; only the default one unless tuned."""
    adam_options = [("adam", {})]
    zero_options = [("", {})]
    if tuned:
        adam_options += [("adam foreach", {"foreach": True}), ("adam fused", {"fused": True})]
        zero_options += [(", grads to None", {"set_to_none": True})]
    for adam_text, adam in adam_options:
        for zero_text, zero in zero_options:
            try:
                torch.manual_seed(1)
                model = common.build_model(name).to(inputs.device)
                if compiled:
                    model = torch.compile(model)
                step = make_step(model, inputs, labels, torch.optim.Adam(model.parameters(), lr=1e-3, **adam), zero)
                step()
            except (TypeError, RuntimeError):
                continue            # not in this version, or not on this device
            yield adam_text + zero_text, step


def seconds_per_step(step, seconds, synchronize):
    """Mean over as many steps as fit into about that time."""
    steps = 0
    start = time.perf_counter()
    while True:
        step()
        steps += 1
        if time.perf_counter() - start >= seconds:
            synchronize()
            return (time.perf_counter() - start) / steps


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", choices=common.MODELS)
    parser.add_argument("--threads", type=int, help="torch.set_num_threads")
    parser.add_argument("--default", action="store_true", help="set nothing, tune nothing")
    parser.add_argument("--compile", action="store_true", help="torch.compile, with its defaults")
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    parser.add_argument("--seconds", type=float, default=3, help="how long to measure")
    parser.add_argument("--rounds", type=int, default=15, help="into how many rounds that time is divided")
    arguments = parser.parse_args()
    if arguments.compile and not hasattr(torch, "compile"):
        parser.error(f"PyTorch {torch.__version__} has no torch.compile, expected 2.0 or newer")
    if arguments.threads and not arguments.default:
        torch.set_num_threads(arguments.threads)
    synchronize = torch.cuda.synchronize if arguments.device == "cuda" else lambda: None

    batch, shape, classes = common.MODELS[arguments.model]
    torch.manual_seed(1)
    inputs = torch.randn(batch, *shape).to(arguments.device)
    labels = torch.randint(classes, (batch,)).to(arguments.device)

    trial = arguments.seconds / 20
    candidates = list(variants(arguments.model, inputs, labels, tuned=not arguments.default and not arguments.compile,
                               compiled=arguments.compile))
    for _, step in candidates:
        seconds_per_step(step, trial, synchronize)
    text, step = min(candidates, key=lambda candidate: seconds_per_step(candidate[1], trial, synchronize))

    rounds = [seconds_per_step(step, arguments.seconds / arguments.rounds, synchronize) * 1e6 for _ in range(arguments.rounds)]
    common.print_line(
        "step", "us", rounds, model=arguments.model, batch=batch, device=arguments.device, optimizer=text,
        setting="default" if arguments.default else "compile" if arguments.compile else "given", threads=torch.get_num_threads())


if __name__ == "__main__":
    main()
