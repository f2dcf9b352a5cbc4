"""What one visitor may ask for: questions a minute, sizes of bodies, and whose address counts."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.settings import SettingsError, load_settings
from tests.ui.taking.conftest import evil_report, serve, taking_home
from ui.web.limits import LARGEST_BODY, client_key

__all__ = ["evil_report", "serve", "taking_home"]  # fixtures


def test_after_so_many_questions_a_minute_a_visitor_is_told_to_wait(serve: Any) -> None:
    client = serve(questions_per_minute=3)
    told = [client.get("/api/v1/ask", params={"q": "実績は？"}).status_code for _ in range(5)]
    assert told == [200, 200, 200, 429, 429]
    refused = client.post("/api/v1/ask", json={"question": "実績は？"})
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert "待ってから" in refused.json()["detail"]
    page = client.get("/answer", params={"q": "実績は？"})
    assert page.status_code == 429
    assert "待ってから" in page.text
    assert 'lang="ja"' in page.text
    assert "content-security-policy" in page.headers
    assert client.get("/plan").status_code == 200, "looking through asks nothing"


def test_the_questions_of_the_chat_are_limited_and_files_count_for_more(serve: Any) -> None:
    client = serve(questions_per_minute=5)
    assert client.get("/answer.csv", params={"q": "実績は？"}).status_code == 200
    assert client.get("/answer.csv", params={"q": "実績は？"}).status_code == 429
    body = {"data": [], "fn_index": 0, "session_hash": "x"}
    told = [client.post("/gradio_api/queue/join", json=body).status_code for _ in range(17)]
    assert told.index(429) == 15, "three requests for each question"
    assert told[15:] == [429, 429]


def test_zero_sets_no_limit(serve: Any) -> None:
    client = serve(questions_per_minute=0)
    assert {client.get("/api/v1/ask", params={"q": " "}).status_code for _ in range(70)} == {200}


def test_only_a_trusted_proxy_may_name_the_visitor(serve: Any) -> None:
    def asked(client: Any, number: int) -> list[int]:
        headers = [{"X-Forwarded-For": f"198.51.100.{one}"} for one in range(number)]
        return [client.get("/api/v1/ask?q=x", headers=one).status_code for one in headers]

    forged = serve(questions_per_minute=2)
    assert asked(forged, 3) == [200, 200, 429]
    behind = serve(questions_per_minute=2, trusted_proxies=("192.0.2.10",))
    assert asked(behind, 4) == [200] * 4


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
    ],
)
def test_an_ipv6_network_counts_as_one_visitor(address: str, key: str) -> None:
    assert client_key({"client": (address, 1)}) == key


@pytest.mark.parametrize("path", ["/api/v1/ask", "/api/v1/brief", "/gradio_api/queue/join", "/nowhere"])
def test_a_body_too_large_is_refused_whether_its_length_is_told_or_not(serve: Any, path: str) -> None:
    client = serve(questions_per_minute=0)
    large = b'{"question": "' + b"a" * LARGEST_BODY + b'"}'
    kind = {"content-type": "application/json"}
    assert client.post(path, content=large, headers=kind).status_code == 413
    pieces = client.post(
        path, content=(large[i : i + 9999] for i in range(0, len(large), 9999)), headers=kind
    )
    assert pieces.status_code == 413
    assert "大きすぎます" in pieces.text


def test_a_body_of_the_usual_size_arrives_whole(serve: Any) -> None:
    client = serve(questions_per_minute=0)
    turns = ["あやめ市の見守り計画で目標を達成できなかった指標は？"] * 20
    assert (
        client.post("/api/v1/ask", json={"question": "その実績は？", "turns": turns}).json()["status"]
        == "answered"
    )


@pytest.mark.parametrize(
    "wrong", ["portal.example", "https://a/b", "javascript:x", "https://a; script-src *", "*"]
)
def test_only_whole_origins_may_embed(wrong: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "keikaku.toml").write_text(f'embed_origins = ["{wrong}"]', encoding="utf-8")
    with pytest.raises(SettingsError, match="埋め込みを許すサイト"):
        load_settings(tmp_path)


def test_lists_are_read_from_the_file_and_the_environment(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "keikaku.toml"
    file.write_text('embed_origins = ["https://a.example"]\nquestions_per_minute = 7', encoding="utf-8")
    read = load_settings(tmp_path)
    assert (read.embed_origins, read.questions_per_minute) == (("https://a.example",), 7)
    monkeypatch.setenv("KEIKAKU_EMBED_ORIGINS", "https://b.example, http://c.example:8080")
    monkeypatch.setenv("KEIKAKU_TRUSTED_PROXIES", "192.0.2.1,192.0.2.2")
    read = load_settings(tmp_path)
    assert read.embed_origins == ("https://b.example", "http://c.example:8080")
    assert read.trusted_proxies == ("192.0.2.1", "192.0.2.2")
    file.write_text('trusted_proxies = "192.0.2.1"', encoding="utf-8")
    with pytest.raises(SettingsError, match="の形で書いてください"):
        load_settings(tmp_path)
