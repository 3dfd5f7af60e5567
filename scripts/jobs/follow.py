"""Waiting for a job: its states, its log, how it ended."""
import sys
import time

from aws import AwsError

LOG_GROUP = "/aws/sagemaker/TrainingJobs"
# calls in a row that may fail while a job runs: the network of a desk comes and goes
FAILURES_MAX = 10
# pages of a log per look, so that a state is seen in between
PAGES_MAX = 100
# after the last state the log still comes
LAST_LOOKS = 3


class Follower:
    """Looks again and again, until the end or a limit of time."""

    def __init__(self, aws, poll_seconds, limit_seconds):
        self.aws, self.poll_seconds, self.limit_seconds = aws, poll_seconds, limit_seconds
        self.failures = 0

    def until_ended(self, describe, status_of, look):
        """Calls look(description) until the job has ended. Returns its last description."""
        start = time.monotonic()
        while True:
            description = self.tolerant(describe)
            if description is not None:
                look(description)
                if status_of(description) in ("Completed", "Failed", "Stopped"):
                    return description
            if time.monotonic() - start > self.limit_seconds:
                sys.exit(f"the job still runs after {self.limit_seconds} s; it goes on without this script")
            time.sleep(self.poll_seconds)

    def tolerant(self, call):
        """A call that may fail now and then. Returns None when it did."""
        try:
            result = call()
            self.failures = 0
            return result
        except AwsError as error:
            self.failures += 1
            print(f"{error}", file=sys.stderr)
            if self.failures >= FAILURES_MAX:
                sys.exit(f"{FAILURES_MAX} calls in a row failed; the job goes on without this script")
            return None


class Log:
    """The CloudWatch log of a training job: one stream per host."""

    def __init__(self, follower, job):
        self.follower, self.job = follower, job
        self.tokens = {}

    def print_new(self):
        """Prints what has come since the last time."""
        found = self.follower.tolerant(self._streams)
        for stream in found or []:
            for _ in range(PAGES_MAX):
                page = self.follower.tolerant(lambda name=stream: self._page(name))
                if page is None or not self._print(stream, page):
                    break

    def _streams(self):
        try:
            answer = self.follower.aws.call("logs", "describe-log-streams", "--log-group-name", LOG_GROUP, "--log-stream-name-prefix", f"{self.job}/")
        except AwsError as error:
            # the group is made by the first job of an account
            if "ResourceNotFoundException" in str(error):
                return []
            raise
        return sorted(item["logStreamName"] for item in answer["logStreams"])

    def _page(self, stream):
        token = self.tokens.get(stream)
        return self.follower.aws.call("logs", "get-log-events", "--log-group-name", LOG_GROUP, "--log-stream-name", stream, "--start-from-head",
                                      *(["--next-token", token] if token else []))

    def _print(self, stream, page):
        for event in page["events"]:
            print(event["message"], flush=True)
        # the same token again says that there is no more
        moved = page.get("nextForwardToken") not in (None, self.tokens.get(stream))
        self.tokens[stream] = page.get("nextForwardToken")
        return moved and page["events"]


def training_job(aws, name, poll_seconds, limit_seconds):
    """Follows a training job to its end. Returns the exit code."""
    follower = Follower(aws, poll_seconds, limit_seconds)
    log, seen = Log(follower, name), []

    def look(description):
        for change in description.get("SecondaryStatusTransitions", []):
            text = f"{change['Status']}: {change.get('StatusMessage', '')}".rstrip(": ")
            if text not in seen:
                seen.append(text)
                print(f"== {text}", flush=True)
        log.print_new()

    job = follower.until_ended(lambda: aws.call("sagemaker", "describe-training-job", "--training-job-name", name), lambda item: item["TrainingJobStatus"], look)
    for _ in range(LAST_LOOKS):
        time.sleep(poll_seconds)
        log.print_new()
    return conclusion(job)


def conclusion(job):
    """Prints how a training job ended. Returns the exit code."""
    status = job["TrainingJobStatus"]
    if job.get("FinalMetricDataList"):
        print("\nfinal metrics:")
        for metric in job["FinalMetricDataList"]:
            print(f"  {metric['MetricName']:32} {metric['Value']:.6g}")
    if job.get("BillableTimeInSeconds") is not None:
        saved = f" of {job['TrainingTimeInSeconds']} s" if job.get("TrainingTimeInSeconds") else ""
        print(f"billed: {job['BillableTimeInSeconds']} s{saved}")
    if job.get("ModelArtifacts"):
        print(f"model: {job['ModelArtifacts']['S3ModelArtifacts']}")
    print(f"{job['TrainingJobName']}: {status}")
    if status == "Failed":
        print(f"the job failed: {job.get('FailureReason', 'no reason is given')}", file=sys.stderr)
    elif status == "Stopped":
        print(f"the job was stopped: {job.get('SecondaryStatus', status)}", file=sys.stderr)
    return 0 if status == "Completed" else 1


def tuning_job(aws, name, poll_seconds, limit_seconds):
    """Follows a tuning job to its end. Returns the exit code."""
    follower = Follower(aws, poll_seconds, limit_seconds)
    seen = [None]

    def look(description):
        counters = description.get("TrainingJobStatusCounters", {})
        text = ", ".join(f"{count} {state}" for state, count in counters.items() if count) or "no training job yet"
        best = description.get("BestTrainingJob", {}).get("FinalHyperParameterTuningJobObjectiveMetric")
        if best:
            text += f"; best {best['MetricName']} {best['Value']:.6g}"
        if text != seen[0]:
            seen[0] = text
            print(f"== {description['HyperParameterTuningJobStatus']}: {text}", flush=True)

    job = follower.until_ended(lambda: aws.call("sagemaker", "describe-hyper-parameter-tuning-job", "--hyper-parameter-tuning-job-name", name),
                               lambda item: item["HyperParameterTuningJobStatus"], look)
    best = job.get("BestTrainingJob")
    if best:
        print(f"\nbest training job: {best['TrainingJobName']}")
        metric = best.get("FinalHyperParameterTuningJobObjectiveMetric")
        if metric:
            print(f"  {metric['MetricName']:32} {metric['Value']:.6g}")
        for parameter, value in sorted(best.get("TunedHyperParameters", {}).items()):
            print(f"  {parameter:32} {value}")
    status = job["HyperParameterTuningJobStatus"]
    print(f"{name}: {status}")
    if status != "Completed":
        print(f"the tuning job {'failed' if status == 'Failed' else 'was stopped'}: {job.get('FailureReason', 'no reason is given')}", file=sys.stderr)
    return 0 if status == "Completed" else 1
