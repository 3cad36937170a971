"""Reference areas: by code and name as of a year, and their mentions in a text, traps first of all."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.lexicon import RulesError, default_rules_dir
from extractor.models import Region
from extractor.resolve.regions import Found, Regions

REGIONS = Regions.load(default_rules_dir())
ROWS = list(REGIONS.rows())
CURRENT = [r for r in ROWS if r["code"] and r["valid_to"] is None]
NAMES = sorted({str(r["name"]) for r in ROWS} | {str(r["name"])[:-1] for r in ROWS})

CHANGZHOU, NANJING, BEIJING, GUANGXI = "320400", "320100", "110000", "450000"


def said(text: str, within: str | None = None, year: int | None = None) -> list[str]:
    """What find makes of a text, written as ``mention=name``, with ``?`` for an open pointing word."""
    founds = REGIONS.find(text, within, year)
    return [f"{text[f.start : f.end]}={f.region.name if f.region else '?'}" for f in founds]


def codes(text: str, within: str | None = None, year: int | None = None) -> list[str | None]:
    return [f.region and f.region.code for f in REGIONS.find(text, within, year)]


# --------------------------------------------------------------------------- codes and names


@pytest.mark.parametrize(
    ("code", "year", "name", "level"),
    [
        ("000000", None, "全国", "country"),
        ("320000", None, "江苏省", "province"),
        ("320400", None, "常州市", "city"),
        ("320413", None, "金坛区", "county"),
        ("320482", 2014, "金坛市", "county"),
        ("420600", 2009, "襄樊市", "city"),
        ("420600", 2010, "襄阳市", "city"),
        ("130602", 2014, "新市区", "county"),
        ("130602", 2015, "竞秀区", "county"),
        ("320401", None, "常州市区", "zone"),
        ("110100", None, "北京市区", "zone"),
        ("500157", 2025, "两江新区", "county"),
    ],
)
def test_by_code(code: str, year: int | None, name: str, level: str) -> None:
    assert REGIONS.by_code(code, year) == Region(name, code, level)  # type: ignore[arg-type]


def test_a_code_that_never_was() -> None:
    assert REGIONS.by_code("999999") is None
    assert REGIONS.ancestors("999999") == []


@pytest.mark.parametrize(
    ("name", "within", "year", "found"),
    [
        ("常州", None, None, ["320400"]),
        ("常州市", None, None, ["320400"]),
        ("武进", None, None, ["320412"]),
        ("金坛", None, 2014, ["320482"]),
        ("金坛", None, 2016, ["320413"]),
        ("金坛市", None, 2016, ["320482"]),
        ("内蒙古", None, None, ["150000"]),
        ("广西", None, None, ["450000"]),
        ("新疆", None, None, ["650000"]),
        ("湘西州", None, None, ["433100"]),
        ("靖州县", None, None, ["431229"]),
        ("前郭县", None, None, ["220721"]),
        ("鼓楼区", None, None, ["320106", "320302", "350102", "410204"]),
        ("鼓楼区", NANJING, None, ["320106"]),
        ("鼓楼区", CHANGZHOU, None, []),
        ("江苏省常州市武进区", None, None, ["320412"]),
        ("常州市区", None, None, ["320401"]),
        ("巢湖市", None, 2010, ["341400"]),
        ("巢湖市", None, 2012, ["340181"]),
        ("忠", None, None, []),
        ("无此地", None, None, []),
        ("", None, None, []),
    ],
)
def test_by_name(name: str, within: str | None, year: int | None, found: list[str]) -> None:
    assert [r.code for r in REGIONS.by_name(name, within, year)] == found


@pytest.mark.parametrize(
    ("name", "level", "owner"),
    [
        ("常州高新区", "zone", "常州市"),
        ("常州国家高新技术产业开发区", "zone", "常州市"),
        ("苏州工业园区", "zone", "苏州市"),
        ("雄安新区", "zone", "河北省"),
        ("雄安", "zone", "河北省"),
        ("常州市区", "zone", "常州市"),
        ("长三角地区", "group", None),
    ],
)
def test_zones_and_groups_have_no_code_of_the_standard_but_an_owner(name: str, level: str, owner: str | None) -> None:
    (region,) = REGIONS.by_name(name)
    assert region.level == level
    around = REGIONS.parent(region)
    assert (around and around.name) == owner


def test_parent_and_ancestors() -> None:
    (wujin,) = REGIONS.by_name("武进区")
    assert [r.name for r in REGIONS.ancestors("320412")] == ["常州市", "江苏省", "全国"]
    assert REGIONS.parent(wujin) == REGIONS.by_code(CHANGZHOU)
    assert REGIONS.ancestors("429004")[0].name == "湖北省"
    assert [r.name for r in REGIONS.ancestors("654201")] == [
        "塔城地区",
        "伊犁哈萨克自治州",
        "新疆维吾尔自治区",
        "全国",
    ]
    assert REGIONS.parent(Region("全国", "000000", "country")) is None


def test_an_area_of_several_years_goes_by_the_name_of_the_year() -> None:
    for row in ROWS:
        for year in (row["valid_from"], row["valid_to"]):
            if row["code"] and year:
                region = REGIONS.by_code(str(row["code"]), int(year))
                assert region is not None and region.name == row["name"]


def test_rows_are_complete_and_name_each_area_once_a_time() -> None:
    assert {tuple(r) for r in ROWS} == {("code", "name", "level", "parent", "valid_from", "valid_to")}
    keys = [(r["code"], r["name"], r["valid_from"]) for r in ROWS]
    assert len(set(keys)) == len(keys) > 3500
    assert {r["level"] for r in ROWS} == {"country", "province", "city", "county", "zone", "group", "abroad"}
    known = {r["code"] for r in ROWS}
    assert all(r["parent"] is None or r["parent"] in known for r in ROWS)


def test_abbreviations_are_data_only() -> None:
    yue = REGIONS.by_abbreviation("粤")
    assert yue is not None and yue.name == "广东省"
    assert REGIONS.by_abbreviation("们") is None
    assert said("粤、苏、浙三省的川菜馆") == []


# --------------------------------------------------------------------------- pointing words


@pytest.mark.parametrize(
    ("word", "home", "name"),
    [
        ("全市", "320400", "常州市"),
        ("全市", "320412", "常州市"),
        ("全市", "320481", "溧阳市"),
        ("全市", "110105", "北京市"),
        ("全市", "320000", None),
        ("我市", "320400", "常州市"),
        ("全省", "320400", "江苏省"),
        ("全省", "110000", None),
        ("全区", "320412", "武进区"),
        ("全区", "540000", "西藏自治区"),
        ("全区", "450100", "广西壮族自治区"),
        ("全区", "450103", "青秀区"),
        ("全区", "320400", None),
        ("全县", "220721", "前郭尔罗斯蒙古族自治县"),
        ("全州", "522301", "黔西南布依族苗族自治州"),
        ("全旗", "150721", "阿荣旗"),
        ("全盟", "152201", "兴安盟"),
        ("全国", "320412", "全国"),
        ("我国", "000000", "全国"),
        ("市区", "320412", "常州市区"),
        ("市区", "320000", None),
        ("主城区", "500000", "重庆市主城区"),
        ("高新区", "320400", "常州高新区"),
        ("常州", "320400", None),
    ],
)
def test_pointing_words(word: str, home: str, name: str | None) -> None:
    region = REGIONS.by_code(home)
    assert region is not None
    found = REGIONS.deictic(word, region)
    assert (found and found.name) == name


def test_pointing_words_in_a_text_say_that_they_point() -> None:
    (city,) = REGIONS.find("全市常住人口增加", CHANGZHOU)
    assert city == Found(0, 2, Region("常州市", "320400", "city"), deictic="全市")
    (open_one,) = REGIONS.find("全市常住人口增加")
    assert open_one == Found(0, 2, None, deictic="全市")
    assert said("溧阳市全市建成", CHANGZHOU) == ["溧阳市全市=溧阳市"]
    assert said("我市武进区", CHANGZHOU) == ["我市=常州市", "武进区=武进区"]


# --------------------------------------------------------------------------- mentions


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("江苏省常州市武进区新增床位", ["江苏省常州市武进区=武进区"]),
        ("江苏常州武进的养老床位", ["江苏常州武进=武进区"]),
        ("常州市 武进区", ["常州市 武进区=武进区"]),
        ("常州市殡仪馆", ["常州市=常州市"]),
        ("常州市金坛、溧阳两地", ["常州市金坛=金坛区", "溧阳=溧阳市"]),
        ("苏州、无锡和南通", ["苏州=苏州市", "无锡=无锡市", "南通=南通市"]),
        ("内蒙古、广西、西藏", ["内蒙古=内蒙古自治区", "广西=广西壮族自治区", "西藏=西藏自治区"]),
        ("吉林省吉林市与吉林省", ["吉林省吉林市=吉林市", "吉林省=吉林省"]),
        ("北京朝阳、海淀两区", ["北京朝阳=朝阳区", "海淀=海淀区"]),
        ("天津河北两省市", ["天津=天津市", "河北=河北省"]),
        ("广西兴安的葡萄", ["广西兴安=兴安县"]),
        ("西宁、海南、海北", ["西宁=西宁市", "海南=海南藏族自治州", "海北=海北藏族自治州"]),
        ("湖南省长沙市长沙县", ["湖南省长沙市长沙县=长沙县"]),
        ("南通通州", ["南通通州=通州区"]),
        ("马鞍山与鞍山", ["马鞍山=马鞍山市", "鞍山=鞍山市"]),
        ("黔东南州凯里市", ["黔东南州凯里市=凯里市"]),
        ("常州经开区、武进高新区", ["常州经开区=常州经开区", "武进高新区=武进高新区"]),
        ("江苏常州国家高新技术产业开发区", ["江苏常州国家高新技术产业开发区=常州高新区"]),
        ("扬州市区建成", ["扬州市区=扬州市区"]),
        ("长江三角洲和粤港澳大湾区", ["长江三角洲=长三角", "粤港澳大湾区=粤港澳大湾区"]),
        ("上海浦东新区、雄安新区", ["上海浦东新区=浦东新区", "雄安新区=雄安新区"]),
        ("兰州、白银、天水", ["兰州=兰州市", "白银=白银市", "天水=天水市"]),
        ("南京市场份额", ["南京=南京市"]),
        ("以上海为龙头", ["上海=上海市"]),
        ("美丽江苏", ["江苏=江苏省"]),
        ("提高安阳市的标准", ["安阳市=安阳市"]),
        ("云南山区", ["云南=云南省"]),
        ("武进区位于常州市中部", ["武进区=武进区", "常州市=常州市"]),
        ("常州市面积与物价", ["常州市=常州市"]),
        ("沈阳历史、洛阳光伏、长春节能", ["沈阳=沈阳市", "洛阳=洛阳市", "长春=长春市"]),
        ("江苏精神文明建设与帮扶", ["江苏=江苏省"]),
        ("常州路网与街道", ["常州=常州市"]),
        ("江苏省扬州市区", ["江苏省扬州市区=扬州市区"]),
    ],
)
def test_mentions(text: str, mentions: list[str]) -> None:
    assert said(text) == mentions


@pytest.mark.parametrize(
    "text",
    [
        "北京路、中山路与南京东路",
        "孙中山故居",
        "其中卫生院五家",
        "普通化肥",
        "约四平方米",
        "稳定西部地方",
        "创新乡村治理",
        "最新余额",
        "扩大连片种植",
        "扩大同业合作",
        "黄河南岸",
        "太湖北岸",
        "形成都市农业",
        "完成都市圈规划",
        "建成示范县三个",
        "市和县级财政",
        "各市区县",
        "基本市情与资本市场",
        "健全市级机制",
        "完全市场化",
        "全区域推进",
        "城市区域",
        "辖市区财政",
        "太行山区与大别山区",
        "日照时数",
        "白银、黄金和铜",
        "和平发展、合作共赢",
        "平安建设",
        "中国银行",
        "五个国家级高新区",
        "北京大学与江苏银行",
        "复合肥料",
        "入海口",
        "武进路桥公司承建的新建区域",
        "鼓楼街道",
        "会同县级部门",
        "东方市场",
    ],
)
def test_what_only_looks_like_a_name_is_none(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize("name", ["鼓楼区", "朝阳区", "新城区", "长安区", "市中区", "和平区", "铁西区"])
def test_a_name_that_several_bear_is_never_guessed(name: str) -> None:
    assert len(REGIONS.by_name(name)) > 1
    assert said(f"截至年末，{name}建成养老机构") == []
    for region in REGIONS.by_name(name):
        city = REGIONS.parent(region)
        assert city is not None and region.code is not None
        assert codes(f"{city.name}{name}建成养老机构") == [region.code]
        assert codes(f"截至年末，{name}建成养老机构", within=city.code) == [region.code]


def test_what_was_named_before_tells_which_is_meant() -> None:
    assert codes("南京市玄武区、鼓楼区") == ["320102", "320106"]
    assert codes("徐州市表现突出，其中鼓楼区增长最快") == ["320300", "320302"]
    assert codes("徐州市表现突出。\n鼓楼区") == ["320300"]
    assert codes("徐州市鼓楼区和南京市鼓楼区") == ["320302", "320106"]
    assert codes("海淀区、朝阳区") == codes("朝阳区、海淀区")[::-1] == ["110108", "110105"]


@pytest.mark.parametrize(
    ("text", "within", "mentions"),
    [
        ("武进、金坛分别增长", CHANGZHOU, ["武进=武进区", "金坛=金坛区"]),
        ("武进、金坛分别增长", NANJING, []),
        ("朝阳、海淀、丰台", BEIJING, ["朝阳=朝阳区", "海淀=海淀区", "丰台=丰台区"]),
        ("其中东城区12家", BEIJING, ["东城区=东城区"]),
        ("市南、市北、李沧", "370200", ["市南=市南区", "市北=市北区", "李沧=李沧区"]),
        ("海勃湾、海南、乌达三区", "150300", ["海勃湾=海勃湾区", "海南=海南区", "乌达=乌达区"]),
        ("高新区、武进区", CHANGZHOU, ["高新区=常州高新区", "武进区=武进区"]),
        ("建成国家级高新区", CHANGZHOU, []),
        ("各高新区", CHANGZHOU, []),
        ("高新北区", CHANGZHOU, []),
        ("新北区", "320412", ["新北区=新北区"]),
        ("城区、泽州县", None, ["城区=城区", "泽州县=泽州县"]),
        ("城区面积", "140500", []),
    ],
)
def test_the_documents_own_area_narrows(text: str, within: str | None, mentions: list[str]) -> None:
    assert said(text, within) == mentions


@pytest.mark.parametrize(
    ("text", "within", "year", "code"),
    [
        ("常州市金坛", None, 2014, "320482"),
        ("常州市金坛", None, 2015, "320413"),
        ("金坛市", None, 2014, "320482"),
        ("金坛市", None, 2016, "320482"),
        ("巢湖市", None, 2009, "341400"),
        ("巢湖市", None, 2019, "340181"),
        ("桥东区", "130500", 2019, "130502"),
        ("桥东区", "130500", 2022, "130502"),
        ("两江新区", None, 2025, "500157"),
        ("两江新区", None, 2020, None),
        ("江北区", "500000", 2020, "500105"),
    ],
)
def test_the_year_decides(text: str, within: str | None, year: int, code: str | None) -> None:
    assert codes(text, within, year) == [code]


def test_a_city_that_is_no_more_is_not_found_by_its_short_name() -> None:
    assert codes("在莱芜，", year=2017) == ["371200"]
    assert codes("在莱芜，", year=2020) == []
    assert codes("济南、莱芜，", "370000", 2020) == ["370100", "370116"]


@pytest.mark.parametrize(
    ("text", "within", "aside"),
    [
        ("高于全国平均水平", CHANGZHOU, [True]),
        ("位居全省第一", CHANGZHOU, [True]),
        ("获评全国文明城市", CHANGZHOU, [True]),
        ("占全市的比重", "320412", [True]),
        ("比苏州高两个百分点", CHANGZHOU, [True]),
        ("全市平均预期寿命", CHANGZHOU, [False]),
        ("全市平均预期寿命", "320412", [True]),
        ("在全省开展试点", CHANGZHOU, [False]),
        ("全国共有养老机构", None, [False]),
        ("常州市第一人民医院", None, [False]),
        ("全国第三产业增加值", CHANGZHOU, [False]),
        ("全省前三季度生产总值", CHANGZHOU, [False]),
    ],
)
def test_yardsticks_and_titles_are_told_apart(text: str, within: str | None, aside: list[bool]) -> None:
    assert [f.aside for f in REGIONS.find(text, within)] == aside


@pytest.mark.parametrize(
    "text",
    [
        "全市面积",
        "全市面向社会",
        "全市价格总水平",
        "我市场馆",
        "全市场馆",
        "全市域",
        "全市位列",
        "全市力争",
        "全市分别增长",
        "全市五一期间",
    ],
)
def test_what_follows_a_pointing_word_does_not_swallow_it(text: str) -> None:
    (found,) = REGIONS.find(text, CHANGZHOU)
    assert found.deictic is not None and found.region == REGIONS.by_code(CHANGZHOU)
    assert not found.aside


def test_short_names_say_so() -> None:
    assert [f.short for f in REGIONS.find("常州市与苏州")] == [False, True]


# --------------------------------------------------------------------------- properties


def test_every_full_name_of_today_finds_itself_where_only_one_bears_it() -> None:
    found, missed = 0, set()
    for row in CURRENT:
        name = str(row["name"])
        if row["code"] != "000000" and len(REGIONS.by_name(name)) == 1:
            match = REGIONS.find(f"，{name}，")
            if [(f.start, f.end, f.region and f.region.code) for f in match] == [(1, 1 + len(name), row["code"])]:
                found += 1
            else:
                missed.add(name)
    assert found > 2700
    assert missed == {"矿区", "东区", "西区"}, "everyday words need a chain or a list"


def test_every_county_is_found_in_the_chain_of_its_areas() -> None:
    for row in CURRENT:
        if row["level"] == "county":
            above = [r.name for r in REGIONS.ancestors(str(row["code"]))][:-1]
            text = "".join(reversed(above)) + str(row["name"])
            (match,) = REGIONS.find(text)
            assert (match.start, match.end) == (0, len(text))
            assert match.region is not None and match.region.code == row["code"]


mixture = st.lists(
    st.one_of(
        st.sampled_from(NAMES),
        st.sampled_from(
            [
                "全市",
                "我省",
                "全区",
                "市区",
                "高新区",
                "经开区",
                "健全",
                "资本",
                "其中",
                "，",
                "、",
                "和",
                "\n",
                " ",
                "路",
            ]
        ),
        st.text("全市省区县州南北山江海东西中城新大高开路场域ab1，", max_size=4),
    ),
    max_size=12,
).map("".join)
homes = st.one_of(st.none(), st.sampled_from([str(r["code"]) for r in CURRENT]), st.just("999999"))
years = st.one_of(st.none(), st.integers(1990, 2030))


@given(mixture, homes, years)
def test_mentions_lie_in_the_text_in_order_and_apart(text: str, within: str | None, year: int | None) -> None:
    founds = REGIONS.find(text, within, year)
    at = 0
    for found in founds:
        assert at <= found.start < found.end <= len(text)
        assert found.deictic is None or text[found.start : found.end] == found.deictic
        assert found.region is not None or found.deictic is not None
        at = found.end


@given(mixture, mixture, homes)
def test_a_line_is_read_alike_wherever_it_stands(before: str, text: str, within: str | None) -> None:
    before = before.replace("\n", "") + "。\n"
    shifted = [
        (f.start - len(before), f.end - len(before), f.region)
        for f in REGIONS.find(before + text, within)
        if f.start >= len(before)
    ]
    assert shifted == [(f.start, f.end, f.region) for f in REGIONS.find(text, within)]


@given(st.sampled_from(CURRENT), years)
def test_an_area_lies_in_its_ancestors(row: dict[str, str | int | None], year: int | None) -> None:
    for area in REGIONS.ancestors(str(row["code"])):
        assert row["name"] in [r.name for r in REGIONS.by_name(str(row["name"]), area.code)]


def test_a_long_line_of_ambiguous_names_is_gone_through_once() -> None:
    text = "上海" + "鼓楼区朝阳区" * 20_000
    assert said(text) == ["上海=上海市"]


# --------------------------------------------------------------------------- rules


def test_rules_that_cannot_be_used_are_named(tmp_path: Path) -> None:
    source = default_rules_dir() / "regions.toml"
    with pytest.raises(RulesError, match="cannot be read"):
        Regions.load(tmp_path / "none")
    lacking = tmp_path / "lacking"
    lacking.mkdir()
    (lacking / "regions.toml").write_text('[names]\nendings = ["市"]\n', encoding="utf-8")
    with pytest.raises(RulesError, match="'kept'"):
        Regions.load(lacking)
    unknown = tmp_path / "unknown"
    unknown.mkdir()
    shutil.copy(source, unknown)
    text = source.read_text(encoding="utf-8").replace('cities = ["白银"', 'cities = ["白铜"')
    (unknown / "regions.toml").write_text(text, encoding="utf-8")
    with pytest.raises(RulesError, match="'白铜' is the name of nothing") as caught:
        Regions.load(unknown)
    assert caught.value.place == "common.cities"


def test_a_folder_is_loaded_once() -> None:
    assert Regions.load(default_rules_dir()) is REGIONS
