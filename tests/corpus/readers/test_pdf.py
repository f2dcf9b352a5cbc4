"""PDF files: ruled tables over pages, merged cells, text around them, and what cannot be read."""

from __future__ import annotations

import pytest
from made_files import FONT, Read, cells, drawn_pdf, messages, pdf, places, ruled_table
from PIL import Image
from reportlab.lib import colors, pdfencrypt
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, Spacer

from corpus.errors import ReportFileError
from corpus.readers import pdf as pdf_reader
from corpus.readers.pdf_page import repaired
from corpus.types import FindingKind

HEADER = ("指標", "区分", "R5", "R6")
STACKED = (
    ("育成総数（人）", "目標", "1,504", "1,631"),
    ("", "実績", "1,400", "1,605"),
    ("", "評価", "C", "B"),
)


def paragraph(text: str) -> Paragraph:
    return Paragraph(text, ParagraphStyle("japanese", fontName=FONT, fontSize=9, wordWrap="CJK"))


def test_table_and_the_text_around_it_come_from_top_to_bottom(read: Read) -> None:
    table = ruled_table([HEADER, *STACKED], ("SPAN", (0, 1), (0, 3)))
    source = read(
        "報告.pdf", pdf(paragraph("令和6年度 進捗評価"), Spacer(1, 9), table, paragraph("注：①㈱㎡％"))
    )
    assert cells(source) == [("令和6年度 進捗評価",), HEADER, *STACKED, ("注：①㈱㎡％",)]
    assert places(source)[0] == "1ページの1"
    assert [line.spans for line in source.lines[1:3]] == [{}, {0: (3, 1)}]


def test_cell_over_columns_and_rows_leaves_the_others_blank(read: Read) -> None:
    rows = [["施策", "", "R6", ""], ["", "", "目標", "実績"], ["a", "b", "1", "2"]]
    source = read("報告.pdf", pdf(ruled_table(rows, ("SPAN", (0, 0), (1, 1)), ("SPAN", (2, 0), (3, 0)))))
    assert cells(source) == [tuple(row) for row in rows]
    assert source.lines[0].spans == {0: (2, 2), 2: (1, 2)}


def test_table_over_pages_goes_on_and_running_heads_and_page_numbers_are_dropped(read: Read) -> None:
    def furniture(canvas: Canvas, document: object) -> None:
        canvas.setFont(FONT, 9)
        canvas.drawString(60, 815, "みどり市 地域計画")
        canvas.drawCentredString(300, 20, f"- {canvas.getPageNumber()} -")

    rows = [("指標", "R6"), *((f"項目{n}", str(n)) for n in range(1, 91))]
    source = read("報告.pdf", pdf(ruled_table(rows, repeatRows=1), furniture=furniture))
    assert [line for line in cells(source) if line not in (rows[0], ("みどり市 地域計画",))] == rows[1:]
    assert cells(source).count(("みどり市 地域計画",)) == 1
    assert {line.page for line in source.lines} == {"1ページ", "2ページ", "3ページ"}
    assert [str(int(line.number)) for line in source.lines] == [
        str(n) for n in range(1, len(source.lines) + 1)
    ]
    assert places(source)[0] == "1ページの1"


@pytest.mark.parametrize("foot", ["3", "- 3 -", "3/12", "3 ページ", "P.3", "Page 3 of 12", "－３－"])
def test_page_number_at_the_foot_is_no_line(read: Read, foot: str) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 700, "本文です")
        canvas.drawString(300, 20, foot)

    assert cells(read("報告.pdf", drawn_pdf(draw))) == [("本文です",)]


def test_number_in_the_middle_of_a_page_is_a_line(read: Read) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 700, "登録者数")
        canvas.drawString(60, 500, "1605")

    assert cells(read("報告.pdf", drawn_pdf(draw))) == [("登録者数",), ("1605",)]


def test_two_tables_that_touch_keep_their_own_columns(read: Read) -> None:
    upper = ruled_table([("a", "b", "c"), ("1", "2", "3")], colWidths=[30, 60, 50])
    lower = ruled_table([("区分", "目標", "実績", "評価"), ("x", "4", "5", "B")], colWidths=[71, 83, 47, 91])
    assert cells(read("報告.pdf", pdf(upper, lower))) == [
        ("a", "b", "c"),
        ("1", "2", "3"),
        ("区分", "目標", "実績", "評価"),
        ("x", "4", "5", "B"),
    ]


def test_table_without_lines_at_its_sides_keeps_its_outer_columns(read: Read) -> None:
    def draw(canvas: Canvas) -> None:
        for y in (700, 680, 660, 640):
            canvas.line(60, y, 360, y)
        for x in (160, 260):
            canvas.line(x, 640, x, 700)
        for row, y in enumerate((686, 666, 646)):
            for column, x in enumerate((65, 165, 265)):
                canvas.drawString(x, y, f"{row}{column}値")

    assert cells(read("報告.pdf", drawn_pdf(draw))) == [
        tuple(f"{row}{column}値" for column in range(3)) for row in range(3)
    ]


def test_letters_drawn_twice_to_look_bold_count_once(read: Read) -> None:
    def draw(canvas: Canvas) -> None:
        for shift in (0, 0.3):
            canvas.drawString(60 + shift, 700, "目標 1,115人")

    assert cells(read("報告.pdf", drawn_pdf(draw))) == [("目標 1,115人",)]


def test_lines_wrapped_inside_a_cell_are_joined(read: Read) -> None:
    table = ruled_table([("地域福祉コー\nディネーター\n※累計", "1,605")])
    assert cells(read("報告.pdf", pdf(table))) == [("地域福祉コーディネーター ※累計", "1,605")]


def drawn_cell(width: float, *lines: str, size: int = 10) -> bytes:
    """A PDF of one ruled cell with the given lines, four points from its left edge, and one beside it."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, size)
        canvas.grid([60, 60 + width, 160 + width], [600, 700])
        for number, text in enumerate(lines):
            canvas.drawString(64, 680 - 14 * number, text)
        canvas.drawString(70 + width, 680, "実績")

    return drawn_pdf(draw)


def width_of(text: str, size: int = 10) -> float:
    """The width of a cell whose line is full with this text."""
    return stringWidth(text, FONT, size) + 8


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("育成総数の目標2", "17人", "育成総数の目標217人"),
        ("二酸化炭素の排出量（千t-CO", "2）", "二酸化炭素の排出量（千t-CO2）"),
        ("実績：16.", "4%（R5）", "実績：16.4%（R5）"),
        ("施策", "①", "施策①"),
        ("育成総数", "(人)", "育成総数(人)"),
        ("子育て応援Web", "サイト", "子育て応援Webサイト"),
        ("目標（20", "26年度）", "目標（2026年度）"),
        ("研修を行った。", "①日時", "研修を行った。 ①日時"),
        ("研修の実施状況", "・日時", "研修の実施状況 ・日時"),
        # A narrow cell is full with its first value: two figures are never run together.
        ("1605", "98", "1605 98"),
        ("1,605", "198", "1,605 198"),
        ("R6", "105人", "R6 105人"),
        ("12 15", "20", "12 15 20"),
    ],
)
def test_line_that_was_full_goes_on_without_a_space(read: Read, first: str, second: str, joined: str) -> None:
    width = max(width_of(first), width_of(second))
    assert cells(read("報告.pdf", drawn_cell(width, first, second))) == [(joined, "実績")]


@pytest.mark.parametrize(
    ("first", "second"),
    [("目標2", "17人"), ("98", "105"), ("98人", "105人"), ("R5 98", "R6 105"), ("総数", "(人)")],
)
def test_two_lines_of_a_roomy_cell_stay_apart(read: Read, first: str, second: str) -> None:
    assert cells(read("報告.pdf", drawn_cell(150, first, second))) == [(f"{first} {second}", "実績")]


def test_space_drawn_at_the_end_of_a_full_line_stays(read: Read) -> None:
    content = drawn_cell(width_of("実施したWeb"), "実施したWeb ", "site")
    assert cells(read("報告.pdf", content)) == [("実施したWeb site", "実績")]


def test_paragraph_that_ends_within_a_cell_stays_apart_from_the_next(read: Read) -> None:
    content = drawn_cell(width_of("見守り協力員の数"), "見守り協力員の数", "が増", "相談会の回数は", "減少")
    assert cells(read("報告.pdf", content)) == [("見守り協力員の数が増 相談会の回数は減少", "実績")]


@pytest.mark.parametrize(
    "circle",
    [
        b"7 0 obj\n7 0 R\nendobj\n",
        b"7 0 obj 8 0 R endobj 8 0 obj 9 0 R endobj 9 0 obj 7 0 R endobj\n",
        b"7 0 obj<</Type/XRef/W[0 0 0]/Size 9>>",
        b"7 0 obj<</Type/XRef/W[1 2 1]/Index [0 1000000000]>>",
    ],
)
def test_what_would_be_followed_for_ever_is_refused_as_damaged(read: Read, circle: bytes) -> None:
    content = pdf(ruled_table(STACKED))
    assert cells(read("報告.pdf", content.replace(b"xref", b"7 0 obj 8 0 R endobj\nxref", 1)))
    with pytest.raises(ReportFileError, match="壊れている"):
        read("報告.pdf", content.replace(b"xref", circle + b"xref", 1))


@pytest.mark.parametrize(
    ("limit", "words"), [("MAX_LETTERS", "文字が多すぎて"), ("MAX_EDGES", "線が多すぎて")]
)
def test_page_with_far_too_much_on_it_is_refused_by_its_number(
    read: Read, monkeypatch: pytest.MonkeyPatch, limit: str, words: str
) -> None:
    monkeypatch.setattr(pdf_reader, limit, 5)
    with pytest.raises(ReportFileError, match=f"1ページは{words}"):
        read("報告.pdf", pdf(ruled_table([HEADER, *STACKED])))


@pytest.mark.parametrize(
    ("extracted", "printed"),
    [
        ("⽬標・⽀援", "目標・支援"),
        ("市⺠の⻑寿", "市民の長寿"),
        ("神社", "神社"),
        ("髙﨑①㎡％１２㈱ｶﾅ～", "髙﨑①㎡％１２㈱ｶﾅ～"),
    ],
)
def test_look_alike_letters_are_put_right_and_all_else_stays_as_printed(extracted: str, printed: str) -> None:
    assert repaired(extracted) == printed


def picture(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(Image.new("L", (20, 20), 128)), 0, 0, 500, 700)


def test_scanned_pdf_is_refused_with_the_reason(read: Read) -> None:
    with pytest.raises(ReportFileError, match=r"画像だけの PDF.*OCR"):
        read("報告.pdf", drawn_pdf(picture))


def test_scanned_page_among_others_is_named(read: Read) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 700, "本文です")
        canvas.showPage()
        picture(canvas)

    source = read("報告.pdf", drawn_pdf(draw))
    assert cells(source) == [("本文です",)]
    assert [one.kind for one in source.findings] == [FindingKind.HELD_BACK]
    assert messages(source)[0].startswith("2ページは画像だけで")


def test_pdf_without_letters_and_pictures_is_refused(read: Read) -> None:
    with pytest.raises(ReportFileError, match="文字のない PDF"):
        read("報告.pdf", drawn_pdf(lambda canvas: canvas.line(0, 0, 9, 9)))


def test_cell_with_a_letter_that_the_file_does_not_name_is_held_back(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = ruled_table([("登録者数（人）の推移", "1X5"), ("受講者数（人）の推移", "160")])
    monkeypatch.setattr("corpus.readers.pdf_page.repaired", lambda text: text.replace("X", "(cid:7)"))
    source = read("報告.pdf", pdf(table))
    assert cells(source) == [("登録者数（人）の推移", ""), ("受講者数（人）の推移", "160")]
    [finding] = source.findings
    assert finding.kind is FindingKind.HELD_BACK
    assert (str(finding.place), finding.evidence) == ("1ページ 1行 1列", "1〓5")


def test_pdf_whose_letters_are_mostly_unknown_is_refused(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.readers.pdf_page.repaired", lambda text: "(cid:1)(cid:2)あ")
    with pytest.raises(ReportFileError, match="文字の情報が欠けた PDF"):
        read("報告.pdf", pdf(ruled_table([("登録者数", "1")])))


def test_password_is_told(read: Read, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("locked") / "made.pdf"
    canvas = Canvas(str(path), encrypt=pdfencrypt.StandardEncryption("secret", strength=128))
    canvas.drawString(60, 700, "hello")
    canvas.save()
    with pytest.raises(ReportFileError, match="パスワードがかかっています"):
        read("報告.pdf", path.read_bytes())


def test_too_many_pages_are_refused(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_reader, "MAX_PAGES", 2)

    def draw(canvas: Canvas) -> None:
        for _ in range(3):
            canvas.drawString(60, 700, "a")
            canvas.showPage()

    with pytest.raises(ReportFileError, match="2 ページを超えている"):
        read("報告.pdf", drawn_pdf(draw))


def test_pdf_cut_off_anywhere_is_read_or_refused_politely(read: Read) -> None:
    content = pdf(ruled_table([HEADER, *STACKED]))
    whole = cells(read("報告.pdf", content))
    for percent in range(5, 100, 5):
        try:
            assert cells(read("報告.pdf", content[: len(content) * percent // 100])) == whole
        except ReportFileError as error:
            assert "ください" in str(error)


def test_pdf_with_a_damaged_page_among_good_ones_is_refused(read: Read) -> None:
    def draw(canvas: Canvas) -> None:
        for number in range(3):
            canvas.setFont(FONT, 10)
            canvas.drawString(60, 700, f"{number}番目のページ")
            canvas.showPage()

    content = drawn_pdf(draw)
    assert len(cells(read("報告.pdf", content))) == 3
    place = content.rindex(b"stream\n", 0, content.rindex(b"endstream")) + 12
    damaged = content[:place] + b"zzzz" + content[place + 4 :]
    with pytest.raises(ReportFileError, match="壊れている"):
        read("報告.pdf", damaged)


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.4\n",
        b"%PDF-1.4\n%%EOF",
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\ntrailer<</Root 1 0 R>>",
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[2 0 R]/Count 9>>endobj\n"
        b"trailer<</Root 1 0 R>>",
        b"%PDF-1.7\n" + b"[" * 100_000,
    ],
)
def test_pdf_of_nonsense_is_refused(read: Read, content: bytes) -> None:
    with pytest.raises(ReportFileError, match="ください"):
        read("報告.pdf", content)


def test_cells_with_a_coloured_ground_are_cells_like_others(read: Read) -> None:
    table = ruled_table([HEADER, *STACKED], ("BACKGROUND", (0, 0), (-1, 0), colors.lightgrey))
    assert cells(read("報告.pdf", pdf(table))) == [HEADER, *STACKED]
