"""All mistakes of a command line at once."""
import difflib
import sys


class Mistakes:
    """Collects what is wrong; nothing is created while there is any."""

    def __init__(self):
        self.found = []

    def add(self, where, found, expected, fix=None):
        """Notes one: where it is, what was found there, what was expected, and how to fix it."""
        text = f"{where}: found {quoted(found)}, expected {expected}"
        self.found.append(text + (f". Fix: {fix}" if fix else ""))

    def end_if_any(self, program):
        """Prints them and ends with exit code 2."""
        if self.found:
            count = "1 mistake" if len(self.found) == 1 else f"{len(self.found)} mistakes"
            print(f"{program}: {count}; --help tells the flags:", file=sys.stderr)
            print("\n".join(f"- {text}" for text in self.found), file=sys.stderr)
            sys.exit(2)


def quoted(value):
    """Nothing for what is missing, else the text in quotes, shortened."""
    if value is None:
        return "nothing"
    text = str(value)
    return f'"{text}"' if len(text) <= 100 else f'"{text[:100]}…" ({len(text)} characters)'


def closest(name, known):
    """'did you mean …?' for a name that is nearly one of the known, else None."""
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.7)
    return f"did you mean {near[0]}?" if near else None
