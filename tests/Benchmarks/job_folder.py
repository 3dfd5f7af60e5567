#!/usr/bin/env python3
"""Lays out what SageMaker would mount at /opt/ml: the configuration files and the channels, as links to their data.

    job_folder.py FOLDER HYPERPARAMETERS_JSON CHANNEL=DATA_FOLDER...
"""
import json
import pathlib
import sys


def main(folder, hyperparameters, *channels):
    root = pathlib.Path(folder)
    config, data = root / "input" / "config", root / "input" / "data"
    for path in (config, data, root / "model", root / "output"):
        path.mkdir(parents=True, exist_ok=True)
    places = dict(channel.split("=", 1) for channel in channels)
    for name, place in places.items():
        (data / name).symlink_to(pathlib.Path(place).resolve(), target_is_directory=True)

    def write(name, content):
        (config / name).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")

    write("hyperparameters.json", json.loads(hyperparameters))
    write("inputdataconfig.json", {name: {
        "TrainingInputMode": "File", "ContentType": "text/csv",
        "S3DistributionType": "FullyReplicated", "RecordWrapperType": "None"} for name in places})
    write("resourceconfig.json", {"current_host": "algo-1", "hosts": ["algo-1"], "network_interface_name": "lo"})


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
