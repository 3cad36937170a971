"""Macros for usual questions, Chinese views, and comments on everything there is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.store.bulletins import communique, database

TEXTS = {
    "y2022": communique(
        2022, "年末全市常住人口312.40万人。", "全年接待游客1820.5万人次，比上年增长12.0%。", city="常州市"
    ),
    "y2023": communique(
        2023,
        "年末全市常住人口315.10万人，比上年末增加2.70万人。",
        "全年接待游客2002.6万人次，比上年增长10.0%。",
        city="常州市",
    ),
    "later": communique(2025, "年末全市常住人口316.20万人。", city="常州市"),
    "other": communique(2023, "年末全市常住人口498.60万人。", city="扬州市"),
}


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    db = database(tmp_path_factory.mktemp("questions"), **TEXTS)
    with duckdb.connect(str(db), read_only=True) as opened:
        yield opened


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("SELECT value FROM value_of('常住人口', '常州', 2023) WHERE measure = 'level'", [(3151000,)]),
        ("SELECT value FROM value_of('population.resident', '320400', 2023) WHERE measure = 'level'", [(3151000,)]),
        ("SELECT count(*) FROM value_of('常住人口')", [(5,)]),
        ("SELECT count(*) FROM value_of('无此指标')", [(0,)]),
        (
            "SELECT year(period_end), actual, is_gap FROM series_of('常住人口', '常州市') WHERE measure = 'level'",
            [(2022, 3124000, False), (2023, 3151000, False), (2024, None, True), (2025, 3162000, False)],
        ),
        (
            "SELECT place, region, value FROM areas_by('常住人口', 2023)",
            [(1, "扬州市", 4986000), (2, "常州市", 3151000)],
        ),
        ("SELECT count(*) FROM facts_within('320000', 2023) WHERE indicator = '常住人口'", [(3,)]),
        ("SELECT count(DISTINCT region) FROM facts_within('320400')", [(1,)]),
        ("SELECT DISTINCT indicator FROM told_in('2022年')", [("接待游客人次",)]),
        ("SELECT round(reckoned, 1), said FROM growth_of('接待游客人次', '常州')", [(10.0, 10)]),
        ("SELECT count(*) FROM search_facts('游客')", [(4,)]),
        ("SELECT count(*) FROM who_says((SELECT min(fact_id) FROM facts))", [(1,)]),
        ("SELECT sum(实绩) FROM 序列 WHERE 指标 = '常住人口' AND 地区 = '扬州市'", [(4986000,)]),
        ("SELECT 性质, 度量, 精确程度 FROM 事实 WHERE 数值 = 27000", [("实绩", "增减", "确数")]),
        ("SELECT 类别, 结论 FROM 核对 ORDER BY 类别 DESC", [("增量与上年数", "相符"), ("增速与上年数", "相符")]),
        ("SELECT (SELECT count(*) FROM 冲突) + (SELECT count(*) FROM 目标)", [(0,)]),
    ],
)
def test_answers(query: str, answer: list[tuple[Any, ...]], con: duckdb.DuckDBPyConnection) -> None:
    assert con.execute(query).fetchall() == answer


@pytest.mark.parametrize("pair", ["事实 facts", "序列 series_filled", "冲突 conflicts", "核对 audits", "目标 targets"])
def test_chinese_views_have_the_rows_of_the_english_ones(pair: str, con: duckdb.DuckDBPyConnection) -> None:
    ours, theirs = pair.split()
    assert con.execute(f"SELECT (SELECT count(*) FROM {ours}) = (SELECT count(*) FROM {theirs})").fetchone() == (True,)


def test_everything_has_a_comment(con: duckdb.DuckDBPyConnection) -> None:
    for query in (
        "SELECT table_name FROM duckdb_tables() WHERE NOT internal AND comment IS NULL",
        "SELECT view_name FROM duckdb_views() WHERE NOT internal AND comment IS NULL",
        "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND comment IS NULL",
        "SELECT function_name FROM duckdb_functions() WHERE NOT internal AND comment IS NULL",
    ):
        assert con.execute(query).fetchall() == [], query


def test_what_older_databases_cannot_read_is_in_no_view_and_macro() -> None:
    """The spelling of lambdas changed between the versions of DuckDB that may open the file."""
    for path in (Path(__file__).parents[2] / "extractor" / "store" / "sql").glob("*.sql"):
        code = "\n".join(line.partition("--")[0] for line in path.read_text(encoding="utf-8").splitlines())
        assert "lambda" not in code and " -> " not in code, path.name
