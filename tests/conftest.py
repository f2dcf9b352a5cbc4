"""What every test may ask for, and a surrounding in which none touches the user's store or the network."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

# Before any import of gradio, chromadb or langchain: each reads these once, and phones home otherwise.
os.environ.update(
    GRADIO_ANALYTICS_ENABLED="False",
    HF_HUB_OFFLINE="1",
    TRANSFORMERS_OFFLINE="1",
    ANONYMIZED_TELEMETRY="False",
    LANGSMITH_TRACING="false",
    LANGCHAIN_TRACING_V2="false",
)

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(__file__).resolve().parent / "data"


@pytest.fixture(scope="session", autouse=True)
def own_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Point KEIKAKU_HOME at a folder of this run, so that no test can reach the user's own store."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KEIKAKU_HOME", str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture(scope="session")
def bundled_report() -> Path:
    """The bundled report's file."""
    return ROOT / "corpus" / "reports" / "niigata-chiiki-fukushi-r6.txt"


@pytest.fixture(scope="session")
def truth() -> dict[str, Any]:
    """The bundled report's values, checked by hand against the printed page."""
    return json.loads((DATA / "niigata-chiiki-fukushi-r6.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def dev_cases() -> Path:
    """The development questions with what a right answer must hold."""
    return DATA / "dev.jsonl"
