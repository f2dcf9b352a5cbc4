"""The README shows what the program prints: each question in it is asked, and the whole answer compared."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ui import cli

README = Path(__file__).resolve().parents[2] / "README.md"
EXAMPLES = re.findall(
    r'^\$ \.venv/bin/keikaku ask "(.+)"\n(.+?)\n```$',
    README.read_text(encoding="utf-8"),
    re.MULTILINE | re.DOTALL,
)


def test_the_readme_holds_an_example() -> None:
    assert EXAMPLES


@pytest.mark.parametrize(("question", "shown"), EXAMPLES)
def test_examples_print_what_the_readme_shows(
    question: str, shown: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["ask", question, "--home", str(home)]) == 0
    assert capsys.readouterr().out.rstrip("\n") == shown
