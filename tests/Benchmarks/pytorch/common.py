"""What the PyTorch peers share: the models, the age of the process, and the JSON line that each of them prints."""
import json
import os
import resource
import sys
import time

MODELS = {
    # name: (batch size, shape of one row, classes)
    "mlp-64-128-10": (128, (64,), 10),
    "mlp-54-256-128-7": (512, (54,), 7),
    "mlp-784-256-128-10": (128, (784,), 10),
    "cnn-28x28": (128, (1, 28, 28), 10),
}


def build_model(name):
    """The network of that name, in PyTorch's default initialization."""
    from torch import nn
    if name == "cnn-28x28":
        return nn.Sequential(
            nn.Conv2d(1, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(32, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(3136, 128), nn.ReLU(), nn.Linear(128, 10))
    widths = [int(width) for width in name.split("-")[1:]]
    layers = []
    for inputs, outputs in zip(widths, widths[1:]):
        layers += [nn.Linear(inputs, outputs), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def seconds_since_process_start():
    """Age of this process, interpreter start included, to 10 ms (the kernel's clock tick)."""
    with open("/proc/self/stat", encoding="ascii") as file:
        start_ticks = int(file.read().rpartition(")")[2].split()[19])
    return time.clock_gettime(time.CLOCK_BOOTTIME) - start_ticks / os.sysconf("SC_CLK_TCK")


def peak_megabytes():
    """The most memory that this process (its children not counted) had resident, in MB of 10^6 bytes."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6)


def quantile(values, fraction):
    """The value below which that fraction of the values lies, by linear interpolation."""
    ordered = sorted(values)
    place = fraction * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def print_line(benchmark, unit, rounds, **facts):
    """Prints the one JSON line: the facts, then median, min and p90 of the rounds, in that unit."""
    versions = {name: sys.modules[name].__version__ for name in ("torch", "numpy", "pandas") if name in sys.modules}
    print(json.dumps({
        "benchmark": benchmark, "side": os.environ.get("BENCH_SIDE", "pytorch"), **facts, "unit": unit,
        "median": round(quantile(rounds, 0.5), 4), "min": round(min(rounds), 4), "p90": round(quantile(rounds, 0.9), 4),
        "rounds": len(rounds), "blas_threads": os.environ.get("OPENBLAS_NUM_THREADS"), "versions": versions}), flush=True)
