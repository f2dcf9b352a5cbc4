"""A store of several reports, made without a model, and the web application over it."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from assistant.settings import Settings, load_settings
from corpus.parse import parse_report
from index.build import build_index
from index.generations import keep_original
from ui.web.site import Shelf, Site

DATA = Path(__file__).resolve().parents[2] / "data"
NAMED = '<script>alert("x")</script>&"見守り"'


@dataclass(frozen=True)
class Web:
    """The application's client, its site and the settings of its store."""

    client: Any
    site: Site
    settings: Settings

    @property
    def shelf(self) -> Shelf:
        """The reports in the store."""
        return self.site.shelf()

    def page(self, address: str, status: int = 200) -> str:
        """Return the text of a page, which must have a status."""
        answer = self.client.get(address)
        assert answer.status_code == status, (address, answer.status_code, answer.text[:300])
        return str(answer.text)

    def read(self, address: str) -> Page:
        """Return a page taken apart."""
        return Page(self.page(address))


class Page(HTMLParser):
    """A page taken apart: its links, its ids, the text in each element with an id, all text."""

    _VOID = frozenset(["meta", "link", "input", "br", "img", "hr"])

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.text_of: dict[str, str] = {}
        self.text = ""
        self.unlabelled: list[str] = []
        self._labelled: set[str] = set()
        self._inputs: list[str] = []
        self._open: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        self.tags.append(tag)
        if tag == "a" and held.get("href"):
            self.links.append(str(held["href"]))
        if held.get("id"):
            self.ids.append(str(held["id"]))
            self.text_of[str(held["id"])] = ""
        if tag not in self._VOID:
            self._open.append((tag, held.get("id") or ""))

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            closed, _ = self._open.pop()
            if closed == tag:
                break

    def handle_data(self, data: str) -> None:
        self.text += data
        for _, name in self._open:
            if name:
                self.text_of[name] += data


@pytest.fixture(scope="session")
def odd_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small report whose names hold what a page must never take for HTML."""
    lines = [
        "あやめ市見守り計画 令和6年度 進捗評価",
        f"施策① {NAMED}",
        "No.\t取組内容\t事業概要\t担当課\t指標\t\tR5\tR6\tR6の取組状況\t取組内容への課題とその対応策など",
        f"1\t{NAMED}の取組\t概要{NAMED}\t<b>福祉課</b>\t{NAMED}数(人)\t目標\t10\t12\t状況{NAMED}\t課題{NAMED}",
        "\t\t\t\t\t実績\t9\t13\t\t",
        "\t\t\t\t\t評価\tB\tA\t\t",
    ]
    file = tmp_path_factory.mktemp("odd") / "ayame-mimamori.txt"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def web_home(tmp_path_factory: pytest.TempPathFactory, bundled_report: Path, odd_report: Path) -> Path:
    """A store with text, sheets and three editions of one plan; its commentary is searched by words alone."""
    home = tmp_path_factory.mktemp("web") / "home"
    home.mkdir()
    files = [
        bundled_report,
        odd_report,
        *sorted((DATA / "editions").glob("*.txt")),
        *(
            DATA / "reports" / name
            for name in ("asahi-danjo.xlsx", "wakaba-kosodate.xlsx", "hiiragi-kyoiku.tsv")
        ),
        DATA / "reports" / "minato-kankyo-r7.txt",
    ]
    for file in files:
        keep_original(home, file)
    build_index(home, [parse_report(file) for file in files], None)
    return home


@pytest.fixture(scope="session")
def web(web_home: Path) -> Iterator[Web]:
    """The application over that store, with a silent assistant."""
    with serving(web_home) as opened:
        yield opened


@pytest.fixture
def own_web(web_home: Path, tmp_path: Path) -> Iterator[Web]:
    """The application over a copy of that store, for a test that changes it."""
    home = tmp_path / "home"
    shutil.copytree(web_home, home)
    with serving(home) as opened:
        yield opened


class serving:  # noqa: N801  # a context manager
    def __init__(self, home: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of other people's packages, while they are imported
            from fastapi.testclient import TestClient

            from ui import server
        settings = replace(load_settings(home), questions_per_minute=1_000_000)

        class Silent:
            title = "報告書"

            def ask(self, question: str, conversation: Any = None) -> Any:
                raise AssertionError("a page for looking through asks nothing")

        site = Site(Silent(), settings, lambda: ())
        app = server.build_app(Silent(), "報告書", ("例の質問",), 500, site)
        self._web = Web(TestClient(app), site, settings)

    def __enter__(self) -> Web:
        return self._web

    def __exit__(self, *_: object) -> None:
        self._web.client.close()
