"""What a clause goes on with: the total behind its parts and brackets, the amount before an average, the animals of a
list — and what ends such a chain."""

from __future__ import annotations

import pytest

from tests.reading import period, records

CITY = "临川市2023年统计公报\n2024年3月20日\n"
PROGRESS = "2023年临川市民生实事项目进展情况\n2023年10月16日\n"


def told(text: str, head: str = CITY) -> list[tuple[str, str]]:
    """Indicator as the text names it, and number, of every record."""
    return [(r.indicator, r.raw_text) for r in records(head + text)]


def test_behind_a_bracket_the_text_goes_on_with_what_stood_before_it() -> None:
    got = told("全市现有民办培训学校126所（含技工类学校18所），比上年增加4所。")
    assert got[2] == (got[0][0], "4所") and got[1][0] == "技工类学校"


def test_a_new_sentence_goes_on_with_the_total_and_not_with_its_part() -> None:
    got = told("新增储能柜8600个，其中公共储能柜2100个。已新增7300个。")
    assert [n for n, _ in got] == ["新增储能柜", "新增公共储能柜", "新增储能柜"]


def test_a_total_in_the_middle_of_a_sentence_gives_its_name_to_no_other() -> None:
    got = told("研究生招生3.2万人，比上年增长4.1%，其中博士生0.4万人。毕业研究生2.6万人，其中，毕业博士生0.2万人。")
    assert [n for n, _ in got[-2:]] == ["毕业研究生数", "毕业博士生"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("出栏生猪35.2万头，增长4.5%；牛2.9万头，下降3.2%。", ["生猪出栏量", "生猪出栏量", "出栏牛", "出栏牛"]),
        ("生猪出栏35.2万头，羊3.7万只，增长1.4%。", ["生猪出栏量", "羊出栏量", "羊出栏量"]),
    ],
)
def test_the_animals_of_a_list_share_what_happens_to_them(text: str, names: list[str]) -> None:
    assert [n for n, _ in told(text)] == names


def test_what_follows_a_number_that_was_passed_over_is_not_about_the_one_before() -> None:
    got = told("货车拥有量12.5万辆，增长0.4%，丙28.3万辆，增长1.5%。")
    assert "1.5%" not in [raw for _, raw in got]


def test_an_average_alone_is_one_of_the_amount_just_stated() -> None:
    assert told("完成公交客运量1.28亿人次，日均35万人次。")[1] == ("日均公交客运量", "35万人次")


def test_two_units_of_one_thing_are_no_two_things() -> None:
    got = told("全市城乡低保对象2.16万户3.52万人。")
    assert not any("农村" in n or "城镇" in n for n, _ in got) and len(got) == 2


def test_a_change_has_the_unit_of_its_indicator() -> None:
    got = records(CITY + "公路桥梁2107座、95288延米，分别比上年增加46座、9523延米。")
    assert {r.unit for r in got if r.indicator_id == "transport.bridges"} <= {"座"}
    assert [r.indicator for r in got][3] != [r.indicator for r in got][2]


def test_a_rate_per_head_leaves_no_body_behind() -> None:
    got = records(CITY + "每千人口医疗卫生机构床位数7.1张。累计投入资金2.6亿元。")
    assert got[1].unit == "元" and not got[1].indicator.startswith("每千人口")


def test_names_behind_a_level_of_administration_keep_their_first_character() -> None:
    assert [n for n, _ in told("年末省道里程404公里，县道里程1696公里。")] == ["省道里程", "县道里程"]


def test_two_ratios_of_two_years() -> None:
    got = records(CITY + "三次产业结构由上年的9.6:45.1:45.3优化调整为9.2:44.9:45.9。")
    assert [(period(r), str(r.value)) for r in got] == [
        *(("2022", v) for v in ("9.6", "45.1", "45.3")),
        *(("2023", v) for v in ("9.2", "44.9", "45.9")),
    ]


def test_a_label_before_a_colon_says_what_is_aimed_at() -> None:
    text = "年度目标任务：建设社区食堂60个、农村助餐点110个。进展：已建成社区食堂58个。"
    assert [r.status for r in records(PROGRESS + text)] == ["target", "target", "actual"]
    assert [r.status for r in records(PROGRESS + "环境的事也已妥善安排：建成中转站6座。")] == ["actual"]


def test_a_day_that_sums_up_ends_what_was_planned() -> None:
    text = "年度计划实施道路提升150公里，截止9月30日，完成132公里。"
    assert [(r.raw_text, r.status) for r in records(PROGRESS + text)] == [("150公里", "target"), ("132公里", "actual")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("开展救护培训1.2万人次，完成年度任务的108%。", "开展救护培训年度任务完成率"),
        ("已新建泊位1.3万个，完成88%。", "新建泊位完成率"),
        ("改造燃气管网210公里。目前已开工190公里，开工率90.5%，完工85公里。", "燃气管网完工里程"),
        ("酒的制造业增加值增长9.3%，电力、热力生产和供应业下降2.1%。", "电力、热力生产和供应业增加值"),
        ("3.人民医院迁建项目：占地180亩，估算总投资12亿元。", "人民医院迁建项目估算总投资"),
        ("小学招生减少2.5万人，在校生增加5.4万人。", "小学在校生数"),
    ],
)
def test_names_that_need_what_stood_before(text: str, name: str) -> None:
    assert told(text, PROGRESS)[-1][0] == name


def test_a_heading_that_names_a_field_completes_what_is_counted() -> None:
    text = "2023年全国教育统计公报\n一、义务教育\n（一）小学阶段\n招生1877.8万人，在校生1.08亿人。\n"
    assert [r.indicator for r in records(text)] == ["小学招生数", "小学在校生数"]


def test_the_bound_of_a_class_counts_nothing() -> None:
    assert told("66人及以上的超大班额基本消除，小班化比例为0.2%。") == [("小班化比例", "0.2%")]


def test_areas_named_in_turn_hold_for_the_next_values_in_turn() -> None:
    text = "北京、天津人均支出分别为3038元、2680元，北京是天津的1.1倍；人均收入分别为16022元、12456元。"
    got = records("2023年京津冀统计分析\n2024年3月20日\n" + text)
    assert [r.region for r in got[-2:]] == ["北京市", "天津市"]


def test_the_last_number_of_a_list_gives_its_unit_to_all() -> None:
    got = records(CITY + "二氧化硫、二氧化氮年均浓度分别为8、22微克/立方米。")
    assert [(r.raw_text, str(r.value), r.unit) for r in got] == [
        ("8", "8", "微克/立方米"),
        ("22微克/立方米", "22", "微克/立方米"),
    ]
    assert not [r for r in records(CITY + "甲、乙产量分别为3、5万吨。") if r.raw_text == "3"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("抽检工业产品1562批次，合格率93.2%。", ("工业产品合格率", "93.2%")),
        ("新设经营主体13.2万户，日均新设363户，其中新设企业4.1万户。", ("新登记企业数", "4.1万户")),
        ("PM10、PM2.5浓度分别上升8.8%、2.1%。", ("细颗粒物(PM2.5)年平均浓度", "2.1%")),
        ("其他完成投资（包括移民补偿等）36.8亿元。", ("其他完成投资（包括移民补偿等）", "36.8亿元")),
    ],
)
def test_whose_a_number_is_within_a_sentence(text: str, expected: tuple[str, str]) -> None:
    name, raw = told(text)[-1]
    assert raw == expected[1] and name.startswith(expected[0][:4]) and "新设新设" not in name


def test_a_number_without_a_unit_that_was_passed_over_ends_the_chain() -> None:
    assert "0.02" not in [raw for _, raw in told("定期检验率99.8%，万台死亡率0.05，较上年下降0.02。")]


def test_a_report_on_months_holds_for_them() -> None:
    text = (
        "2024年上半年临川市经济运行情况\n2024年7月24日\n"
        "上半年，实现地区生产总值598.7亿元。其中，第一产业增加值38.3亿元。\n"
        "6月末，存款余额526.3亿元，比年初增加26.4亿元；贷款余额391.7亿元，增长9.8%。全年计划投资36亿元。\n"
    )
    got = {r.raw_text: r for r in records(text)}
    assert period(got["38.3亿元"]) == "2024-01/2024-06" and period(got["598.7亿元"]) == "2024-01/2024-06"
    assert got["26.4亿元"].base_period == "2024-01-01" and got["9.8%"].base_period == "2023-06-30"
    assert period(got["36亿元"]) == "2024"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("新能源汽车零售额增长38.4%，智能手机增长17.2%，可穿戴设备增长26.9%。", "可穿戴设备零售额"),
        ("规模以上工业增加值增长8.7%。37个大类中27个实现增长，其中食品制造业增长14.2%。", "食品制造业增加值"),
        ("八大类商品价格“六涨二降”：衣着上涨1.6%，交通通信下降0.9%。", "交通通信类居民消费价格指数"),
        ("761座大型水库年末蓄水总量4284.4亿立方米。", "大型水库蓄水总量"),
    ],
)
def test_what_a_list_measures_it_says_once(text: str, name: str) -> None:
    assert told(text)[-1][0] == name


def test_things_are_counted_without_what_is_measured_of_them() -> None:
    assert told("761座大型水库年末蓄水总量4284.4亿立方米。")[0] == ("大型水库", "761座")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "建成区绿地率33.1%，人均公园绿地面积15.7平方米，分别较2021年提高0.4个百分点和0.5平方米。",
            [("建成区绿地率", "change"), ("人均公园绿地面积", "change")],
        ),
        (
            "养老保险参保人数、医疗保险参保率分别达201万人、99.8%。",
            [("养老保险参保人数", "level"), ("医疗保险参保率", "level")],
        ),
    ],
)
def test_values_of_other_kinds_in_turn(text: str, expected: list[tuple[str, str]]) -> None:
    got = records(CITY + text)[-2:]
    assert [(r.indicator_raw, r.measure) for r in got] == expected


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("涉及农户56.8万户、223万人。", ["涉及农户", "涉及农户"]),
        ("发生森林火灾3起；林业有害生物发生面积579万亩。", ["森林火灾起数", "林业有害生物发生面积"]),
        ("经济林果面积2350万亩，产量980万吨，产值620亿元。", ["经济林果面积", "经济林果产量", "经济林果产值"]),
        ("选聘护林员6.7万名，人均年补助8000元，带动28.5万人脱贫。", ["选聘护林员", "人均年补助", "护林员带动人数"]),
        ("甲乙高速临川段累计完成投资156亿元。", ["甲乙高速临川段完成投资"]),
        ("锂电产业集群产值超千亿，同比增长22%。", ["锂电产业集群产值"]),
        ("特困人员2.3万人，其中集中供养0.4万人。", ["特困人员救助供养人数", "集中供养特困人员数"]),
        (
            "各类养老机构198家，其中公办86家；养老床位4.1万张，护理型床位占比达71.3%。",
            ["养老机构数", "公办养老机构数", "养老服务床位总数", "护理型床位占比"],
        ),
        (
            "新增单项冠军3家、瞪羚企业11家，累计分别达12家、58家。",
            ["新增单项冠军", "新增瞪羚企业", "单项冠军", "瞪羚企业数"],
        ),
    ],
)
def test_names_of_a_chain(text: str, names: list[str]) -> None:
    assert [n for n, _ in told(text)] == names


def test_an_item_keeps_the_total_above_it_for_its_first_sentence_only() -> None:
    text = "——投资更足。固定资产投资增长7.2%，其中制造业投资增长15.3%。实施重大项目86个，完成投资412亿元。"
    assert told(text)[-2:] == [("实施重大项目", "86个"), ("重大项目完成投资", "412亿元")]


def test_numbers_of_a_list_within_a_line_are_no_part_of_names() -> None:
    got = told("民生实事：1.建成服务站50个；2.新增认知照护床位200张。")
    assert [n for n, _ in got] == ["建成服务站", "新增认知照护床位"]


def test_a_pledge_before_what_came_of_it() -> None:
    text = (
        "1. 新增托位2000个（其中公办800个），已完成1860个。\n2. 新增泊位1.5万个。已新增1.3万个。\n3. 培训3200人次。\n"
    )
    states = ["target", "target", "actual", "target", "actual", "actual"]
    assert [r.status for r in records(PROGRESS + text)] == states
    assert {r.status for r in records(CITY + text)} == {"actual"}


def test_places_of_amounts_in_turn() -> None:
    got = told("固定资产投资增长7.2%，其中制造业投资增长15.3%，分别居全省第3、第1位。")
    assert [n for n, _ in got[2:]] == ["固定资产投资全省排名", "制造业投资全省排名"]
