"""What more rules cost: ``python -m tests.bench_rules``, and a part of ``make bench``.

Curated rules are made for the indicators of the catalogue: each has the words of one indicator as its literals, with
the gaps, verbs and optional words that rules of this kind have; a tenth of them begin with the number. The same
bulletins are read with 50, 500 and 5,000 of them beside the package's open rules. Every size is measured in a process
of its own, in turn, several times; the smallest figure counts, because what else the machine does only adds to it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from extractor.lexicon import default_rules_dir, load_lexicon
from extractor.match.catalogue import Catalogue, Indicator

SIZES = (50, 500, 5000)
_KINDS = {"%": "share", "‰": "share", "天": "weak", "年": "weak", "岁": "weak"}
_VERBS = ("", "(?:为|达到?|共)?", "{@reach}", "(?:已|约|共)?(?:有|达)?")
_ENDS = ("", "(?:以上|左右)?", "[，。；]")


def generated(count: int, seed: int = 0) -> str:
    """``count`` curated rules as a rule file has them, the same ones for the same seed."""
    chance = random.Random(seed)
    indicators = [i for i in Catalogue(load_lexicon()).indicators.values() if len(i.name) >= 6]
    return "\n\n".join(_rule(n, indicators[n % len(indicators)], chance) for n in range(count)) + "\n"


def _rule(n: int, ind: Indicator, chance: random.Random) -> str:
    name = ind.name
    cut = chance.randrange(2, len(name) - 1)
    head, tail = name[:cut], name[cut:]
    kind = _KINDS.get(ind.unit, "count")
    gap = chance.choice((".{0,4}?", "[^，。；]{0,8}?", "(?:的|类|全部)?"))
    value = f"{{{kind}:value}}"
    number_first = n % 10 == 0
    if number_first:
        pattern = f"{value}(?:的|名|个)?{head}{gap}{tail}{chance.choice(_ENDS)}"
    else:
        pattern = f"{head}{gap}{tail}{chance.choice(_VERBS)}{value}{chance.choice(_ENDS)}"
    told = f"31{ind.unit.split('/')[0]}"
    text = f"2021年，全市{told}{name}。" if number_first else f"2021年，全市{name}为{told}。"
    return (
        f'[[rule]]\nid = "curated.made.rule_{n}"\nabout = "made for a measurement, in the manner of {name}"\n'
        f'indicator = "{ind.id}"\npattern = \'{pattern}\'\n\n[[rule.example]]\ntext = "{text}"\n'
        f'records = [{{ value = "31", indicator = "{name}", measure = "level", period = "2021" }}]\n\n'
        f'[[rule.counter]]\ntext = "2021年，全市召开{head}工作会议12次。"'
    )


def folder_with(place: Path, count: int) -> Path:
    """A rules folder with the package's own rules, where ``count`` made ones stand instead of the curated ones."""
    root = place / f"rules-{count}"
    shutil.copytree(default_rules_dir(), root, ignore=shutil.ignore_patterns("curated"))
    (root / "curated").mkdir()
    (root / "curated" / "made.toml").write_text(generated(count), encoding="utf-8")
    return root


def measure(root: Path, corpus: Path, rounds: int) -> dict[str, float]:
    """Seconds of this process for loading rules, for the pipeline, and for reading the corpus (smallest of rounds)."""
    from extractor.files import discover, members
    from extractor.match.rules import Ruleset
    from extractor.pipeline import Pipeline
    from extractor.read.source import read_path

    began = time.perf_counter()
    rules = Ruleset(root)
    loaded = time.perf_counter()
    pipeline = Pipeline(rules)
    ready = time.perf_counter()
    sources = [read_path(m) for f in discover([corpus]).files for m in members(f)]
    first: float | None = None
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        read = [r for s in sources for r in pipeline.process(s).records]
        took = time.perf_counter() - start
        first, best = first or took, min(best, took)
    return {
        "load": loaded - began,
        "pipeline": ready - loaded,
        "first": first or 0,
        "extract": best,
        "records": len(read),
        "won": sum(r.rule_id.startswith("curated.made.") for r in read),
    }


def _fresh(root: Path, corpus: Path, rounds: int, cache: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench_rules", "--only", str(root), "--corpus", str(corpus)]
    done = subprocess.run(
        [*command, "--rounds", str(rounds)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "GONGBAO_CACHE": str(cache)},
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--runs", type=int, default=3, help="processes for each size (default 3)")
    parser.add_argument("--rounds", type=int, default=3, help="readings of the corpus in each process (default 3)")
    parser.add_argument("--only", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.only:
        print(json.dumps(measure(args.only, args.corpus, args.rounds)))
        return
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        folders = {n: folder_with(place, n) for n in SIZES}
        cold = {n: _fresh(folders[n], args.corpus, 1, place / "cache") for n in SIZES}
        runs: dict[int, list[dict[str, float]]] = {n: [] for n in SIZES}
        for _ in range(args.runs):
            for n in SIZES:
                runs[n].append(_fresh(folders[n], args.corpus, args.rounds, place / "cache"))
    heads = ("load, new", "load, kept", "first reading", "reading", "records", "by them")
    print(f"{'rules':>7}" + "".join(f"{h:>15}" for h in heads) + f"{'cost':>8}")
    least = {n: {k: min(r[k] for r in runs[n]) for k in runs[n][0]} for n in SIZES}
    for n in SIZES:
        best = least[n]
        print(
            f"{n:>7}{cold[n]['load']:>13.2f} s{best['load']:>13.2f} s{best['first']:>13.2f} s{best['extract']:>13.2f} s"
            f"{best['records']:>15,.0f}{best['won']:>15,.0f}{best['extract'] / least[SIZES[0]]['extract']:>7.2f}x"
        )


if __name__ == "__main__":
    main()
