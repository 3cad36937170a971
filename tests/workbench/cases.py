"""For every code of the check: files that have the fault, and beside it the same thing done right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

Change = Callable[[str], str]
FILE = "curated/test.toml"
GOOD = "curated.test.good"
INDICATORS = """
[[indicator]]
id = "elderly_care.beds_total"
name = "养老床位数"
aliases = ["养老服务床位"]
unit = "张"
measure = "level"
kind = "stock"
topic = "养老服务"
definition = "期末养老床位的张数。"

[[indicator]]
id = "elderly_care.nursing_share"
name = "护理型床位占比"
unit = "%"
measure = "level"
kind = "share"
topic = "养老服务"
definition = "护理型床位占养老床位的百分比。"
"""


@dataclass(frozen=True)
class Case:
    """``files`` are written (or changed, by a function) in a small rules folder. ``good`` is a rule, or a text in the
    message, that must not be found with the code."""

    files: dict[str, str | Change]
    good: str = GOOD
    bulletins: tuple[str, ...] = ()
    lock: bool = field(default=False)


def rule(
    rule_id: str = "curated.test.bad",
    pattern: str = "敬老院里{count:value}是床",
    text: str = "2021年，全市敬老院里300张是床。",
    records: str = '[{ value = "300", unit = "张", indicator = "养老床位数" }]',
    counter: str = "2021年，全市敬老院里新增椅子300把。",
    more: str = "",
    indicator: str = "elderly_care.beds_total",
    tail: str = "",
) -> str:
    """A curated rule as a file has it."""
    return (
        f'[[rule]]\nid = "{rule_id}"\nabout = "beds in homes for the old"\nindicator = "{indicator}"\n'
        f"pattern = '{pattern}'\n{more}[[rule.example]]\ntext = \"{text}\"\nrecords = {records}\n{tail}"
        f'[[rule.counter]]\ntext = "{counter}"\n\n'
    )


def right(more: str = "", pattern: str = "福利院里{count:value}是床", number: int = 0) -> str:
    """A rule with no fault."""
    return rule(
        GOOD,
        pattern,
        "2021年，全市福利院里300张是床。",
        counter="2021年，全市福利院里新增椅子300把。",
        more=more,
    )


def both(bad: str, good: str | None = None) -> Case:
    """A faulty rule beside one that has no fault."""
    return Case({FILE: bad + (right() if good is None else good)})


OPEN = """[[rule]]
id = "{id}"
about = "number after a name in a test"
kinds = ["count"]
left = '(?P<name>.{{1,40}}床)有'
priority = {priority}
name = ["{{name}}"]
{more}
[[rule.example]]
text = "2021年，全市护理床有300张。"
records = [{{ value = "300", unit = "张" }}]
[[rule.counter]]
text = "2021年，全市新增椅子300把。"

"""


def opened(rule_id: str, priority: int = 60, more: str = "") -> str:
    return OPEN.format(id=rule_id, priority=priority, more=more)


def replaced(old: str, new: str) -> Change:
    def change(text: str) -> str:
        assert old in text, old
        return text.replace(old, new, 1)

    return change


def added(more: str) -> Change:
    return lambda text: text.rstrip("\n") + "\n\n" + more


TRAP = '[[trap]]\nid = "{id}"\nreason = "a test"\npattern = "{pattern}"\nexamples = ["{yes}"]\ncounter = ["{no}"]\n\n'
PATTERN = "[{name}]\nabout = \"{about}\"\npattern = '{pattern}'\nexamples = ['{yes}']\ncounter = ['{no}']\n\n"


def trap(trap_id: str, pattern: str = "{n}号床", yes: str = "睡3号床", no: str = "睡3张床") -> str:
    return TRAP.format(id=trap_id, pattern=pattern, yes=yes, no=no)


def named(name: str, pattern: str = "床", yes: str = "床位", no: str = "桌子", about: str = "a test") -> str:
    return PATTERN.format(name=name, pattern=pattern, yes=yes, no=no, about=about)


USES = "[test_whole]\nabout = \"a test\"\npattern = '{test_bad}|{test_good}|{test_whole_too}'\nexamples = ['床']\n\n"
NEST = "[test_whole_too]\nabout = \"a test\"\npattern = '床'\nexamples = ['床']\n\n"


CASES: dict[str, Case] = {
    "GB001": Case({"curated/broken.toml": '[[rule]]\npattern = "养老\\p{Han}"\n', FILE: right()}, FILE),
    "GB002": Case({"units.toml": added('[[unit]]\nname = "张"\ndimension = "count"\n'), FILE: right()}, FILE),
    "GB101": both(rule(more="priorty = 60\n"), right(more="priority = 60\n")),
    "GB102": both(rule(more='measure = "levels"\n'), right(more='measure = "level"\n')),
    "GB103": both(rule().replace("[[rule.example]]", "[[rule.counter]]").replace("records = [{ value", "#")),
    "GB104": both(rule().split("[[rule.counter]]")[0]),
    "GB105": Case(
        {FILE: right() + rule("curated.test.twice") + rule("curated.test.twice", "颐养院里{count:value}是床")}
    ),
    "GB106": Case({FILE: rule() + right(), "retired.toml": "[retired]\n'curated.test.bad' = { why = 'a test' }\n"}),
    "GB107": both(rule(indicator="elderly_care.bed_total")),
    "GB108": both(rule(records='[{ value = "300", unit = "仗" }]')),
    "GB109": both(rule(more='replaced_by = "curated.test.god"\n'), right(more='replaced_by = "curated.test.bad"\n')),
    "GB110": both(rule("open.test.bad")),
    "GB111": both(
        rule(more='status = "deprecated"\n'),
        right(more='status = "deprecated"\nreplaced_by = "curated.test.bad"\n'),
    ),
    "GB112": Case(
        {
            FILE: rule(more='waive = { GB211 = "it has a word, so this is not needed" }\n')
            + right(more='waive = { GB401 = "no sample bulletin is of this kind" }\n')
        },
        bulletins=("2021年，全市敬老院里200张是床。",),
    ),
    "GB113": Case({FILE: right(), "versions.lock": "curated.test.gone 1 0123456789abcdef\n"}, lock=True),
    "GB114": Case({FILE: rule() + right()}, lock=True),
    "GB201": both(
        rule(pattern="敬老院里{@reech}?{cuont:value}是床"), right(pattern="福利院里{@reach}?{count:value}是床")
    ),
    "GB202": Case(
        {
            "macros.toml": added("one = '(?:{two})'\ntwo = '(?:{three})'\nthree = '{one}床'\nfine = '床'\n"),
            FILE: right(),
        },
        "fine",
    ),
    "GB203": Case(
        {"macros.toml": added("idle = '床'\nused = '床'\n"), FILE: right(pattern="福利院里{count:value}是{used}")},
        "used",
    ),
    "GB204": both(rule(pattern="敬老院(?:里{count:value}是床")),
    "GB205": both(rule(pattern="敬老院里{count}是床")),
    "GB206": both(rule(pattern="敬老院里{count:value}(?=是床)")),
    "GB207": both(rule(pattern="敬老院里.*?{count:value}是床"), right(pattern="福利院里.{0,9}?{count:value}是床")),
    "GB208": both(
        rule(pattern="敬老院里(?:[^，]{1,30}的){0,9}{count:value}是床"),
        right(pattern="福利院里(?:[^，]{1,30}的)?{count:value}是床"),
    ),
    "GB209": both(
        rule(pattern="敬老院里(?:[养老]{0,9}[养老院]{0,9}){0,9}床{count:value}|敬老院里{count:value}是床"),
        right(pattern="福利院里[养老的院]{0,90}{count:value}是床"),
    ),
    "GB210": both(
        rule(pattern="敬老院里(?:１|養老)?{count:value}是床"), right(pattern="福利院里(?:养老)?{count:value}是床")
    ),
    "GB211": both(rule(pattern="{count:value}.{0,2}床"), right()),
    "GB212": Case({FILE: rule() + right(), "versions.lock": "curated.test.bad 1 0123456789abcdef\n"}, lock=True),
    "GB213": both(
        rule(pattern=r"敬老院里(?:\d\d)?{count:value}是床"), right(pattern="福利院里{count}?{count:value}是床")
    ),
    "GB301": both(rule(records='[{ value = "400", unit = "张" }]')),
    "GB302": both(rule(pattern="疗养院里{count:value}是床", text="2021年，全市福利院里300张是床。")),
    "GB303": both(rule(pattern="敬老院里{count:value}", counter="2021年，全市敬老院里300人是老人。")),
    "GB304": both(
        rule(
            tail='[[rule.example]]\ntext = "2021年，全市敬老院里310张是床。"\n'
            'records = [{ value = "310" }]\nxfail = "why"\n'
        )
    ),
    "GB306": both(
        rule(pattern="敬老院里{count:value}是床|敬老院的{count:value}床"),
        right(pattern="(?:福利院|颐养院)里{count:value}是床"),
    ),
    "GB307": both(rule(records='[{ value = "400" }]', tail='xfail = "400 of them are meant"\n')),
    "GB401": Case({FILE: rule() + right()}, bulletins=("2021年，全市福利院里200张是床。",)),
    "GB402": Case(
        {"open/test.toml": opened("open.test.bad", 50) + opened("open.test.good", 60), FILE: right()}, "open.test.good"
    ),
    "GB403": Case({FILE: right() + rule(pattern="福利院里{count:value}是床")}),
    "GB501": Case(
        {"traps.toml": added(trap("bad", yes="睡3张床", no="坐3号椅") + trap("good")), FILE: right()}, "trap good"
    ),
    "GB502": Case({"traps.toml": added(trap("bad", no="有3号床") + trap("good")), FILE: right()}, "trap good"),
    "GB503": Case(
        {
            "patterns/test.toml": named("test_bad", yes="桌子", no="椅子") + named("test_good") + USES + NEST,
            FILE: right(),
        },
        "test_good",
    ),
    "GB504": Case(
        {"patterns/test.toml": named("test_bad", no="床") + named("test_good") + USES + NEST, FILE: right()},
        "test_good",
    ),
    "GB505": Case(
        {"patterns/test.toml": named("test_bad", about="") + named("test_good") + USES + NEST, FILE: right()},
        "test_good",
    ),
    "GB506": Case(
        {"patterns/test.toml": named("test_bad", pattern="{test_good}") + named("test_good"), FILE: right()},
        "test_good",
    ),
}
#: What no rule file can bring about: the engines differ only by a fault of the program (see test_check.py).
WITHOUT_CASE = frozenset({"GB305"})
