"""The manifest of a generation: what it was built from, and the digests that prove it whole."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime

from index.schema import SCHEMA_VERSION


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """One report of a generation: the SHA-256 of its file, and how much was stored of it.

    `personal_data_confirmed` is True where the file holds personal data and a person has
    confirmed that it may be published. `entered` is what a person entered in place of what was
    read from the text: "city", "plan" and "fiscal_year".
    """

    name: str
    file_name: str
    digest: str
    counts: Mapping[str, int]
    personal_data_confirmed: bool = False
    entered: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was built from. `model` is None where it was built for words alone.

    `files` are the SHA-256 of the files that never change. Chroma's are not among them: it
    writes to its own database when it opens it. `follows` is the generation that answered when
    this one was built, None for the first.
    """

    created_at: datetime
    model: str | None
    reports: tuple[ReportEntry, ...]
    files: Mapping[str, str] = field(default_factory=dict)
    schema_version: int = SCHEMA_VERSION
    follows: str | None = None

    def entry(self, name: str) -> ReportEntry | None:
        """Return the entry of one report, or None where the generation does not hold it."""
        return next((one for one in self.reports if one.name == name), None)


def to_json(manifest: Manifest) -> bytes:
    """Return the manifest as the content of its file."""
    content = {**asdict(manifest), "created_at": manifest.created_at.astimezone(UTC).isoformat()}
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def from_json(data: bytes) -> Manifest:
    """Read what `to_json` wrote. Raises ValueError, KeyError or TypeError for anything else."""
    content = json.loads(data)
    return Manifest(
        created_at=datetime.fromisoformat(content["created_at"]),
        model=content["model"],
        reports=tuple(ReportEntry(**entry) for entry in content["reports"]),
        files=content["files"],
        schema_version=content["schema_version"],
        follows=content.get("follows"),
    )
