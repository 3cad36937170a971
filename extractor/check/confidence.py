"""How sure a reading is: the chance that a record is right as a whole, from what can be seen of the reading.

A logistic model over a few signs: which kind of rule read the number, whether the catalogue knows the name, where the
name stands, how the period came about. Its weights are data, ``rules/confidence.toml``, fitted to annotated and judged
bulletins by ``python -m tests.calibrate``; docs/quality.md shows how the figures turn out.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

from extractor.rulefile import RulesError, read_toml

FILE = "confidence.toml"
#: No reading is certain, and none that passed the checks is worthless.
LOWEST, HIGHEST = 0.02, 0.99
#: The layer of what is read from a table's cells, which no rule of ``rules/`` does.
TABLE = "table"

_LONG, _SHORT, _CROWDED = 14, 3, 6
_LIST, _JOINTS = "、", "，；：（）“”"


def signs(
    rule_id: str,
    layer: str,
    traits: frozenset[str],
    known: bool,
    period_source: str | None,
    measure: str,
    status: str,
    indicator: str,
    indicator_raw: str,
    evidence: str,
    at: int,
) -> dict[str, float]:
    """What can be seen of a reading, sign by sign; a sign that is not there is left out.

    ``layer`` is that of the rule (``open``, ``curated`` or ``table``), ``traits`` what the stage before tells of the
    reading, ``at`` where in the evidence the number begins.
    """
    place = evidence.rfind(indicator_raw, 0, at) if indicator_raw else -1
    behind = place < 0 and bool(indicator_raw) and indicator_raw in evidence[at:]
    found = {
        f"rule:{'.'.join(rule_id.split('.')[:2]) if layer == 'open' else layer}": 1.0,
        f"period:{period_source or 'none'}": 1.0,
        f"measure:{measure}": 1.0,
        f"status:{status}": 1.0,
        "name:known": float(known),
        "name:before": float(place >= 0),
        "name:behind": float(behind),
        "name:short": float(len(indicator_raw) <= _SHORT),
        "name:long": float(len(indicator_raw) > _LONG),
        "name:listed": float(_LIST in indicator_raw),
        "name:broken": float(any(c in _JOINTS for c in indicator_raw)),
        "name:as_read": float(indicator == indicator_raw),
        "crowded": float(sum(evidence.count(c) for c in "，、；") > _CROWDED),
    }
    found.update((f"trait:{t}", 1.0) for t in traits)
    return {name: value for name, value in found.items() if value}


class Confidence:
    """The model of one rules folder. Raises RulesError where its file cannot be used."""

    def __init__(self, root: Path) -> None:
        path = root / FILE
        table = read_toml(path)
        weights = table.get("weights")
        if not isinstance(weights, dict) or not all(isinstance(w, int | float) for w in weights.values()):
            raise RulesError(path, "needs a table [weights] of numbers by sign; python -m tests.calibrate --write")
        if not isinstance(table.get("intercept"), int | float):
            raise RulesError(path, "needs a number as intercept; python -m tests.calibrate --write makes one")
        self.intercept = float(table["intercept"])
        self.weights: Mapping[str, float] = {name: float(w) for name, w in weights.items()}

    def of(self, seen: Mapping[str, float]) -> float:
        """The confidence of a reading with these signs, on two decimals; signs without a weight count nothing."""
        score = self.intercept + sum(self.weights.get(name, 0.0) * value for name, value in seen.items())
        chance = 1 / (1 + math.exp(-score))
        return round(min(HIGHEST, max(LOWEST, chance)), 2)
