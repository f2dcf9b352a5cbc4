"""A sheet of any spreadsheet program as a grid of shown texts, and its way to lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from corpus.errors import ReportFileError
from corpus.readers.lines import Line, LineNumber, Span
from corpus.readers.wrapping import join_wrapped
from corpus.types import Finding, FindingKind, Place, column_letters

MAX_ROWS = 200_000
MAX_COLUMNS = 500
MAX_CELLS = 1_000_000
MAX_MERGES = 20_000
_ADVICE = "不要な行・列・シートを削除して保存し直してから、もう一度読み込んでください。"
# So many cells are named one by one; a workbook that was never calculated has thousands.
_NAMED_CELLS = 50


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range: rows from 1, columns from 0, first and last included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """One sheet while it is read: only cells that show something are kept.

    Rows count from 1 and columns from 0, as they stand on the sheet. `uncomputed` are formula
    cells without a saved result.
    """

    file_name: str
    title: str
    cells: dict[int, dict[int, str]] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[range] = field(default_factory=list)
    uncomputed: list[tuple[int, int]] = field(default_factory=list)
    _count: int = 0

    @property
    def page(self) -> str:
        """The name of the sheet as places print it."""
        return f"シート「{self.title}」"

    def put(self, row: int, column: int, text: str) -> None:
        """Set the shown text of a cell; blank ones are left out. Raises ReportFileError at a limit."""
        shown = join_wrapped(text)
        if not shown.strip():
            return
        self._check(row, column)
        self.cells.setdefault(row, {})[column] = shown
        self._count += 1
        if self._count > MAX_CELLS:
            raise self._refusal(f"値のあるセルが {MAX_CELLS:,} 個を超えています")

    def leave_uncomputed(self, row: int, column: int) -> None:
        """Note a formula cell without a saved result."""
        self._check(row, column)
        if len(self.uncomputed) < MAX_CELLS:
            self.uncomputed.append((row, column))

    def merge(self, merge: Merge) -> None:
        """Add a merged range; a single cell is none. Raises ReportFileError at the limit."""
        if merge.bottom < merge.top or merge.right < merge.left:
            return
        if (merge.top, merge.left) != (merge.bottom, merge.right):
            self.merges.append(merge)
        if len(self.merges) > MAX_MERGES:
            raise self._refusal(f"結合されたセルが {MAX_MERGES:,} か所を超えています")

    def _check(self, row: int, column: int) -> None:
        if row > MAX_ROWS:
            raise self._refusal(f"{column_letters(column)}{row} に値があり、{MAX_ROWS:,} 行を超えています")
        if column >= MAX_COLUMNS:
            raise self._refusal(f"{column_letters(column)}{row} に値があり、{MAX_COLUMNS} 列を超えています")

    def _refusal(self, reason: str) -> ReportFileError:
        return ReportFileError(f"「{self.file_name}」の{self.page}は大きすぎます。{reason}。{_ADVICE}")


def lines_of(
    sheets: Iterable[Sheet], hidden_sheets: Sequence[str], name: str
) -> tuple[list[Line], list[Finding]]:
    """Return the lines of all sheets in order, and what was hidden or could not be read.

    Raises ReportFileError where no sheet shows anything.
    """
    lines: list[Line] = []
    findings: list[Finding] = []
    filled = 0
    for sheet in sheets:
        lines.extend(_lines(sheet, len(lines)))
        findings.extend(_findings(sheet))
        filled += len(sheet.cells)
        if len(lines) > MAX_ROWS:
            raise ReportFileError(
                f"「{name}」は大きすぎます。すべてのシートを合わせて {MAX_ROWS:,} 行を超えています。{_ADVICE}"
            )
    if not filled and not any(one.kind is FindingKind.HELD_BACK for one in findings):
        hidden = f"非表示のシート（{'、'.join(hidden_sheets)}）は読みません。" if hidden_sheets else ""
        raise ReportFileError(
            f"「{name}」のシートには値がありません。{hidden}"
            "報告書の表があるシートを表示した状態で保存し直してから、もう一度読み込んでください。"
        )
    findings.extend(
        Finding(
            FindingKind.HIDDEN_CELLS,
            f"シート「{title}」は非表示のため、読み込みませんでした。"
            "必要なシートであれば、再表示して保存し直してから、もう一度読み込んでください。",
            f"非表示のシート：{title}",
        )
        for title in hidden_sheets
    )
    return lines, findings


def _lines(sheet: Sheet, before: int) -> list[Line]:
    rows = sheet.cells
    last_row = max(rows, default=0)
    starting: dict[int, list[Merge]] = {}
    for merge in sheet.merges:
        starting.setdefault(merge.top, []).append(merge)
    owners: dict[int, Merge] = {}  # by column: the merged range that began there last
    lines = []
    for row in range(1, last_row + 1):
        spans: dict[int, Span] = {}
        for merge in starting.get(row, ()):
            last_column = min(merge.right, MAX_COLUMNS - 1)
            spans[merge.left] = (min(merge.bottom, last_row) - row + 1, last_column - merge.left + 1)
            owners.update(dict.fromkeys(range(merge.left, last_column + 1), merge))
        shown = {
            column: text
            for column, text in rows.get(row, {}).items()
            if not _is_covered(row, column, owners.get(column))
        }
        cells = tuple(shown.get(column, "") for column in range(max(shown, default=-1) + 1))
        number = LineNumber(before + row, sheet.page, row)
        lines.append(Line(number, cells, {c: span for c, span in spans.items() if c in shown}))
    return lines


def _is_covered(row: int, column: int, owner: Merge | None) -> bool:
    """True of a cell that a merged range hides, whatever the file keeps there."""
    if owner is None or row > owner.bottom:
        return False
    return (row, column) != (owner.top, owner.left)


def _findings(sheet: Sheet) -> list[Finding]:
    findings = []
    if hidden := sorted(sheet.hidden_rows & sheet.cells.keys()):
        which = "、".join(_run(one, str) for one in _runs(hidden)) + "行"
        findings.append(_hidden(sheet, which, Place(hidden[0], 0, sheet.page)))
    filled = {column for cells in sheet.cells.values() for column in cells}
    if columns := sorted(c for c in filled if any(c in hidden_run for hidden_run in sheet.hidden_columns)):
        which = "、".join(_run(one, column_letters) for one in _runs(columns)) + "列"
        findings.append(_hidden(sheet, which, Place(1, columns[0], sheet.page)))
    for row, column in sheet.uncomputed[:_NAMED_CELLS]:
        place = Place(row, column, sheet.page)
        findings.append(_uncomputed(f"{place} の", place))
    rest = len(sheet.uncomputed) - _NAMED_CELLS
    if rest > 0:
        findings.append(_uncomputed(f"{sheet.page}のほか {rest:,} 個のセルの", None))
    return findings


def _hidden(sheet: Sheet, which: str, place: Place) -> Finding:
    return Finding(
        FindingKind.HIDDEN_CELLS,
        f"{sheet.page}の{which}は非表示ですが、読み込みました。不要な値でないか確かめてください。",
        f"非表示：{which}",
        place,
    )


def _uncomputed(where: str, place: Place | None) -> Finding:
    return Finding(
        FindingKind.HELD_BACK,
        f"{where}数式は計算結果が保存されていないため読めません。Excelで開いて保存し直してください。",
        "計算結果のない数式",
        place,
    )


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Return the first and last of each unbroken run of ascending numbers."""
    groups = groupby(enumerate(numbers), lambda pair: pair[1] - pair[0])
    return [((run := [number for _, number in group])[0], run[-1]) for _, group in groups]


def _run(run: tuple[int, int], spell: Callable[[int], str]) -> str:
    first, last = run
    return spell(first) if first == last else f"{spell(first)}〜{spell(last)}"
