#!/usr/bin/env python3
"""Turns the JSON lines of a benchmark run into a Markdown table with the machine and the versions.

    report.py LINES FOLDER [--csv-bytes N] [--gpu NAME] [--suffix TEXT] [--note TEXT]...

It writes FOLDER/<cpu or gpu>-<yyyy-mm-dd>[-<suffix>].md and prints its path.

Lines of the same benchmark, model, side and setting are rounds of one measurement: reported is the median of their
medians, with the least minimum and the greatest p90 as the spread.
"""
import argparse
import ctypes
import datetime
import json
import os
import pathlib
import platform
import re
import subprocess
import sys

import streams
from pytorch.common import quantile

# What the ratio ours / PyTorch is meant to be at most, on a CPU.
STEP_GOALS = {"mlp-64-128-10": 0.42, "mlp-54-256-128-7": 0.55, "mlp-784-256-128-10": 0.55, "cnn-28x28": 0.85}
CSV_GOAL, JOB_GOALS, START_GOAL = 0.20, {"2 workers": 0.30, "0 workers": 0.40}, 0.45
S3_GOAL = 0.80
STALL_GOAL, SIGTERM_GOAL_SECONDS = 1.2, 5
# A second PyTorch, of another distribution, is side "pytorch 2".
OURS, THEIRS, SECOND = "ours", "pytorch", "pytorch 2"


class Measurement:
    """All rounds of one benchmark, one side, one setting."""

    def __init__(self, lines):
        self.facts = lines[-1]
        self.median = quantile([line["median"] for line in lines], 0.5)
        self.least = min(line["min"] for line in lines)
        self.greatest = max(line["p90"] for line in lines)
        self.p99 = max((line["p99"] for line in lines if "p99" in line), default=None)
        self.peak_mb = max((line["peak_mb"] for line in lines if "peak_mb" in line), default=None)
        self.first = quantile([line.get("first", line["median"]) for line in lines], 0.5)

    def text(self):
        unit = {"us": "µs"}.get(self.facts["unit"], self.facts["unit"])
        return f"{number(self.median)} {unit} ({number(self.least)} – {number(self.greatest)})"

    def threads(self):
        if self.facts["setting"] == "default":
            return "default"
        return f"{self.facts.get('threads', '–')} / {self.facts.get('blas_threads') or '–'}"


def number(value):
    """Three significant digits, thousands with commas."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def read_lines(path):
    groups = {}
    with open(path, encoding="utf-8") as file:
        for text in file:
            if not text.startswith("{"):
                continue
            line = json.loads(text)
            key = (line["benchmark"], line.get("model") or line.get("reader"), line["side"], line["setting"],
                   line.get("threads") if line["setting"] == "given" else None,
                   line.get("blas_threads") if line["setting"] == "given" else None)
            groups.setdefault(key, []).append(line)
    return {key: Measurement(lines) for key, lines in groups.items()}


def select(measurements, benchmark, side, model=None, setting=None):
    return [measurement for (name, of_model, of_side, of_setting, *_), measurement in measurements.items()
            if name == benchmark and of_side == side and model in (None, of_model) and setting in (None, of_setting)]


def best(found):
    return min(found, key=lambda measurement: measurement.median, default=None)


def row(name, ours, theirs, goal):
    """One line of the table; goal is None where none was set."""
    cells = [name, ours.text() if ours else "–", theirs.text() if theirs else "–"]
    value = ours.median / theirs.median if ours and theirs else None
    cells.append(f"{value:.2f}" if value else "–")
    cells.append(f"at most {goal:.2f}" if goal else "–")
    cells.append("–" if not goal or not value else "yes" if value <= goal else "no")
    return f"| {' | '.join(cells)} |"


def gigabytes_per_second(measurement, csv_bytes):
    return f"{csv_bytes / measurement.median / 1e9:.2f} GB/s"


def shell(*command):
    try:
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return None


def cpu_name():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        return next((line.partition(":")[2].strip() for line in file if line.startswith("model name")), platform.machine())


def openblas():
    for name in ("libopenblas.so.0", "libblas.so.3"):
        try:
            get_config = ctypes.CDLL(name).openblas_get_config
        except (OSError, AttributeError):
            continue
        get_config.restype = ctypes.c_char_p
        return get_config().decode()
    return "none: the reference BLAS"


def machine_lines(measurements):
    versions = {}
    for measurement in measurements.values():
        for name, version in measurement.facts.get("versions", {}).items():
            versions[name, measurement.facts["side"]] = version
    yield f"- CPU: {cpu_name()}, {os.cpu_count()} cores"
    yield f"- System: {platform.freedesktop_os_release().get('PRETTY_NAME', platform.system())}, Linux {platform.release()}"
    yield f"- Ours: libtorch {versions.get(('libtorch', OURS), 'unknown')}, BLAS {versions.get(('blas', OURS), 'unknown')}"
    yield f"- PyTorch: {versions.get(('torch', THEIRS), 'unknown')}, numpy {versions.get(('numpy', THEIRS), 'unknown')}, " \
          f"pandas {versions.get(('pandas', THEIRS), 'unknown')}, Python {platform.python_version()}"
    if ("torch", SECOND) in versions:
        yield f"- The second PyTorch: {versions['torch', SECOND]}, numpy {versions.get(('numpy', SECOND), 'unknown')}"
    yield f"- .NET: {versions.get(('dotnet', OURS)) or shell('dotnet', '--version') or 'unknown'}"
    yield f"- PyTorch's BLAS: {openblas()}"
    yield f"- libjpeg-turbo: {shell('dpkg-query', '-W', '-f', '${Version}', 'libturbojpeg0') or 'unknown'}, " \
          f"Python's protobuf: {next((found.facts['protobuf'] for found in measurements.values() if 'protobuf' in found.facts), 'not used')}"
    settings = [f"{name}={os.environ[name]}" for name in
                ("OPENBLAS_CORETYPE", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "OMP_WAIT_POLICY") if name in os.environ]
    yield f"- Set in the environment, for both sides: {', '.join(settings) or 'nothing'}"
    load = os.getloadavg()
    yield f"- Rounds taken in turns, ours then theirs. Load average at the end: {load[0]:.2f}"


def comparisons(measurements, csv_ours, gpu, peer):
    """The lines of the table of ours against a peer."""
    for model, goal in STEP_GOALS.items():
        for label, setting in (("best", None), ("default", "default"), ("torch.compile", "compile")):
            ours = best(select(measurements, "step", OURS, model, None if setting == "compile" else setting))
            theirs = best(select(measurements, "step", peer, model, setting))
            if not theirs:
                continue
            yield row(f"step, {model}, batch {(ours or theirs).facts['batch']}, {label}", ours, theirs, None if gpu else goal)
    if select(measurements, "csv", peer):
        for reader, goal in (("pandas", CSV_GOAL), ("pandas-uint8", None), ("numpy", None)):
            yield row(f"MNIST CSV to batches ({reader})", best(csv_ours), best(select(measurements, "csv", peer, reader)), goal)
    if select(measurements, "job", peer):
        for setting, goal in JOB_GOALS.items():
            yield row(f"whole MNIST mlp job, 3 epochs (PyTorch with {setting})", best(select(measurements, "job", OURS)),
                      best(select(measurements, "job", peer, setting=setting)), goal)
    if select(measurements, "start", peer):
        yield row("start of process to first step, digits", best(select(measurements, "start", OURS)),
                  best(select(measurements, "start", peer)), START_GOAL)


def checkpoint_table(measurements):
    """How long training stands still for a checkpoint, and how long until it is on the disk."""
    models = list(dict.fromkeys(model for (name, model, *_) in measurements if name == "checkpoint"))
    if not models:
        return
    yield ""
    yield "## Checkpoints (weights and Adam's state)"
    yield ""
    yield f"Goal: the stall at most {STALL_GOAL} of a plain copy of the same tensors in memory. `torch.save` stalls until it has written; its file is synced for the last column."
    yield ""
    yield "| state | plain copy | stall | stall / copy | torch.save | stall / torch.save | on the disk, p99 | torch.save and fsync |"
    yield "|---|---|---|---|---|---|---|---|"
    for model in models:
        copy, stall, durable = (best(select(measurements, "checkpoint", OURS, model, setting)) for setting in ("plain copy", "stall", "durable"))
        saved, synced = (best(select(measurements, "checkpoint", THEIRS, model, setting)) for setting in ("stall", "durable"))
        yield f"| {model} | {copy.text()} | {stall.text()} | {stall.median / copy.median:.2f} | {saved.text()} " \
              f"| {stall.median / saved.median:.3f} | {durable.text()}, {number(durable.p99)} s | {synced.text()} |"
    for disk in select(measurements, "sigterm", OURS, setting="signal to disk"):
        end = best(select(measurements, "sigterm", OURS, setting="signal to end"))
        yield ""
        yield f"SIGTERM to a running job until its checkpoint of {disk.facts['model']} is on the disk: {disk.text()}, p99 {number(disk.p99)} s " \
              f"(goal: p99 at most {SIGTERM_GOAL_SECONDS} s); until the program has ended, model saved: {end.text()}, p99 {number(end.p99)} s. " \
              f"{disk.facts['rounds']} signals a round."


def s3_table(measurements):
    """One object each way, beside the AWS command line."""
    models = list(dict.fromkeys(model for (name, model, *_) in measurements if name == "s3"))
    if not models:
        return
    yield ""
    yield "## S3"
    yield ""
    yield f"Whole processes against the same server (moto, on this machine); MB/s without what a copy of one byte takes. Goal: at least {S3_GOAL:.2f} of the AWS command line's. " \
          "`no checksum algorithm`: both uploads then cost the server the same, see `s3.py`."
    yield ""
    yield "| what | `aws s3 cp`, setting | ours | MB/s | `aws s3 cp` | MB/s | ratio of MB/s | reached |"
    yield "|---|---|---|---|---|---|---|---|"
    for model in models:
        ours = best(select(measurements, "s3", OURS, model))
        for theirs in select(measurements, "s3", "aws cli", model):
            speeds = [side.facts["transfer_mb_per_s"] for side in (ours, theirs)]
            yield f"| {model} | {theirs.facts['setting']} | {ours.text()} | {number(speeds[0])} | {theirs.text()} | {number(speeds[1])} | {speeds[0] / speeds[1]:.2f} " \
                  f"| {'yes' if speeds[0] >= S3_GOAL * speeds[1] else 'no'} |"


def report(measurements, csv_bytes, gpu, notes, date):
    yield f"# Measured on {date:%Y-%m-%d}"
    yield ""
    yield f"Written by `scripts/{'gpu-check' if gpu else 'bench'}.sh`. Median (least – greatest p90); ratio = ours / theirs."
    yield ""
    if gpu:
        yield f"- GPU: {gpu}"
    yield from machine_lines(measurements)
    for note in notes:
        yield f"- {note}"
    for peer, title in ((THEIRS, "PyTorch, pandas"), (SECOND, "the second PyTorch")):
        compared = list(comparisons(measurements, select(measurements, "csv", OURS), gpu, peer))
        if compared:
            yield ""
            yield f"| what | ours | {title} | ratio | goal | reached |"
            yield "|---|---|---|---|---|---|"
            yield from compared
    yield from checkpoint_table(measurements)
    yield from streams.table(measurements, lambda *what: best(select(measurements, *what)))
    yield from s3_table(measurements)

    steps = [(key, measurement) for key, measurement in measurements.items() if key[0] == "step"]
    if steps:
        yield ""
        yield "## Step by threads (libtorch / OpenBLAS)"
        yield ""
        yield "| model | side | threads | time per step | steps/s | how |"
        yield "|---|---|---|---|---|---|"
        order = {name: place for place, name in enumerate(STEP_GOALS)}
        for (_, model, side, *_), measurement in sorted(steps, key=lambda item: (order[item[0][1]], item[0][2], item[1].threads())):
            yield f"| {model} | {side} | {measurement.threads()} | {measurement.text()} " \
                  f"| {number(1e6 / measurement.median)} | {measurement.facts.get('optimizer', '')} |"

    readings = [(key, measurement) for key, measurement in measurements.items() if key[0] == "csv"]
    if readings:
        yield ""
        yield f"## CSV ({csv_bytes / 1e6:.0f} MB, 60,000 × 785)"
        yield ""
        yield "| reader | threads | time | speed | first reading in the process | peak memory of the process |"
        yield "|---|---|---|---|---|---|"
        for (_, reader, side, *_), measurement in sorted(readings, key=lambda item: (item[0][2], item[1].median)):
            yield f"| {reader or side} | {measurement.facts.get('threads', 1)} | {measurement.text()} " \
                  f"| {gigabytes_per_second(measurement, csv_bytes)} | {number(measurement.first)} s | {measurement.peak_mb} MB |"

    jobs = [(key, measurement) for key, measurement in measurements.items() if key[0] == "job"]
    if jobs:
        yield ""
        yield "## Whole job"
        yield ""
        yield "| side | setting | wall time | steps per second of it | test accuracy | peak memory of the main process |"
        yield "|---|---|---|---|---|---|"
        for (_, _, side, setting, *_), measurement in jobs:
            steps = measurement.facts.get("steps")
            yield f"| {side} | {setting} | {measurement.text()} | {number(steps / measurement.median) if steps else '–'} " \
                  f"| {measurement.facts.get('accuracy', '–')} | {measurement.peak_mb} MB |"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lines")
    parser.add_argument("folder")
    parser.add_argument("--csv-bytes", type=int, default=0, help="size of the file that the csv benchmark read")
    parser.add_argument("--gpu", help="name of the GPU that the steps ran on")
    parser.add_argument("--suffix", help="what was measured, for the file's name, if not everything")
    parser.add_argument("--note", action="append", default=[], help="a line for the list of facts about the machine")
    arguments = parser.parse_args()
    measurements = read_lines(arguments.lines)
    if not measurements:
        sys.exit(f"report.py: no measurements in {arguments.lines}")
    date = datetime.date.today()
    slug = re.sub(r"[^a-z0-9]+", "-", (arguments.gpu or cpu_name()).lower()).strip("-")
    path = pathlib.Path(arguments.folder) / f"{slug}-{date:%Y-%m-%d}{f'-{arguments.suffix}' if arguments.suffix else ''}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(report(measurements, arguments.csv_bytes, arguments.gpu, arguments.note, date)) + "\n", encoding="utf-8")
    print(path)


if __name__ == "__main__":
    main()
