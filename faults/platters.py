"""What is on the disk for certain: a watcher that keeps what was not synced aside, and may lose it at a power cut."""

from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import apsw

from faults.disk import SECTOR, Watcher

KEEPING = (0.0, 0.1, 0.5, 0.9, 1.0)  # shares of the unsynced sectors that reached the platters before the cut


@dataclass
class Image:
    """A file: its bytes on the platters, and what was done to it since it was last synced.

    Each of `pending` is (offset, bytes) written, or (size, None) truncated. `listed`: the directory has it for certain.
    """

    sure: bytearray = field(default_factory=bytearray)
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)
    listed: bool = False


class PowerCut(apsw.IOError):
    """The machine is off."""


class Platters(Watcher):
    """The files of a folder. After `changes` more changes the power is cut: that one and all that follow fail."""

    def __init__(self, folder: Path, changes: int):
        self.files = {str(path): Image(bytearray(path.read_bytes()), listed=True) for path in folder.iterdir()}
        self.gone: dict[str, Image] = {}  # deleted, but the directory may not know it yet
        self.left, self.off = changes, False

    def _change(self) -> None:
        self.asked()
        self.left -= 1
        self.off = self.left < 0

    def asked(self) -> None:
        if self.off:
            raise PowerCut("The power is cut.")

    def opened(self, path: str) -> None:
        self.asked()
        self.files.setdefault(path, Image())

    def wrote(self, path: str, data: bytes, offset: int) -> None:
        self._change()
        self.files[path].pending.append((offset, data))
        self.asked()  # cut in the middle of it: some sectors of it may be there

    def truncated(self, path: str, size: int) -> None:
        self._change()
        self.files[path].pending.append((size, None))
        self.asked()

    def synced(self, path: str) -> None:
        self._change()
        self.asked()
        image = self.files[path]
        for change in image.pending:
            _apply(image.sure, *change)
        image.pending, image.listed = [], True

    def deleted(self, path: str, for_good: bool) -> None:
        self._change()
        self.asked()
        image = self.files.pop(path, None)
        if image and not for_good:
            self.gone[path] = image

    def survive(self, rng: Random, folder: Path) -> None:
        """Write what is left after the cut into `folder`, each file under its own name."""
        share = rng.choice(KEEPING)
        back = {path: image for path, image in self.gone.items() if image.listed and rng.random() < 0.5}
        for path, image in (back | self.files).items():
            if image.listed or rng.random() < share:
                (folder / Path(path).name).write_bytes(_torn(image, rng, share))


def _torn(image: Image, rng: Random, share: float) -> bytes:
    """The file with a random part of what was pending, sector by sector, in no order that was promised."""
    found = bytearray(image.sure)
    for offset, data in image.pending:
        if data is None:
            if rng.random() < share:
                _apply(found, offset, None)
            continue
        for at, piece in _sectors(offset, data):
            if rng.random() < share:
                _apply(found, at, piece)
    return bytes(found)


def _sectors(offset: int, data: bytes):
    """A write in the pieces that a disk writes whole."""
    start = 0
    while start < len(data):
        end = min(len(data), start + SECTOR - (offset + start) % SECTOR)
        yield offset + start, data[start:end]
        start = end


def _apply(found: bytearray, offset: int, data: bytes | None) -> None:
    if data is None:
        del found[offset:]
    missing = offset + len(data or b"") - len(found)
    found.extend(bytes(max(0, missing)))
    if data:
        found[offset : offset + len(data)] = data
