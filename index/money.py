"""Sums of money beside the 取組 as columns that can be added, ranked and held against each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from corpus.types import Amount, AmountKind
from index.figures import rounded


@dataclass(frozen=True, slots=True)
class MoneyColumn:
    """The amounts of one heading, unit and fiscal year: only these are added or ranked together."""

    kind: AmountKind
    label: str
    unit: str
    fiscal_year: int
    amounts: tuple[Amount, ...]

    @property
    def total(self) -> Decimal:
        """The sum of all amounts; a rate is never added (see `money_columns`)."""
        return sum((one.value for one in self.amounts), Decimal(0))


def money_columns(amounts: Iterable[Amount]) -> list[MoneyColumn]:
    """Return the columns of the amounts in the order in which they are first printed."""
    groups: dict[tuple[AmountKind, str, str, int], list[Amount]] = {}
    for one in amounts:
        groups.setdefault((one.kind, one.label, one.unit, one.fiscal_year), []).append(one)
    return [MoneyColumn(*key, tuple(found)) for key, found in groups.items()]


def only_column(columns: Sequence[MoneyColumn], kind: AmountKind, fiscal_year: int) -> MoneyColumn | None:
    """Return the one column of a kind and year; None where there is none, or several (当初, 補正後)."""
    found = [one for one in columns if one.kind is kind and one.fiscal_year == fiscal_year]
    return found[0] if len(found) == 1 else None


def unspent(budget: Decimal, settled: Decimal) -> Decimal:
    """Return what is left of a budget: negative where more was spent."""
    return budget - settled


def execution_rate(budget: Decimal, settled: Decimal) -> Decimal | None:
    """Return how much of a budget was spent, in percent with one decimal; None of a budget of nothing."""
    return rounded(settled / budget * 100) if budget > 0 else None
