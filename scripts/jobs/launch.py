"""Creates the job of a request, or prints the request: what is the same for training jobs and tuning jobs."""
import json
import signal
import sys

from aws import Aws

# beside the time that a training job may take: the instance's start, downloads and uploads
EXTRA_SECONDS = 7_200


def create(program, action, flags, job, name):
    """action: create-training-job or create-hyper-parameter-tuning-job. Ends with all mistakes, if there are any. Returns AWS, where the job is then; None for --dry-run, which prints the request."""
    flags.mistakes.end_if_any(program)
    if flags["--dry-run"]:
        print(json.dumps(job, indent=2))
        return None
    aws = Aws(flags["--region"], flags["--profile"])
    aws.create(action, job)
    kind = action.removeprefix("create-")
    print(f"created {name}; to stop it: aws sagemaker stop-{kind} --{kind}-name {name}", flush=True)
    return aws


def seconds_max(stopping):
    """How long a training job may take, from its StoppingCondition."""
    return stopping.get("MaxWaitTimeInSeconds", stopping["MaxRuntimeInSeconds"]) + EXTRA_SECONDS


def run(main):
    """main(arguments) as a program: the exit code is what it returns."""
    # | head ends it as it ends other programs, without a trace
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("the job goes on without this script")
