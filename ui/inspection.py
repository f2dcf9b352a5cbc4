"""What was understood of a report: every repair and oddity for `check`, what to act on for `ingest`."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus import fiscal
from corpus.types import Finding, FindingKind, Report

FINDING_LABELS: dict[FindingKind, str] = {
    FindingKind.SHIFTED_ROW: "ずれた行を正しい年度に戻した",
    FindingKind.SURPLUS_VALUE: "年度の数より多い値を除いた",
    FindingKind.HELD_BACK: "置き場所が決まらず採用しなかった値",
    FindingKind.STRAY_ROW: "どの指標のものでもない空の行",
    FindingKind.LOST_NAME: "名称が失われている",
    FindingKind.LOST_DEPARTMENT: "担当課が失われている",
    FindingKind.LOST_OVERVIEW: "事業概要が失われている",
    FindingKind.SWAPPED_CELLS: "入れ替わったセルを戻した",
    FindingKind.MISPLACED_CELLS: "別の列にあるセルを戻した",
    FindingKind.MISSING_HEADING_COLUMN: "見出しの列が欠けている",
    FindingKind.INFERRED_GRADE: "集計から推定した評価",
    FindingKind.BLANK_VALUE: "実績または評価が空欄",
    FindingKind.TOTALS_MISMATCH: "報告書の集計と合わない",
    FindingKind.GRADE_CONTRADICTS: "評価と実績・目標の向きが合わない",
    FindingKind.REPEATED_INITIATIVE: "ページをまたぐ取組をつないだ",
    FindingKind.MARKUP: "残っていた記号（HTML）を除いた",
    FindingKind.REPEATED_SECTION: "同じ見出しの文章が1つのセルに2つある",
    FindingKind.CROSS_REFERENCE: "再掲の参照",
    FindingKind.METADATA: "計画名や年度を推定した",
    FindingKind.MERGED_CELL: "複数の欄にまたがる結合セルの値",
    FindingKind.BLANK_OR_ZERO: "空欄と0が混在している",
    FindingKind.PROSE_CONTRADICTS: "文章中の数値が表と違う",
    FindingKind.UNLIKE_EDITIONS: "ほかの年度版と数値が違う",
    FindingKind.PLAIN_TABLE: "指標の表ではない表",
    FindingKind.HIDDEN_CELLS: "非表示の行・列・シート",
    FindingKind.PERSONAL_DATA: "個人情報の疑い",
}

# With these the figures cannot be relied on as they were read: someone has to look at the file.
ERRORS = frozenset({FindingKind.HELD_BACK, FindingKind.TOTALS_MISMATCH})

# The report's own file may say what was not read or could not be: a person can look it up.
TO_ACT_ON = ERRORS | {FindingKind.LOST_NAME, FindingKind.LOST_DEPARTMENT, FindingKind.LOST_OVERVIEW}


def has_errors(report: Report) -> bool:
    """True where a finding leaves figures unread or at odds with the report's own totals."""
    return any(one.kind in ERRORS for one in report.findings)


def counts(report: Report) -> dict[str, int]:
    """Return how many of each thing were read."""
    return {
        "measures": len(report.measures),
        "initiatives": sum(1 for _ in report.initiatives),
        "blocks": sum(1 for _ in report.blocks),
        "indicators": sum(1 for _ in report.indicators),
        "observations": sum(len(one.observations) for one in report.indicators),
        "passages": sum(1 for _ in report.passages),
        "findings": len(report.findings),
    }


def inspection_json(report: Report) -> dict[str, Any]:
    """Return what was understood and all findings as one object."""
    return {
        "report": report.name,
        "title": report.title,
        "city": report.city,
        "plan": report.plan,
        "fiscal_year": report.fiscal_year,
        "years": list(report.years),
        "digest": report.digest,
        "counts": counts(report),
        "errors": has_errors(report),
        "findings": [_finding_json(one) for one in report.findings],
    }


def inspection_text(report: Report) -> str:
    """Return the summary and all findings by class, for people."""
    return "\n".join([*_summary(report), *_findings(report)])


def ingestion_text(report: Report, file: Path) -> str:
    """Return the summary, how many findings there are of each class, and whole only those to act on."""
    return "\n".join([*_summary(report), *_finding_counts(report), *_to_act_on(report, file)])


def _finding_counts(report: Report) -> Iterator[str]:
    yield f"指摘　　{len(report.findings)}件" if report.findings else "指摘　　なし"
    for kind, found in _by_kind(report):
        yield f"  ［{'確認' if kind in TO_ACT_ON else '参考'}］{FINDING_LABELS[kind]}　{len(found)}件"


def _to_act_on(report: Report, file: Path) -> Iterator[str]:
    number = 0
    for kind, found in _by_kind(report):
        if kind in TO_ACT_ON:
            number += len(found)
            yield f"\n{FINDING_LABELS[kind]}"
            for one in found:
                yield from _finding_lines(one)
    if number:
        yield f"\n{number}件を確認してください。keikaku check {shlex.quote(str(file))} で根拠を含む一覧を表示できます。"
    else:
        yield "対応が必要な指摘はありません。"


def _by_kind(report: Report) -> Iterator[tuple[FindingKind, list[Finding]]]:
    """Yield the findings of each class there is, in the order of the classes."""
    for kind in FindingKind:
        if found := [one for one in report.findings if one.kind is kind]:
            yield kind, found


def _summary(report: Report) -> Iterator[str]:
    number = counts(report)
    first, last = report.years[0], report.years[-1]
    yield f"報告書　{report.name}"
    yield f"計画　　{report.plan or '（読み取れません）'}"
    yield f"市　　　{report.city or '（読み取れません）'}"
    yield (
        f"年度　　{fiscal.fiscal_year_label(report.fiscal_year)}"
        f"（収録 {fiscal.era_label(first)}〜{fiscal.era_label(last)}）"
    )
    yield (
        f"内容　　施策{number['measures']}　取組{number['initiatives']}　担当課の行{number['blocks']}"
        f"　指標{number['indicators']}　数値{number['observations']}　文章{number['passages']}"
    )


def _findings(report: Report) -> Iterator[str]:
    if not report.findings:
        yield "指摘　　なし"
        return
    yield f"指摘　　{len(report.findings)}件"
    for kind, found in _by_kind(report):
        mark = "要確認" if kind in ERRORS else "参考"
        yield f"\n［{mark}］{FINDING_LABELS[kind]}　{len(found)}件"
        for one in found:
            yield from _finding_lines(one)


def _finding_lines(one: Finding) -> Iterator[str]:
    where = "　".join(part for part in (one.item_id, str(one.place) if one.place else None) if part)
    yield f"  {where}　{one.message}" if where else f"  {one.message}"
    if one.evidence:
        yield f"      根拠：{one.evidence}"


def _finding_json(one: Finding) -> dict[str, Any]:
    return {
        "kind": one.kind.value,
        "label": FINDING_LABELS[one.kind],
        "message": one.message,
        "evidence": one.evidence,
        "place": str(one.place) if one.place else None,
        "item": one.item_id,
        "error": one.kind in ERRORS,
    }
