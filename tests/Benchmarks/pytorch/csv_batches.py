#!/usr/bin/env python3
"""Times reading a CSV file into batches in memory, with pandas and with numpy.

pandas: read_csv(header=None, dtype=float32) with its C engine, to one numpy array, then slices of 128 rows.
pandas-uint8: the same, told that every value is a byte, then converted: faster, for files whose author knows that.
numpy: numpy.loadtxt, in C since numpy 1.23; fromstring(sep=",") takes three times as long, genfromtxt ten times.
"""
import argparse
import time

import numpy
import pandas

import common


def read_pandas(path):
    return pandas.read_csv(path, header=None, dtype=numpy.float32).to_numpy()


def read_pandas_uint8(path):
    return pandas.read_csv(path, header=None, dtype=numpy.uint8).to_numpy().astype(numpy.float32)


def read_numpy(path):
    return numpy.loadtxt(path, delimiter=",", dtype=numpy.float32)


READERS = {"pandas": read_pandas, "pandas-uint8": read_pandas_uint8, "numpy": read_numpy}


def batches(table, batch_size):
    for first in range(0, len(table), batch_size):
        rows = table[first:first + batch_size]
        yield rows[:, 1:], rows[:, 0].astype(numpy.int64)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file")
    parser.add_argument("--reader", choices=READERS, default="pandas")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    read = READERS[arguments.reader]

    rounds = []
    for _ in range(arguments.rounds):
        start = time.perf_counter()
        rows = sum(len(labels) for _, labels in batches(read(arguments.file), 128))
        rounds.append(time.perf_counter() - start)
    common.print_line(
        "csv", "s", rounds, reader=arguments.reader, rows=rows, first=round(rounds[0], 4), setting="default",
        peak_mb=common.peak_megabytes())


if __name__ == "__main__":
    main()
