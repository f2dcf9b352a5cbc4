"""What `ingest` and `check` say about the findings of a report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.parse import parse_report
from corpus.types import Finding, FindingKind, Report
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
