"""Runs a job in a container on this machine. scripts/run-local.sh --help tells the flags."""
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys

import folder
from flags import LIST, SWITCH, VALUE, Flags
from mistakes import Mistakes
from pipes import Pipe

PROGRAM = "run-local.sh"
FLAGS = {
    "--image": VALUE, "--job": VALUE, "--channel": LIST, "--content-type": LIST, "--mode": LIST, "--model": VALUE, "--checkpoints": SWITCH,
    "--gpus": VALUE, "--shm-size": VALUE, "--memory": VALUE, "--network": VALUE, "--env": LIST, "--validate": SWITCH, "--dry-run": SWITCH,
}
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PARTS = ["input", "model", "output", "checkpoints"]
SIZE = r"[0-9]+[bkmg]?"
NAME = r"[A-Za-z0-9._-]{1,64}"
# of the channels that hold no rows
CONTENT_TYPES = {"model": "application/x-sagemaker-model", "statistics": "application/json"}


class LocalJob:
    """The job that the flags describe."""

    def __init__(self, flags):
        self.mistakes = flags.mistakes
        self.image = flags.matching("--image", r"[^\s]+", "an image", default="training-container")
        self.job = os.path.realpath(flags["--job"] or os.path.join(ROOT, "artifacts", "jobs", "local"))
        self.checkpoints = flags["--checkpoints"]
        self.command = "validate" if flags["--validate"] else "train"
        self._check_folder()
        self.paths = {name: self._existing(f"--channel {name}", path) for name, path in flags.pairs("--channel").items()}
        types, modes = flags.per_channel("--content-type", self.paths), flags.per_channel("--mode", self.paths)
        self.channels = {name: (types.get(name, CONTENT_TYPES.get(name, "text/csv")), self._mode(name, modes.get(name, "File"))) for name in self.paths}
        for name in self.paths:
            if not re.fullmatch(NAME, name) or name in (".", ".."):
                self.mistakes.add("--channel", name, "a name of at most 64 letters, digits, dots, hyphens and underscores")
        if not self.paths:
            self.mistakes.add("--channel", None, "NAME=PATH, such as train=rows.csv")
        if flags["--model"] is not None:
            if "model" in self.paths:
                self.mistakes.add("--model", flags["--model"], "no --channel model beside it: both give that channel")
            self.paths["model"] = self._existing("--model", flags["--model"])
            self.channels["model"] = (CONTENT_TYPES["model"], "File")
        self.configuration = folder.configuration(flags.hyperparameters, self.channels)
        self.options = self._options(flags)

    def _check_folder(self):
        if not os.path.isdir(self.job):
            if os.path.exists(self.job):
                self.mistakes.add("--job", self.job, "a folder, which is made when it is not there")
            return
        strangers = sorted(set(os.listdir(self.job)) - set(PARTS))
        if strangers:
            self.mistakes.add("--job", self.job, "an empty folder, or one of an earlier job", f"it has {', '.join(strangers[:3])}; name another one")
        kept = os.path.join(self.job, "checkpoints")
        if not self.checkpoints and os.path.isdir(kept) and os.listdir(kept):
            self.mistakes.add("--job", kept, "no checkpoints of an earlier run", "give --checkpoints to go on from them, name another --job, or delete them")

    def _existing(self, where, path):
        if not os.path.exists(path):
            self.mistakes.add(where, path, "a file or folder that exists")
        elif "," in os.path.realpath(path):
            self.mistakes.add(where, path, "a path without a comma, which docker takes for the end of it")
        return os.path.realpath(path)

    def _mode(self, name, mode):
        for known in ("File", "FastFile", "Pipe"):
            if mode.lower() == known.lower():
                return known
        self.mistakes.add(f"--mode of channel {name}", mode, "File, FastFile or Pipe")
        return mode

    def _options(self, flags):
        options = []
        for flag, pattern, expected in (("--gpus", r"all|[0-9]+|device=.+", "all, a number, or device=ID"), ("--shm-size", SIZE, "a size such as 1g"),
                                        ("--memory", SIZE, "a size such as 4g"), ("--network", r"[^\s]+", "a network of docker, such as none")):
            value = flags.matching(flag, pattern, expected)
            if value is not None:
                options += [flag, value]
        if flags["--memory"]:
            options += ["--memory-swap", flags["--memory"]]
        for name, value in flags.pairs("--env").items():
            options += ["--env", f"{name}={value}"]
        return options

    def docker(self):
        """The command line. Channels are mounted beside the folder, read-only: a link out of it would lead nowhere inside."""
        mounts = ["-v", f"{self.job}:/opt/ml"]
        for name, path in self.paths.items():
            if self.channels[name][1] != "Pipe" and not self._is_copied(path):
                target = f"/opt/ml/input/data/{name}" + (f"/{self._file_name(name)}" if os.path.isfile(path) else "")
                mounts += ["--mount", f"type=bind,source={path},target={target},readonly"]
        return ["docker", "run", "--rm", *mounts, *self.options, self.image, self.command]

    def _file_name(self, name):
        return "model.tar.gz" if name == "model" else os.path.basename(self.paths[name])

    @staticmethod
    def _is_copied(path):
        """A folder with links in it: they lead out of what is mounted."""
        return any(os.path.islink(os.path.join(parent, entry)) for parent, folders, files in os.walk(path) for entry in folders + files)

    def make(self):
        """Makes the folder anew, checkpoints excepted. Returns the pipes that are being fed."""
        data = os.path.join(self.job, "input", "data")
        for part in ("input", "model", "output"):
            shutil.rmtree(os.path.join(self.job, part), ignore_errors=True)
        for part in ("model", "output", *(["checkpoints"] if self.checkpoints else [])):
            os.makedirs(os.path.join(self.job, part), exist_ok=True)
        folder.write(self.job, self.configuration)
        pipes = []
        for name, path in self.paths.items():
            os.makedirs(os.path.join(data, name))
            if self.channels[name][1] == "Pipe":
                os.rmdir(os.path.join(data, name))
                pipes.append(Pipe(data, name, path))
            elif self._is_copied(path):
                shutil.copytree(path, os.path.join(data, name), dirs_exist_ok=True)
            elif os.path.isfile(path):
                # what the mount covers
                open(os.path.join(data, name, self._file_name(name)), "wb").close()
        return pipes


def run(command):
    """Runs docker to its end. A signal to this script, however early, stops the job as SageMaker would; docker passes it on."""
    containers, stopped = [], []

    def stop(number, _):
        stopped.append(number)
        for container in containers:
            container.send_signal(signal.SIGTERM)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    with subprocess.Popen(command) as container:
        containers.append(container)
        if stopped:
            container.send_signal(signal.SIGTERM)
        return container.wait()


def main(arguments):
    """Everything, from the command line to the container's exit code."""
    mistakes = Mistakes()
    flags = Flags(FLAGS, arguments, mistakes)
    job = LocalJob(flags)
    if not re.fullmatch(r"[^:]*", job.job):
        mistakes.add("--job", job.job, "a path without a colon, which docker takes for the end of it")
    mistakes.end_if_any(PROGRAM)
    command = job.docker()
    if flags["--dry-run"]:
        print(shlex.join(command))
        print(json.dumps(job.configuration, indent=2))
        return 0
    if shutil.which("docker") is None:
        print("there is no docker here. Fix: install a Docker engine, or train without one: scripts/train-sample.sh", file=sys.stderr)
        return 2
    try:
        pipes = job.make()
    except OSError as error:
        print(f"the job's folder {job.job} can't be made: {error}. Fix: name another one by --job", file=sys.stderr)
        return 2
    try:
        code = run(command)
    finally:
        for pipe in pipes:
            pipe.close()
    model = os.path.join(job.job, "model")
    if code == 0 and job.command == "train" and os.listdir(model):
        print(f"\nthe model is in {os.path.relpath(model)}: {', '.join(sorted(os.listdir(model)))}")
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
