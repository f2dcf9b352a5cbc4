"""What a draft is made of, in order, for the writers of Markdown and Word alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the title of the document, 2 a part (現状), 3 a row, 4 an indicator."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence (or several) in the program's own words, with the numbers of the sources that it rests on."""

    text: str
    refs: tuple[int, ...] = ()

    @property
    def with_refs(self) -> str:
        """The sentence with its sources before the full stop: …は62人です（出典1・2）。"""
        if not self.refs:
            return self.text
        return f"{self.text.removesuffix('。')}（出典{refs_text(self.refs)}）。"


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph of such sentences."""

    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        """The paragraph without the numbers of its sources."""
        return "".join(one.text for one in self.sentences)

    @property
    def with_refs(self) -> str:
        """The paragraph as it is written."""
        return "".join(one.with_refs for one in self.sentences)


@dataclass(frozen=True, slots=True)
class Warned:
    """The sentence that says that this is a draft."""

    text: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of the report, character for character, with what tells where they stand."""

    text: str
    where: str
    ref: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of remarks in the program's own words."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of texts. `right` are the columns of figures, `wide` those with long texts."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()
    wide: frozenset[int] = frozenset()


Element = Heading | Words | Warned | Quoted | Listed | Grid


def words(text: str, refs: tuple[int, ...] = ()) -> Words:
    """Return a paragraph of one sentence."""
    return Words((Sentence(text, refs),))


def refs_text(refs: Iterable[int]) -> str:
    """Return the numbers of sources with runs drawn together: 1〜3・7; empty where there are none."""
    runs: list[list[int]] = []
    for one in sorted(set(refs)):
        if runs and one == runs[-1][-1] + 1:
            runs[-1].append(one)
        else:
            runs.append([one])
    told = []
    for run in runs:
        told += [f"{run[0]}〜{run[-1]}"] if len(run) > 2 else [str(one) for one in run]
    return "・".join(told)
