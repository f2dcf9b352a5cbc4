"""The officers' password: only its scrypt hash is ever kept, as one word that any shell takes as it is."""

from __future__ import annotations

import base64
import binascii
import getpass
import hashlib
import hmac
import secrets
import sys

from corpus.errors import KeikakuError

SHORTEST = 10
_COST, _BLOCK, _PARALLEL = 2**15, 8, 1  # 32 MiB and some 0.1 s a try
_MEMORY = 64 * 1024 * 1024


class PasswordError(KeikakuError):
    """The password, or the hash in the settings, cannot be used; the message says why."""


def hashed(password: str) -> str:
    """Return the hash of a password as the setting takes it. Raises PasswordError where it is too short."""
    if len(password) < SHORTEST:
        raise PasswordError(f"パスワードは{SHORTEST}文字以上にしてください。")
    salt = secrets.token_bytes(16)
    derived = _derived(password, salt, _COST, _BLOCK, _PARALLEL)
    return ":".join(["scrypt", str(_COST), str(_BLOCK), str(_PARALLEL), _text(salt), _text(derived)])


def matches(password: str, kept: str) -> bool:
    """Tell whether a password is the one that was hashed. Raises PasswordError where `kept` is no hash."""
    parts = kept.split(":")
    try:
        name, *numbers, salt, derived = parts
        cost, block, parallel = (int(one) for one in numbers)
        if name != "scrypt":
            raise ValueError(name)
        expected = _bytes(derived)
        found = _derived(password, _bytes(salt), cost, block, parallel)
    except (ValueError, binascii.Error) as error:
        raise PasswordError(
            "環境変数 KEIKAKU_OFFICER_PASSWORD の値がパスワードのハッシュではありません。"
            "「keikaku password」で作った1行を設定し、起動し直してください。"
        ) from error
    return hmac.compare_digest(found, expected)


def _derived(password: str, salt: bytes, cost: int, block: int, parallel: int) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=cost, r=block, p=parallel, maxmem=_MEMORY, dklen=32)


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text.encode("ascii"))


def ask_and_hash() -> str:
    """Ask for a password twice, unseen, and return its hash; from a pipe, one line is taken.

    Raises PasswordError where it is too short or the two differ.
    """
    if not sys.stdin.isatty():
        return hashed(sys.stdin.readline().rstrip("\r\n"))
    first = getpass.getpass("職員用のパスワード：")
    if first != getpass.getpass("もう一度："):
        raise PasswordError("2回の入力が違います。もう一度実行してください。")
    return hashed(first)


def check(kept: str) -> None:
    """Raise PasswordError where a setting is no hash."""
    matches("", kept)
