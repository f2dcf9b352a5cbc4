"""What was understood of a report: tables, repairs and oddities for `check`, what to act on for `ingest`."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus import fiscal
from corpus.levels import counted
from corpus.personal_data import told_by
from corpus.types import Finding, FindingKind, Place, Report, TableKind
from ui import textwidth

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
    FindingKind.UNREAD_NUMBER: "数の欄にあって数として読み取れない",
    FindingKind.RATE_MISMATCH: "達成率が目標と実績に合わない",
    FindingKind.GRADE_CONTRADICTS: "評価と実績・目標の向きが合わない",
    FindingKind.REPEATED_INITIATIVE: "ページをまたぐ取組をつないだ",
    FindingKind.MARKUP: "残っていた記号（HTML）を除いた",
    FindingKind.REPEATED_SECTION: "同じ見出しの文章が1つのセルに2つある",
    FindingKind.CROSS_REFERENCE: "再掲の参照",
    FindingKind.METADATA: "計画名や年度を推定した",
    FindingKind.MERGED_CELL: "複数の欄にまたがる結合セルの値",
    FindingKind.BLANK_OR_ZERO: "空欄と0が混在している",
    FindingKind.BRACKETED_TOTAL: "括弧内の累計を読み分けた",
    FindingKind.PROSE_CONTRADICTS: "文章中の数値が表と違う",
    FindingKind.UNLIKE_EDITIONS: "ほかの年度版と数値が違う",
    FindingKind.PLAIN_TABLE: "指標の表ではない表",
    FindingKind.HIDDEN_CELLS: "非表示の行・列・シート",
    FindingKind.PERSONAL_DATA: "個人情報の疑い",
}

TABLE_LABELS: dict[TableKind, str] = {
    TableKind.STACKED: "段組み（目標・実績・評価の行）",
    TableKind.COLUMNS: "列型（目標・実績・評価の列）",
    TableKind.LONG: "縦持ち（1行に1年度）",
    TableKind.SENTENCES: "文中のKPI",
    TableKind.TOTALS: "集計表",
    TableKind.PLAIN: "指標の表ではない",
}

# With these the file cannot be relied on as it was read: someone has to look at it.
ERRORS = frozenset({FindingKind.HELD_BACK, FindingKind.TOTALS_MISMATCH, FindingKind.PERSONAL_DATA})

# The report's own file may say what was not read or could not be: a person can look it up.
TO_ACT_ON = ERRORS | {
    FindingKind.LOST_NAME,
    FindingKind.LOST_DEPARTMENT,
    FindingKind.LOST_OVERVIEW,
    FindingKind.UNREAD_NUMBER,
    FindingKind.RATE_MISMATCH,
}


@dataclass(frozen=True, slots=True)
class Ways:
    """How what a person should do is done at a face: take the file in again, confirm, enter."""

    again: str
    confirm: str
    enter: str


COMMAND = Ways(
    "直したファイルを、もう一度 ingest で取り込んでください。",
    "ingest に --confirm-personal-data を付けてください。",
    "ingest に --city・--plan・--fiscal-year を付けて正しい市町村名・計画名・年度を指定してください。",
)
SCREEN = Ways(
    "直したファイルを、もう一度選んで読み込んでください。",
    "この画面の「公表してよいことを確かめました」に印を付けてください。",
    "この画面の「市町村名・計画名・年度を直す」に、正しい市町村名・計画名・年度を入力してください。",
)

_REMEDIES: dict[FindingKind, str] = {
    FindingKind.HELD_BACK: (
        "示した行を原資料（印刷物や元の表）と照らし、値を年度の列にそろえるか、区分の語（目標・実績・評価）を補ってください。"
        "{ways.again}"
    ),
    FindingKind.TOTALS_MISMATCH: (
        "集計表と、その施策の指標の評価を原資料と照らし、違っているほうを直してください。"
        "原資料どうしが食い違っているときは、直さずにそのまま取り込めます。{ways.again}"
    ),
    FindingKind.PERSONAL_DATA: (
        "個人の連絡先や個人番号であれば、示した場所から消したファイルを取り込んでください。担当課の代表電話など"
        "公表してよいものであれば、{ways.confirm}"
    ),
    FindingKind.LOST_NAME: "示した場所の名称を原資料で確かめ、ファイルに書き入れてください。{ways.again}",
    FindingKind.LOST_DEPARTMENT: "示した行の担当課を原資料で確かめ、ファイルに書き入れてください。{ways.again}",
    FindingKind.LOST_OVERVIEW: "示した行の事業概要を原資料で確かめ、ファイルに書き入れてください。{ways.again}",
    FindingKind.UNREAD_NUMBER: "示した欄の数を原資料で確かめ、打ち間違いであれば直してください。{ways.again}",
    FindingKind.RATE_MISMATCH: (
        "示した年度の目標・実績・達成率を原資料と照らし、違っているものを直してください。"
        "原資料どうしが食い違っているときは、直さずにそのまま取り込めます。{ways.again}"
    ),
    FindingKind.METADATA: "違っているときは、{ways.enter}",
}


def remedy(kind: FindingKind, ways: Ways = COMMAND) -> str:
    """Return what to do about a class of findings: where to look, how to correct the file; empty where nothing."""
    return _REMEDIES.get(kind, "").format(ways=ways)


def has_errors(report: Report) -> bool:
    """True where a finding leaves figures unread or at odds with the report's own totals."""
    return any(one.kind in ERRORS for one in report.findings)


def counts(report: Report) -> dict[str, int]:
    """Return how many of each thing were read."""
    return {
        "measures": sum(bool(one.heading) for one in report.measures),
        "initiatives": len(counted(report)),
        "blocks": sum(1 for _ in report.blocks),
        "indicators": sum(1 for _ in report.indicators),
        "observations": sum(len(one.observations) for one in report.indicators),
        "passages": sum(1 for _ in report.passages),
        "findings": len(report.findings),
    }


def inspection_json(report: Report) -> dict[str, Any]:
    """Return what was understood, table by table, and all findings as one object."""
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
        "tables": [
            {
                "place": str(one.place),
                "page": one.place.page or None,
                "row": one.place.row,
                "kind": one.kind.value,
                "label": TABLE_LABELS[one.kind],
                "title": one.title,
                "indicators": one.indicators,
                "observations": one.observations,
                "passages": one.passages,
            }
            for one in report.tables
        ],
        "plain_tables": [
            {
                "id": one.id,
                "title": one.title,
                "place": str(one.place),
                "headings": list(one.headings),
                "rows": len(one.rows),
            }
            for one in report.plain_tables
        ],
        "personal_data": [
            _personal_data_json(one) for one in report.findings if one.kind is FindingKind.PERSONAL_DATA
        ],
        "findings": [_finding_json(one) for one in report.findings],
    }


def inspection_text(report: Report) -> str:
    """Return the summary, what was read from each table, and all findings by class, for people."""
    return "\n".join([*_summary(report), *_tables(report), *_plain_tables(report), *_findings(report)])


def ingestion_text(report: Report, file: Path) -> str:
    """Return the summary, how many findings there are of each class, and whole only those to act on."""
    return "\n".join([*_summary(report), *_finding_counts(report), *_to_act_on(report, file)])


def _finding_counts(report: Report) -> Iterator[str]:
    yield f"指摘　　{len(report.findings)}件" if report.findings else "指摘　　なし"
    for kind, found in findings_by_kind(report):
        yield f"  ［{mark_of(kind)}］{FINDING_LABELS[kind]}　{len(found)}件"


def _to_act_on(report: Report, file: Path) -> Iterator[str]:
    number = 0
    for kind, found in findings_by_kind(report):
        # What `ingest` has published although it holds personal data was confirmed a moment ago.
        if kind in TO_ACT_ON and kind is not FindingKind.PERSONAL_DATA:
            number += len(found)
            yield f"\n{FINDING_LABELS[kind]}"
            for one in found:
                yield from _finding_lines(one)
            yield from _remedy(kind)
    if number:
        yield f"\n{number}件を確認してください。keikaku check {shlex.quote(str(file))} で根拠を含む一覧を表示できます。"
    else:
        yield "対応が必要な指摘はありません。"


def findings_by_kind(report: Report) -> Iterator[tuple[FindingKind, list[Finding]]]:
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


def _tables(report: Report) -> Iterator[str]:
    if report.tables:
        rows = [
            (
                _place(one.place),
                TABLE_LABELS[one.kind],
                one.title or "―",
                str(one.indicators),
                str(one.observations),
                str(one.passages),
            )
            for one in report.tables
        ]
        yield "\n表ごとの読み取り"
        for line in textwidth.aligned(("場所", "形", "表題", "指標", "数値", "文章"), rows):
            yield f"  {line}"


def _plain_tables(report: Report) -> Iterator[str]:
    if report.plain_tables:
        yield f"\n指標の表ではない表　{len(report.plain_tables)}件（印字のまま収録します）"
        for one in report.plain_tables:
            yield f"  {one.id}　{one.title or '（表題なし）'}　{_place(one.place)}から　{len(one.rows)}行"
    if report.tables or report.plain_tables:
        yield ""


def _place(place: Place) -> str:
    return f"{place.page} {place.row}行".lstrip()


def mark_of(kind: FindingKind) -> str:
    """Return how much a class of findings matters: 要確認, 確認 or 参考."""
    if kind in ERRORS:
        return "要確認"
    return "確認" if kind in TO_ACT_ON else "参考"


def _remedy(kind: FindingKind) -> Iterator[str]:
    if told := remedy(kind):
        yield f"  対応：{told}"


def _findings(report: Report) -> Iterator[str]:
    if not report.findings:
        yield "指摘　　なし"
        return
    yield f"指摘　　{len(report.findings)}件"
    for kind, found in findings_by_kind(report):
        yield f"\n［{mark_of(kind)}］{FINDING_LABELS[kind]}　{len(found)}件"
        for one in found:
            yield from _finding_lines(one)
        yield from _remedy(kind)


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


def _personal_data_json(one: Finding) -> dict[str, Any]:
    label, masked = told_by(one)
    return {"kind": label, "masked": masked, "place": str(one.place) if one.place else None}
