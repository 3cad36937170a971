"""Small extractions, and an engine that makes them from files of one number a line."""

from __future__ import annotations

import hashlib
import os
import re
import signal
import time
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from extractor.models import Card, Extraction, Gap, Record, Refusal, Rejected, Repair, Source
from extractor.rulefile import RulesError
from extractor.scale.pool import DocumentError
from extractor.store.database import Build
from extractor.store.load import Catalogue, Run, Totals, fill, write_tables
from extractor.store.tables import tables_of

LINE = re.compile(r"^(?P<name>[^\W\d]+) (?P<number>-?\d+(?:\.\d+)?)(?P<unit>\S*)$", re.MULTILINE)
HOLE = re.compile(r"^(?P<name>[^\W\d]+) _(?P<unit>\S*)$", re.MULTILINE)


def source(text: str = "床位数 25000张", path: str = "a.txt") -> Source:
    return Source(hashlib.sha256(text.encode()).hexdigest(), path, text, "utf-8", "text")


def record(s: Source, start: int = 4, end: int = 10, **more: Any) -> Record:
    fields: dict[str, Any] = {
        "record_id": hashlib.sha256(f"{s.doc_id}{start}".encode()).hexdigest()[:16],
        "doc_id": s.doc_id,
        "doc_path": s.path,
        "raw_start": start,
        "raw_end": end,
        "raw_text": s.raw[start:end],
        "value": Decimal(25000),
        "unit": "张",
        "indicator": "养老机构床位数",
        "indicator_raw": "床位数",
        "period_start": date(2023, 1, 1),
        "period_end": date(2023, 12, 31),
        "period_type": "duration",
        "period_source": "document",
        "region": "安和市",
        "region_code": "990100",
        "evidence": s.raw,
        "rule_id": "open.count",
        "confidence": 0.5,
        **more,
    }
    return Record(**fields)


def extraction(s: Source, *records: Record, **more: Any) -> Extraction:
    fields: dict[str, Any] = {
        "card": Card(title="公报", published=date(2024, 3, 1), other={"来源": "民政局"}),
        "gaps": (),
        "rejected": (),
        "refusals": (),
        "repairs": (),
        **more,
    }
    return Extraction(source=s, records=records, **fields)


def read(text: str, path: str) -> Extraction:
    """Every line ``name number unit`` is a record, every ``name _unit`` a gap; ``删`` is repaired away."""
    s = source(text, path)
    key = {"doc_id": s.doc_id, "doc_path": path}
    records, rejected = [], []
    for m in LINE.finditer(text):
        start = m.start("number")
        r = record(
            s,
            start,
            m.end(),
            value=Decimal(m["number"]),
            unit=m["unit"] or "个",
            indicator=m["name"],
            indicator_raw=m["name"],
            evidence=m[0],
            status="target" if "计划" in m["name"] else "actual",
        )
        if r.unit == "%" and r.value is not None and r.value > 100:
            place = r.model_dump(include={"raw_start", "raw_end", "raw_text", "rule_id"})
            rejected.append(Rejected(**key, **place, reason="over 100 %", record=r.model_dump(mode="json")))
        else:
            records.append(r)
    gaps = [
        Gap(
            **key,
            raw_start=m.start("unit"),
            raw_end=m.end(),
            raw_text=m["unit"],
            unit=m["unit"],
            indicator=m["name"],
            evidence=m[0],
            rule_id="gap",
        )
        for m in HOLE.finditer(text)
    ]
    refusals = [
        Refusal(**key, raw_start=m.start(), raw_end=m.end(), raw_text=m[0], reason="a date", evidence=m[0])
        for m in re.finditer(r"\d+年", text)
    ]
    repairs = [Repair("spam", m.start(), m.end(), m[0], "") for m in re.finditer("删", text)]
    return extraction(
        s,
        *records,
        gaps=tuple(gaps),
        rejected=tuple(rejected),
        refusals=tuple(refusals),
        repairs=tuple(repairs),
    )


class Engine:
    """Reads as above. A file can also ask for trouble: see the words in :meth:`extract`."""

    def __init__(self, rules_dir: Path | None) -> None:
        self.digest = "0" * 64
        if rules_dir is not None:
            rules = rules_dir / "rules.toml"
            if not rules.exists():
                raise RulesError(rules_dir, "no such rules folder; give the folder that holds the rule files")
            self.digest = hashlib.sha256(rules.read_bytes()).hexdigest()

    def prepare(self) -> None:
        pass

    def extract(self, path: str) -> Extraction:
        text = Path(path).read_text(encoding="utf-8")
        if "unreadable" in text:
            raise DocumentError("is a picture", "give its text")
        if "faulty" in text:
            raise KeyError("faulty")
        if "sleepy" in text:
            time.sleep(60)
        if "unstorable" in text:
            s = source(text, path)
            return extraction(s, record(s, evidence="\ud800"))
        if "deadly" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "flaky" in text:  # deadly the first time only
            mark = Path(path).with_suffix(".mark")
            if not mark.exists():
                mark.touch()
                os.kill(os.getpid(), signal.SIGKILL)
        return read(text, path)

    def catalogue(self) -> Catalogue:
        return Catalogue(
            indicators=[
                {
                    "indicator_id": "elderly.beds",
                    "name": "养老机构床位数",
                    "aliases": ["养老床位数"],
                    "units": ["张"],
                    "measure": "level",
                    "kind": "stock",
                    "topic": "养老服务",
                    "definition": "年末可用的床位。",
                }
            ],
            units=[{"name": "张", "aliases": [], "dimension": "count"}],
            regions=[{"code": "990100", "name": "安和市", "level": "city", "parent": None, "valid_from": 1990}],
        )


def start(rules_dir: Path | None) -> Engine:
    return Engine(rules_dir)


def tables(e: Extraction) -> Any:
    return tables_of([e], "digest", "program")


def make(
    db: Path, *extractions: Extraction, carry: Mapping[str, str] | None = None, catalogue: Catalogue | None = None
) -> Totals:
    """A database of these documents, and of those of the old one that are carried over."""
    with Build(db) as build:
        folder = build.spill / "0"
        write_tables(folder, tables_of(extractions, "digest", "program"))
        known = catalogue or Engine(None).catalogue()
        return fill(build, carry or {}, [folder], known, run(new=len(extractions)))


def run(**more: Any) -> Run:
    return Run(
        **{
            "program": "program",
            "rules_digest": "digest",
            "new": 0,
            "changed": 0,
            "removed": 0,
            "failed": 0,
            "seconds": 0.5,
            **more,
        }
    )


def make_with_rules(db: Path, *extractions: Extraction) -> Totals:
    """A database of these documents with the catalogue, units, areas and words of the real rules."""
    from extractor.run import pipeline_engine

    with Build(db) as build:
        folder = build.spill / "0"
        write_tables(folder, tables_of(extractions, "digest", "program"))
        return fill(build, {}, [folder], pipeline_engine(None).catalogue(), run(new=len(extractions)))


def told(path: str, published: date | None, *fields: Mapping[str, Any], **card: Any) -> Extraction:
    """A document with one record for each of ``fields``, which say what is unlike :func:`record`.

    ``raw_text`` and ``evidence`` may be given; the value of a record follows from nothing.
    """
    s = source(f"{path} 床位数 25000张", path)
    made = [
        record(
            s,
            **{
                "record_id": hashlib.sha256(f"{path}{n}".encode()).hexdigest()[:16],
                "raw_start": n,
                "raw_end": n + 1,
                **f,
            },
        )
        for n, f in enumerate(fields)
    ]
    return extraction(s, *made, card=Card(title=path, published=published, **card))
