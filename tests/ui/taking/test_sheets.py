"""Tables as files: nothing in them is a formula, numbers are numbers, Japanese opens in Excel."""

from __future__ import annotations

import csv
import io
import random
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from ui.taking.sheets import Sheet, inert, to_csv, to_xlsx

SIGNS = "=+-@＝＋－＠"
LETTERS = f"{SIGNS} 　\t\r\n\x00\x1f'\",;aあ1①"


def odd_texts(count: int) -> list[str]:
    """Texts of letters that spreadsheets treat in some way of their own, the same in every run."""
    chance = random.Random(6)
    return ["".join(chance.choices(LETTERS, k=chance.randrange(7))) for _ in range(count)]


@pytest.mark.parametrize("start", SIGNS)
@pytest.mark.parametrize("before", ["", " ", "　", "\t", "\r", "\n"])
def test_a_text_that_begins_like_a_formula_is_made_text(start: str, before: str) -> None:
    assert inert(f"{before}{start}1+1") == f"'{before}{start}1+1"


@pytest.mark.parametrize("harmless", ["", "-", "－", "①-2#1", "1,605人", "△5", "見守り=1", "R6"])
def test_other_texts_stay_as_they_are(harmless: str) -> None:
    assert inert(harmless) == harmless


def test_csv_has_the_mark_that_excel_needs_and_numbers_without_apostrophes() -> None:
    data = to_csv(Sheet("表", ("=見出し", "値"), [["＝x()", -3.2], ["a\nb", None], [True, Decimal("1605")]]))
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows == [["'=見出し", "値"], ["'＝x()", "-3.2"], ["a\nb", ""], ["true", "1605"]]


def test_no_cell_of_a_csv_begins_like_a_formula() -> None:
    rows = [[one, "x"] for one in odd_texts(2000)]
    text = to_csv(Sheet("表", ("あ", "い"), rows)).decode("utf-8-sig")
    for row in csv.reader(io.StringIO(text, newline="")):
        for cell in row:
            shown = cell.lstrip()
            assert len(shown) < 2 or shown[0] not in SIGNS, repr(cell)
            assert not cell.startswith(("\t", "\r", "\n")), repr(cell)


def test_texts_in_a_workbook_come_back_as_texts() -> None:
    texts = odd_texts(500)
    book = load_workbook(io.BytesIO(to_xlsx([Sheet("表", ("あ",), [[one] for one in texts])])))
    kinds = {
        cell.data_type for row in book["表"].iter_rows(min_row=2) for cell in row if cell.value is not None
    }
    assert kinds <= {"s", "inlineStr"}


def test_a_workbook_holds_every_sheet_with_numbers_as_numbers() -> None:
    book = load_workbook(
        io.BytesIO(to_xlsx([Sheet("一", ("値",), [[-3.2], ["=1+1"]]), Sheet("二", ("x",), [])]))
    )
    assert book.sheetnames == ["一", "二"]
    number, text = (row[0] for row in book["一"].iter_rows(min_row=2))
    assert (number.value, number.data_type) == (-3.2, "n")
    assert (text.value, text.data_type) == ("=1+1", "s")
