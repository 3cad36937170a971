"""Kinds of damage that put something in, or read whole texts and lines with the wrong codec, and pairs of kinds."""

from __future__ import annotations

import re
from random import Random

from extractor.clean.text import Edit, Text
from tests.damage.kinds import (
    Damage,
    Kind,
    fullwidth,
    grouped,
    readings,
    shifted,
    slipped,
    spaced,
    spam,
    traditional,
    wrapped,
)

#: What intruders and a site's frame put into the middle of a line.
INJECTED = (
    "www.bet365-vip.com",
    "casino online",
    "free spins bonus",
    "点击查看",
    "点击查看更多",
    "澳门威尼斯人娱乐城官网",
    "亚洲AV无码",
    "qxwzrt kpl",
    "湖滨政务网",
    "Nike Air Max",
    "【广告】",
)
SYMBOLS = ("◆◇★", "★★★", "▲▲", "■□■", "※※", "😀😀", "🔥🔥🔥", "☆☆☆☆", "●●●", "♥♥")
HEADS = (
    "亚洲av无码国产精品久久",
    "澳门威尼斯人娱乐城,真人娱乐,注册送彩金",
    "代开发票|论文代写|办证刻章",
    "国产自拍在线播放,免费看黄",
    "北京赛车pk10计划,时时彩投注网",
)
SHARES = (
    "戳下方链接查看详情",
    "点击上方蓝字关注我们",
    "转载请注明出处",
    "责任编辑：某某",
    "访问量：12345",
    "浏览次数：3265次",
    "阅读量：1203",
    "您是第128345位访客",
    "今日访问：326 总访问：128345",
    "点击数：5681",
    "分享到：微信 微博",
    "扫一扫在手机打开当前页",
)
CAPTIONS = ("图1 全市主要指标增长情况", "图为志愿者在社区开展活动", "（图片来源：湖滨日报）", "图2：2015-2020年走势图")
NAVIGATION = (
    "首页 > 政务公开 > 统计信息 > 统计公报",
    "首页 | 要闻 | 政务公开 | 办事服务 | 互动交流",
    "网站首页 机构概况 新闻动态 政策法规 数据发布",
    "上一篇：湖滨市召开会议",
)
_CLAUSE = re.compile(r"(?<=[，；。])(?=[一-鿿])")
_INSIDE = re.compile(r"(?<=[一-鿿])(?=[一-鿿])")
_LINE_END = re.compile(r"(?<=。)\n")
_BEFORE_VALUE = re.compile(r"(?<=[一-鿿])(?=\d[\d.]*(?:[亿万]|元|人|个|家|张|%))")
_OCR = {"入": "人", "己": "已", "未": "末", "土": "士", "干": "千", "日": "曰", "大": "太", "戸": "户", "员": "貝"}


def _put(text: str, spots: re.Pattern[str], words: tuple[str, ...], chance: Random, share: float) -> Damage:
    hit = [m.start() for m in spots.finditer(text) if chance.random() < share]
    return Damage([Edit(i, i, chance.choice(words)) for i in hit])


def injected(text: str, chance: Random, strength: float) -> Damage:
    """Foreign words, addresses and titles of spam between clauses."""
    return _put(text, _CLAUSE, INJECTED, chance, 0.2 * strength)


def injected_inside(text: str, chance: Random, strength: float) -> Damage:
    """The same in the middle of a clause, between two characters."""
    return _put(text, _INSIDE, INJECTED, chance, 0.004 * strength)


def symbols_inside(text: str, chance: Random, strength: float) -> Damage:
    """Runs of symbols in the middle of clauses."""
    return _put(text, _INSIDE, SYMBOLS, chance, 0.02 * strength)


def _lines(text: str, words: tuple[str, ...], chance: Random, strength: float) -> Damage:
    done = _put(text, _LINE_END, tuple(f"{w}\n" for w in words), chance, 0.5 * strength)
    done.edits = [Edit(e.start + 1, e.start + 1, e.new) for e in done.edits]
    head = "".join(f"{w}\n" for w in chance.sample(words, min(len(words), 1 + round(2 * strength))))
    tail = "".join(f"\n{w}" for w in chance.sample(words, min(len(words), 1 + round(2 * strength))))
    return Damage([Edit(0, 0, head), *(e for e in done.edits if e.start < len(text)), Edit(len(text), len(text), tail)])


def heads_and_tails(text: str, chance: Random, strength: float) -> Damage:
    """Lines of spam at both ends and between."""
    return _lines(text, HEADS, chance, strength)


def old_heads_and_tails(text: str, chance: Random, strength: float) -> Damage:
    """The same in traditional characters."""
    return _lines(text, tuple(str(traditional().convert(w)) for w in HEADS), chance, strength)


def shares_and_counters(text: str, chance: Random, strength: float) -> Damage:
    """Calls to share, names of editors, counters of visits."""
    return _lines(text, SHARES, chance, strength)


def navigation(text: str, chance: Random, strength: float) -> Damage:
    """Trails of links and menus."""
    return _lines(text, NAVIGATION, chance, strength)


def captions(text: str, chance: Random, strength: float) -> Damage:
    """Captions of lost figures between the halves of wrapped sentences."""
    done = wrapped(text, chance, strength)
    for n, e in enumerate(done.edits):
        if chance.random() < 0.1 * strength:
            done.edits[n] = Edit(e.start, e.end, f"\n{chance.choice(CAPTIONS)}\n")
    return done


def indented(text: str, chance: Random, strength: float) -> Damage:
    """Lines broken at a width, each with an indent."""
    done = wrapped(text, chance, strength)
    blank = chance.choice(("  ", "    ", "　　"))
    return Damage([Edit(e.start, e.end, f"\n{blank}") for e in done.edits])


def cut_numbers(text: str, chance: Random, strength: float) -> Damage:
    """Lines broken within numbers and between a number and its unit, in lines that are wrapped anyway."""
    edits, at = [], 0
    for line in text.split("\n"):
        cuts = [m.start() for m in re.finditer(r"(?<=\d)(?=[\d.]|[亿万]|元|人|个|家|%)", line)]
        last = 0
        while len(line) - last > 34:
            near = [c for c in cuts if last + 28 <= c <= last + 34 and chance.random() < strength]
            last = near[0] if near else last + 32
            edits.append(Edit(at + last, at + last, "\n"))
        at += len(line) + 1
    return Damage(edits)


def footnote_shapes(text: str, chance: Random, strength: float) -> Damage:
    """Footnote marks of all shapes between a name and its value."""
    shapes = ("〔{}〕", "［{}］", "[注{}]", "（注{}）", "(注{})", "【注{}】", "[{}]")
    hit = [m.start() for m in _BEFORE_VALUE.finditer(text) if chance.random() < 0.4 * strength]
    marks = [
        chance.choice("①②③④⑤¹²³") if chance.random() < 0.3 else chance.choice(shapes).format(chance.randint(1, 9))
        for _ in hit
    ]
    return Damage([Edit(i, i, m) for i, m in zip(hit, marks, strict=True)])


def shifted_simplified(text: str, chance: Random, strength: float) -> Damage:
    """Stretches of simplified text that lost a byte."""
    edits = []
    for m in re.finditer(r"[一-鿿]{4,}", text):
        if chance.random() <= 0.15 * strength:
            n = chance.randint(3, min(8, len(m[0])))
            a = m.start() + chance.randint(0, len(m[0]) - n)
            bad = slipped(text[a : a + n])
            if bad is not None:
                edits.append(Edit(a, a + n, bad))
    return Damage(edits)


def scanned(text: str, chance: Random, strength: float) -> Damage:
    """Characters that recognition took for their like: 人库 for 入库."""
    hit = [(i, _OCR[c]) for i, c in enumerate(text) if c in _OCR and chance.random() < 0.1 * strength]
    return Damage([Edit(i, i + 1, c) for i, c in hit])


def _decoded(text: str, took: str, errors: str, stretch: str) -> Damage:
    """Every stretch of other than ASCII as its bytes of UTF-8 read with another codec."""
    edits = []
    for m in re.finditer(stretch, text):
        bad = m[0].encode("utf-8", "ignore").decode(took, errors)
        edits.append(Edit(m.start(), m.end(), bad))
    return Damage(edits)


def utf8_as_latin(text: str, chance: Random, strength: float) -> Damage:
    """The bytes of UTF-8 shown as Windows-1252."""
    return _decoded(text, "cp1252", "replace", r"[^\x00-\x7f]+")


def utf8_as_latin1(text: str, chance: Random, strength: float) -> Damage:
    """The same as ISO 8859-1, which has a character for every byte."""
    return _decoded(text, "latin-1", "replace", r"[^\x00-\x7f]+")


def utf8_as_gbk(text: str, chance: Random, strength: float) -> Damage:
    """The bytes of UTF-8 shown as GBK; the last byte of a stretch takes a letter behind it along."""
    return _decoded(text, "gb18030", "replace", r"[^\x00-\x7f]+[@-~]?")


def utf8_as_gbk_less(text: str, chance: Random, strength: float) -> Damage:
    """The same by a program that passes over bytes without a character."""
    return _decoded(text, "gb18030", "ignore", r"[^\x00-\x7f]+[@-~]?")


def gbk_as_latin(text: str, chance: Random, strength: float) -> Damage:
    """The bytes of GBK shown as ISO 8859-1."""
    edits = []
    for m in re.finditer(r"[^\x00-\x7f]+", text):
        edits.append(Edit(m.start(), m.end(), m[0].encode("gb18030", "ignore").decode("latin-1")))
    return Damage(edits)


def both(first: Kind, second: Kind) -> Kind:
    """One kind of damage on top of another; none takes digits away."""

    def done(text: str, chance: Random, strength: float) -> Damage:
        once = Text.of(text).edit(first(text, chance, strength).edits)
        twice = Text.of(once.chars).edit(second(once.chars, chance, strength).edits)
        return Damage(_composed(text, once, twice))

    return done


def _composed(text: str, once: Text, twice: Text) -> list[Edit]:
    """Two layers of edits as one: the spans of the text that either touched, and what stands for them."""
    edits: list[Edit] = []
    at = start = 0
    for i in range(len(text) + 1):
        a = twice.clean_span(once.clean_span(0, i)[1], once.clean_span(0, i)[1] + 1)[0] if i else 0
        a = len(twice.chars) if i == len(text) else a
        new = twice.chars[at:a]
        if new == text[start:i]:
            start, at = i, a
            continue
        if i < len(text) and a == at and i > start:
            continue
        if i > start or new:
            edits.append(Edit(start, i, new))
        start, at = i, a
    return edits


MORE: dict[str, Kind] = {
    "injected": injected,
    "injected inside": injected_inside,
    "symbols inside": symbols_inside,
    "heads and tails": heads_and_tails,
    "traditional heads": old_heads_and_tails,
    "shares, counters": shares_and_counters,
    "navigation": navigation,
    "captions": captions,
    "indented": indented,
    "cut numbers": cut_numbers,
    "footnote shapes": footnote_shapes,
    "shifted simplified": shifted_simplified,
    "scanned": scanned,
    "utf8 as latin": utf8_as_latin,
    "utf8 as latin-1": utf8_as_latin1,
    "utf8 as gbk": utf8_as_gbk,
    "utf8 as gbk, less": utf8_as_gbk_less,
    "gbk as latin-1": gbk_as_latin,
}
PAIRS: dict[str, Kind] = {
    "readings, spam": both(readings, spam),
    "readings, shifted": both(shifted, readings),
    "full width, wrapped": both(fullwidth, wrapped),
    "grouped, indented": both(grouped, indented),
    "spaced, footnotes": both(spaced, footnote_shapes),
    "symbols, shares": both(symbols_inside, shares_and_counters),
}
