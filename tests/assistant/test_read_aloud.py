"""What was heard wrong when answers were read aloud."""

from __future__ import annotations

from typing import Any

from assistant.types import Status


def test_no_note_names_what_is_not_there(ask: dict[str, Any]) -> None:
    for report, talk in ask.items():
        for indicator in talk.assistant.library.engine(talk.assistant.library.newest.name).catalog.indicators:
            notes = talk(f"{indicator}の実績は？").notes
            assert not any("None" in one for one in notes), (report, indicator)


def test_the_town_beside_is_outside_the_report(ask: dict[str, Any]) -> None:
    answer = ask["niigata"]("隣の市と比べて保護司数はどうなの")
    assert answer.status is Status.NOT_IN_REPORT
    assert "隣の市" in answer.answer
