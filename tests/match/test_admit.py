"""Which numbers state something: wording, torn scale words, thresholds and bare years do not, and it is told why."""

from __future__ import annotations

import pytest

from extractor.match.admit import THRESHOLD, TORN, WORDING, YEAR, Admission
from extractor.match.window import mask, window
from tests.reading import rules, scanner

ADMISSION = Admission(rules().lexicon, scanner().units)


def refusals(text: str) -> dict[str, str | None]:
    """Every number of a text, and why it states nothing (None where it may)."""
    atoms = scanner().scan(text)
    m = mask(text, 0, len(text), atoms, scanner().units)
    found = {i: m.atoms[i] for i in m.values()}
    return {text[a.start : a.end]: ADMISSION.refusal(text, a, m, window(m, i)) for i, a in found.items()}


@pytest.mark.parametrize(
    ("text", "number", "reason"),
    [
        ("推进三项制度，", "三项", WORDING),
        ("落实四个方面要求，", "四个", WORDING),
        ("十二项措施，", "十二项", WORDING),
        ("一名负责人，", "一名", WORDING),
        ("两三个问题，", "两三个", WORDING),
        ("节约资金万元。", "万元", TORN),
        ("服务居民万人次。", "万人次", TORN),
        ("30%以上的县达到5分，", "30%以上", THRESHOLD),
        ("在2021基础上", "2021", YEAR),
        ("实现零的突破", "零", WORDING),
    ],
)
def test_what_states_nothing(text: str, number: str, reason: str) -> None:
    assert refusals(text)[number] == reason


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("建成3项工程，", "3项"),  # Arabic digits count
        ("开展七次演练，", "七次"),
        ("服务两千余户，", "两千余户"),
        ("举办四期培训，", "四期"),
        ("增长两倍，", "两倍"),
        ("占百分之十二，", "百分之十二"),
        ("超过七成，", "超过七成"),
        ("培训一百二十名护理员，", "一百二十名"),
        ("人口三万四千，", "三万四千"),
        ("近百家企业，", "近百家"),
        ("数百名志愿者，", "数百名"),
        ("数十万元，", "数十万元"),
        ("不少于两家，", "不少于两家"),
        ("共5家。", "5家"),
        ("居全国第二位", "第二位"),
        ("覆盖率30%以上。", "30%以上"),
    ],
)
def test_what_may_state_something(text: str, number: str) -> None:
    assert refusals(text)[number] is None
