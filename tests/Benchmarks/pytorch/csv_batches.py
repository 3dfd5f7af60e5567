#!/usr/bin/env python3
"""Times reading a CSV file into batches in memory, with pandas and with numpy.

pandas: read_csv(header=None, dtype=float32) with its C engine, to one numpy array, then slices of 128 rows.
numpy: the whole file in one text, line ends turned into commas, numpy.fromstring(sep=","). numpy.loadtxt and
numpy.genfromtxt give the same array 3 to 100 times slower.
"""
import argparse
import time

import numpy
import pandas

import common


def read_pandas(path):
    return pandas.read_csv(path, header=None, dtype=numpy.float32).to_numpy()


def read_numpy(path):
    with open(path, "rb") as file:
        first_line = file.readline()
        file.seek(0)
        text = file.read().rstrip(b"\n").replace(b"\n", b",")
    return numpy.fromstring(text, dtype=numpy.float32, sep=",").reshape(-1, first_line.count(b",") + 1)


def batches(table, batch_size):
    for first in range(0, len(table), batch_size):
        rows = table[first:first + batch_size]
        yield rows[:, 1:], rows[:, 0].astype(numpy.int64)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file")
    parser.add_argument("--reader", choices=("pandas", "numpy"), default="pandas")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    read = {"pandas": read_pandas, "numpy": read_numpy}[arguments.reader]

    rounds = []
    for _ in range(arguments.rounds):
        start = time.perf_counter()
        rows = sum(len(labels) for _, labels in batches(read(arguments.file), 128))
        rounds.append(time.perf_counter() - start)
    common.print_line("csv", "s", rounds, reader=arguments.reader, rows=rows, setting="default", peak_mb=common.peak_megabytes())


if __name__ == "__main__":
    main()
