"""A store of invented reports with the real assistant over it, served as a user gets it, without a model."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.assistant import Assistant
from assistant.settings import Settings
from corpus.parse import parse_report
from index.build import build_index, open_index

DATA = Path(__file__).resolve().parents[2] / "data"
EVIL = '=HYPERLINK("http://evil.example","見守り")'
Serve = Callable[..., Any]


@pytest.fixture(scope="session")
def evil_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small report whose names a spreadsheet would run, and with letters that fonts lack."""
    lines = [
        "あやめ市見守り計画 令和6年度 進捗評価",
        "施策① ＝見守りの推進",
        "No.\t取組内容\t事業概要\t担当課\t指標\t\tR5\tR6\tR6の取組状況\t取組内容への課題とその対応策など",
        f"1\t見守りの取組\t概要\t福祉課\t{EVIL}数(人)\t目標\t10\t12\t㊟𠮷田さん、髙﨑さんが①〜③を行い、😀と答えた。\t+課題です。",
        "\t\t\t\t\t実績\t9\t-3.2\t\t",
        "\t\t\t\t\t評価\tB\tC\t\t",
    ]
    file = tmp_path_factory.mktemp("evil") / "ayame-mimamori.txt"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def taking_home(tmp_path_factory: pytest.TempPathFactory, evil_report: Path) -> Path:
    """A store with three editions of one plan and the odd report."""
    home = tmp_path_factory.mktemp("taking") / "home"
    home.mkdir()
    files = [evil_report, *sorted((DATA / "editions").glob("*.txt"))]
    build_index(home, [parse_report(file) for file in files], None)
    return home


@pytest.fixture(scope="session")
def serve(taking_home: Path) -> Iterator[Serve]:
    """Return a way to open a client of the whole application with settings of one's own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of other people's packages, while they are imported
        from fastapi.testclient import TestClient

        from ui import server
        from ui.web.site import Site

    index = open_index(taking_home, None)
    clients: list[Any] = []

    def opened(client: tuple[str, int] = ("192.0.2.10", 50000), **given: Any) -> Any:
        settings = Settings(home=taking_home, **given)
        asker = Assistant(index, settings)
        site = Site(asker, settings, asker.examples)
        app = server.build_app(asker, asker.title, asker.examples(), settings.question_limit, site)
        clients.append(TestClient(app, client=client, base_url="http://navi.example"))
        return clients[-1]

    yield opened
    for one in clients:
        one.close()
    index.close()


@pytest.fixture(scope="session")
def client(serve: Serve) -> Any:
    """The application without limits, as one client sees it."""
    return serve(questions_per_minute=0)
