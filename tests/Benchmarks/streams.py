"""The report's table of the streams: a channel in Pipe mode, images, the cache of decoded rows, each beside what ran in turns with it."""

PIPE_GOAL, PYTHON_GOAL, CSV_GOAL_GB = 0.9, 20, 0.4
IMAGE_GOAL, CACHE_GOAL, FIRST_BATCH_GOAL_MS = 1.10, 10, 200


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def speed(measurement):
    """GB of 10^9 bytes per second: of the median; and of the greatest p90 and the least time."""
    gigabytes = measurement.facts["bytes"] / 1e9
    return f"{gigabytes / measurement.median:.2f} GB/s ({gigabytes / measurement.greatest:.2f} – {gigabytes / measurement.least:.2f})"


def bytes_per_second(measurement):
    return measurement.facts["bytes"] / measurement.median


def row(what, ours, peer, ratio, goal=None, reached=None):
    return f"| {what} | {ours} | {peer} | {ratio} | {goal or '–'} | {'–' if goal is None else 'yes' if reached else 'no'} |"


def faster(what, ours, name, peer, goal=None):
    """How many times as fast as the peer, for pipes of bytes; goal: at least."""
    if ours and peer:
        ratio = bytes_per_second(ours) / bytes_per_second(peer)
        yield row(what, speed(ours), f"{name}: {speed(peer)}", f"{ratio:.2f}", goal and f"at least {goal}", goal and ratio >= goal)


def pipes(find):
    what = "RecordIO-protobuf, 784 float32, FIFO to batches"
    ours = find("pipe", "ours", "recordio", "read")
    yield from faster(what, ours, "`cat fifo > /dev/null`", find("pipe", "cat", "recordio", "read"), PIPE_GOAL)
    yield from faster(what, ours, "bare read(2) loop, pipe of 1 MiB as ours", find("pipe", "bare read", "recordio", "read"))
    yield from faster(what, ours, "Python reader to batches", find("pipe", "python", "recordio", "batches"), PYTHON_GOAL)
    yield from faster(what, ours, "Python reader, values not touched", find("pipe", "python", "recordio", "messages"))
    yield from faster("the same, passed over by a resumed job", find("pipe", "ours", "recordio", "skip"), "`cat fifo > /dev/null`",
                      find("pipe", "cat", "recordio", "skip"), PIPE_GOAL)
    for kind, name in (("csv-pixels", "CSV of pixels"), ("csv-decimals", "CSV of 6-digit decimals")):
        ours = find("pipe", "ours", kind, "read, one thread")
        if ours:
            per_core = ours.facts["bytes"] / ours.facts["cpu"] / 1e9
            reached = bytes_per_second(ours) >= CSV_GOAL_GB * 1e9
            yield row(f"{name}, FIFO to batches, one thread", f"{speed(ours)}; {per_core:.2f} GB per second of CPU", "–", "–",
                      f"at least {CSV_GOAL_GB} GB/s per core", reached)
    for kind in ("recordio", "csv-pixels"):
        for setting in ("after the first", "the first in the process"):
            ours = find("first-batch", "ours", kind, setting)
            if ours:
                yield row(f"first byte to first batch, {kind}, {setting}",
                          f"{number(1e3 * ours.median)} ms ({number(1e3 * ours.least)} – {number(1e3 * ours.greatest)})", "–", "–",
                          f"at most {FIRST_BATCH_GOAL_MS} ms", 1e3 * ours.greatest <= FIRST_BATCH_GOAL_MS)


def images(measurements, find):
    for size in dict.fromkeys(model for name, model, *_ in measurements if name == "image"):
        djpeg = find("image", "djpeg", size)
        for side, goal in (("ours, to pixels", IMAGE_GOAL), ("ours, to features", None)):
            ours = find("image", side, size)
            ratio = ours.median / djpeg.median
            what = f"JPEG {size} ({djpeg.facts['bytes']:,} bytes) to {'pixels' if goal else 'features, ' + ours.facts['setting']}"
            yield row(what, ours.text(), f"djpeg's loop: {djpeg.text()}", f"{ratio:.2f} of its time",
                      goal and f"at most {goal:.2f}", goal and ratio <= goal)


def cache(measurements, find):
    for data in dict.fromkeys(model for name, model, *_ in measurements if name == "cache"):
        ours, parsing = find("cache", "ours", data), find("cache", "parsing", data)
        ratio = parsing.median / ours.median
        yield row(f"shuffled epoch out of the cache, {data} ({ours.facts['rows']:,} × {ours.facts['features']})", ours.text(),
                  f"parsing the CSV, {parsing.facts['threads']} threads: {parsing.text()}", f"{ratio:.1f} times as fast",
                  f"at least {CACHE_GOAL}", ratio >= CACHE_GOAL)


def table(measurements, find):
    """The lines of the section; none when nothing of it was measured."""
    rows = [*pipes(find), *images(measurements, find), *cache(measurements, find)]
    if rows:
        yield from ("", "## Streams", "", "Ratio: how many times as fast as the peer, unless it says otherwise; what runs in turns with ours is beside it.",
                    "", "| what | ours | beside it | ratio | goal | reached |", "|---|---|---|---|---|---|")
        yield from rows
