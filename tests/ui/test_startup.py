"""Starting the command stays light: a table question must be answered in under two seconds, cold."""

from __future__ import annotations

import subprocess
import sys

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
