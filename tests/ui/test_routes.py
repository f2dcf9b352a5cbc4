"""Every route of the server and what an anonymous visitor gets there; what other sites' pages get; no way to files.

tests/data/routes.txt holds the list. Where routes are meant to change: `python -m tests.ui.test_routes`
prints the new one.
"""

from __future__ import annotations

import random
import re
import tempfile
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.ui.taking.conftest import evil_report, serve, taking_home

__all__ = ["evil_report", "serve", "taking_home"]  # fixtures

LIST = Path(__file__).resolve().parents[1] / "data" / "routes.txt"
# These keep the connection open for as long as the browser does.
STREAMS = ("/gradio_api/heartbeat/", "/gradio_api/queue/data", "/gradio_api/startup-events")


def routes_of(routes: Iterable[Any], before: str = "") -> Iterator[tuple[str, str]]:
    """Yield every (method, path), those of included routers and mounted applications too."""
    for one in routes:
        router = getattr(one, "original_router", None)
        if router is not None:
            yield from routes_of(router.routes, before + one.include_context.prefix)
        elif hasattr(getattr(one, "app", None), "routes") and not getattr(one, "methods", None):
            yield from routes_of(one.app.routes, before + one.path)
        else:
            yield from ((method, before + one.path) for method in getattr(one, "methods", None) or ())


def snapshot(client: Any) -> list[str]:
    """Return a line for each route: method, path, status of a bare request by an anonymous visitor."""
    lines = []
    for method, path in sorted(set(routes_of(client.app.routes)), key=lambda one: (one[1], one[0])):
        address = re.sub(r"\{[^}]*\}", "x", path)
        told = (
            "stream"
            if address.startswith(STREAMS)
            else str(client.request(method, address, follow_redirects=False).status_code)
        )
        lines.append(f"{method} {path} {told}")
    return lines


@pytest.fixture(scope="module")
def client(serve: Any) -> Any:
    """The server as a visitor from the intranet sees it."""
    return serve(questions_per_minute=0)


def test_the_routes_and_what_they_answer_are_those_on_the_list(client: Any) -> None:
    assert snapshot(client) == LIST.read_text(encoding="utf-8").splitlines()


def test_gradio_keeps_only_the_doors_open_that_the_chat_needs(client: Any) -> None:
    opened = {line.split()[1] for line in snapshot(client) if not line.endswith(" 404")}
    assert {one for one in opened if one.startswith("/gradio_api/")} == {
        "/gradio_api/app_id",
        "/gradio_api/cancel",
        "/gradio_api/heartbeat/{session_hash}",
        "/gradio_api/info",
        "/gradio_api/login_check",
        "/gradio_api/queue/data",
        "/gradio_api/queue/join",
        "/gradio_api/reset",
        "/gradio_api/startup-events",
        "/gradio_api/theme.css",
    }


ORIGINS = [
    "http://evil.example",
    "https://navi.example",  # another scheme is another origin, but the same host: see below
    "null",
    "http://sub.navi.example",
    "http://navi.example.evil.example",
    "http://evil.example/navi.example",
    "http://navi.example:8080",
    "http://navi.example@evil.example",
    "file://",
    "chrome-extension://abc",
    "http://NAVI.EXAMPLE.evil.example",
    "http://127.0.0.1",
]


@pytest.mark.parametrize("origin", ORIGINS)
@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/api/v1/reports"), ("POST", "/api/v1/ask"), ("OPTIONS", "/api/v1/ask"), ("GET", "/config")],
)
def test_no_other_origin_may_read(client: Any, origin: str, method: str, path: str) -> None:
    headers = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    answer = client.request(method, path, headers=headers, json={} if method == "POST" else None)
    assert "access-control-allow-origin" not in answer.headers
    assert "access-control-allow-credentials" not in answer.headers
    if origin != "https://navi.example":  # behind a proxy the server cannot tell the outer scheme
        assert answer.status_code == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_form_on_another_site_is_refused_without_origin_too(client: Any, site: str) -> None:
    sent = client.post("/api/v1/ask", json={"question": "実績は？"}, headers={"Sec-Fetch-Site": site})
    assert sent.status_code == 403
    assert client.get("/indicators", headers={"Sec-Fetch-Site": site}).status_code == 200, "a link is no form"


def test_no_path_leads_to_a_file(client: Any, tmp_path: Path) -> None:
    secret = "kk-planted-secret"
    planted = [tmp_path / name for name in ("kpi.sqlite", ".env", "audit.jsonl", "keikaku.toml")]
    for one in planted:
        one.write_text(secret, encoding="utf-8")
    targets = [*(str(one) for one in planted), "/etc/passwd", "README.md", "ui/server.py"]
    chance = random.Random(20)
    ways = [
        "..",
        "%2e%2e",
        "..%2f",
        "%2e%2e%2f",
        "..\\",
        "..%5c",
        ".%00.",
        "%252e%252e",
        "....//",
        "::$DATA",
        "C:",
    ]
    starts = [
        *(
            "/",
            "/look/",
            "/static/",
            "/assets/",
            "/svelte/",
            "/theme.css/",
            "/manage/",
            "/source/",
            "/answer.",
        ),
        *("/indicators.", "/api/v1/indicators/", "/gradio_api/file=", "/gradio_api/file/", "/gradio_api/"),
    ]
    for _ in range(600):
        steps = "/".join(chance.choices(ways, k=chance.randrange(5)))
        target = chance.choice(targets)
        address = (
            f"{chance.choice(starts)}{steps}/{target if chance.random() < 0.5 else quote(target, safe='')}"
        )
        answer = client.get(address, follow_redirects=False)
        assert secret not in answer.text, address
        assert "root:" not in answer.text, address
        # "/" with dots inside is the chat itself, and /manage asks to sign in.
        assert answer.status_code in {200, 303, 307, 403, 404, 405, 422}, (address, answer.status_code)
        if answer.status_code == 200:
            assert "text/html" in answer.headers["content-type"], address


def _print_list() -> None:
    with warnings.catch_warnings(), tempfile.TemporaryDirectory() as folder:
        warnings.simplefilter("ignore")
        from fastapi.testclient import TestClient

        from assistant.assistant import Assistant
        from assistant.settings import Settings
        from corpus.parse import parse_report
        from index.build import build_index, open_index
        from tests.ui.taking.conftest import DATA
        from ui import server
        from ui.web.site import Site

        home = Path(folder)
        build_index(home, [parse_report(one) for one in sorted((DATA / "editions").glob("*.txt"))], None)
        settings = Settings(home=home, questions_per_minute=0)
        asker = Assistant(open_index(home, None), settings)
        app = server.build_app(asker, "題", (), 500, Site(asker, settings, asker.examples))
        visitor = TestClient(app, base_url="http://navi.example", client=("192.0.2.10", 50000))
        print("\n".join(snapshot(visitor)))


if __name__ == "__main__":
    _print_list()
