"""Cases of an evaluation: the turns of a conversation and what a right last answer must hold."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import ReportFileError


class CasesFileError(ReportFileError):
    """The file of cases is missing, not UTF-8, or has a line that is no case."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the answer to the last turn must hold.

    `status` is the best one, `accepted_statuses` are all that count as right; `routes` is
    reported, not judged. `values`: of each inner tuple one alternative must occur.
    `forbidden`: none may occur. `sources`: one must be cited. `rows`: the ids listed, in this
    order only where `rows_ordered`; those in `optional_rows` may be missing or added.
    Empty means "not asked for".
    """

    status: str
    accepted_statuses: frozenset[str]
    routes: tuple[str, ...] = ()
    values: tuple[tuple[str, ...], ...] = ()
    forbidden: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    rows_ordered: bool = False
    optional_rows: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Case:
    """One conversation to hold and to judge by its last answer."""

    id: str
    category: str
    turns: tuple[str, ...]
    expect: Expectation


def load_cases(path: Path) -> list[Case]:
    """Return the cases of a JSONL file in order; blank lines are skipped.

    Raises CasesFileError, with the line's number where one line is to blame.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CasesFileError(f"質問のファイルを読めません：{path}（{error.strerror}）") from error
    except UnicodeDecodeError as error:
        raise CasesFileError(f"質問のファイルはUTF-8で保存してください：{path}") from error
    # Cut at line ends only: str.splitlines would also cut at U+2028 inside a JSON text.
    cases = [_case(line, number) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    if not cases:
        raise CasesFileError(f"質問が1件もありません：{path}")
    return cases


def _case(line: str, number: int) -> Case:
    try:
        read = json.loads(line)
        return Case(
            id=str(read["id"]),
            category=str(read.get("category", "-")),
            turns=_texts(read["turns"], at_least=1),
            expect=_expectation(read["expect"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CasesFileError(
            f"{number}行目を質問として読めません。id、turns、expect のあるJSONを1行に1件書いてください。"
        ) from error


def _expectation(read: dict[str, Any]) -> Expectation:
    status, route = read["status"], read.get("route") or []
    return Expectation(
        status=status,
        accepted_statuses=frozenset(_texts(read.get("status_any") or [status])),
        routes=_texts([route] if isinstance(route, str) else route),
        values=tuple(_texts(alternatives, at_least=1) for alternatives in read.get("values") or []),
        forbidden=_texts(read.get("forbidden") or []),
        sources=_texts(read.get("sources") or []),
        rows=_texts(read.get("min_rows") or []),
        rows_ordered=bool(read.get("rows_ordered")),
        optional_rows=frozenset(_texts(read.get("optional_rows") or [])),
    )


def _texts(read: Sequence[Any], at_least: int = 0) -> tuple[str, ...]:
    if isinstance(read, str) or len(read) < at_least or not all(isinstance(one, str) for one in read):
        raise TypeError("a list of texts was expected")
    return tuple(read)
