"""The AWS CLI, as a program."""
import json
import os
import shutil
import subprocess
import sys
import tempfile

CALL_SECONDS_MAX = 120


class AwsError(Exception):
    """A call that failed, with what the CLI said."""


class Aws:
    """Calls in one region, with one profile."""

    def __init__(self, region=None, profile=None):
        self.options = ["--output", "json"] + (["--region", region] if region else []) + (["--profile", profile] if profile else [])
        if shutil.which("aws") is None:
            sys.exit("there is no aws here. Fix: install the AWS CLI and run aws configure, or use --dry-run")

    def call(self, *arguments):
        """Runs a command. Returns its JSON, or None when it prints nothing."""
        environment = {**os.environ, "AWS_PAGER": ""}
        try:
            result = subprocess.run(["aws", *arguments, *self.options], capture_output=True, text=True, timeout=CALL_SECONDS_MAX, check=False, env=environment)
        except subprocess.TimeoutExpired as error:
            raise AwsError(f"aws {' '.join(arguments[:2])} did not answer within {CALL_SECONDS_MAX} s") from error
        if result.returncode != 0:
            raise AwsError(f"aws {' '.join(arguments[:2])}: {result.stderr.strip() or f'exit code {result.returncode}'}")
        return json.loads(result.stdout) if result.stdout.strip() else None

    def create(self, command, request):
        """Sends a request; ends the program when it is refused."""
        with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
            json.dump(request, file)
            file.flush()
            try:
                return self.call("sagemaker", command, "--cli-input-json", f"file://{file.name}")
            except AwsError as error:
                sys.exit(str(error))
