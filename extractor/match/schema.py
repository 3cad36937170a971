"""What a rule file may say: the shapes of rules, examples and counter-examples."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

Measure = Literal["level", "change", "growth", "rank"]
Kind = Literal["count", "share", "points", "times", "bare", "weak", "ratio", "rank", "doubled"]

# Conditions that a rule may ask for besides its pattern; extractor/resolve/needs.py holds what they mean.
NEEDS = frozenset(
    {
        "area_is_place",
        "object_is_no_total",
        "unit_from_name",
        "name_fits_weak_unit",
        "carry_fits_unit",
        "after_is_name",
        "after_is_noun",
        "owner_is_no_name",
        "left_ends_in_verb",
        "have_is_word",
        "verb_is_word",
        "verb_is_act",
        "right_is_no_noun",
        "name_is_measure",
        "name_is_no_measure",
        "growth_is_of_amount",
        "unit_is_amount",
        "carry_is_growth",
        "bracket_counts",
        "bracket_follows_thing",
        "left_converts",
    }
)


class ExpectedRecord(BaseModel):
    """What an example says a record must hold; keys left out are not looked at."""

    model_config = ConfigDict(extra="forbid")

    value: Decimal | None = None
    value_min: Decimal | None = None
    value_max: Decimal | None = None
    unit: str | None = None
    indicator: str | None = None
    indicator_raw: str | None = None
    measure: Measure | None = None
    period: str | None = None
    base_period: str | None = None
    region: str | None = None
    status: Literal["actual", "target"] | None = None
    qualifier: Literal["exact", "approx", "more_than", "less_than", "range"] | None = None


class RuleExample(BaseModel):
    """A text that the rule reads, and the records that all rules together must give for it, in order."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=4)
    records: list[ExpectedRecord] = Field(min_length=1)
    xfail: str | None = Field(default=None, description="why this example is known not to work yet")


class CounterExample(BaseModel):
    """A text from which this rule must make no record."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=4)


class RuleSpec(BaseModel):
    """One rule as written in a file.

    A curated rule has ``pattern`` (over the whole masked sentence, with one number captured as ``value``) and the id of
    its ``indicator``; an open rule has ``left`` and ``right`` (the whole text left of the number up to the clause's
    border, and the beginning of what stands right of it) and templates for the ``name``.
    """

    model_config = ConfigDict(extra="forbid")

    id: str = Field(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)+$")
    version: int = Field(default=1, ge=1)
    about: str = Field(min_length=8)
    status: Literal["active", "deprecated"] = "active"
    replaced_by: str | None = None
    priority: int = Field(default=50, ge=0, le=100)
    kinds: list[Kind] | None = None
    left: str | None = None
    right: str | None = None
    pattern: str | None = None
    indicator: str | None = None
    unit: str | None = None
    name: list[str] = Field(default_factory=list)
    measure: Measure = "level"
    status_is: Literal["actual", "target"] | None = None
    sign_words: list[str] = Field(default_factory=list)
    need: list[str] = Field(default_factory=list)
    topic: bool = False
    before: bool = False
    dimensions: dict[str, str] = Field(default_factory=dict)
    waive: dict[str, str] = Field(default_factory=dict)
    example: list[RuleExample] = Field(min_length=1)
    counter: list[CounterExample] = Field(min_length=1)

    @field_validator("need")
    @classmethod
    def _known_needs(cls, need: list[str]) -> list[str]:
        unknown = [n for n in need if n not in NEEDS]
        if unknown:
            raise ValueError(f"unknown condition {', '.join(unknown)}; known are {', '.join(sorted(NEEDS))}")
        return need

    @model_validator(mode="after")
    def _one_shape(self) -> RuleSpec:
        open_rule = self.left is not None
        if open_rule == (self.pattern is not None):
            raise ValueError("a rule has either left (open) or pattern (curated)")
        if open_rule and (not self.kinds or not self.name):
            raise ValueError("an open rule needs kinds and name")
        if not open_rule and not self.indicator:
            raise ValueError("a curated rule needs the id of its indicator")
        return self

    @property
    def layer(self) -> str:
        """``open`` or ``curated``."""
        return "open" if self.left is not None else "curated"


class RuleFile(BaseModel):
    """A file of rules."""

    model_config = ConfigDict(extra="forbid")

    rule: list[RuleSpec] = Field(min_length=1)


def parse_rule_file(table: dict[str, Any]) -> RuleFile:
    """Validated rules of one file. Raises pydantic.ValidationError."""
    return RuleFile.model_validate(table)
