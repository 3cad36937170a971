"""The page, served on this machine: every call shows the database as it is then."""

from __future__ import annotations

from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from extractor.report.data import collect
from extractor.report.page import MOST_BYTES, render
from extractor.store.database import StoreError, open_reader

HOST = "127.0.0.1"


def server(db: Path, port: int) -> ThreadingHTTPServer:
    """A server of the page about ``db`` on this machine alone; port 0 takes a free one.

    Raises StoreError where the database cannot be used, OSError where the port is taken.
    """
    open_reader(db).close()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.partition("?")[0] != "/":
                self.send_error(HTTPStatus.NOT_FOUND)
                return
            try:
                body = render(collect(db, MOST_BYTES), live=True).encode("utf-8", "replace")
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
