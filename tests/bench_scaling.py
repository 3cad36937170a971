"""Whether time grows with length alone: ``python -m tests.bench_scaling`` times pages of a size and of twice that."""

from __future__ import annotations

import time
from collections.abc import Callable

from extractor.read.source import read_bytes
from tests.reading import CORPUS, pipeline


def page(n: int) -> tuple[str, str]:
    """A web page of about ``n`` bytes."""
    body = "".join(f"<p>{line}</p>\n" for line in (CORPUS / "communique_dongguan.txt").read_text().splitlines())
    times = max(1, n // len(body.encode()))
    return "page.html", f"<html><body>{body * times}</body></html>"


def nested(n: int) -> tuple[str, str]:
    """``n`` tags within each other around a sentence."""
    return "page.html", "<div>" * n + "2022年，全市新增床位120张。" + "</div>" * n


def line(n: int) -> tuple[str, str]:
    """A single line of about ``n`` bytes."""
    text = "".join((CORPUS / "communique_dongguan.txt").read_text().split())
    return "line.txt", text * max(1, n // len(text.encode()))


CASES: dict[str, tuple[Callable[[int], tuple[str, str]], int]] = {
    "page of 2.5 and 5 MB": (page, 2_500_000),
    "50,000 and 100,000 nested tags": (nested, 50_000),
    "line of 0.5 and 1 MB": (line, 500_000),
}


def seconds(make: Callable[[int], tuple[str, str]], n: int, rounds: int = 2) -> float:
    """Processor time, the best of some rounds."""
    name, text = make(n)
    best = float("inf")
    for _ in range(rounds):
        began = time.process_time()
        pipeline().process(read_bytes(text.encode(), name))
        best = min(best, time.process_time() - began)
    return best


def main() -> None:
    """Print a row for each case."""
    pipeline().process(read_bytes("2022年，全市新增床位120张。".encode(), "warm.txt"))
    print("| input | seconds | twice as much | ratio |\n| --- | ---: | ---: | ---: |")
    for label, (make, n) in CASES.items():
        once, twice = seconds(make, n), seconds(make, 2 * n)
        print(f"| {label} | {once:.2f} | {twice:.2f} | {twice / once:.2f} |", flush=True)


if __name__ == "__main__":
    main()
