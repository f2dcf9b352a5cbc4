"""The order in which a report prints the rows of an indicator, learnt from the report itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from corpus.layout import LabelledRow
from corpus.text import is_dash
from corpus.types import Kind

USUAL_ORDER = (Kind.TARGET, Kind.ACTUAL, Kind.RATE, Kind.GRADE)


def row_order(rows: Sequence[LabelledRow]) -> tuple[Kind, ...]:
    """Return the kinds in the order in which an indicator's rows are printed.

    The first is the kind whose rows carry the left-hand cells (names, departments) most often;
    each next is what follows most often. Kinds that the report does not print come last.
    """
    leads = Counter(row.kind for row in rows if _opens(row))
    follows = Counter((one.kind, other.kind) for one, other in pairwise(rows))
    if not leads:
        leads = Counter([USUAL_ORDER[0]])
    order = [max(leads, key=lambda kind: (leads[kind], -USUAL_ORDER.index(kind)))]
    while True:
        after = [
            (number, kind)
            for (one, kind), number in follows.items()
            if one is order[-1] and kind not in order
        ]
        if not after:
            break
        order.append(max(after, key=lambda one: (one[0], -USUAL_ORDER.index(one[1])))[1])
    return (*order, *(kind for kind in USUAL_ORDER if kind not in order))


def _opens(row: LabelledRow) -> bool:
    return any(column < row.label_column and not is_dash(text) for column, text in row.line.filled())
