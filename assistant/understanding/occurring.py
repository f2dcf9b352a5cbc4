"""Which of many short texts (names, ids) stand in a question, without looking for each of them."""

from __future__ import annotations

from collections.abc import Iterable


class Occurring:
    """Many texts, kept by how they begin."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._by_beginning: dict[str, list[tuple[int, str]]] = {}
        for position, text in enumerate(texts):
            if text:
                self._by_beginning.setdefault(text[:2], []).append((position, text))

    def positions(self, question: str) -> list[int]:
        """Return the positions of the texts that stand in the question, in their own order."""
        beginnings = {question[at : at + 2] for at in range(len(question))} | set(question)
        kept = self._by_beginning
        return sorted(
            position
            for beginning in beginnings & kept.keys()
            for position, text in kept[beginning]
            if text in question
        )
