"""Starting the command stays light: a table question must be answered in under two seconds, cold."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HEAVY = (
    "gradio",
    "torch",
    "chromadb",
    "sentence_transformers",
    "transformers",
    "pandas",
    "fastapi",
    "plotly",
)


def test_importing_the_command_loads_no_heavy_package() -> None:
    code = (
        "import sys, ui.cli, ui.rendering, ui.live;"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_outside_contact_is_off_before_anything_is_imported() -> None:
    code = "import os, ui.server; print(os.environ['GRADIO_ANALYTICS_ENABLED'], os.environ['HF_HUB_OFFLINE'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False 1"


def test_a_table_question_loads_no_model_and_no_vector_store(home: Path) -> None:
    code = (
        "import sys; from ui.cli import main;"
        f"status = main(['--home', {str(home)!r}, 'ask', '令和6年度の評価がAの指標はいくつですか']);"
        f"print(status, [name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "0 []"
