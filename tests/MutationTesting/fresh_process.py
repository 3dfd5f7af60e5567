#!/usr/bin/env python3
"""Tests the mutants of static initializers again, each in a process of its own, and writes what came out into Stryker's JSON report.

Stryker's runner for the Microsoft testing platform keeps one process for many mutants, in which a static field is set only once:
such a mutant mostly "survives", whatever the tests say (github.com/stryker-mutator/stryker-net/pull/3695).
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys

DECIDED = {"Killed", "Timeout", "Survived", "NoCoverage"}
NO_MUTANT = "-1"
SECONDS_MAX = 120


def status_with(tests, mutant):
    """The status of the mutant (its id) when the tests run with it from the start of their process."""
    environment = {**os.environ, "STRYKER_MUTANT_ID_CONTROL_VAR": "ACTIVE_MUTANT", "ACTIVE_MUTANT": mutant}
    try:
        run = subprocess.run([tests, "-noColor", "-noLogo", "-stopOnFail"], env=environment, timeout=SECONDS_MAX, capture_output=True, check=False)
    except subprocess.TimeoutExpired:
        return "Timeout"
    return "Survived" if run.returncode == 0 else "Killed"


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("tests", help="the test program beside the library that has all mutants in it")
    arguments.add_argument("report")
    arguments.add_argument("--concurrency", type=int, default=1)
    options = arguments.parse_args()

    if status_with(options.tests, NO_MUTANT) != "Survived":
        sys.exit(f"{options.tests}: the tests fail without any mutant")
    path = pathlib.Path(options.report)
    report = json.loads(path.read_text(encoding="utf-8"))
    mutants = [mutant for file in report["files"].values() for mutant in file["mutants"] if mutant.get("static") and mutant["status"] in DECIDED]
    with concurrent.futures.ThreadPoolExecutor(options.concurrency) as pool:
        for mutant, status in zip(mutants, pool.map(lambda one: status_with(options.tests, one["id"]), mutants)):
            mutant["statusInSharedProcess"], mutant["status"] = mutant["status"], status
    path.write_text(json.dumps(report), encoding="utf-8")
    print(f"{len(mutants)} mutants of static initializers tested again, each in a process of its own")


if __name__ == "__main__":
    main()
