"""A store with one small report, the officers' screens over it, and an officer at a browser."""

from __future__ import annotations

import re
import shutil
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.settings import Settings
from corpus.parse import parse_report
from corpus.types import Kind, Observation
from ui import store

REPORTS = Path(__file__).resolve().parents[2] / "data" / "reports"
EDITIONS = REPORTS.parent / "editions"
CHILDREN, ENVIRONMENT = REPORTS / "asahi-kodomo-r5.txt", REPORTS / "minato-kankyo-r7.txt"
NAME = "asahi-kodomo-r5"
HERE = ("127.0.0.1", 50_000)


def without_model(patch: pytest.MonkeyPatch) -> None:
    """Have commentary indexed for words alone, which takes no model."""
    patch.setattr(Settings, "embeddings", lambda _self, _progress=None: None)


@pytest.fixture(autouse=True)
def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test here loads a model."""
    without_model(monkeypatch)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one report in it; copied for every test."""
    home = tmp_path_factory.mktemp("manage") / "home"
    with pytest.MonkeyPatch.context() as patch:
        without_model(patch)
        store.ingest(Settings(home=home), [CHILDREN])
    return home


@pytest.fixture
def home(filled: Path, tmp_path: Path) -> Path:
    """A store of the test's own."""
    return Path(shutil.copytree(filled, tmp_path / "home"))


class Officer:
    """Somebody at a browser who uses the officers' screens."""

    def __init__(self, client: Any) -> None:
        self.client = client

    def get(self, address: str) -> Any:
        """Open a page."""
        return self.client.get(address)

    def sign_in(self, who: str = "企画課 山田", password: str = "") -> Any:
        """Open the sign-in page and send its form."""
        page = self.client.get("/manage/sign-in")
        return self.client.post(
            "/manage/sign-in", data={"csrf": token_in(page.text), "who": who, "password": password}
        )

    def send(self, address: str, **fields: Any) -> Any:
        """Send a form with the token of the overview."""
        return self.client.post(address, data={"csrf": self.token(), **fields})

    def token(self) -> str:
        """Return the session's form token."""
        return token_in(self.client.get("/manage").text)

    def upload(self, name: str, content: bytes | str) -> Any:
        """Hand in a file; return the page that follows."""
        data = content.encode() if isinstance(content, str) else content
        return self.client.post("/manage/upload", data={"csrf": self.token()}, files={"file": (name, data)})

    def hand_in(self, name: str, content: bytes | str) -> str:
        """Hand in a file and wait until it is read; return the address of its job."""
        page = self.upload(name, content)
        assert page.status_code == 200, page.text
        address = page.url.path
        self.wait(address)
        return str(address)

    def wait(self, address: str) -> str:
        """Wait until a job has nothing to wait for; return its stage."""
        until = time.monotonic() + 60
        while time.monotonic() < until:
            stage = self.client.get(f"{address}/state").json()["stage"]
            if stage not in {"waiting", "reading", "queued", "working"}:
                return str(stage)
            time.sleep(0.05)
        raise TimeoutError(address)

    def publish(self, address: str, **ticks: str) -> str:
        """Publish a job that was checked; return the stage that it ends in."""
        assert self.send(f"{address}/publish", **ticks).status_code == 200
        return self.wait(address)


Opened = Callable[..., Officer]


@pytest.fixture
def open_screens(home: Path) -> Iterator[Opened]:
    """Start the officers' screens over the store, and return a way to open them at further browsers."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of other people's packages, while they are imported
        from fastapi import FastAPI
        from fastapi.testclient import TestClient

        from ui.live import LiveAssistant
        from ui.manage import routes
        from ui.security import Guard
        from ui.usage import Recorded, UsageLog
        from ui.web.site import Site

    apps: dict[tuple[Any, ...], Any] = {}
    logs: list[UsageLog] = []

    def app_with(settings: dict[str, Any]) -> Any:
        key = tuple(sorted(settings.items()))
        if key not in apps:
            chosen = Settings(home=home, **settings)
            live, usage = LiveAssistant(chosen), UsageLog(home, chosen.usage_days)
            logs.append(usage)
            asker = Recorded(live, usage)
            app = FastAPI()
            app.include_router(routes.router(Site(asker, chosen, live.examples)))
            app.add_middleware(Guard)
            app.state.asker, app.state.usage = asker, usage
            apps[key] = app
        return apps[key]

    def opened(
        client: tuple[str, int] = HERE, base_url: str = "http://127.0.0.1:7860", **settings: Any
    ) -> Officer:
        return Officer(TestClient(app_with(settings), base_url=base_url, client=client))

    yield opened
    for one in logs:
        one.close()


@pytest.fixture
def officer(open_screens: Opened) -> Officer:
    """An officer who has signed in at the machine of the server."""
    found = open_screens()
    assert found.sign_in().status_code == 200
    return found


def token_in(page: str) -> str:
    """Return the form token of a page."""
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found is not None, page
    return found[1]


def corrected(new: str = "7,777") -> tuple[str, str, Observation]:
    """The report with one 実績 changed to `new`: its text, the name of the indicator, and the value as it was."""
    lines = CHILDREN.read_text(encoding="utf-8").split("\n")
    report = parse_report(CHILDREN)
    indicator, value = next(
        (each, one)
        for each in report.indicators
        for one in each.observations
        if one.kind is Kind.ACTUAL
        and one.fiscal_year == report.fiscal_year
        and one.value is not None
        and one.place is not None
    )
    assert value.place is not None
    cells = lines[value.place.row - 1].split("\t")
    cells[value.place.column] = new
    lines[value.place.row - 1] = "\t".join(cells)
    assert indicator.name is not None
    return "\n".join(lines), indicator.name, value
