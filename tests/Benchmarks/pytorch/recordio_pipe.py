#!/usr/bin/env python3
"""Times RecordIO-protobuf over a FIFO to float32 batches, in Python: what users had in script mode.

Written from the public format (RecordIO: magic number, length, payload padded to 4 bytes; the payload is the message aialgs.data.Record),
built as the reader of the SageMaker Python SDK is: a generator that reads a record at a time from the file object and parses it with
protobuf. The message type is built here, so no generated module is needed.

    recordio_pipe.py FILE [--megabytes N] [--rounds N]

FILE is written to the FIFO by cat, again and again up to N MB. Two settings: "batches" takes the values out of the messages into float32
arrays of 128 rows; "messages" stops at the parsed messages, whose numbers nobody has touched.
"""
import argparse
import os
import struct
import subprocess
import tempfile
import time

import google.protobuf
import numpy
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

from google.protobuf.internal import api_implementation

import common

MAGIC = 0xCED7230A
BATCH_SIZE = 128
FIELD = descriptor_pb2.FieldDescriptorProto


def record_type():
    """The class of aialgs.data.Record, with the tensors of numbers."""
    file = descriptor_pb2.FileDescriptorProto(name="record.proto", package="aialgs.data", syntax="proto2")

    def add_message(name, fields, parent=None):
        message = (parent.nested_type if parent else file.message_type).add(name=name)
        for number, (field, kind, label, type_name) in fields.items():
            message.field.add(name=field, number=number, type=kind, label=label, type_name=type_name)
        return message

    for name, kind in (("Float32Tensor", FIELD.TYPE_FLOAT), ("Float64Tensor", FIELD.TYPE_DOUBLE), ("Int32Tensor", FIELD.TYPE_INT32)):
        tensor = add_message(name, {
            1: ("values", kind, FIELD.LABEL_REPEATED, None),
            2: ("keys", FIELD.TYPE_UINT64, FIELD.LABEL_REPEATED, None),
            3: ("shape", FIELD.TYPE_UINT64, FIELD.LABEL_REPEATED, None)})
        for field in tensor.field:
            field.options.packed = True
    value = add_message("Value", {
        2: ("float32_tensor", FIELD.TYPE_MESSAGE, FIELD.LABEL_OPTIONAL, ".aialgs.data.Float32Tensor"),
        3: ("float64_tensor", FIELD.TYPE_MESSAGE, FIELD.LABEL_OPTIONAL, ".aialgs.data.Float64Tensor"),
        7: ("int32_tensor", FIELD.TYPE_MESSAGE, FIELD.LABEL_OPTIONAL, ".aialgs.data.Int32Tensor")})
    value.oneof_decl.add(name="value")
    for field in value.field:
        field.oneof_index = 0
    record = add_message("Record", {
        1: ("features", FIELD.TYPE_MESSAGE, FIELD.LABEL_REPEATED, ".aialgs.data.Record.FeaturesEntry"),
        2: ("label", FIELD.TYPE_MESSAGE, FIELD.LABEL_REPEATED, ".aialgs.data.Record.LabelEntry"),
        3: ("uid", FIELD.TYPE_STRING, FIELD.LABEL_OPTIONAL, None)})
    for name in ("FeaturesEntry", "LabelEntry"):
        add_message(name, {
            1: ("key", FIELD.TYPE_STRING, FIELD.LABEL_OPTIONAL, None),
            2: ("value", FIELD.TYPE_MESSAGE, FIELD.LABEL_OPTIONAL, ".aialgs.data.Value")}, record).options.map_entry = True
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.MessageFactory(pool).GetPrototype(pool.FindMessageTypeByName("aialgs.data.Record"))


def records(file, record_class):
    """Every record of the stream, parsed."""
    while header := file.read(8):
        magic, length = struct.unpack("<II", header)
        if magic != MAGIC:
            raise ValueError(f"found {magic:#x}, expected RecordIO's magic number {MAGIC:#x}")
        payload = file.read(length)
        file.read(-length % 4)
        record = record_class()
        record.ParseFromString(payload)
        yield record


def count_messages(stream):
    return sum(1 for _ in stream)


def count_batched(stream):
    """Fills batches; returns the rows."""
    rows, features, labels = 0, None, numpy.empty(BATCH_SIZE, numpy.float32)
    for record in stream:
        values = record.features["values"].float32_tensor.values
        if features is None:
            features = numpy.empty((BATCH_SIZE, len(values)), numpy.float32)
        # faster than assignment, numpy.array and list, in this order (1.9, 1.6 and 1.2 times the time)
        features[rows % BATCH_SIZE] = numpy.fromiter(values, numpy.float32, len(values))
        labels[rows % BATCH_SIZE] = record.label["values"].float32_tensor.values[0]
        rows += 1
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    parser.add_argument("--megabytes", type=float, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    copies = max(1, int(arguments.megabytes * 1e6 / os.path.getsize(arguments.file)))
    record_class = record_type()

    for setting, count in (("batches", count_batched), ("messages", count_messages)):
        rounds = []
        for _ in range(arguments.rounds):
            with tempfile.TemporaryDirectory() as folder:
                fifo = os.path.join(folder, "train_0")
                os.mkfifo(fifo)
                start = time.perf_counter()
                with subprocess.Popen(["/bin/sh", "-c", 'exec cat "$@" >"$0"', fifo] + copies * [arguments.file]) as writer:
                    with open(fifo, "rb") as file:
                        rows = count(records(file, record_class))
                rounds.append(time.perf_counter() - start)
                if writer.returncode != 0:
                    raise RuntimeError(f"cat ended with {writer.returncode}")
        common.print_line("pipe", "s", rounds, side="python", model="recordio", setting=setting, rows=rows,
                          bytes=copies * os.path.getsize(arguments.file), protobuf=f"{google.protobuf.__version__} ({api_implementation.Type()})", peak_mb=common.peak_megabytes())


if __name__ == "__main__":
    main()
