"""What officers type: forms read with a limit, each field cleaned and checked."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs

from fastapi import Request

from corpus.errors import KeikakuError

_LARGEST = 64_000  # bytes; a form holds a few sentences
_MOST_FIELDS = 200


class FormError(KeikakuError):
    """A field is missing or unusable; the message says which and what is expected."""


class Form:
    """The fields of one form."""

    def __init__(self, fields: Mapping[str, Sequence[str]]) -> None:
        self._fields = fields

    @property
    def names(self) -> frozenset[str]:
        """The fields that were sent."""
        return frozenset(self._fields)

    def raw(self, name: str) -> str:
        """Return a field as it was sent, for showing it again; empty where it is missing."""
        return next(iter(self._fields.get(name, ())), "")

    def all(self, name: str) -> list[str]:
        """Return every value of a field with several boxes."""
        return [one for one in self._fields.get(name, ()) if one]

    def ticked(self, name: str) -> bool:
        """Tell whether a box is ticked."""
        return bool(self.raw(name))

    def text(self, name: str, label: str, limit: int) -> str:
        """Return a field on one line, which may be empty. Raises FormError where it is too long."""
        text = one_line(self.raw(name))
        if len(text) > limit:
            raise FormError(f"「{label}」は{limit}文字以内で入力してください（いま{len(text)}文字）。")
        return text

    def needed(self, name: str, label: str, limit: int) -> str:
        """Return a field that may not be empty."""
        text = self.text(name, label, limit)
        if not text:
            raise FormError(f"「{label}」を入力してください。")
        return text

    def lines(self, name: str, label: str, limit: int) -> tuple[str, ...]:
        """Return the lines of a larger field, without the empty ones."""
        lines = [one_line(line) for line in self.raw(name).splitlines()]
        kept = tuple(line for line in lines if line)
        if any(len(line) > limit for line in kept) or len(kept) > 50:
            raise FormError(f"「{label}」は、1行{limit}文字以内、50行以内で入力してください。")
        return kept


def one_line(text: str) -> str:
    """Return a text on one line, in one Unicode form, without control characters and invisible marks."""
    visible = "".join(
        " " if unicodedata.category(one) in {"Cc", "Zl", "Zp"} else one
        for one in text
        if unicodedata.category(one) not in {"Cs", "Cf"}
    )
    return unicodedata.normalize("NFC", " ".join(visible.split()))


def several_lines(text: str) -> str:
    """Return a text with each of its lines as `one_line` makes it, without empty ones at its ends."""
    return "\n".join(one_line(line) for line in text.splitlines()).strip("\n")


async def read_form(request: Request) -> Form:
    """Read a form that carries no file. Raises FormError where it is too large."""
    return form_of(await read_limited(request, _LARGEST))


def form_of(body: bytes) -> Form:
    """Return the fields of a form's body. Raises FormError where there are too many."""
    try:
        fields = parse_qs(
            body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS
        )
    except ValueError as error:
        raise FormError("送信された項目が多すぎます。画面を開き直して、もう一度入力してください。") from error
    return Form(fields)


async def read_limited(request: Request, most: int) -> bytes:
    """Return the body of a request. Raises FormError, and reads no further, where it is too large."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise FormError("送信された内容が大きすぎます。短くして、もう一度送ってください。")
    return body
