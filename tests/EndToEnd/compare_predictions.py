"""Loads a saved model with PyTorch alone and compares its predictions with the program's own.

usage: compare_predictions.py JOB_FOLDER
The job must have had a test channel without labels. Exits 1 when a prediction differs by more than 1e-5
(relative to the label's spread for regression).
"""
import csv
import json
import struct
import sys
from pathlib import Path

import torch


def load_safetensors(path):
    data = Path(path).read_bytes()
    length = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8:8 + length])
    types = {"F32": torch.float32, "I64": torch.int64}
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        start, end = entry["data_offsets"]
        flat = torch.frombuffer(bytearray(data[8 + length + start:8 + length + end]), dtype=types[entry["dtype"]])
        tensors[name] = flat.reshape(entry["shape"])
    return tensors


def build(architecture):
    layers = []
    for layer in architecture["layers"]:
        arguments = {name: value if name == "p" else int(value) for name, value in layer["arguments"].items()}
        layers.append(getattr(torch.nn, layer["type"])(**arguments))
    return torch.nn.Sequential(*layers)


def main(folder):
    folder = Path(folder)
    description = json.loads((folder / "model/model.json").read_text())
    network = build(description["architecture"])
    network.load_state_dict(load_safetensors(folder / "model/model.safetensors"))
    network.eval()
    rows = [[float(field) for field in row] for row in csv.reader((folder / "input/data/test/data.csv").open())]
    features = description["features"]
    inputs = (torch.tensor(rows) - torch.tensor(features["means"])) / torch.tensor(features["standard_deviations"])
    with torch.no_grad():
        outputs = network(inputs.reshape(-1, *description["architecture"]["input_shape"]))
    ours = list(csv.reader((folder / "output/data/predictions.csv").open()))
    if description["task"] == "classification":
        theirs = outputs.softmax(1)
        mine = torch.tensor([[float(field) for field in row[1:]] for row in ours])
        names = [description["classes"][index] for index in theirs.argmax(1)]
        assert names == [row[0] for row in ours], "predicted classes differ"
        difference = (theirs - mine).abs().max().item()
    else:
        target = description["target"]
        mine = (torch.tensor([float(row[0]) for row in ours]) - target["mean"]) / target["standard_deviation"]
        difference = (outputs.squeeze(1) - mine).abs().max().item()
    assert len(ours) == len(rows), f"{len(ours)} predictions for {len(rows)} rows"
    print(f"largest difference {difference:.2e} over {len(rows)} rows")
    return 0 if difference <= 1e-5 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
