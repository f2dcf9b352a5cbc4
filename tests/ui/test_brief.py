"""`keikaku brief` and the Word file of an answer draft."""

from __future__ import annotations

import io
import warnings
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from assistant.assistant import Assistant
from assistant.briefing.brief import Brief
from assistant.settings import Settings
from index.build import open_index
from ui import cli, rendering
from ui.brief_document import to_docx

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient

    from ui.server import build_app

QUESTION = "民生委員協力員の実績は？"
OTHER = "図書館の利用者数は？"


@pytest.fixture(scope="module")
def brief(home: Path) -> Brief:
    """A draft from the bundled report."""
    index = open_index(home, None)
    made = Assistant(index, Settings(home=home)).brief(QUESTION)
    index.close()
    assert isinstance(made, Brief)
    return made


def test_the_file_opens_with_headings_table_footer_and_sources(brief: Brief) -> None:
    document = Document(io.BytesIO(to_docx(brief)))
    headings = [one.text for one in document.paragraphs if one.style.name.startswith("Heading")]
    assert headings[0] == "答弁書（案）"
    assert [one for one in headings if one[:1].isdecimal()] == [
        "1　問",
        "2　現状",
        "3　課題",
        "4　対応",
        "5　出典一覧",
        "6　確認していただきたいこと",
    ]
    figures, sources = document.tables
    assert [cell.text for cell in figures.rows[0].cells] == ["年度", "目標", "実績", "達成率", "評価", "出典"]
    assert ["R6", "80人", "62人", "77.5%", "C"] in [[c.text for c in row.cells][:5] for row in figures.rows]
    assert figures.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert len(sources.rows) == len(brief.sources) + 1
    assert "案　令和6年度の報告書による" in document.sections[0].footer.paragraphs[0].text


def test_quotations_are_in_the_file_character_for_character(brief: Brief) -> None:
    document = Document(io.BytesIO(to_docx(brief)))
    quoted = [one.text for one in document.paragraphs if one.style.name == "Quote"]
    assert quoted == [text for text in quoted if any(text in one.text for one in brief.answer.quotations)]
    assert len(quoted) >= 2


def test_a_japanese_font_is_named_with_what_stands_in_for_it(brief: Brief) -> None:
    data = to_docx(brief)
    document = Document(io.BytesIO(data))
    fonts = document.styles["Normal"].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == "游明朝"
    table = zipfile.ZipFile(io.BytesIO(data)).read("word/fontTable.xml").decode()
    assert 'w:name="游明朝"><w:altName w:val="Yu Mincho,ＭＳ 明朝' in table


def test_the_same_draft_gives_the_same_bytes(brief: Brief) -> None:
    assert to_docx(brief) == to_docx(brief)


@pytest.mark.parametrize(
    ("arguments", "starts"),
    [
        (["--out", "a.md"], "# 答弁書（案）".encode()),
        (["--out", "a.docx"], b"PK"),
        (["--format", "docx", "--out", "a.bin"], b"PK"),
        (["--output", "a.txt"], "# 答弁書（案）".encode()),
    ],
)
def test_the_command_writes_the_form_asked_for(
    arguments: list[str], starts: bytes, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["brief", QUESTION, *arguments, "--home", str(home)]) == 0
    assert Path(arguments[-1]).read_bytes().startswith(starts)


def test_markdown_goes_to_stdout_without_a_file(
    home: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert cli.main(["brief", f"{QUESTION}の答弁案を作って", "--home", str(home)]) == 0
    out = capfdbinary.readouterr().out.decode()
    assert out.startswith("# 答弁書（案）")
    assert f"「{QUESTION}」" in out


def test_a_question_about_nothing_in_the_report_makes_no_file(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.docx"
    assert cli.main(["brief", OTHER, "--out", str(file), "--home", str(home)]) == 1
    said = capsys.readouterr()
    assert not file.exists()
    assert said.out == ""
    assert "答弁案は作成していません" in said.err
    assert "「図書館」に当たる記載は、この報告書にはありません" in said.err


@pytest.mark.parametrize("arguments", [["brief"], ["brief", "実績は？", "--format", "pdf"], ["brief", " "]])
def test_a_wrong_call_ends_with_status_2(arguments: list[str], home: Path) -> None:
    try:
        status = cli.main([*arguments, "--home", str(home)])
    except SystemExit as left:
        status = int(str(left.code))
    assert status == 2


def test_ask_shows_the_draft_and_how_to_get_the_file(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["ask", f"{QUESTION}の答弁案を作って", "--home", str(home)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("# 答弁書（案）")
    assert out.rstrip().endswith(f'keikaku brief "{QUESTION}" --out 答弁案.docx')


def test_the_chat_links_to_the_file_and_the_server_makes_it(home: Path) -> None:
    index = open_index(home, None)
    assistant = Assistant(index, Settings(home=home))
    html = rendering.answer_html(assistant.ask(f"{QUESTION}の答弁案を作って").answer)
    assert '<a href="brief.docx?question=' in html
    assert "brief.docx" not in rendering.answer_html(assistant.ask(QUESTION).answer)
    with TestClient(build_app(assistant, "題", ())) as client:
        made = client.get("/brief.docx", params={"question": QUESTION})
        assert made.status_code == 200
        assert made.content.startswith(b"PK")
        assert "attachment" in made.headers["content-disposition"]
        refused = client.get("/brief.docx", params={"question": OTHER})
        assert (refused.status_code, "答弁案は作成していません" in refused.text) == (404, True)
        assert client.get("/brief.docx", params={"question": "あ" * 600}).status_code == 400
    index.close()
