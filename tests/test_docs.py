"""The documentation is held to the program: what it says runs, prints what it shows, and lists what there is.

The blocks of a page run in order, in a folder of the page's own with copies of ``corpus`` and ``rules`` and, as
``output/gongbao.duckdb``, the database that ``gongbao extract`` makes of ``corpus``. By their info strings:

``console``         each ``$ command`` is run; what follows it is what it prints to standard output
``console fails``   the same, but the last command ends with another exit status than 0; both its streams are shown
``sh``              commands that only ``make`` can run: their targets must exist
``pycon``           Python with its answers
``sql``             a query on that database; the Markdown table behind it is the result
``toml PATH``       is written to PATH; with ``+`` behind the path it is added to the file, with ``=`` it stands in it

Other blocks are not run. Seconds and record ids differ from run to run and are not compared.

After a change that is meant, ``python -m tests.test_docs --write`` puts the real outputs into the pages, and the tables
and columns of the database, with their comments, into the data dictionary. Names of pages after ``--write`` limit it to
those.
"""

from __future__ import annotations

import contextlib
import difflib
import doctest
import io
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import textwrap
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from extractor import cli, lexicon
from extractor.match import rules as match_rules
from extractor.match.macros import MASKS, Macros
from extractor.match.schema import NEEDS, CounterExample, ExpectedRecord, RuleExample, RuleSpec
from extractor.measure import scan
from extractor.resolve import regions
from extractor.run import extract_paths
from extractor.store.export import GAP_KEYS, RECORD_KEYS, export, plain

ROOT = Path(__file__).resolve().parents[1]
README, CHINESE = ROOT / "README.md", ROOT / "README.zh-CN.md"
RULES, DICTIONARY = ROOT / "docs/rules.md", ROOT / "docs/data-dictionary.md"
ARCHITECTURE = ROOT / "docs/architecture.md"
QUERIES = ROOT / "docs/queries.md"
PAGES = (README, CHINESE, ARCHITECTURE, RULES, DICTIONARY, QUERIES)
#: What stands around the list of tables in the data dictionary.
FIRST_TABLE, LAST_TABLE = "<!-- tables: made from the comments in the database -->", "<!-- end of the tables -->"
DATABASE = "output/gongbao.duckdb"
RUN = frozenset({"console", "pycon", "sql"})

#: What differs from run to run, and what stands for it where two outputs are compared.
VARYING = ((re.compile(r"\b\d+\.\d seconds"), "N.N seconds"), (re.compile(r"\b[0-9a-f]{24}\b"), "<id>"))
_FENCE = re.compile(r"^(`{3,})\s*(.*?)\s*$")
_HEADING = re.compile(r"^(#{1,6}) +(.*?)\s*$")
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_TARGET = re.compile(r"^([a-z-]+):", re.MULTILINE)


# ------------------------------------------------------------------------------------------------ the pages


@dataclass(frozen=True)
class Block:
    """A fenced block: its info string, its lines, and the lines of the page (from 0) that hold them.

    For a query ``start`` to ``end`` are the lines of the table behind it, which may be none.
    """

    info: str
    body: tuple[str, ...]
    start: int
    end: int

    @property
    def kind(self) -> str:
        return self.info.split(" ")[0]


def blocks(lines: Sequence[str]) -> Iterator[Block]:
    """The blocks of a page, in order."""
    i = 0
    while i < len(lines):
        fence = _FENCE.match(lines[i])
        i += 1
        if fence is None:
            continue
        start = i
        while lines[i] != fence[1]:
            i += 1
        body = tuple(lines[start:i])
        end, i = i, i + 1
        if fence[2].split(" ")[0] == "sql":
            start = next((k for k in range(i, len(lines)) if lines[k].strip()), i)
            if start == len(lines) or not lines[start].startswith("|"):
                start = i
            end = next((k for k in range(start, len(lines)) if not lines[k].startswith("|")), len(lines))
        yield Block(fence[2], body, start, end)


def tables(page: Path) -> Iterator[tuple[str, int, list[list[str]]]]:
    """Tables outside of blocks: the heading above, the line (from 1), and the cells of the rows below the head."""
    lines = page.read_text(encoding="utf-8").splitlines()
    results = {k for b in blocks(lines) if b.kind == "sql" for k in range(b.start, b.end)}
    heading, rows, fenced = "", [], False
    for k, line in enumerate([*lines, ""]):
        fenced ^= _FENCE.match(line) is not None
        if line.startswith("|") and not fenced and k not in results:
            rows.append([c.strip().replace("\\|", "|") for c in re.split(r"(?<!\\)\|", line)[1:-1]])
            continue
        if rows:
            yield heading, k - len(rows) + 1, rows[2:]
            rows = []
        if not fenced and (m := _HEADING.match(line)):
            heading = m[2]


def listed(page: Path, heading: str) -> list[str]:
    """The code in the first column of the table below a heading, in order."""
    found = [rows for title, _, rows in tables(page) if title == heading]
    assert len(found) == 1, f"{page.name}: {len(found)} tables below “{heading}”"
    return [code for row in found[0] for code in _CODE.findall(row[0])]


def normal(lines: Sequence[str]) -> list[str]:
    """Lines as they are compared."""
    text = "\n".join(line.rstrip() for line in lines)
    for pattern, instead in VARYING:
        text = pattern.sub(instead, text)
    return text.split("\n")


# ------------------------------------------------------------------------------------------------ running


def make_corpus_database(folder: Path) -> Path:
    """Put copies of corpus and rules into ``folder`` and extract the one into the usual database."""
    for name in ("corpus", "rules"):
        shutil.copytree(ROOT / name, folder / name)
    with contextlib.chdir(folder):
        summary = extract_paths([Path("corpus")], Path(DATABASE), jobs=1)
    assert not summary.failures, [f"{f.path}: {f.problem}" for f in summary.failures]
    return folder / DATABASE


@dataclass
class Workshop:
    """The folder in which the blocks of one page are run."""

    folder: Path
    database: Path
    _names: dict[str, Any] = field(default_factory=dict)

    def prepare(self) -> None:
        """Fill the folder."""
        for name in ("corpus", "rules"):
            shutil.copytree(ROOT / name, self.folder / name)
        (self.folder / DATABASE).parent.mkdir(parents=True)
        shutil.copyfile(self.database, self.folder / DATABASE)

    def run(self, block: Block) -> list[str] | None:
        """The lines that should stand where the block's output stands; None for blocks that have none."""
        if block.kind == "console":
            return self._console(block.body, fails=block.info == "console fails")
        if block.kind == "pycon":
            return self._python(block.body)
        if block.kind == "sql":
            return query(self.folder / DATABASE, "\n".join(block.body))
        if block.kind == "toml" and " " in block.info:
            return self._file(block)
        return None

    def _file(self, block: Block) -> list[str]:
        _, name, *more = block.info.split(" ")
        path, text = self.folder / name, "\n".join([*block.body, ""])
        if more == ["="]:
            quoted = text in path.read_text(encoding="utf-8")
            return list(block.body) if quoted else [f"# {name} does not have these lines"]
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a" if more == ["+"] else "w", encoding="utf-8") as file:
            file.write(f"\n{text}" if more else text)
        return list(block.body)

    def _python(self, body: Sequence[str]) -> list[str]:
        out: list[str] = []
        for example in doctest.DocTestParser().get_examples("\n".join(body) + "\n"):
            said = io.StringIO()
            with contextlib.chdir(self.folder), contextlib.redirect_stdout(said):
                exec(compile(example.source, "<page>", "single"), self._names)
            first, *rest = example.source.splitlines()
            out += [f">>> {first}", *(f"... {line}" for line in rest), *said.getvalue().splitlines()]
        return out

    def _console(self, body: Sequence[str], fails: bool) -> list[str]:
        out: list[str] = []
        commands = [line[2:] for line in body if line.startswith("$ ")]
        for n, command in enumerate(commands, 1):
            out.append(f"$ {command}")
            status, said, complaint = self._shell(command)
            should_fail = fails and n == len(commands)
            if (status != 0) != should_fail:
                out.append(f"(exit status {status}) {complaint.decode()}")
            out += (said + complaint if should_fail else said).decode().splitlines()
        return out

    def _shell(self, command: str) -> tuple[int, bytes, bytes]:
        """Run stages that pipes join: ``gongbao`` in this process, where its dictionaries are loaded already."""
        status, data, complaints = 0, b"", b""
        for stage in _stages(command):
            program, _, rest = stage.partition(" ")
            if program == "gongbao":
                args = shlex.split(rest)
                status, data, complaint = self._gongbao([a for a in args if a != "2>&1"], data)
                if "2>&1" in args:
                    data, complaint = data + complaint, b""
            else:
                stage = f"{shlex.quote(sys.executable)} {rest}" if program == "python3" else stage
                done = subprocess.run(["sh", "-c", stage], input=data, capture_output=True, cwd=self.folder)
                status, data, complaint = done.returncode, done.stdout, done.stderr
            complaints += complaint
        return status, data, complaints

    def _gongbao(self, args: list[str], data: bytes) -> tuple[int, bytes, bytes]:
        if "rules" in args or "--rules" in args:
            forget_rules()  # they are remembered by path, and a block before may have changed what is there
        streams = [io.TextIOWrapper(io.BytesIO(b), encoding="utf-8", write_through=True) for b in (data, b"", b"")]
        before = sys.stdin, sys.stdout, sys.stderr
        sys.stdin, sys.stdout, sys.stderr = streams
        try:
            with contextlib.chdir(self.folder):
                cli.app(args, prog_name="gongbao")
            status = 0
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else int(end.code is not None)
        finally:
            sys.stdin, sys.stdout, sys.stderr = before
        out, err = (s.buffer.getvalue() for s in streams[1:])
        return status, out, err


def forget_rules() -> None:
    """Load rules anew the next time."""
    for remembered in (lexicon.load_lexicon, match_rules.load_ruleset, scan.scanner_for, regions._load):
        remembered.cache_clear()


def _stages(command: str) -> list[str]:
    """A command line cut at the pipes that are not between quotation marks."""
    stages, quoted = [""], ""
    for c in command:
        if c in "'\"" and quoted in ("", c):
            quoted = "" if quoted else c
        if c == "|" and not quoted:
            stages.append("")
        else:
            stages[-1] += c
    return [s.strip() for s in stages]


def query(database: Path, sql: str) -> list[str]:
    """The result of a query as a Markdown table."""
    with duckdb.connect(str(database), read_only=True) as con:
        result = con.execute(sql)
        names = [column[0] for column in result.description]
        rows = result.fetchall()
    numeric = [
        any(isinstance(r[i], int | float | Decimal) and not isinstance(r[i], bool) for r in rows)
        for i in range(len(names))
    ]
    cells = [names, ["---:" if n else "---" for n in numeric], *([_cell(v) for v in row] for row in rows)]
    return [f"| {' | '.join(row)} |" for row in cells]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{k}: {_cell(v)}" for k, v in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(map(_cell, value))
    return " ".join(str(value).replace("|", "\\|").split())


def checked(page: Path, workshop: Workshop) -> tuple[list[str], list[str]]:
    """The page's lines with the real outputs, and what is wrong with the present ones: file, line and difference."""
    lines = page.read_text(encoding="utf-8").splitlines()
    out, at = [], 0
    wrong: list[str] = []
    for block in blocks(lines):
        real = workshop.run(block)
        if real is None:
            continue
        shown = lines[block.start : block.end]
        out += lines[at : block.start]
        at = block.end
        if normal(shown) == normal(real):
            out += shown
            continue
        if block.kind == "sql" and not shown:
            out.append("")
        out += real
        diff = difflib.unified_diff(normal(shown), normal(real), "the page shows", "the program says", lineterm="", n=1)
        wrong.append("\n".join([f"{page.relative_to(ROOT)}:{block.start + 1}", *(f"    {d}" for d in diff)]))
    return [*out, *lines[at:]], wrong


# ------------------------------------------------------------------------------------------------ the tests


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ``gongbao extract`` makes of corpus."""
    return make_corpus_database(tmp_path_factory.mktemp("corpus"))


each = pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())


@each
def test_a_page_shows_what_the_program_says(page: Path, database: Path, tmp_path: Path) -> None:
    workshop = Workshop(tmp_path, database)
    workshop.prepare()
    _, wrong = checked(page, workshop)
    if wrong:
        remedy = "If the program is right: python -m tests.test_docs --write"
        pytest.fail("\n\n".join([*wrong, remedy]), pytrace=False)


@each
def test_the_blocks_of_a_page_are_of_known_kinds(page: Path) -> None:
    known = {"console", "console fails", "sh", "pycon", "sql", "toml", "json", "mermaid", "text"}
    targets = set(_TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8")))
    for block in blocks(page.read_text(encoding="utf-8").splitlines()):
        place = f"{page.name}:{block.start}"
        assert block.info in known or block.kind == "toml", f"{place}: unknown block {block.info!r}"
        if block.kind in RUN:
            assert block.body, f"{place}: an empty block"
        if block.kind == "toml":
            tomllib.loads("\n".join(block.body))
        for line in block.body if block.kind == "sh" else ():
            program, *words = shlex.split(line, comments=True)
            asked = [w for w in words if "=" not in w]
            assert program == "make", f"{place}: {line!r} is not checked; use a console block"
            assert set(asked) <= targets, f"{place}: the Makefile has no target {', '.join(asked)}"


@each
def test_links_and_paths_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in _LINK.findall(text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        to = (page.parent / path).resolve() if path else page
        assert to.exists(), f"{page.name}: no such file {target}"
        assert not anchor or anchor in anchors(to), f"{page.name}: no such heading {target}"
    for code in _CODE.findall(text):
        if re.fullmatch(r"(?:extractor|rules|tests|corpus|docs|\.ci)/[\w./*-]+", code):
            assert any(ROOT.glob(code.rstrip("/"))), f"{page.name}: no such file {code}"


def anchors(page: Path) -> set[str]:
    """The anchors that a renderer gives to the headings of a page."""
    found = [m[2] for m in map(_HEADING.match, page.read_text(encoding="utf-8").splitlines()) if m]
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in found}


def test_both_readmes_have_the_same_blocks() -> None:
    def shown(page: Path) -> list[tuple[str, tuple[str, ...], list[str]]]:
        lines = page.read_text(encoding="utf-8").splitlines()
        return [(b.info, b.body, lines[b.start : b.end]) for b in blocks(lines)]

    assert shown(README) == shown(CHINESE)
    assert len(shown(README)) >= 5


def test_the_dictionary_lists_every_table_and_column(database: Path) -> None:
    with duckdb.connect(str(database), read_only=True) as con:
        rows = con.execute(
            "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal ORDER BY ALL"
        ).fetchall()
    real: dict[str, dict[str, str]] = {}
    for table, column, kind in rows:
        real.setdefault(table, {})[column] = _type(kind)
    told: dict[str, dict[str, str]] = {}
    for heading, line, cells in tables(DICTIONARY):
        if name := re.fullmatch(r"`(\w+)`", heading):
            assert all(len(row) == 3 and row[2] for row in cells), f"{DICTIONARY.name}:{line}: column, type, meaning"
            told[name[1]] = {row[0].strip("`"): row[1].strip("`") for row in cells}
    assert told == real


def described(database: Path) -> list[str]:
    """The part of the dictionary that lists tables, views and columns with their comments."""
    with duckdb.connect(str(database), read_only=True) as con:
        tables = con.execute(
            "SELECT table_name, comment, true FROM duckdb_tables() WHERE NOT internal UNION ALL "
            "SELECT view_name, comment, false FROM duckdb_views() WHERE NOT internal ORDER BY 3 DESC, 1"
        ).fetchall()
        columns = con.execute(
            "SELECT table_name, column_name, data_type, comment FROM duckdb_columns() WHERE NOT internal "
            "ORDER BY table_name, column_index"
        ).fetchall()
    out: list[str] = []
    for name, comment, _ in tables:
        out += [
            f"### `{name}`",
            "",
            *textwrap.wrap(comment, 120),
            "",
            "| column | type | meaning |",
            "| --- | --- | --- |",
        ]
        for table, column, kind, meaning in columns:
            if table == name:
                out.append(f"| `{column}` | `{_type(kind)}` | {meaning.replace('|', chr(92) + '|')} |")
        out.append("")
    out += ["### Macros", "", "| macro | what it gives |", "| --- | --- |"]
    with duckdb.connect(str(database), read_only=True) as con:
        macros = con.execute(
            "SELECT function_name, parameters, function_type, comment FROM duckdb_functions() "
            "WHERE NOT internal AND comment IS NOT NULL ORDER BY function_type, function_name"
        ).fetchall()
    for name, parameters, kind, meaning in macros:
        shown = f"{'FROM ' if kind == 'table_macro' else ''}{name}({', '.join(parameters)})"
        out.append(f"| `{shown}` | {meaning} |")
    out.append("")
    return out


def redescribed(lines: Sequence[str], database: Path) -> list[str]:
    """The dictionary's lines with its list of tables made anew."""
    start, end = lines.index(FIRST_TABLE), lines.index(LAST_TABLE)
    return [*lines[: start + 1], "", *described(database), *lines[end:]]


def test_the_dictionary_says_what_the_comments_say(database: Path) -> None:
    lines = DICTIONARY.read_text(encoding="utf-8").splitlines()
    remedy = f"{DICTIONARY.name}: python -m tests.test_docs --write docs/data-dictionary.md"
    assert redescribed(lines, database) == lines, remedy


def _type(kind: str) -> str:
    """A type as the dictionary writes it: structures are not spelt out."""
    if kind.startswith("STRUCT"):
        return "STRUCT[]" if kind.endswith("[]") else "STRUCT"
    return kind.replace("DECIMAL(38,10)", "DECIMAL")


def test_the_dictionary_lists_every_export_key(database: Path) -> None:
    assert listed(DICTIONARY, "Keys of an observation") == list(RECORD_KEYS)
    assert listed(DICTIONARY, "Keys of a gap") == list(GAP_KEYS)
    out = io.BytesIO()
    export(database, "sdmx-csv", out)
    assert listed(DICTIONARY, "Columns of SDMX-CSV") == out.getvalue().decode().splitlines()[0].split(",")


def test_the_dictionary_lists_every_kind_of_repair_in_the_corpus(database: Path) -> None:
    with duckdb.connect(str(database), read_only=True) as con:
        kinds = {row[0] for row in con.execute("SELECT DISTINCT kind FROM repairs").fetchall()}
    assert kinds <= set(listed(DICTIONARY, "Kinds of repair"))


def test_the_page_on_rules_lists_what_a_rule_file_may_say() -> None:
    assert set(listed(RULES, "Conditions")) == NEEDS
    assert set(listed(RULES, "Fields of a rule")) == set(RuleSpec.model_fields)
    known = {*RuleExample.model_fields, *CounterExample.model_fields, *ExpectedRecord.model_fields}
    assert set(listed(RULES, "Fields of an example")) == known


def test_the_page_on_rules_lists_masks_and_macros() -> None:
    macros = Macros(lexicon.load_lexicon())
    assert {name.strip("{}") for name in listed(RULES, "Masks")} == {*MASKS, "amount"}
    assert {name.strip("{}") for name in listed(RULES, "Macros")} == set(macros.names)


def test_the_page_on_architecture_gives_a_reason_for_every_dependency() -> None:
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    names = [re.split(r"[^\w.-]", line)[0] for line in needed]
    assert sorted(listed(ARCHITECTURE, "Dependencies"), key=str.lower) == sorted(names, key=str.lower)


# -------------------------------------------------------------------------------------- of the test itself


def test_a_difference_tells_file_line_and_both_sides(database: Path, tmp_path: Path) -> None:
    page = ROOT / "tests" / "page.md"
    lines = ["# Page", "", "```console", "$ echo one", "two", "```", "", "```sql", "SELECT 1 AS n", "```", "", "| n |"]
    workshop = Workshop(tmp_path, database)
    workshop.prepare()
    fake = _Page(page, "\n".join(lines))
    real, wrong = checked(fake, workshop)  # type: ignore[arg-type]
    assert [w.splitlines()[0] for w in wrong] == ["tests/page.md:4", "tests/page.md:12"]
    assert "    -two\n    +one" in wrong[0]
    assert real == [*lines[:4], "one", *lines[5:11], "| n |", "| ---: |", "| 1 |"]


@dataclass(frozen=True)
class _Page:
    """A page that is in no file."""

    path: Path
    text: str

    def read_text(self, encoding: str) -> str:
        return self.text

    def relative_to(self, root: Path) -> Path:
        return self.path.relative_to(root)


@pytest.mark.parametrize(
    ("command", "stages"),
    [
        ("echo 'a|b' | gongbao explain -", ["echo 'a|b'", "gongbao explain -"]),
        ('echo "it\'s" | cat', ['echo "it\'s"', "cat"]),
        ("ls", ["ls"]),
    ],
)
def test_pipes_between_quotation_marks_are_none(command: str, stages: list[str]) -> None:
    assert _stages(command) == stages


def test_what_varies_is_not_compared() -> None:
    assert normal(["1 document; 3.2 seconds"]) == normal(["1 document; 11.9 seconds"])
    assert normal(['"record_id": "0123456789abcdef01234567"']) == normal(['"record_id": "aaaaaaaaaaaaaaaaaaaaaaaa"'])
    assert normal(["2 records"]) != normal(["3 records"])


# ---------------------------------------------------------------------------------------------- refreshing


def write(names: Sequence[str] = ()) -> None:
    """Put the real outputs into the pages named (all without a name), and say which changed."""
    with tempfile.TemporaryDirectory() as folder:
        database = make_corpus_database(Path(folder))
        for page in PAGES:
            if names and page.relative_to(ROOT).as_posix() not in names:
                continue
            if page == DICTIONARY:
                lines = redescribed(page.read_text(encoding="utf-8").splitlines(), database)
                page.write_text("\n".join(lines) + "\n", encoding="utf-8")
            with tempfile.TemporaryDirectory() as place:
                workshop = Workshop(Path(place), database)
                workshop.prepare()
                lines, wrong = checked(page, workshop)
            if wrong:
                page.write_text("\n".join(lines) + "\n", encoding="utf-8")
                print("\n".join(wrong))
            print(f"{page.relative_to(ROOT)}: {len(wrong)} outputs renewed")


if __name__ == "__main__":
    if sys.argv[1:2] != ["--write"]:
        sys.exit("usage: python -m tests.test_docs --write [PAGE ...]")
    write(sys.argv[2:])
