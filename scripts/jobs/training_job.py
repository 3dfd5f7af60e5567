"""Starts a training job. scripts/launch-training-job.sh --help tells the flags."""
import definition
import description
import follow
import launch
from flags import Flags
from mistakes import Mistakes

PROGRAM = "launch-training-job.sh"
NAME_LENGTH_MAX = 63


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
    flags = Flags(definition.FLAGS, arguments, Mistakes())
    poll = flags.integer("--poll", 0, 600, 15)
    job = request(flags, description.read(flags["--description"], flags["--image"]))
    name = job["TrainingJobName"]
    aws = launch.create(PROGRAM, "create-training-job", flags, job, name)
    if aws is None or flags["--no-follow"]:
        return 0
    return follow.training_job(aws, name, poll, launch.seconds_max(job["StoppingCondition"]))


if __name__ == "__main__":
    launch.run(main)
