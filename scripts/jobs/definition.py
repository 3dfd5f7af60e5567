"""What a training job and the training jobs of a tuning job have in common, from flags to parts of the request."""
import datetime
import os
import re

from flags import LIST, SWITCH, VALUE
from mistakes import closest

FLAGS = {
    "--name": VALUE, "--job-name": VALUE, "--role": VALUE, "--image": VALUE, "--description": VALUE, "--region": VALUE, "--profile": VALUE,
    "--output": VALUE, "--instance-type": VALUE, "--instance-count": VALUE, "--volume-gb": VALUE,
    "--channel": LIST, "--content-type": LIST, "--mode": LIST, "--distribution": LIST, "--shuffle-seed": LIST, "--compression": LIST,
    "--record-wrapper": LIST, "--data-type": LIST, "--attributes": LIST,
    "--checkpoints": VALUE, "--spot": SWITCH, "--max-run": VALUE, "--max-wait": VALUE, "--retries": VALUE,
    "--env": LIST, "--tag": LIST, "--subnet": LIST, "--security-group": LIST, "--network-isolation": SWITCH,
    "--dry-run": SWITCH, "--no-follow": SWITCH, "--poll": VALUE,
}
DAY = 86_400
# the API's limits
HYPERPARAMETERS_MAX, HYPERPARAMETER_LENGTH_MAX = 100, 2_500
RUN_SECONDS_MAX = 28 * DAY


def job_name(flags, length_max, now=None):
    """--job-name as it is, or --name and the time."""
    pattern = rf"[a-zA-Z0-9](-*[a-zA-Z0-9]){{0,{length_max - 1}}}"
    if flags["--job-name"] is not None:
        return flags.matching("--job-name", pattern, f"at most {length_max} letters, digits and hyphens")
    stamp = (now or datetime.datetime.now(datetime.timezone.utc)).strftime("-%y%m%d-%H%M%S")
    prefix = flags.matching("--name", rf"[a-zA-Z0-9](-*[a-zA-Z0-9]){{0,{length_max - len(stamp) - 1}}}",
                            f"at most {length_max - len(stamp)} letters, digits and hyphens", default="training-container")
    return (prefix or "") + stamp


def role(flags):
    """The role that the job gets."""
    return flags.matching("--role", r"arn:aws[a-z-]*:iam::[0-9]{12}:role/[a-zA-Z_0-9+=,.@/-]+", "arn:aws:iam::ACCOUNT:role/NAME, or the variable SAGEMAKER_ROLE",
                          default=os.environ.get("SAGEMAKER_ROLE"), required=True)


def image(flags):
    """The image's address."""
    return flags.matching("--image", r"[^\s]{1,255}", "ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAME:TAG (scripts/push-image.sh prints it)", required=True)


def hyperparameters(flags, description, tuned=()):
    """The static ones, as strings, checked against what the program declares."""
    mistakes, known = flags.mistakes, description.hyperparameters
    brings_its_own = "sagemaker_program" in flags.hyperparameters
    for name, value in flags.hyperparameters.items():
        where = f"hyperparameter {name}"
        if name in tuned:
            mistakes.add(where, value, "it either as NAME=VALUE or as --range")
        elif name.startswith(("sagemaker_", "_")):
            pass
        elif name in known:
            expected = outside(known[name], value)
            if expected:
                mistakes.add(where, value, expected)
        elif not brings_its_own:
            mistakes.add(where, value, "no hyperparameter of this name", closest(name, known))
        if len(value) > HYPERPARAMETER_LENGTH_MAX or "\n" in value:
            mistakes.add(where, value, f"at most {HYPERPARAMETER_LENGTH_MAX} characters without a line break")
    for name, item in known.items():
        if item.get("IsRequired") and name not in flags.hyperparameters and name not in tuned:
            mistakes.add(f"hyperparameter {name}", None, "a value: it is required")
    if len(flags.hyperparameters) + len(tuned) > HYPERPARAMETERS_MAX:
        mistakes.add("hyperparameters", f"{len(flags.hyperparameters) + len(tuned)} of them", f"at most {HYPERPARAMETERS_MAX}")
    return dict(flags.hyperparameters)


def outside(item, value):
    """What was expected of a hyperparameter's value, or None when it is right."""
    limits = item.get("Range", {})
    if item["Type"] == "Categorical":
        values = limits["CategoricalParameterRangeSpecification"]["Values"]
        return None if value.strip('"') in values else f"one of {', '.join(values)}"
    if item["Type"] in ("Integer", "Continuous"):
        bounds = limits[f"{item['Type']}ParameterRangeSpecification"]
        kind = "a whole number" if item["Type"] == "Integer" else "a number"
        number = to_number(value.strip('"'), item["Type"])
        if number is None or not float(bounds["MinValue"]) <= number <= float(bounds["MaxValue"]):
            return f"{kind} from {bounds['MinValue']} to {bounds['MaxValue']}"
    return None


def to_number(text, kind):
    """The number that a text is, or None."""
    pattern = r"[-+]?[0-9]+" if kind == "Integer" else r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?"
    return float(text) if re.fullmatch(pattern, text) else None


def channels(flags, description):
    """InputDataConfig."""
    addresses = flags.pairs("--channel")
    settings = {flag: flags.per_channel(flag, addresses) for flag in
                ("--content-type", "--mode", "--distribution", "--shuffle-seed", "--compression", "--record-wrapper", "--data-type", "--attributes")}
    for name, item in description.channels.items():
        if item.get("IsRequired") and name not in addresses:
            flags.mistakes.add("--channel", " ".join(addresses) or None, f"{name}=s3://BUCKET/PREFIX: {item['Description']}")
    if len(addresses) > 20:
        flags.mistakes.add("--channel", f"{len(addresses)} of them", "at most 20")
    return [channel(flags, description, name, address, {flag: values.get(name) for flag, values in settings.items()}) for name, address in addresses.items()]


def channel(flags, description, name, address, settings):
    """One channel of InputDataConfig."""
    mistakes, known = flags.mistakes, description.channels
    declared = known.get(name)
    # a model of one's own comes as code, and the classes of image files as NAME_lst
    if declared is None and name != "code" and name.removesuffix("_lst") not in known:
        mistakes.add("--channel", name, f"one of {', '.join(known)}, code", closest(name, known))
    if not re.fullmatch(r"[A-Za-z0-9._-]{1,64}", name):
        mistakes.add("--channel", name, "a name of at most 64 letters, digits, dots, hyphens and underscores")

    def choice(flag, choices, default=None):
        value = settings[flag]
        if value is None:
            return default
        for known_choice in choices:
            if value.lower() == known_choice.lower():
                return known_choice
        mistakes.add(f"{flag} of channel {name}", value, f"one of {', '.join(choices)}", closest(value, choices))
        return None

    modes = declared["SupportedInputModes"] if declared else ["File", "FastFile"]
    mode = choice("--mode", modes, "File")
    content_type = settings["--content-type"]
    if content_type is None and declared and "text/csv" not in declared["SupportedContentTypes"]:
        content_type = declared["SupportedContentTypes"][0]
    if content_type is not None and declared:
        supported = declared["SupportedContentTypes"]
        if content_type.split(";")[0].strip().lower() not in [item.split(";")[0] for item in supported]:
            mistakes.add(f"--content-type of channel {name}", content_type, f"one of {', '.join(supported)}", closest(content_type, supported))
    data_type = choice("--data-type", ["S3Prefix", "ManifestFile", "AugmentedManifestFile"], "S3Prefix")
    source = {
        "S3DataType": data_type,
        "S3Uri": flags.s3("--channel", address, what=f"--channel {name}"),
        "S3DataDistributionType": choice("--distribution", ["FullyReplicated", "ShardedByS3Key"], "FullyReplicated"),
    }
    attributes = settings["--attributes"]
    if attributes is not None:
        source["AttributeNames"] = [item.strip() for item in attributes.split(",")]
    if (data_type == "AugmentedManifestFile") != (attributes is not None):
        mistakes.add(f"--attributes of channel {name}", attributes, f"{'names of attributes' if attributes is None else 'none'}: --data-type is {data_type}")
    if data_type == "AugmentedManifestFile" and mode != "Pipe" or data_type == "ManifestFile" and mode == "FastFile":
        mistakes.add(f"--mode of channel {name}", mode, f"{'Pipe' if data_type == 'AugmentedManifestFile' else 'File or Pipe'} for --data-type {data_type}")
    result = {"ChannelName": name, "DataSource": {"S3DataSource": source}, "InputMode": mode}
    if content_type is not None:
        result["ContentType"] = content_type
    compression = choice("--compression", ["None", "Gzip"])
    if compression:
        result["CompressionType"] = compression
        if compression == "Gzip" and mode != "Pipe":
            mistakes.add(f"--compression of channel {name}", compression, "Pipe mode with it", "leave it out: the program recognizes .gz files itself")
    wrapper = choice("--record-wrapper", ["None", "RecordIO"])
    if wrapper:
        result["RecordWrapperType"] = wrapper
        if wrapper == "RecordIO" and mode != "Pipe":
            mistakes.add(f"--record-wrapper of channel {name}", wrapper, "Pipe mode with it")
    seed = settings["--shuffle-seed"]
    if seed is not None:
        if re.fullmatch(r"[0-9]{1,18}", seed):
            result["ShuffleConfig"] = {"Seed": int(seed)}
        else:
            mistakes.add(f"--shuffle-seed of channel {name}", seed, "a whole number at least 0")
    return result


def resources(flags, description):
    """ResourceConfig."""
    count = flags.integer("--instance-count", 1, 100, 1)
    if count > 1 and not description.distributed:
        flags.mistakes.add("--instance-count", count, "1: the program trains on one instance")
    return {
        "InstanceType": flags.matching("--instance-type", r"ml\.[a-z0-9-]+\.[a-z0-9]+", "an instance type such as ml.m5.xlarge or ml.g5.xlarge", required=True),
        "InstanceCount": count,
        "VolumeSizeInGB": flags.integer("--volume-gb", 1, 16_384, 30),
    }


def definition(flags, description, checkpoint_folder=None):
    """The parts with the same names in both requests. checkpoint_folder: below --output, for Spot without --checkpoints."""
    output = flags.s3("--output", folder=True, required=True)
    run = flags.seconds("--max-run", 1, RUN_SECONDS_MAX, DAY)
    wait = flags.seconds("--max-wait", 1, RUN_SECONDS_MAX)
    stopping = {"MaxRuntimeInSeconds": run}
    parts = {
        "RoleArn": role(flags),
        "InputDataConfig": channels(flags, description),
        "OutputDataConfig": {"S3OutputPath": output},
        "ResourceConfig": resources(flags, description),
        "StoppingCondition": stopping,
    }
    if flags["--spot"]:
        parts["EnableManagedSpotTraining"] = True
        stopping["MaxWaitTimeInSeconds"] = wait if wait is not None else min(2 * run, RUN_SECONDS_MAX)
        if stopping["MaxWaitTimeInSeconds"] < run:
            flags.mistakes.add("--max-wait", f"{wait} seconds", f"at least --max-run, {run} seconds: it counts the waiting and the running")
    elif wait is not None:
        flags.mistakes.add("--max-wait", flags["--max-wait"], "--spot with it")
    # without the slash S3 takes run-1 for a prefix of run-10 as well, and restores its checkpoints
    checkpoints = flags.s3("--checkpoints", folder=True)
    if flags["--checkpoints"] is None and flags["--spot"] and output and checkpoint_folder:
        checkpoints = f"{output}{checkpoint_folder}/"
    if checkpoints:
        parts["CheckpointConfig"] = {"S3Uri": checkpoints}
    environment = flags.pairs("--env")
    for variable, value in environment.items():
        if not re.fullmatch(r"[a-zA-Z_][a-zA-Z0-9_]{0,511}", variable) or len(value) > 512:
            flags.mistakes.add("--env", f"{variable}={value}", "NAME=VALUE of letters, digits and underscores, each at most 512 characters")
    if environment:
        parts["Environment"] = environment
    subnets, groups = flags["--subnet"], flags["--security-group"]
    if bool(subnets) != bool(groups):
        flags.mistakes.add("--subnet and --security-group", " ".join(subnets + groups), "both, or none")
    if subnets:
        parts["VpcConfig"] = {"SecurityGroupIds": groups, "Subnets": subnets}
    if flags["--network-isolation"]:
        parts["EnableNetworkIsolation"] = True
    attempts = flags.integer("--retries", 1, 30)
    if attempts:
        parts["RetryStrategy"] = {"MaximumRetryAttempts": attempts}
    return parts


def tags(flags):
    """Tags of the request, or nothing."""
    pairs = flags.pairs("--tag")
    return {"Tags": [{"Key": key, "Value": value} for key, value in pairs.items()]} if pairs else {}
