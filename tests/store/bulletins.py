"""Databases made of small bulletins by the real program, for what only real records show."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from extractor.run import extract_paths


def database(folder: Path, **bulletins: str) -> Path:
    """The database of bulletins, each given by the name of its file and its text."""
    corpus = folder / "bulletins"
    corpus.mkdir(exist_ok=True)
    for name, text in bulletins.items():
        (corpus / f"{name}.txt").write_text(text, encoding="utf-8")
    db = folder / "bulletins.duckdb"
    extract_paths([corpus], db, jobs=1)
    return db


def rows(db: Path, query: str, *values: Any) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(db), read_only=True) as con:
        return con.execute(query, list(values)).fetchall()


def communique(year: int, *sentences: str, city: str = "临江市") -> str:
    """A communique of a city on a year."""
    head = f"{city}{year}年国民经济和社会发展统计公报\n\n{city}统计局\n{year + 1}年3月18日\n\n"
    return head + "\n".join(sentences) + "\n"
