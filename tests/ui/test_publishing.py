"""Publishing: what becomes of a file that is handed in, what is shown of it, and how it is taken back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.settings import Settings
from corpus.parse import parse_report
from corpus.types import Kind
from index import generations
from ui import cli, store

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ROOT / "tests" / "data" / "reports"
CHILDREN, ENVIRONMENT = REPORTS / "asahi-kodomo-r5.txt", REPORTS / "minato-kankyo-r7.txt"
PHONE = "\n問合せ先　090-1234-5678\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store that is not there yet; commentary is indexed for words alone, which takes no model."""
    monkeypatch.setattr(Settings, "embeddings", lambda _self, _progress=None: None)
    return tmp_path / "home"


class Said:
    """What a command said: its exit status, stdout and stderr."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Command = Callable[..., Said]


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run one command on the store."""

    def command(*arguments: object) -> Said:
        try:
            status = cli.main([*map(str, arguments), "--home", str(home)])
        except SystemExit as left:
            status = int(str(left.code))
        printed = capsys.readouterr()
        return Said(status, printed.out, printed.err)

    return command


def names(home: Path) -> list[str]:
    return sorted(one.name for one in store.stored_reports(home))


def handed(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def corrected(count: int = 1) -> tuple[str, list[tuple[str, int, str]]]:
    """The children's report with `count` 実績 changed to 7,777, and (indicator, year, old text) of each."""
    lines = CHILDREN.read_text(encoding="utf-8").split("\n")
    done = []
    for indicator in parse_report(CHILDREN).indicators:
        for one in indicator.observations:
            if (
                len(done) < count
                and one.kind is Kind.ACTUAL
                and one.value is not None
                and one.place is not None
            ):
                cells = lines[one.place.row - 1].split("\t")
                cells[one.place.column] = "7,777"
                lines[one.place.row - 1] = "\t".join(cells)
                done.append((indicator.id, one.fiscal_year, one.printed))
    assert len(done) == count
    return "\n".join(lines), done


# --- identity ---------------------------------------------------------------------------------


def test_the_same_content_under_another_name_changes_nothing_and_keeps_its_name(
    run: Command, home: Path, tmp_path: Path
) -> None:
    assert run("ingest", CHILDREN).status == 0
    generation = generations.current_name(home)
    copy = handed(tmp_path, "別の名前.txt", CHILDREN.read_text(encoding="utf-8"))
    said = run("ingest", copy)
    assert said.status == 0
    assert said.out == "asahi-kodomo-r5：同じ内容がすでに読み込まれています。変更はありません。\n"
    assert generations.current_name(home) == generation
    body = run("ingest", copy, "--json").json
    assert [(one["report"], one["changed"], one["fate"]) for one in body["reports"]] == [
        ("asahi-kodomo-r5", False, "unchanged")
    ]


def test_a_corrected_file_replaces_its_edition_and_shows_the_changed_number(
    run: Command, home: Path, tmp_path: Path
) -> None:
    run("ingest", CHILDREN)
    text, [(indicator, year, printed)] = corrected()
    said = run("ingest", handed(tmp_path, "訂正版.txt", text))
    assert said.status == 0
    assert "「asahi-kodomo-r5」（令和5年度）の訂正版として、前の版を置き換えました" in said.out
    assert "数値の違い　1件（変更1　追加0　削除0）" in said.out
    assert f"「{printed}」 → 「7,777」（" in said.out and f"  {indicator}　" in said.out
    assert names(home) == ["asahi-kodomo-r5"]
    held = store.stored_report(home, "asahi-kodomo-r5")
    (found,) = [one for one in held.indicators if one.id == indicator]
    seen = found.observation(year, Kind.ACTUAL)
    assert seen is not None and seen.printed == "7,777"
    assert held.file_name == "訂正版.txt"


def test_json_tells_the_replaced_report_and_each_change_with_both_places(
    run: Command, tmp_path: Path
) -> None:
    run("ingest", CHILDREN)
    text, [(indicator, year, printed)] = corrected()
    body = run("ingest", handed(tmp_path, "訂正版.txt", text), "--json").json
    (one,) = body["reports"]
    assert (body["published"], one["changed"], one["replaced"]) == (True, True, "asahi-kodomo-r5")
    (change,) = one["changes"]["values"]
    assert (change["indicator"], change["fiscal_year"], change["kind"]) == (indicator, year, "actual")
    assert (change["before"]["printed"], change["after"]["printed"]) == (printed, "7,777")
    assert change["before"]["place"] == change["after"]["place"]
    assert one["personal_data"] == []


def test_of_many_changes_the_first_twenty_are_shown_and_all_are_in_the_json(
    run: Command, tmp_path: Path
) -> None:
    run("ingest", CHILDREN)
    text, done = corrected(26)
    file = handed(tmp_path, "訂正版.txt", text)
    said = run("ingest", file, "--dry-run").out
    assert said.count("→ 「7,777」") == 20
    assert "ほか6件（--json ですべて出力します）" in said
    body = run("ingest", file, "--json").json
    assert len(body["reports"][0]["changes"]["values"]) == len(done)


def test_another_edition_of_the_same_file_name_gets_a_name_of_its_own(
    run: Command, home: Path, tmp_path: Path
) -> None:
    one = handed(tmp_path / "1", "報告書.txt", CHILDREN.read_text(encoding="utf-8"))
    other = handed(tmp_path / "2", "報告書.txt", ENVIRONMENT.read_text(encoding="utf-8"))
    run("ingest", one)
    said = run("ingest", other)
    assert said.status == 0
    assert "「報告書」という名前は別の報告書が使っているため" in said.out
    assert "「報告書-r7」の名前で収録しました" in said.out
    assert names(home) == ["報告書", "報告書-r7"]
    # The name stays when the file comes again, and the first is still the first.
    assert run("ingest", other).out.startswith("報告書-r7：同じ内容が")
    assert run("ingest", one).out.startswith("報告書：同じ内容が")


def test_two_editions_of_one_file_name_in_one_command_get_two_names(
    run: Command, home: Path, tmp_path: Path
) -> None:
    one = handed(tmp_path / "1", "報告書.txt", CHILDREN.read_text(encoding="utf-8"))
    other = handed(tmp_path / "2", "報告書.txt", ENVIRONMENT.read_text(encoding="utf-8"))
    assert run("ingest", one, other).status == 0
    assert names(home) == ["報告書", "報告書-r7"]


def test_a_report_that_looks_like_a_stored_one_but_for_its_figures_does_not_replace_it(
    run: Command, home: Path, tmp_path: Path
) -> None:
    run("ingest", CHILDREN)
    text, _ = corrected(60)
    said = run("ingest", handed(tmp_path, "別の町.txt", text))
    assert said.status == 0
    assert "「asahi-kodomo-r5」（令和5年度）と指標の名称が似ていますが" in said.out
    assert names(home) == ["asahi-kodomo-r5", "別の町"]


# --- all or nothing ---------------------------------------------------------------------------


def test_one_bad_file_of_three_is_named_and_nothing_is_published(
    run: Command, home: Path, tmp_path: Path
) -> None:
    said = run("ingest", CHILDREN, tmp_path / "ない.txt", ENVIRONMENT)
    assert said.status == 2
    assert "3個のファイルのうち1個を取り込めないため、何も取り込んでいません" in said.err
    assert "ほかの2個は問題なく読めました" in said.err and "ない.txt" in said.err
    assert said.out == "" and not home.exists()


def test_all_bad_files_are_told_at_once(run: Command, tmp_path: Path) -> None:
    said = run("ingest", tmp_path / "ない1.txt", handed(tmp_path, "空.txt", ""))
    assert said.status == 2
    assert "ない1.txt" in said.err and "空.txt" in said.err and "2個のファイルのうち2個" in said.err


def test_the_same_path_twice_is_refused_however_it_is_spelled(run: Command, home: Path) -> None:
    said = run("ingest", CHILDREN, ENVIRONMENT, CHILDREN.parent / "." / ".." / "reports" / CHILDREN.name)
    assert said.status == 2
    assert "が2回指定されています" in said.err and "何も取り込んでいません" in said.err
    assert not home.exists()


def test_two_files_of_one_edition_in_one_command_are_refused(
    run: Command, home: Path, tmp_path: Path
) -> None:
    text, _ = corrected()
    said = run("ingest", CHILDREN, handed(tmp_path, "訂正版.txt", text))
    assert said.status == 2
    assert CHILDREN.name in said.err and "訂正版.txt" in said.err
    assert "どちらも同じ計画の令和5年度の報告書です" in said.err and "何も取り込んでいません" in said.err
    copy = handed(tmp_path, "写し.txt", CHILDREN.read_text(encoding="utf-8"))
    assert "中身が同じファイルです" in run("ingest", CHILDREN, copy).err
    assert not home.exists()


@pytest.mark.parametrize("command", ["ingest", "check"])
def test_a_folder_is_told_as_such_with_what_is_in_it(run: Command, command: str, tmp_path: Path) -> None:
    said = run(command, REPORTS)
    assert said.status == 2
    assert "はフォルダーです" in said.err and CHILDREN.name in said.err
    (tmp_path / "空").mkdir()
    assert "報告書として読める種類のファイルはありません" in run(command, tmp_path / "空").err


def test_a_store_that_another_process_writes_says_that_nothing_was_published(
    run: Command, home: Path
) -> None:
    run("ingest", CHILDREN)
    with generations.writing(home):
        said = run("ingest", ENVIRONMENT)
    assert said.status == 1
    assert "別の取り込みが進行中" in said.err and "何も取り込んでいません" in said.err
    assert names(home) == ["asahi-kodomo-r5"]


def test_a_trial_tells_everything_and_publishes_nothing(run: Command, home: Path, tmp_path: Path) -> None:
    said = run("ingest", CHILDREN, "--dry-run")
    assert said.status == 0
    assert "保存していません" in said.err and "報告書　asahi-kodomo-r5" in said.out
    assert not home.exists()
    assert run("ingest", CHILDREN, "--dry-run", "--json").json["published"] is False
    run("ingest", CHILDREN)
    generation = generations.current_name(home)
    text, _ = corrected()
    said = run("ingest", handed(tmp_path, "訂正版.txt", text), "--dry-run")
    assert "→ 「7,777」" in said.out
    assert generations.current_name(home) == generation


# --- what a person enters ---------------------------------------------------------------------


def test_city_plan_and_name_can_be_entered_and_stay_when_the_file_comes_again(
    run: Command, home: Path, tmp_path: Path
) -> None:
    entered = ("--city", "あさひ市", "--plan", "こども計画", "--name", "こども-r5")
    assert run("ingest", CHILDREN, *entered).status == 0
    (info,) = store.stored_reports(home)
    assert (info.name, info.city, info.plan) == ("こども-r5", "あさひ市", "こども計画")
    assert info.title == "あさひ市 こども計画 令和5年度 進捗評価"
    assert run("ingest", CHILDREN).out.startswith("こども-r5：同じ内容がすでに")
    text, _ = corrected()
    assert run("ingest", handed(tmp_path, "訂正版.txt", text)).status == 0
    (info,) = store.stored_reports(home)
    assert (info.name, info.city, info.plan) == ("こども-r5", "あさひ市", "こども計画")


def test_a_later_word_about_the_same_file_changes_what_was_read(run: Command, home: Path) -> None:
    run("ingest", CHILDREN)
    said = run("ingest", CHILDREN, "--city", "あさひ市")
    assert said.status == 0 and "読み直しました" in said.out
    assert store.stored_reports(home)[0].city == "あさひ市"
    run("rollback")
    assert store.stored_reports(home)[0].city is None


def test_what_is_entered_takes_away_the_finding_that_it_was_guessed(run: Command) -> None:
    guessed = run("ingest", ENVIRONMENT, "--dry-run", "--json").json["reports"][0]
    assert "metadata" in [one["kind"] for one in guessed["findings"]]
    told = run("ingest", ENVIRONMENT, "--city", "みなと町", "--plan", "環境計画", "--dry-run", "--json").json[
        "reports"
    ][0]
    assert "metadata" not in [one["kind"] for one in told["findings"]]
    assert (told["city"], told["plan"]) == ("みなと町", "環境計画")


def test_the_year_can_be_entered_and_stays_when_the_file_comes_again(run: Command, home: Path) -> None:
    assert run("ingest", CHILDREN, "--fiscal-year", "令和6年度").status == 0
    assert store.stored_reports(home)[0].fiscal_year == 2024
    assert run("ingest", CHILDREN).out.startswith("asahi-kodomo-r5：同じ内容がすでに")
    assert "同じ内容がすでに" in run("check", CHILDREN).out
    assert run("ingest", CHILDREN, "--fiscal-year", "R5").status == 0
    assert store.stored_reports(home)[0].fiscal_year == 2023


def test_a_name_that_another_report_holds_is_refused(run: Command, home: Path) -> None:
    run("ingest", CHILDREN)
    said = run("ingest", ENVIRONMENT, "--name", "asahi-kodomo-r5")
    assert said.status == 2 and "別の報告書が使っています" in said.err
    said = run("ingest", CHILDREN, "--name", "別名")
    assert said.status == 2 and "keikaku withdraw asahi-kodomo-r5" in said.err
    assert names(home) == ["asahi-kodomo-r5"]


@pytest.mark.parametrize(
    "option", [("--name", "a/b"), ("--city", " "), ("--plan", "計\n画"), ("--fiscal-year", "六")]
)
def test_what_is_entered_must_be_a_plain_word(run: Command, option: tuple[str, str]) -> None:
    assert run("ingest", CHILDREN, *option).status == 2


def test_several_files_cannot_share_what_is_entered(run: Command) -> None:
    said = run("ingest", CHILDREN, ENVIRONMENT, "--city", "あさひ市")
    assert said.status == 2 and "1つだけ" in said.err


# --- personal data ----------------------------------------------------------------------------


def test_personal_data_holds_all_files_and_shows_it_masked(run: Command, home: Path, tmp_path: Path) -> None:
    file = handed(tmp_path, "連絡先入り.txt", CHILDREN.read_text(encoding="utf-8") + PHONE)
    said = run("ingest", file, ENVIRONMENT)
    assert said.status == 1 and said.out == ""
    assert "何も取り込んでいません" in said.err and "--confirm-personal-data" in said.err
    assert "電話番号　090-****-5678" in said.err and "1234" not in said.err
    assert "ほかの1個のファイルは問題なく読めました" in said.err
    assert not home.exists()
    body = run("ingest", file, "--json").json
    assert (body["published"], body["held"]) == (False, ["連絡先入り"])
    (found,) = body["reports"][0]["personal_data"]
    assert (found["kind"], found["masked"]) == ("電話番号", "090-****-5678")


def test_confirmed_personal_data_is_published_and_the_confirmation_is_kept(
    run: Command, home: Path, tmp_path: Path
) -> None:
    file = handed(tmp_path, "連絡先入り.txt", CHILDREN.read_text(encoding="utf-8") + PHONE)
    said = run("ingest", file, "--confirm-personal-data")
    assert said.status == 0 and "確認済み" in said.out
    entry = generations.current(home).manifest.entry("連絡先入り")
    assert entry is not None and entry.personal_data_confirmed
    assert run("ingest", file).status == 0  # the same file again asks nothing
    text, _ = corrected()
    changed = handed(tmp_path, "訂正版.txt", text + PHONE)
    assert run("ingest", changed).status == 1  # another file does


def test_a_file_without_personal_data_is_not_marked_as_confirmed(run: Command, home: Path) -> None:
    run("ingest", CHILDREN, "--confirm-personal-data")
    entry = generations.current(home).manifest.entry("asahi-kodomo-r5")
    assert entry is not None and not entry.personal_data_confirmed


def test_check_shows_personal_data_as_something_to_act_on(run: Command, tmp_path: Path) -> None:
    said = run("check", handed(tmp_path, "連絡先入り.txt", CHILDREN.read_text(encoding="utf-8") + PHONE))
    assert said.status == 1
    assert "［要確認］個人情報の疑い　1件" in said.out and "090-****-5678" in said.out
    assert "対応：" in said.out


# --- check against the store ------------------------------------------------------------------


def test_check_tells_which_edition_a_file_would_replace_and_what_would_change(
    run: Command, home: Path, tmp_path: Path
) -> None:
    run("ingest", CHILDREN)
    text, _ = corrected()
    said = run("check", handed(tmp_path, "訂正版.txt", text))
    assert "収録済みの版との違い" in said.out
    assert "「asahi-kodomo-r5」（令和5年度）の訂正版として、前の版を置き換えます" in said.out
    assert "→ 「7,777」" in said.out
    body = run("check", tmp_path / "訂正版.txt", "--json").json
    assert body["replaced"] == "asahi-kodomo-r5" and len(body["changes"]["values"]) == 1
    assert run("check", ENVIRONMENT, "--json").json["replaced"] is None
    assert "同じ内容がすでに" in run("check", CHILDREN).out


def test_check_works_beside_a_damaged_store(run: Command, home: Path) -> None:
    run("ingest", CHILDREN)
    (generations.current(home).path / "facts.sqlite").write_bytes(b"")
    said = run("check", ENVIRONMENT)
    assert "比べていません" in said.err and "報告書　minato-kankyo-r7" in said.out
    assert run("ingest", ENVIRONMENT).status == 0  # and a damaged store begins anew
    assert names(home) == ["minato-kankyo-r7"]


# --- taking back ------------------------------------------------------------------------------


def test_a_report_is_withdrawn_and_comes_back_with_a_rollback(run: Command, home: Path) -> None:
    run("ingest", CHILDREN, ENVIRONMENT)
    said = run("withdraw", "asahi-kodomo-r5")
    assert said.status == 0
    assert "「asahi-kodomo-r5」を取り下げました" in said.err
    assert "minato-kankyo-r7" in said.out and "asahi-kodomo-r5" not in said.out
    assert names(home) == ["minato-kankyo-r7"]
    digest = parse_report(CHILDREN).digest
    assert generations.original_of(home, digest) is not None
    said = run("rollback")
    assert said.status == 0
    assert "戻った報告書：asahi-kodomo-r5" in said.err
    assert "asahi-kodomo-r5" in said.out and "minato-kankyo-r7" in said.out
    assert names(home) == ["asahi-kodomo-r5", "minato-kankyo-r7"]


def test_a_rollback_tells_what_went_and_what_is_as_it_was_before(run: Command, tmp_path: Path) -> None:
    run("ingest", CHILDREN)
    text, _ = corrected()
    run("ingest", handed(tmp_path, "訂正版.txt", text), ENVIRONMENT)
    body = run("rollback", "--json").json
    assert (body["came"], body["went"], body["replaced"]) == ([], ["minato-kankyo-r7"], ["asahi-kodomo-r5"])
    assert [one["report"] for one in body["reports"]] == ["asahi-kodomo-r5"]
    said = run("rollback")
    assert said.status == 1 and "これより前の世代は残っていません" in said.err


def test_an_unknown_name_lists_those_held(run: Command) -> None:
    run("ingest", CHILDREN)
    said = run("withdraw", "ない")
    assert said.status == 2 and "報告書「ない」はありません。あるもの：asahi-kodomo-r5" in said.err


def test_the_last_report_can_be_withdrawn_and_the_store_then_says_that_it_is_empty(
    run: Command, home: Path
) -> None:
    run("ingest", CHILDREN)
    said = run("withdraw", "asahi-kodomo-r5")
    assert said.status == 0 and "収録されている報告書はありません" in said.out
    for command in (["ask", "実績は？"], ["reports"], ["export"], ["withdraw", "asahi-kodomo-r5"]):
        said = run(*command)
        assert said.status == 1 and "報告書がまだ読み込まれていません" in said.err
    assert run("ingest", CHILDREN).status == 0
    assert names(home) == ["asahi-kodomo-r5"]


def test_an_emptied_default_store_is_not_filled_with_the_bundled_report(
    run: Command, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run("ingest", CHILDREN)
    run("withdraw", "asahi-kodomo-r5")
    monkeypatch.setattr(store, "named_home", lambda _given: None)
    monkeypatch.setattr("assistant.settings.default_home", lambda: home)
    monkeypatch.delenv("KEIKAKU_HOME")
    for command in (["ask", "実績は？"], ["serve", "--port", "0"]):
        assert cli.main(command) == 1
        assert "報告書がまだ読み込まれていません" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["rollback"], ["withdraw", "ない"]])
def test_an_empty_store_has_nothing_to_take_back(run: Command, command: list[str]) -> None:
    said = run(*command)
    assert said.status == 1 and "エラー：" in said.err


def test_an_archive_names_each_file_while_it_is_read(
    run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a clock that runs ten seconds a look, every file and the time left are told."""
    now = iter(range(0, 1_000_000, 10))
    monkeypatch.setattr("ui.progress.monotonic", lambda: float(next(now)))
    said = run("ingest", CHILDREN, ENVIRONMENT, tmp_path / "ない.txt")
    lines = [line for line in said.err.splitlines() if line.startswith("報告書を読んでいます")]
    assert lines == [
        "報告書を読んでいます　0/3　asahi-kodomo-r5.txt",
        "報告書を読んでいます　1/3　minato-kankyo-r7.txt　残り約20秒",
        "報告書を読んでいます　2/3　ない.txt　残り約10秒",
        "報告書を読んでいます　3/3",
    ]


def test_a_file_that_changes_most_values_is_no_correction_unless_told(run: Command, tmp_path: Path) -> None:
    """An officer's report of the year before, dated wrongly, must not replace this year's."""
    edition = CHILDREN.parents[1] / "editions" / "wakabadai-fukushi-r6.txt"
    swapped = str.maketrans("123456789", "912345678")
    rows = []
    for line in edition.read_text(encoding="utf-8").split("\n"):
        head, label, values = line.partition("\t実績\t")
        rows.append(head + label + values.translate(swapped))
    other = tmp_path / "ほかの年.txt"
    other.write_text("\n".join(rows), encoding="utf-8")
    assert run("ingest", edition).status == 0
    said = run("ingest", other)
    assert said.status == 2
    assert "違いが多すぎる" in said.err and "--replace" in said.err and "何も取り込んでいません" in said.err
    assert run("ingest", "--replace", other).status == 0
