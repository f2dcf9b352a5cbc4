"""The words that all reports of a store print, for telling which few of many a question can be about."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.occurring import Occurring
from assistant.understanding.question import fold, words_of

# A shorter name may be part of a question without being meant: 進学率, 相談件数.
_SHORTEST_NAME = 5
_GRADE = re.compile(r"(?<![a-z])[a-e◎○△×☆](?=評価|判定|ランク)")
_OTHER_WAY = 0.9  # of a word said in another way than the report prints it

Printed = Callable[[], Mapping[str, Sequence[str]]]


class StoreWords:
    """The words of many reports, by report; read from the store when they are first asked for.

    With hundreds of reports a question cannot be read against the vocabulary of each. What is found
    here only chooses the few that are.
    """

    def __init__(self, names: Printed, labels: Printed, texts: Printed) -> None:
        self._read_names = names
        self._read_labels = labels
        self._read_texts = texts

    def printing_whole_names(self, folded: str) -> frozenset[str]:
        """Return the reports that print every whole name said in a question; empty where none is said.

        A name inside a longer one said does not count.
        """
        said = [self._whole_names[at] for at in self._occurring.positions(folded)]
        whole = [one for one in said if not any(one != other and one in other for other in said)]
        if not whole:
            return frozenset()
        return frozenset(report for report, text in self._names.items() if all(one in text for one in whole))

    def likeness(self, folded: str) -> dict[str, float]:
        """Return how much each report's names have of the words of a question, rare words counting most.

        A report that has none is left out.
        """
        lexicon = load_lexicon()
        found: dict[str, float] = {}
        words = [one.surface for one in words_of(folded) if len(one.surface) > 1]
        labels = [one for one in self._labelled if len(one) > 1 and one in folded]
        for word in dict.fromkeys([*words, *labels, *_GRADE.findall(folded)]):
            if word in lexicon.fillers and word not in self._labelled:
                continue
            having: dict[str, float] = dict.fromkeys(self._labelled.get(word, ()), 1.0)
            for form in lexicon.alternatives(word):
                having.update(dict.fromkeys(self._having_all(_pairs(form)), _OTHER_WAY))
            pairs = _pairs(word)
            for pair in pairs if len(pairs) > 1 else ():
                for report in self._having.get(pair, ()):
                    having[report] = max(having.get(report, 0.0), 1 / len(pairs))
            having.update(dict.fromkeys(self._having_all(pairs), 1.0))
            weight = math.log(1 + len(self._names) / (len(having) + 0.5))
            for report, share in having.items():
                found[report] = found.get(report, 0.0) + weight * share
        return found

    def printing(self, texts: Iterable[str]) -> frozenset[str]:
        """Return the reports that print one of these folded texts anywhere."""
        wanted = tuple(texts)
        return frozenset(name for name, text in self._texts.items() if any(one in text for one in wanted))

    # -- inside --------------------------------------------------------------------------

    @cached_property
    def _names(self) -> dict[str, str]:
        return {report: "\n".join(map(fold, names)) for report, names in self._read_names().items()}

    @cached_property
    def _texts(self) -> dict[str, str]:
        return {report: "\n".join(map(fold, texts)) for report, texts in self._read_texts().items()}

    @cached_property
    def _whole_names(self) -> tuple[str, ...]:
        names = {name for text in self._names.values() for name in text.split("\n")}
        return tuple(name for name in names if len(name) >= _SHORTEST_NAME)

    @cached_property
    def _occurring(self) -> Occurring:
        return Occurring(self._whole_names)

    @cached_property
    def _labelled(self) -> dict[str, set[str]]:
        """The reports by their departments, headings and grades."""
        found: dict[str, set[str]] = {}
        for report, labels in self._read_labels().items():
            for label in labels:
                found.setdefault(fold(label), set()).add(report)
        return found

    @cached_property
    def _having(self) -> dict[str, set[str]]:
        """The reports by each two neighbouring characters of their names."""
        found: dict[str, set[str]] = {}
        for report, text in self._names.items():
            for pair in _pairs(text):
                found.setdefault(pair, set()).add(report)
        return found

    def _having_all(self, pairs: Sequence[str]) -> set[str]:
        having = [self._having.get(pair, set()) for pair in pairs]
        return set.intersection(*having) if having else set()


def _pairs(text: str) -> list[str]:
    return list(dict.fromkeys(text[at : at + 2] for at in range(len(text) - 1)))
