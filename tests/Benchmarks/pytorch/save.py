#!/usr/bin/env python3
"""Times torch.save of a model with Adam's state, as the benchmark of checkpoints has it: training stands still for all of it.

    save.py FOLDER --megabytes N [--rounds N]
"""
import argparse
import math
import os
import shutil
import time

import torch

from common import print_line

BYTES_PER_WEIGHT = 12
WEIGHTS_PER_LAYER = 1 << 20


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    parser.add_argument("--megabytes", type=float, default=100)
    parser.add_argument("--rounds", type=int, default=9)
    arguments = parser.parse_args()

    weights = arguments.megabytes * 1e6 / BYTES_PER_WEIGHT
    layers = max(1, round(weights / WEIGHTS_PER_LAYER))
    width = int(math.sqrt(weights / layers))
    model = torch.nn.Sequential(*[torch.nn.Linear(width, width) for _ in range(layers)])
    optimizer = torch.optim.Adam(model.parameters())
    model(torch.ones(1, width)).sum().backward()
    optimizer.step()
    state = {"model": model.state_dict(), "optimizer": optimizer.state_dict()}

    os.makedirs(arguments.folder, exist_ok=True)
    path = os.path.join(arguments.folder, "checkpoint.pt")
    saves, durables = [], []
    for turn in range(arguments.rounds + 1):
        start = time.perf_counter()
        torch.save(state, path)
        saved = time.perf_counter() - start
        with open(path, "rb") as file:
            os.fsync(file.fileno())
        durable = time.perf_counter() - start
        if turn:
            saves.append(saved)
            durables.append(durable)
    shutil.rmtree(arguments.folder)
    name = f"{arguments.megabytes:.0f} MB"
    print_line("checkpoint", "s", saves, model=name, setting="stall")
    print_line("checkpoint", "s", durables, model=name, setting="durable")


if __name__ == "__main__":
    main()
