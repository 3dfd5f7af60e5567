#!/usr/bin/env python3
"""Writes the sample data sets of this folder from the copies that scikit-learn ships.

    tests/SampleData/make.py            # needs python3-sklearn

Each set becomes three SageMaker channels (train, validation, test): CSV without header, the label first.
Which row goes where follows from its place alone, so that every run writes the same bytes.
"""
import pathlib

import numpy
from sklearn import datasets

HERE = pathlib.Path(__file__).resolve().parent


def spread(rows, count):
    """Picks count of the rows at even distances. With rows sorted by label this is a stratified choice."""
    places = numpy.arange(len(rows))
    picked = (places + 1) * count // len(rows) > places * count // len(rows)
    return rows[picked], rows[~picked]


def text(value):
    """The shortest decimal text that reads back as the same number: 3 for 3.0, 32.1 for 32.1."""
    return str(int(value)) if value == int(value) else repr(float(value))


def write(name, features, labels, held_out):
    order = numpy.argsort(labels, kind="stable")
    test, rest = spread(order, held_out)
    validation, train = spread(rest, held_out)
    for channel, rows in (("train", train), ("validation", validation), ("test", test)):
        path = HERE / name / channel / f"{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "w", encoding="ascii", newline="\n") as file:
            for row in numpy.sort(rows):
                file.write(",".join(text(v) for v in (labels[row], *features[row])) + "\n")
        print(f"{path.relative_to(HERE)}: {len(rows)} rows")


digits = datasets.load_digits()
write("digits", digits.data, digits.target, held_out=300)
diabetes = datasets.load_diabetes(scaled=False)
write("diabetes", diabetes.data, diabetes.target, held_out=65)
