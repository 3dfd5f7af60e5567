#!/usr/bin/env python3
"""Runs a command and prints one JSON line like the benchmarks': its wall time, its peak memory, what its output says.

    measure.py --benchmark job --side ours [--setting TEXT] [--value REGEX] [--fact NAME=REGEX]... -- COMMAND...

The figure is the wall time of the command, or the number that REGEX of --value finds in its output. Each --fact adds
the number that its REGEX (one group) finds last in the output. A command that fails fails this one, with its output.
"""
import argparse
import json
import os
import re
import subprocess
import sys
import time


def last_number(pattern, text):
    found = re.findall(pattern, text)
    if not found:
        sys.exit(f"measure.py: nothing in the output matches {pattern!r}. The output ends with:\n{text[-2000:]}")
    return float(found[-1])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--benchmark", required=True)
    parser.add_argument("--side", required=True)
    parser.add_argument("--setting", default="default")
    parser.add_argument("--value", help="regular expression with one group: the seconds to report instead of the wall time")
    parser.add_argument("--fact", action="append", default=[], help="NAME=REGEX")
    parser.add_argument("command", nargs="+")
    arguments = parser.parse_args()

    start = time.perf_counter()
    process = subprocess.Popen(arguments.command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    with process.stdout:
        output = process.stdout.read().decode("utf-8", errors="replace")
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"measure.py: {arguments.command[0]} ended with {os.waitstatus_to_exitcode(status)}:\n{output[-4000:]}")

    if arguments.value:
        seconds = last_number(arguments.value, output)
    facts = {name: last_number(pattern, output) for name, _, pattern in (fact.partition("=") for fact in arguments.fact)}
    print(json.dumps({
        "benchmark": arguments.benchmark, "side": arguments.side, "setting": arguments.setting, **facts, "unit": "s",
        "median": seconds, "min": seconds, "p90": seconds, "rounds": 1, "peak_mb": round(usage.ru_maxrss * 1024 / 1e6)}))


if __name__ == "__main__":
    main()
