"""What is asked of an indicator's figures, and over which years, in the words that people use."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.planning.aspects import OVER_YEARS, aspect_of, since_start, years_for
from assistant.plans import Aspect

HELD = {"niigata": tuple(range(2020, 2027)), "asahi": tuple(range(2018, 2025))}


@pytest.mark.parametrize(
    ("report", "question", "aspect"),
    [
        ("niigata", "保護司の人数は？", None),
        ("niigata", "保護司数は今何人ですか", None),
        ("niigata", "支援プランの作成件数、去年は何件だった？", None),
        ("niigata", "民生委員協力員の評価は？", None),
        ("niigata", "市民後見人養成研修の修了者の目標は？", None),
        ("niigata", "保護司数の基準値は？", None),
        ("niigata", "保護司の担当はどこ？", None),
        ("niigata", "社会を明るくする運動の参加者の累計は何人？", None),
        ("niigata", "保護司の最終目標は？", None),
        ("niigata", "保護司数の移り変わりを見せて", Aspect.TREND),
        ("niigata", "民生委員協力員数の推移をグラフにして", Aspect.TREND),
        ("niigata", "成年後見制度利用者数の経年の数字が欲しい", Aspect.TREND),
        ("niigata", "保護司数を年度別に教えて", Aspect.TREND),
        ("niigata", "R3からR6までの保護司数は？", Aspect.TREND),
        ("niigata", "直近3年の保護司数", Aspect.TREND),
        ("niigata", "新規相談件数の動きはどうなってる", Aspect.TREND),
        ("niigata", "保護司数はR4以降どうなった？", Aspect.TREND),
        ("niigata", "各年度の保護司数", Aspect.TREND),
        ("niigata", "協力雇用主数を時系列で", Aspect.TREND),
        ("niigata", "協力雇用主数、毎年の数字を全部", Aspect.TREND),
        ("niigata", "R4からR6にかけて民生委員協力員はどう推移した？", Aspect.TREND),
        ("niigata", "保護司数の変遷", Aspect.TREND),
        ("niigata", "高校進学率の歴年の数字", Aspect.TREND),
        ("minato", "海岸清掃の参加者数を順番に教えて", Aspect.TREND),
        ("niigata", "保護司数は毎年増え続けている？", Aspect.STEADY),
        ("niigata", "更生保護女性会員はずっと減っているの？", Aspect.STEADY),
        ("niigata", "保護司数は右肩上がりですか", Aspect.STEADY),
        ("niigata", "成年後見制度の利用者は着実に伸びてる？", Aspect.STEADY),
        ("niigata", "協力雇用主は順調に増えてる？", Aspect.STEADY),
        ("niigata", "協力雇用主は毎年増えてますか", Aspect.STEADY),
        ("niigata", "再犯者率は年々下がってる？", Aspect.STEADY),
        ("niigata", "再犯者率は連続で下がっていますか", Aspect.STEADY),
        ("asahi", "産後ケアはR3からR5まで毎年伸びた？", Aspect.STEADY),
        ("asahi", "提供会員数は年々減り続けていますか", Aspect.STEADY),
        ("minato", "空き家の件数、右肩下がり？", Aspect.STEADY),
        ("niigata", "支援プランは毎年どれだけ増えた？", Aspect.YEARLY),
        ("niigata", "自立支援プランはR6の1年間だけで何件増えた？", Aspect.YEARLY),
        ("niigata", "単年度で見ると自立支援プランは何件？", Aspect.YEARLY),
        ("niigata", "コーディネーターの年ごとの増え幅は？", Aspect.YEARLY),
        ("niigata", "相談件数、単年度だと何件？", Aspect.YEARLY),
        ("niigata", "新規相談は各年度で何件ずつ積み上がった？", Aspect.YEARLY),
        ("niigata", "新規相談件数はR5に新しく何件増えた？", Aspect.YEARLY),
        ("asahi", "認定企業は1年で何社増えた？", Aspect.YEARLY),
        ("minato", "太陽光の補助はR7の1年間で何件？", Aspect.YEARLY),
        ("niigata", "学生ボランティアの参加者、R4からR6で合わせて何人？", Aspect.SUM),
        ("niigata", "社会を明るくする運動の参加者を全部足すと？", Aspect.SUM),
        ("niigata", "参加支援件数の通算は？", Aspect.SUM),
        ("niigata", "訪問等件数はR5とR6でのべ何件？", Aspect.SUM),
        ("niigata", "R2からR6の参加者をトータルすると？社会を明るくする運動", Aspect.SUM),
        ("asahi", "産後ケアの利用者、R3からR5の3年間の合計", Aspect.SUM),
        ("niigata", "保護司数をならすとどのくらい？", Aspect.AVERAGE),
        ("niigata", "コーディネーターの育成、年平均で何人？", Aspect.AVERAGE),
        ("niigata", "R4～R6の平均は？保護司数", Aspect.AVERAGE),
        ("niigata", "学生ボランティアがいちばん多かったのは何年度？", Aspect.HIGHEST_YEAR),
        ("niigata", "社会を明るくする運動、ピークはいつ？", Aspect.HIGHEST_YEAR),
        ("niigata", "保護司数の最高は？", Aspect.HIGHEST_YEAR),
        ("niigata", "保護司数の過去最高は何年度？", Aspect.HIGHEST_YEAR),
        ("asahi", "検討会議の開催回数が一番多い年度", Aspect.HIGHEST_YEAR),
        ("minato", "里山の参加者、ピークは何年度？", Aspect.HIGHEST_YEAR),
        ("niigata", "学生ボランティアのどん底はいつの年度？", Aspect.LOWEST_YEAR),
        ("niigata", "更生保護女性会員数が最少だったのはどの年度？", Aspect.LOWEST_YEAR),
        ("niigata", "再犯者率が一番低かったのはいつの年度？", Aspect.LOWEST_YEAR),
        ("niigata", "何年度が一番少なかった？更生保護女性会員", Aspect.LOWEST_YEAR),
        ("asahi", "ひろばの利用者が最も落ち込んだ年度は？", Aspect.LOWEST_YEAR),
        ("niigata", "289人だったのは保護司数の何年度？", Aspect.WHICH_YEAR),
        ("niigata", "自立支援プランが5,784件なのは何年度ですか", Aspect.WHICH_YEAR),
        ("niigata", "目標が157件だったのは何年度？支援プラン", Aspect.WHICH_YEAR),
        ("niigata", "自立支援プランの件数は累計ですか？", Aspect.ACCUMULATION),
        ("niigata", "新規相談件数は単年度の数字？累計の数字？", Aspect.ACCUMULATION),
        ("niigata", "民生委員協力員は目標にあと何人足りない？", Aspect.GAP),
        ("niigata", "見守りネットワークは目標との差はいくつ？", Aspect.GAP),
        ("niigata", "市民後見人の修了者は目標をどのくらい下回った？", Aspect.GAP),
        ("niigata", "公益的な活動に取り組む法人は目標をいくつ上回った？", Aspect.GAP),
        ("niigata", "計画まであと何件？支援プラン", Aspect.GAP),
        ("niigata", "支援プラン、目標を何件超えた？", Aspect.GAP),
        ("niigata", "見守りネットワーク、あとどれくらいで目標？", Aspect.GAP),
        ("niigata", "見守りネットワークって目標まで何者足りてないの", Aspect.GAP),
        ("niigata", "支援プランは目標より何件オーバーしてる？", Aspect.GAP),
        ("asahi", "男性育休、目標との開きは何ポイント？", Aspect.GAP),
        ("minato", "ごみ排出量、目標まであと何グラム？", Aspect.GAP),
        ("minato", "電動車の割合は目標を何ポイント上回った？", Aspect.GAP),
        ("niigata", "参加支援件数の達成率は？", Aspect.RATE),
        ("niigata", "参加支援件数は目標の何割できた？", Aspect.RATE),
        ("niigata", "訪問等件数の目標比は？", Aspect.RATE),
        ("niigata", "民生委員協力員の進捗率", Aspect.RATE),
        ("niigata", "支援プランは目標に対して何%だった？", Aspect.RATE),
        ("niigata", "R5の達成率は？支援プラン", Aspect.RATE),
        ("niigata", "支援プランの達成度を知りたい", Aspect.RATE),
        ("niigata", "支援プランは何割達成した？", Aspect.RATE),
        ("minato", "浄化槽への転換は目標の何%？", Aspect.RATE),
        ("niigata", "保護司は去年から何人増えた？", Aspect.CHANGE),
        ("niigata", "保護司は前年度と比べてどう？", Aspect.CHANGE),
        ("niigata", "更生保護女性会員はどれだけ減った？", Aspect.CHANGE),
        ("niigata", "学生ボランティアの前年比は？", Aspect.CHANGE),
        ("niigata", "学生ボランティアは何倍になった？", Aspect.CHANGE),
        ("niigata", "R3とR6の保護司数の差は？", Aspect.CHANGE),
        ("niigata", "R2から何人増えた？保護司", Aspect.CHANGE),
        ("niigata", "保護司数は計画が始まった頃からどう変わった？", Aspect.CHANGE),
        ("niigata", "再犯者率は改善した？", Aspect.CHANGE),
        ("niigata", "更生保護女性会員は持ち直した？", Aspect.CHANGE),
        ("niigata", "R5からR6で訪問等件数は何%伸びた？", Aspect.CHANGE),
        ("niigata", "再犯者率って上がってる下がってる？", Aspect.CHANGE),
        ("niigata", "保護司、前の年より増えてる？", Aspect.CHANGE),
        ("niigata", "相談件数の伸び率は？", Aspect.CHANGE),
        ("niigata", "保護司数は横ばい？", Aspect.CHANGE),
        ("niigata", "学生ボランティア、R5とR6ではどちらが多い？", Aspect.CHANGE),
        ("niigata", "保護司さん、結局ふえたん？へったん？", Aspect.CHANGE),
        ("niigata", "保護司数の増減を教えてほしい", Aspect.CHANGE),
        ("niigata", "更生保護女性会員、R2と比べて今は何人減ってる？", Aspect.CHANGE),
        ("niigata", "R2を起点に保護司は何人増えた？", Aspect.CHANGE),
        ("niigata", "令和4年度と令和6年度の民生委員協力員を比較して", Aspect.CHANGE),
        ("niigata", "社会を明るくする運動の参加者は一昨年度から何人変わった？", Aspect.CHANGE),
        ("niigata", "成年後見の利用者数、前年度比は？", Aspect.CHANGE),
        ("niigata", "成年後見の利用者数、前年度比で何%？", Aspect.CHANGE),
        ("niigata", "保護司数は減少傾向？", Aspect.CHANGE),
        ("asahi", "ひろばの延べ利用者はコロナ前と比べて何人減った？", Aspect.CHANGE),
        ("asahi", "待機児童数はH30からR5でどれだけ減った？", Aspect.CHANGE),
        ("asahi", "男性職員の育休取得率は何ポイント上がった？", Aspect.CHANGE),
        ("minato", "フードドライブは前年の何倍？", Aspect.CHANGE),
        ("minato", "温室効果ガスはH25と比べてどれだけ減った？", Aspect.CHANGE),
        ("minato", "普及率は伸び悩んでいる？", Aspect.CHANGE),
        ("minato", "出前講座の受講者、R4からR6までの伸び", Aspect.CHANGE),
        ("niigata", "民生委員協力員は目標を達成した？", Aspect.MET),
        ("niigata", "見守りネットワークの事業者は目標に届いた？", Aspect.MET),
        ("niigata", "利用者数は目標をクリアできてる？", Aspect.MET),
        ("niigata", "支援プランは順調？", Aspect.MET),
        ("niigata", "自立支援プランは計画どおり進んでる？", Aspect.MET),
        ("niigata", "民生委員協力員は未達成？", Aspect.MET),
        ("niigata", "協力雇用主は目標どおり増えた？", Aspect.MET),
        ("niigata", "保護司数は「増加」という目標に対して増えましたか", Aspect.MET),
        ("niigata", "支援プラン、目標超えた？", Aspect.MET),
        ("niigata", "参加支援は目標に届かなかったの？", Aspect.MET),
        ("niigata", "コーディネーター育成は目標を達成できていますか", Aspect.MET),
        ("niigata", "コーディネーター育成の達成状況は", Aspect.MET),
        ("asahi", "離職率は目標の範囲内に収まった？", Aspect.MET),
        ("minato", "ごみ排出量は目標まで下がった？", Aspect.MET),
        ("minato", "環境パートナーは計画どおり増えてる？", Aspect.MET),
        ("niigata", "民生委員協力員の目標と実績を並べて", Aspect.TARGET_AND_ACTUAL),
        ("niigata", "支援プランは目標に比べてどうだった？", Aspect.TARGET_AND_ACTUAL),
        ("niigata", "社会福祉法人数の計画値と実績値は？", Aspect.TARGET_AND_ACTUAL),
        ("niigata", "参加支援は目標48件に対して結果は？", Aspect.TARGET_AND_ACTUAL),
        ("niigata", "民生委員協力員、目標に対して今どこまで来てる？", Aspect.TARGET_AND_ACTUAL),
        ("niigata", "市民後見人は目標に対してどれだけ進んだ？", Aspect.TARGET_AND_ACTUAL),
        ("niigata", "支援プランは計画と比べてどう？", Aspect.TARGET_AND_ACTUAL),
    ],
)
def test_what_is_asked_of_the_figures(
    desks: dict[str, Any], report: str, question: str, aspect: Aspect | None
) -> None:
    assert aspect_of(desks[report].read(question)) is aspect


def test_every_aspect_that_a_wording_can_ask_for_is_tried() -> None:
    """VALUE is what is left, and SITUATION is decided by the planner from a question without any."""
    tried = {row[2] for mark in test_what_is_asked_of_the_figures.pytestmark for row in mark.args[1]}
    assert set(Aspect) - tried == {Aspect.VALUE, Aspect.SITUATION}


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("保護司は去年から何人増えた？", ()),
        ("R3とR6の保護司数の差は？", (2021, 2024)),
        ("R5からR6で訪問等件数は何%伸びた？", (2023, 2024)),
        ("令和4年度と令和6年度の民生委員協力員を比較して", (2022, 2024)),
        ("R2から何人増えた？保護司", (2020, 2024)),
        ("更生保護女性会員、R2と比べて今は何人減ってる？", (2020, 2024)),
        ("R2を起点に保護司は何人増えた？", (2020, 2024)),
        ("保護司数は計画が始まった頃からどう変わった？", (2020, 2024)),
        ("社会を明るくする運動の参加者は一昨年度から何人変わった？", (2022, 2024)),
        ("R5の達成率は？支援プラン", (2023,)),
        ("支援プランの達成度を知りたい", ()),
        ("自立支援プランはR6の1年間だけで何件増えた？", (2024,)),
        ("新規相談件数はR5に新しく何件増えた？", (2023,)),
        ("単年度で見ると自立支援プランは何件？", (2024,)),
        ("R3からR6までの保護司数は？", (2021, 2022, 2023, 2024)),
        ("直近3年の保護司数", (2022, 2023, 2024)),
        ("保護司数はR4以降どうなった？", (2022, 2023, 2024)),
        ("R4からR6にかけて民生委員協力員はどう推移した？", (2022, 2023, 2024)),
        ("学生ボランティアの参加者、R4からR6で合わせて何人？", (2022, 2023, 2024)),
        ("訪問等件数はR5とR6でのべ何件？", (2023, 2024)),
        ("R4～R6の平均は？保護司数", (2022, 2023, 2024)),
        ("保護司数の移り変わりを見せて", HELD["niigata"]),
        ("保護司数をならすとどのくらい？", HELD["niigata"]),
        ("参加支援件数の通算は？", HELD["niigata"]),
        ("保護司数の過去最高は何年度？", HELD["niigata"]),
        ("支援プランは毎年どれだけ増えた？", HELD["niigata"]),
    ],
)
def test_over_which_years(desks: dict[str, Any], question: str, years: tuple[int, ...]) -> None:
    desk = desks["niigata"]
    reading = desk.read(question)
    aspect = aspect_of(reading)
    assert aspect is not None
    assert years_for(reading, aspect, desk.engine.report) == years


@pytest.mark.parametrize("aspect", sorted(OVER_YEARS))
def test_what_needs_several_years_takes_all_where_one_or_none_is_named(
    desks: dict[str, Any], aspect: Aspect
) -> None:
    for question in ("保育所等待機児童数は？", "R4の保育所等待機児童数は？"):
        desk = desks["asahi"]
        assert years_for(desk.read(question), aspect, desk.engine.report) == HELD["asahi"]


@pytest.mark.parametrize("aspect", [Aspect.VALUE, Aspect.RATE, Aspect.MET, Aspect.GAP])
def test_what_needs_one_year_takes_the_years_named_and_no_other(
    desks: dict[str, Any], aspect: Aspect
) -> None:
    desk = desks["asahi"]
    for question, years in (("待機児童数は？", ()), ("R4の待機児童数は？", (2022,))):
        assert years_for(desk.read(question), aspect, desk.engine.report) == years


def test_years_after_the_reports_own_are_no_growth_yet(desks: dict[str, Any]) -> None:
    desk = desks["niigata"]
    reading = desk.read("R4から毎年どれだけ増えた？")
    assert years_for(reading, Aspect.YEARLY, desk.engine.report) == (2022, 2023, 2024)


def test_growth_counted_from_a_year_begins_in_the_year_after(desks: dict[str, Any]) -> None:
    desk = desks["niigata"]
    reading = desk.read("保護司はR4からどれだけ、単年度で増えた？")
    assert aspect_of(reading) is Aspect.YEARLY
    assert years_for(reading, Aspect.YEARLY, desk.engine.report) == (2023, 2024)


@pytest.mark.parametrize(
    ("question", "from_the_start"),
    [
        ("保護司数は計画が始まった頃からどう変わった？", True),
        ("保護司数は当初から何人増えた？", True),
        ("保護司数は策定時から増えた？", True),
        ("保護司数は去年から何人増えた？", False),
        ("保護司数の推移は？", False),
    ],
)
def test_a_change_since_the_beginning_of_the_plan(
    desks: dict[str, Any], question: str, from_the_start: bool
) -> None:
    assert since_start(desks["niigata"].read(question)) is from_the_start


@pytest.mark.parametrize(
    ("question", "aspect"),
    [
        ("保護司は、R6はR4のときより何人多かったんでしょう", Aspect.CHANGE),
        ("新規相談件数は通算の数しか書いてないが、R6に増えた分だけ取り出すと何件", Aspect.YEARLY),
        ("民生委員協力員の目標に対する率は", Aspect.RATE),
    ],
)
def test_more_ways_to_ask_for_a_change_or_a_rate(
    desks: dict[str, Any], question: str, aspect: Aspect
) -> None:
    assert aspect_of(desks["niigata"].read(question)) is aspect
