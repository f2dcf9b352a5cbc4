"""訂正の記録: the list, a new record for a printed value, taking one back, and the list as CSV."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request, Response

from assistant.phrasing import KIND_LABELS
from corpus.errors import StoreError
from corpus.fiscal import fiscal_year_label
from corpus.text import normalize
from corpus.types import Indicator, Kind, Observation, Report
from index.errata import (
    Erratum,
    ErratumState,
    Standing,
    in_force,
    read_errata,
    record_erratum,
    says,
    standings,
    withdraw_erratum,
)
from ui.manage import audit
from ui.manage.corrected_value import require_fitting, unit_beside
from ui.manage.desk import Desk, go_to
from ui.manage.forms import FormError
from ui.manage.gate import form_of, officers_router, visit_of
from ui.manage.overview import held_reports
from ui.taking.sheets import CSV_TYPE, Sheet, to_csv
from ui.web.site import Shelf

_SHOWN = 100  # indicators listed at once; a word narrows them down
STATES = {
    ErratumState.IN_FORCE: "有効",
    ErratumState.CARRIED_OUT: "反映済み",
    ErratumState.REPLACED: "置き換え済み",
    ErratumState.WITHDRAWN: "取り消し",
    ErratumState.NO_CELL: "該当する欄なし",
}
_COLUMNS = (
    "状態", "報告書", "指標", "名称", "年度", "種類", "場所", "原資料の表記", "訂正後", "理由", "記録者", "記録日時",
    "取り消した人", "取り消した日時", "取り消しの理由", "いまの表記",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ErratumLine:
    """One record as it is listed; `now` is what the report prints now, empty where it has no such cell.

    `replaced_by` is the corrected value of the later record that took its place.
    """

    erratum: Erratum
    state: str
    is_in_force: bool
    is_struck: bool
    year: str
    kind: str
    now: str
    replaced_by: str = ""


def router(desk: Desk) -> APIRouter:
    """Return the routes of these screens."""
    router = officers_router(desk)

    @router.get("/corrections")
    def listed(request: Request) -> Response:
        return desk.page(
            request,
            "errata.html",
            title="訂正の記録",
            section="corrections",
            lines=list(reversed(_lines(desk))),
            has_reports=bool(held_reports(desk)),
        )

    @router.get("/corrections.csv")
    def as_csv() -> Response:
        sheet = Sheet("訂正の記録", _COLUMNS, [_row(one) for one in _lines(desk)])
        named = {"content-disposition": "attachment; filename*=UTF-8''" + quote("訂正の記録.csv")}
        return Response(to_csv(sheet), media_type=CSV_TYPE, headers=named)

    @router.get("/corrections/new")
    def choose(request: Request, report: str = "", word: str = "", indicator: str = "") -> Response:
        shelf = desk.site.shelf()
        name = report or shelf.infos[0].name
        held = shelf.report(name)
        if held is None:
            raise StoreError(f"「{name}」という報告書は公開されていません。")
        if indicator:
            return _value_page(desk, request, held, _indicator(held, indicator))
        found = _matching(held, word)
        return desk.page(
            request,
            "erratum_choose.html",
            title="訂正を記録する",
            section="corrections",
            infos=shelf.infos,
            chosen=name,
            word=word,
            found=[(one, "?" + urlencode({"report": name, "indicator": one.id})) for one in found[:_SHOWN]],
            count=len(found),
        )

    @router.post("/corrections/new")
    def record(request: Request) -> Response:
        form, session = form_of(request), visit_of(request).session
        held = _report(desk.site.shelf(), form.raw("report"))
        indicator = _indicator(held, form.raw("indicator"))
        try:
            observation = _chosen_value(indicator, form.raw("cell"))
            corrected = form.needed("corrected", "訂正後の値", 40)
            if says(observation, corrected):
                raise FormError("訂正後の値が、報告書の表記と同じです。")
            require_fitting(corrected, observation, indicator, held)
            reason = form.needed("reason", "理由", 200)
            before = _in_force(desk, held).get(_cell(observation))
            if before is not None and (before.corrected, before.reason) == (corrected, reason):
                raise FormError("同じ値と同じ理由の訂正が、すでに記録されています。")
        except FormError as error:
            return _value_page(desk, request, held, indicator, str(error))
        made = record_erratum(
            desk.home, held, indicator, observation, corrected, reason=reason, who=session.who
        )
        audit.record(
            desk.home,
            session.who,
            f"訂正を記録：{made.report} {made.indicator} {_what(made)} {made.printed} → {made.corrected}"
            + (f"（先の訂正 {before.corrected} を置き換え）" if before is not None else ""),
            erratum=made.id,
        )
        replaced = (
            f"先の訂正（{before.corrected}）は、この訂正に置き換わりました。" if before is not None else ""
        )
        session.told.append(
            f"訂正を記録しました。{replaced}この値を使う答えの注に、原資料の表記とともに表示されます。"
        )
        return go_to(request, "manage/corrections")

    @router.post("/corrections/withdraw")
    def take_back(request: Request) -> Response:
        form, session = form_of(request), visit_of(request).session
        wanted = next((one for one in read_errata(desk.home) if one.id == form.raw("id")), None)
        if wanted is None or wanted.withdrawn is not None:
            raise FormError("この訂正の記録は、ないか、すでに取り消されています。一覧を開き直してください。")
        reason = form.text("reason", "取り消しの理由", 200)
        before = {line.erratum.id for line in _lines(desk) if line.is_in_force}
        withdraw_erratum(desk.home, wanted, who=session.who, reason=reason)
        audit.record(
            desk.home,
            session.who,
            f"訂正の取り消し：{wanted.report} {wanted.indicator} {_what(wanted)}",
            erratum=wanted.id,
        )
        again = _again_in_force(desk, before)
        session.told.append(
            "訂正の記録を取り消しました。記録そのものは一覧に残ります。"
            + (f"先の訂正（{again.corrected}）が、ふたたび有効になりました。" if again is not None else "")
        )
        return go_to(request, "manage/corrections")

    return router


def _value_page(
    desk: Desk, request: Request, report: Report, indicator: Indicator, problem: str = ""
) -> Response:
    form = form_of(request) if problem else None
    corrected = _in_force(desk, report)
    return desk.page(
        request,
        "erratum_value.html",
        title="訂正を記録する",
        section="corrections",
        status=400 if problem else 200,
        report=report,
        indicator=indicator,
        values=[
            (
                _key(one),
                f"{fiscal_year_label(one.fiscal_year)}の{KIND_LABELS[one.kind]}",
                one,
                unit_beside(one, indicator),
                corrected.get(_cell(one)),
            )
            for one in indicator.observations
            if one.place is not None
        ],
        problem=problem,
        typed={key: form.raw(key) if form is not None else "" for key in ("cell", "corrected", "reason")},
    )


def _key(one: Observation) -> str:
    """Return what tells one value of an indicator from its others: year, kind and place."""
    return f"{one.fiscal_year}/{one.kind.value}/{one.place}"


def _cell(one: Observation) -> tuple[int, Kind, str]:
    """Return what tells one value of a report from all others."""
    return one.fiscal_year, one.kind, str(one.place)


def _in_force(desk: Desk, report: Report) -> dict[tuple[int, Kind, str], Erratum]:
    """Return the records about a report that are in force, by their cells."""
    return {_cell(cell): one for one, cell in in_force(read_errata(desk.home), report)}


def _again_in_force(desk: Desk, before: set[str]) -> Erratum | None:
    """Return the record that is in force now and was not; taking back a later one makes it so."""
    now = (line.erratum for line in _lines(desk) if line.is_in_force)
    return next((one for one in now if one.id not in before), None)


def _chosen_value(indicator: Indicator, key: str) -> Observation:
    for one in indicator.observations:
        if one.place is not None and _key(one) == key:
            return one
    raise FormError("どの値の訂正かを選んでください。")


def _report(shelf: Shelf, name: str) -> Report:
    held = shelf.report(name)
    if held is None:
        raise StoreError(f"「{name}」という報告書は公開されていません。")
    return held


def _indicator(report: Report, wanted: str) -> Indicator:
    found = next((one for one in report.indicators if one.id == wanted), None)
    if found is None:
        raise StoreError(f"「{report.name}」に指標「{wanted}」はありません。")
    return found


def _matching(report: Report, word: str) -> list[Indicator]:
    wanted = normalize(word)
    return [one for one in report.indicators if wanted in normalize(f"{one.id} {one.name or ''}")]


def _lines(desk: Desk) -> list[ErratumLine]:
    """Return all records in the order recorded."""
    errata = read_errata(desk.home)
    shelf = desk.site.shelf() if errata and held_reports(desk) else None
    found: dict[str, ErratumLine] = {}
    for name in dict.fromkeys(one.report for one in errata):
        about = (one for one in errata if one.report == name)
        for one in standings(about, shelf.report(name) if shelf is not None else None):
            found[one.erratum.id] = _line(one)
    return [found[one.id] for one in errata]


def _line(standing: Standing) -> ErratumLine:
    one = standing.erratum
    return ErratumLine(
        erratum=one,
        state=STATES[standing.state],
        is_in_force=standing.state is ErratumState.IN_FORCE,
        is_struck=standing.state in (ErratumState.WITHDRAWN, ErratumState.REPLACED),
        year=fiscal_year_label(one.fiscal_year),
        kind=KIND_LABELS[Kind(one.kind)],
        now=standing.cell.printed if standing.cell is not None else "",
        replaced_by=standing.replaced_by.corrected if standing.replaced_by is not None else "",
    )


def _row(line: ErratumLine) -> list[str]:
    one, back = line.erratum, line.erratum.withdrawn
    return [
        line.state, one.report, one.indicator, one.name, line.year, line.kind, one.place, one.printed,
        one.corrected, one.reason, one.who, one.when,
        *((back.who, back.when, back.reason) if back is not None else ("", "", "")), line.now,
    ]  # fmt: skip


def _what(one: Erratum) -> str:
    return f"{fiscal_year_label(one.fiscal_year)}の{KIND_LABELS[one.kind]}"
