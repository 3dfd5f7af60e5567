#!/usr/bin/env python3
"""Times the way from the start of the process to the end of the first training step, on the digits sample.

numpy reads the file: importing pandas alone would take longer than the rest.
"""
import argparse

import numpy
import torch
from torch.nn import functional

import common


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", help="tests/SampleData/digits/train/digits.csv")
    arguments = parser.parse_args()

    torch.manual_seed(1)
    table = numpy.loadtxt(arguments.file, delimiter=",", dtype=numpy.float32)
    features, labels = torch.from_numpy(table[:, 1:].copy()), torch.from_numpy(table[:, 0].astype(numpy.int64))
    deviation, mean = torch.std_mean(features, dim=0)
    deviation[deviation == 0] = 1
    features = (features - mean) / deviation

    model = common.build_model("mlp-64-128-10")
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    rows = torch.randperm(len(features))[:128]
    optimizer.zero_grad()
    loss = functional.cross_entropy(model(features[rows]), labels[rows])
    loss.backward()
    optimizer.step()
    common.print_line("start", "s", [common.seconds_since_process_start()], setting="default", loss=round(loss.item(), 4))


if __name__ == "__main__":
    main()
