"""What the web server adds and refuses, asked over HTTP with the scripted assistant behind it."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import pytest

from ui.asking import DEFAULT_LIMIT
from ui.shell import rewritten


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of other people's packages, while they are imported
        from fastapi.testclient import TestClient

        from ui import server

        class Scripted:
            title = "見守り計画 <令和6年度>"

            def ask(self, question: str, conversation: Any = None) -> Any:
                from assistant.types import Answer, Route, Status

                asked = (*(conversation or ()), question)
                answer = Answer(Status.ANSWERED, Route.NONE, " / ".join(asked), "")
                return type("Reply", (), {"answer": answer, "conversation": asked})()

        with TestClient(server.build_app(Scripted(), "見守り計画", ("例の質問",))) as opened:
            yield opened


def test_every_response_carries_the_security_headers(client: Any) -> None:
    for path in ("/", "/healthz", "/config", "/nowhere", "/gradio_api/upload", "/theme.css"):
        headers = client.get(path).headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"], path
        assert "connect-src 'self'" in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "no-referrer", path


def test_the_page_is_japanese_and_names_no_other_host(client: Any) -> None:
    page = client.get("/").text
    assert '<html\n\tlang="ja"' in page or '<html lang="ja"' in page
    assert "raw.githubusercontent.com" not in page
    assert 'property="og:' not in page


def test_healthz_is_open(client: Any) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/gradio_api/upload"),
        ("GET", "/gradio_api/file=/etc/passwd"),
        ("GET", "/gradio_api/proxy=http://127.0.0.1/"),
        ("POST", "/gradio_api/run/predict"),
        ("POST", "/gradio_api/call/ask"),
        ("GET", "/gradio_api/openapi.json"),
        ("GET", "/openapi.json"),
        ("POST", "/login"),
        ("GET", "/monitoring"),
        ("GET", "/docs"),
    ],
)
def test_doors_that_a_chat_has_no_use_for_are_shut(client: Any, method: str, path: str) -> None:
    assert client.request(method, path).status_code == 404


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://testserver.evil.example"])
def test_the_page_of_another_site_cannot_ask(client: Any, origin: str) -> None:
    answer = client.post("/api/v1/ask", json={"question": "実績は？"}, headers={"Origin": origin})
    assert answer.status_code == 403
    assert "access-control-allow-origin" not in answer.headers


def test_other_programs_get_the_object_of_the_contract(client: Any) -> None:
    body = client.post("/api/v1/ask", json={"question": "では課題は？", "turns": ["実績は？"]}).json()
    assert body["status"] == "answered"
    assert body["answer"] == "実績は？ / では課題は？"


def test_a_question_that_is_too_long_or_empty_is_refused(client: Any) -> None:
    too_long = client.post("/api/v1/ask", json={"question": "あ" * (DEFAULT_LIMIT + 1)}).json()
    assert too_long["status"] == "error"
    assert f"{DEFAULT_LIMIT}文字以内" in too_long["answer"]
    assert client.post("/api/v1/ask", json={"question": " "}).json()["status"] == "error"
    assert client.post("/api/v1/ask", json={"質問": "実績は？"}).status_code == 422


def test_only_the_first_lang_is_changed() -> None:
    page = '<html lang="en"><head><meta property="og:title" content="x" /></head><p lang="en">'
    assert rewritten(page, "<i>") == '<html lang="ja"><head>\n<i></head><p lang="en">'
