"""Which column each cell of a flattened row belongs to: the assignment that costs least.

A cell has a shape, a column a role; how well the two go together is a cost, and so is a column that stays
empty and a further line in the same cell. Both keep their order, so the best assignment is found column by column.
"""

from __future__ import annotations

from dataclasses import dataclass

FAR = 1e9  # the cost of what cannot be

# What it costs to put a cell of a shape (first) into a column of a role (second); missing pairs cost MISFIT.
_FIT: dict[tuple[str, str], float] = {
    ("number", "value"): 0.0,
    ("number", "index"): 3.0,
    ("number", "money"): 0.6,
    ("number", "name"): 4.0,
    ("number", "note"): 3.0,
    ("doubled", "value"): 0.0,
    ("doubled", "name"): 4.0,
    ("amount", "value"): 0.2,
    ("amount", "money"): 0.0,
    ("amount", "prose"): 2.0,
    ("amount", "name"): 3.0,
    ("amount", "note"): 2.0,
    ("empty", "value"): 0.0,
    ("empty", "money"): 0.2,
    ("empty", "unit"): 0.2,
    ("empty", "note"): 0.2,
    ("empty", "attribute"): 0.2,
    ("unit", "unit"): 0.0,
    ("unit", "name"): 2.5,
    ("unit", "note"): 3.0,
    ("attribute", "attribute"): 0.0,
    ("attribute", "note"): 1.0,
    ("attribute", "category"): 3.0,
    ("attribute", "name"): 4.0,
    ("period", "period"): 0.0,
    ("period", "value"): 1.5,
    ("period", "name"): 3.0,
    ("period", "note"): 1.5,
    ("prose", "prose"): 0.0,
    ("prose", "note"): 0.6,
    ("prose", "name"): 1.2,
    ("prose", "organisation"): 2.0,
    ("prose", "value"): 2.0,
    ("text", "name"): 0.0,
    ("text", "category"): 0.3,
    ("text", "organisation"): 0.2,
    ("text", "prose"): 1.0,
    ("text", "note"): 0.8,
    ("text", "unit"): 2.0,
    ("text", "attribute"): 1.5,
    ("text", "value"): 2.5,
    ("text", "period"): 2.5,
    ("text", "money"): 3.0,
}
MISFIT = 6.0
_SKIP = {
    "index": 8.0,
    "name": 4.0,
    "category": 0.15,
    "unit": 0.7,
    "value": 1.0,
    "attribute": 0.8,
    "money": 1.2,
    "period": 1.2,
    "prose": 0.9,
    "organisation": 0.9,
    "note": 0.1,
}
_MORE = {
    "name": 0.25,
    "organisation": 0.1,
    "prose": 0.3,
    "category": 0.7,
    "note": 0.4,
}  # a further line in the same cell


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a flattened table: its head, what it holds, and whether its values are targets."""

    head: str
    role: str
    target: bool = False


def align(shapes: list[str], base: int, a: int, b: int, columns: list[Column]) -> tuple[float, dict[int, list[int]]]:
    """Cells ``a:b`` given to ``columns`` in order at the least cost: that cost, and the cells by column.

    ``shapes`` are those of the cells from ``base`` on. The cost is FAR where the cells cannot be given to the columns.
    """
    n, m = b - a, len(columns)
    if m == 0:
        return (0.0, {}) if n == 0 else (FAR, {})
    if n > 6 * m + 6:
        return FAR, {}
    cost = [[FAR] * (m + 1) for _ in range(n + 1)]
    back: list[list[tuple[int, int] | None]] = [[None] * (m + 1) for _ in range(n + 1)]
    cost[0][0] = 0.0
    last_value = max((k for k, c in enumerate(columns) if c.role == "value"), default=-1)
    for k in range(m):
        col = columns[k]
        skip = _SKIP.get(col.role, 1.0)
        if col.role == "value":  # a plan's target is never missing, its baseline may be
            skip = 2.5 if col.target or (k == last_value and not any(c.target for c in columns)) else 0.9
        for i in range(n + 1):
            here = cost[i][k]
            if here >= FAR:
                continue
            if here + skip < cost[i][k + 1]:
                cost[i][k + 1], back[i][k + 1] = here + skip, (i, k)
            total = here
            for j in range(i, n):
                fit = _FIT.get((shapes[a + j - base], col.role), MISFIT)
                if j > i:
                    more = _MORE.get(col.role)
                    if more is None or shapes[a + j - base] not in ("text", "prose", "unit"):
                        break
                    fit += more
                total += fit
                if total < cost[j + 1][k + 1]:
                    cost[j + 1][k + 1], back[j + 1][k + 1] = total, (i, k)
    if cost[n][m] >= FAR:
        return FAR, {}
    out: dict[int, list[int]] = {}
    i, k = n, m
    while k > 0:
        step = back[i][k]
        assert step is not None
        pi, pk = step
        if pi < i:
            out[pk] = list(range(a + pi, a + i))
        i, k = pi, pk
    return cost[n][m], out
