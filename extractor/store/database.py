"""The database file: opened for reading, or replaced as a whole.

A run never writes into the file that people read. It builds a new one beside it, under a hidden name in the
same folder, and moves it over the old one when it is complete and on the disk. So a reader goes on reading
the file that it has open, a failure or a kill leaves the old file, and what a killed run left behind is
cleared away by the next one. A lock file, held through the operating system, keeps two runs apart.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

import duckdb

#: Version of the tables. Databases with a higher one are left alone; lower ones are read by column name.
SCHEMA_VERSION = 1

#: Oldest DuckDB that can read the files, so that people need not upgrade their tools along with the program.
STORAGE_VERSION = "v1.2.0"


class StoreError(Exception):
    """A database that cannot be used: which file, what is wrong with it, what would mend it."""

    def __init__(self, path: Path | str, problem: str, remedy: str) -> None:
        self.path = str(path)
        self.problem = problem
        self.remedy = remedy
        super().__init__(f"{path}: {problem}; {remedy}")

    def __reduce__(self) -> tuple[type[StoreError], tuple[str, str, str]]:
        """How to make it again in another process."""
        return type(self), (self.path, self.problem, self.remedy)


class NoDatabase(StoreError):  # noqa: N818
    """There is no such file."""


class LockedDatabase(StoreError):  # noqa: N818
    """Another process is writing it."""


class ForeignDatabase(StoreError):  # noqa: N818
    """A file that is no database of this program."""


class NewerDatabase(StoreError):  # noqa: N818
    """Made by a newer program or a newer DuckDB."""


class UnreadableDatabase(StoreError):  # noqa: N818
    """Damaged, or closed to this user."""


class UnwritableDatabase(StoreError):  # noqa: N818
    """The folder or the disk does not take it."""


def exists(path: Path) -> bool:
    """Whether there is a file to read. An empty file counts as none: temporary-file makers leave such."""
    return path.exists() and not (path.is_file() and path.stat().st_size == 0)


def open_reader(path: Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection to a database of this program.

    Raises StoreError: NoDatabase, LockedDatabase, ForeignDatabase, NewerDatabase, UnreadableDatabase.
    """
    if not exists(path):
        raise NoDatabase(path, "no such database", "make it with gongbao extract, or give another file with --db")
    try:
        con = duckdb.connect(str(path), read_only=True)
    except duckdb.Error as err:
        raise explained(path, err) from err
    try:
        check_ours(con, path, "")
    except StoreError:
        con.close()
        raise
    return con


def check_ours(con: duckdb.DuckDBPyConnection, path: Path, schema: str) -> None:
    """Raise ForeignDatabase or NewerDatabase where the tables are not those of this program.

    ``schema`` is what goes before a table's name: empty, or the name of an attached database and a dot.
    """
    try:
        row = con.execute(f"SELECT value FROM {schema}about WHERE name = 'schema'").fetchone()
    except duckdb.CatalogException as err:
        raise _foreign(path) from err
    except duckdb.Error as err:
        raise explained(path, err) from err
    if row is None or not row[0].isdigit():
        raise _foreign(path)
    if int(row[0]) > SCHEMA_VERSION:
        raise NewerDatabase(
            path,
            f"made by a newer gongbao (tables of version {row[0]}, this program knows {SCHEMA_VERSION})",
            "upgrade gongbao, or give another file with --db",
        )


def _foreign(path: Path) -> ForeignDatabase:
    return ForeignDatabase(
        path,
        "a DuckDB database, but none that gongbao made",
        "give another file with --db; this one is left as it is",
    )


def explained(path: Path, err: Exception) -> StoreError:
    """What DuckDB or the operating system said about a file, sorted by what can be done about it."""
    text = str(err)
    said = text.strip().splitlines()[0] if text.strip() else type(err).__name__
    if any(mark in text for mark in ("set lock on file", "same database file", "already attached", "already open")):
        return LockedDatabase(path, "open for writing elsewhere", "close the program that has it open, then try again")
    if "newer version of DuckDB" in text or "version number" in text:
        return NewerDatabase(
            path,
            "written by a newer DuckDB than this one",
            "upgrade the duckdb package, or give another file with --db",
        )
    if "not a valid DuckDB" in text:
        return ForeignDatabase(path, "not a DuckDB database", "give another file with --db; this one is left as it is")
    if "space left" in text:
        return UnwritableDatabase(path, "the disk is full", "make room, then run again; nothing was changed")
    return UnreadableDatabase(
        path, f"cannot be used ({said})", "check the path and its permissions, or give another file with --db"
    )


class Build:
    """A database under construction beside ``target``, which nobody sees until :meth:`swap`.

    A context manager. Entering takes the writers' lock, makes the folder if need be, and clears what a killed
    run left there; leaving without :meth:`swap` removes whatever was built. ``spill`` is a folder on the same
    disk for intermediate files. Raises LockedDatabase where another run holds the lock, UnwritableDatabase
    where the folder cannot be written.
    """

    def __init__(self, target: Path) -> None:
        self.target = target.resolve()  # so that a link goes on pointing at the database
        self.shown = target
        folder, name = self.target.parent, self.target.name
        self._lock = folder / f".{name}.lock"
        self._scratch = folder / f".{name}.building"
        self.file = self._scratch / "new.duckdb"
        self.spill = self._scratch / "spill"
        self._fd = -1
        self._made_folder = False

    def __enter__(self) -> Build:
        try:
            self._made_folder = not self.target.parent.exists()
            self.target.parent.mkdir(parents=True, exist_ok=True)
            self._fd = _take(self._lock)
        except BlockingIOError as err:
            raise LockedDatabase(
                self.shown,
                "another run is writing it",
                "wait until it has ended, or give another file with --db",
            ) from err
        except OSError as err:
            raise self._unwritable(err) from err
        try:
            self._clear()
            self.spill.mkdir(parents=True)
        except OSError as err:
            self._release()
            raise self._unwritable(err) from err
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._clear()
        finally:
            self._release()

    def swap(self) -> None:
        """Put the built file in the target's place: from one moment to the next, and safe on the disk."""
        try:
            _sync(self.file)
            if self.target.exists():
                shutil.copymode(self.target, self.file)
            self.file.replace(self.target)
            _sync(self.target.parent)
        except OSError as err:
            raise self._unwritable(err) from err

    def settle(self) -> None:
        """Write what a writer left in the old file's log into the file, and so do away with the log.

        Somebody who wrote into the database by hand and was killed leaves a ``.wal`` beside it. It belongs to
        the old file and would spoil the new one.
        """
        log = self.target.with_name(self.target.name + ".wal")
        if not log.exists():
            return
        try:
            with duckdb.connect(str(self.target)) as con:
                con.execute("CHECKPOINT")
        except duckdb.Error as err:
            raise explained(self.shown, err) from err
        log.unlink(missing_ok=True)

    def _unwritable(self, err: OSError) -> UnwritableDatabase:
        return UnwritableDatabase(
            self.shown,
            f"cannot be written ({err.strerror or err})",
            "check the folder and its permissions, or give another file with --db; nothing was changed",
        )

    def _clear(self) -> None:
        if self._scratch.exists():
            shutil.rmtree(self._scratch)

    def _release(self) -> None:
        # Unlink before closing: whoever takes the lock next sees that its file is gone and makes a new one.
        self._lock.unlink(missing_ok=True)
        os.close(self._fd)
        if self._made_folder and not any(self.target.parent.iterdir()):
            self.target.parent.rmdir()


def _take(path: Path) -> int:
    """An exclusive lock on ``path`` that ends with the process. Raises BlockingIOError where it is taken."""
    while True:
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            _flock(fd)
            if _same_file(fd, path):
                return fd
        except BaseException:
            os.close(fd)
            raise
        os.close(fd)  # the holder before us removed the file between our open and our lock


def _flock(fd: int) -> None:
    try:
        import fcntl
    except ImportError:  # no such locks on this system: runs are not kept apart there
        return
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as err:
        if err.errno not in (errno.ENOLCK, errno.ENOTSUP):  # some network disks have none
            raise


def _same_file(fd: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(fd), path.stat())
    except FileNotFoundError:
        return False


def _sync(path: Path) -> None:
    fd = os.open(path, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


@contextmanager
def attached(build: Build) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection in which ``fresh`` is the database under construction and ``old`` the present one, if any.

    Raises StoreError where the present one cannot be used.
    """
    con = duckdb.connect(":memory:")
    try:
        con.execute(f"SET temp_directory = {_quoted(build.spill / 'duckdb')}")
        if exists(build.target):
            try:
                con.execute(f"ATTACH {_quoted(build.target)} AS old (READ_ONLY)")
            except duckdb.Error as err:
                raise explained(build.shown, err) from err
            check_ours(con, build.shown, "old.")
        con.execute(f"ATTACH {_quoted(build.file)} AS fresh (STORAGE_VERSION '{STORAGE_VERSION}')")
        con.execute("USE fresh")
        yield con
    finally:
        con.close()


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
