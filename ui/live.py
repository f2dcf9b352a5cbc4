"""The assistant of a running server: it follows the store when another process publishes into it."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Any, cast

from corpus.errors import KeikakuError
from ui.asking import Reply

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.assistant import Reply as AssistantReply
    from assistant.briefing.brief import Brief
    from assistant.library import Library
    from assistant.settings import Settings
    from assistant.types import Answer, ReadingSlot

_log = logging.getLogger(__name__)


class LiveAssistant:
    """Answers from the generation in use; opens the new one at the first question after a change."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._generation, self._assistant = self._open()
        self._warm = False

    @property
    def warm(self) -> bool:
        """Whether the embedding model is loaded, so that the commentary is searched in milliseconds."""
        return self._warm

    @property
    def title(self) -> str:
        """What the reports in use are, in words."""
        return self._present().title

    @property
    def library(self) -> Library:
        """The reports in use, as the assistant holds them."""
        return self._present().library

    def examples(self) -> tuple[str, ...]:
        """Return questions that work with the reports in use."""
        return self._present().examples()

    def ask(self, question: str, conversation: Any = None) -> Reply:
        """Answer one question from the generation in use now."""
        return self._present().ask(question, conversation)

    def reading(self, question: str, reply: Reply, before: Any = None) -> tuple[ReadingSlot, ...]:
        """Return how a question was read, part by part, with questions that change a part."""
        return self._present().reading(question, cast("AssistantReply", reply), before)

    def brief(self, question: str) -> Brief | Answer:
        """Return the council answer draft on a question, or the answer that stands instead of one."""
        return self._present().brief(question)

    def warm_up_in_background(self) -> threading.Thread:
        """Load the embedding model while the page is already open, for figures need none; then make lists ready."""
        thread = threading.Thread(target=self._warm_up, name="warm-up", daemon=True)
        thread.start()
        return thread

    def _present(self) -> Assistant:
        from index.generations import current_name

        name = current_name(self._settings.home)
        with self._lock:
            if name is not None and name != self._generation:
                # The old one is not closed: questions in other threads may still be reading it.
                self._generation, self._assistant = self._open()
            return self._assistant

    def _open(self) -> tuple[str | None, Assistant]:
        from assistant.assistant import Assistant
        from index.generations import current_name

        # The name first: a publication in between is then noticed at the next question.
        return current_name(self._settings.home), Assistant.open(self._settings)

    def _prepare_lists(self) -> None:
        """Compute what lists of the newest report rest on: of 10,000 indicators that takes some 15 s."""
        from ui.web.indicator_words import words_in

        library = self._present().library
        engine = library.engine(library.newest.name)
        _ = engine.standings  # held from here on
        words_in(engine.catalog)

    def _warm_up(self) -> None:
        try:
            self._present().warm_up()
            self._warm = True
            self._prepare_lists()
        except KeikakuError as error:
            # Figures are answered without the model; the first narrative question shows the message.
            _log.warning("%s", error)
