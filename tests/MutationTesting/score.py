#!/usr/bin/env python3
"""Prints the score of a mutation test by folder and the mutants that survived; reads Stryker's JSON report."""
import argparse
import collections
import datetime
import json
import pathlib
import sys

DETECTED = {"Killed", "Timeout"}
UNDETECTED = {"Survived", "NoCoverage"}


def folder_of(path):
    """The folder under the project, or "." for its own files."""
    parts = pathlib.PurePosixPath(path.replace("\\", "/")).parts
    project = max((i for i, part in enumerate(parts) if part == "TrainingContainer.SageMaker"), default=-1)
    return parts[project + 1] if len(parts) > project + 2 else "."


def score(detected, undetected):
    return 100.0 * detected / (detected + undetected) if detected + undetected else 100.0


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("report")
    arguments.add_argument("--least", type=float, default=0)
    arguments.add_argument("--write", help="a Markdown file for the table")
    options = arguments.parse_args()

    files = json.loads(pathlib.Path(options.report).read_text(encoding="utf-8"))["files"]
    counts = collections.defaultdict(collections.Counter)
    shared = collections.Counter()
    survivors = []
    for path, file in sorted(files.items()):
        for mutant in file["mutants"]:
            counts[folder_of(path)][mutant["status"]] += 1
            shared[mutant.get("statusInSharedProcess", mutant["status"])] += 1
            if mutant["status"] in UNDETECTED:
                replacement = " ".join(mutant.get("replacement", "").split())[:90]
                survivors.append(f'{pathlib.PurePath(path).name}:{mutant["location"]["start"]["line"]} {mutant["status"]} {mutant["mutatorName"]}: {replacement}')

    lines = ["| folder | mutants | noticed | score |", "|---|---|---|---|"]
    total = collections.Counter()
    for folder, statuses in sorted(counts.items()):
        detected, undetected = (sum(statuses[status] for status in kind) for kind in (DETECTED, UNDETECTED))
        total.update(detected=detected, undetected=undetected)
        if detected + undetected:
            lines.append(f"| {folder} | {detected + undetected} | {detected} | {score(detected, undetected):.1f} % |")
    all_of_it = score(total["detected"], total["undetected"])
    lines.append(f'| all | {total["detected"] + total["undetected"]} | {total["detected"]} | {all_of_it:.1f} % |')
    in_shared = score(*(sum(shared[status] for status in kind) for kind in (DETECTED, UNDETECTED)))
    lines += ["", f"Mutants of static initializers ran in a process each; with Stryker's shared process alone the score is {in_shared:.1f} %."]
    print("\n".join(survivors + [""] + lines))
    if options.write:
        head = f"Mutation test of TrainingContainer.SageMaker, {datetime.date.today()}, written by scripts/mutation-test.sh.\n\n"
        pathlib.Path(options.write).write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    return 0 if all_of_it >= options.least else 1


if __name__ == "__main__":
    sys.exit(main())
