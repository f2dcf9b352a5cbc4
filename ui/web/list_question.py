"""A list of indicators as a question that the assistant answers with the same indicators."""

from __future__ import annotations

from corpus.fiscal import fiscal_year_label
from ui.web.indicator_query import BLANK, IndicatorQuery, Met, Move
from ui.web.indicator_rows import Found
from ui.web.site import Shelf

_METS = {
    Met.YES: "目標を達成した指標は？",
    Met.NO: "目標を達成できなかった指標は？",
}
_MOVES = {
    Move.UP: "実績が前年度より増えた指標は？",
    Move.DOWN: "実績が前年度より減った指標は？",
    Move.SAME: "実績が前年度と変わらない指標は？",
}


def question_for(shelf: Shelf, query: IndicatorQuery, found: Found) -> str:
    """Return the question, or an empty text where no question means just this list.

    One filter beside year, measure and department can be asked for; words and blanks cannot, and
    for all indicators of a report together there is the list itself.
    """
    asked = [one for one in (query.grades, query.met, query.move) if one]
    if (
        not query.filtered
        or query.word
        or len(asked) > 1
        or BLANK in query.grades
        or query.met is Met.UNKNOWN
    ):
        return ""
    catalog = found.engine.catalog
    whose = f"{found.engine.report.title}で、" if shelf.library.several else ""
    scope = f"{fiscal_year_label(found.year)}に、"
    if query.measure:
        scope += (
            f"{catalog.measures[query.measure].heading}{query.measure}で"
            if query.measure in catalog.measures
            else ""
        )
    if query.department:
        scope += f"{query.department}が担当する指標のうち、" if asked else f"{query.department}が担当する"
    if query.grades:
        grades = "または".join("評価不可" if one == "-" else one for one in query.grades)
        return f"{whose}{scope}評価が{grades}の指標は？"
    if query.met is not None:
        return f"{whose}{scope}{_METS[query.met]}"
    if query.move is not None:
        return f"{whose}{scope}{_MOVES[query.move]}"
    return f"{whose}{scope}指標の一覧は？"
