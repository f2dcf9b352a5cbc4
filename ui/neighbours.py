"""What a report prints differently from the editions of its plan next to it in the store."""

from __future__ import annotations

from pathlib import Path

from corpus.text import normalize
from corpus.types import Finding, Report


def unlike_editions(home: Path, report: Report) -> tuple[Finding, ...]:
    """Return doubtful matches and differing values against the edition before and the one after.

    Empty where the store holds neither. Raises StoreError where it cannot be opened.
    """
    from assistant.library import share_indicators
    from corpus.edition_changes import edition_findings
    from corpus.identity import is_same_plan
    from index.build import open_index
    from index.decisions import read_decisions
    from ui.store import holds_reports

    if not holds_reports(home):
        return ()
    others: list[Report] = []
    with open_index(home, None).facts as facts:
        for info in facts.reports():
            known = info.plan and report.plan and info.city and report.city
            other_plan = known and (
                normalize(f"{info.city}{info.plan}") != normalize(f"{report.city}{report.plan}")
            )
            if info.fiscal_year == report.fiscal_year or other_plan:
                continue
            held = facts.report(info.name)
            older, newer = sorted((held, report), key=lambda one: one.fiscal_year)
            if is_same_plan(held, report) and (known or share_indicators(older, newer)):
                others.append(held)
    decisions = read_decisions(home)
    before = [one for one in others if one.fiscal_year < report.fiscal_year]
    after = [one for one in others if one.fiscal_year > report.fiscal_year]
    findings: list[Finding] = []
    if before:
        findings += edition_findings(max(before, key=lambda one: one.fiscal_year), report, decisions)
    if after:
        findings += edition_findings(report, min(after, key=lambda one: one.fiscal_year), decisions)
    return tuple(findings)
