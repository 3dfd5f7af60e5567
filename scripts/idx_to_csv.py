#!/usr/bin/env python3
"""Writes an IDX image file and its IDX label file as one CSV: the label first, then the pixels, row by row.

    idx_to_csv.py IMAGES LABELS CSV

IDX is MNIST's format: a big-endian magic number (0x0801 for labels, 0x0803 for images), one 32-bit size per dimension,
then the bytes. Every number of it is checked against the file before a byte is used. The CSV appears whole or not at all.
Python's standard library is enough.
"""
import os
import struct
import sys

LABELS_MAGIC = 0x0801
IMAGES_MAGIC = 0x0803
ROWS_PER_WRITE = 1000
BYTES_MAX = 1 << 30


class IdxError(Exception):
    """The file is not what the format says; the message names the file, what was found and what was expected."""


def read_idx(path, magic_expected):
    """Returns (sizes, bytes) of an IDX file of unsigned bytes."""
    dimensions = magic_expected & 0xFF
    header_size = 4 + 4 * dimensions
    with open(path, "rb") as file:
        length = os.fstat(file.fileno()).st_size
        if length > BYTES_MAX:
            raise IdxError(f"{path}: {length} bytes, expected at most {BYTES_MAX}")
        header = file.read(header_size)
        if len(header) < header_size:
            raise IdxError(f"{path}: {length} bytes, expected a header of {header_size}")
        magic, *sizes = struct.unpack(f">{1 + dimensions}I", header)
        if magic != magic_expected:
            raise IdxError(f"{path}: magic number 0x{magic:08x}, expected 0x{magic_expected:08x}")
        count = 1
        for size in sizes:
            count *= size
        if count == 0 or length != header_size + count:
            raise IdxError(f"{path}: sizes {sizes} need {header_size + count} bytes, the file has {length}")
        return sizes, file.read(count)


def convert(images_path, labels_path, csv_path):
    (count, height, width), images = read_idx(images_path, IMAGES_MAGIC)
    (label_count,), labels = read_idx(labels_path, LABELS_MAGIC)
    if label_count != count:
        raise IdxError(f"{labels_path}: {label_count} labels for the {count} images of {images_path}")
    if max(labels) > 9:
        raise IdxError(f"{labels_path}: label {max(labels)}, expected 0 to 9")

    pixels = height * width
    texts = [str(value) for value in range(256)]
    temporary = f"{csv_path}.{os.getpid()}.part"
    try:
        with open(temporary, "w", encoding="ascii", newline="\n") as file:
            for first in range(0, count, ROWS_PER_WRITE):
                rows = range(first, min(first + ROWS_PER_WRITE, count))
                file.write("".join(
                    f"{labels[row]},{','.join(map(texts.__getitem__, images[row * pixels:(row + 1) * pixels]))}\n"
                    for row in rows))
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, csv_path)
    finally:
        if os.path.exists(temporary):
            os.remove(temporary)


def main(arguments):
    if len(arguments) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        convert(*arguments)
    except (IdxError, OSError) as error:
        print(f"idx_to_csv.py: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
