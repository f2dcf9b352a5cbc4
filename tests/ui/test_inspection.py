"""What `ingest` and `check` say about the findings of a report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.parse import parse_report
from corpus.types import (
    Finding,
    FindingKind,
    Place,
    PlainTable,
    Report,
    TableKind,
    TableSummary,
)
from ui import inspection

BUNDLED = next((Path(__file__).resolve().parents[2] / "corpus" / "reports").glob("*.txt"))


@pytest.fixture(scope="module")
def report() -> Report:
    return parse_report(BUNDLED)


def with_findings(report: Report, *kinds: FindingKind) -> Report:
    return replace(report, findings=tuple(Finding(kind, f"{kind.value}の指摘", "根拠の文") for kind in kinds))


def test_ingest_counts_every_class_but_tells_only_what_a_person_must_act_on(report: Report) -> None:
    kinds = (FindingKind.MARKUP, FindingKind.MARKUP, FindingKind.LOST_NAME, FindingKind.HELD_BACK)
    said = inspection.ingestion_text(with_findings(report, *kinds), Path("報告.txt"))
    assert "［参考］残っていた記号（HTML）を除いた　2件" in said
    assert "［確認］名称が失われている　1件" in said
    assert "［要確認］置き場所が決まらず採用しなかった値　1件" in said
    assert "lost_nameの指摘" in said and "held_backの指摘" in said and "markupの指摘" not in said
    last = said.splitlines()[-1]
    assert last == "2件を確認してください。keikaku check '報告.txt' で根拠を含む一覧を表示できます。"


def test_ingest_says_that_nothing_needs_doing(report: Report) -> None:
    for kinds in ((), (FindingKind.MARKUP,)):
        said = inspection.ingestion_text(with_findings(report, *kinds), BUNDLED)
        assert said.splitlines()[-1] == "対応が必要な指摘はありません。"


def test_check_tells_every_finding_with_its_evidence(report: Report) -> None:
    said = inspection.inspection_text(report)
    assert all(one.message in said and (one.evidence or "") in said for one in report.findings)


@pytest.fixture(scope="module")
def with_tables(report: Report) -> Report:
    """A report of three tables, one of them a plain one."""
    place = Place(12, 1, "3ページ")
    return replace(
        report,
        findings=(),
        tables=(
            TableSummary(Place(8, 0, "1ページ"), TableKind.STACKED, "施策① 見守り", 4, 48, 6),
            TableSummary(Place(2, 0, "シート「指標」"), TableKind.LONG, None, 10, 100, 0),
            TableSummary(place, TableKind.PLAIN, "予算の一覧", 0, 0, 2),
        ),
        plain_tables=(
            PlainTable("表1", "予算の一覧", place, ("事業", "額"), ((place, ("見守り", "100")),) * 2),
        ),
    )


def test_check_tells_table_by_table_what_was_understood(with_tables: Report) -> None:
    lines = [line.rstrip() for line in inspection.inspection_text(with_tables).splitlines()]
    at = lines.index("表ごとの読み取り")
    assert [line.split() for line in lines[at + 3 : at + 6]] == [
        ["1ページ", "8行", "段組み（目標・実績・評価の行）", "施策①", "見守り", "4", "48", "6"],
        ["シート「指標」", "2行", "縦持ち（1行に1年度）", "―", "10", "100", "0"],
        ["3ページ", "12行", "指標の表ではない", "予算の一覧", "0", "0", "2"],
    ]
    assert "指標の表ではない表　1件（印字のまま収録します）" in lines
    assert "  表1　予算の一覧　3ページ 12行から　2行" in lines


def test_json_has_the_tables_and_the_personal_data(with_tables: Report) -> None:
    found = Finding(
        FindingKind.PERSONAL_DATA, "電話番号とみられる記載「090-****-5678」があります。", "形", Place(3, 2)
    )
    body = inspection.inspection_json(replace(with_tables, findings=(found,)))
    assert [one["kind"] for one in body["tables"]] == ["stacked", "long", "plain"]
    assert body["tables"][0] | {"row": 8, "page": "1ページ", "indicators": 4} == body["tables"][0]
    (plain,) = body["plain_tables"]
    assert (plain["id"], plain["headings"], plain["rows"]) == ("表1", ["事業", "額"], 2)
    assert body["personal_data"] == [{"kind": "電話番号", "masked": "090-****-5678", "place": "3行 2列"}]
    assert body["errors"] is True


def test_every_kind_of_table_and_of_finding_has_its_words() -> None:
    assert set(inspection.TABLE_LABELS) == set(TableKind)
    assert set(inspection.FINDING_LABELS) == set(FindingKind)
    assert all(inspection.remedy(kind) for kind in inspection.TO_ACT_ON)


@pytest.mark.parametrize("kind", sorted(inspection.ERRORS))
def test_what_must_be_checked_comes_with_what_to_do(report: Report, kind: FindingKind) -> None:
    said = inspection.inspection_text(with_findings(report, kind))
    assert f"［要確認］{inspection.FINDING_LABELS[kind]}　1件" in said
    assert said.splitlines()[-1] == f"  対応：{inspection.remedy(kind)}"
