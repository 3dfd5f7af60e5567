"""What the program in the image says of itself: `describe`."""
import json
import os
import subprocess
import sys

RUN_SECONDS_MAX = 300
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.path.join(ROOT, "artifacts", "training-container", "training-container")


class Description:
    """The TrainingSpecification: hyperparameters, channels, metrics."""

    def __init__(self, specification, ask):
        self.specification = specification
        self._ask = ask
        self.hyperparameters = {item["Name"]: item for item in specification["SupportedHyperParameters"]}
        self.channels = {item["Name"]: item for item in specification["TrainingChannels"]}
        self.objectives = {item["MetricName"]: item["Type"] for item in specification["SupportedTuningJobObjectiveMetrics"]}
        self.metrics = specification["MetricDefinitions"]
        self.distributed = specification.get("SupportsDistributedTraining", False)

    def recommended_ranges(self, names):
        """The ranges worth searching of these hyperparameters; None where only a file is known."""
        return self._ask and self._ask("--tuning-ranges", ",".join(names))


def read(source, image):
    """Reads it from a file, the program that was built here, or the image.

    source: a file with the JSON, a program, the word image, or None for what is there: the program built here, else the image.
    """
    if source == "image" or (source is None and not os.path.exists(PROGRAM)):
        if not image:
            sys.exit("--image: found nothing, expected the image that is asked to describe itself. Fix: give it, or --description")
        command = ["docker", "run", "--rm", "--network", "none", image]
    elif source is not None and not os.access(source, os.X_OK):
        return load(source)
    else:
        command = [source or PROGRAM]

    def ask(*options):
        try:
            result = subprocess.run([*command, "describe", *options], capture_output=True, text=True, timeout=RUN_SECONDS_MAX, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            sys.exit(f"{' '.join(command)} describe: {error}. Fix: build the program with scripts/setup.sh, or give --description a file")
        if result.returncode != 0:
            sys.exit(f"{' '.join(command)} describe ended with {result.returncode}: {result.stderr.strip()}")
        return json.loads(result.stdout)

    return Description(ask(), ask)


def load(path):
    """A file with the JSON."""
    try:
        with open(path, encoding="utf-8") as file:
            specification = json.load(file)
        # as the program prints it, or as the request of create-algorithm
        return Description(specification.get("TrainingSpecification", specification), None)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        sys.exit(f"--description {path}: found no description: {error!r}. Fix: give it what `training-container describe` prints, or leave it out")
