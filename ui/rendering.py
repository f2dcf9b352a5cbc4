"""An Answer as HTML for the chat and as text for the terminal; pure, and safe for any report text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from assistant.types import (
    Answer,
    Citation,
    FigureTable,
    PrintedAt,
    Quotation,
    ReadingSlot,
    Reason,
    Series,
    Status,
)
from ui import chart, chips, textwidth
from ui.citing import source_link, with_links
from ui.markdown import escape, to_html, to_plain

REASONS: dict[Reason, str] = {
    Reason.YEAR_OUTSIDE: "収録されていない年度です",
    Reason.NO_SUCH_ITEM: "該当する項目がありません",
    Reason.NOT_RATED: "評価されていません",
    Reason.NOT_PRINTED: "原資料が空欄です",
    Reason.LOST_IN_SOURCE: "原資料から読み取れません",
    Reason.OUT_OF_SCOPE: "この報告書の対象外です",
    Reason.NOT_UNDERSTOOD: "質問を読み取れませんでした",
}

# Becomes visible after 300 ms (chat.css): most answers are there before, and a flash would disturb.
WORKING_HTML = '<p class="kk-working">調べています<span aria-hidden="true">…</span></p>'

_SHORT_CELL = 8  # characters; shorter cells stay on one line
_MAX_CHARTS = 4  # more drawings than that are no comparison any longer; the table holds them all
_OPEN_NOTES = 2
_SHORT_QUOTE = 20  # characters that tell which words of the answer a place belongs to

_LIST_LINE = re.compile(r"(?:-|\d{1,3}\.)\s+(.*)")
_LINE_NOTE = re.compile(r"（(?:(?:\d+ページ|表\d+) )?\d+行 \d+列）|（シート「[^」]*」 [A-Z]+\d+）")


def answer_html(
    answer: Answer,
    *,
    choices_are_buttons: bool = False,
    reading: Sequence[ReadingSlot] = (),
    turn: int = 0,
    tools: str = "",
) -> str:
    """Return the whole answer: sentence, reading, chart, figures, notes and sources.

    The choices are part of the text, unless the chat offers them as buttons below it. `reading` and
    `turn` make the reading changeable; `tools` is HTML put under the answer.
    """
    text = _without_choices(answer) if choices_are_buttons else _with_choices(answer)
    parts = [
        _status(answer),
        f'<div class="kk-text">{with_links(to_html(text), answer.citations)}</div>',
        choices_html(answer.choices) if choices_are_buttons else "",
        _take_away(answer.drafted),
        _reading(answer.interpretation, chips.chips_html(reading, turn)),
        _figures(answer),
        _notes(answer.notes),
        sources_html(answer.quotations, answer.citations),
        tools,
    ]
    return f'<div class="kk-answer kk-{answer.status.value}">{"".join(parts)}</div>'


def question_html(question: str, turn: int = 0) -> str:
    """Return the words of the person as typed; with the number of its turn it can be rewritten."""
    words = f'<h2 class="kk-question" tabindex="-1">{escape(question)}</h2>'
    if not turn:
        return words
    return (
        f'{words}<button type="button" class="kk-rewrite" data-kk-do="rewrite" data-kk-turn="{turn}"'
        f' aria-label="「{escape(question)}」を書き直す">書き直す</button>'
    )


def choices_html(choices: Iterable[str]) -> str:
    """Return ready questions as buttons."""
    items = "".join(
        f'<li><button type="button" class="kk-offer" data-kk-do="ask" data-kk-question="{escape(one)}">'
        f"{escape(one)}</button></li>"
        for one in choices
    )
    return f'<ul class="kk-offers" aria-label="選択肢">{items}</ul>' if items else ""


def drawn_series(answer: Answer) -> list[Series]:
    """Return the series worth a chart."""
    return [one for one in answer.series if chart.drawable(one)][:_MAX_CHARTS]


def table_html(given: FigureTable) -> str:
    """Return the figures as a table whose first column heads the rows."""
    common, table = without_repetition(given)
    caption = f"<caption>{escape('　'.join(common))}</caption>" if common else ""
    right = [textwidth.is_numeric_column(table.rows, i) for i in range(len(table.headings))]
    head = "".join(
        f'<th scope="col"{_class("", figures)}>{escape(text)}</th>'
        for text, figures in zip(table.headings, right, strict=True)
    )
    rows = []
    places = table.places or ((None,) * len(table.headings),) * len(table.rows)
    for row, printed in zip(table.rows, places, strict=True):
        cells = [
            _cell(text, figures, i == 0, place)
            for i, (text, figures, place) in enumerate(zip(row, right, printed, strict=True))
        ]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return (
        # A wide table scrolls inside its frame; tabindex lets the keyboard scroll it.
        '<div class="kk-table" role="region" aria-label="数値の表" tabindex="0">'
        f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _cell(text: str, figures: bool, heads_row: bool, place: PrintedAt | None) -> str:
    shown = escape(text)
    if place is not None:
        shown = source_link(place.report, [place.place], shown, label=f"{text}（出典 {place.place}を開く）")
        if place.is_corrected:
            shown = f'{shown} <span class="kk-badge">訂正あり</span>'
    if heads_row:
        return f'<th scope="row"{_class(text, figures)}>{shown}</th>'
    return f"<td{_class(text, figures)}>{shown}</td>"


def _class(text: str, figures: bool) -> str:
    """Return the class that says how a cell may be broken on a narrow screen."""
    if figures:
        return ' class="kk-number"'
    return ' class="kk-long"' if len(text) > _SHORT_CELL else ""


def without_repetition(table: FigureTable) -> tuple[tuple[str, ...], FigureTable]:
    """Take out the first columns where they say the same in every row; return their texts and the rest.

    One indicator over the years would otherwise repeat its id and its long name in each row.
    """
    if len(table.rows) < 2:
        return (), table
    first, same = table.rows[0], 0
    while same < len(first) - 1 and all(row[same] == first[same] for row in table.rows):
        same += 1
    rows, places = (tuple(row[same:] for row in table.rows), tuple(row[same:] for row in table.places))
    rest = FigureTable(table.headings[same:], rows, places)
    return first[:same], rest


def sources_html(quotations: Iterable[Quotation], citations: Sequence[Citation]) -> str:
    """Return the sources, folded: each quoted cell whole with its words marked, then places of figures.

    The answer quotes the words itself; opened, the sources show them once more within their cell.
    """
    quoted = list(quotations)
    shown = {(one.source, one.place) for one in quoted}
    figures = [one for one in citations if (one.source, one.place) not in shown]
    if not quoted and not figures:
        return ""
    reports = {(one.source, one.place): one.report for one in citations}
    cells = "".join(_quotation(one, reports.get((one.source, one.place), "")) for one in quoted)
    places = _places(figures) if figures else ""
    return (
        f'<details class="kk-sources"><summary>出典（{len(quoted) + len(figures)}件）</summary>'
        f"{cells}{places}</details>"
    )


def marked_text(text: str, quotes: Iterable[str]) -> str:
    """Return the text of a cell as HTML, with each quoted passage in <mark>; overlaps become one mark."""
    covered = [False] * len(text)
    for quote in quotes:
        start = text.find(quote) if quote else -1
        if start >= 0:
            covered[start : start + len(quote)] = [True] * len(quote)
    pieces, position = [], 0
    while position < len(text):
        end = position
        while end < len(text) and covered[end] == covered[position]:
            end += 1
        piece = escape(text[position:end])
        pieces.append(f"<mark>{piece}</mark>" if covered[position] else piece)
        position = end
    return "".join(pieces)


def answer_text(answer: Answer) -> str:
    """Return the answer for a terminal: sentence, reading, figures, notes, sources, choices."""
    parts = [to_plain(answer.answer)]
    if answer.drafted:
        parts.append(f'Wordファイルにするには：keikaku brief "{answer.drafted}" --out 答弁案.docx')
        return "\n\n".join(parts)
    if answer.interpretation:
        parts.append(f"読み取り：{answer.interpretation}")
    if answer.table and answer.table.rows:
        common, table = without_repetition(answer.table)
        heading = ["　".join(common)] if common else []
        parts.append("\n".join([*heading, *textwidth.aligned(table.headings, table.rows)]))
    if answer.notes:
        parts.append("\n".join(f"注：{note}" for note in answer.notes))
    if unlisted := _unlisted_choices(answer):
        parts.append("\n".join([_CHOICES_LEAD, *(f"  {one}" for one in unlisted)]))
    if answer.citations:
        parts.append("\n".join(["出典：", *(f"  {line}" for line in _citation_lines(answer.citations))]))
    return "\n\n".join(parts)


_CHOICES_LEAD = "次のような聞き方ができます："


def _citation_lines(citations: Iterable[Citation]) -> list[str]:
    """Return one line for each place; the quoted words stand in the answer, so their start is enough."""
    quotes: dict[str, list[str]] = {}
    for one in citations:
        place = f"{one.source}（{one.report} {one.place}）"
        quote = " ".join(one.quote.split())
        short = quote if len(quote) <= _SHORT_QUOTE else f"{quote[:_SHORT_QUOTE]}…"
        quotes.setdefault(place, []).append(f"「{short}」")
    return [f"{place}{''.join(dict.fromkeys(said))}" for place, said in quotes.items()]


def _status(answer: Answer) -> str:
    if answer.status is Status.NOT_IN_REPORT and answer.reason:
        return f'<p class="kk-status">{escape(REASONS[answer.reason])}</p>'
    if answer.status is Status.CLARIFY:
        return '<p class="kk-status">もう少し教えてください</p>'
    return ""


def _without_choices(answer: Answer) -> str:
    """Return the answer without its list of choices: the chat shows them as buttons."""
    offered = {f"- {one}" for one in answer.choices}
    return "\n".join(line for line in answer.answer.splitlines() if line.strip() not in offered)


def _with_choices(answer: Answer) -> str:
    """Return the answer with the choices that its text does not list added as a list."""
    unlisted = _unlisted_choices(answer)
    return "\n".join([answer.answer, "", *(f"- {one}" for one in unlisted)]) if unlisted else answer.answer


def _unlisted_choices(answer: Answer) -> list[str]:
    return [one for one in answer.choices if one not in answer.answer]


def _take_away(question: str) -> str:
    """Return the link to an answer draft as a Word file; the server makes it when it is asked for."""
    if not question:
        return ""
    address = escape(f"brief.docx?{urlencode({'question': question})}")
    return f'<p class="kk-take"><a href="{address}" download="答弁案.docx">答弁案をWordファイル（.docx）で保存</a></p>'


def _reading(interpretation: str, changeable: str) -> str:
    """Return how the question was read; where chips show it, the words stay for those who do not see them."""
    if not interpretation:
        return ""
    words = f'<span class="kk-label">読み取り：</span>{escape(interpretation)}'
    if not changeable:
        return f'<p class="kk-reading">{words}</p>'
    return (
        f'<div class="kk-reading"><p class="kk-unseen">{words}</p>'
        f'<span class="kk-label" aria-hidden="true">読み取り</span>{changeable}</div>'
    )


def _figures(answer: Answer) -> str:
    charts = "".join(_chart(one, answer.table) for one in drawn_series(answer))
    table = table_html(answer.table) if answer.table and answer.table.rows else ""
    if answer.table and _lists_rows(answer.answer, answer.table):
        table = f'<details class="kk-more"><summary>表で見る（{len(answer.table.rows)}件）</summary>{table}</details>'
    return f'<div class="kk-figures">{charts}{table}</div>' if charts or table else ""


def _chart(series: Series, beside: FigureTable | None) -> str:
    """Return a drawing; where the table beside it does not hold all its figures, with a table of its own."""
    data = chart.data_table(series)
    years = {row[0] for row in data.rows}
    told = {cell for row in beside.rows if series.source in row for cell in row} if beside else set()
    if years <= told:
        return chart.figure_html(series)
    own = f'<details class="kk-more"><summary>グラフの値を表で見る</summary>{table_html(data)}</details>'
    return f'<div class="kk-drawn">{chart.figure_html(series)}{own}</div>'


def _lists_rows(text: str, table: FigureTable) -> bool:
    """True where the text already lists every row of a table of several, by the row's first cell."""
    listed = [match[1] for line in text.splitlines() if (match := _LIST_LINE.fullmatch(line.strip()))]
    heads = {row[0] for row in table.rows}
    if not 2 <= len(heads) == len(table.rows) <= len(listed):
        return False
    return all(head and any(head in line for line in listed) for head in heads)


def _notes(notes: tuple[str, ...]) -> str:
    """Return the notes, all but the first two folded; those about one line of the file come last."""
    ordered = sorted(notes, key=lambda note: _LINE_NOTE.search(note) is not None)
    shown, folded = ordered[:_OPEN_NOTES], ordered[_OPEN_NOTES:]
    if not folded:
        return _note_list(shown)
    return (
        f'{_note_list(shown)}<details class="kk-more"><summary>ほかの注記（{len(folded)}件）</summary>'
        f"{_note_list(folded)}</details>"
    )


def _note_list(notes: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(note)}</li>" for note in notes)
    return f'<ul class="kk-notes" aria-label="注">{items}</ul>' if items else ""


def _quotation(one: Quotation, report: str) -> str:
    place = escape(one.place)
    if report:
        place = source_link(report, [one.place], place, label=f"出典 {one.place}を開く")
    return (
        '<figure class="kk-quotation">'
        f'<figcaption><span class="kk-path">{escape(one.heading)}</span>'
        f'<span class="kk-place">{escape(one.source)}　{place}</span></figcaption>'
        f"<blockquote>{marked_text(one.text, one.quotes)}</blockquote></figure>"
    )


def _places(citations: list[Citation]) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(one.source)}</th>'
        f"<td>{source_link(one.report, [one.place], escape(one.place), label=f'出典 {one.place}を開く')}</td>"
        f"<td>{escape(one.quote) or '（空欄）'}</td></tr>"
        for one in citations
    )
    report = "、".join(dict.fromkeys(one.report for one in citations))
    return (
        '<div class="kk-table kk-places" role="region" aria-label="数値の場所" tabindex="0"><table>'
        f"<caption>{escape(report)} の原文での場所</caption>"
        '<thead><tr><th scope="col">項目</th><th scope="col">場所</th>'
        '<th scope="col">原文の表記</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )
