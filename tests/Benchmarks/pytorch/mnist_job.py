#!/usr/bin/env python3
"""The MNIST mlp job as a good engineer writes it in PyTorch: read, standardize, train 3 epochs, evaluate, save.

Prints the test accuracy and the wall time since the start of the process.
"""
import argparse
import os
import tempfile

import numpy
import pandas
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

import common


def read(path):
    table = pandas.read_csv(path, header=None, dtype=numpy.float32).to_numpy()
    return torch.from_numpy(table[:, 1:].copy()), torch.from_numpy(table[:, 0].astype(numpy.int64))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", help="folder with train/mnist_train.csv and test/mnist_test.csv")
    parser.add_argument("--workers", type=int, default=2, help="worker processes of the DataLoader")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--threads", type=int, help="torch.set_num_threads; PyTorch's default if not given")
    arguments = parser.parse_args()
    if arguments.threads:
        torch.set_num_threads(arguments.threads)
    torch.manual_seed(1)

    features, labels = read(os.path.join(arguments.data, "train", "mnist_train.csv"))
    test_features, test_labels = read(os.path.join(arguments.data, "test", "mnist_test.csv"))
    mean, deviation = features.mean(dim=0), features.std(dim=0)
    deviation[deviation == 0] = 1
    features = (features - mean) / deviation
    test_features = (test_features - mean) / deviation

    loader = DataLoader(
        TensorDataset(features, labels), batch_size=128, shuffle=True,
        num_workers=arguments.workers, persistent_workers=arguments.workers > 0)
    model = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU(), nn.Linear(128, 10))
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    loss_function = nn.CrossEntropyLoss()
    for _ in range(arguments.epochs):
        model.train()
        for batch_features, batch_labels in loader:
            optimizer.zero_grad()
            loss = loss_function(model(batch_features), batch_labels)
            loss.backward()
            optimizer.step()

    model.eval()
    with torch.no_grad():
        predictions = torch.cat([model(part).argmax(dim=1) for part in test_features.split(1024)])
    accuracy = (predictions == test_labels).float().mean().item()
    with tempfile.TemporaryDirectory() as folder:
        torch.save({"model": model.state_dict(), "mean": mean, "deviation": deviation}, os.path.join(folder, "model.pt"))

    common.print_line(
        "job", "s", [common.seconds_since_process_start()], setting="default", workers=arguments.workers,
        epochs=arguments.epochs, threads=torch.get_num_threads(), accuracy=round(accuracy, 4), peak_mb=common.peak_megabytes())


if __name__ == "__main__":
    main()
