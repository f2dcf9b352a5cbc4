"""Small tables of one indicator each, named by a line above: 「指標：…」 over 年度 | R5 | R6."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.kind_words import kind_of_word
from corpus.layout import read_header
from corpus.readers.lines import Line
from corpus.text import normalize
from corpus.types import SHEET

_CORNER = frozenset(("年度", "区分", "項目", "種別", "内容", "年", ""))
_SUBJECT = re.compile(r"^[【〔\[■◆●・]?\s*(?:成果|評価|活動)?(?:指標|KPI)名?\s*[】〕\]:：]+\s*(?=\S)")
_WORK = re.compile(
    r"^(?:取組|取り組み|事業|施策の内容)?\s*"
    r"(?:[(（][0-9０-９]{1,2}[)）]|[0-9０-９]{1,2}\s*[-－‐]\s*[0-9０-９]{1,2}|[①-⑳]|[0-9０-９]{1,2}[.．)）])"
    r"[\s　:：.．]*(?=[^\s0-9０-９年月日人件％%])"
)


def names_work(text: str) -> bool:
    """True for a line that opens a 取組: 「(1) 見守り」, 「1-2 見守り」."""
    return len(text) <= 60 and not text.rstrip().endswith("。") and _WORK.match(text.strip()) is not None


def subject_of(text: str) -> str | None:
    """Return the indicator that a line names (「【指標】見守り協力員数」), or None for any other line."""
    match = _SUBJECT.match(text.strip())
    return text.strip()[match.end() :].strip() if match else None


def card_rows(lines: Sequence[Line], index: int) -> tuple[dict[int, int], list[Line]]:
    """Read a table whose header holds nothing but years: (column -> fiscal year, its rows).

    Every row begins with a kind (目標, 実績), and its values stand under the years. Empty where
    the line is no such header.
    """
    table = read_header(lines[index])
    first = next((column for column, cell in lines[index].filled() if normalize(cell) not in _CORNER), 0)
    if table is None or table.roles or first > 2 or table.right:
        return {}, []
    corner = [normalize(cell) for column, cell in lines[index].filled() if column < first]
    if any(cell not in _CORNER for cell in corner):
        return {}, []
    years = {first + position: year for position, year in enumerate(table.years)}
    rows = []
    for line in lines[index + 1 :]:
        filled = line.filled()
        if not filled or (line.page != lines[index].page and line.page.startswith(SHEET)):
            break  # on paper a card may go on over the page
        column, label = filled[0]
        is_label = (
            len(normalize(label)) <= 8 and kind_of_word(label) is not None and subject_of(label) is None
        )
        if column >= first or not is_label or any(at not in years for at, _ in filled[1:]):
            break
        rows.append(line)
    return (years, rows) if rows else ({}, [])
