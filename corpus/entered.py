"""What a person entered about a report, in place of what was guessed from its text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from corpus.fiscal import fiscal_year_label
from corpus.types import Finding, FindingKind, Report


@dataclass(frozen=True, slots=True)
class Entered:
    """City, plan and the report's own year as a person gave them; None where the text decides.

    The year (Western, 2024 is 令和6年度) is for the parser, since values are placed by it.
    """

    city: str | None = None
    plan: str | None = None
    fiscal_year: int | None = None

    def over(self, other: Entered) -> Entered:
        """Return both together; where both say something, this one counts."""
        return Entered(
            self.city or other.city, self.plan or other.plan, self.fiscal_year or other.fiscal_year
        )

    def as_mapping(self) -> dict[str, str]:
        """Return what was entered, by field; what was not is absent."""
        fields = {"city": self.city, "plan": self.plan, "fiscal_year": self.fiscal_year}
        return {key: str(value) for key, value in fields.items() if value}


def entered_from(mapping: Mapping[str, str]) -> Entered:
    """Return what `Entered.as_mapping` gave."""
    year = mapping.get("fiscal_year")
    return Entered(mapping.get("city"), mapping.get("plan"), int(year) if year else None)


def with_entered(report: Report, entered: Entered) -> Report:
    """Return the report with the city and plan that were entered.

    A title that was not printed is made anew, and the finding that city and plan were guessed
    goes, or says what is still a guess.
    """
    if entered.city is None and entered.plan is None:
        return report
    city, plan = entered.city or report.city, entered.plan or report.plan
    was_made = report.title in (_made_title(report), report.name)
    changed = replace(report, city=city, plan=plan, findings=tuple(_findings(report, entered)))
    return replace(changed, title=_made_title(changed)) if was_made else changed


def renamed(report: Report, name: str) -> Report:
    """Return the report under another name, which is also its title where it has no other."""
    title = name if report.title == report.name else report.title
    return replace(report, name=name, title=title)


def _made_title(report: Report) -> str:
    """Return the title that a report without a printed one gets; see `corpus.metadata`."""
    known = " ".join(one for one in (report.city, report.plan) if one)
    return f"{known} {fiscal_year_label(report.fiscal_year)} 進捗評価" if known else report.name


def _findings(report: Report, entered: Entered) -> Iterator[Finding]:
    guesses = {"自治体名": (report.city, entered.city), "計画名": (report.plan, entered.plan)}
    left = [f"{field}「{guess}」" for field, (guess, given) in guesses.items() if guess and not given]
    for one in report.findings:
        if one.kind is not FindingKind.METADATA or "推定しました" not in one.message:
            yield one
        elif left:
            message = f"表題は印字されていません。本文の語から{'、'.join(left)}と推定しました。"
            yield replace(one, message=message)
