"""Checks requests of PutMetricData against botocore's model of the service, more strictly than the AWS CLI does.

Reads a JSON array of requests from standard input. Prints, for each, the size of its body in the query protocol; or what is wrong,
and ends with 1."""
import json
import re
import sys
from urllib.parse import urlencode

from awscli.botocore import serialize, session

LIMITS = {"MetricData": 1000, "Values": 150, "Counts": 150}
VALUE_MAX = 2.0 ** 360
findings = []


def check(shape, value, path):
    limits, kind = shape.metadata, shape.type_name
    low, high = limits.get("min", float("-inf")), limits.get("max", float("inf"))
    if kind == "structure":
        findings.extend(f"{path}: missing {name}" for name in shape.required_members if name not in value)
        for name, item in value.items():
            if name not in shape.members:
                findings.append(f"{path}: unknown {name}")
            else:
                check(shape.members[name], item, f"{path}.{name}")
                if len(item) > LIMITS.get(name, len(item)) if isinstance(item, list) else False:
                    findings.append(f"{path}.{name}: {len(item)} items")
    elif kind == "list":
        if not 1 <= len(value) <= high:
            findings.append(f"{path}: {len(value)} items")
        for index, item in enumerate(value):
            check(shape.member, item, f"{path}[{index}]")
    elif kind == "string":
        if shape.enum and value not in shape.enum:
            findings.append(f"{path}: {value!r} is none of {shape.enum}")
        elif not low <= len(value) <= high or not value.isascii() or value.startswith(":"):
            findings.append(f"{path}: {value!r}")
        elif "pattern" in limits and not re.fullmatch(limits["pattern"], value, re.DOTALL):
            findings.append(f"{path}: {value!r} does not match {limits['pattern']}")
    elif kind in ("integer", "double"):
        if isinstance(value, bool) or not isinstance(value, (int, float) if kind == "double" else int) or not abs(value) <= VALUE_MAX or value < low:
            findings.append(f"{path}: {value!r} is no {kind} that is allowed")
    elif kind == "timestamp":
        if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", value):
            findings.append(f"{path}: {value!r} is no time")


operation = session.get_session().get_service_model("cloudwatch").operation_model("PutMetricData")
query = serialize.create_serializer("query")
for request in json.load(sys.stdin):
    check(operation.input_shape, request, "$")
    for datum in request["MetricData"]:
        if len(set(datum["Values"])) != len(datum["Values"]) or len(datum["Counts"]) != len(datum["Values"]) or min(datum["Counts"]) < 1:
            findings.append(f"$: {datum['MetricName']}: values must differ, and each have its count")
        if datum["StorageResolution"] not in (1, 60):
            findings.append(f"$: {datum['MetricName']}: resolution {datum['StorageResolution']}")
    if not findings:
        print(len(urlencode(query.serialize_to_request(request, operation)["body"])))
if findings:
    sys.exit("\n".join(findings[:20]))
