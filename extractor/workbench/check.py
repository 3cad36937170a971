"""`gongbao rules check`: everything about a rules folder that can be validated without a bulletin.

It goes from the outside in: files and fields, then patterns, then examples through the whole pipeline, then how the
rules get on with each other. Where the rules cannot be loaded, no example can be run.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from extractor.clean.neighbours import neighbours_of
from extractor.lexicon import RulesError, default_rules_dir, load_lexicon
from extractor.match.catalogue import Catalogue
from extractor.match.rules import Ruleset
from extractor.measure.units import UnitTable
from extractor.resolve.regions import Regions
from extractor.workbench.examples import run_examples, run_traps
from extractor.workbench.fields import Written, check_fields, known_unit, near, read_rules
from extractor.workbench.findings import Finding, Places, waived
from extractor.workbench.lock import check_lock
from extractor.workbench.patternlints import PatternLints
from extractor.workbench.patterns import run_patterns
from extractor.workbench.together import check_together


def check_rules(root: Path | None, bulletins: Sequence[Path] = ()) -> tuple[Ruleset | None, list[Finding]]:
    """The rules of a folder (None where they cannot be loaded) and what was found, in file order.

    ``bulletins`` are sample bulletins on which rules should win.
    """
    folder = root or default_rules_dir()
    try:
        lexicon = load_lexicon(root)
        catalogue, units = Catalogue(lexicon), UnitTable(lexicon)
        _ = lexicon.patterns, Regions.load(lexicon.root), neighbours_of(lexicon.root)
        written, found = read_rules(folder)
        names = {s for u in units.units for s in (u.name, *u.aliases)}
        found += check_fields(written, folder, catalogue.indicators, names)
        found += _units(catalogue, names, folder)
        lints = PatternLints(lexicon)
        found += lints.check_macros(written)
        found += lints.words()
        for w in written:
            found += lints.check(w)
        found += check_lock(written, folder)
        rules = _loaded(root, found)
        if rules is not None:
            found += [*run_traps(rules), *run_patterns(rules), *run_examples(rules, written)]
            found += check_together(rules, written, bulletins)
    except RulesError as err:
        return None, [_relative(_unusable(err))]
    kept = _waived(found, written, ended=rules is not None, sampled=bool(bulletins))
    return rules, sorted({_relative(f) for f in kept})


def _relative(f: Finding) -> Finding:
    """The finding with its path from the working directory on, where it lies below."""
    path = Path(f.path)
    here = Path.cwd()
    return replace(f, path=path.relative_to(here).as_posix()) if path.is_relative_to(here) else f


def _loaded(root: Path | None, found: list[Finding]) -> Ruleset | None:
    """The rules, where they can be loaded; what stands in the way was found already, or is found now."""
    try:
        return Ruleset(root)
    except RulesError as err:
        if not any(f.severity == "error" for f in found):
            found.append(_unusable(err))
        return None


def _waived(found: Sequence[Finding], written: Sequence[Written], ended: bool, sampled: bool) -> list[Finding]:
    """Findings that are not waived, and those about waivers that were not needed.

    That can be told where everything was looked at: of GB401 only where there were sample bulletins.
    """
    reasons = {w.spec.id: w.spec.waive for w in written if w.spec.waive}
    kept, used = waived(found, reasons)
    told = {(f.rule, f.code) for f in found if f.code == "GB112"}
    for w in written if ended else ():
        for code in w.spec.waive:
            looked = sampled or code != "GB401"
            if looked and (w.spec.id, code) not in used and (w.spec.id, "GB112") not in told:
                kept.append(
                    w.finding("GB112", f"{code} is waived, and the rule has no such fault", "take it out", "waive")
                )
    return kept


def _unusable(err: RulesError) -> Finding:
    path = err.path.split(":")[0] if not Path(err.path).exists() else err.path
    places = Places(path)
    key = err.place.split(" ")[-1] if err.place else ""
    at = places.find(key) if key else -1
    said = str(err).removeprefix(f"{err.path}: ").removeprefix(f"{err.path}:")
    return places.finding("GB002", said, "", at, len(key))


def _units(catalogue: Catalogue, names: set[str], root: Path) -> Iterator[Finding]:
    unknown = [(i, u) for i in catalogue.indicators.values() for u in i.units if not known_unit(u, names)]
    files = [Places(p) for p in sorted((root / "indicators").glob("*.toml"))] if unknown else []
    for ind, unit in unknown:
        for places in files:
            at = places.find(f'id = "{ind.id}"')
            if at >= 0:
                at = places.find("\nunit", start=at) + 1
                message = f"indicator {ind.id} has the unit {unit!r}, which units.toml does not give{near(unit, names)}"
                yield places.finding("GB108", message, "add the unit there, or mend it here", at, 4)
                break
