"""Who gets in: the password, the same machine, the lock-out, the form token, the end of a session."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from assistant.settings import Settings, SettingsError, load_settings
from tests.ui.manage.conftest import Officer, Opened, token_in
from ui import cli
from ui.manage import passwords, sessions
from ui.manage.limits import RateLimit

PASSWORD = "ながくて覚えやすい言葉"
AWAY = ("192.0.2.7", 40_000)


@pytest.fixture(scope="module")
def kept() -> str:
    """The hash of the password."""
    return passwords.hashed(PASSWORD)


@pytest.fixture
def away(open_screens: Opened, kept: str) -> Officer:
    """Somebody at another machine; a password is set."""
    return open_screens(client=AWAY, base_url="http://navi.example", officer_password=kept)


def test_the_right_password_opens_the_screens_and_names_the_officer(away: Officer) -> None:
    page = away.get("/manage/usage")
    assert page.url.path == "/manage/sign-in" and page.url.params["next"] == "manage/usage"
    done = away.sign_in("福祉課 佐藤", PASSWORD)
    assert done.status_code == 200 and "福祉課 佐藤 さん" in done.text
    assert "サインイン" in away.get("/manage/log").text


def test_the_session_cookie_cannot_be_read_or_sent_by_others(away: Officer) -> None:
    page = away.client.get("/manage/sign-in")
    fields = {"csrf": token_in(page.text), "who": "佐藤", "password": PASSWORD}
    cookie = away.client.post("/manage/sign-in", data=fields, follow_redirects=False).headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie and "Path=/manage" in cookie
    assert "Secure" not in cookie  # over plain http the browser would not send it back
    secure = away.client.post(
        "/manage/sign-in", data=fields, headers={"x-forwarded-proto": "https"}, follow_redirects=False
    )
    assert "Secure" in secure.headers["set-cookie"]


@pytest.mark.parametrize("given", ["", "ちがう言葉です", PASSWORD + " "])
def test_a_wrong_password_is_refused(away: Officer, given: str) -> None:
    refused = away.sign_in("佐藤", given)
    assert refused.status_code == 403 and "パスワードが違います" in refused.text
    assert 'value="佐藤"' in refused.text
    assert away.get("/manage").url.path == "/manage/sign-in"


def test_a_name_is_needed(away: Officer) -> None:
    assert away.sign_in("　", PASSWORD).status_code == 400


def test_ten_bad_tries_a_minute_lock_the_address_out(away: Officer, open_screens: Opened, kept: str) -> None:
    for _ in range(10):
        assert away.sign_in("佐藤", "ちがう言葉です").status_code == 403
    locked = away.sign_in("佐藤", PASSWORD)
    assert locked.status_code == 429 and "秒たってから" in locked.text
    assert 0 < int(locked.headers["retry-after"]) <= 60
    other = open_screens(client=("192.0.2.8", 1), base_url="http://navi.example", officer_password=kept)
    assert other.sign_in("山田", PASSWORD).status_code == 200


def test_a_limit_ends_after_its_span_and_forgets_on_success() -> None:
    now = [0.0]
    limit = RateLimit(2, 60, clock=lambda: now[0])
    limit.count("a")
    now[0] = 10
    limit.count("a")
    assert limit.wait("a") == 50 and limit.wait("b") == 0
    now[0] = 60
    assert limit.wait("a") == 0
    limit.count("a")
    assert limit.wait("a") == 10
    limit.forget("a")
    assert limit.wait("a") == 0


@pytest.mark.parametrize(
    ("client", "base_url", "headers", "is_open"),
    [
        (("127.0.0.1", 1), "http://127.0.0.1:7860", {}, True),
        (("127.0.0.1", 1), "http://localhost:7860", {}, True),
        (("::1", 1), "http://[::1]:7860", {}, True),
        (AWAY, "http://127.0.0.1:7860", {}, False),
        (AWAY, "http://navi.example", {}, False),
        (("127.0.0.1", 1), "http://evil.example", {}, False),  # a name elsewhere that leads here
        (("127.0.0.1", 1), "http://127.0.0.1.evil.example", {}, False),
        (("127.0.0.1", 1), "http://127.0.0.1:7860", {"x-forwarded-for": "192.0.2.7"}, False),
        (("127.0.0.1", 1), "http://127.0.0.1:7860", {"forwarded": "for=192.0.2.7"}, False),
        (("127.0.0.1", 1), "http://127.0.0.1:7860", {"via": "1.1 proxy"}, False),
    ],
)
def test_without_a_password_only_the_same_machine_gets_in(
    open_screens: Opened, client: tuple[str, int], base_url: str, headers: dict[str, str], is_open: bool
) -> None:
    officer = open_screens(client=client, base_url=base_url)
    for address in ("/manage", "/manage/sign-in", "/manage/usage", "/manage/cases.jsonl"):
        page = officer.client.get(address, headers=headers)
        assert page.status_code == (200 if is_open else 403), address
        assert ("keikaku password" in page.text) is not is_open
    fields = {"csrf": "x", "who": "佐藤"}
    refused = officer.client.post("/manage/sign-in", data=fields, headers=headers)
    assert refused.status_code == 403


def posts(officer: Officer) -> list[str]:
    """Every address under /manage that takes a form, from the application itself."""
    found: list[str] = []

    def walk(routes: Any, prefix: str = "") -> None:
        for one in routes:
            if "POST" in (getattr(one, "methods", None) or ()):
                found.append(prefix + one.path)
            inner = getattr(one, "routes", None) or getattr(
                getattr(one, "original_router", None), "routes", None
            )
            if inner:
                walk(inner)

    walk(officer.client.app.routes)
    return sorted({one.replace("{wanted}", "0123456789abcdef") for one in found if "/manage" in one})


def test_every_form_without_the_token_is_refused(officer: Officer, home: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in home.rglob("*") if path.is_file()}
    addresses = posts(officer)
    assert len(addresses) >= 11, addresses
    for address in addresses:
        for fields in ({}, {"csrf": ""}, {"csrf": "x" * 43}):
            assert officer.client.post(address, data=fields).status_code == 403, address
            files = {"file": ("訂正版.txt", b"x")}
            assert officer.client.post(address, data=fields, files=files).status_code == 403, address
    assert {path: path.stat().st_mtime_ns for path in home.rglob("*") if path.is_file()} == before


def test_no_form_is_taken_from_somebody_who_is_not_signed_in(open_screens: Opened) -> None:
    stranger = open_screens()
    page = stranger.client.get("/manage/sign-in")
    for address in posts(stranger):
        if address != "/manage/sign-in":
            refused = stranger.client.post(address, data={"csrf": token_in(page.text)})
            assert refused.status_code == 403, address


def test_the_token_of_another_session_is_refused(open_screens: Opened) -> None:
    one, other = open_screens(), open_screens()
    one.sign_in()
    other.sign_in()
    token = other.token()
    assert one.client.post("/manage/sign-out", data={"csrf": token}).status_code == 403
    assert one.client.post("/manage/sign-out", data={"csrf": one.token()}).status_code == 200


def test_signing_out_ends_the_session_at_the_server(officer: Officer) -> None:
    cookies = dict(officer.client.cookies)
    officer.send("/manage/sign-out")
    officer.client.cookies.update(cookies)  # even where somebody kept the cookie
    assert officer.get("/manage").url.path == "/manage/sign-in"


def test_a_session_ends_when_idle_and_after_a_day_at_work() -> None:
    now = [0.0]
    held = sessions.Sessions(clock=lambda: now[0])
    token, _ = held.begin("佐藤")
    now[0] = sessions.IDLE_S
    assert held.find(token) is not None
    now[0] += sessions.IDLE_S + 1
    assert held.find(token) is None
    token, _ = held.begin("佐藤")
    while now[0] < 100_000 and held.find(token) is not None:
        now[0] += sessions.IDLE_S / 2
    assert now[0] < 100_000


def test_no_page_is_kept_by_the_browser(officer: Officer) -> None:
    for address in ("/manage", "/manage/log", "/manage/corrections.csv", "/manage/jobs/none"):
        assert officer.get(address).headers["cache-control"] == "no-store", address


@pytest.mark.parametrize(
    "next_page",
    [
        "https://evil.example",
        "//evil.example",
        "manage/../x?y",
        "manage/..",
        "manage\\x",
        "manage?x=//y",
        "manage?a\r\nb: c",
    ],
)
def test_signing_in_leads_to_our_own_pages_only(away: Officer, next_page: str) -> None:
    page = away.client.get("/manage/sign-in", params={"next": next_page})
    fields = {"csrf": token_in(page.text), "who": "佐藤", "password": PASSWORD, "next": next_page}
    done = away.client.post("/manage/sign-in", data=fields, follow_redirects=False)
    assert done.headers["location"] == "/manage"


@pytest.mark.parametrize(
    ("address", "referer", "page"),
    [
        ("corrections/new", "corrections/new?report=r5&indicator=%E2%91%A0-1%231", None),
        ("corrections/new?report=r5&indicator=%E2%91%A0-1%231", "", "corrections/new?report=r5&indicator=%E2%91%A0-1%231"),
        ("corrections/withdraw", "corrections", None),
        ("corrections/withdraw", "", "corrections"),
        ("feedback/0123456789abcdef/close", "feedback?only=open", None),
        ("feedback/0123456789abcdef/case", "feedback/0123456789abcdef/case", "feedback/0123456789abcdef"),
        ("jobs/0123456789abcdef/read", "", "jobs/0123456789abcdef"),
        ("withdraw", "withdraw?report=r5", None),
        ("upload", "", ""),
    ],
)  # fmt: skip
def test_a_form_sent_after_the_session_ended_leads_back_through_the_sign_in(
    open_screens: Opened, address: str, referer: str, page: str | None
) -> None:
    stranger = open_screens()
    headers = {"referer": f"http://127.0.0.1:7860/manage/{referer}"} if referer else {}
    refused = stranger.client.post(f"/manage/{address}", data={"csrf": "x"}, headers=headers)
    assert refused.status_code == 403 and "サインインして元の画面に戻る" in refused.text
    link = re.search(r'href="([^"]*sign-in[^"]*)"', refused.text)
    assert link is not None
    asked = stranger.get(link[1])
    back = re.search(r'name="next" value="([^"]*)"', asked.text)
    wanted = referer if page is None else page
    assert back is not None and unescape(back[1]) == f"manage/{wanted}".rstrip("/")
    fields = {"csrf": token_in(asked.text), "who": "佐藤", "next": unescape(back[1])}
    done = stranger.client.post("/manage/sign-in", data=fields, follow_redirects=False)
    assert done.headers["location"] == f"/manage/{wanted}".rstrip("/")


def test_a_page_asked_for_after_the_session_ended_keeps_its_query(away: Officer) -> None:
    page = away.get("/manage/feedback?only=open")
    assert page.url.params["next"] == "manage/feedback?only=open"


def test_a_form_with_an_old_token_leads_back_to_its_page(officer: Officer) -> None:
    headers = {"referer": "http://127.0.0.1:7860/manage/corrections"}
    refused = officer.client.post("/manage/corrections/withdraw", data={"csrf": "x"}, headers=headers)
    assert refused.status_code == 403 and 'href="/manage/corrections">元の画面を開き直す' in refused.text


def test_a_form_of_enormous_size_is_refused(officer: Officer) -> None:
    token = officer.token()
    big = officer.client.post("/manage/matches", data={"csrf": token, "reason": "あ" * 100_000})
    assert big.status_code == 413
    many = {"csrf": token, **{f"x{number}": "1" for number in range(500)}}
    assert officer.client.post("/manage/matches", data=many).status_code == 413


def test_the_setting_takes_a_hash_and_never_shows_it(
    kept: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("KEIKAKU_OFFICER_PASSWORD", kept)
    settings = load_settings(tmp_path)
    assert settings.officer_password == kept and kept not in repr(settings)
    (tmp_path / "keikaku.toml").write_text(f'officer_password = "{kept}"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="officer_password"):
        load_settings(tmp_path)


@pytest.mark.parametrize(
    "setting", ["ながくて覚えやすい言葉", "scrypt:x", "scrypt:32768:8:1:AAAA", "md5:1:2:3:AA:AA"]
)
def test_a_setting_that_is_no_hash_is_told_at_the_start(open_screens: Opened, setting: str) -> None:
    with pytest.raises(passwords.PasswordError, match="KEIKAKU_OFFICER_PASSWORD"):
        open_screens(officer_password=setting)


def test_the_command_makes_the_setting(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    assert cli.main(["password"]) == 0
    made = capsys.readouterr().out.strip()
    assert passwords.matches(PASSWORD, made) and not passwords.matches("ちがう言葉です", made)
    assert PASSWORD not in made
    monkeypatch.setattr("sys.stdin", io.StringIO("短い\n"))
    assert cli.main(["password"]) == 2
    assert "10文字以上" in capsys.readouterr().err


def test_an_unknown_setting_of_the_file_is_still_told(tmp_path: Path) -> None:
    (tmp_path / "keikaku.toml").write_text("usage_days = 30\nupload_limit_mb = 5\n", encoding="utf-8")
    settings = load_settings(tmp_path)
    assert (settings.usage_days, settings.upload_limit_mb) == (30, 5)
    assert Settings(home=tmp_path).usage_days == 365
