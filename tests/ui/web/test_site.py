"""All pages together: every link leads somewhere, nothing of a report becomes HTML, errors are Japanese."""

from __future__ import annotations

import itertools
import re
import zlib
from urllib.parse import unquote, urldefrag, urljoin

import pytest

from corpus.errors import StoreError
from ui.web import links
from ui.web.errors import ErrorPages

from .conftest import NAMED, Page, Web

# Pages of other modules, which have tests of their own; their addresses must exist all the same.
OTHERS = ("", "manage", "api", "answer", "conversation")
SHOWN_TWICE = re.compile(r"[?&](part|whole|panel|sort|page)=")


def _like_others(address: str) -> bool:
    """Whether an address is one of the thousands of sources and files of which one in twelve is opened.

    That each place exists in its file, test_source.py tells of all of them.
    """
    return address.startswith(("/source?", "/indicators.")) and zlib.crc32(address.encode()) % 12 != 0


def crawl(web: Web, start: list[str], most: int) -> dict[str, Page]:
    """Follow every link from some pages, and every anchor; the same list in another order counts as seen."""
    seen: dict[str, Page] = {}
    waiting = list(start)
    anchors: list[tuple[str, str, str]] = []
    while waiting and len(seen) < most:
        address = waiting.pop(0)
        if address in seen:
            continue
        answer = web.client.get(address)
        # Screens of officers are shut to other machines than the server's own.
        assert answer.status_code == (403 if address.startswith("/manage") else 200), unquote(address)
        page = Page(answer.text if answer.headers["content-type"].startswith("text/html") else "")
        seen[address] = page
        if address.strip("/").partition("?")[0].partition("/")[0] in OTHERS:
            continue
        for link in page.links:
            target, anchor = urldefrag(urljoin(address, link))
            if anchor:
                anchors.append((address, target, unquote(anchor)))
            if not SHOWN_TWICE.search(target) and target not in seen and not _like_others(target):
                waiting.append(target)
    assert not waiting, f"{len(waiting)} pages more than {most}"
    missing = [one for one in anchors if one[1] in seen and one[2] not in seen[one[1]].ids]
    assert missing == []
    return seen


def test_every_link_of_every_page_of_a_report_leads_somewhere(web: Web) -> None:
    seen = crawl(web, ["/plan?report=ayame-mimamori", "/indicators"], 3000)
    kinds = {address.partition("?")[0] for address in seen}
    assert {"/plan", "/indicators", "/initiative", "/department", "/source"} <= kinds


def test_no_name_of_a_report_becomes_html(web: Web) -> None:
    report = web.shelf.library.report("ayame-mimamori")
    (initiative,) = report.initiatives
    assert NAMED in str(initiative.name)
    pages = [
        "/indicators?report=ayame-mimamori",
        f"/indicators?report=ayame-mimamori&word={NAMED}",
        links.plan("ayame-mimamori"),
        links.initiative("ayame-mimamori", initiative.id),
        links.department("ayame-mimamori", "<b>福祉課</b>"),
        links.source("ayame-mimamori", "4行 1列"),
        f"/source?report=ayame-mimamori&place={NAMED}&id={NAMED}&quote={NAMED}",
        f"/initiative?report=ayame-mimamori&id={NAMED}",
        f"/department?report=ayame-mimamori&name={NAMED}",
        f"/plan?report={NAMED}",
    ]
    for address in pages:
        html = web.client.get(address).text
        assert "<script>alert" not in html, address
        assert "<b>福祉課" not in html, address
        scripts = re.findall(r"<script[^>]*>", html)
        assert scripts == ['<script src="/look/pages.js">'], address


def test_pages_ask_no_other_host_and_name_their_language(web: Web) -> None:
    for address in ("/indicators", "/plan", "/source", "/look/pages.css", "/look/pages.js"):
        text = web.page(address)
        assert not re.search(r"(?:src|href|url)\s*[=(]\s*[\"']?(?:https?:)?//", text), address
    assert '<html lang="ja">' in web.page("/plan")


def test_each_id_is_on_a_page_once_and_headings_step_down(web: Web) -> None:
    report = web.shelf.library.newest.name
    first = next(web.shelf.library.report(report).initiatives)
    for address in (
        "/indicators",
        "/plan",
        links.initiative(report, first.id),
        links.source_of(report, first.id),
    ):
        page = web.read(address)
        assert len(page.ids) == len(set(page.ids)), address
        levels = [int(tag[1]) for tag in page.tags if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), address


@pytest.mark.parametrize(
    ("method", "address", "status", "told"),
    [
        ("GET", "/nowhere", 404, "お探しのページはありません"),
        ("POST", "/plan", 405, "その操作（送り方）を受け付けていません"),
        ("GET", "/manage/sign-out", 405, "画面のボタンから送られた内容を受け付けるところ"),
        ("DELETE", "/nowhere", 404, "お探しのページはありません"),
        ("GET", "/initiative?report=nowhere&id=①-1", 404, "報告書「nowhere」はありません"),
        ("GET", "/initiative?id=⑨-9", 404, "取組「⑨-9」は"),
        ("GET", "/initiative", 404, "取組の番号が指定されていません"),
        ("GET", "/department?name=月面課", 404, "担当課「月面課」は"),
    ],
)
def test_errors_are_pages_in_japanese(web: Web, method: str, address: str, status: int, told: str) -> None:
    answer = web.client.request(method, address)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert told in answer.text
    assert "Not Found" not in answer.text
    assert "frame-ancestors" in answer.headers["content-security-policy"]


def test_programs_are_told_errors_as_json(web: Web) -> None:
    missing = web.client.get("/api/v1/nowhere")
    assert missing.status_code == 404
    assert missing.json()["detail"].startswith("お探しの")
    wrong = web.client.post("/api/v1/ask", json={"質問": "実績は？"})
    assert wrong.status_code == 422
    assert "question" in str(wrong.json()["detail"])
    assert not str(wrong.json()["detail"]).isascii()


@pytest.mark.parametrize(("status", "told"), [(405, "受け付けていません"), (500, "もう一度試し")])
def test_what_a_framework_says_in_english_is_said_in_japanese(status: int, told: str) -> None:
    from fastapi import FastAPI, HTTPException
    from fastapi.testclient import TestClient

    app = FastAPI()

    @app.get("/wrong")
    def wrong() -> None:
        raise HTTPException(status, "Something in English")

    app.add_middleware(ErrorPages)
    with TestClient(app) as client:
        page = client.get("/wrong")
    assert page.status_code == status
    assert told in page.text
    assert "English" not in page.text


def test_a_store_that_cannot_be_opened_is_told(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise StoreError("保存先の索引を開けません。")

    monkeypatch.setattr(web.site, "shelf", broken)
    assert "保存先の索引を開けません" in web.page("/plan", 503)
