#!/usr/bin/env python3
"""Makes mlp_digits.csv: trains the built program's mlp on the digits sample for every point of a grid.

    tests/TuningQuality/make_table.py [--program PATH] [--parallel N] [--output FILE]

One row for each point of the grid: its hyperparameters, then validation:accuracy after each epoch, in 1/10,000, the mean of three seeds:
of one seed alone, chance decides among the best. Rows that FILE has already are kept, so a run that was interrupted goes on.
972 jobs of about a second each.
"""
import argparse
import concurrent.futures
import csv
import itertools
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
EPOCHS = 27
SEEDS = [1, 2, 3]
GRID = {
    "learning_rate": ["0.0001", "0.00025", "0.0006", "0.0015", "0.004", "0.01", "0.025", "0.06", "0.15"],
    "hidden_layers": ["[16]", "[32]", "[64]", "[128]"],
    "dropout": ["0", "0.2", "0.4"],
    "batch_size": ["32", "64", "128"],
}
METRIC = re.compile(r" validation:accuracy=([0-9.eE+-]+)")


def curve(program, point, seed):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, ROOT / "tests/Benchmarks/job_folder.py", folder,
                        json.dumps({**point, "epochs": str(EPOCHS), "seed": str(seed)}),
                        *(f"{channel}={ROOT}/tests/SampleData/digits/{channel}" for channel in ("train", "validation"))], check=True)
        run = subprocess.run([program, "train"], env={**os.environ, "SAGEMAKER_BASE_DIR": folder, "OMP_NUM_THREADS": "1"},
                             capture_output=True, text=True, check=False)
    values = [float(value) for value in METRIC.findall(run.stdout)][:EPOCHS]
    if run.returncode != 0 or len(values) != EPOCHS:
        sys.exit(f"make_table.py: {point}, seed {seed}: exit code {run.returncode}, {len(values)} of {EPOCHS} epochs\n{run.stderr}")
    return values


def mean_curve(program, point):
    curves = [curve(program, point, seed) for seed in SEEDS]
    return [round(10000 * sum(values) / len(values)) for values in zip(*curves)]


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--program", default=str(ROOT / "artifacts/training-container/training-container"))
    options.add_argument("--parallel", type=int, default=os.cpu_count())
    options.add_argument("--output", default=str(pathlib.Path(__file__).with_name("mlp_digits.csv")))
    options = options.parse_args()
    points = list(itertools.product(*GRID.values()))
    header = [*GRID, *(f"epoch{epoch}" for epoch in range(1, EPOCHS + 1))]
    output = pathlib.Path(options.output)
    done = {}
    if output.exists():
        with output.open(newline="", encoding="utf-8") as file:
            done = {tuple(row[:len(GRID)]): row for row in list(csv.reader(file))[1:]}

    def write(rows):
        part = output.with_suffix(".part")
        with part.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(rows)
        part.replace(output)

    with concurrent.futures.ThreadPoolExecutor(options.parallel) as pool:
        missing = [point for point in points if point not in done]
        curves = pool.map(lambda point: mean_curve(options.program, dict(zip(GRID, point))), missing)
        for count, (point, values) in enumerate(zip(missing, curves), 1):
            done[point] = [*point, *values]
            if count % 10 == 0 or count == len(missing):
                print(f"{count} of {len(missing)}", flush=True)
                write(done[point] for point in points if point in done)


if __name__ == "__main__":
    main()
