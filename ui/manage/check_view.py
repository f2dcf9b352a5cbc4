"""The check report of a file as its page shows it: summary, what it would change, findings by class."""

from __future__ import annotations

from dataclasses import dataclass

from corpus import fiscal
from corpus.personal_data import told_by
from corpus.types import Finding, FindingKind
from ui import inspection
from ui.arrivals import Arrival, Fate, changes_too_much
from ui.changes import ChangedCell, changed_cells
from ui.manage.work import needs_confirmation

_SHOWN = 200  # findings of one class, and changed values; `keikaku check` prints them all


@dataclass(frozen=True, slots=True)
class FoundLine:
    """One finding: where, what, and on what evidence."""

    where: str
    message: str
    evidence: str


@dataclass(frozen=True, slots=True)
class FoundClass:
    """All findings of one class, with how much it matters and what to do."""

    mark: str
    label: str
    remedy: str
    lines: tuple[FoundLine, ...]
    count: int


@dataclass(frozen=True, slots=True)
class TableLine:
    """What was read from one table of the file."""

    place: str
    kind: str
    title: str
    indicators: int
    observations: int
    passages: int


@dataclass(frozen=True, slots=True)
class PersonalLine:
    """One find of personal data, masked."""

    place: str
    kind: str
    masked: str


@dataclass(frozen=True, slots=True)
class CheckView:
    """Everything that the page of a checked file shows."""

    name: str
    title: str
    city: str
    plan: str
    year: str
    span: str
    counts: tuple[tuple[str, int], ...]
    fate: str
    is_new: bool
    is_unchanged: bool
    cells: tuple[ChangedCell, ...]
    cell_count: int
    names: tuple[tuple[str, str, str], ...]
    passages: str
    personal: tuple[PersonalLine, ...]
    must_confirm: bool
    is_large: bool
    tables: tuple[TableLine, ...]
    plain_tables: tuple[tuple[str, str, str, int], ...]
    findings: tuple[FoundClass, ...]
    held_back: int

    @property
    def is_compared(self) -> bool:
        """Whether the file would replace an edition that is in use."""
        return not self.is_new and not self.is_unchanged

    @property
    def to_check(self) -> int:
        """How many findings a person should look at."""
        return sum(one.count for one in self.findings if one.mark == "要確認")


def check_view(arrival: Arrival) -> CheckView:
    """Return what the page of a file that was read shows."""
    report, number = arrival.report, inspection.counts(arrival.report)
    labels = {
        "measures": "施策",
        "initiatives": "取組",
        "indicators": "指標",
        "observations": "数値",
        "passages": "文章",
    }
    changes = arrival.changes
    return CheckView(
        name=report.name,
        title=report.title,
        city=report.city or "",
        plan=report.plan or "",
        year=fiscal.fiscal_year_label(report.fiscal_year),
        span=f"{fiscal.era_label(report.years[0])}〜{fiscal.era_label(report.years[-1])}",
        counts=tuple((label, number[key]) for key, label in labels.items()),
        fate=_fate(arrival),
        is_new=arrival.fate is Fate.NEW,
        is_unchanged=arrival.fate is Fate.UNCHANGED,
        cells=tuple(changed_cells(changes)[:_SHOWN]) if changes is not None else (),
        cell_count=len(changes.values) if changes is not None else 0,
        names=tuple(
            (one.indicator_id, one.before or "なし", one.after or "なし") for one in changes.names[:_SHOWN]
        )
        if changes is not None
        else (),
        passages=(
            f"変更{changes.passages_changed}・追加{changes.passages_added}・削除{changes.passages_removed}"
            if changes is not None and changes.passages
            else ""
        ),
        personal=tuple(_personal(one) for one in arrival.personal_data[:_SHOWN]),
        must_confirm=needs_confirmation(arrival),
        is_large=changes_too_much(arrival),
        tables=tuple(
            TableLine(
                f"{one.place.page} {one.place.row}行".lstrip(),
                inspection.TABLE_LABELS[one.kind],
                one.title or "",
                one.indicators,
                one.observations,
                one.passages,
            )
            for one in report.tables[:_SHOWN]
        ),
        plain_tables=tuple(
            (
                one.id,
                one.title or "（表題なし）",
                f"{one.place.page} {one.place.row}行".lstrip(),
                len(one.rows),
            )
            for one in report.plain_tables[:_SHOWN]
        ),
        findings=tuple(
            FoundClass(
                inspection.mark_of(kind),
                inspection.FINDING_LABELS[kind],
                inspection.remedy(kind, inspection.SCREEN),
                tuple(_line(one) for one in found[:_SHOWN]),
                len(found),
            )
            for kind, found in _by_weight(arrival)
        ),
        held_back=sum(one.kind is FindingKind.HELD_BACK for one in report.findings),
    )


def _by_weight(arrival: Arrival) -> list[tuple[FindingKind, list[Finding]]]:
    """Return the findings by class, those to be looked at first."""
    order = ["要確認", "確認", "参考"]
    classes = list(inspection.findings_by_kind(arrival.report))
    return sorted(classes, key=lambda one: order.index(inspection.mark_of(one[0])))


def _fate(arrival: Arrival) -> str:
    name, year = arrival.report.name, fiscal.fiscal_year_label(arrival.report.fiscal_year)
    match arrival.fate:
        case Fate.UNCHANGED:
            return f"同じ内容が「{name}」としてすでに公開されています。公開するものはありません。"
        case Fate.REREAD:
            return (
                f"同じファイルが「{name}」としてすでに公開されていますが、読み取り方または入力した"
                "市町村名・計画名・年度が前と違います。公開すると読み直します。"
            )
        case Fate.CORRECTED:
            return f"公開中の「{name}」（{year}）の訂正版です。公開すると前の版と置き換わります。"
        case Fate.NEW:
            told = f"新しい報告書です。公開すると「{name}」（{year}）として加わります。"
            if arrival.name_taken is not None:
                told += f"「{arrival.name_taken}」という名前は別の報告書が使っています。"
            if arrival.resembled is not None:
                told += (
                    f"「{arrival.resembled}」と指標の名称が似ていますが、市町村名と計画名を確かめられず、"
                    "多くの数値が違うため、別の報告書として扱います。その訂正版であるときは、"
                    "先に前の版を取り下げるか、市町村名と計画名を入力して確認し直してください。"
                )
            return told


def _line(one: Finding) -> FoundLine:
    where = "　".join(part for part in (one.item_id, str(one.place) if one.place else None) if part)
    return FoundLine(where, one.message, one.evidence)


def _personal(one: Finding) -> PersonalLine:
    kind, masked = told_by(one)
    return PersonalLine(str(one.place) if one.place is not None else "", kind, masked)
