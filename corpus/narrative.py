"""Narrative cells as passages, and 再掲 notes resolved to the part of the report they point to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.headings import MEASURE_REFERENCE, ordinal
from corpus.layout import Role
from corpus.outline import DraftBlock, DraftInitiative, DraftMeasure, Outline
from corpus.readers.lines import Line
from corpus.text import clean_markup, has_markup, normalize, shorten
from corpus.types import Block, CrossReference, Finding, FindingKind, Passage, PassageKind, Place

REMARKS_ID = "総評"
_REFERENCE = re.compile(
    MEASURE_REFERENCE.pattern + r"\s*[-－‐–—―ー]\s*(?P<initiative>[0-9０-９]{1,2})(?P<rest>[^)）\n]*)"
)
_OUTSIDE = re.compile(
    r"(?:他|別)の[^。]{0,12}計画[^。]{0,6}(?:記載|参照|掲載|再掲)|[^。]{2,20}計画(?:に記載|を参照|参照|に掲載)"
)
_SECTION = re.compile(r"【[^【】]{1,30}】")


def passages_of(block: DraftBlock, initiative: DraftInitiative) -> tuple[Passage, ...]:
    """Return the narrative cells of a block in the order printed: 事業概要, then those after the years."""
    passages = []
    if block.overview is not None:
        heading = block.group.table.headings.get(Role.OVERVIEW, Role.OVERVIEW.value)
        passages.append(
            _passage(
                block.id,
                initiative.id,
                heading,
                PassageKind.OVERVIEW,
                block.overview.text,
                block.overview.place,
            )
        )
    for one in block.narrative:
        passages.append(
            _passage(
                block.id, initiative.id, one.column.heading, one.column.kind, one.cell.text, one.cell.place
            )
        )
    return tuple(passages)


def _passage(
    block_id: str, initiative_id: str, heading: str, kind: PassageKind, printed: str, place: Place
) -> Passage:
    return Passage(
        block_id, f"{initiative_id}:{heading}", heading, kind, printed, clean_markup(printed), place
    )


def remarks_of(lines: Sequence[Line]) -> tuple[Passage, ...]:
    """Return the closing remarks, one passage a line."""
    return tuple(
        Passage(
            REMARKS_ID,
            REMARKS_ID,
            REMARKS_ID,
            PassageKind.REMARKS,
            cell,
            clean_markup(cell),
            Place(line.number, column),
        )
        for line in lines
        for column, cell in line.filled()
    )


def oddities_of(passages: Sequence[Passage]) -> list[Finding]:
    """Tell left-over markup and sections printed twice in one cell."""
    findings = []
    for passage in passages:
        if has_markup(passage.printed):
            tag = passage.printed[passage.printed.index("<") :].split(">")[0] + ">"
            findings.append(
                Finding(
                    FindingKind.MARKUP,
                    f"{passage.place}の「{passage.column}」に残っていた HTML のタグを、表示からは除きました。",
                    f"除いたもの: {shorten(tag, 60)}",
                    passage.place,
                    passage.block_id,
                )
            )
        sections = _SECTION.findall(passage.printed)
        for section in dict.fromkeys(one for one in sections if sections.count(one) > 1):
            findings.append(
                Finding(
                    FindingKind.REPEATED_SECTION,
                    f"{passage.place}の「{passage.column}」に見出し{section}が{sections.count(section)}回あります。"
                    "後の段落は別の欄の文章が紛れたものかもしれません。",
                    f"{section}の2回目以降の書き出し: 「{shorten(_second_section(passage.printed, section), 40)}」",
                    passage.place,
                    passage.block_id,
                )
            )
    return findings


def _second_section(text: str, section: str) -> str:
    first = text.index(section)
    second = text.index(section, first + len(section))
    return text[second + len(section) :].strip()


def cross_references_of(
    outline: Outline, blocks: Sequence[Block]
) -> tuple[tuple[CrossReference, ...], list[Finding]]:
    """Find the blocks that only point elsewhere (再掲, 他の計画に記載) and resolve where to."""
    references: list[CrossReference] = []
    findings: list[Finding] = []
    for block in blocks:
        cells = [(passage.text, passage.place) for passage in block.passages]
        if (
            block.department_printed is not None
            and block.department_place is not None
            and not block.departments
        ):
            cells.append((block.department_printed, block.department_place))
        for text, place in cells:
            reference = _read_reference(block, text, place, outline, blocks)
            if reference is not None:
                references.append(reference)
                findings.append(_finding_of(reference))
                break
    return tuple(references), findings


def _read_reference(
    block: Block, text: str, place: Place, outline: Outline, blocks: Sequence[Block]
) -> CrossReference | None:
    plain = text.strip()
    if len(plain) > 120:
        return None
    if "再掲" in plain:
        match = _REFERENCE.search(plain)
        initiative = _find_initiative(match, outline.measures) if match else None
        if match is None or initiative is None:
            return CrossReference(block.id, plain, None, None, place)
        name = re.sub(r"[\s　]|再掲|を?参照", "", match["rest"]).strip("()（）:：・、。")
        target = _find_block(initiative, name, block, blocks)
        return CrossReference(block.id, plain, initiative.id, target, place)
    if _OUTSIDE.fullmatch(plain.strip("()（）※・ 。")):
        return CrossReference(block.id, plain, None, None, place)
    return None


def _find_initiative(match: re.Match[str], measures: Sequence[DraftMeasure]) -> DraftInitiative | None:
    wanted = ordinal(match["number"])
    number = int(match["initiative"])
    return next(
        (
            initiative
            for measure in measures
            if measure.ordinal == wanted
            for initiative in measure.initiatives
            if initiative.number == number
        ),
        None,
    )


def _find_block(initiative: DraftInitiative, name: str, source: Block, blocks: Sequence[Block]) -> str | None:
    """Choose among the blocks of an initiative: the one that has the name given, or the same department."""
    ids = {block.id for block in initiative.blocks}
    members = [block for block in blocks if block.id in ids and block.id != source.id]
    if len(members) == 1:
        return members[0].id
    if name:
        named = [block for block in members if normalize(name) in normalize(_text_of(block))]
        if len(named) == 1:
            return named[0].id
    if source.departments:
        same = [block for block in members if set(block.departments) & set(source.departments)]
        if len(same) == 1:
            return same[0].id
    return None


def _text_of(block: Block) -> str:
    names = [indicator.printed_name or "" for indicator in block.indicators]
    return "\n".join([*(passage.text for passage in block.passages), *names])


def _finding_of(reference: CrossReference) -> Finding:
    if reference.target_id is None:
        message = (
            f"{reference.place}の「{shorten(reference.printed)}」が指す内容は、この報告書の中にはありません。"
        )
        evidence = "指している先の施策番号が印字されていないか、報告書の中に見つからない。"
    else:
        target = reference.target_block or reference.target_id
        message = (
            f"{reference.place}の「{shorten(reference.printed)}」は {target} を指すものとして読みました。"
        )
        evidence = "印字された施策番号と、同じ担当課または事業名の行による。"
    return Finding(FindingKind.CROSS_REFERENCE, message, evidence, reference.place, reference.block_id)
