"""Damage as the web does it, made on a clean text as edits, so that every place can be carried along.

A kind of damage is a function from the text, a source of chance and a strength (from 0 to 1: how much of what could be
hit is hit) to edits. None of them changes what a number says; those that take digits away stand in ``losses.py``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from random import Random

from opencc import OpenCC

from extractor.clean.text import Edit

#: Syllables with and without marks of tone, as machines write them behind characters.
SYLLABLES = (
    *("fā", "gòu", "guǎng", "yǎng", "lǎo", "jī", "zhǎn", "hù", "lǐ", "xíng", "chuáng", "wèi"),
    *("gong", "jian", "she", "hui", "bao", "zhang", "qu", "yu", "cheng", "xiang", "min", "sheng"),
)
#: Lines and stretches that intruders and a site's frame put between what a bulletin says.
JUNK = (
    "点击上方蓝字关注我们",
    "戳下方链接查看详情",
    "【字体：大 中 小】",
    "浏览次数：3265",
    "打印本页 关闭窗口",
    "★★★★★",
    "◆◇◆◇◆◇",
    "国产自拍在线播放,午夜福利合集",
    "当前位置：首页 > 政务公开 > 统计信息",
    "扫一扫在手机打开当前页",
)
TAILS = (
    "责任编辑：某某",
    "转载请注明来源",
    "分享到：微信 微博",
    "版权所有 未经许可不得转载",
    "网站标识码：3305000001 浙ICP备05012345号",
)
_HAN_RUN = re.compile(r"[一-鿿]{4,}")
_DIGITS = re.compile(r"\d+")
_LONG_NUMBER = re.compile(
    r"(?<![\d.年第])(?!20\d\d年|19\d\d年)\d{4,9}(?=(?:\.\d+)?(?:[万亿]|元|人|个|家|张|户|公里|件|吨))"
)
_SENTENCE_GAP = re.compile(r"(?<=[。；])(?=[一-鿿\d])")
_LINE_END = re.compile(r"(?<=。)\n")


@dataclass(slots=True)
class Damage:
    """Edits on a clean text, and the spans of clean numbers that lost their digits."""

    edits: list[Edit] = field(default_factory=list)
    lost: list[tuple[int, int]] = field(default_factory=list)


Kind = Callable[[str, Random, float], Damage]


@lru_cache(maxsize=1)
def traditional() -> OpenCC:
    """The converter into traditional script."""
    return OpenCC("s2t")


@lru_cache(maxsize=20_000)
def _old(c: str) -> str:
    made = str(traditional().convert(c))
    return made if len(made) == 1 else c


# --------------------------------------------------------------------------- characters


def readings(text: str, chance: Random, strength: float) -> Damage:
    """Traditional characters, and readings in brackets behind some of them: 發(fā), 廣(guang)(guang)."""
    edits = []
    for i, c in enumerate(text):
        old = _old(c)
        if old == c:
            continue
        new = old
        if chance.random() < 0.5 * strength:
            syllable = chance.choice(SYLLABLES)
            mark = chance.choice(("({})", "({})", "（{}）"))
            new += mark.format(syllable) * (2 if chance.random() < 0.1 else 1)
        edits.append(Edit(i, i + 1, new))
    return Damage(edits)


def simplified_readings(text: str, chance: Random, strength: float) -> Damage:
    """Readings left behind characters that were made simplified again: 发(fā)展."""
    edits = []
    for i, c in enumerate(text):
        if _old(c) != c and chance.random() < 0.3 * strength:
            edits.append(Edit(i + 1, i + 1, f"({chance.choice(SYLLABLES)})"))
    return Damage(edits)


def shifted(text: str, chance: Random, strength: float) -> Damage:
    """Stretches of three to eight characters of a page in traditional script that lost a byte, so that they are read
    half a character late until the reader falls back into step."""
    edits = []
    for m in _HAN_RUN.finditer(text):
        if chance.random() > 0.15 * strength:
            continue
        n = chance.randint(3, min(8, len(m[0])))
        a = m.start() + chance.randint(0, len(m[0]) - n)
        bad = slipped("".join(map(_old, text[a : a + n])))
        if bad is not None:
            edits.append(Edit(a, a + n, bad))
    return Damage(edits)


def slipped(words: str) -> str | None:
    """``words`` as they read after their first byte was lost: ``?`` for it, then one byte late. Their last byte is a
    character by itself where it can be (then the reader is in step), else it is lost as well. None where a character
    has no two bytes."""
    try:
        tail = words.encode("gbk")[1:]
        last = tail[-1:]
        out = "?" + tail[:-1].decode("gb18030")
    except UnicodeError:
        return None
    return out + ("€" if last == b"\x80" else last.decode("ascii") if last[0] < 0x7F else "?")


def fullwidth(text: str, chance: Random, strength: float) -> Damage:
    """Digits, points and percent signs at full width."""
    edits = []
    for m in re.finditer(r"[\d.%]+", text):
        if chance.random() < strength:
            new = "".join(chr(ord(c) + 0xFEE0) for c in m[0])
            edits.append(Edit(m.start(), m.end(), new))
    return Damage(edits)


def spaced(text: str, chance: Random, strength: float) -> Damage:
    """Blanks between a number and its unit, before points, and between the ciphers of years."""
    edits = []
    for m in re.finditer(r"(?<![\d.])(\d+)(\.\d+)?(?=[亿万]|元|人|个|家|张|%|户|年)", text):
        if chance.random() > strength:
            continue
        if m[2]:
            edits.append(Edit(m.end(1), m.end(1), " "))
        if len(m[1]) == 4 and text[m.end() : m.end() + 1] == "年":
            edits.append(Edit(m.start(), m.end(), " ".join(m[0])))
        edits.append(Edit(m.end(), m.end(), " "))
    return Damage(edits)


def grouped(text: str, chance: Random, strength: float) -> Damage:
    """Thousands set apart by commas or blanks."""
    edits = []
    for m in _LONG_NUMBER.finditer(text):
        if chance.random() < strength:
            edits.append(Edit(m.start(), m.end(), f"{int(m[0]):,}".replace(",", chance.choice((",", " ")))))
    return Damage(edits)


# --------------------------------------------------------------------------- lines


def wrapped(text: str, chance: Random, strength: float) -> Damage:
    """Lines broken at a fixed width, inside of words and numbers too."""
    width = round(46 - 18 * strength) + chance.randint(0, 6)
    edits, at = [], 0
    for line in text.split("\n"):
        edits += [Edit(at + k, at + k, "\n") for k in range(width, len(line), width)]
        at += len(line) + 1
    return Damage(edits)


def paged(text: str, chance: Random, strength: float) -> Damage:
    """Wrapped lines with page numbers and running heads between the halves of sentences."""
    title = text.strip().split("\n")[0][:24]
    done = wrapped(text, chance, strength)
    for n, e in enumerate(done.edits):
        if n % max(6, round(30 - 20 * strength)) == 5:
            page = chance.choice((f"- {n} -", f"— {n} —", f"{n}"))
            head = f"\n{title}" if chance.random() < 0.5 else ""
            done.edits[n] = Edit(e.start, e.end, f"\n{page}{head}\n")
    return done


def footnotes(text: str, chance: Random, strength: float) -> Damage:
    """Footnote marks between a name and its value."""
    spots = re.finditer(r"(?<=[一-鿿])(?=\d[\d.]*(?:[亿万]|元|人|个|家|张|%))", text)
    hit = [m.start() for m in spots if chance.random() < 0.4 * strength]
    return Damage([Edit(i, i, f"[{chance.randint(1, 9)}]") for i in hit])


def spam(text: str, chance: Random, strength: float) -> Damage:
    """Foreign lines at the head and the end, and between the lines."""
    edits = [Edit(0, 0, "".join(f"{chance.choice(JUNK)}\n" for _ in range(1 + round(3 * strength))))]
    edits += [
        Edit(m.end(), m.end(), f"{chance.choice(JUNK)}\n")
        for m in _LINE_END.finditer(text)
        if chance.random() < 0.5 * strength
    ]
    edits.append(Edit(len(text), len(text), "\n" + "\n".join(chance.sample(TAILS, 1 + round(3 * strength))) + "\n"))
    return Damage(edits)


def symbols(text: str, chance: Random, strength: float) -> Damage:
    """Runs of symbols between sentences."""
    marks = ("★★★", "▲▲▲▲", "■■■", "◆◆◆", "※※※※", "＝＝＝＝")
    hit = [m.start() for m in _SENTENCE_GAP.finditer(text) if chance.random() < strength]
    return Damage([Edit(i, i, chance.choice(marks)) for i in hit])


def tags(text: str, chance: Random, strength: float) -> Damage:
    """Junk tags and entities within lines, and hidden elements between sentences."""
    edits = []
    for m in re.finditer(r"(?<=[一-鿿\d])(?=[一-鿿\d.])", text):
        if chance.random() < 0.06 * strength:
            inert = ('<u id="a1"></u>', "<font></font>", "</b>", "<span></span>", "<b>", "<i></i>")
            new = chance.choice(inert if text[m.start()].isdigit() else (*inert, "&nbsp;", "&#8203;"))
            edits.append(Edit(m.start(), m.start(), new))
    for m in _SENTENCE_GAP.finditer(text):
        if chance.random() < 0.3 * strength and all(e.start != m.start() for e in edits):
            edits.append(Edit(m.start(), m.start(), '<div style="display:none">全市赌场共有12家</div>'))
    return Damage(sorted(edits, key=lambda e: e.start))


# --------------------------------------------------------------------------- bytes


def latin(text: str, chance: Random, strength: float) -> Damage:
    """The bytes of GBK shown as Latin-1, all over the text."""
    edits = []
    for i, c in enumerate(text):
        if not c.isascii():
            try:
                edits.append(Edit(i, i + 1, c.encode("gb18030").decode("latin-1")))
            except UnicodeError:
                continue
    return Damage(edits)


KINDS: dict[str, Kind] = {
    "readings": readings,
    "simplified readings": simplified_readings,
    "shifted": shifted,
    "full width": fullwidth,
    "spaced": spaced,
    "grouped": grouped,
    "wrapped": wrapped,
    "paged": paged,
    "footnotes": footnotes,
    "spam": spam,
    "symbols": symbols,
    "tags": tags,
    "latin": latin,
}
