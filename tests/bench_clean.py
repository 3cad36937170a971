"""How fast cleaning is, step by step: run by hand, ``python tests/bench_clean.py FILE_OR_FOLDER ... [--mb
N]``.

The files are read, each is repeated until all together have the wanted size, and every step is timed over
all of them. MB are of UTF-8; the best of three rounds counts. A second table gives the time for the text
doubled against the text: about 2 where cost is linear.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from extractor.clean.repair import Context
from extractor.clean.steps import STEPS
from extractor.clean.text import Text
from extractor.lexicon import load_lexicon
from extractor.models import Source
from extractor.read.source import read_bytes


def sources(paths: list[Path], megabytes: float) -> list[Source]:
    """The text files under ``paths``, each repeated so that together they have about ``megabytes``."""
    files = [f for p in paths for f in ([p] if p.is_file() else sorted(p.rglob("*")))]
    data = [f.read_bytes() for f in files if f.suffix in (".txt", ".md", ".html")]
    times = max(1, round(megabytes * 1e6 / sum(map(len, data))))
    return [read_bytes(b * times, f"{i}.txt") for i, b in enumerate(data)]


def timed(given: list[Source], rounds: int) -> dict[str, float]:
    """Seconds that each step takes over all sources, the best of ``rounds``."""
    lexicon = load_lexicon()
    best: dict[str, float] = {}
    for _ in range(rounds):
        spent: dict[str, float] = {}
        for source in given:
            text, context = Text.of(source.raw), Context(source, lexicon)
            for step in STEPS:
                begin = time.perf_counter()
                text, _repairs = step(text, context)
                spent[step.__name__] = spent.get(step.__name__, 0.0) + time.perf_counter() - begin
        best = {k: min(v, best.get(k, v)) for k, v in spent.items()}
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--mb", type=float, default=5.0)
    args = parser.parse_args()
    given = sources(args.paths, args.mb)
    size = sum(len(s.raw.encode()) for s in given) / 1e6
    once = timed(given, 3)
    twice = timed([read_bytes((s.raw * 2).encode(), s.path) for s in given], 2)
    print(f"{size:.1f} MB in {len(given)} documents")
    for name, seconds in [*once.items(), ("all steps", sum(once.values()))]:
        doubled = twice.get(name, sum(twice.values()))
        print(f"{name:16} {size / seconds:8.1f} MB/s   doubled: {doubled / seconds:.2f}")


if __name__ == "__main__":
    main()
