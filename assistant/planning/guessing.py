"""What the few-shot classifier makes of a wording that the grammar does not know, as an aspect of figures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.plans import Aspect
from assistant.understanding.few_shot import Operation, mask
from assistant.understanding.reading import Reading
from corpus.types import Kind

if TYPE_CHECKING:
    from assistant.planning.context import Context

# A guess is used alone, with nothing to bear it out, so it must be surer than the classifier's own least
# margin: at 0.25 93.5 % of the guesses on the examples themselves, each left out, are right.
_LEAST_MARGIN = 0.25
_ASPECTS: dict[Operation, tuple[Aspect, tuple[Kind, ...]]] = {
    Operation.VALUE: (Aspect.VALUE, ()),
    Operation.TARGET: (Aspect.VALUE, (Kind.TARGET,)),
    Operation.TARGET_AND_ACTUAL: (Aspect.TARGET_AND_ACTUAL, ()),
    Operation.MET: (Aspect.MET, ()),
    Operation.RATE: (Aspect.RATE, ()),
    Operation.GAP: (Aspect.GAP, ()),
    Operation.CHANGE: (Aspect.CHANGE, ()),
    Operation.DIRECTION: (Aspect.CHANGE, ()),
    Operation.TREND: (Aspect.TREND, ()),
    Operation.YEARLY: (Aspect.YEARLY, ()),
    Operation.GRADE: (Aspect.VALUE, (Kind.GRADE,)),
    Operation.GRADE_HISTORY: (Aspect.TREND, (Kind.GRADE,)),
    Operation.BASELINE: (Aspect.VALUE, (Kind.BASELINE,)),
}
_OF_TARGET = frozenset(
    {Operation.TARGET, Operation.TARGET_AND_ACTUAL, Operation.MET, Operation.RATE, Operation.GAP}
)
_SAYS_TARGET = re.compile(r"目標|計画|めざ|目指|達成|届")


def guessed(reading: Reading, context: Context) -> tuple[Aspect, tuple[Kind, ...]] | None:
    """Return the aspect and kinds that a wording asks for by its likeness to examples; None where unsure.

    Nothing is guessed without a classifier, of a bare name (「〇〇は？」), or about 目標 where no word
    of the question speaks of one. Raises ModelError where the embedding model cannot be loaded.
    """
    if context.operations is None:
        return None
    items = [(word.start, word.end) for word in reading.words]
    masked = mask(reading.folded, items, reading.years.spans)
    if len(re.sub(r"指標|年度|[のはをがも、。?？]", "", masked)) < 3:
        return None
    guess = context.operations.guess(masked)
    if guess is None or guess.margin < _LEAST_MARGIN:
        return None
    if guess.label in _OF_TARGET and not _SAYS_TARGET.search(reading.folded):
        return None
    return _ASPECTS.get(guess.label)
