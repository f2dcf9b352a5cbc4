"""Merged cells of sheets, PDFs and web pages among the years: one printed cell for several columns."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.layout import LabelledRow, canonical_grade
from corpus.numerals import is_value_like, is_value_word
from corpus.text import is_dash
from corpus.types import Finding, FindingKind, Place

Cell = tuple[int, str]


def spread_merged(row: LabelledRow, cells: Sequence[Cell], end: int) -> tuple[list[Cell], list[Finding]]:
    """Part the merged cells of a row's years: words are spread over them, figures are held back.

    「中止」 over three years is 中止 in each; 「100」 over three years may be their sum, their last
    or the value of each, so that it is not read as the first year's. `end` is the column of the
    last year. Findings tell both.
    """
    found: list[Cell] = []
    findings: list[Finding] = []
    for column, text in cells:
        rows, columns = row.line.spans.get(column, (1, 1))
        covered = min(columns, end - column + 1)
        is_value = is_value_like(text) or canonical_grade(text) is not None
        if column > end or not is_value or (covered <= 1 and rows <= 1):
            found.append((column, text))
            continue
        span = f"{column}〜{column + covered - 1}列" if covered > 1 else f"{rows}行分"
        if covered > 1 and rows <= 1 and (is_value_word(text) or is_dash(text)):
            found.extend((column + offset, text) for offset in range(covered))
            findings.append(
                Finding(
                    FindingKind.MERGED_CELL,
                    f"{row.number}行の「{text.strip()}」は結合された欄（{span}）にあるため、その各年度に「{text.strip()}」が"
                    "あるものとして読みました。",
                    "数値ではない語なので、結合された年度のすべてに当てはまる。",
                    Place(row.number, column),
                )
            )
        else:
            findings.append(
                Finding(
                    FindingKind.MERGED_CELL,
                    f"{row.number}行の「{text.strip()}」は結合された欄（{span}）にあり、どの年度・どの行の値か確定できないため、"
                    "収録していません。",
                    "一つの欄が複数の年度または行にまたがっている。",
                    Place(row.number, column),
                )
            )
    return found, findings
