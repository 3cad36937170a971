"""What an archive may hold, asked before anything of it is unpacked: some are made to burst."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from .encoding import ReadError

BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError)
"""What reading a damaged ZIP container may raise."""
MOST_MEMBERS = 20_000
MOST_BYTES = 1 << 30
"""Bytes that all members of an archive together may have when unpacked."""
MOST_OFFICE_BYTES = 1 << 28
"""The same for a document or workbook, whose parts are all held in memory."""
MOST_RATIO = 300
"""Times that a member of a megabyte and more may grow when it is unpacked."""


def check_archive(data: bytes, name: str, most: int = MOST_BYTES) -> None:
    """Look at a ZIP container's own list. Raises ReadError where it is broken, locked, or would burst."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if any(m.flag_bits & 1 for m in archive.infolist()):
                raise locked(name)
            check_members(archive, name, most)
    except BROKEN as err:
        if isinstance(err, ReadError):
            raise
        problem = "is no complete ZIP container: its end is missing or damaged"
        raise ReadError(name, problem, "fetch or save the file again") from err


def check_members(archive: zipfile.ZipFile, name: str, most: int = MOST_BYTES) -> None:
    """Raises ReadError where an open archive would unpack to more than ``most`` bytes, or to too many files."""
    members = archive.infolist()
    grown = sum(m.file_size for m in members)
    bursts = (m.file_size > (1 << 20) and m.file_size > MOST_RATIO * max(1, m.compress_size) for m in members)
    if len(members) > MOST_MEMBERS or grown > most or any(bursts):
        problem = f"would unpack to {grown:,} bytes in {len(members):,} files"
        raise ReadError(name, problem, "unpack it by hand and give the files, if you trust it")


def locked(name: str) -> ReadError:
    """What is said of a file that only opens with a password."""
    return ReadError(name, "is protected by a password", "save a copy without one")
