"""Settings: defaults, then keikaku.toml, then the environment; every mistake is told in Japanese."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.settings import Settings, SettingsError, default_home, load_settings
from corpus.errors import ModelError

VARIABLES = ("KEIKAKU_HOME", "KEIKAKU_MODEL", "KEIKAKU_HOST", "KEIKAKU_PORT", "KEIKAKU_QUESTION_LIMIT")


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


def test_defaults_serve_this_machine_alone(tmp_path: Path) -> None:
    settings = load_settings(tmp_path)
    assert (settings.home, settings.model) == (tmp_path, None)
    assert (settings.host, settings.port, settings.question_limit) == ("127.0.0.1", 7860, 500)


def test_home_is_the_argument_then_the_variable_then_the_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert load_settings().home == default_home() == tmp_path / "data" / "keikaku"
    monkeypatch.setenv("KEIKAKU_HOME", str(tmp_path / "variable"))
    assert load_settings().home == tmp_path / "variable"
    assert load_settings(tmp_path / "argument").home == tmp_path / "argument"


def test_the_file_in_the_home_folder_wins_over_defaults(tmp_path: Path) -> None:
    (tmp_path / "keikaku.toml").write_text(
        'model = "model/e5"\nhost = "0.0.0.0"\nport = 8080\nquestion_limit = 200\n', encoding="utf-8"
    )
    assert load_settings(tmp_path) == Settings(tmp_path, "model/e5", "0.0.0.0", 8080, 200)


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "keikaku.toml").write_text('host = "0.0.0.0"\nport = 8080\n', encoding="utf-8")
    monkeypatch.setenv("KEIKAKU_PORT", "9000")
    monkeypatch.setenv("KEIKAKU_MODEL", "other")
    monkeypatch.setenv("KEIKAKU_QUESTION_LIMIT", "50")
    settings = load_settings(tmp_path)
    assert (settings.host, settings.port) == ("0.0.0.0", 9000)
    assert (settings.model, settings.question_limit) == ("other", 50)


def test_an_empty_variable_counts_as_not_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEIKAKU_PORT", "")
    monkeypatch.setenv("KEIKAKU_HOST", "")
    assert load_settings(tmp_path) == Settings(tmp_path)


@pytest.mark.parametrize("variable", ["KEIKAKU_PORT", "KEIKAKU_QUESTION_LIMIT"])
@pytest.mark.parametrize("value", ["abc", "-1", "80.5", "8080番"])
def test_a_variable_that_is_no_number_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path)
    assert str(caught.value) == (
        f"環境変数 {variable} の値「{value}」は数ではありません。整数を指定してください。"
    )


def test_an_unknown_setting_is_named_with_those_that_exist(tmp_path: Path) -> None:
    path = tmp_path / "keikaku.toml"
    path.write_text("prot = 8080\n", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path)
    assert str(caught.value) == (
        f"設定ファイル {path} に知らない項目「prot」があります。"
        "使えるのは embed_origins、host、model、port、question_limit、questions_per_minute、trusted_proxies、upload_limit_mb、usage_days です。"
    )


@pytest.mark.parametrize("content", [b"port = = 1\n", "host = 日本".encode("shift_jis")])
def test_a_file_that_is_no_toml_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "keikaku.toml"
    path.write_bytes(content)
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path)
    assert str(caught.value).startswith(f"設定ファイル {path} を読めません（")


def test_settings_cannot_be_changed_after_start_up(tmp_path: Path) -> None:
    with pytest.raises(AttributeError):
        load_settings(tmp_path).port = 1  # type: ignore[misc]


def test_an_embedding_provider_that_is_not_installed_is_named_with_what_to_do(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, model="mistralai:mistral-embed")
    with pytest.raises(ModelError, match=r"mistralai:mistral-embed.*KEIKAKU_MODEL"):
        settings.embeddings()
