"""How much of annotated bulletins is read right: a floor a little below what was measured, so that a loss is seen.

Floors are the measured figures less 0.02. Where the pipeline got better, measure again and raise them:
``python -m tests.test_quality`` prints the figures.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import gold as g
from tests.reading import CORPUS, ROOT, SHARED, bulletins, read

#: For every annotated bulletin: F1 of numbers found, F1 of records of which every field is right.
FLOORS: dict[str, tuple[float, float]] = {
    "air_quality.html": (0.980, 0.889),
    "census_fullwidth.txt": (0.980, 0.906),
    "communique_dongguan.txt": (0.980, 0.964),
    "communique_education.md": (0.980, 0.980),
    "education_saved.mht": (0.980, 0.980),
    "elderly_brief.docx": (0.980, 0.980),
    "employment_national_utf16.txt": (0.980, 0.891),
    "gdp.csv": (0.980, 0.980),
    "gwr_xizang.txt": (0.980, 0.907),
    "hijacked_fujian_plan.txt": (0.980, 0.882),
    "income_article.json": (0.980, 0.980),
    "insurance_forest.zip!/forest.txt": (0.980, 0.980),
    "insurance_forest.zip!/insurance.txt": (0.980, 0.980),
    "low_income.pdf": (0.980, 0.980),
    "magazine_hangzhou.txt": (0.980, 0.758),
    "newspaper_ningbo.txt": (0.967, 0.753),
    "plan_disability.txt": (0.980, 0.964),
    "pledges_yueqing.txt": (0.980, 0.921),
    "population_education.xlsx": (0.980, 0.980),
    "population_guangdong_big5.txt": (0.980, 0.964),
    "press_jingjinji.txt": (0.980, 0.653),
    "report_chengdu_gb18030.txt": (0.964, 0.964),
    "sports_crawl.warc.gz!/example.cn/sports.html": (0.980, 0.980),
    "transport_feed.xml!/1": (0.980, 0.980),
    "transport_feed.xml!/2": (0.980, 0.980),
    "wechat_beijing.txt": (0.969, 0.901),
    "wrapped_wuxi.txt": (0.980, 0.980),
}
#: The same of texts with invented figures, which are no part of the corpus.
INVENTED = {
    "greening_gansu.txt": (0.980, 0.980),
    "half_year_binzhou.txt": (0.980, 0.980),
    "plan_health_suining.txt": (0.972, 0.972),
    "progress_wuhu.txt": (0.980, 0.961),
}
#: The same over all bulletins of the corpus, and of those beside the checkout.
ALL, BESIDE = (0.978, 0.917), (0.980, 0.967)
#: Share of the lost numbers that are reported as gaps, over the corpus and over those beside the checkout.
HOLES, HOLES_BESIDE = 0.938, 0.938
PAIRS = {path.relative_to(CORPUS).as_posix(): (path, gold) for path, gold in g.corpus_pairs(CORPUS)}


def beside() -> list[tuple[Path, g.Gold]]:
    """The annotated bulletins that lie beside a checkout; an annotation may have a part of its name behind an @."""
    raw = {p.stem: p for folder in ("seeds", "real") for p in bulletins(SHARED / "bulletins" / folder)}
    golds = sorted((SHARED / "gold").glob("*" + g.SUFFIX)) if (SHARED / "gold").is_dir() else []
    return [(raw[p.name.removesuffix(g.SUFFIX).split("@")[0]], g.read_gold(p)) for p in golds]


def scored(path: Path, gold: g.Gold | None = None) -> g.Score:
    """What the pipeline makes of a bulletin, scored; against the corpus's own annotation where none is given."""
    known = gold if gold is not None else PAIRS[path.relative_to(CORPUS).as_posix()][1]
    done = read(path)
    return g.score(known, g.raw_of(path, known), done.records, done.gaps)


def total(scores: list[g.Score]) -> g.Score:
    """All counts together."""
    out = g.Score()
    for s in scores:
        out.add(s)
    return out


@pytest.mark.parametrize("name", sorted(PAIRS))
def test_a_bulletin_of_the_corpus_is_read_as_well_as_before(name: str) -> None:
    s = scored(PAIRS[name][0])
    assert s.number_f1 >= FLOORS[name][0] and s.whole_f1 >= FLOORS[name][1], "\n".join(s.notes)


@pytest.mark.parametrize("name", INVENTED)
def test_a_text_with_invented_figures_is_read_as_well_as_before(name: str) -> None:
    path, gold = next((path, gold) for path, gold in g.corpus_pairs(ROOT / "tests" / "invented") if path.name == name)
    s = scored(path, gold)
    assert s.number_f1 >= INVENTED[name][0] and s.whole_f1 >= INVENTED[name][1], "\n".join(s.notes)
    assert g.problems(gold, g.raw_of(path, gold)) == []


def test_the_corpus_is_read_as_well_as_before() -> None:
    s = total([scored(path) for path, _ in PAIRS.values()])
    assert s.number_f1 >= ALL[0] and s.whole_f1 >= ALL[1]
    assert s.holes_found >= HOLES * s.holes


def test_no_value_stands_in_a_hole_and_few_on_traps() -> None:
    for path, _ in PAIRS.values():
        s = scored(path)
        assert s.hole_hits == 0, "\n".join(s.notes)
        assert s.trap_hits <= 0.01 * s.said, "\n".join(s.notes)


def test_bulletins_beside_the_checkout_are_read_as_well_as_before() -> None:
    pairs = beside()
    if not pairs:
        pytest.skip("no annotated bulletins lie beside this checkout")
    scores = [scored(path, gold) for path, gold in pairs]
    s = total(scores)
    assert s.number_f1 >= BESIDE[0] and s.whole_f1 >= BESIDE[1], "\n".join(s.notes)
    assert all(one.whole_f1 >= 0.75 for one in scores)
    assert s.hole_hits == 0 and s.trap_hits <= 0.01 * s.said
    assert s.holes_found >= HOLES_BESIDE * s.holes


def main() -> None:
    """Print the figures that the floors stand on."""
    for path, _ in PAIRS.values():
        s = scored(path)
        print(f'    "{path.relative_to(CORPUS).as_posix()}": ({s.number_f1 - 0.02:.3f}, {s.whole_f1 - 0.02:.3f}),')
    for label, scores in (
        ("corpus", [scored(path) for path, _ in PAIRS.values()]),
        ("beside", [scored(path, gold) for path, gold in beside()]),
    ):
        s = total(scores)
        print(f"{label}: number {s.number_f1:.4f} whole {s.whole_f1:.4f} holes {s.holes_found}/{s.holes}", end=" ")
        print({f: round(s.share(f), 4) for f in g.FIELDS})


if __name__ == "__main__":
    main()
