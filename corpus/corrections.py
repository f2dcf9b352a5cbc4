"""What a corrected file changes against the edition it replaces: numbers, names and commentary."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.text import normalize
from corpus.types import Indicator, Kind, Observation, Report


class Change(StrEnum):
    """What became of a value, a name or a cell."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class ValueChange:
    """One value that is not the same in both files; None where a file prints none.

    `indicator_id` and `name` are those of the new file, or of the old one where the indicator went.
    """

    indicator_id: str
    name: str | None
    fiscal_year: int
    kind: Kind
    before: Observation | None
    after: Observation | None

    @property
    def change(self) -> Change:
        """Whether the value was added, removed or changed."""
        if self.before is None:
            return Change.ADDED
        return Change.REMOVED if self.after is None else Change.CHANGED


@dataclass(frozen=True, slots=True)
class NameChange:
    """An indicator whose cell (name, unit, note) is printed otherwise; None where there was none."""

    indicator_id: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Correction:
    """All that a corrected file changes; the passages are counts of commentary cells."""

    values: tuple[ValueChange, ...]
    names: tuple[NameChange, ...]
    passages_added: int
    passages_removed: int
    passages_changed: int

    @property
    def is_empty(self) -> bool:
        """True where both files say the same."""
        return not (self.values or self.names or self.passages)

    @property
    def passages(self) -> int:
        """How many commentary cells were added, removed or changed."""
        return self.passages_added + self.passages_removed + self.passages_changed


def correction(before: Report, after: Report) -> Correction:
    """Compare two files of one edition."""
    added, removed, changed = _passage_counts(before, after)
    return Correction(changed_values(before, after), changed_names(before, after), added, removed, changed)


def changed_values(before: Report, after: Report) -> tuple[ValueChange, ...]:
    """Return the values that differ, in the order of the new report; those of lost indicators last.

    A value printed in another way (1605 for 1,605) is no change; neither is one that has moved
    to another cell.
    """
    pairs = matched_indicators(before, after)
    found = [change for old, new in pairs for change in _between(old, new)]
    return tuple(found)


def changed_names(before: Report, after: Report) -> tuple[NameChange, ...]:
    """Return the indicators of both files whose printed cell (name, unit, note) differs."""
    return tuple(
        NameChange(new.id, old.printed_name, new.printed_name)
        for old, new in matched_indicators(before, after)
        if old is not None
        and new is not None
        and normalize(old.printed_name or "") != normalize(new.printed_name or "")
    )


def matched_indicators(before: Report, after: Report) -> list[tuple[Indicator | None, Indicator | None]]:
    """Pair the indicators of two files of one edition; None where one file has no such indicator.

    By id and name; then by the name alone, since the ids of all that follows move when a row is
    added; then, where a name was lost, found again or reworded, by the values that agree.
    """
    partners: dict[int, Indicator] = {}  # position in the new report -> indicator of the old one
    old_left, new_left = dict(enumerate(before.indicators)), dict(enumerate(after.indicators))
    for is_match in (_same_id_and_name, _same_name, _same_values, _same_id):
        pairs = [
            (-_agreement(old, new), new_at, old_at)
            for new_at, new in new_left.items()
            for old_at, old in old_left.items()
            if is_match(old, new)
        ]
        for _, new_at, old_at in sorted(pairs):  # those that agree best first
            if new_at in new_left and old_at in old_left:
                partners[new_at] = old_left.pop(old_at)
                del new_left[new_at]
    found: list[tuple[Indicator | None, Indicator | None]] = [
        (partners.get(position), new) for position, new in enumerate(after.indicators)
    ]
    return found + [(old, None) for old in old_left.values()]


def _same_id_and_name(old: Indicator, new: Indicator) -> bool:
    return old.id == new.id and _same_name(old, new)


def _same_name(old: Indicator, new: Indicator) -> bool:
    return old.name is not None and _name(old) == _name(new)


def _same_values(old: Indicator, new: Indicator) -> bool:
    # Without a name on one side at least, a row is known by its figures, wherever it stands.
    return (old.name is None or new.name is None) and _agreement(old, new) >= 0.8


def _same_id(old: Indicator, new: Indicator) -> bool:
    # 0.5: a row that was put right has most of its values as before; another row that has taken
    # over the id hardly any.
    return old.id == new.id and _agreement(old, new) >= 0.5


def _name(one: Indicator) -> str:
    return normalize(one.name or "")


def figure_agreement(before: Report, after: Report) -> float:
    """Return the share (0-1) of the figures that are equal, of all those that both reports print.

    Only numbers count: of three grades, one in three would be equal by chance.
    """
    equal = printed = 0
    for old, new in matched_indicators(before, after):
        one, other = _by_cell(old), _by_cell(new)
        for cell in one.keys() & other.keys():
            if one[cell].value is not None and other[cell].value is not None:
                printed += 1
                equal += one[cell].value == other[cell].value
    return equal / printed if printed else 0.0


def _agreement(old: Indicator, new: Indicator) -> float:
    """Return the share (0-1) of the values of both that are equal in both."""
    one, other = _by_cell(old), _by_cell(new)
    cells = one.keys() | other.keys()
    equal = sum(_said(one.get(cell)) == _said(other.get(cell)) for cell in cells)
    return equal / len(cells) if cells else 0.0


Cell = tuple[int, Kind, int]
"""A fiscal year, a kind, and which of several values of that year and kind (0 is the first)."""


def _by_cell(indicator: Indicator | None) -> dict[Cell, Observation]:
    cells: dict[Cell, Observation] = {}
    seen: Counter[tuple[int, Kind]] = Counter()
    for one in indicator.observations if indicator is not None else ():
        cells[one.fiscal_year, one.kind, seen[one.fiscal_year, one.kind]] = one
        seen[one.fiscal_year, one.kind] += 1
    return cells


def _between(old: Indicator | None, new: Indicator | None) -> Iterator[ValueChange]:
    shown = new if new is not None else old
    if shown is None:
        return
    before, after = _by_cell(old), _by_cell(new)
    for cell in sorted(before.keys() | after.keys(), key=_cell_order):
        one, other = before.get(cell), after.get(cell)
        if _said(one) != _said(other):
            yield ValueChange(shown.id, shown.name, cell[0], cell[1], one, other)


_KINDS = list(Kind)


def _cell_order(cell: Cell) -> tuple[int, int, int]:
    return cell[0], _KINDS.index(cell[1]), cell[2]


def _said(one: Observation | None) -> object:
    """Return what a value says: its number or grade, else its words; None where there is none."""
    if one is None:
        return None
    if one.grade is not None:
        return one.grade
    return one.value if one.value is not None else normalize(one.printed)


def _passage_counts(before: Report, after: Report) -> tuple[int, int, int]:
    """Return how many commentary cells were added, removed and changed.

    A cell that is found word for word in the other file is the same, wherever it stands. Of the
    others, those under one heading of one initiative are one cell in two versions.
    """
    texts = [[(one.source, normalize(one.text)) for one in report.passages] for report in (before, after)]
    old_left = _without(texts[0], [text for _, text in texts[1]])
    new_left = _without(texts[1], [text for _, text in texts[0]])
    sources = Counter(old_left)
    changed = sum((sources & Counter(new_left)).values())
    return len(new_left) - changed, len(old_left) - changed, changed


def _without(cells: Sequence[tuple[str, str]], texts: Sequence[str]) -> list[str]:
    """Return the sources of the cells whose text is not among `texts`, each of which counts once."""
    left = Counter(texts)
    rest: dict[str, int] = defaultdict(int)
    for source, text in cells:
        if left[text]:
            left[text] -= 1
        else:
            rest[source] += 1
    return [source for source, count in rest.items() for _ in range(count)]
