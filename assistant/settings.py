"""Settings, frozen and built once: defaults, then a TOML file, then environment variables."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import KeikakuError, ModelError

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

# provider:name, as LangChain writes it; a drive letter or a folder is none.
_PROVIDED = re.compile(r"[a-z][a-z_]+:[^/\\]")
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?")
_LISTS = {"embed_origins", "trusted_proxies"}
Progress = Callable[[str, int, int], None]
_NOT_IN_FILE = {"home", "officer_password"}  # the file may be read by more people than the environment


class SettingsError(KeikakuError):
    """A settings file or variable cannot be read."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be chosen at start-up.

    `home` is the folder of the store; `model` a sentence-transformers folder or name, or
    provider:name of a LangChain provider, for searching the commentary, or None for the offline default; `host` and `port` where the
    chat listens; `question_limit` the longest question in characters.

    `upload_limit_mb` is the largest file (megabytes) that officers may hand in over the browser;
    `usage_days` how long questions are counted for the officers' statistics, 0 for not at all;
    `officer_password` the scrypt hash of the password for the officers' screens, as `keikaku password`
    prints it. It comes from the environment alone and is never shown.

    `questions_per_minute` is what one client address may ask, 0 for no limit; `trusted_proxies` are the
    addresses of reverse proxies whose word on the client's address is taken; `embed_origins` the sites
    (https://portal.example) whose pages may show the chat in a frame.
    """

    home: Path
    model: str | None = None
    host: str = "127.0.0.1"
    port: int = 7860
    question_limit: int = 500
    upload_limit_mb: int = 20
    usage_days: int = 365
    officer_password: str | None = field(default=None, repr=False)
    questions_per_minute: int = 300
    trusted_proxies: tuple[str, ...] = ()
    embed_origins: tuple[str, ...] = ()

    def embeddings(self, progress: Progress | None = None) -> Embeddings:
        """Return the embedding model for the commentary, not yet loaded.

        The offline default is prepared first where it is not there yet (some seconds, told to
        `progress`). Raises ModelError where it cannot be prepared.
        """
        from index.embedding import SentenceTransformerEmbeddings, prepare_model

        if self.model and _PROVIDED.match(self.model) and not Path(self.model).exists():
            return _provided(self.model)
        if self.model:
            return SentenceTransformerEmbeddings(self.model)
        folder = default_model_folder()
        if not folder.is_dir():
            prepare_model(folder, progress)
        return SentenceTransformerEmbeddings(folder)


def _provided(model: str) -> Embeddings:
    """Return the embedding model of a LangChain provider (ollama:bge-m3), whose package must be installed."""
    from langchain.embeddings import init_embeddings

    try:
        return init_embeddings(model)
    except (ImportError, ValueError) as error:
        raise ModelError(
            f"埋め込みモデル「{model}」を用意できません（{error}）。提供元の LangChain パッケージを入れるか、"
            "設定 model（環境変数 KEIKAKU_MODEL）を空にして、同梱のモデルを使ってください。"
        ) from error


def default_home() -> Path:
    """Return the user's data folder for the store."""
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "keikaku"


def load_settings(home: Path | None = None) -> Settings:
    """Return the settings for a store: `home`, else KEIKAKU_HOME, else the user's data folder.

    A file keikaku.toml in the home folder may set every field but home and officer_password;
    environment variables (KEIKAKU_MODEL, KEIKAKU_PORT and so on, by the names of the fields)
    win over it. Raises SettingsError with what is wrong and where.
    """
    chosen = home or (Path(os.environ["KEIKAKU_HOME"]) if os.environ.get("KEIKAKU_HOME") else default_home())
    settings = Settings(home=chosen)
    path = chosen / "keikaku.toml"
    if path.is_file():
        try:
            raw = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise SettingsError(
                f"設定ファイル {path} を読めません（{error}）。TOML の書き方を確認してください。"
            ) from error
        known = {one.name for one in fields(Settings)} - _NOT_IN_FILE
        unknown = sorted(set(raw) - known)
        if unknown:
            raise SettingsError(
                f"設定ファイル {path} に知らない項目「{unknown[0]}」があります。使えるのは {'、'.join(sorted(known))} です。"
            )
        listed = {name: _listed(raw[name], name) for name in _LISTS & set(raw)}
        settings = replace(settings, **{**raw, **listed})
    model, host = os.environ.get("KEIKAKU_MODEL"), os.environ.get("KEIKAKU_HOST")
    return replace(
        settings,
        model=model or settings.model,
        host=host or settings.host,
        port=_number("KEIKAKU_PORT", settings.port),
        question_limit=_number("KEIKAKU_QUESTION_LIMIT", settings.question_limit),
        upload_limit_mb=_number("KEIKAKU_UPLOAD_LIMIT_MB", settings.upload_limit_mb),
        usage_days=_number("KEIKAKU_USAGE_DAYS", settings.usage_days),
        officer_password=os.environ.get("KEIKAKU_OFFICER_PASSWORD") or None,
        questions_per_minute=_number("KEIKAKU_QUESTIONS_PER_MINUTE", settings.questions_per_minute),
        trusted_proxies=_words("KEIKAKU_TRUSTED_PROXIES", settings.trusted_proxies),
        embed_origins=_origins(_words("KEIKAKU_EMBED_ORIGINS", settings.embed_origins)),
    )


def _words(variable: str, default: tuple[str, ...]) -> tuple[str, ...]:
    value = os.environ.get(variable)
    return tuple(value.replace(",", " ").split()) if value else default


def _listed(value: object, name: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise SettingsError(f'設定ファイルの項目「{name}」は、["…", "…"] の形で書いてください。')
    return tuple(value)


def _origins(given: tuple[str, ...]) -> tuple[str, ...]:
    """Return origins that are safe in a header: a scheme, a host and perhaps a port, nothing behind."""
    for one in given:
        if not _ORIGIN.fullmatch(one):
            raise SettingsError(
                f"埋め込みを許すサイト「{one}」を読めません。"
                "「https://portal.example.lg.jp」のように、https:// とホスト名（必要ならポート）だけを書いてください。"
            )
    return given


def _number(variable: str, default: int) -> int:
    value = os.environ.get(variable)
    if not value:
        return default
    if not value.isdigit():
        raise SettingsError(
            f"環境変数 {variable} の値「{value}」は数ではありません。整数を指定してください。"
        )
    return int(value)


def default_model_folder() -> Path:
    """Return where the offline model is: the project's own folder where it was prepared, else the user's."""
    project = Path(__file__).resolve().parent.parent / ".model" / "e5-small"
    return project if project.is_dir() else default_home() / "model" / "e5-small"
