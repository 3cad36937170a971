"""Text to try cleaning on: pieces of bulletins and of damage, and strategies that put them together."""

from __future__ import annotations

import unicodedata

from hypothesis import strategies as st

from extractor.clean.repair import Context
from extractor.clean.text import Text
from extractor.lexicon import load_lexicon
from extractor.models import Repair, Source
from extractor.read.source import read_bytes

SENTENCES = (
    "全区建成社区食堂36个，日均供餐1.2万份。",
    "2023年末，湖滨市共有公共图书馆12家，藏书5 000余万册；",
    "全年完成投资512.4亿元，同比增长6.3%，高于全省0.4个百分点。",
    "新增停车泊位2,350个，改造老旧小区48个",
    "到2025年，每千人口医疗床位数达到7.6张",
    "受理来电1 036 500件，办结率99.5％",
    "在册志愿者１２３．４万人，比上年增加８，６００人",
    "全市PM2.5平均浓度为29微克/立方米，优良天数比率达83.6%。",
    "二、养老服务",
    "（一）主要指标",
    "3. 提升救助能力",
    "图为志愿者在社区开展活动。",
    "乾隆年间所建的石桥列入名录，哪吒闹海的故事广为流传",
)
TRADITIONAL = (
    "全區建有養老機構86家，護理型床位占比達到67%。",
    "為困難家庭實施適老化改造1萬2千戶，不瞭解政策的老人由社工上門答覆",
    "廢止日期:有效 發布機構:市民政局",
)
DAMAGE = (
    "發(fā)展",
    "機構(gòu)",
    "廣(guang)(guang)",
    "(街道)",
    "（AED）",
    "公顷(ha)",
    "<b>",
    "</b>",
    "<p>",
    "</p>",
    "<br/>",
    "<td id='x'>",
    "</td>",
    "&nbsp;",
    "&amp;lt;",
    "&#8220;",
    "PM_{2.5}",
    "10^{3}",
    "1 9 9 8 年",
    "８ ．５ ％",
    "\u200b",
    "\ufeff",
    "\u3000\u3000",
    "\xa0",
    "\r\n",
    "\n",
    "\n\n",
    "\t",
    "  ",
    "?;\ue2a2",
    "“",
    "”",
    '"',
    "——",
    "—",
    "～",
    "索 引 号：",
    "浏览次数：88",
    "责任编辑：某某",
    "1. <u id=a></u>",
    "，",
    "。",
    "2",
    "5",
    ".",
    "%",
    "万",
    "元",
    "目  录",
    "<",
    ">",
    "&",
    "(",
    ")",
    "－3.2",
    "3：2",
    "https://a.example/b?c=1,2;d",
    "| 12 | 3 |",
    "# ",
    "**36**",
)

pieces = st.sampled_from((*SENTENCES, *TRADITIONAL, *DAMAGE))
soups = st.lists(pieces, max_size=30).map("".join)
"""Everything mixed with everything: what no bulletin looks like, but what no step may break on."""
pages = st.lists(st.lists(st.sampled_from((*SENTENCES, *TRADITIONAL)), max_size=4).map("".join), max_size=12).map(
    "\n".join
)
"""Lines of sentences, as most bulletins are."""
noise = st.text(st.characters(codec="utf-8"), max_size=60)
"""Any characters at all."""
anything = st.one_of(soups, pages, noise)


def context(raw: str, form: str = "text") -> Context:
    """The context of a text that came from nowhere."""
    return Context(Source("0" * 64, "test", raw, "utf-8", form), load_lexicon())


def page(html: str) -> tuple[Text, Context]:
    """A web page and its context."""
    source = read_bytes(html.encode(), "page.html")
    return Text.of(source.raw), Context(source, load_lexicon())


def digits(text: str) -> str:
    """The ciphers of a text in order, of whatever form."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isdecimal())


def without(raw: str, repairs: list[Repair]) -> str:
    """``raw`` without the spans that repairs name."""
    gone = sorted((r.raw_start, r.raw_end) for r in repairs)
    kept, at = [], 0
    for start, end in gone:
        kept.append(raw[at:start])
        at = max(at, end)
    return "".join((*kept, raw[at:]))
