"""A job's folder, laid out as SageMaker mounts it at /opt/ml.

usage: folder.py FOLDER [--channel NAME=CONTENT_TYPE]... [NAME=VALUE...]    writes FOLDER/input/config for channels in File mode
"""
import json
import os
import sys

from flags import LIST, Flags
from mistakes import Mistakes


def configuration(hyperparameters, channels):
    """The files of input/config. channels: name → (content type, input mode)."""
    return {
        "hyperparameters.json": hyperparameters,
        "inputdataconfig.json": {
            name: {"TrainingInputMode": mode, "ContentType": content_type, "S3DistributionType": "FullyReplicated", "RecordWrapperType": "None"}
            for name, (content_type, mode) in channels.items()
        },
        "resourceconfig.json": {"current_host": "algo-1", "hosts": ["algo-1"], "network_interface_name": "lo"},
    }


def write(folder, files):
    """Writes the files of input/config."""
    config = os.path.join(folder, "input", "config")
    os.makedirs(config, exist_ok=True)
    for name, content in files.items():
        with open(os.path.join(config, name), "w", encoding="utf-8") as file:
            json.dump(content, file, indent=1)
            file.write("\n")


if __name__ == "__main__":
    found = Mistakes()
    flags = Flags({"--channel": LIST}, sys.argv[2:], found)
    types = flags.pairs("--channel")
    found.end_if_any("folder.py")
    write(sys.argv[1], configuration(flags.hyperparameters, {name: (content_type, "File") for name, content_type in types.items()}))
