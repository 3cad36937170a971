"""Makes the sample bulletins of corpus/ that no text editor writes: ``python -m tests.read.make_samples``.

The texts are this project's own, the figures those of national communiqués for 2022 and 2023. What comes out differs
from run to run in dates that the formats carry, so the files in corpus/ change only when they are made again.
"""

from __future__ import annotations

import email.mime.multipart
import email.mime.text
import gzip
import io
import json
import zipfile
from pathlib import Path

from tests.read.packing import cell, document, paragraph, response, run, table

CORPUS = Path(__file__).resolve().parents[2] / "corpus"


def word() -> bytes:
    """A brief with a table whose cells are merged across and down."""
    wide, begins, goes_on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    lines = (
        "2023年全国养老服务统计简报",
        "民政部养老服务司  2024年9月2日",
        "2023年末，全国60周岁及以上老年人口29697万人，占总人口的21.1%，其中65周岁及以上老年人口21676万人，占总人口的15.4%。"
        "全国共有各类养老机构和设施40.4万个，养老床位合计823.0万张。",
        "表1 注册登记的养老机构",
    )
    rows = (
        [cell("指标", begins), cell("单位", begins), cell("年末数", wide)],
        [cell("", goes_on), cell("", goes_on), cell("2022年"), cell("2023年")],
        [cell(text) for text in ("养老机构数", "万个", "4.1", "4.1")],
        [cell(text) for text in ("养老机构床位数", "万张", "518.3", "517.2")],
    )
    return document(*(paragraph(run(line)) for line in lines), table(*rows))


def workbook() -> bytes:
    """Two sheets: population by year with units in a column, rates as percentages of a cell's format."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "人口"
    rows: list[list[object]] = [
        ["全国人口变动情况"],
        ["指标", "单位", "2021年", "2022年", "2023年"],
        ["年末总人口", "万人", 141260, 141175, 140967],
        ["出生人口", "万人", 1062, 956, 902],
        ["死亡人口", "万人", 1014, 1041, 1110],
        ["人口自然增长率", "‰", 0.34, -0.6, -1.48],
        ["注：年末总人口不包括居住在境内的外籍人员。"],
    ]
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("A1:E1")
    rates = book.create_sheet("教育")
    rates.append(["全国各级教育入学情况"])
    rates.append(["指标", "2021年", "2022年"])
    for name, *values in (
        ("学前教育毛入园率", 0.881, 0.897),
        ("九年义务教育巩固率", 0.954, 0.955),
        ("高中阶段毛入学率", 0.914, 0.916),
    ):
        rates.append([name, *values])
    for row in rates.iter_rows(min_row=3, min_col=2):
        for rate in row:
            rate.number_format = "0.0%"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def separated() -> bytes:
    """Values parted by commas, in GB18030, with a title line, quoted cells and thousands marks."""
    text = (
        "全国国内生产总值及增长速度,,,\r\n"
        "指标,2021年,2022年,2023年\r\n"
        '国内生产总值(亿元),"1,149,237","1,204,724","1,260,582"\r\n'
        '"国内生产总值比上年增长(%)",8.4,3.0,5.2\r\n'
    )
    return text.encode("gb18030")


PRINTED = (
    "2022年末，全国共有城市低保对象423.8万户、682.4万人，城市低保平均保障标准为每人每月752.3元，比上年增长5.8%，"
    "全年支出城市低保资金483.3亿元。全国共有农村低保对象1896.7万户、3349.6万人，农村低保平均保障标准为每人每年6985.2元，"
    "比上年增长9.8%，全年支出农村低保资金1463.6亿元。"
)
WIDTH = 38
RULED = (("指标", "2021年", "2022年"), ("结婚登记（万对）", "764.3", "683.5"), ("离婚登记（万对）", "214.1", "210.0"))


def printed() -> bytes:
    """A PDF of two pages: hard-wrapped lines, and a ruled table on the second page."""
    from reportlab.lib import pagesizes
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    page = Canvas(out, pagesize=pagesizes.A4)
    page.setFont("STSong-Light", 12)
    wrapped = [PRINTED[at : at + WIDTH] for at in range(0, len(PRINTED), WIDTH)]
    for n, line in enumerate(["2022年全国城乡最低生活保障情况", "发布日期：2023年10月13日", "", *wrapped]):
        page.drawString(60, 760 - 22 * n, line)
    page.drawString(290, 40, "- 1 -")
    page.showPage()
    page.setFont("STSong-Light", 12)
    page.drawString(60, 760, "附表 全国婚姻登记情况")
    for r, row in enumerate(RULED):
        for c, text in enumerate(row):
            page.drawString(66 + 160 * c, 706 - 24 * r, text)
    for r in range(len(RULED) + 1):
        page.line(60, 724 - 24 * r, 540, 724 - 24 * r)
    for c in range(4):
        page.line(60 + 160 * c, 724, 60 + 160 * c, 724 - 24 * len(RULED))
    page.drawString(290, 40, "- 2 -")
    page.save()
    return out.getvalue()


def saved() -> bytes:
    """A page as a browser saves it: GBK in quoted-printable, beside a picture's part."""
    page = (
        "<html><head><title>2022年全国教育事业统计简况</title></head><body><h1>2022年全国教育事业统计简况</h1>"
        "<p>教育部&nbsp;2023-07-05</p><p>2022年，全国共有各级各类学校51.85万所，在校生2.93亿人，"
        "专任教师<b>1880.36</b>万人。高等教育毛入学率59.6%，比上年提高1.8个百分点。</p></body></html>"
    )
    message = email.mime.multipart.MIMEMultipart("related")
    message["Subject"] = "saved page"
    part = email.mime.text.MIMEText("", "html", "us-ascii")
    part.replace_header("Content-Type", 'text/html; charset="gb2312"')
    del part["Content-Transfer-Encoding"]
    part["Content-Transfer-Encoding"] = "quoted-printable"
    import quopri

    part.set_payload(quopri.encodestring(page.encode("gb18030")).decode("ascii"))
    message.attach(part)
    return message.as_bytes()


def feed() -> bytes:
    """An RSS feed of two items, one in CDATA and one with escaped markup."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>交通快讯</title>\n'
        "<item><title>2022年末全国公路里程情况</title><pubDate>Fri, 16 Jun 2023 08:00:00 GMT</pubDate>"
        "<description><![CDATA[<p>2022年末，全国公路里程535.48万公里，比上年末增加7.41万公里，其中高速公路里程17.73万公里。</p>]]>"
        "</description></item>\n"
        "<item><title>2022年末全国铁路营业里程情况</title><pubDate>Fri, 16 Jun 2023 09:00:00 GMT</pubDate>"
        "<description>&lt;p&gt;2022年末，全国铁路营业里程达到15.5万公里，其中高速铁路4.2万公里。&lt;/p&gt;"
        "</description></item>\n</channel></rss>\n"
    ).encode()


def fields() -> bytes:
    """JSON with an article in its fields."""
    article = {
        "id": 20230117,
        "title": "2022年全国居民收入情况",
        "pubtime": "2023-01-17 10:00",
        "content": "2022年，全国居民人均可支配收入36883元，比上年名义增长5.0%。其中，城镇居民人均可支配收入49283元，"
        "名义增长3.9%；农村居民人均可支配收入20133元，名义增长6.3%。",
    }
    return (json.dumps(article, ensure_ascii=False, indent=1) + "\n").encode()


def folder() -> bytes:
    """A zipped folder of two texts; the name of one is in GBK, as Chinese tools write it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr(
            "insurance.txt",
            "2022年全国医疗保障情况\n国家医疗保障局 2023年3月9日\n2022年末，全国基本医疗保险参保人数134592万人，"
            "参保率稳定在95%以上。\n",
        )
        z.writestr(
            "forest.txt",
            "2022年国土绿化情况\n2023年3月12日\n2022年，全国完成造林383万公顷、种草改良321.4万公顷、"
            "治理沙化石漠化土地184.73万公顷。\n".encode("gb18030"),
        )
    return out.getvalue()


def crawled() -> bytes:
    """A web archive with one page, and a response that is none."""
    pages = (
        (
            "http://example.cn/sports.html",
            "text/html; charset=gbk",
            "<html><head><meta charset=gbk><title>2022年全国体育场地统计简况</title></head><body>"
            "<div class=nav><a href=/>首页</a></div><h1>2022年全国体育场地统计简况</h1>"
            "<p>截至2022年底，全国共有体育场地422.68万个，体育场地面积37.02亿平方米，人均体育场地面积2.62平方米。</p></body></html>".encode(
                "gbk"
            ),
        ),
        ("http://example.cn/logo.png", "image/png", b"\x89PNG\r\n"),
    )
    return b"".join(gzip.compress(response(*page), mtime=0) for page in pages)


SAMPLES = {
    "elderly_brief.docx": word,
    "population_education.xlsx": workbook,
    "gdp.csv": separated,
    "low_income.pdf": printed,
    "education_saved.mht": saved,
    "transport_feed.xml": feed,
    "income_article.json": fields,
    "insurance_forest.zip": folder,
    "sports_crawl.warc.gz": crawled,
}


def main() -> None:
    """Write all samples into corpus/."""
    for name, make in SAMPLES.items():
        (CORPUS / name).write_bytes(make())
        print(name)


if __name__ == "__main__":
    main()
