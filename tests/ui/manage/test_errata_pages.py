"""訂正の記録 on the screen: recording, taking back, the list as CSV, what a corrected file carries out."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from index.errata import read_errata
from tests.ui.manage.conftest import NAME, Officer, corrected

EVIL = "<script>alert(1)</script>"


def fields(**changed: str) -> dict[str, Any]:
    _, _, value = corrected()
    return {
        "report": NAME,
        "indicator": value.indicator_id,
        "cell": f"{value.fiscal_year}/actual/{value.place}",
        "corrected": "7,777",
        "reason": "正誤表による",
        **changed,
    }


def test_a_value_is_found_by_name_and_chosen_from_the_printed_ones(officer: Officer) -> None:
    _, name, value = corrected()
    found = officer.client.get("/manage/corrections/new", params={"report": NAME, "word": name[:6]})
    assert name in found.text
    page = officer.client.get(
        "/manage/corrections/new", params={"report": NAME, "indicator": value.indicator_id}
    )
    assert f'value="{fields()["cell"]}"' in page.text and f"<strong>{value.printed}</strong>" in page.text


def test_the_original_and_the_correction_are_both_listed(officer: Officer) -> None:
    _, name, value = corrected()
    page = officer.send("/manage/corrections/new", **fields())
    assert f"原資料 {value.printed} → 訂正後 <strong>7,777</strong>" in page.text
    assert "［有効］" in page.text and "企画課 山田 さん" in page.text and name in page.text


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"reason": " "}, "「理由」を入力"),
        ({"corrected": ""}, "「訂正後の値」を入力"),
        ({"corrected": "x" * 41}, "40文字以内"),
        ({"reason": "x" * 201}, "200文字以内"),
        ({"cell": ""}, "どの値の訂正か"),
        ({"cell": "1900/actual/1行 1列"}, "どの値の訂正か"),
    ],
)
def test_what_is_missing_is_told_and_what_was_typed_stays(
    officer: Officer, home: Path, change: dict[str, str], told: str
) -> None:
    page = officer.send("/manage/corrections/new", **fields(**change))
    assert page.status_code == 400 and told in page.text
    if "reason" not in change:
        assert 'value="正誤表による"' in page.text
    assert read_errata(home) == ()


def test_the_same_value_is_no_correction(officer: Officer, home: Path) -> None:
    _, _, value = corrected()
    page = officer.send("/manage/corrections/new", **fields(corrected=f" {value.printed} "))
    assert page.status_code == 400 and "表記と同じです" in page.text
    assert read_errata(home) == ()


def test_a_record_taken_back_is_struck_through_and_stays(officer: Officer, home: Path) -> None:
    officer.send("/manage/corrections/new", **fields())
    (made,) = read_errata(home)
    page = officer.send("/manage/corrections/withdraw", id=made.id, reason="確認の誤り").text
    assert "<s>" in page and "［取り消し］" in page and "確認の誤り" in page
    assert officer.send("/manage/corrections/withdraw", id=made.id).status_code == 400
    assert officer.send("/manage/corrections/withdraw", id="none").status_code == 400


def test_a_corrected_file_carries_it_out(officer: Officer) -> None:
    officer.send("/manage/corrections/new", **fields(corrected="7777"))
    job = officer.hand_in("訂正版.txt", corrected("7,777")[0])
    assert "訂正の記録1件が、このファイルで反映されます" in officer.get(job).text
    officer.publish(job)
    page = officer.get("/manage/corrections").text
    assert "［反映済み］" in page and "いまの表記：7,777" in page


def test_the_list_is_saved_without_formulas(officer: Officer) -> None:
    _, name, value = corrected()
    officer.send("/manage/corrections/new", **fields(reason="=HYPERLINK(1)"))
    saved = officer.get("/manage/corrections.csv")
    assert saved.content.startswith("\ufeff".encode())
    (row,) = csv.DictReader(io.StringIO(saved.content.decode("utf-8-sig")))
    assert row["状態"] == "有効" and row["名称"] == name and row["原資料の表記"] == value.printed
    assert row["訂正後"] == "7,777" and row["理由"] == "'=HYPERLINK(1)" and row["記録者"] == "企画課 山田"


def test_what_officers_type_is_never_markup(officer: Officer) -> None:
    from ui.rendering import answer_html, answer_text

    _, name, _ = corrected()
    officer.send("/manage/corrections/new", **fields(reason=EVIL, corrected="<b>9</b>"))
    assert EVIL not in officer.get("/manage/corrections").text + officer.get("/manage/log").text
    answer = officer.client.app.state.asker.ask(f"{name}の実績は？").answer
    assert any(EVIL in one for one in answer.notes)  # kept as typed
    assert EVIL not in answer_html(answer) and "<b>9" not in answer_html(answer)
    assert EVIL in answer_text(answer)
