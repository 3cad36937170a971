"""Which words a pattern needs: literals one of which every matching text must contain.

They gate the rule: a sentence without any of them is never tried. What cannot be derived with certainty gives
no literals, and the rule is then always tried; a literal is never claimed that a match could do without.
"""

from __future__ import annotations

_MIN = 2  # a single character gates too little


def required_literals(pattern: str) -> set[str]:
    """Literals one of which any match of ``pattern`` contains; empty where none could be derived.

    Of all sets that hold, the one whose shortest literal is longest is taken.
    """
    try:
        node, end = _alternation(pattern, 0)
    except _UnreadableError:
        return set()
    if end != len(pattern):
        return set()
    best = _best(node)
    return best if best and all(len(w) >= _MIN for w in best) else set()


class _UnreadableError(Exception):
    """A construct that this reader does not know: better no literal than a wrong one."""


# A node is a list of alternatives; an alternative is a list of parts; a part is a str (literal text), None
# (anything), or a node (a group that must be there).
_Part = object


def _alternation(p: str, i: int) -> tuple[list[list[_Part]], int]:
    options: list[list[_Part]] = [[]]
    while i < len(p):
        c = p[i]
        if c == ")":
            break
        if c == "|":
            options.append([])
            i += 1
            continue
        part, i = _atom(p, i)
        least, once, i = _repeat(p, i)
        if isinstance(part, str) and not once:
            part = [[part]]  # 甲乙+丙: what is repeated joins neither neighbour
        options[-1].append(part if least else None)
    return options, i


def _atom(p: str, i: int) -> tuple[_Part, int]:
    c = p[i]
    if c == "(":
        if p.startswith("(?:", i):
            j = i + 3
        elif p.startswith("(?P<", i):
            j = p.index(">", i) + 1
        elif p.startswith("(?", i):
            raise _UnreadableError
        else:
            j = i + 1
        node, j = _alternation(p, j)
        if j >= len(p) or p[j] != ")":
            raise _UnreadableError
        return node, j + 1
    if c == "[":
        j = i + 1
        if p[j : j + 1] == "^":
            j += 1
        if p[j : j + 1] == "]":
            j += 1
        while j < len(p) and p[j] != "]":
            j += 2 if p[j] == "\\" else 1
        return None, j + 1
    if c == "\\":
        nxt = p[i + 1 : i + 2]
        return (nxt if not nxt.isalnum() else None), i + 2
    if c in ".^$":
        return None, i + 1
    if c in "*+?{":
        raise _UnreadableError
    return c, i + 1


def _repeat(p: str, i: int) -> tuple[bool, bool, int]:
    """Whether what stands before ``i`` must occur, whether it occurs once only, and where its repeat sign ends."""
    if i >= len(p) or p[i] not in "*+?{":
        return True, True, i
    if p[i] == "{":
        j = p.index("}", i)
        low = p[i + 1 : j].split(",")[0]
        if not low.isdigit():
            raise _UnreadableError
        least, i = int(low) > 0, j + 1
    else:
        least, i = p[i] == "+", i + 1
    if i < len(p) and p[i] in "?+":
        i += 1
    return least, False, i


def _best(options: list[list[_Part]]) -> set[str]:
    """The best set for a node: one set for every alternative, united; empty where an alternative has none."""
    united: set[str] = set()
    for option in options:
        sets: list[set[str]] = []
        run = ""
        for part in [*option, None]:
            if isinstance(part, str):
                run += part
                continue
            if run:
                sets.append({run})
                run = ""
            if isinstance(part, list):
                inner = _best(part)
                if inner:
                    sets.append(inner)
        sets = [s for s in sets if s]
        if not sets:
            return set()
        united |= max(sets, key=lambda s: (min(map(len, s)), -len(s)))
    return united
