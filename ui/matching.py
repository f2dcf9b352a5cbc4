"""Which indicators of two editions a person should settle, and the person's word on them."""

from __future__ import annotations

import argparse
import getpass
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ui.publishing import DONE, UsageError, print_json
from ui.store import NothingIngestedError, holds_reports

if TYPE_CHECKING:
    from corpus.editions import Decision, Match
    from corpus.types import Report


class MatchNumberError(UsageError):
    """The number given is none of a doubtful match; the message says which there are."""


@dataclass(frozen=True, slots=True)
class DoubtfulMatch:
    """Two indicators that may be one, numbered from 1 in the order listed."""

    number: int
    older: Report
    newer: Report
    match: Match

    @property
    def names(self) -> tuple[str, str]:
        """The names in the older and the newer edition."""
        return _name(self.older, self.match.older_id), _name(self.newer, self.match.newer_id)


def matches(arguments: argparse.Namespace, home: Path) -> int:
    """List what is doubtful, or record the word on one of the list; return the exit status."""
    number = arguments.same if arguments.same is not None else arguments.different
    if number is None:
        if arguments.reason or arguments.who:
            raise UsageError("--reason と --who は、--same または --different に添えて使います。")
        listed = doubtful_matches(home)
        if arguments.json:
            print_json({"matches": matches_json(listed)})
        else:
            print(matches_text(listed))
        return DONE
    who = arguments.who or _user()
    same = arguments.same is not None
    decision = settle(home, number, same=same, who=who, reason=arguments.reason or "")
    if arguments.json:
        print_json({"decision": asdict(decision)})
    else:
        print(decision_text(decision))
    return DONE


def doubtful_matches(home: Path) -> list[DoubtfulMatch]:
    """Return the matches nobody has settled yet, between each edition and the one before it.

    Raises NothingIngestedError where the store is empty.
    """
    from assistant.library import plans_of
    from corpus.editions import match_indicators
    from index.build import open_index
    from index.decisions import read_decisions

    if not holds_reports(home):
        raise NothingIngestedError(home)
    decisions = read_decisions(home)
    found: list[DoubtfulMatch] = []
    with open_index(home, None).facts as facts:
        infos = sorted(facts.reports(), key=lambda one: (-one.fiscal_year, one.name))
        for plan in plans_of(infos, facts.report):
            for newer, older in pairwise(plan):
                if newer.fiscal_year == older.fiscal_year:
                    continue  # two files of one year are no two editions
                pair = facts.report(older.name), facts.report(newer.name)
                found += [
                    DoubtfulMatch(0, *pair, match)
                    for match in match_indicators(*pair, decisions)
                    if not match.certain
                ]
    return [
        DoubtfulMatch(number, one.older, one.newer, one.match) for number, one in enumerate(found, start=1)
    ]


def settle(
    home: Path, number: int, *, same: bool, who: str, reason: str = "", now: datetime | None = None
) -> Decision:
    """Record that the two indicators of a doubtful match are the same, or are not; return what is kept.

    Raises MatchNumberError where there is no match of this number, StoreError where it cannot be written.
    """
    listed = doubtful_matches(home)
    chosen = next((one for one in listed if one.number == number), None)
    if chosen is None:
        numbers = (
            f"1から{len(listed)}までの番号を指定してください。" if listed else "判断を待つ対応はありません。"
        )
        raise MatchNumberError(
            f"番号{number}の対応はありません。{numbers}一覧は「keikaku matches」で表示できます。"
        )
    return record_word(home, chosen, same=same, who=who, reason=reason, now=now)


def record_word(
    home: Path, chosen: DoubtfulMatch, *, same: bool, who: str, reason: str = "", now: datetime | None = None
) -> Decision:
    """Record a person's word on a doubtful match; return what is kept. Raises StoreError where it cannot be."""
    from corpus.editions import decision_of
    from index.decisions import add_decisions

    when = (now or datetime.now(UTC)).isoformat(timespec="seconds")
    decision = decision_of(
        chosen.older, chosen.newer, chosen.match, same=same, who=who, when=when, reason=reason
    )
    add_decisions(home, [decision])
    return decision


def matches_text(listed: Sequence[DoubtfulMatch]) -> str:
    """Return the list for a person, with how to settle each."""
    if not listed:
        return "判断を待つ指標の対応はありません。"
    lines = [f"同じ指標かどうか確定できない対応が{len(listed)}件あります。", ""]
    for one in listed:
        old, new = one.names
        lines += [
            f"{one.number}. {one.older.name} {one.match.older_id}「{old}」",
            f"   {one.newer.name} {one.match.newer_id}「{new}」",
            f"   根拠：{one.match.evidence}",
        ]
    lines += [
        "",
        "同じ指標なら「keikaku matches --same 番号」、別の指標なら「keikaku matches --different 番号」で記録します"
        "（理由は --reason で添えられます）。",
    ]
    return "\n".join(lines)


def matches_json(listed: Sequence[DoubtfulMatch]) -> list[dict[str, Any]]:
    """Return the list as data."""
    return [
        {
            "number": one.number,
            "older": {"report": one.older.name, "indicator": one.match.older_id, "name": one.names[0]},
            "newer": {"report": one.newer.name, "indicator": one.match.newer_id, "name": one.names[1]},
            "evidence": one.match.evidence,
        }
        for one in listed
    ]


def decision_text(decision: Decision) -> str:
    """Return what was recorded, in one sentence."""
    verdict = "同じ指標" if decision.same else "別の指標"
    return (
        f"{decision.older_report} {decision.older_id}「{decision.older_name}」と"
        f"{decision.newer_report} {decision.newer_id}「{decision.newer_name}」を、{verdict}として記録しました。"
    )


def _user() -> str:
    """Return who is at the screen, by the system's name for them."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container without a user of this number
        return "担当者"


def _name(report: Report, item_id: str) -> str:
    found = next((one.name for one in report.indicators if one.id == item_id), None)
    return found or "（名称不明）"
