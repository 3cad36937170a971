"""Rule files: where they lie, how they are read, and the error that says what is wrong with one."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any


class RulesError(ValueError):
    """A rule file that cannot be used: says which file, which place in it, and what would mend it."""

    def __init__(self, path: Path | str, message: str, place: str = "") -> None:
        self.path = str(path)
        self.place = place
        super().__init__(f"{path}{':' + place if place else ''}: {message}")


def default_rules_dir() -> Path:
    """The rules that come with the package: inside an installed wheel, or beside the package in a checkout."""
    packaged = Path(__file__).parent / "rules"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent / "rules"


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a TOML file. Raises RulesError with the parser's place and message."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as err:
        raise RulesError(path, f"cannot be read ({err.strerror or err}); check the path and its permissions") from err
    except UnicodeDecodeError as err:
        raise RulesError(path, f"is not UTF-8 (byte {err.start}); save it as UTF-8") from err
    except tomllib.TOMLDecodeError as err:
        raise RulesError(path, f"is not valid TOML: {err}") from err
