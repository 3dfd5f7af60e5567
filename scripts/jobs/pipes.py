"""Pipe mode on this machine: FIFOs train_0, train_1, … beside input/data/train, each with all of the channel's bytes."""
import os
import shutil
import threading


def files_of(path):
    """The files of a channel in ordinal order, as S3 would list them."""
    if os.path.isfile(path):
        return [path]
    found = [os.path.join(folder, name) for folder, _, names in os.walk(path, followlinks=True) for name in names]
    return sorted(found, key=lambda name: os.path.relpath(name, path).encode())


class Pipe:
    """Feeds one channel, epoch by epoch, for as long as somebody reads. Its thread ends with the program."""

    def __init__(self, data_folder, name, path):
        self.prefix, self.files = os.path.join(data_folder, name), files_of(path)
        self.made = []
        self._make(0)
        threading.Thread(target=self._feed, daemon=True).start()

    def _make(self, epoch):
        path = f"{self.prefix}_{epoch}"
        os.mkfifo(path)
        self.made.append(path)
        return path

    def _feed(self):
        epoch = 0
        while True:
            try:
                # waits here until the container opens it
                with open(self.made[epoch], "wb") as pipe:
                    # the next one is there before this one ends, as a reader may look for it at once
                    self._make(epoch + 1)
                    for name in self.files:
                        with open(name, "rb") as file:
                            shutil.copyfileobj(file, pipe, 1 << 20)
            except BrokenPipeError:
                # a reader may stop early, and wants the next epoch from its beginning
                pass
            except OSError:
                return
            epoch += 1

    def close(self):
        """Removes its FIFOs."""
        for path in self.made:
            os.unlink(path)
