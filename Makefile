# Keikaku (計画ナビ). `make run` is all a user needs; `make help` lists the rest.
#
# Variables you may set:
#   PYTHON=/path/to/python3.12    which Python makes .venv (3.11 or 3.12; otherwise the first one found)
#   TORCH_PIP_ARGS=...            more arguments for the PyTorch install, such as an index of CPU builds
#   KEIKAKU_HOME=DIR              where the store is kept (otherwise the user's data folder)
#   KEIKAKU_MODEL=DIR             a prepared embedding model (otherwise .model/e5-small is made here)
#   JSQUAD=DIR                    passages.jsonl and queries.jsonl of JSQuAD, for `make bench`
#   HOST=..., PORT=...            where `make run` serves (otherwise 127.0.0.1 and 7860)

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help setup model dev browser run test lint format bench screenshots clean

VENV  := .venv
BIN   := $(VENV)/bin
MODEL := .model/e5-small
PIP   := $(BIN)/python -m pip --disable-pip-version-check -qq

# What is installed is remembered by the checksum of what asked for it, so nothing is done twice
# and a changed pin is.
key = $(shell cat $(1) | cksum | tr ' ' '-')
TORCH   := $(VENV)/.done/torch-$(call key,requirements-torch.txt constraints.txt)
RUNTIME := $(VENV)/.done/runtime-$(call key,requirements-torch.txt requirements.txt constraints.txt)
PACKAGE := $(VENV)/.done/package-$(call key,pyproject.toml)
DEV     := $(VENV)/.done/dev-$(call key,requirements-dev.txt constraints.txt)

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*##  *\(.*\)/  make \1\t\2/p' Makefile | expand -t 16

setup: $(PACKAGE) model  ## .venv, requirements, embedding model
	@echo "セットアップ完了: $(BIN)/keikaku"

dev: setup $(DEV)

# Made anew where an earlier attempt was interrupted or its Python is gone.
$(VENV)/.done/venv:
	@suits() { "$$1" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 12))' \
	    >/dev/null 2>&1; }; \
	find_python() { \
	  if [ -n "$${PYTHON:-}" ]; then suits "$$PYTHON" && echo "$$PYTHON"; return; fi; \
	  for one in python3.11 python3.12 python3 python; do if suits "$$one"; then echo "$$one"; return; fi; done; \
	  return 1; }; \
	if ! { suits $(BIN)/python && $(BIN)/python -m pip --version >/dev/null 2>&1; }; then \
	  if ! python=$$(find_python); then \
	    echo "Python 3.11 または 3.12(venv 付き)が見つかりません。" >&2; \
	    echo "インストールするか、場所を指定してください: make setup PYTHON=/path/to/python3.11" >&2; \
	    echo "(Debian/Ubuntu では python3-venv も必要です。)" >&2; exit 1; fi; \
	  echo "[1/5] 仮想環境 $(VENV) を作成します ($$("$$python" --version))"; \
	  "$$python" -m venv --clear $(VENV); \
	fi; \
	mkdir -p $(@D) && touch $@

$(TORCH): | $(VENV)/.done/venv
	@echo "[2/5] PyTorch を入れます (数百MB、1分ほど)"
	@$(PIP) install $(TORCH_PIP_ARGS) -r requirements-torch.txt -c constraints.txt
	@mkdir -p $(@D) && touch $@

$(RUNTIME): | $(TORCH)
	@echo "[3/5] 必要なパッケージを入れます (1〜2分)"
	@$(PIP) install -r requirements-torch.txt -r requirements.txt -c constraints.txt
	@mkdir -p $(@D) && touch $@

# Editable, so that a changed source file needs no set-up; the requirements are already there.
$(PACKAGE): | $(RUNTIME)
	@echo "[4/5] keikaku コマンドを入れます"
	@$(PIP) install -c constraints.txt setuptools
	@$(PIP) install --no-deps --no-build-isolation -e .
	@mkdir -p $(@D) && touch $@

# Does nothing where the folder is finished; asks the recipe itself, not a time stamp.
model: $(PACKAGE)
	@[ -n "$${KEIKAKU_MODEL:-}" ] || $(BIN)/python -c "$$PREPARE_MODEL" $(MODEL)

define PREPARE_MODEL
import sys
from pathlib import Path
from index.prepare import is_prepared, prepare_model
folder = Path(sys.argv[1])
if not is_prepared(folder):
    print("[5/5] 埋め込みモデルを準備します (30秒ほど)", flush=True)
    prepare_model(folder)
endef
export PREPARE_MODEL

$(DEV): | $(RUNTIME)
	@echo "[+] テスト用のパッケージを入れます"
	@$(PIP) install -r requirements-dev.txt -c constraints.txt
	@mkdir -p $(@D) && touch $@

# `serve` reads the bundled report into an empty store, showing how far it is, and names the address.
run: setup  ## set up, read the bundled report, serve the chat
	@exec $(BIN)/keikaku serve $(if $(HOST),--host $(HOST)) $(if $(PORT),--port $(PORT))

# The browser test drives Debian's Chromium; the CJK fonts let it (and a screenshot) show Japanese.
browser:
	@missing=""; \
	command -v chromium >/dev/null || missing="chromium"; \
	[ -n "$$(fc-list ':lang=ja' 2>/dev/null)" ] || missing="$$missing fonts-noto-cjk"; \
	[ -n "$$missing" ] || exit 0; \
	if ! command -v apt-get >/dev/null; then asroot=no; \
	elif [ "$$(id -u)" = 0 ]; then asroot=""; \
	elif sudo -n true 2>/dev/null; then asroot="sudo -n"; \
	else asroot=no; fi; \
	if [ "$$asroot" = no ]; then \
	  echo "ブラウザーのテストに必要なものを入れられません。手で入れてください:" $$missing >&2; exit 0; fi; \
	echo "[+] ブラウザーのテスト用に入れます:" $$missing; \
	$$asroot env DEBIAN_FRONTEND=noninteractive apt-get update -qq; \
	$$asroot env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing </dev/null >/dev/null

test: dev browser  ## set up and run every test, the browser's included
	@$(BIN)/python -m pytest $(PYTEST_ARGS)

lint: $(PACKAGE) $(DEV)  ## ruff and mypy
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: $(DEV)  ## put the sources into ruff's format
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .

bench: dev  ## accuracy and speed tables; JSQUAD=FOLDER adds the search on JSQuAD
	@$(BIN)/python tests/bench/speed.py
	@[ -z "$(JSQUAD)" ] || $(BIN)/python tests/bench/retrieval.py "$(JSQUAD)"

screenshots: dev browser  ## pictures of every screen, for README and docs/guide.md
	@$(BIN)/python -m tests.bench.screenshots

clean:  ## remove .venv, the model and caches (not the store)
	rm -rf $(VENV) .model .pytest_cache .mypy_cache .ruff_cache build *.egg-info
