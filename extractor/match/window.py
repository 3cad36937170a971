"""A sentence as rules see it: atoms masked by one character each, and the window around every number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.match.macros import MASKS, VALUE_MASKS
from extractor.measure.atoms import Atom, AtomKind
from extractor.measure.units import UnitTable

_STOP = "，；：。！？…"
_OPEN, _CLOSE = "（(【", "）)】"
_JOIN = "、和及与"
_MAX_LEFT = 90
_MAX_BRACKET = 160  # how far back the bracket may open that a number stands in
_MAX_RIGHT = 70


def kind_of(atom: Atom, units: UnitTable) -> str | None:
    """The kind that a rule names an atom by; None for atoms that rules do not see."""
    if atom.kind in (AtomKind.PERIOD, AtomKind.HOLE_YEAR):
        return "period"
    if atom.kind is AtomKind.NUMBER:
        return "bare"
    if atom.kind is AtomKind.RATIO:
        return "ratio"
    if atom.kind is AtomKind.RANK:
        return "rank"
    if atom.kind not in (AtomKind.QUANTITY, AtomKind.HOLE) or atom.quantity is None:
        return None
    q = atom.quantity
    if q.dimension in ("share", "points", "times"):
        return q.dimension
    if q.dimension == "doubling":
        return "doubled"
    head = units.get(q.unit.split("/")[0]) or units.get(q.unit)
    return "weak" if head is not None and head.weak and "/" not in q.unit else "count"


@dataclass(frozen=True, slots=True)
class Masked:
    """A masked sentence: ``text`` with one character an atom, ``atoms`` by their index in it, ``starts`` the clean
    offset of every masked character."""

    text: str
    atoms: dict[int, Atom]
    starts: tuple[int, ...]

    def values(self) -> list[int]:
        """Indices of the numbers that a record can be made of."""
        return [i for i in self.atoms if self.text[i] in VALUE_MASKS]


def mask(
    text: str, start: int, end: int, atoms: Sequence[Atom], units: UnitTable, hidden: frozenset[int] = frozenset()
) -> Masked:
    """Mask ``text[start:end]``. Atoms whose start is in ``hidden`` stay as they are written (they state nothing)."""
    out: list[str] = []
    starts: list[int] = []
    kept: dict[int, Atom] = {}
    at = start
    for a in atoms:
        kind = kind_of(a, units)
        if kind is None or a.start in hidden:
            continue
        out.append(text[at : a.start])
        starts.extend(range(at, a.start))
        kept[len(starts)] = a
        out.append(MASKS[kind])
        starts.append(a.start)
        at = a.end
    out.append(text[at:end])
    starts.extend(range(at, end))
    return Masked("".join(out), kept, tuple(starts))


@dataclass(frozen=True, slots=True)
class Window:
    """What stands around one number, up to the clause's borders and the neighbouring numbers.

    ``left`` and ``right`` are masked text; ``left_start`` is where ``left`` begins in the masked sentence;
    ``before`` is the clause before this one where it holds no number; ``after_number`` is set where another number of
    the same clause stands right before ``left`` (so that ``left`` may be what that number counts),
    ``joined`` where only 、 和 及 与 lies between the two, ``listed`` where the two are members of a list;
    ``meets_number`` where ``right`` runs into another number without a joint, ``bracket`` where the number stands in
    brackets at once; ``outer`` is the text before the brackets that the number stands in.
    """

    index: int
    kind: str
    left: str
    right: str
    left_start: int
    before: str
    after_number: bool
    joined: bool
    listed: bool
    bracket: bool
    shares_right: bool
    meets_number: bool
    outer: str


def window(m: Masked, i: int) -> Window:
    """The window around the number at index ``i`` of a masked sentence."""
    t = m.text
    start, stop_char = _left_border(t, i)
    left = t[start:i]
    if not left.strip(" 　") and stop_char == "：":  # 护理型床位占比：68%
        start2, stop2 = _left_border(t, start - 1)
        if t[start2 : start - 1].strip():
            start, left, stop_char = start2, t[start2 : start - 1], stop2
    after_number = stop_char in VALUE_MASKS and bool(stop_char)
    bracket = stop_char in _OPEN and bool(stop_char)
    joined = after_number and bool(left) and all(c in _JOIN for c in left.strip())
    listed = after_number and left.strip()[:1] in _JOIN and bool(left.strip())
    if after_number and not listed:
        left, listed = _own_left(left)
    before = outer = ""
    opened = start - 1 if bracket else _enclosing(t, start)
    if opened >= 0:
        b, _ = _left_border(t, opened)
        outer = t[b:opened]
    if stop_char in tuple("，；："):
        b, behind = _left_border(t, start - 1)
        if not behind or behind not in VALUE_MASKS:  # what follows a number is that number's own
            before = t[b : start - 1]
    right, next_char = _right(t, i)
    shares_right = False
    if not right.strip("、和及与 ") and next_char in VALUE_MASKS and next_char:
        j = i + 1
        while j < len(t) and t[j] in "、和及与 ":
            j += 1
        if j < len(t) and t[j] in VALUE_MASKS:
            r2, _ = _right(t, j)
            if r2 and t[j + 1 : j + 2] not in tuple(_STOP + "、"):
                right, shares_right = r2, True
    meets = bool(next_char) and next_char in VALUE_MASKS and not shares_right
    if meets:
        right, meets = right.rstrip("、和及与以 ，"), right.rstrip()[-1:] not in tuple(_JOIN)
    return Window(
        i,
        next((k for k, c in MASKS.items() if c == t[i]), ""),
        left[-_MAX_LEFT:],
        right[:_MAX_RIGHT],
        start,
        before[-_MAX_LEFT:],
        after_number,
        joined,
        listed,
        bracket,
        shares_right,
        meets,
        outer[-_MAX_LEFT:],
    )


def _enclosing(t: str, i: int) -> int:
    """Where the bracket opens that ``i`` stands in, within its sentence; -1 where it stands in none."""
    depth = 0
    for k in range(i - 1, max(-1, i - _MAX_BRACKET), -1):
        if t[k] in _CLOSE:
            depth += 1
        elif t[k] in _OPEN:
            if depth == 0:
                return k
            depth -= 1
    return -1


def _own_left(between: str) -> tuple[str, bool]:
    """Of the text between two numbers, what belongs to the second: what follows the first 、 behind the first one's
    noun.

    Also whether the two are joined as members of a list.
    """
    s = between.rstrip()
    if s and s[-1] in _JOIN:
        return "", True
    cut = s.find("、")
    return (s[cut:], True) if cut >= 0 else (s, False)


def _left_border(t: str, i: int) -> tuple[int, str]:
    """Where the text left of ``i`` that belongs to the same clause begins, and the character that ends it."""
    depth = 0
    k = i - 1
    while k >= 0:
        c = t[k]
        if c in _CLOSE:
            depth += 1
        elif c in _OPEN:
            if depth == 0:
                return k + 1, c
            depth -= 1
        elif depth == 0 and (c in _STOP or c in VALUE_MASKS):
            return k + 1, c
        k -= 1
    return 0, ""


def _right(t: str, i: int) -> tuple[str, str]:
    """The text right of ``i`` up to the clause's border or the next number, and the character that ends it.

    A bracket right behind the number (an explanation, a conversion) is passed over.
    """
    k = i + 1
    if k < len(t) and t[k] in _OPEN:
        depth, j = 0, k
        while j < len(t):
            depth += (t[j] in _OPEN) - (t[j] in _CLOSE)
            j += 1
            if depth == 0:
                break
        if depth == 0:
            k = j
    start, depth = k, 0
    while k < len(t):
        c = t[k]
        if c in _OPEN:
            depth += 1
        elif c in _CLOSE:
            if depth == 0:
                return t[start:k], c
            depth -= 1
        elif depth == 0 and (c in _STOP or c in VALUE_MASKS):
            return t[start:k], c
        k += 1
    return t[start:k], ""
