"""Traditional to simplified: the library's own output, and simplified text untouched."""

from __future__ import annotations

import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.clean.script import Converter, load_converter, simplify
from extractor.clean.text import Text

from .material import SENTENCES, TRADITIONAL, anything, context

LIBRARY = opencc.OpenCC("t2s")
TABLES = load_converter()
KEYS = sorted(TABLES.phrases)
CHARACTERS = sorted(TABLES.characters)

phrases = st.sampled_from(KEYS)
parts = st.one_of(
    phrases,
    st.builds(lambda k, n: k[:n], phrases, st.integers(1, 6)),
    st.builds(lambda k, n: k[n:], phrases, st.integers(1, 6)),
    st.sampled_from(CHARACTERS),
    st.sampled_from(("的", "，", "1", "a", "\n", "、", *SENTENCES, *TRADITIONAL)),
)


def simple(raw: str) -> str:
    return simplify(Text.of(raw), context(raw))[0].chars


@settings(max_examples=400, deadline=None)
@given(st.lists(parts, max_size=30).map("".join))
def test_it_is_what_the_library_gives(text: str) -> None:
    assert TABLES.convert(text) == LIBRARY.convert(text)


@settings(max_examples=150, deadline=None)
@given(anything)
def test_it_is_what_the_library_gives_for_any_text(text: str) -> None:
    assert TABLES.convert(text) == LIBRARY.convert(text)


def test_every_phrase_and_character_alone() -> None:
    assert [TABLES.convert(k) for k in KEYS] == [LIBRARY.convert(k) for k in KEYS]
    assert [TABLES.convert(k) for k in CHARACTERS] == [LIBRARY.convert(k) for k in CHARACTERS]


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("為不瞭解政策的居民答覆疑問", "为不了解政策的居民答复疑问"),
        ("乾隆年间、乾县、哪吒、於姓", "乾隆年间、乾县、哪吒、於姓"),
        ("答覆", "答覆"),
        ("全区建成食堂36家。\n發展養老服務\n乾县", "全区建成食堂36家。\n发展养老服务\n乾县"),
    ],
)
def test_only_what_shows_itself_traditional_is_converted(raw: str, clean: str) -> None:
    raw += "\n" + "".join(SENTENCES) * 3
    assert simple(raw) == clean + "\n" + "".join(SENTENCES) * 3


def test_a_traditional_document_is_converted_as_a_whole() -> None:
    raw = "\n".join(TRADITIONAL) + "\n關於乾洗\n乾洗店12家"
    assert simple(raw).endswith("关于干洗\n干洗店12家")
    assert simple(raw) == LIBRARY.convert(raw)


class _Longer(Converter):
    """Tables in which a phrase has another length."""

    def __init__(self) -> None:
        super().__init__()
        self.characters = {"資": "资", "訊": "讯"}
        self._remembered = {"瞭解": "明白了"}


def test_phrases_may_change_the_length(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.clean.script.load_converter", _Longer)
    raw = "資訊瞭解12張"
    text, repairs = simplify(Text.of(raw), context(raw))
    assert text.chars.startswith("资讯明白了12")
    assert text.raw_span(2, 5) == (2, 4)
    assert text.raw_span(5, 7) == (4, 6)
    assert {(r.before, r.after) for r in repairs} >= {("瞭解", "明白了")}
