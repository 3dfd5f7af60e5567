"""Command lines: flags with a value, flags that may be repeated, switches, and NAME=VALUE for hyperparameters."""
import re

from mistakes import closest

VALUE, LIST, SWITCH = "value", "list", "switch"


class Flags:
    """What a command line said."""

    def __init__(self, kinds, arguments, mistakes):
        self.mistakes = mistakes
        self.values = {name: [] if kind == LIST else False if kind == SWITCH else None for name, kind in kinds.items()}
        self.hyperparameters = {}
        words = iter(arguments)
        for word in words:
            name, equals, value = word.partition("=")
            if not word.startswith("--"):
                self._pair(self.hyperparameters, word, "hyperparameter")
            elif name not in kinds:
                mistakes.add("command line", word, "a flag of --help or NAME=VALUE", closest(name, kinds))
            elif kinds[name] == SWITCH:
                self.values[name] = True
                if equals:
                    mistakes.add(name, value, "no value")
            else:
                value = value if equals else next(words, None)
                if value is None or value.startswith("--"):
                    mistakes.add(name, value, "a value")
                elif kinds[name] == LIST:
                    self.values[name].append(value)
                elif self.values[name] is not None:
                    mistakes.add(name, f"{self.values[name]} and {value}", "the flag once")
                else:
                    self.values[name] = value

    def __getitem__(self, name):
        return self.values[name]

    def _pair(self, into, text, where):
        name, equals, value = text.partition("=")
        if not equals or not name:
            self.mistakes.add(where, text, "NAME=VALUE")
        elif name in into:
            self.mistakes.add(f"{where} {name}", f"{into[name]} and {value}", "the name once")
        else:
            into[name] = value

    def pairs(self, flag):
        """NAME=VALUE of a repeated flag, as a dictionary."""
        result = {}
        for text in self[flag]:
            self._pair(result, text, flag)
        return result

    def per_channel(self, flag, channels):
        """VALUE for all channels, or CHANNEL=VALUE, as a dictionary by channel; the more special one wins."""
        result, special = {}, {}
        for text in self[flag]:
            name, equals, value = text.partition("=")
            if equals and name in channels:
                special[name] = value
            elif equals and re.fullmatch(r"[A-Za-z0-9._-]+", name):
                self.mistakes.add(flag, text, f"one of the channels {', '.join(channels) or '(none is given)'}", closest(name, channels))
            else:
                result.update(dict.fromkeys(channels, text))
        return {**result, **special}

    def matching(self, flag, pattern, expected, default=None, required=False):
        """A value of which all must match the pattern."""
        value = self[flag] if self[flag] is not None else default
        if value is None:
            if required:
                self.mistakes.add(flag, None, expected)
        elif not re.fullmatch(pattern, value):
            self.mistakes.add(flag, value, expected)
        return value

    def one_of(self, flag, choices, default=None):
        """One of a few words, in any case."""
        value = self[flag]
        if value is None:
            return default
        for choice in choices:
            if choice.lower() == value.lower():
                return choice
        self.mistakes.add(flag, value, f"one of {', '.join(choices)}", closest(value, choices))
        return None

    def integer(self, flag, low, high, default=None, required=False):
        """A whole number within bounds."""
        text = self[flag]
        expected = f"a whole number from {low} to {high}"
        if text is None:
            if required:
                self.mistakes.add(flag, None, expected)
            return default
        if re.fullmatch(r"[0-9]{1,18}", text) and low <= int(text) <= high:
            return int(text)
        self.mistakes.add(flag, text, expected)
        return default

    def seconds(self, flag, low, high, default=None):
        """A time as 3600, 90m, 24h or 2d."""
        text = self[flag]
        if text is None:
            return default
        match = re.fullmatch(r"([0-9]{1,9})([smhd]?)", text)
        value = int(match[1]) * {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}[match[2]] if match else None
        if value is None or not low <= value <= high:
            self.mistakes.add(flag, text, f"a time such as 3600, 90m, 24h or 2d, from {low} to {high} seconds")
            return default
        return value

    def s3(self, flag, text=None, folder=False, required=False, what=None):
        """An S3 address; of a folder with exactly one slash at its end."""
        text = text if text is not None else self[flag]
        expected = "s3://BUCKET/PREFIX"
        if text is None:
            if required:
                self.mistakes.add(flag, None, expected)
            return None
        if not re.fullmatch(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[^\n]{0,900})?", text):
            self.mistakes.add(what or flag, text, expected)
            return None
        return text.rstrip("/") + "/" if folder else text
