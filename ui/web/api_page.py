"""The OpenAPI description of the HTTP API, made ready for a page that loads nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_KINDS = {
    "string": "文字列",
    "integer": "整数",
    "number": "数",
    "boolean": "真偽",
    "array": "並び",
    "object": "組",
    "null": "null",
}


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, or a field of a body: its name (with dots inside), kind, and what it is."""

    name: str
    kind: str
    is_needed: bool
    told: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One address with one method."""

    anchor: str
    method: str
    path: str
    title: str
    told: str
    given: tuple[Field, ...]
    returned: tuple[Field, ...]
    errors: tuple[tuple[str, str], ...]


def described(schema: Mapping[str, Any]) -> list[Operation]:
    """Return every operation of an OpenAPI schema, in its order."""
    parts = schema.get("components", {}).get("schemas", {})
    return [
        _operation(path, method, given, parts)
        for path, methods in schema["paths"].items()
        for method, given in methods.items()
    ]


def _operation(path: str, method: str, given: Mapping[str, Any], parts: Mapping[str, Any]) -> Operation:
    fields = [
        Field(one["name"], _kind(one["schema"], parts), one.get("required", False), _told(one))
        for one in given.get("parameters", ())
    ]
    body = given.get("requestBody", {}).get("content", {})
    for content in body.values():
        fields += _fields(content["schema"], parts)
    responses = given.get("responses", {})
    returned: Mapping[str, Any] = next((one for code, one in responses.items() if code.startswith("2")), {})
    results: list[Field] = []
    for content in returned.get("content", {}).values():
        results += _fields(content["schema"], parts)
    return Operation(
        anchor=given.get("operationId", f"{method}{path}"),
        method=method.upper(),
        path=path,
        title=given.get("summary", ""),
        told=given.get("description", ""),
        given=tuple(fields),
        returned=tuple(results),
        errors=tuple(
            (code, one.get("description", "")) for code, one in responses.items() if code[0] in "45"
        ),
    )


def _fields(schema: Mapping[str, Any], parts: Mapping[str, Any], before: str = "") -> Iterator[Field]:
    parts = {**parts, **schema.get("$defs", {})}  # a schema written by hand brings its parts along
    whole = _resolved(schema, parts)
    if whole.get("type") == "array":
        yield from _fields(whole["items"], parts, before)
        return
    needed = whole.get("required", ())
    for name, one in whole.get("properties", {}).items():
        inner = _resolved(one, parts)
        yield Field(f"{before}{name}", _kind(one, parts), name in needed, _told(one) or _told(inner))
        item = _resolved(inner["items"], parts) if inner.get("type") == "array" else inner
        if "properties" in item:
            yield from _fields(item, parts, f"{before}{name}{'[]' if item is not inner else ''}.")


def _resolved(schema: Mapping[str, Any], parts: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" in schema:
        found: Mapping[str, Any] = parts[schema["$ref"].rpartition("/")[2]]
        return found
    return schema


def _kind(schema: Mapping[str, Any], parts: Mapping[str, Any]) -> str:
    if "anyOf" in schema:
        return "、または ".join(dict.fromkeys(_kind(one, parts) for one in schema["anyOf"]))
    whole = _resolved(schema, parts)
    if "enum" in whole:
        return "次のどれか：" + "、".join(map(str, whole["enum"]))
    kind = _KINDS.get(str(whole.get("type", "")), "値")
    if whole.get("type") == "array":
        return f"{_kind(whole['items'], parts)}の並び"
    return kind


def _told(schema: Mapping[str, Any]) -> str:
    return str(schema.get("description", ""))
