"""Starts a tuning job. scripts/launch-tuning-job.sh --help tells the flags."""
import math

import definition
import description
import follow
import launch
import ranges
from flags import LIST, VALUE, Flags
from mistakes import Mistakes, closest

PROGRAM = "launch-tuning-job.sh"
FLAGS = {
    **definition.FLAGS,
    "--strategy": VALUE, "--objective": VALUE, "--range": LIST, "--max-jobs": VALUE, "--max-parallel": VALUE, "--early-stopping": VALUE,
    "--random-seed": VALUE, "--target": VALUE, "--warm-start": LIST, "--warm-start-type": VALUE,
}
NAME_LENGTH_MAX = 32
GRID_JOBS_MAX = 750


def objective(flags, described):
    """The metric and its direction, which the program declares."""
    name = flags["--objective"]
    if name not in described.objectives:
        known = [metric for metric in described.objectives if metric.startswith("validation:")]
        flags.mistakes.add("--objective", name, f"a metric of the program, such as {', '.join(known)}", name and closest(name, described.objectives))
        return None
    return {"Type": described.objectives[name], "MetricName": name}


def tuning(flags, described, parameter_ranges):
    """HyperParameterTuningJobConfig."""
    mistakes = flags.mistakes
    strategy = flags.one_of("--strategy", ["Bayesian", "Random", "Grid", "Hyperband"], "Bayesian")
    jobs = flags.integer("--max-jobs", 1, 10_000 if strategy == "Random" else 750, required=strategy != "Grid")
    parallel = flags.integer("--max-parallel", 1, 100, 1)
    early = flags.one_of("--early-stopping", ["Off", "Auto"], "Off")
    seed = flags.integer("--random-seed", 0, 2**31 - 1)
    target = flags.matching("--target", r"-?[0-9]+(\.[0-9]+)?([eE]-?[0-9]+)?", "a number: the objective's value that ends the tuning")
    if strategy == "Grid" and set(parameter_ranges) - {"CategoricalParameterRanges"}:
        mistakes.add("--range", ", ".join(parameter_ranges), "categorical ranges only, for --strategy Grid")
    if strategy == "Hyperband" and early == "Auto":
        mistakes.add("--early-stopping", early, "Off, for --strategy Hyperband: it stops jobs itself")
    # from this name the service takes how many times a job may report
    if strategy == "Hyperband" and "epochs" not in flags.hyperparameters:
        mistakes.add("--strategy", strategy, "a hyperparameter epochs=N with it, which is not tuned")
    if jobs is not None and parallel > jobs:
        mistakes.add("--max-parallel", parallel, f"at most --max-jobs, {jobs}")
    if strategy == "Grid" and not mistakes.found:
        # as the service sees it: all combinations, each once
        combinations = math.prod(len(item["Values"]) for item in parameter_ranges["CategoricalParameterRanges"])
        if combinations > GRID_JOBS_MAX:
            mistakes.add("--range", f"{combinations} combinations", f"at most {GRID_JOBS_MAX}, for --strategy Grid", "give fewer values, or another --strategy")
        elif jobs is not None and jobs != combinations:
            mistakes.add("--max-jobs", jobs, f"{combinations}, for --strategy Grid: how many combinations the ranges have", "leave it out")
    limits = {"MaxParallelTrainingJobs": parallel}
    if jobs is not None:
        limits["MaxNumberOfTrainingJobs"] = jobs
    result = {
        "Strategy": strategy,
        "HyperParameterTuningJobObjective": objective(flags, described),
        "ResourceLimits": limits,
        "ParameterRanges": parameter_ranges,
        "TrainingJobEarlyStoppingType": early,
    }
    if seed is not None:
        result["RandomSeed"] = seed
    if target is not None and not mistakes.found:
        result["TuningJobCompletionCriteria"] = {"TargetObjectiveMetricValue": float(target)}
    return result


def warm_start(flags):
    """WarmStartConfig, or nothing."""
    kind = flags.one_of("--warm-start-type", ["IdenticalDataAndAlgorithm", "TransferLearning"])
    parents = flags["--warm-start"]
    if bool(kind) != bool(parents):
        flags.mistakes.add("--warm-start and --warm-start-type", kind or " ".join(parents), "both: earlier tuning jobs, and how they are related")
    if len(parents) > 5:
        flags.mistakes.add("--warm-start", f"{len(parents)} of them", "at most 5")
    if not parents or not kind:
        return {}
    return {"WarmStartConfig": {"ParentHyperParameterTuningJobs": [{"HyperParameterTuningJobName": parent} for parent in parents], "WarmStartType": kind}}


def request(flags, described):
    """CreateHyperParameterTuningJob."""
    name = definition.job_name(flags, NAME_LENGTH_MAX)
    parameter_ranges, tuned = ranges.parameter_ranges(flags, described)
    parts = definition.definition(flags, described)
    environment = parts.get("Environment", {})
    if len(environment) > 48:
        flags.mistakes.add("--env", f"{len(environment)} of them", "at most 48 in a tuning job")
    return {
        "HyperParameterTuningJobName": name,
        "HyperParameterTuningJobConfig": tuning(flags, described, parameter_ranges),
        "TrainingJobDefinition": {
            "AlgorithmSpecification": {"TrainingImage": definition.image(flags), "TrainingInputMode": "File", "MetricDefinitions": described.metrics},
            "StaticHyperParameters": definition.hyperparameters(flags, described, tuned),
            **parts,
        },
        **warm_start(flags),
        **definition.tags(flags),
    }


def main(arguments):
    """Everything, from the command line to the exit code."""
    flags = Flags(FLAGS, arguments, Mistakes())
    poll = flags.integer("--poll", 0, 600, 60)
    job = request(flags, description.read(flags["--description"], flags["--image"]))
    name = job["HyperParameterTuningJobName"]
    aws = launch.create(PROGRAM, "create-hyper-parameter-tuning-job", flags, job, name)
    if aws is None or flags["--no-follow"]:
        return 0
    count = job["HyperParameterTuningJobConfig"]["ResourceLimits"].get("MaxNumberOfTrainingJobs", 750)
    return follow.tuning_job(aws, name, poll, count * launch.seconds_max(job["TrainingJobDefinition"]["StoppingCondition"]))


if __name__ == "__main__":
    launch.run(main)
