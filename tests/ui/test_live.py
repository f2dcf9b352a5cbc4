"""What a server gets ready in the background, so that nobody waits for it at a first question or a first list."""

from __future__ import annotations

from pathlib import Path

from assistant.settings import load_settings
from ui.live import LiveAssistant
from ui.web import indicator_words


def test_the_lists_of_the_newest_report_are_made_before_somebody_asks(home: Path) -> None:
    live = LiveAssistant(load_settings(home))
    engine = live.library.engine(live.library.newest.name)
    assert "standings" not in vars(engine)
    assert not live.warm
    live.warm_up_in_background().join()
    assert live.warm
    assert "standings" in vars(engine)
    assert engine.catalog in indicator_words.HELD
