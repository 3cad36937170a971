"""One layout: values and comments stay, whatever the file looked like, and a second time changes nothing."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.lexicon import RulesError
from extractor.workbench.layout import formatted

LOOSE = """# About these rules.

# Still about them.

[[rule]]
pattern = "养老{count:value}" # the simple case
about = 'beds'
# the id
id   =   "curated.test.beds"
[[rule.example]]
records = [{unit="张",value="5"},   {value = "6"}]
text = "养老床5张，6张。"

# why not
[[rule.counter]]
text = "养老。"
# the end
"""
NEAT = """#:schema ../schema.json
# About these rules.
# Still about them.

[[rule]]
# the id
id = "curated.test.beds"
about = "beds"
pattern = "养老{count:value}" # the simple case
[[rule.example]]
text = "养老床5张，6张。"
records = [
    { unit = "张", value = "5" },
    { value = "6" },
]
# why not
[[rule.counter]]
text = "养老。"

# the end
"""


def test_the_layout() -> None:
    assert formatted(LOOSE) == NEAT


def test_a_broken_file_is_refused() -> None:
    with pytest.raises(RulesError, match="not valid TOML"):
        formatted("[[rule]\n")


TEXT = st.text("养老床位\\'\"#{}[]a1 \t，", max_size=12)
VALUES = st.recursive(
    st.one_of(TEXT, st.booleans(), st.integers(-5, 200)),
    lambda v: st.one_of(
        st.lists(v, max_size=3), st.dictionaries(st.sampled_from(["unit", "value", "甲"]), v, max_size=3)
    ),
    max_leaves=6,
)
KEYS = st.sampled_from(["id", "about", "pattern", "left", "need", "waive", "priority", "other"])


def _toml(v: object) -> str:
    if isinstance(v, bool):
        return str(v).lower()
    if isinstance(v, str):
        return '"' + v.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t") + '"'
    if isinstance(v, list):
        return "[" + ",".join(map(_toml, v)) + "]"
    if isinstance(v, dict):
        return "{" + ",".join(f"{_toml(k)}={_toml(x)}" for k, x in v.items()) + "}"
    return str(v)


@given(
    st.lists(
        st.tuples(st.dictionaries(KEYS, VALUES, max_size=5), st.lists(st.sampled_from(["# one", "# 两"]), max_size=2)),
        max_size=4,
    )
)
@settings(max_examples=150, deadline=None)
def test_values_and_comments_stay(tables: list[tuple[dict[str, object], list[str]]]) -> None:
    lines = ["# head", ""]
    for table, comments in tables:
        lines += [*comments, "[[rule]]", *(f"{k} = {_toml(v)}" for k, v in table.items())]
    text = "\n".join(lines) + "\n"
    made = formatted(text)
    assert tomllib.loads(made) == tomllib.loads(text)
    assert sorted(x for x in made.split("\n") if x.startswith("# ")) == sorted(x for x in lines if x.startswith("# "))
    assert formatted(made) == made
