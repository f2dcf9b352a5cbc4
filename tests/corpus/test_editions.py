"""Two editions of one plan: which indicator is which, what was restated, and what a person decided."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.edition_changes import disagreements, edition_findings, indicator_changes, match_initiatives
from corpus.editions import Decision, Match, decision_of, match_indicators, name_similarity, same_unit
from corpus.parse import parse_report
from corpus.sentence_comparison import compare_sentences, likeness
from corpus.types import FindingKind, Indicator, Kind, Observation, Report
from tests.changed_reports import with_indicators

FOLDER = Path(__file__).resolve().parents[1] / "data" / "editions"


@pytest.fixture(scope="module")
def editions() -> dict[str, Report]:
    """Three editions of the plan of one invented city: R4, R5 and R6."""
    return {year: parse_report(FOLDER / f"wakabadai-fukushi-{year}.txt") for year in ("r4", "r5", "r6")}


def between(editions: dict[str, Report], older: str, newer: str, *decisions: Decision) -> dict[str, Match]:
    """The matches of two editions by the newer one's id."""
    found = match_indicators(editions[older], editions[newer], decisions)
    return {one.newer_id: one for one in found}


def changed(report: Report, indicator_id: str, **changes: object) -> Report:
    """The report with one indicator changed."""

    def each(one: Indicator) -> Indicator:
        return replace(one, **changes) if one.id == indicator_id else one  # type: ignore[arg-type]

    return with_indicators(report, each)


def values_times(report: Report, indicator_id: str, factor: int) -> tuple[Observation, ...]:
    """The values of an indicator, each multiplied."""
    found = next(one for one in report.indicators if one.id == indicator_id)
    return tuple(
        replace(one, value=one.value * factor, printed=str(one.value * factor))
        if one.value is not None
        else one
        for one in found.observations
    )


def test_a_renumbered_indicator_with_the_same_name_is_the_same(editions: dict[str, Report]) -> None:
    match = between(editions, "r5", "r6")["①-2#1"]
    assert (match.older_id, match.certain) == ("①-1#1", True)
    assert match.evidence.startswith("指標名「地域の茶の間の設置数」が同じ。")


def test_a_reworded_indicator_is_known_by_the_values_of_shared_years(editions: dict[str, Report]) -> None:
    match = between(editions, "r5", "r6")["①-3#1"]
    assert (match.older_id, match.certain) == ("①-2#1", True)
    assert "10個の目標・実績のうち10個が一致" in match.evidence
    assert (
        "「見守り協力事業者数」から「見守りネットワークに加わる店舗・事業所の数」に変わっている"
        in match.evidence
    )


def test_one_restated_value_does_not_part_an_indicator(editions: dict[str, Report]) -> None:
    match = between(editions, "r5", "r6")["①-2#2"]
    assert (match.older_id, match.certain) == ("①-1#2", True)
    assert "1個が不一致" in match.evidence


def test_the_same_name_with_clashing_values_is_doubtful(editions: dict[str, Report]) -> None:
    match = between(editions, "r5", "r6")["②-1#2"]
    assert (match.older_id, match.certain) == ("②-1#2", False)
    assert "0個が一致、10個が不一致" in match.evidence


def test_the_same_name_with_another_unit_is_doubtful(editions: dict[str, Report]) -> None:
    newer = changed(editions["r6"], "①-2#1", unit="世帯")
    match = next(one for one in match_indicators(editions["r5"], newer) if one.newer_id == "①-2#1")
    assert not match.certain
    assert "単位が「か所」と「世帯」で違う" in match.evidence


def test_new_and_dropped_indicators_match_nothing(editions: dict[str, Report]) -> None:
    found = between(editions, "r5", "r6")
    assert "①-1#1" not in found
    assert "②-3#1" not in {one.older_id for one in found.values()}


def test_no_indicator_is_in_two_matches(editions: dict[str, Report]) -> None:
    for older, newer in (("r4", "r5"), ("r5", "r6"), ("r4", "r6")):
        found = match_indicators(editions[older], editions[newer])
        assert len({one.older_id for one in found}) == len(found)
        assert len({one.newer_id for one in found}) == len(found)


def test_an_edition_matches_itself_whole_and_certainly(editions: dict[str, Report]) -> None:
    found = match_indicators(editions["r5"], editions["r5"])
    assert all(one.certain and one.older_id == one.newer_id for one in found)
    assert len(found) == len(list(editions["r5"].indicators))


def test_few_equal_values_under_another_name_are_doubtful_at_most(editions: dict[str, Report]) -> None:
    def few(one: Indicator) -> tuple[Observation, ...]:
        return tuple(
            each for each in one.observations if each.fiscal_year in (2022,) and each.kind is not Kind.GRADE
        )

    old = next(one for one in editions["r5"].indicators if one.id == "①-2#1")
    new = next(one for one in editions["r6"].indicators if one.id == "①-3#1")
    older = changed(editions["r5"], "①-2#1", observations=few(old))
    newer = changed(editions["r6"], "①-3#1", observations=few(new))
    match = next(one for one in match_indicators(older, newer) if one.newer_id == "①-3#1")
    assert not match.certain


def test_a_lost_name_is_found_again_by_its_values(editions: dict[str, Report]) -> None:
    newer = changed(editions["r6"], "①-2#1", name=None, printed_name=None)
    match = next(one for one in match_indicators(editions["r5"], newer) if one.newer_id == "①-2#1")
    assert (match.older_id, match.certain) == ("①-1#1", True)
    assert "指標名が失われている" in match.evidence


def test_a_row_in_thousands_is_not_taken_for_the_same_value(editions: dict[str, Report]) -> None:
    newer = changed(editions["r6"], "②-1#1", observations=values_times(editions["r6"], "②-1#1", 1000))
    match = next(one for one in match_indicators(editions["r5"], newer) if one.newer_id == "②-1#1")
    assert not match.certain


def test_restated_values_are_told_with_both_places(editions: dict[str, Report]) -> None:
    found = disagreements(editions["r5"], editions["r6"], match_indicators(editions["r5"], editions["r6"]))
    told = [
        (one.match.newer_id, one.kind, one.fiscal_year, one.older.printed, one.newer.printed) for one in found
    ]
    assert told == [
        ("①-2#2", Kind.ACTUAL, 2023, "1,480", "1,512"),
        ("②-1#1", Kind.TARGET, 2025, "2,700", "2,750"),
    ]
    assert [str(one.older.place) for one in found] == ["12行 10列", "20行 12列"]
    assert [str(one.newer.place) for one in found] == ["15行 9列", "23行 11列"]


def test_numbers_in_other_spelling_are_no_disagreement(editions: dict[str, Report]) -> None:
    newer = changed(
        editions["r5"],
        "②-1#1",
        observations=tuple(
            replace(one, printed=one.printed.replace(",", ""))
            for one in next(each for each in editions["r5"].indicators if each.id == "②-1#1").observations
        ),
    )
    assert disagreements(editions["r5"], newer, match_indicators(editions["r5"], newer)) == ()


def test_changes_of_the_list_of_indicators(editions: dict[str, Report]) -> None:
    changes = indicator_changes(
        editions["r5"], editions["r6"], match_indicators(editions["r5"], editions["r6"])
    )
    assert changes.added == ("①-1#1", "②-2#1")
    assert changes.dropped == ("②-2#1", "②-3#1")
    assert [one.newer_id for one in changes.renumbered] == ["①-2#1", "①-2#2", "①-3#1"]
    assert [one.newer_id for one in changes.reworded] == ["①-2#2", "①-3#1"]
    assert [one.newer_id for one in changes.doubtful] == ["②-1#2"]


def test_findings_name_the_doubtful_match_first_and_then_the_disagreements(
    editions: dict[str, Report],
) -> None:
    found = edition_findings(editions["r5"], editions["r6"])
    assert {one.kind for one in found} == {FindingKind.UNLIKE_EDITIONS}
    assert [one.message for one in found] == [
        "wakabadai-fukushi-r5の②-1#2「ひきこもり相談の実人数」と同じ指標かどうか、確定できません。",
        "R5の実績「1,512」が、wakabadai-fukushi-r5では「1,480」と印字されています。",
        "R7の目標「2,750」が、wakabadai-fukushi-r5では「2,700」と印字されています。",
    ]
    assert [one.item_id for one in found] == ["②-1#2", "①-2#2", "②-1#1"]


def test_initiatives_are_followed_through_renumbering(editions: dict[str, Report]) -> None:
    found = match_initiatives(
        editions["r5"], editions["r6"], match_indicators(editions["r5"], editions["r6"])
    )
    assert found == {"①-2": "①-1", "①-3": "①-2", "②-1": "②-1", "②-2": "②-2"}


def decided(editions: dict[str, Report], *, same: bool) -> Decision:
    match = between(editions, "r5", "r6")["②-1#2"]
    return decision_of(
        editions["r5"], editions["r6"], match, same=same, who="福祉総務課", when="2026-04-01T09:00:00+00:00"
    )


def test_a_decision_makes_a_doubtful_match_certain(editions: dict[str, Report]) -> None:
    match = between(editions, "r5", "r6", decided(editions, same=True))["②-1#2"]
    assert (match.certain, match.decided) == (True, True)
    assert match.evidence == "福祉総務課が2026-04-01に同じ指標と判断した。"


def test_indicators_told_apart_are_never_matched_again(editions: dict[str, Report]) -> None:
    decision = decided(editions, same=False)
    assert "②-1#2" not in between(editions, "r5", "r6", decision)
    assert not [
        one
        for one in edition_findings(editions["r5"], editions["r6"], [decision])
        if "ひきこもり" in one.message
    ]


def test_the_later_of_two_decisions_on_one_pair_counts(editions: dict[str, Report]) -> None:
    both = (decided(editions, same=False), decided(editions, same=True))
    assert between(editions, "r5", "r6", *both)["②-1#2"].certain
    assert "②-1#2" not in between(editions, "r5", "r6", *reversed(both))


def test_a_decision_follows_its_indicator_to_another_number(editions: dict[str, Report]) -> None:
    decision = replace(decided(editions, same=True), newer_id="②-9#9")
    assert between(editions, "r5", "r6", decision)["②-1#2"].decided


def test_decisions_on_unknown_reports_and_indicators_are_passed_over(editions: dict[str, Report]) -> None:
    plain = between(editions, "r5", "r6")
    one = decided(editions, same=False)
    elsewhere = replace(one, newer_report="mita-koto-nai-r9")
    nothing = replace(one, newer_id="②-9#9", newer_name="見たことのない指標")
    assert between(editions, "r5", "r6", elsewhere, nothing) == plain


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("人", "名", True),
        ("か所", "箇所", True),
        ("％", "%", True),
        ("人", "世帯", False),
        ("人", None, None),
    ],
)
def test_units_that_mean_the_same(one: str, other: str | None, same: bool | None) -> None:
    assert same_unit(one, other) is same


def test_names_alike_up_to_signs_are_equal() -> None:
    assert name_similarity("子育てひろば（延べ）利用者数", "子育てひろば(延べ)利用者数") == 1.0
    assert name_similarity("保護司数", "リサイクル率") == 0.0
    assert name_similarity(None, "保護司数") == 0.0


def test_each_sentence_is_kept_changed_new_or_dropped() -> None:
    found = compare_sentences(
        ["担い手が足りない。", "12件の通報があった。", "暖房費が負担である。"],
        ["担い手が 足りない。", "19件の通報があった。", "移動手段の確保が課題である。"],
    )
    assert [(one.older, one.newer) for one in found.kept] == [("担い手が足りない。", "担い手が 足りない。")]
    assert [(one.older, one.newer) for one in found.changed] == [
        ("12件の通報があった。", "19件の通報があった。")
    ]
    assert found.new == ("移動手段の確保が課題である。",)
    assert found.dropped == ("暖房費が負担である。",)
    assert not found.unchanged


def test_a_sentence_said_twice_needs_two_counterparts() -> None:
    found = compare_sentences(["増えた。", "増えた。"], ["増えた。"])
    assert len(found.kept) == 1
    assert found.dropped == ("増えた。",)


def test_the_same_commentary_is_unchanged_and_blank_pieces_count_nothing() -> None:
    assert compare_sentences(["続ける。\n", " "], ["続ける。"]).unchanged
    assert compare_sentences([], []).unchanged


def test_likeness_leaves_figures_out() -> None:
    assert likeness("相談は1,205件であった。", "相談は980件であった。") == 1.0
    assert likeness("制度が知られていない。", "機器の費用が負担である。") == 0.0
