"""A disk below SQLite that can be looked at, filled, broken and unplugged: the operating system's, with a watcher."""

import apsw

SECTOR = 512
BELOW = apsw.vfs_names()[0]  # the operating system's, before ours is the usual one


class Watcher:
    """Told of every change before it is made; may raise an apsw error instead. `path` is the file's."""

    def wrote(self, path: str, data: bytes, offset: int) -> None: ...

    def truncated(self, path: str, size: int) -> None: ...

    def synced(self, path: str) -> None: ...

    def deleted(self, path: str, for_good: bool) -> None:
        """`for_good`: the directory is synced with it, so that the file does not come back."""

    def opened(self, path: str) -> None: ...

    def asked(self) -> None:
        """Before anything is read."""


class Disk(apsw.VFS):
    """SQLite's usual way to its files, for every connection opened while it is plugged in."""

    def __init__(self):
        self.watcher = Watcher()
        super().__init__("watched", base=BELOW, makedefault=True)

    def xOpen(self, name, flags):  # noqa: N802  SQLite's names
        if isinstance(name, apsw.URIFilename):
            path = name.filename()
        elif name is None:
            return apsw.VFSFile(BELOW, name, flags)
        else:
            path = name
        self.watcher.opened(path)
        return File(self, path, name, flags)

    def xDelete(self, filename, syncdir):  # noqa: N802
        self.watcher.deleted(filename, bool(syncdir))
        super().xDelete(filename, syncdir)

    def excepthook(self, *_error):
        """SQLite is told by its result code; nothing is printed."""


class File(apsw.VFSFile):
    """A file of the disk. What is synced is not: the platters are the watcher's to imagine, and it goes faster."""

    def __init__(self, disk: Disk, path: str, name, flags):
        self.disk, self.path = disk, path
        super().__init__(BELOW, name, flags)

    def xRead(self, amount, offset):  # noqa: N802
        self.disk.watcher.asked()
        return super().xRead(amount, offset)

    def xWrite(self, data, offset):  # noqa: N802
        self.disk.watcher.wrote(self.path, bytes(data), offset)
        super().xWrite(data, offset)

    def xTruncate(self, newsize):  # noqa: N802
        self.disk.watcher.truncated(self.path, newsize)
        super().xTruncate(newsize)

    def xSync(self, flags):  # noqa: N802
        self.disk.watcher.synced(self.path)

    def excepthook(self, *_error):
        """SQLite is told by its result code; nothing is printed."""
