"""Starts a training job. scripts/launch-training-job.sh --help tells the flags."""
import json
import signal
import sys

import definition
import description
import follow
from aws import Aws
from flags import Flags
from mistakes import Mistakes

PROGRAM = "launch-training-job.sh"
NAME_LENGTH_MAX = 63
# beside the time that it may take: the instance's start, downloads and uploads
EXTRA_SECONDS = 7_200


def request(flags, described):
    """CreateTrainingJob."""
    name = definition.job_name(flags, NAME_LENGTH_MAX)
    parts = definition.definition(flags, described, f"{name}/checkpoints")
    return {
        "TrainingJobName": name,
        "AlgorithmSpecification": {"TrainingImage": definition.image(flags), "TrainingInputMode": "File", "MetricDefinitions": described.metrics},
        "HyperParameters": definition.hyperparameters(flags, described),
        **parts,
        **definition.tags(flags),
    }


def main(arguments):
    """Everything, from the command line to the exit code."""
    mistakes = Mistakes()
    flags = Flags(definition.FLAGS, arguments, mistakes)
    poll = flags.integer("--poll", 0, 600, 15)
    job = request(flags, description.read(flags["--description"], flags["--image"]))
    mistakes.end_if_any(PROGRAM)
    if flags["--dry-run"]:
        print(json.dumps(job, indent=2))
        return 0
    aws = Aws(flags["--region"], flags["--profile"])
    aws.create("create-training-job", job)
    name = job["TrainingJobName"]
    print(f"created {name}; to stop it: aws sagemaker stop-training-job --training-job-name {name}", flush=True)
    stopping = job["StoppingCondition"]
    limit = stopping.get("MaxWaitTimeInSeconds", stopping["MaxRuntimeInSeconds"]) + EXTRA_SECONDS
    return 0 if flags["--no-follow"] else follow.training_job(aws, name, poll, limit)


if __name__ == "__main__":
    # | head ends it as it ends other programs, without a trace
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("the job goes on without this script")
