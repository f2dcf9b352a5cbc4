"""What the reports hold, for other programs: reports, indicators with their values, commentary."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from assistant.engine import Engine
from corpus.errors import KeikakuError
from corpus.text import normalize
from corpus.types import Block, Passage, PassageKind
from ui.export import export_rows
from ui.listing import report_json
from ui.taking.indicator_sheet import indicator_json
from ui.web.api import ERRORS, PREFIX
from ui.web.api_models import IndicatorsOut, IndicatorValuesOut, InitiativesOut, PassagesOut, ReportsOut
from ui.web.indicator_query import query_from
from ui.web.indicator_rows import find, rows_of
from ui.web.initiative_grades import initiative_json
from ui.web.opened import opened
from ui.web.refusing import error_json
from ui.web.site import Site

_MOST = 500
_ReportName = Annotated[str, Query(description="報告書の名前。省くと最も新しい報告書")]


class NoSuchIndicatorError(KeikakuError):
    """The report has no indicator of this number."""

    def __init__(self, number: str, report: str) -> None:
        super().__init__(f"報告書「{report}」に、番号「{number}」の指標はありません。")


def router(site: Site) -> APIRouter:
    """Return the addresses of the reports' content."""
    made = APIRouter(prefix=PREFIX, responses=ERRORS, tags=["収録データ"])

    @made.get("/reports", response_model=ReportsOut, summary="報告書の一覧")
    def reports() -> dict[str, Any]:
        """収録している報告書を返します。"""
        shelf = site.shelf()
        return {"generation": shelf.generation, "reports": [report_json(one) for one in shelf.infos]}

    @made.get("/initiatives", response_model=InitiativesOut, summary="取組の一覧")
    def initiatives(report: _ReportName = "") -> dict[str, Any]:
        """報告書の取組を、担当課、指標の番号、取組全体に付けられた評価とともに、印字された順で返します。"""
        one = opened(site.shelf(), report)
        found = [initiative_json(one.engine, each) for each in one.engine.report.initiatives]
        return {
            "generation": one.shelf.generation,
            "report": one.info.name,
            "count": len(found),
            "initiatives": found,
        }

    @made.get("/indicators", response_model=IndicatorsOut, summary="指標の一覧")
    def indicators(
        request: Request,
        report: _ReportName = "",
        measure: Annotated[str, Query(description="施策の番号")] = "",
        department: Annotated[str, Query(description="担当課")] = "",
        grade: Annotated[
            list[str] | None, Query(description="評価。複数並べられます。none は評価なし")
        ] = None,
        year: Annotated[str, Query(description="年度（R6、2024 など）。省くと報告書の年度")] = "",
        met: Annotated[str, Query(description="目標の達成：yes、no、unknown")] = "",
        change: Annotated[str, Query(description="前年度からの増減：up、down、same")] = "",
        word: Annotated[str, Query(description="名前などに含まれる語")] = "",
        sort: Annotated[
            str,
            Query(
                description="並び順：number、name、target、actual、rate、gap、change、grade。- を付けると逆順"
            ),
        ] = "",
    ) -> Any:
        """条件に合う指標を、その年度の目標・実績・達成率・評価とともに返します。条件は「指標を探す」の画面と同じです。"""
        query = query_from(request.query_params.multi_items())
        if query.unread:
            told = "、".join(f"{label}「{value}」" for label, value in query.unread)
            return error_json(f"次の条件を読み取れません：{told}。", 422)
        shelf = site.shelf()
        found = find(shelf, query)
        return {
            "generation": shelf.generation,
            "report": found.engine.report.name,
            "fiscal_year": found.year,
            "total": found.total,
            "count": len(found.ids),
            "rows": [indicator_json(one) for one in rows_of(found, found.ids)],
        }

    @made.get("/indicators/{indicator}", response_model=IndicatorValuesOut, summary="1つの指標のすべての値")
    def indicator(indicator: str, report: _ReportName = "") -> Any:
        """指標に印字されたすべての値を、原文での場所とともに返します。番号の # は %23 と書きます。"""
        one = opened(site.shelf(), report)
        catalog = one.engine.catalog
        number = _number_of(indicator, one.engine)
        if number is None:
            hint = "番号は /api/v1/indicators で確かめられます。"
            return error_json(str(NoSuchIndicatorError(indicator, one.info.name)), 404, hint)
        return {
            "generation": one.shelf.generation,
            "report": one.info.name,
            "indicator": number,
            "name": catalog.name(number),
            "unit": catalog.indicators[number].unit,
            "measure": catalog.measure_of[number],
            "initiative": catalog.initiative_of[number],
            "departments": list(catalog.blocks[catalog.block_of[number]].departments),
            "values": [row for row in export_rows([one.engine.report]) if row["indicator"] == number],
        }

    @made.get("/passages", response_model=PassagesOut, summary="記述の一覧")
    def passages(
        report: _ReportName = "",
        word: Annotated[str, Query(description="文に含まれる語。空白で区切ると、すべてを含む欄")] = "",
        initiative: Annotated[str, Query(description="取組の番号")] = "",
        department: Annotated[str, Query(description="担当課")] = "",
        kind: Annotated[
            PassageKind | None,
            Query(
                description="欄の種類：overview 事業概要、status 取組状況、issues 課題・対応策、remarks 総評、"
                "table_row 指標でない表の行、other その他"
            ),
        ] = None,
        offset: Annotated[int, Query(ge=0, description="何件目から（0から数えます）")] = 0,
        limit: Annotated[int, Query(ge=1, le=_MOST, description="何件まで")] = 100,
    ) -> Any:
        """条件に合う記述の欄を、原文のとおりに場所とともに、印字された順で返します。"""
        one = opened(site.shelf(), report)
        initiative_of = one.engine.catalog.initiative_of
        words = [normalize(part) for part in word.split()]
        found = [
            (block, passage)
            for block, passage in _passages(one.engine)
            if (kind is None or passage.kind is kind)
            and (not initiative or (block is not None and initiative_of[block.id] == initiative))
            and (not department or (block is not None and department in block.departments))
            and all(part in normalize(passage.text) for part in words)
        ]
        return {
            "generation": one.shelf.generation,
            "report": one.info.name,
            "count": len(found),
            "offset": offset,
            "passages": [
                {
                    "report": one.info.name,
                    "source": passage.source,
                    "initiative": None if block is None else initiative_of[block.id],
                    "departments": [] if block is None else list(block.departments),
                    "column": passage.column,
                    "kind": passage.kind.value,
                    "text": passage.text,
                    "printed": passage.printed,
                    "place": str(passage.place),
                }
                for block, passage in found[offset : offset + limit]
            ],
        }

    return made


def _number_of(given: str, engine: Engine) -> str | None:
    """Return the number of an indicator as the report has it, whatever width it is typed in."""
    held = engine.catalog.indicators
    return next((one for one in held if one == given or normalize(one) == normalize(given)), None)


def _passages(engine: Engine) -> Iterator[tuple[Block | None, Passage]]:
    for block in engine.report.blocks:
        for one in block.passages:
            yield block, one
    for one in engine.report.passages_outside_blocks:
        yield None, one
