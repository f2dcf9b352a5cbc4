"""Cases from a JSONL file, each answered as a conversation of its own."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import KeikakuError
from ui.asking import Asker, ask_turns, error_answer
from ui.progress import tell


class CasesError(KeikakuError):
    """The file of cases cannot be read."""


@dataclass(frozen=True, slots=True)
class Case:
    """One conversation to answer. `problem` says in Japanese why it cannot be asked, else None."""

    id: str
    turns: tuple[str, ...]
    problem: str | None = None


def read_cases(source: str) -> Iterator[Case]:
    """Yield the cases of a JSONL file (`-` is stdin) in order; blank lines are skipped.

    A line that is no case is yielded with its `problem`, so that the others are still answered.
    """
    for number, line in enumerate(_lines(source), start=1):
        if line.strip():
            yield _case(line, number)


def answers(asker: Asker, cases: Iterable[Case]) -> Iterator[dict[str, Any]]:
    """Yield the contract's object for the last turn of each case, in order."""
    for case in cases:
        if case.problem:
            yield error_answer(case.problem).to_json(case.id)
            continue
        try:
            yield ask_turns(asker, case.turns).answer.to_json(case.id)
        except KeikakuError as error:
            yield error_answer(str(error)).to_json(case.id)
        except Exception as error:  # a fault in one case must not take the others with it
            tell(f"{case.id}：{type(error).__name__}: {error}")
            yield error_answer("この質問の処理中に問題が起きました。").to_json(case.id)


def _lines(source: str) -> list[str]:
    try:
        data = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as error:
        raise CasesError(f"質問のファイルを読めません：{source}（{error.strerror}）") from error
    try:
        # Cut at line ends only: str.splitlines would also cut at U+2028 inside a JSON text.
        return data.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise CasesError(f"質問のファイルはUTF-8で保存してください：{source}") from error


def _case(line: str, number: int) -> Case:
    name = f"line-{number}"
    try:
        read = json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        return Case(name, (), f"{number}行目がJSONとして読めません。")
    if not isinstance(read, dict):
        return Case(name, (), f'{number}行目が {{"id": …, "turns": […]}} の形ではありません。')
    name = str(read.get("id", name))
    turns = read.get("turns")
    if not isinstance(turns, list) or not turns or not all(isinstance(turn, str) for turn in turns):
        return Case(name, (), f"{number}行目の turns は、質問の文字列を1つ以上並べてください。")
    return Case(name, tuple(turns))
