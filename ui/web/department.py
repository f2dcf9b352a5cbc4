"""What a department does: its initiatives with figures and commentary, and those of earlier editions."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from assistant.library import Library
from corpus.text import normalize
from corpus.types import Block, CrossReference, Initiative
from index.facts import ReportInfo
from ui.web import links
from ui.web.frame import missing, page
from ui.web.indicator_query import IndicatorQuery
from ui.web.indicator_rows import IndicatorRow, row_of
from ui.web.initiative_grades import InitiativeGrade, grades_of
from ui.web.opened import Opened, opened
from ui.web.site import Site


@dataclass(frozen=True, slots=True)
class Work:
    """One row of an initiative that a department does: its indicators in the report's own year, its grades."""

    initiative: Initiative
    block: Block
    rows: tuple[IndicatorRow, ...]
    references: tuple[CrossReference, ...]
    grades: tuple[InitiativeGrade, ...]


@dataclass(frozen=True, slots=True)
class InEdition:
    """What a department did by another edition of the plan."""

    info: ReportInfo
    name: str
    initiatives: tuple[Initiative, ...]


def router(site: Site) -> APIRouter:
    """Return the page of a department."""
    made = APIRouter(include_in_schema=False)

    @made.get("/department")
    def department(request: Request, report: str = "", name: str = "") -> HTMLResponse:
        one = opened(site.shelf(), report)
        works = _works(one, name)
        if not works:
            return missing(
                request,
                f"担当課「{name}」は、{one.info.title}にはありません。「計画を見る」から担当課を選んでください。"
                if name
                else "担当課の名前が指定されていません。「計画を見る」から担当課を選んでください。",
            )
        query = IndicatorQuery(report=one.info.name, department=name)
        return page(
            request,
            "department.html",
            title=name,
            active="plan",
            info=one.info,
            works=works,
            rows=[row for work in works for row in work.rows],
            query=query,
            catalog=one.engine.catalog,
            question=f"{one.info.title}の{name}の課題は？",
            crumbs=[(one.info.title, links.plan(one.info.name)), (name, "")],
            others=_in_editions(one.shelf.library, one.info, name),
        )

    return made


def _works(one: Opened, name: str) -> tuple[Work, ...]:
    report = one.engine.report
    return tuple(
        Work(
            initiative,
            block,
            tuple(
                row_of(one.engine, each.id, report.fiscal_year, one.shelf.errata) for each in block.indicators
            ),
            tuple(each for each in report.cross_references if each.block_id == block.id),
            grades_of(one.engine, initiative, one.shelf.errata),
        )
        for initiative in report.initiatives
        for block in initiative.blocks
        if name in block.departments
    )


def _in_editions(library: Library, info: ReportInfo, name: str) -> tuple[InEdition, ...]:
    """Return the other editions in which a department of this name does something, newest first."""
    found = []
    for other in library.editions(info):
        if other.name == info.name:
            continue
        there = library.report(other.name)
        named = next(
            (one for block in there.blocks for one in block.departments if normalize(one) == normalize(name)),
            "",
        )
        done = tuple(one for one in there.initiatives if named in one.departments) if named else ()
        if done:
            found.append(InEdition(other, named, done))
    return tuple(found)
