"""Tables as a plan has them, and what a scrape leaves of them: one cell a line, merged cells once, empty cells gone."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

NAMES = (
    "养老机构床位总数",
    "护理型床位占比",
    "社区托育服务机构",
    "持证社会工作者人数",
    "公益性骨灰安葬设施",
    "登记慈善组织",
    "城市社区综合服务设施覆盖率",
    "困难老年人家庭改造",
    "儿童福利机构规范化率",
    "婚姻登记机构合格率",
    "社会组织从业人员",
    "村级养老服务点",
    "高等级绿色建筑面积",
    "公共图书馆藏书量",
    "普惠性幼儿园在园儿童",
    "乡镇敬老院改造",
    "家庭医生签约人数",
    "老年大学学员",
)
UNITS = (
    "张",
    "家",
    "人",
    "个",
    "万人",
    "户",
    "万平方米",
    "所",
    "次",
    "册",
    "%",
    "张/千人",
    "元/人·月",
    "亿元",
    "人/万人",
)
GROUPS = ("养老服务", "儿童福利", "社会救助", "基层治理", "社会事务")
ATTRIBUTES = ("约束性", "预期性")


@dataclass(frozen=True, slots=True)
class Flat:
    """A table: its head, its rows (None for a cell that the table leaves empty or that the row above covers)."""

    head: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]

    def lines(self) -> list[str]:
        """What a scrape leaves: every cell that has something, one a line."""
        return [*self.head, *(c for row in self.rows for c in row if c is not None)]

    def filled(self) -> list[dict[int, str]]:
        """Rows as column → cell, without the cells that are not there."""
        return [{k: c for k, c in enumerate(row) if c is not None} for row in self.rows]


values = st.one_of(
    st.integers(21, 99_999).map(str),
    st.integers(1000, 999_999).map(lambda n: f"{n:,}"),
    st.decimals("0.1", 99, places=1, allow_nan=False, allow_infinity=False).map(lambda d: f"{d:f}"),
    st.integers(21, 100).map(lambda n: f"{n}%"),
    st.integers(0, 12).map(str),  # values that could be running numbers
)
doubled = st.tuples(st.integers(21, 99), st.integers(21, 99)).map(lambda p: f"{p[0]}/{p[1]}")


@st.composite
def tables(draw: st.DrawFn) -> Flat:
    """A plan's table: running numbers, names, units, a baseline that may be missing, targets, attributes, categories.

    No value is the running number that would come next: such a last row cannot be told from a further one.
    """
    n = draw(st.integers(2, 6))
    single = values.filter(lambda v: v != str(n + 1))
    category = draw(st.sampled_from(["", "before", "after"]))
    attribute, doubles = draw(st.booleans()), draw(st.booleans())
    baseline = draw(st.sampled_from(["2020年", "2020年基期值", "2020年现状值"]))
    head = ["序号", "指标名称", "单位", baseline, "2025年目标值"]
    if category == "before":
        head.insert(0, "类别")
    elif category == "after":
        head.insert(1, "类别")
    if attribute:
        head.append("属性")
    names = draw(st.permutations(NAMES))[:n]
    starts = {0, *draw(st.sets(st.integers(1, n - 1), max_size=2))} if category else set()
    rows: list[tuple[str | None, ...]] = []
    for k in range(n):
        number = draw(st.one_of(single, doubled)) if doubles else draw(single)
        missing = k > 0 and draw(st.integers(0, 3)) == 0
        row: list[str | None] = [
            str(k + 1),
            names[k],
            draw(st.sampled_from(UNITS)),
            None if missing else draw(single),
            number,
        ]
        if category:
            row.insert(
                0 if category == "before" else 1, GROUPS[sum(s <= k for s in starts) - 1] if k in starts else None
            )
        if attribute:
            row.append(draw(st.sampled_from(ATTRIBUTES)))
        rows.append(tuple(row))
    return Flat(tuple(head), tuple(rows))


@st.composite
def unnumbered(draw: st.DrawFn) -> Flat:
    """A table without running numbers: a name, perhaps a unit, and the values of some years."""
    n = draw(st.integers(2, 6))
    years = [f"{y}年" for y in range(2019, 2019 + draw(st.integers(2, 4)))]
    unit = draw(st.booleans())
    head = ["指标", *(["单位"] if unit else []), *years]
    names = draw(st.permutations(NAMES))[:n]
    rows = [(name, *([draw(st.sampled_from(UNITS))] if unit else []), *(draw(values) for _ in years)) for name in names]
    return Flat(tuple(head), tuple(rows))
