"""How fast the whole is: ``make bench``, or ``python -m tests.bench --size 8``.

A corpus of the asked size is made from the sample bulletins: each copy has other last digits in its long
numbers and decimals, so that no two files are alike, as in a genre that repeats its clauses with other
figures. What it shows is the speed on such a corpus on this machine, nothing more.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
import time
from pathlib import Path

from extractor.files import discover
from extractor.run import Summary, extract_paths
from extractor.store.export import FORMATS, export_file

#: Digits that can change without making another year, date or item number of it.
_FREE = re.compile(rb"(?<=\d\.)\d|(?<=\d\d\d\d)\d")


def fill(folder: Path, corpus: Path, megabytes: float) -> int:
    """Write copies of the corpus into ``folder`` until there are so many megabytes; gives the bytes."""
    chance = random.Random(0)
    originals = [(Path(f), Path(f).read_bytes()) for f in discover([corpus]).files]
    if not originals:
        raise SystemExit(f"{corpus}: no documents")
    written = round_ = 0
    while written < megabytes * 1e6:
        for path, data in originals:
            if round_ and b"\0" in data:
                continue  # UTF-16: once is enough, its digits are not where the pattern looks
            varied = data if round_ == 0 else _FREE.sub(lambda _: b"%d" % chance.randrange(10), data)
            varied += b"\n" * round_  # files without such digits differ as well
            (folder / f"{round_:04}-{path.name}").write_bytes(varied)
            written += len(varied)
        round_ += 1
    return written


def say(what: str, seconds: float, size: int, records: int) -> None:
    print(
        f"{what:<28}{seconds:8.2f} s{size / 1e6 / seconds:9.2f} MB/s{records / seconds:12,.0f} records/s",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--size", type=float, default=8, help="megabytes (default 8)")
    parser.add_argument("--jobs", type=int, help="processes (default: by the amount of work)")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder, db = Path(scratch, "corpus"), Path(scratch, "bench.duckdb")
        folder.mkdir()
        size = fill(folder, args.corpus, args.size)

        def run() -> tuple[float, Summary]:
            began = time.perf_counter()
            summary = extract_paths([folder], db, jobs=args.jobs)
            return time.perf_counter() - began, summary

        first, summary = run()
        print(f"{summary.documents:,} documents, {size / 1e6:.1f} MB, {summary.records:,} records", end="")
        print(f", {summary.failed} failed" if summary.failed else "")
        say("extract", first, size, summary.records)
        say("extract, nothing changed", run()[0], size, summary.records)
        one = next(folder.iterdir())
        one.write_bytes(one.read_bytes() + b"\n\n")
        say("extract, one file changed", run()[0], size, summary.records)
        for form in FORMATS:
            began = time.perf_counter()
            export_file(db, form, Path(scratch, f"out.{form}"))
            say(f"export {form}", time.perf_counter() - began, size, summary.records)
        print(f"database {db.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
