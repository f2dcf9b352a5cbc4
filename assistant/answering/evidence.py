"""Whether what was found answers a question about the commentary: signals, weighed by learnt weights."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for the best row found.

    `support` is the weighted share (0-1) of the question's words that the row says in any way;
    `cosine` the likeness of its nearest sentence without the headings over it (they make what stands
    under them alike), 0 where no model took part; `score` the row's
    score and `margin` how far the next row is behind; `sayings` how many everyday sayings of the
    question (たらい回し) the row has in its own words (断らない), common ones counting less;
    `pool` how many cells were compared.
    """

    support: float
    cosine: float
    score: float
    margin: float
    sayings: float = 0.0
    pool: int = 1000

    @property
    def answers(self) -> bool:
        """Whether the row is to be quoted as the answer."""
        if not self.cosine:
            return self.support >= _SUPPORT_ALONE
        return self.log_odds > (_THRESHOLD if self.pool >= _FEW else _THRESHOLD_OF_FEW)

    @property
    def log_odds(self) -> float:
        """Return the logarithm of the odds that the row answers, before the threshold."""
        return sum(weight * value for weight, value in zip(_WEIGHTS, self.signals, strict=True)) + _CONSTANT

    @property
    def signals(self) -> tuple[float, ...]:
        """Return the signals in the order of their fields, brought to about the same scale."""
        near = (self.cosine - 0.86) * 20
        return self.support, near, self.score / 4 - 1.25, self.margin / 3, min(self.sayings, 3) / 3


# Without a model only the words tell: half of them, by weight, must be said.
_SUPPORT_ALONE = 0.5
# Learnt by tests/bench/learn_evidence.py on questions of tests/data that are no test of refusing: asked
# of their own report, as they are and reworded, against asked of reports of other fields.
_WEIGHTS = (1.82, 1.54, 1.05, 0.59, 0.30)
_CONSTANT = -0.94
_THRESHOLD = 0.1
# Among few cells no score stands far out of the rest. Set by hand on six reports of 21 to 44 cells.
_FEW = 45
_THRESHOLD_OF_FEW = -0.4
