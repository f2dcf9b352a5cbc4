"""The engine's steps as a LangChain chain: read | decide | branch by plan. The seam where parts are exchanged."""

from __future__ import annotations

from typing import Any

from langchain_core.runnables import Runnable, RunnableBranch, RunnableLambda

from assistant.engine import Engine, Turn


def build_chain(engine: Engine) -> Runnable[Turn, Turn]:
    """Return a Runnable that takes a Turn with a question and returns it with its answer.

    Each step is a RunnableLambda and the router a RunnableBranch over the engine's routing
    table, so that a step can be replaced, traced or streamed with LangChain's own means.
    """

    def planned(kinds: tuple[type, ...]) -> Any:
        return lambda turn: isinstance(turn.plan, kinds)

    branches: list[Any] = [(planned(kinds), RunnableLambda(step)) for kinds, step in engine.routes]
    router: Runnable[Turn, Turn] = RunnableBranch(*branches, RunnableLambda(engine.table))
    return RunnableLambda(engine.read) | RunnableLambda(engine.decide) | router
