"""Names of a table's values: what the row, the column and the title say, put together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import regex

from extractor.match.rules import Ruleset
from extractor.resolve.naming import Namer

_LONGEST_MEASURED = 18


@dataclass(frozen=True, slots=True)
class TitleSense:
    """What a table's title says: what is measured (empty where it does not tell), and whether shares in the table are
    parts of it (人口年龄构成), or growth rates of it (增加值增速)."""

    measured: str = ""
    structure: bool = False
    growth: bool = False


class TableNamer:
    """Puts names together. Words come from ``rules/words/layout.toml`` and ``rules/words/grammar.toml``."""

    def __init__(self, rules: Ruleset, namer: Namer) -> None:
        lex = rules.lexicon
        self._rules, self._namer = rules, namer
        self._numbered, self._aside = lex.pattern("table_number"), lex.pattern("table_title_aside")
        self._base = lex.pattern("index_base")
        self._tail = regex.compile(rf"(?:{lex.alternation('table_name_tail')}|[，、：:])+$")
        self._growth, self._against = lex.pattern("title_growth"), lex.pattern("column_against")
        self._structure = regex.compile(lex.alternation("structure_word"))
        self._share_of = lex.words("share_of_form")[0]
        self._share = lex.words("share_suffix")[0]
        self._leads = regex.compile(rf"(?:{lex.alternation('leading_modifier')})$")
        self._population = regex.compile(rf"(?:{lex.alternation('population_end')})$")
        self._totals = frozenset(lex.words("total_row"))
        self._refers = frozenset(lex.mapping("refer"))
        self._occupies = lex.pattern("occupies_word")
        self._joined = lex.pattern("list_of_names")

    def title(self, title: str) -> TitleSense:
        """What a title says is measured, without its number, its time, its unit and words such as 情况."""
        t = self._numbered.sub("", title.split("\n")[0].strip("*# "))
        t = self._aside.sub("", self._base.sub("", t))
        for p in reversed(self._rules.scanner.periods.find(t)):
            t = t[: p.start] + t[p.end :]
        growth = self._growth.search(t.strip()) is not None
        name = self._namer.trim(self._tail.sub("", self._against.sub("", t.strip())))
        known = (name[k:] for k in range(1, len(name) - 3) if self._rules.catalogue.known(name[k:]))
        structure = self._structure.search(t) is not None
        name = next(known, name)  # 大湾区内地九市常住人口: the known end
        if structure and not self._namer.has_measure_head(name):
            name = self._measure_within(name) or name
        return TitleSense(name, structure, growth)

    def _measure_within(self, name: str) -> str:
        """The longest amount that the catalogue knows within a title: 工业总产值 of 工业总产值经济类型."""
        known = self._rules.catalogue.known
        within = (name[a:b] for a in range(len(name)) for b in range(a + 3, len(name) + 1))
        return max((w for w in within if self._namer.has_measure_head(w) and known(w)), key=len, default="")

    def label(self, label: str, title: TitleSense) -> str:
        """A row's label made complete with what the title says is measured: 制造业 of 固定资产投资."""
        measured = title.measured
        if len(label) < len(measured) <= _LONGEST_MEASURED and measured.endswith(label) and not title.structure:
            return measured  # 人数 below 城镇新增就业人数
        if (
            not measured
            or len(measured) > _LONGEST_MEASURED
            or not self._namer.has_measure_head(measured)
            or self._namer.has_measure_head(label)
            or (self._namer.is_share_name(measured) and title.structure)
            or self._rules.catalogue.by_name(label, None) is not None
            or self._joined.search(measured)
        ):
            return label
        under, behind = self._namer.compose(label, "", measured), f"{label}{measured}"
        shared = under.startswith(label) and under != label  # 第一产业 of 三次产业增加值
        return self._known((under, behind), under if shared else behind)

    def qualified(self, label: str, category: str, qualifiers: Sequence[str]) -> str:
        """A row's label with what sets it apart from rows of the same name: 城镇 or 男性 before it, 结婚 behind it.

        A category goes before a label only where it says of whom the value is (城镇, 农村), or where the catalogue
        knows the two together and the label alone not.
        """
        known = self._rules.catalogue.known
        if not label:
            return label
        if category and category not in label:
            of_whom = self._leads.fullmatch(category) or self._population.search(category)
            if of_whom or (not known(label) and known(category + label)):
                label = category + label
        for q in qualifiers:
            if q not in label and q not in self._totals:
                label = self._known((q + label, label + q), q + label if self._leads.search(q) else label + q)
        return label

    def join(self, label: str, what: str) -> str:
        """A row's label with what its column measures, in the order that makes a name: 水泥产量, 城镇居民人均收入."""
        if not what or what in label:
            return label
        if label in what and len(label) >= 2:
            return what
        known = self._rules.catalogue.known
        if known(label) and label[-1] == what[-1] and not known(label + what):
            return label  # 发电量 in a column of 产量
        first = self._leads.search(what) or (self._population.search(what) and not self._namer.has_measure_head(what))
        orders = (
            (what + label, label + what) if first and not self._leads.search(label) else (label + what, what + label)
        )
        return self._known(orders, orders[0])

    def share(self, name: str, title: TitleSense) -> str:
        """The name of a share in a table of a structure: one that says so, else with the title.s total."""
        if not title.structure or self._namer.is_share_name(name) or self._occupies.search(name):
            return name
        measured = "" if self._namer.is_share_name(title.measured) or title.measured in name else title.measured
        if measured and self._namer.has_measure_head(measured) and not self._joined.search(measured):
            return name + self._share_of.format(measured)
        return name + self._share

    def refers(self, label: str) -> bool:
        """True for a label that only points at the row above: 比重, 占生产总值比重, 增速."""
        return label in self._refers or bool(self._occupies.match(label))

    def _known(self, names: Iterable[str], other: str) -> str:
        return next((n for n in names if self._rules.catalogue.known(n)), other)
