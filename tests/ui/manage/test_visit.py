"""An officer's whole visit over HTTP: hand in, check, publish, ask, correct, roll back, withdraw."""

from __future__ import annotations

import threading
import warnings
from pathlib import Path
from typing import Any

import pytest

from assistant.settings import Settings
from index.generations import current_name
from tests.ui.manage.conftest import CHILDREN, EDITIONS, ENVIRONMENT, HERE, NAME, Officer, Opened, corrected
from ui import store
from ui.manage import work


def answer_text(client: Any, question: str) -> dict[str, Any]:
    found: dict[str, Any] = client.post("/api/v1/ask", json={"question": question}).json()
    return found


def test_a_whole_visit_from_upload_to_rollback(home: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from fastapi.testclient import TestClient

        from ui import server
        from ui.live import LiveAssistant
        from ui.web.site import Site

        settings = Settings(home=home)
        live = LiveAssistant(settings)
        app = server.build_app(live, live.title, live.examples(), 500, Site(live, settings, live.examples))
        client = TestClient(app, base_url="http://127.0.0.1:7860", client=HERE)
    officer = Officer(client)
    officer.sign_in()
    text, name, before = corrected()
    question = f"{name}の実績は？"
    assert before.printed in answer_text(client, question)["answer"]

    job = officer.hand_in("訂正版.txt", text)
    page = officer.get(job).text
    assert "訂正版です" in page and "まだ公開していません" in page
    assert f"「{before.printed}」" in page and "「7,777」" in page and str(before.place) in page
    assert before.printed in answer_text(client, question)["answer"]  # nothing is published by looking

    assert officer.publish(job) == "done"
    assert "7,777" in answer_text(client, question)["answer"]
    assert "数値の違い1件" in officer.get("/manage/log").text
    assert not (home / "uploads").is_dir() or not list((home / "uploads").iterdir())

    key = f"{before.fiscal_year}/actual/{before.place}"
    recorded = officer.send(
        "/manage/corrections/new",
        report=NAME,
        indicator=before.indicator_id,
        cell=key,
        corrected="7,700",
        reason="正誤表による",
    )
    assert recorded.status_code == 200
    told = answer_text(client, question)
    assert "7,777" in told["answer"] and "7,700" not in told["answer"]  # the figure stays the printed one
    (note,) = [one for one in told["notes"] if "訂正の記録があります" in one]
    assert "訂正後 7,700（理由：正誤表による、記録者：企画課 山田、日時：" in note
    assert note.endswith("原資料の表記は 7,777 です。")

    page = officer.get("/manage/rollback").text
    assert "前の内容に戻る報告書" in page and "「7,777」" in page and f"「{before.printed}」" in page
    generation = current_name(home)
    assert officer.send("/manage/rollback", generation="gen-000000").status_code == 400
    assert current_name(home) == generation
    assert officer.send("/manage/rollback", generation=generation).status_code == 200
    assert before.printed in answer_text(client, question)["answer"]
    shown = officer.get("/manage/log").text
    assert "差し戻し" in shown and "訂正を記録" in shown and "公開：" in shown and "企画課 山田" in shown


def test_a_new_report_gets_the_city_plan_year_and_name_that_were_entered(
    officer: Officer, home: Path
) -> None:
    job = officer.hand_in("環境.txt", ENVIRONMENT.read_bytes())
    assert "新しい報告書です" in officer.get(job).text
    entered = {"city": "浜の市", "plan": "環境計画", "fiscal_year": "ことし", "name": "hama"}
    page = officer.send(f"{job}/read", **entered)
    assert page.status_code == 400 and "「年度」は" in page.text
    assert 'value="浜の市"' in page.text and 'value="hama"' in page.text  # nothing typed is lost
    assert officer.send(f"{job}/read", **{**entered, "name": "a/b"}).status_code == 400
    assert officer.send(f"{job}/read", **{**entered, "fiscal_year": "令和7年度"}).status_code == 200
    officer.wait(job)
    page = officer.get(job).text
    assert "<dd>浜の市</dd>" in page and "<dd>環境計画</dd>" in page and "<dd>hama</dd>" in page
    assert officer.publish(job) == "done"
    info = next(one for one in store.stored_reports(home) if one.name == "hama")
    assert (info.city, info.plan, info.fiscal_year) == ("浜の市", "環境計画", 2025)


def test_a_name_that_is_taken_is_told_and_the_file_stays(officer: Officer) -> None:
    job = officer.hand_in("環境.txt", ENVIRONMENT.read_bytes())
    officer.send(f"{job}/read", name=NAME)
    officer.wait(job)
    page = officer.get(job).text
    assert "別の報告書が使っています" in page
    assert officer.send(f"{job}/read", name="ほか").status_code == 200
    officer.wait(job)
    assert "<dd>ほか</dd>" in officer.get(job).text


def test_the_same_file_again_offers_nothing_to_publish(officer: Officer) -> None:
    job = officer.hand_in("同じ.txt", CHILDREN.read_bytes())
    page = officer.get(job).text
    assert "公開するものはありません" in page and "取りやめる</h2>" in page and "終わる" not in page
    assert officer.send(f"{job}/publish").status_code == 400


def test_personal_data_holds_a_file_until_it_is_confirmed(officer: Officer, home: Path) -> None:
    job = officer.hand_in("連絡先.txt", CHILDREN.read_text("utf-8") + "\n問合せ先　090-1234-5678\n")
    page = officer.get(job).text
    assert "個人情報とみられる記載" in page and "090-****-5678" in page and "1234" not in page
    generation = current_name(home)
    refused = officer.send(f"{job}/publish")
    assert refused.status_code == 400 and "印を付けてください" in refused.text
    assert current_name(home) == generation
    assert officer.publish(job, personal_data="yes") == "done"
    assert "個人情報とみられる記載：確認済み" in officer.get("/manage/log").text


def test_a_file_that_changes_a_fifth_of_the_values_needs_a_tick(officer: Officer, home: Path) -> None:
    edition = EDITIONS / "wakabadai-fukushi-r6.txt"
    officer.publish(officer.hand_in(edition.name, edition.read_bytes()))
    rows = []
    for line in edition.read_text("utf-8").split("\n"):
        head, label, values = line.partition("\t実績\t")
        rows.append(head + label + values.translate(str.maketrans("123456789", "912345678")))
    job = officer.hand_in("ほかの年.txt", "\n".join(rows))
    assert "多くの値が違います" in officer.get(job).text
    generation = current_name(home)
    assert officer.send(f"{job}/publish").status_code == 400
    assert current_name(home) == generation
    assert officer.publish(job, large_change="yes") == "done"
    assert current_name(home) != generation


def test_two_officers_publish_at_once_and_the_second_is_told(open_screens: Opened, home: Path) -> None:
    first, second = open_screens(), open_screens()
    first.sign_in("企画課 山田")
    second.sign_in("福祉課 佐藤")
    jobs = first.hand_in("一.txt", corrected("7,777")[0]), second.hand_in("二.txt", corrected("8,888")[0])
    sent = [
        threading.Thread(target=one.send, args=(f"{job}/publish",))
        for one, job in zip((first, second), jobs, strict=True)
    ]
    for one in sent:
        one.start()
    for one in sent:
        one.join()
    stages = [first.wait(jobs[0]), second.wait(jobs[1])]
    assert sorted(stages) == ["checked", "done"]
    late, early = (1, 0) if stages[0] == "done" else (0, 1)
    page = (first, second)[late].get(jobs[late]).text
    winner = ("企画課 山田", "福祉課 佐藤")[early]
    assert "別の公開・取り下げ・差し戻しがありました" in page and winner in page
    assert ("「7,777」", "「8,888」")[early] in page  # compared anew, with what is published now
    assert (first, second)[late].publish(jobs[late]) == "done"


def test_a_check_that_the_store_has_overtaken_says_so_and_is_made_again(officer: Officer, home: Path) -> None:
    job = officer.hand_in("同じ.txt", CHILDREN.read_bytes())
    assert "この確認は古くなっています" not in officer.get(job).text
    other = officer.hand_in("訂正版.txt", corrected()[0])
    assert officer.publish(other) == "done"
    page = officer.get(job).text
    assert "この確認は古くなっています" in page and "企画課 山田、" in page
    assert "確認したときの結果：" in page and f'action="{job}/publish"' not in page
    assert officer.send(f"{job}/again").status_code == 200
    officer.wait(job)
    page = officer.get(job).text
    assert "この確認は古くなっています" not in page and "公開するものはありません" not in page
    assert "訂正版です" in page and "「7,777」" in page
    assert officer.publish(job) == "done"


def test_a_job_cannot_be_decided_twice(officer: Officer) -> None:
    job = officer.hand_in("訂正版.txt", corrected()[0])
    assert officer.publish(job) == "done"
    again = officer.send(f"{job}/publish")
    assert again.status_code == 400 and "いまは操作できません" in again.text
    gone = officer.send(f"{job}/cancel")
    assert gone.status_code == 400 and "もう取りやめられません" in gone.text


def test_giving_up_removes_the_file_and_changes_nothing(officer: Officer, home: Path) -> None:
    generation = current_name(home)
    job = officer.hand_in("訂正版.txt", corrected()[0])
    assert len(list((home / "uploads").iterdir())) == 1
    assert officer.send(f"{job}/cancel").status_code == 200
    assert list((home / "uploads").iterdir()) == []
    assert current_name(home) == generation
    assert "取りやめました" in officer.get(job).text


def test_publishing_that_is_cancelled_while_it_works_publishes_nothing(
    officer: Officer, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    generation = current_name(home)
    job = officer.hand_in("訂正版.txt", corrected()[0])
    at_work, may_go_on = threading.Event(), threading.Event()
    ingest = store.ingest

    def slow(*arguments: Any, progress: Any, **options: Any) -> Any:
        progress("文の意味を計算しています", 1, 10)
        at_work.set()
        may_go_on.wait(20)
        return ingest(*arguments, progress=progress, **options)

    monkeypatch.setattr(work.store, "ingest", slow)
    officer.send(f"{job}/publish")
    assert at_work.wait(20)
    state = officer.get(f"{job}/state").json()
    assert (state["stage"], state["step"], state["done"], state["total"]) == (
        "working",
        "文の意味を計算しています",
        1,
        10,
    )
    page = officer.get(job).text
    assert '<progress aria-labelledby="job-step" max="10" value="1">' in page
    assert '<noscript><meta http-equiv="refresh"' in page
    asker = officer.client.app.state.asker
    assert asker.ask("施策はいくつある？").answer.status == "answered"  # answers go on meanwhile
    officer.send(f"{job}/cancel")
    may_go_on.set()
    assert officer.wait(job) == "cancelled"
    assert current_name(home) == generation


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("空.txt", "", "中身が空です"),
        ("絵.png", "x", "読み込めない種類です"),
        ("マクロ.xlsm", "x", "読み込めない種類です"),
        (".txt", "x", "読み込めない種類です"),
    ],
)
def test_a_file_of_no_use_is_refused_with_the_reason(
    officer: Officer, home: Path, name: str, content: str, told: str
) -> None:
    page = officer.upload(name, content)
    assert page.status_code == 400 and told in page.text
    assert not (home / "uploads").is_dir() or list((home / "uploads").iterdir()) == []


@pytest.mark.parametrize("name", ["本文だけ.txt", "壊れた.xlsx", "壊れた.pdf"])
def test_a_file_that_is_no_report_ends_with_the_reason_and_leaves_nothing(
    officer: Officer, home: Path, name: str
) -> None:
    generation = current_name(home)
    job = officer.hand_in(name, "ただの文章です。" * 20)
    page = officer.get(job).text
    assert "公開中の内容は変わっていません" in page and str(home) not in page
    assert current_name(home) == generation and list((home / "uploads").iterdir()) == []


def test_a_file_over_the_limit_is_refused(open_screens: Opened, home: Path) -> None:
    officer = open_screens(upload_limit_mb=1)
    officer.sign_in()
    page = officer.upload("大.txt", b"x" * 1_000_001)
    assert page.status_code == 413 and "1メガバイト以内" in page.text
    assert list((home / "uploads").iterdir()) == []
    job = officer.hand_in("ちょうど.txt", (CHILDREN.read_bytes() + b"\n" * 2_000_000)[:1_000_000])
    assert "読み取った内容" in officer.get(job).text


@pytest.mark.parametrize(
    "name",
    [
        "<img src=x onerror=alert(1)>.txt",
        '"><script>alert(1)</script>.txt',
        "../../../../etc/cron.d/x.txt",
        "..\\..\\x.txt",
        "{{ 7*7 }}.txt",
        "改\u202e行\x00名\n前.txt",
        "あ" * 300 + ".txt",
    ],
)
def test_odd_names_of_files_do_no_harm(officer: Officer, home: Path, name: str) -> None:
    outside = set(home.parent.rglob("*")) - set(home.rglob("*"))
    job = officer.hand_in(name, CHILDREN.read_text("utf-8") + "\n\n")
    page = officer.get(job).text
    assert "<img" not in page and "<script>alert" not in page and "49.txt" not in page
    assert "\u202e" not in page
    assert officer.publish(job) == "done"
    assert "<img" not in officer.get("/manage").text + officer.get("/manage/log").text
    assert set(home.parent.rglob("*")) - set(home.rglob("*")) == outside


def test_withdrawing_asks_first_and_can_be_rolled_back(officer: Officer, home: Path) -> None:
    page = officer.get(f"/manage/withdraw?report={NAME}").text
    assert "公開中の報告書はこれだけです" in page
    stale = officer.send("/manage/withdraw", report=NAME, generation="gen-000000")
    assert officer.wait(stale.url.path) == "failed"
    assert "取り下げていません" in officer.get(stale.url.path).text
    done = officer.send("/manage/withdraw", report=NAME, generation=current_name(home))
    assert officer.wait(done.url.path) == "done"
    assert not store.holds_reports(home)
    assert "公開中の報告書はありません" in officer.get("/manage").text
    for screen in ("corrections", "matches", "feedback", "usage", "log"):
        assert officer.get(f"/manage/{screen}").status_code == 200, screen
    assert "戻る報告書" in officer.get("/manage/rollback").text
    assert officer.send("/manage/rollback", generation=current_name(home)).status_code == 200
    assert store.holds_reports(home)
    assert officer.get("/manage/withdraw?report=ない").status_code == 400


def test_a_job_that_nobody_knows_any_more_is_told(officer: Officer) -> None:
    page = officer.get("/manage/jobs/0123456789abcdef")
    assert page.status_code == 400 and "起動し直されました" in page.text
