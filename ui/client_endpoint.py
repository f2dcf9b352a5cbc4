"""The answer object through gradio_client: `Client(address).predict(question, turns, api_name="/ask")`."""

from __future__ import annotations

from typing import Any

import gradio as gr

from corpus.errors import KeikakuError
from ui.asking import Asker, ask_turns, checked_question, error_answer


def offer_to_clients(page: gr.Blocks, asker: Asker, question_limit: int) -> None:
    """Add the endpoint /ask to the chat's application; it is the only one that other programs see."""

    def ask(question: str, turns: list[str] | None = None) -> dict[str, Any]:
        """Answer a question; `turns` are the questions asked before it. Returns the object of the HTTP API."""
        try:
            questions = [checked_question(str(one), question_limit) for one in (*(turns or ()), question)]
            answer = ask_turns(asker, questions).answer
        except KeikakuError as error:
            answer = error_answer(str(error))
        return answer.to_json()

    with page:
        gr.api(ask, api_name="ask", concurrency_id="ask", concurrency_limit=4)
