"""The codes of findings: how grave each is, whether a rule may waive it, and what ``gongbao rules explain`` says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Code:
    """What a code stands for; ``why`` tells why it matters, ``mend`` how it is mended."""

    title: str
    severity: Literal["error", "warning"]
    why: str
    mend: str
    waivable: bool = False


def _error(title: str, why: str, mend: str, waivable: bool = False) -> Code:
    return Code(title, "error", why, mend, waivable)


def _warning(title: str, why: str, mend: str, waivable: bool = True) -> Code:
    return Code(title, "warning", why, mend, waivable)


CODES: dict[str, Code] = {
    # ------------------------------------------------------------------------------------ files
    "GB001": _error(
        "not valid TOML",
        "The file cannot be read at all, so nothing in it is used.",
        "Look at the place named. Patterns stand between single quotation marks: between double ones TOML reads "
        "every backslash as the beginning of an escape.",
    ),
    "GB002": _error(
        "rules folder cannot be used",
        "A file that all rules need (words, units, patterns, regions, traps) has a fault, so no rule can be tried.",
        "Mend the file that is named, then check again: what comes after it could not be looked at.",
    ),
    # ------------------------------------------------------------------------------------ fields
    "GB101": _error(
        "unknown field",
        "A field that no one reads is most often a misspelt one, and what it should have said is missing.",
        "Correct its name, or take it out. docs/rules.md lists the fields; editors that know rules/schema.json "
        "complete them.",
    ),
    "GB102": _error(
        "wrong or missing value",
        "The field must be there, or holds what it cannot hold.",
        "Write what the message asks for.",
    ),
    "GB103": _error(
        "no example",
        "Without an example nobody can tell whether the rule works, today or after a change of another rule.",
        "Add [[rule.example]] with text and the records that come of it. `gongbao rules try` shows them.",
    ),
    "GB104": _error(
        "no counter-example",
        "A rule that is too wide takes numbers away from other rules. The counter-example is the near miss that must "
        "not be read.",
        "Add [[rule.counter]] with a text that looks alike and means something else: another population, a count "
        "beside a share, an increase beside a level.",
    ),
    "GB105": _error(
        "id stands twice",
        "Stored records name the rule that made them. Two rules of one id cannot be told apart.",
        "Give the newer rule another id.",
    ),
    "GB106": _error(
        "id is retired",
        "The id belonged to a rule that is gone; records made by that one still carry it.",
        "Give the rule another id. The ledger is rules/retired.toml.",
    ),
    "GB107": _error(
        "unknown indicator",
        "A curated rule gives its number the name of an indicator of the catalogue, which must have it.",
        "Correct the id, or add the indicator to rules/indicators/ first.",
    ),
    "GB108": _error(
        "unknown unit",
        "Only units of rules/units.toml are read from texts; no record can ever have another one.",
        "Use the canonical spelling, or add the unit to rules/units.toml.",
    ),
    "GB109": _error(
        "replaced by no rule",
        "replaced_by leads from the records of an old rule to the rule that reads such texts now.",
        "Name a rule that exists, or leave replaced_by out where nothing took its place.",
    ),
    "GB110": _error(
        "id does not fit its folder",
        "Ids tell the layer: rules in rules/curated/ begin with curated., those in rules/open/ with open.",
        "Change the id before the rule is used, or move the rule.",
    ),
    "GB111": _warning(
        "deprecated without a successor",
        "Whoever meets an old record wants to know which rule reads such texts now.",
        "Add replaced_by with the id of that rule, or waive this with the reason why there is none.",
    ),
    "GB112": _error(
        "waiver without use",
        "A waiver names a code that this rule cannot be found with, or gives no reason; left alone it would hide a "
        "later fault.",
        "Take it out, correct the code, or write the reason. Errors of files and fields cannot be waived.",
    ),
    "GB113": _warning(
        "rule is gone, its id not retired",
        "Ids are for life. One that is free again could be given to another rule, and old records would then lie.",
        "Run `gongbao rules lock`: it moves the id to rules/retired.toml. Or bring the rule back as deprecated.",
        False,
    ),
    "GB114": _warning(
        "rule is not in versions.lock",
        "The lock file holds the digest of every pattern, so that a pattern does not change without a new version.",
        "Run `gongbao rules lock`.",
        False,
    ),
    # ------------------------------------------------------------------------------------ patterns
    "GB201": _error(
        "unknown macro, mask or word list",
        "{name} stands for a macro of rules/macros.toml or for a mask, {@name} for a list of rules/words/.",
        "Correct the name. docs/rules.md lists masks and macros; docs/reference/words.md lists the word lists.",
    ),
    "GB202": _error(
        "macros go round in a circle",
        "A macro that holds itself has no end.",
        "Take one of the references out.",
    ),
    "GB203": _warning(
        "unused macro",
        "Nothing is made of it; whoever reads the file believes that it matters.",
        "Use it or take it out of rules/macros.toml.",
        False,
    ),
    "GB204": _error(
        "no regular expression",
        "The pattern cannot be compiled.",
        "Look at the place named: most often a bracket is missing or one too many.",
    ),
    "GB205": _error(
        "captures no number",
        "A curated rule reads the number that its slot `value` captures.",
        "Write the mask of the number with the slot: {share:value}, {count:value}.",
    ),
    "GB206": _error(
        "not portable",
        "Patterns keep to what every engine knows, so that they can be moved to one that is never slow: no lookaround, "
        "no back references, no possessive repeats, no flags.",
        "Write it with alternatives and classes; conditions that a pattern cannot say are given by `need`.",
    ),
    "GB207": _error(
        "repeat without bound",
        "A sentence of a damaged page can have thousands of characters; an unbounded repeat over it takes its time and "
        "joins what does not belong together. (The text of open rules is at most 90 characters long, so there it is "
        "allowed.)",
        "Bound it: .{0,20}? or, within a clause, [^，。；：]{0,20}?",
    ),
    "GB208": _error(
        "repeats within a repeat",
        "Each way to divide a text among nested repeats is tried: the time grows with the power of its length.",
        "Repeat once: [^，。]{1,40} instead of (?:[^，。]{1,10}){1,4}.",
        True,
    ),
    "GB209": _error(
        "too slow",
        "On a text made to be hard for it the pattern ran into the time limit that a clause has. On such a clause the "
        "rule would be given up.",
        "Bound its repeats, make neighbours of a repeat exclude what it takes, use classes such as [^，。] for a dot.",
    ),
    "GB210": _error(
        "character that cleaned text cannot have",
        "Rules see cleaned text: simplified characters, half-width digits, letters and %, full-width ，；：（）？！",
        "Write the character that the message names.",
    ),
    "GB211": _error(
        "no literal of two Han characters",
        "A curated rule is only tried on sentences that have a word which any match must have. Without such a word it "
        "is tried on every sentence, and with many such rules every document gets slower.",
        "Make a word obligatory. Where that is not possible, waive it with the reason.",
        True,
    ),
    "GB212": _error(
        "changed without a new version",
        "Records name rule and version; the same version must mean the same pattern.",
        "Raise `version` in the rule by one and run `gongbao rules lock`; `gongbao rules lock --bump` does both.",
    ),
    "GB213": _warning(
        "digits in a pattern",
        "Numbers and times are masked before rules see a sentence, so digits can only match within names (4A, G20).",
        "Write the mask: {count}, {share}, {period} …",
    ),
    # ------------------------------------------------------------------------------------ examples
    "GB301": _error(
        "example gives something else",
        "What the example promises and what the rules make of its text differ.",
        "Mend the rule, or the example where the records that it expects are wrong.",
    ),
    "GB302": _error(
        "rule has no part in its example",
        "The records come out as promised, but other rules made them: the example says nothing about this rule.",
        "Choose a sentence that this rule reads, or take the rule out if no sentence needs it. "
        "`gongbao rules try ID 'text'` shows what won and why.",
    ),
    "GB303": _error(
        "rule reads its counter-example",
        "The pattern is wider than its author wants it.",
        "Narrow the pattern.",
    ),
    "GB304": _error(
        "expected failure passes",
        "The example is marked xfail and comes out right: the mark now hides later faults.",
        "Take xfail out.",
    ),
    "GB305": _error(
        "the engines differ",
        "The engine that tries few rules must find what the one that tries all of them finds. This is a fault of the "
        "program, not of the rule.",
        "Please report it with the rule and the text.",
    ),
    "GB306": _warning(
        "alternative without an example",
        "Nothing shows that this branch of the pattern reads what it should.",
        "Add an example for it, or take it out.",
    ),
    "GB307": _error(
        "nothing but expected failures",
        "A rule must do something now: at least one example has no xfail.",
        "Add an example that works.",
    ),
    # ------------------------------------------------------------------------------------ together
    "GB401": _warning(
        "never wins on the sample bulletins",
        "No sample bulletin has a number that this rule reads. It may be right; nothing but its examples shows it.",
        "Add a bulletin of that kind to corpus/, or see whether the rule is needed.",
    ),
    "GB402": _warning(
        "always beaten by one rule",
        "Wherever the rule fits, in examples and sample bulletins, the same other rule wins.",
        "Give it a higher priority or a longer match, or take it out.",
    ),
    "GB403": _error(
        "same pattern as another rule",
        "Of two rules with one pattern the second never wins.",
        "Take one of them out, or make them different.",
    ),
    # ------------------------------------------------------------------------------------ other files
    "GB501": _error("trap misses its example", "The trap does not do what it is for.", "Mend its pattern or example."),
    "GB502": _error("trap takes its counter-example", "The trap hides a number that counts.", "Narrow its pattern."),
    "GB503": _error("pattern misses its example", "The program asks for this pattern by name.", "Mend one of the two."),
    "GB504": _error("pattern takes its counter-example", "The pattern is too wide.", "Narrow it."),
    "GB505": _error("pattern without about or example", "Nobody can tell what it is for.", "Add about and examples."),
    "GB506": _error("unused pattern", "No code and no other pattern asks for it.", "Take it out, or use it."),
}
