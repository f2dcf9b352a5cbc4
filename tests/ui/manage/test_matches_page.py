"""指標の対応 on the screen: listed with evidence, decided once, kept with who decided."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from assistant.settings import Settings
from index.decisions import read_decisions
from tests.ui.manage.conftest import EDITIONS, Opened
from ui import store
from ui.matching import doubtful_matches


@pytest.fixture
def home(tmp_path: Path, no_model: None) -> Path:
    """A store with the editions of one plan."""
    folder = tmp_path / "home"
    store.ingest(Settings(home=folder), sorted(EDITIONS.glob("*.txt")))
    return folder


def test_a_doubtful_match_is_shown_with_its_evidence_and_decided_once(
    open_screens: Opened, home: Path
) -> None:
    officer = open_screens()
    officer.sign_in()
    doubtful = doubtful_matches(home)
    assert doubtful
    page = officer.get("/manage/matches").text
    assert f"{len(doubtful)}件あります" in page and doubtful[0].match.evidence in unescape(page)
    key = unescape(re.findall(r'name="match" value="([^"]+)"', page)[0])
    assert officer.send("/manage/matches", match=key, word="maybe").status_code == 400
    done = officer.send("/manage/matches", match=key, word="same", reason="<i>担当課に確認</i>")
    assert done.status_code == 200 and "同じ指標として記録しました" in done.text and "<i>" not in done.text
    (decision,) = read_decisions(home)
    assert decision.same and decision.who == "企画課 山田" and decision.reason == "<i>担当課に確認</i>"
    assert decision.older_id == doubtful[0].match.older_id
    late = officer.send("/manage/matches", match=key, word="different")
    assert late.status_code == 400 and "すでに判断したか" in late.text
    assert len(read_decisions(home)) == 1
