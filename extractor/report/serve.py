"""The page, served on this machine: every call shows the database as it is then.

What was made of a database is kept for as long as its file stays the same, so that a large one is read once.
"""

from __future__ import annotations

import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from extractor.report.data import collect
from extractor.report.page import MOST_BYTES, render
from extractor.store.database import StoreError, open_reader

HOST = "127.0.0.1"
_NAMES = (HOST, "localhost")


class _Kept:
    """The page about a database, made anew whenever its file has changed."""

    def __init__(self, db: Path) -> None:
        self._db, self._lock = db, threading.Lock()
        self._of: tuple[int, ...] = ()
        self._page = b""

    def page(self) -> bytes:
        """The page as it is sent. Raises StoreError where the database cannot be used."""
        with self._lock:
            try:
                told = self._db.stat()
                of: tuple[int, ...] = (told.st_ino, told.st_size, told.st_mtime_ns)
            except OSError:
                of = ()
            if not of or of != self._of:
                self._page = render(collect(self._db, MOST_BYTES), live=True).encode("utf-8", "replace")
                self._of = of
            return self._page


def server(db: Path, port: int) -> ThreadingHTTPServer:
    """A server of the page about ``db`` on this machine alone; port 0 takes a free one.

    Raises StoreError where the database cannot be used, OSError where the port is taken.
    """
    open_reader(db).close()
    kept = _Kept(db)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.headers.get("Host", "").rpartition(":")[0] not in _NAMES:
                self.send_error(HTTPStatus.FORBIDDEN)  # a name that another site had pointed here
                return
            if self.path.partition("?")[0] != "/":
                self.send_error(HTTPStatus.NOT_FOUND)
                return
            try:
                body = kept.page()
            except StoreError as err:
                self.send_error(HTTPStatus.SERVICE_UNAVAILABLE, explain=str(err))
                return
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing is logged: what is asked for is the reader's affair."""

    return ThreadingHTTPServer((HOST, port), Handler)
