"""訂正の記録 on the screen: recording, taking back, the list as CSV, what a corrected file carries out."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from corpus.parse import parse_report
from corpus.types import Indicator, Kind, Observation, Report
from index.errata import read_errata, record_erratum
from tests.ui.manage.conftest import CHILDREN, NAME, Officer, corrected
from ui.manage.corrected_value import require_fitting, unit_beside
from ui.manage.forms import FormError

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
        ({"corrected": "とても多い"}, "数値で入力してください（いま「とても多い」）"),
        ({"corrected": "7,777くらいだと思います"}, "数値で入力してください"),
        ({"corrected": "7,777らくだ"}, "違う単位「らくだ」"),
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


@pytest.mark.parametrize("text", ["中止", "－", "未集計", "７，７７７", "△3.5", "約7,777"])
def test_what_reports_print_in_a_cell_of_numbers_is_taken(officer: Officer, home: Path, text: str) -> None:
    assert officer.send("/manage/corrections/new", **fields(corrected=text)).status_code == 200
    (made,) = read_errata(home)
    assert made.corrected == text


def test_a_grade_is_corrected_to_a_grade_of_the_report(officer: Officer, home: Path) -> None:
    report = parse_report(CHILDREN)
    one = next(
        each for indicator in report.indicators for each in indicator.observations
        if each.kind is Kind.GRADE and each.place is not None and each.grade not in (None, "-")
    )  # fmt: skip
    cell = {"indicator": one.indicator_id, "cell": f"{one.fiscal_year}/grade/{one.place}"}
    refused = officer.send("/manage/corrections/new", **fields(**cell, corrected="9"))
    assert refused.status_code == 400 and "この報告書の評価（" in refused.text
    other = next(each.grade for each in report.legend if each.grade != one.grade)
    assert officer.send("/manage/corrections/new", **fields(**cell, corrected=other)).status_code == 200
    assert [each.corrected for each in read_errata(home)] == [other]


def test_a_second_record_of_a_cell_replaces_the_first_and_both_stay(officer: Officer, home: Path) -> None:
    _, name, _ = corrected()
    officer.send("/manage/corrections/new", **fields())
    chosen = officer.client.get(
        "/manage/corrections/new", params={key: fields()[key] for key in ("report", "indicator")}
    )
    assert "訂正後 7,777（新しく記録すると、置き換わります）" in chosen.text
    page = officer.send("/manage/corrections/new", **fields(corrected="8,888", reason="再訂正。")).text
    assert "先の訂正（7,777）は、この訂正に置き換わりました。" in page
    assert page.count("［有効］") == 1 and page.count("［置き換え済み］") == 1
    assert page.index("8,888") < page.index("［置き換え済み］")
    assert "のちの訂正（8,888）に置き換わりました。" in page and "訂正後 <strong>7,777</strong>" in page
    notes = officer.client.app.state.asker.ask(f"{name}の実績は？").answer.notes
    (note,) = [one for one in notes if "訂正の記録" in one]
    assert "訂正後 8,888（理由：再訂正、記録者" in note
    later = read_errata(home)[-1]
    page = officer.send("/manage/corrections/withdraw", id=later.id).text
    assert "先の訂正（7,777）が、ふたたび有効になりました。" in page and page.count("［有効］") == 1


def test_the_same_record_sent_twice_is_kept_once(officer: Officer, home: Path) -> None:
    officer.send("/manage/corrections/new", **fields())
    assert officer.send("/manage/corrections/new", **fields()).status_code == 400
    assert len(read_errata(home)) == 1


def test_a_rate_is_shown_in_percent_and_never_in_the_unit_of_the_indicator() -> None:
    report = parse_report(CHILDREN)
    indicator = next(one for one in report.indicators if one.unit)
    rate = Observation(indicator.id, 2023, Kind.RATE, "98.5", Decimal("98.5"))
    assert unit_beside(rate, indicator) == "%"
    assert unit_beside(replace(rate, printed="98.5%"), indicator) == ""
    assert unit_beside(replace(rate, kind=Kind.ACTUAL), indicator) == indicator.unit
    assert unit_beside(replace(rate, kind=Kind.ACTUAL, printed="中止", value=None), indicator) == ""
    with pytest.raises(FormError, match="この欄の単位は「%」"):
        require_fitting("99人", rate, indicator, report)


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


def printed() -> tuple[Report, Indicator, Observation]:
    report, (_, _, value) = parse_report(CHILDREN), corrected()
    return report, next(one for one in report.indicators if one.id == value.indicator_id), value


def test_what_officers_type_is_never_markup(officer: Officer, home: Path) -> None:
    from ui.rendering import answer_html, answer_text

    _, name, _ = corrected()
    officer.send("/manage/corrections/new", **fields(reason=EVIL))
    record_erratum(home, *printed(), "<b>9</b>", reason=EVIL, who="<b>9</b>")  # as an older version took it
    assert EVIL not in officer.get("/manage/corrections").text + officer.get("/manage/log").text
    answer = officer.client.app.state.asker.ask(f"{name}の実績は？").answer
    assert any(EVIL in one for one in answer.notes)  # kept as typed
    assert EVIL not in answer_html(answer) and "<b>9" not in answer_html(answer)
    assert EVIL in answer_text(answer)
