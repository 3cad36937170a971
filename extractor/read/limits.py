"""What an archive may hold, asked before anything of it is unpacked: some are made to burst."""

from __future__ import annotations

import io
import zipfile

from .encoding import ReadError

MOST_MEMBERS = 20_000
MOST_BYTES = 1 << 30
"""Bytes that all members together may have when unpacked."""
MOST_RATIO = 300
"""Times that a member of a megabyte and more may grow when it is unpacked."""


def check_archive(data: bytes, name: str) -> None:
    """Look at a ZIP container's own list. Raises ReadError where it is broken, locked, or would burst."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check_members(archive, name)
    except ReadError:
        raise
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as err:
        problem = "is no complete ZIP container: its end is missing or damaged"
        raise ReadError(name, problem, "fetch or save the file again") from err


def check_members(archive: zipfile.ZipFile, name: str) -> None:
    """The same for an open archive."""
    members = archive.infolist()
    if any(m.flag_bits & 1 for m in members):
        raise ReadError(name, "is protected by a password", "save a copy without one")
    grown = sum(m.file_size for m in members)
    bursts = (m.file_size > (1 << 20) and m.file_size > MOST_RATIO * max(1, m.compress_size) for m in members)
    if len(members) > MOST_MEMBERS or grown > MOST_BYTES or any(bursts):
        problem = f"would unpack to {grown:,} bytes in {len(members):,} files"
        raise ReadError(name, problem, "unpack it by hand and give the files, if you trust it")
