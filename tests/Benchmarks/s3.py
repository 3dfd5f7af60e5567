#!/usr/bin/env python3
"""Times one object each way, ours beside the AWS command line, against the same server on this machine.

    s3.py BENCHMARKS [--aws PROGRAM] [--moto PYTHON] [--megabytes N] [--rounds N]

All sides are timed as whole processes, in turns, in another order each time, with nothing left to write back to the disk. So that a short start
wins nothing, each also copies an object of one byte; the line's "transfer_mb_per_s" is the size by the difference. Prints a JSON line per side and
direction. The server is moto, a program in Python: where it is slower than all sides, their ratio goes towards 1. An upload in parts that announces
no checksum algorithm makes it copy the whole object twice more at the end, which S3 does not do. The AWS command line announces one by default,
ours (Content-MD5) does not, so it is measured in that way as well, as setting "no checksum algorithm". AWS_ENDPOINT_URL_S3 in the environment names
another server, S3_BENCHMARK_BUCKET a bucket there.
"""
import argparse
import json
import os
import pathlib
import socket
import statistics
import subprocess
import sys
import tempfile
import time

# (side, setting): what is set for it
SIDES = {("ours", "default"): {}, ("aws cli", "default"): {}, ("aws cli", "no checksum algorithm"): {"AWS_REQUEST_CHECKSUM_CALCULATION": "when_required"}}

SERVER = """
import os, sys, threading
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
from moto.server import main
main(["-H", "127.0.0.1", "-p", sys.argv[1]])
"""


def start_server(python):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen([python, "-c", SERVER, str(port)], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.environ.update({
        "AWS_ENDPOINT_URL_S3": f"http://127.0.0.1:{port}", "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}", "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true"})
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return server
        except OSError:
            time.sleep(0.1)
    sys.exit("s3.py: the server did not start within 60 s")


def timed(command, variables=None):
    # what others wrote is not to be written back in this one's time
    os.sync()
    start = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, env={**os.environ, **(variables or {})})
    if done.returncode != 0:
        sys.exit(f"s3.py: {' '.join(command)} ended with {done.returncode}:\n{done.stdout[-2000:]}")
    return time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("benchmarks")
    parser.add_argument("--aws", default="aws")
    parser.add_argument("--moto", default=sys.executable)
    parser.add_argument("--megabytes", type=int, default=256)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    server = None if "S3_BENCHMARK_BUCKET" in os.environ else start_server(arguments.moto)
    bucket = os.environ.get("S3_BENCHMARK_BUCKET", "benchmark")
    endpoint = ["--endpoint-url", os.environ["AWS_ENDPOINT_URL_S3"]] if "AWS_ENDPOINT_URL_S3" in os.environ else []
    if server:
        timed([arguments.aws, *endpoint, "s3", "mb", f"s3://{bucket}"])

    def copy(side, direction, file, uri):
        if side == "ours":
            return [arguments.benchmarks, "s3", file, f"--{direction}", uri]
        return [arguments.aws, *endpoint, "s3", "cp", "--quiet", *((file, uri) if direction == "upload" else (uri, file))]

    with tempfile.TemporaryDirectory() as folder:
        sizes = {"large": arguments.megabytes << 20, "byte": 1}
        for name, size in sizes.items():
            pathlib.Path(folder, name).write_bytes(os.urandom(size))
        seconds = {}
        for turn in range(-1, arguments.rounds):
            for direction in ("upload", "download"):
                # whoever comes first, or after a certain other, may find the machine in another state
                order = list(SIDES)
                for side, setting in order[turn % len(order):] + order[:turn % len(order)]:
                    for name in sizes:
                        source = os.path.join(folder, name)
                        file = source if direction == "upload" else f"{source}-{side[:3]}"
                        uri = f"s3://{bucket}/{name}-{side[:3]}"
                        took = timed(copy(side, direction, file, uri), SIDES[side, setting])
                        # the first turn warms up
                        if turn >= 0:
                            seconds.setdefault((side, setting, direction, name), []).append(took)
                        if direction == "download" and pathlib.Path(file).read_bytes() != pathlib.Path(source).read_bytes():
                            sys.exit(f"s3.py: {side} brought other bytes")
        for side, setting in SIDES:
            for direction in ("upload", "download"):
                large, byte = seconds[side, setting, direction, "large"], seconds[side, setting, direction, "byte"]
                net = statistics.median(large) - statistics.median(byte)
                print(json.dumps({
                    "benchmark": "s3", "side": side, "model": f"{direction} of {arguments.megabytes} MiB", "setting": setting, "unit": "s",
                    "median": statistics.median(large), "min": min(large), "p90": sorted(large)[int(0.9 * (len(large) - 1))], "rounds": len(large),
                    "one_byte_s": statistics.median(byte), "transfer_mb_per_s": round(sizes["large"] / 1e6 / net, 1)}), flush=True)
    if server:
        server.stdin.close()
        server.wait(10)


if __name__ == "__main__":
    main()
