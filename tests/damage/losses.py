"""Kinds of damage that take digits away; each says which numbers it took."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from extractor.clean.text import Edit
from tests.damage.kinds import Damage, Kind

_NUMBER = re.compile(r"(?<![\d.,A-Za-z年月:：/-])\d[\d,]*(?:\.\d+)?(?![\d.,A-Za-z年月日:：/-])")


def _take(text: str, chance: Random, strength: float, new: Callable[[str], str], least: int = 4) -> Damage:
    done = Damage()
    for m in _NUMBER.finditer(text):
        after = text[m.end() : m.end() + 3]
        if not re.match(r"(?:[亿万]?(?:元|人次|人|个|家|户|张|所|名|件|场|辆|公里|吨|亩)|%|个百分点)", after):
            continue
        if chance.random() < 0.3 * strength or len(done.lost) < least:
            done.edits.append(Edit(m.start(), m.end(), new(m[0])))
            done.lost.append((m.start(), m.end()))
    return done


def lost(text: str, chance: Random, strength: float) -> Damage:
    """Numbers whose digits are gone: 床位张, 增长%."""
    return _take(text, chance, strength, lambda _: "")


def masked(text: str, chance: Random, strength: float) -> Damage:
    """Numbers whose digits were masked: ××万人, ＿＿个."""
    return _take(text, chance, strength, lambda n: chance.choice(("×", "＿", "x", "*")) * min(3, max(1, len(n) // 2)))


def lost_decimals(text: str, chance: Random, strength: float) -> Damage:
    """Numbers that lost what stood behind their point: 增长3.%."""
    done = Damage()
    for m in re.finditer(r"(?<![\d.])\d+\.(\d+)(?=%|亿元|万人|个百分点)", text):
        if chance.random() < 0.4 * strength or not done.lost:
            done.edits.append(Edit(m.start(1), m.end(1), ""))
            done.lost.append((m.start(), m.end(1)))
    return done


LOSSES: dict[str, Kind] = {"lost": lost, "masked": masked, "lost decimals": lost_decimals}
