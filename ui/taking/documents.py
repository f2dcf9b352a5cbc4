"""Answers as documents: question, answer, reading, figures, notes and sources, and what reproduces them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.briefing.elements import Element, Grid, Heading, Listed, Quoted, Warned, words
from assistant.types import Answer, Citation, FigureTable
from ui import textwidth
from ui.markdown import blocks, table_rows, to_plain
from ui.rendering import REASONS, without_repetition
from ui.taking.paper import Paper
from ui.taking.transcript import Transcript

TITLE = "計画ナビの回答"
CONVERSATION_TITLE = "計画ナビとのやりとり"
_CHECK = "お使いになる前に、出典の場所にある原資料の記載と照合してください。"


def answer_paper(transcript: Transcript) -> Paper:
    """Return the last answer as a document; the questions that led to it are named before it."""
    before = [one.question for one in transcript.turns[:-1]]
    led: list[Element] = [Heading(2, "これまでの質問"), Listed(tuple(before))] if before else []
    body: list[Element] = [
        *led,
        Heading(2, "質問"),
        words(transcript.last.question),
        Heading(2, "回答"),
        *_answer(transcript.last.answer, level=3),
    ]
    return _paper(TITLE, transcript, body)


def conversation_paper(transcript: Transcript) -> Paper:
    """Return all questions and answers as a document, in their order."""
    body: list[Element] = []
    for number, turn in enumerate(transcript.turns, start=1):
        body += [Heading(2, f"{number}　{turn.question}"), *_answer(turn.answer, level=3)]
    return _paper(CONVERSATION_TITLE, transcript, body)


def made_text(transcript: Transcript) -> str:
    """Return when the document was made: 令和 is left to the reports, a machine's date is Western."""
    return f"{transcript.made:%Y年%-m月%-d日 %-H時%M分}"


def origin_lines(transcript: Transcript) -> tuple[str, ...]:
    """Return what reproduces the answers: the reports with their files, the store's state, the address."""
    reports = [
        f"報告書：{one.title}（{one.name}、ファイル {one.file_name}、照合値 {one.digest[:12]}）"
        for one in transcript.reports
    ]
    return (
        *reports,
        f"収録データの版：{transcript.generation}",
        f"作成日時：{made_text(transcript)}",
        f"同じ回答を開くアドレス：{transcript.address}",
    )


def _paper(title: str, transcript: Transcript, body: Sequence[Element]) -> Paper:
    titles = "」「".join(one.title for one in transcript.reports)
    elements: list[Element] = [
        Heading(1, title),
        Warned(f"この文書は、「{titles}」の記載にもとづいて計画ナビが作成しました。{_CHECK}"),
        *body,
        Heading(2, "この文書について"),
        Listed(origin_lines(transcript)),
    ]
    return Paper(
        f"{title}　{transcript.last.question}",
        "、".join(one.title for one in transcript.reports),
        _CHECK,
        f"{title}　{made_text(transcript)}",
        tuple(elements),
    )


def _answer(answer: Answer, level: int) -> Iterator[Element]:
    if answer.reason is not None:
        yield words(f"（{REASONS[answer.reason]}）")
    yield from _said(answer)
    if answer.interpretation:
        yield Heading(level, "読み取り")
        yield words(answer.interpretation)
    if answer.table is not None and answer.table.rows:
        yield Heading(level, "数値")
        yield from _figures(answer.table)
    if answer.notes:
        yield Heading(level, "注")
        yield Listed(answer.notes)
    if answer.citations:
        yield Heading(level, "出典")
        yield _sources(answer.citations)


def _said(answer: Answer) -> Iterator[Element]:
    unlisted = [one for one in answer.choices if one not in answer.answer]
    for kind, lines in blocks(answer.answer):
        match kind:
            case "heading":
                yield from (Heading(4, to_plain(one)) for one in lines)
            case "list":
                yield Listed(tuple(map(to_plain, lines)))
            case "numbered":
                yield words("\n".join(f"{i}. {to_plain(one)}" for i, one in enumerate(lines, start=1)))
            case "quote":
                yield Quoted("\n".join(map(to_plain, lines)), "", 0)
            case "table":
                head, *rows = [tuple(map(to_plain, row)) for row in table_rows(lines)]
                yield _grid(head, rows)
            case _:
                yield words("\n".join(map(to_plain, lines)))
    if unlisted:
        yield words("次のような聞き方ができます。")
        yield Listed(tuple(unlisted))


def _figures(given: FigureTable) -> Iterator[Element]:
    common, table = without_repetition(given)
    if common:
        yield words("　".join(common))
    yield _grid(table.headings, table.rows)


def _grid(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Grid:
    right = {i for i in range(len(headings)) if textwidth.is_numeric_column(rows, i)}
    # A row shorter or longer than the headings is a slip of the text it was cut from, not of the table.
    full = [tuple(row[i] if i < len(row) else "" for i in range(len(headings))) for row in rows]
    return Grid(tuple(headings), tuple(full), frozenset(right))


def _sources(citations: Sequence[Citation]) -> Grid:
    """Return the sources as a table; the report is named in it only where there are several."""
    several = len({one.report for one in citations}) > 1
    headings = ("項目", "報告書", "場所", "原文の表記") if several else ("項目", "場所", "原文の表記")
    rows = tuple(
        (one.source, *((one.report,) if several else ()), one.place, one.quote or "（空欄）")
        for one in citations
    )
    return Grid(headings, rows, wide=frozenset({0, len(headings) - 1}))
