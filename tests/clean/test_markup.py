"""Tags, comments and character references: lines, cells and numbers come out whole."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.clean.markup import strip_markup
from extractor.clean.text import Text

from .material import SENTENCES, context, digits, page


def plain(raw: str) -> str:
    return strip_markup(Text.of(raw), context(raw))[0].chars


def shown(html: str) -> str:
    text, given_by = page(html)
    return strip_markup(text, given_by)[0].chars


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("全区床位<b>1</b>2<span>张</span>。", "全区床位12张。"),
        ("<p>甲。</p><p><strong>乙。</strong></p>", "甲。\n乙。"),
        ("甲<br/>乙<br>\n丙", "甲\n乙\n丙"),
        ("建成<td id='x1'></td>食堂<var id=x></var>5家", "建成食堂5家"),
        ("首行\n   <var id='x'><td id='x'></td></var>\n次行", "首行\n   \n次行"),
        ("  1. <u id='x'></u><mark id='y'></mark>\n2. 正文", "\n2. 正文"),
        ("12<br>\n13", "12\n13"),
        ("p<0.05，PM2.5<35，<见附件>，a<b且c>d", "p<0.05，PM2.5<35，<见附件>，a<b且c>d"),
        ("<script>var n = 5;</script>床位5张", "床位5张"),
        ("床位<!-- 12 -->5张", "床位5张"),
        ("10<sup>3</sup>亩、m<sup>2</sup>、PM<sub>2.5</sub>", "10³亩、m²、PM2.5"),
        ("数据<sup>[2]</sup>", "数据[2]"),
        ("书店52<sup><a href='#n1'>1</a></sup>家", "书店52¹家"),
        ("书店52<span style='vertical-align:super'>1)</span>家", "书店52¹)家"),
        ("书店<del>49</del><s>48</s>52家", "书店52家"),
        ("甲&nbsp;乙&amp;nbsp;&#8220;丙&#x201D;&ldquo", "甲\xa0乙\xa0“丙”“"),
        (
            "R&D经费、AT&T、?a=1&lt=2、&copyright、&unknown;",
            "R&D经费、AT&T、?a=1&lt=2、&copyright、&unknown;",
        ),
        ("&lt;p&gt;甲&lt;/p&gt;乙", "甲\n乙"),
        ("<![CDATA[甲", "<![CDATA[甲"),
    ],
)
def test_plain_text_with_residual_markup(raw: str, clean: str) -> None:
    assert plain(raw) == clean


TABLE = (
    "<table>\n<caption>表1 指标</caption>\n<tr>\n<th>指标</th>\n<th>2023年</th></tr>\n"
    "<tr><td><p>常住人口<br>（万人）</p></td><td> 82.5 </td></tr><tr><td>床位</td><td></td></tr>"
    "<tr><td>食堂</td><td>10<br>20</td></tr></table>"
)
ROWS = "表1 指标\n指标\t2023年\n常住人口（万人）\t82.5\n床位\t\n食堂\t10 20"


def test_a_table_is_a_line_a_row() -> None:
    assert plain(f"前文\n{TABLE}\n后文") == f"前文\n{ROWS}\n后文"
    assert shown(f"<html><body>前文{TABLE}后文</body></html>") == f"前文\n{ROWS}\n后文"


def test_hidden_cells_do_not_shift_the_rows() -> None:
    hidden = "<td style='display:none'>x</td>"
    rows = f"<tr><td>床位</td>{hidden}<td>12</td></tr><tr>{hidden}<td>机构</td><td>3</td></tr>"
    body = SENTENCES[0] * 3
    assert shown(f"<html><p>{body}<table>{rows}</table>") == f"{body}\n床位\t\t12\n\t机构\t3"


def test_in_a_page_line_ends_are_blanks() -> None:
    html = "<p>全区建成\n    食堂36家，覆盖 <b>12</b>\n个街道。</p>\n\n<p>GDP\n总量</p><pre>甲\n乙</pre>"
    assert shown(f"<html><body>\n{html}</body></html>") == "全区建成食堂36家，覆盖 12 个街道。\nGDP 总量\n甲\n乙"


def test_chrome_of_a_page_goes() -> None:
    html = (
        "<html><head><title>公报</title><script>if(a<1){}</script></head><body><div class='nav'>首页</div>"
        f"<h1>公报</h1><p>{SENTENCES[0]}</p><div id='footer'>版权</div></body></html>"
    )
    assert shown(html) == f"公报\n公报\n{SENTENCES[0]}"


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=8), st.data())
def test_tags_around_text_change_nothing_in_it(sentences: list[str], data: st.DataObject) -> None:
    inline = st.sampled_from(("<b>", "</b>", "<span style='a:1'>", "</span>", "<a href=x1>", "</a>", "<!-- 1 -->"))
    out = ""
    for sentence in sentences:
        cut = data.draw(st.integers(1, len(sentence) - 1))
        out += "<p>" + sentence[:cut] + data.draw(inline) + sentence[cut:] + "</p>"
    assert plain(out) == "\n".join(sentences)
    assert shown("<html>" + out).replace(" ", "") == "\n".join(sentences).replace(" ", "")
    assert digits(plain(out)) == digits("".join(sentences))


@pytest.mark.parametrize("mass", ["<p>" * 30_000, "<td></td>" * 15_000, "&amp;" * 30_000, "<b>甲" * 15_000])
def test_masses_of_markup_are_stripped(mass: str) -> None:
    assert "<" not in plain(mass)
    assert "<" not in shown("<html>" + mass)


@pytest.mark.parametrize(
    "element",
    [
        '<span style="font-size:0px">全市8家</span>',
        '<div style="position:absolute; left:-9999px">全市8家</div>',
        '<div style="height:0;overflow:hidden">全市8家</div>',
        '<div style="overflow: hidden; width: 1px">全市8家</div>',
        '<font style="opacity:0">全市8家</font>',
        "<noscript>全市8家</noscript>",
        "<rt>shū</rt><rp>)</rp>",
    ],
)
def test_what_no_screen_shows_goes_from_within_a_line(element: str) -> None:
    raw = f"全市共有书{element}店12家，其中湖滨区3家。"
    text, _ = strip_markup(Text.of(raw), context(raw))
    assert text.chars == "全市共有书店12家，其中湖滨区3家。"


@pytest.mark.parametrize("style", ["font-size:0.9em", "left:-10px", "opacity:0.8", "height:0.5em", "text-indent:-2em"])
def test_what_a_screen_shows_stays(style: str) -> None:
    raw = f'全市共有书<span style="{style}">店12家，</span>其中湖滨区3家。'
    text, _ = strip_markup(Text.of(raw), context(raw))
    assert text.chars == "全市共有书店12家，其中湖滨区3家。"
