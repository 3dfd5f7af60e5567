#!/usr/bin/env python3
"""Times what a Spot interruption waits for: from SIGTERM to the program until its checkpoint is on the disk, and until it has ended.

    sigterm.py PROGRAM FOLDER [--rounds N] [--seed N]

Each round starts a job (mlp, weights and Adam's state 500 MB) in FOLDER, which is made and removed, lets it train for a random
moment, and sends the signal. The checkpoint counts from the moment that it has its name: the program syncs it before that.
"""
import argparse
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent / "pytorch"))
from common import quantile  # noqa: E402

FEATURES, HIDDEN, ROWS, CLASSES = 64, 4528, 4000, 10
WAIT_SECONDS = 120


def write_data(folder, draw):
    folder.mkdir(parents=True)
    with open(folder / "rows.csv", "w", encoding="ascii") as file:
        for row in range(ROWS):
            file.write(",".join([str(row % CLASSES), *(str(draw.randrange(256)) for _ in range(FEATURES))]) + "\n")


def write_config(folder):
    folder.mkdir(parents=True)
    contents = {
        "hyperparameters": {
            "model": "mlp", "hidden_layers": json.dumps([HIDDEN] * 3), "batch_size": "32", "epochs": "1000",
            "validation_fraction": "0", "seed": "1", "checkpoint_interval": "1000ep"},
        "inputdataconfig": {"train": {
            "TrainingInputMode": "File", "ContentType": "text/csv", "S3DistributionType": "FullyReplicated", "RecordWrapperType": "None"}},
        "resourceconfig": {"current_host": "algo-1", "hosts": ["algo-1"], "network_interface_name": "lo"}}
    for name, content in contents.items():
        (folder / f"{name}.json").write_text(json.dumps(content), encoding="ascii")


def wait_for(what, condition):
    end = time.monotonic() + WAIT_SECONDS
    while not (found := condition()):
        if time.monotonic() > end:
            sys.exit(f"sigterm.py: no {what} within {WAIT_SECONDS} s")
        time.sleep(0.001)
    return found


def one_round(program, root, draw):
    """Seconds from the signal to the checkpoint and to the end, and the size of the checkpoint in bytes."""
    checkpoints = root / "checkpoints"
    shutil.rmtree(checkpoints, ignore_errors=True)
    checkpoints.mkdir()
    process = subprocess.Popen([program, "train"], env={**os.environ, "SAGEMAKER_BASE_DIR": str(root)},
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    lines, started = [], threading.Event()

    def read():
        for line in process.stdout:
            lines.append(line)
            if "first step after" in line:
                started.set()

    threading.Thread(target=read, daemon=True).start()
    try:
        if not started.wait(WAIT_SECONDS):
            sys.exit("sigterm.py: no first step. The output ends with:\n" + "".join(lines[-20:]))
        time.sleep(draw.uniform(0, 3))
        start = time.monotonic()
        process.send_signal(signal.SIGTERM)
        checkpoint = wait_for("checkpoint", lambda: next(checkpoints.glob("*.safetensors"), None))
        durable = time.monotonic() - start
        if process.wait(WAIT_SECONDS) != 0:
            sys.exit(f"sigterm.py: the program ended with {process.returncode}:\n" + "".join(lines[-20:]))
        return durable, time.monotonic() - start, checkpoint.stat().st_size
    finally:
        process.kill()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()

    draw = random.Random(arguments.seed)
    write_data(arguments.folder / "input" / "data" / "train", draw)
    write_config(arguments.folder / "input" / "config")
    rounds = [one_round(arguments.program, arguments.folder, draw) for _ in range(arguments.rounds)]
    shutil.rmtree(arguments.folder)
    size = rounds[0][2]
    for setting, seconds in (("signal to disk", [one[0] for one in rounds]), ("signal to end", [one[1] for one in rounds])):
        print(json.dumps({
            "benchmark": "sigterm", "side": "ours", "model": f"{size / 1e6:.0f} MB", "setting": setting, "unit": "s",
            "median": quantile(seconds, 0.5), "min": min(seconds), "p90": quantile(seconds, 0.9), "p99": quantile(seconds, 0.99),
            "rounds": len(seconds)}), flush=True)


if __name__ == "__main__":
    main()
