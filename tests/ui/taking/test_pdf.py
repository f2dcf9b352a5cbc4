"""A PDF of a document: its letters are all there, in the order of the text, and no reader's font is needed."""

from __future__ import annotations

import io
import re
from typing import Any

import pdfplumber
import pytest
from pdfminer.pdftypes import resolve1

from assistant.briefing.elements import Grid, Heading, Listed, Quoted, Warned, words
from ui.taking.letters import settable
from ui.taking.lines import broken
from ui.taking.paper import Paper
from ui.taking.pdf import to_pdf

LETTERS = "㊟①Ⅱ〜～−－髙﨑㈱℡纊⑳㉑㊿ⅰ→◎○△×※々〆％ｶﾅ‐—―…𠮷𩸽叱𠮟邊邉辻芦祇葛ゔヷ㎡㌔"


def paper(*elements: Any) -> Paper:
    return Paper("題", "報告書", "案", "下の行", elements)


def text_of(data: bytes) -> str:
    with pdfplumber.open(io.BytesIO(data)) as document:
        return "\n".join(page.extract_text() for page in document.pages)


def packed(text: str) -> str:
    return re.sub(r"\s", "", text)


def fonts_of(data: bytes) -> dict[str, bool]:
    """Return the fonts that draw the text of a PDF, and whether each is in the file."""
    with pdfplumber.open(io.BytesIO(data)) as document:
        used = {char["fontname"] for page in document.pages for char in page.chars}
        held = set()
        for page in document.pages:
            for font in resolve1(resolve1(page.page_obj.resources)["Font"]).values():
                descriptor = resolve1(resolve1(font).get("FontDescriptor"))
                if descriptor is not None and descriptor.get("FontFile2") is not None:
                    held.add(resolve1(font)["BaseFont"].name)
    return {name: name in held for name in used}


def test_the_letters_of_reports_can_be_copied_from_the_file() -> None:
    told = text_of(to_pdf(paper(Heading(1, "見出し"), words(LETTERS))))
    assert packed(LETTERS) in packed(told)


def test_a_letter_that_the_font_lacks_is_shown_and_named() -> None:
    told = packed(text_of(to_pdf(paper(words("😀と答えた葛\U000e0100城市")))))
    assert "〓と答えた葛城市" in told
    assert "U+1F600" in told


def test_documents_made_one_after_the_other_each_have_their_own_letters() -> None:
    for text in ("見守り協力員の活動に参加した延べ人数", "図書館を利用した子育て家庭"):
        data = to_pdf(paper(Heading(1, text), words(text)))
        assert packed(text_of(data)).count(text) == 2
        assert list(fonts_of(data).values()) == [True, True]


def test_every_part_of_a_document_is_written() -> None:
    grid = Grid(("番号", "原文"), (("①-1#1", "1,605"), ("①-2#1", "―")), right=frozenset({1}))
    told = packed(
        text_of(
            to_pdf(
                paper(
                    Heading(2, "数値　一覧"),
                    Warned("確認してください。"),
                    Quoted("引用の文。", "①-1、5行 3列", 2),
                    Listed(("一つ目", "二つ目")),
                    grid,
                )
            )
        )
    )
    for part in (
        "数値一覧",
        "確認してください。",
        "引用の文。",
        "（出典2：①-1、5行3列）",
        "・一つ目",
        "1,605",
        "下の行1",
    ):
        assert part in told, part


def test_a_cell_longer_than_a_page_goes_on_on_the_next() -> None:
    long = "担い手が足りない。" * 700
    data = to_pdf(paper(Grid(("項目", "原文"), (("①-1", long),), wide=frozenset({1}))))
    with pdfplumber.open(io.BytesIO(data)) as document:
        assert len(document.pages) > 2
        pages = [packed(page.extract_text()) for page in document.pages]
    assert sum(page.count("担い手") for page in pages) >= 690
    assert all("項目" in page for page in pages[:2]), "the heading of the table stands on each page"


def test_lines_begin_and_end_as_japanese_typesetting_wants() -> None:
    lines = broken("実績は1,605人です（出典15）。「次」の文", 10, len)
    assert "".join(lines) == "実績は1,605人です（出典15）。「次」の文"
    assert all(line[0] not in "、。）」" and line[-1] not in "（「" for line in lines)
    assert any("1,605" in line for line in lines), "a number stays whole"


@pytest.mark.parametrize("text", ["", "　　二重の空白  と改行\nつぎ", "a" * 60])
def test_no_letter_or_space_is_lost_in_lines(text: str) -> None:
    assert "\n".join(broken(text, 12, len)).replace("\n", "") == text.replace("\n", "")


def test_what_can_be_set_stays_as_it_is() -> None:
    assert settable(LETTERS) == settable(LETTERS).__class__(LETTERS, ())
