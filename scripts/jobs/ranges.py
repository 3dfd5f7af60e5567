"""ParameterRanges of a tuning job from --range."""
import re

from definition import outside, to_number
from mistakes import closest

SCALINGS = ["Auto", "Linear", "Logarithmic", "ReverseLogarithmic"]
KINDS = {"integer": "Integer", "continuous": "Continuous", "categorical": "Categorical"}
FORM = "NAME, NAME=integer:MIN:MAX[:SCALING], NAME=continuous:MIN:MAX[:SCALING] or NAME=categorical:VALUE,VALUE…"
RANGES_MAX, VALUES_MAX = 30, 30


def parameter_ranges(flags, description):
    """ParameterRanges, and the names in them."""
    mistakes = flags.mistakes
    result = {"IntegerParameterRanges": [], "ContinuousParameterRanges": [], "CategoricalParameterRanges": []}
    names, recommended = [], []
    own_code = "sagemaker_program" in flags.hyperparameters
    for text in flags["--range"]:
        name, equals, form = text.partition("=")
        item = description.hyperparameters.get(name)
        where = f"--range {name}"
        if name in names:
            mistakes.add(where, text, "the name once")
            continue
        names.append(name)
        if item is None and not own_code:
            mistakes.add(where, name, "a hyperparameter that the program declares", closest(name, description.hyperparameters))
        elif item is not None and not item.get("IsTunable") and not form.lower().startswith("categorical:"):
            tunable = [key for key, value in description.hyperparameters.items() if value.get("IsTunable")]
            mistakes.add(where, text, f"{name}=categorical:VALUE,VALUE…, or one that has a range worth searching: {', '.join(tunable)}")
        elif not equals:
            recommended.append(name)
        else:
            _range(mistakes, result, where, name, form, item)
    if recommended:
        asked = description.recommended_ranges(recommended)
        if asked is None:
            mistakes.add("--range", ", ".join(recommended), FORM, "spell the range out: a --description file does not recommend any")
        else:
            for kind, items in asked.items():
                result[kind] += items
    if not 1 <= len(names) <= RANGES_MAX:
        mistakes.add("--range", None if not names else f"{len(names)} of them", f"1 to {RANGES_MAX}: {FORM}")
    return {kind: items for kind, items in result.items() if items}, names


def _range(mistakes, result, where, name, form, item):
    kind_text, _, rest = form.partition(":")
    kind = KINDS.get(kind_text.lower())
    if kind is None:
        mistakes.add(where, form, FORM, closest(kind_text, KINDS))
        return
    if kind == "Categorical":
        values = [value.strip() for value in _split(rest)]
        if not 1 <= len(values) <= VALUES_MAX or "" in values or len(set(values)) != len(values):
            mistakes.add(where, form, f"1 to {VALUES_MAX} different values")
        for value in values:
            expected = item and outside(item, value)
            if expected:
                mistakes.add(where, value, expected)
        result["CategoricalParameterRanges"].append({"Name": name, "Values": values})
        return
    parts = rest.split(":")
    scaling = parts[2] if len(parts) > 2 else "Auto"
    numbers = [to_number(part, kind) for part in parts[:2]]
    if len(parts) not in (2, 3) or None in numbers:
        mistakes.add(where, form, f"{kind_text}:MIN:MAX or {kind_text}:MIN:MAX:SCALING with {'whole ' if kind == 'Integer' else ''}numbers")
        return
    if numbers[0] >= numbers[1]:
        mistakes.add(where, form, "MIN below MAX")
    named = next((known for known in SCALINGS if known.lower() == scaling.lower()), None)
    if named is None:
        mistakes.add(where, scaling, f"one of {', '.join(SCALINGS)}", closest(scaling, SCALINGS))
    if named == "Logarithmic" and numbers[0] <= 0:
        mistakes.add(where, form, "MIN above 0 for Logarithmic")
    if named == "ReverseLogarithmic" and not (kind == "Continuous" and numbers[0] >= 0 and numbers[1] < 1):
        mistakes.add(where, form, "a continuous range within 0 and 1, 1 left out, for ReverseLogarithmic")
    if item is not None and item["Type"] in ("Integer", "Continuous"):
        if kind != item["Type"] and item["Type"] == "Integer":
            mistakes.add(where, form, "integer or categorical: the hyperparameter is a whole number")
        for part in parts[:2]:
            expected = outside(item, part)
            if expected:
                mistakes.add(where, part, expected)
    elif item is not None:
        mistakes.add(where, form, "categorical: the hyperparameter is no number")
    result[f"{kind}ParameterRanges"].append({"Name": name, "MinValue": parts[0], "MaxValue": parts[1], "ScalingType": named or "Auto"})


def _split(text):
    """At commas outside of brackets, so that [64,32] is one value."""
    return re.split(r",(?![^\[]*\])", text) if text else []
