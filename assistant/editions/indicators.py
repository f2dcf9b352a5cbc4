"""How the indicators of a plan changed between two editions, and which values were restated."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.choosing import conversation_in
from assistant.conversation import Conversation
from assistant.editions.asked import EditionQuestion
from assistant.library import Library, edition_text
from assistant.phrasing import KIND_LABELS, observation_text
from assistant.planning.wanted import kinds_of
from assistant.types import Answer, Citation, Route, Status
from assistant.understanding.reading import read_question
from corpus.edition_changes import disagreements, indicator_changes
from corpus.editions import Match
from corpus.fiscal import era_label
from index.facts import ReportInfo


class _Told:
    """Lines of an answer with the indicators that they are about."""

    def __init__(self, older: ReportInfo, newer: ReportInfo, library: Library) -> None:
        self.older, self.newer, self._library = older, newer, library
        self.lines: list[str] = []
        self.rows: list[str] = []
        self.citations: list[Citation] = []

    def name(self, info: ReportInfo, item_id: str) -> str:
        """Return 番号「指標名」, cited by its printed name where there is one."""
        indicator = self._library.engine(info.name).catalog.indicators[item_id]
        self.cite(info, item_id, str(indicator.place), indicator.printed_name or indicator.name or "")
        return f"{item_id}「{self._library.engine(info.name).catalog.name(item_id)}」"

    def cite(self, info: ReportInfo, item_id: str, place: str, quote: str) -> None:
        """Cite what an edition prints."""
        citation = Citation(self._library.qualified(info.name, item_id), info.name, place, quote)
        if quote and citation not in self.citations:
            self.citations.append(citation)

    def row(self, info: ReportInfo, item_id: str) -> None:
        """Add an indicator to the rows that the answer lists, once."""
        row = self._library.qualified(info.name, item_id)
        if row not in self.rows:
            self.rows.append(row)

    def finish(self, reading: str) -> Answer:
        """Return the finished answer."""
        return Answer(
            Status.ANSWERED,
            Route.TABLE,
            "\n".join(self.lines),
            f"{era_label(self.older.fiscal_year)}と{era_label(self.newer.fiscal_year)}の報告書・{reading}",
            rows=tuple(self.rows),
            sources=tuple(dict.fromkeys([*self.rows, *(one.source for one in self.citations)])),
            citations=tuple(self.citations),
        )


def answer_indicator_changes(
    asked: EditionQuestion, older: ReportInfo, newer: ReportInfo, library: Library
) -> Answer:
    """List the indicators that came, went, or got another number or name; `asked.parts` restricts it."""
    report, former = library.report(newer.name), library.report(older.name)
    changes = indicator_changes(former, report, library.matches(older.name, newer.name))
    told = _Told(older, newer, library)
    parts = asked.parts or ("added", "dropped", "renumbered", "reworded")
    told.lines.append(f"{edition_text(older)}と{edition_text(newer)}の指標を比べました。")
    if "added" in parts:
        _section(told, "新しく加わった指標", newer, changes.added)
    if "dropped" in parts:
        _section(told, "なくなった指標", older, changes.dropped)
    if "renumbered" in parts:
        _moved(told, "番号が変わった指標", changes.renumbered)
    if "reworded" in parts:
        _moved(told, "名称が変わった指標", changes.reworded)
    if changes.doubtful:
        told.lines.append(
            "同じ指標かどうか確定できないものは、次のとおりです（keikaku matches で判断を記録できます）。"
        )
        for one in changes.doubtful:
            told.lines.append(
                f"- {told.name(older, one.older_id)}と{told.name(newer, one.newer_id)}: {one.evidence}"
            )
            told.citations += [it for it in _values(one, told, library) if it not in told.citations]
    labels = {"added": "追加", "dropped": "廃止", "renumbered": "番号の変更", "reworded": "名称の変更"}
    return told.finish("指標の" + "・".join(labels[one] for one in parts))


def answer_restated(
    folded: str, older: ReportInfo, newer: ReportInfo, before: Conversation, library: Library
) -> Answer:
    """List the values that two editions print differently, of the indicators asked about or of all."""
    report, former = library.report(newer.name), library.report(older.name)
    engine = library.engine(newer.name)
    found = disagreements(former, report, library.matches(older.name, newer.name))
    wanted = _asked_for(folded, newer, before, library)
    kinds = kinds_of(read_question(folded, engine.catalog, engine.linker))
    found = tuple(
        one
        for one in found
        if (not wanted or one.match.newer_id in wanted) and (not kinds or one.kind in kinds)
    )
    told = _Told(older, newer, library)
    whose = f"{'、'.join(engine.catalog.name(one) for one in wanted)}で、" if wanted else ""
    if not found:
        told.lines.append(
            f"{whose}{edition_text(older)}と{edition_text(newer)}の両方にある値に、違う値が印字されているものはありません。"
        )
        return told.finish("値の違い")
    told.lines.append(
        f"{whose}{edition_text(older)}と{edition_text(newer)}で、同じ年度について違う値が印字されているのは次のとおりです。"
    )
    for one in found:
        unit = engine.catalog.unit(one.match.newer_id).replace("％", "%")
        told.lines.append(
            f"- {told.name(newer, one.match.newer_id)}の{era_label(one.fiscal_year)}の{KIND_LABELS[one.kind]}: "
            f"{era_label(older.fiscal_year)}の報告書では{observation_text(one.older, unit)}、"
            f"{era_label(newer.fiscal_year)}の報告書では{observation_text(one.newer, unit)}"
        )
        told.row(newer, one.match.newer_id)
        told.cite(newer, one.match.newer_id, str(one.newer.place), one.newer.printed)
        told.cite(older, one.match.older_id, str(one.older.place), one.older.printed)
    return told.finish("値の違い")


def _section(told: _Told, heading: str, info: ReportInfo, ids: Sequence[str]) -> None:
    if not ids:
        told.lines.append(f"{heading}はありません。")
        return
    told.lines.append(f"**{heading}**")
    for one in ids:
        told.lines.append(f"- {told.name(info, one)}")
        told.row(info, one)


def _moved(told: _Told, heading: str, matches: Sequence[Match]) -> None:
    if not matches:
        told.lines.append(f"{heading}はありません。")
        return
    told.lines.append(f"**{heading}**")
    for one in matches:
        told.lines.append(f"- {told.name(told.older, one.older_id)} → {told.name(told.newer, one.newer_id)}")
        told.row(told.newer, one.newer_id)


def _values(match: Match, told: _Told, library: Library) -> list[Citation]:
    """Return the values that the evidence of a doubtful match counts."""
    found = []
    for info, item_id in ((told.newer, match.newer_id), (told.older, match.older_id)):
        indicator = library.engine(info.name).catalog.indicators[item_id]
        found += [
            Citation(library.qualified(info.name, item_id), info.name, str(one.place), one.printed)
            for one in indicator.observations
            if one.place is not None and one.value is not None
        ]
    return found


def _asked_for(folded: str, newer: ReportInfo, before: Conversation, library: Library) -> tuple[str, ...]:
    """Return the indicators that the question names, or that it points to in the talk; else none."""
    engine = library.engine(newer.name)
    reading = read_question(folded, engine.catalog, engine.linker)
    if reading.indicators:
        return reading.indicators
    best = engine.planner.best(reading)
    if best is not None and best.name_coverage >= 0.6:
        return (best.item.id,)
    if reading.refers:
        carried = conversation_in(newer, library.info(before.report), before, library)
        return carried.shown if carried is not None else ()
    return ()
