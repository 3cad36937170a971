"""Kinds of damage as hijacked pages, readers' aids and careless programs make them: readings of every shape, elements
that no screen shows, titles of offers, digits of other alphabets."""

from __future__ import annotations

import re
from random import Random

from pypinyin import Style, pinyin

from extractor.clean.text import Edit
from tests.damage.kinds import Damage, Kind

_HAN = re.compile(r"[一-鿿]")
_INSIDE = re.compile(r"(?<=[一-鿿])(?=[一-鿿])")
_CLAUSE = re.compile(r"(?<=[，；。])(?=[一-鿿])")
_LINE_END = re.compile(r"(?<=。)(?=\n)")
OFFERS = (
    "足球投注网址大全",
    "开元棋牌app安装",
    "凤凰购彩大厅",
    "同城约炮软件",
    "代开增值税专用发票",
    "六合彩开奖记录18期",
    "微信加粉推广30元起",
    "极速赛车开奖",
)
UNSEEN = (
    '<span style="font-size:0">下注12家</span>',
    '<div style="position:absolute;left:-9999px">充值3万元</div>',
    '<font style="opacity:0">会员5000人</font>',
    '<div style="height:0;overflow:hidden">赠送88元</div>',
    "<noscript>在线36人</noscript>",
    "<p hidden>返利20%</p>",
)
LISTS = (
    "相关阅读\n湖滨市新增就业3.2万人\n湖滨市游客突破120万人次",
    "热门推荐\n·全市粮食产量达到36万吨\n·累计发放补贴41万元\n阅读 10万+",
)


def _readings(style: Style, shape: str, capital: bool = False) -> Kind:
    def done(text: str, chance: Random, strength: float) -> Damage:
        edits = []
        for m in _HAN.finditer(text):
            if chance.random() < 0.1 * strength:
                reading = pinyin(m[0], style=style)[0][0]
                edits.append(Edit(m.end(), m.end(), shape.format(reading.upper() if capital else reading)))
        return Damage(edits)

    return done


def ruby(text: str, chance: Random, strength: float) -> Damage:
    """Readings as a page sets them above characters."""
    hit = [m for m in _HAN.finditer(text) if chance.random() < 0.1 * strength]
    return Damage(
        [Edit(m.start(), m.end(), f"<ruby>{m[0]}<rt>{pinyin(m[0])[0][0]}</rt></ruby>") for m in hit],
    )


def _put(spots: re.Pattern[str], words: tuple[str, ...], share: float) -> Kind:
    def done(text: str, chance: Random, strength: float) -> Damage:
        hit = [m.start() for m in spots.finditer(text) if chance.random() < share * strength]
        return Damage([Edit(i, i, chance.choice(words)) for i in hit])

    return done


def lists(text: str, chance: Random, strength: float) -> Damage:
    """Lists of other pages under a bulletin."""
    return Damage([Edit(len(text), len(text), "\n" + "\n".join(LISTS[: 1 + (strength > 0.5)]))])


def _figures(zero: int) -> Kind:
    def done(text: str, chance: Random, strength: float) -> Damage:
        hit = [m for m in re.finditer(r"\d+", text) if chance.random() < strength]
        return Damage([Edit(m.start(), m.end(), "".join(chr(zero + int(c)) for c in m[0])) for m in hit])

    return done


def letters(text: str, chance: Random, strength: float) -> Damage:
    """Letters that recognition took for the ciphers of a number: none of it can be told any more."""
    edits, lost = [], []
    for m in re.finditer(r"(?<![\d.])\d{2,}(?:\.\d+)?(?=[万亿%])", text):
        new = m[0][0] + m[0][1:].replace("0", "O").replace("1", "l")
        if new != m[0] and chance.random() < strength:
            edits.append(Edit(m.start(), m.end(), new))
            lost.append(m.span())
    return Damage(edits, lost)


_POINT = re.compile(r"(?<=\d)\.(?=\d)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})|(?<=[1-9])(?=\d{3}(?:元|人|个|家|户|张|所))(?<!\d{3})")
_VARIANTS = {
    "值": "値",
    "产": "産",
    "户": "戸",
    "经": "経",
    "实": "実",
    "总": "総",
    "从": "従",
    "广": "広",
    "县": "県",
    "录": "録",
}


def _replaced(spots: re.Pattern[str], new: str) -> Kind:
    def done(text: str, chance: Random, strength: float) -> Damage:
        return Damage([Edit(m.start(), m.end(), new) for m in spots.finditer(text) if chance.random() < strength])

    return done


def variants(text: str, chance: Random, strength: float) -> Damage:
    """Forms of Japanese fonts for Chinese characters."""
    hit = [(i, _VARIANTS[c]) for i, c in enumerate(text) if c in _VARIANTS and chance.random() < strength]
    return Damage([Edit(i, i + 1, c) for i, c in hit])


def blanks_inside(text: str, chance: Random, strength: float) -> Damage:
    """Blanks that do not break, between two characters."""
    hit = [m.start() for m in _INSIDE.finditer(text) if chance.random() < 0.02 * strength]
    return Damage([Edit(i, i, "\xa0") for i in hit])


INTRUDERS: dict[str, Kind] = {
    "blank behind points": _replaced(_POINT, ". "),
    "stops for points": _replaced(_POINT, "。"),
    "apostrophes": _replaced(_THOUSANDS, "'"),
    "variant forms": variants,
    "blanks inside": blanks_inside,
    "zhuyin": _readings(Style.BOPOMOFO, "（{}）"),
    "ciphers of tones": _readings(Style.TONE3, "({})"),
    "readings in capitals": _readings(Style.TONE, "({})", capital=True),
    "square brackets": _readings(Style.TONE, "[{}]"),
    "heavy brackets": _readings(Style.TONE, "【{}】"),
    "double brackets": _readings(Style.TONE, "(({}))"),
    "loose brackets": _readings(Style.TONE, " ( {} ) "),
    "ruby": ruby,
    "unseen elements": _put(_INSIDE, UNSEEN, 0.02),
    "lines of offers": _put(_LINE_END, tuple(f"\n{w}" for w in OFFERS), 0.6),
    "titles of offers": _put(_CLAUSE, tuple(f"{w}_{OFFERS[0]}_" for w in OFFERS), 0.15),
    "lists of pages": lists,
    "Arabic figures": _figures(0x660),
    "mathematical figures": _figures(0x1D7CE),
}
