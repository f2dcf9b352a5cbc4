"""Personal data in a report's file: telephone numbers, mail addresses and My Numbers, masked when shown.

A figure is never one: counts have commas, units or decimal points, years and post codes other
shapes, and a telephone number begins with 0 or stands behind a word such as 電話.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from corpus.readers.lines import Line
from corpus.text import DASHES
from corpus.types import Finding, FindingKind, Place

# What may follow a figure: then it is an amount, not a number that someone is reached by.
_COUNTED = r"(?!\s*(?:[件回人台本個名枚部社校館歳円%㎡]|[千百万億]|か所|ヶ所|箇所|年|月|日|\.\d))"
_ALONE = r"(?<![\dA-Za-z.,\-])"
_END = r"(?![\dA-Za-z]|[-.,]\d)"

_MAIL = re.compile(
    r"(?<![A-Za-z0-9._%+\-])[A-Za-z0-9][A-Za-z0-9._%+\-]*\s?(?:@|[(\[]at[)\]])\s?"
    r"[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)*\.[A-Za-z]{2,}",
    re.IGNORECASE,
)
_MY_NUMBER = re.compile(
    rf"{_ALONE}(?<!\d )\d{{4}}(?P<gap>[- ]?)\d{{4}}(?P=gap)\d{{4}}{_END}(?! \d){_COUNTED}"
)
# Parted by hyphens or brackets: 025-123-4567, (025)123-4567, 025(123)4567, 0120-12-3456.
_PARTED = re.compile(
    rf"(?:{_ALONE}|(?<=[A-Za-z]))(?:\(0\d{{1,4}}\)[- ]?|0\d{{1,4}}(?:-|\(|\)))\d{{1,4}}(?:-|\))\d{{3,4}}{_END}"
)
_INTERNATIONAL = re.compile(r"(?<![\d.])\+81[- ]?(?:\(0\))?[- ]?\d{1,4}[- ]\d{1,4}[- ]\d{3,4}(?![\d-])")
_MOBILE = re.compile(rf"{_ALONE}0[5-9]0(?P<gap> ?)\d{{4}}(?P=gap)\d{{4}}{_END}")

_PHONE_WORD = (
    r"(?:電話|携帯|TEL(?:EPHONE)?|PHONE|FAX|ファックス|ファクス|☎|📞|直通|連絡先|問い?合わ?せ先?|緊急)"
)
_NAMED = re.compile(rf"{_PHONE_WORD}(?:番号)?[^\d\n。]{{0,12}}?(?P<number>\(?0\d{{1,4}}\)?[ ]?\d{{1,4}}[ ]?\d{{3,4}})"
                    rf"{_END}{_COUNTED}", re.IGNORECASE)  # fmt: skip
_LOCAL = re.compile(
    rf"(?:電話|TEL|FAX|☎|📞|直通)(?:番号)?[ :.(]{{0,3}}(?P<number>\d{{2,4}}-\d{{4}}){_END}{_COUNTED}",
    re.IGNORECASE,
)
_EXTENSION = re.compile(rf"内線(?:番号)?[ :.(]{{0,3}}(?P<number>\d{{2,5}}){_END}{_COUNTED}")
_SPAN_OF_YEARS = re.compile(r"(?:19|20)\d\d-(?:19|20)\d\d")

_BETWEEN_DIGITS = re.compile(r"(?<=[\d)])\s?(.)\s?(?=[\d(])")
# A letter with the marks that are written behind it and belong to it: ｶﾞ is one.
_WRITTEN = re.compile(r"(?s:.)[\u0300-\u036f\u3099\u309a\uff9e\uff9f]*")

# The heading of a column of numbers; anything longer (電話相談件数) heads a column of figures.
_HEADING = re.compile(
    rf"(?:自宅|職場|勤務先|代表|緊急|担当|本人)?(?:{_PHONE_WORD}|電話・?(?:FAX|ファックス))(?:番号|連絡先|先)?(?:\(.*\))?",
    re.IGNORECASE,
)
_UNDER_HEADING = re.compile(r"(?:\(?\d{1,5}\)?[- ]?)?\d{2,4}[- ]?\d{4}|\d{9,11}")


class PersonalDataKind(StrEnum):
    """What kind of personal data was found."""

    PHONE = "phone"
    MAIL = "mail"
    MY_NUMBER = "my_number"

    @property
    def label(self) -> str:
        """The kind in words for people (Japanese)."""
        return {"phone": "電話番号", "mail": "メールアドレス", "my_number": "マイナンバー（個人番号）"}[
            self.value
        ]


@dataclass(frozen=True, slots=True)
class PersonalData:
    """One find: `masked` hides the part that tells whose it is; `reason` says why it counts (Japanese).

    The place is as counted while a file is read: `on_pages` puts it on its page.
    """

    kind: PersonalDataKind
    masked: str
    reason: str
    place: Place


def find_personal_data(lines: Iterable[Line]) -> tuple[PersonalData, ...]:
    """Return the telephone numbers, mail addresses and My Numbers in all cells, in the order printed."""
    found = []
    headed: set[int] = set()  # columns under a heading such as 電話番号
    page = None
    for line in lines:
        if line.page != page:
            page, headed = line.page, set()
        before = ""
        for column, cell in line.filled():
            text = _plain(cell)
            if _HEADING.fullmatch(text.replace(" ", "")):
                headed.add(column)
            for kind, span, reason in _in_cell(text, before, column in headed):
                masked = _masked(kind, text[slice(*span)])
                found.append(PersonalData(kind, masked, reason, Place(line.number, column)))
            before = text
    return tuple(found)


def personal_data_findings(lines: Iterable[Line]) -> tuple[Finding, ...]:
    """Return what `find_personal_data` finds as findings, for the findings of a report."""
    return tuple(
        Finding(
            FindingKind.PERSONAL_DATA,
            f"{one.kind.label}とみられる記載「{one.masked}」があります。",
            one.reason,
            one.place,
        )
        for one in find_personal_data(lines)
    )


def without_personal_data(text: str) -> str:
    """Return a text that people wrote with each such number or address replaced by what it is: ［電話番号］.

    Nothing of it is left, for nobody needs to recognise it there; all other characters stay as written.
    """
    plain, spans = _plain_with_spans(text)
    pieces, at = [], 0
    for kind, (start, end), _ in _in_cell(plain, "", headed=False):
        pieces += [text[at : spans[start][0]], f"［{kind.label}］"]
        at = spans[end - 1][1]
    return "".join([*pieces, text[at:]])


def is_my_number(digits: str) -> bool:
    """True where 12 digits end in the check digit that the law prescribes for a My Number.

    Each of the first eleven, counted from the right (n = 1), weighs n + 1 up to the sixth and
    n - 5 after it; the check digit is 11 minus the sum's remainder by 11, or 0 for 0 and 1.
    """
    if len(digits) != 12 or not digits.isdecimal() or not digits.strip("0"):
        return False
    body = digits[10::-1]
    total = sum(int(digit) * (n + 1 if n <= 6 else n - 5) for n, digit in enumerate(body, start=1))
    remainder = total % 11
    return int(digits[11]) == (0 if remainder <= 1 else 11 - remainder)


Span = tuple[int, int]


def _in_cell(text: str, before: str, headed: bool) -> Iterator[tuple[PersonalDataKind, Span, str]]:
    """Yield kind, span and reason of each find in a cell, in order; `before` is the cell to its left."""
    found = [
        *(
            (PersonalDataKind.MAIL, match.span(), "「@」をはさむ英数字の並びである。")
            for match in _MAIL.finditer(text)
        ),
        *_my_numbers(text),
        *((PersonalDataKind.PHONE, span, reason) for span, reason in _phones(text, before, headed)),
    ]
    taken: list[Span] = []
    kept = []
    for one in found:  # of two that overlap the surer one, which comes first
        start, end = one[1]
        if all(end <= other_start or start >= other_end for other_start, other_end in taken):
            taken.append((start, end))
            kept.append(one)
    yield from sorted(kept, key=lambda one: one[1])


def _my_numbers(text: str) -> Iterator[tuple[PersonalDataKind, Span, str]]:
    for match in _MY_NUMBER.finditer(text):
        groups = re.split(r"[- ]", match[0])
        are_years = len(groups) == 3 and all("1900" <= one <= "2100" for one in groups)
        if is_my_number("".join(groups)) and not are_years:
            yield PersonalDataKind.MY_NUMBER, match.span(), "12桁の数で、末尾の検査用数字が合っている。"


def _phones(text: str, before: str, headed: bool) -> Iterator[tuple[Span, str]]:
    for match in _INTERNATIONAL.finditer(text):
        yield match.span(), "国番号（+81）で始まる電話番号の形をしている。"
    for match in _PARTED.finditer(text):
        if _has_phone_length(re.sub(r"\D", "", match[0])):
            yield match.span(), "0で始まる10桁または11桁の数が、電話番号の形に区切られている。"
    for match in _MOBILE.finditer(text):
        yield match.span(), "携帯電話などの番号（11桁）の形をしている。"
    for match in _NAMED.finditer(text):
        if _has_phone_length(re.sub(r"\D", "", match["number"])):
            yield match.span("number"), "電話を表す語のあとに、0で始まる10桁または11桁の数がある。"
    for match in _LOCAL.finditer(text):
        if not _SPAN_OF_YEARS.fullmatch(match["number"]):
            yield match.span("number"), "電話を表す語のすぐあとに、市内局番の形の番号がある。"
    for match in _EXTENSION.finditer(text):
        yield match.span(), "「内線」のすぐあとに番号がある。"
    labelled = headed or _HEADING.fullmatch(before.replace(" ", "").rstrip(":"))
    whole = text.strip()
    if labelled and _UNDER_HEADING.fullmatch(whole) and not _SPAN_OF_YEARS.fullmatch(whole):
        digits = re.sub(r"\D", "", whole)
        if "-" in whole or len(digits) >= 9:  # a bare number of eight digits is as well a figure
            start = text.index(whole)
            yield (start, start + len(whole)), "電話番号の欄にある番号である。"


def _has_phone_length(digits: str) -> bool:
    """True for 10 digits, and for 11 behind the prefixes that have so many (090, 050, 0800)."""
    if digits.startswith("00"):
        return False
    return len(digits) == 10 or (len(digits) == 11 and re.match(r"0[5-9]0|0800|020", digits) is not None)


def _plain(cell: str) -> str:
    """Return the cell with half-width letters, digits and hyphens; ー stays where it is no hyphen."""
    text = unicodedata.normalize("NFKC", cell)
    return _BETWEEN_DIGITS.sub(_hyphen, text)


def _plain_with_spans(text: str) -> tuple[str, list[Span]]:
    """Return the text as `_plain` does, and for each character of it where it stands in the text."""
    letters: list[str] = []
    spans: list[Span] = []
    for written in _WRITTEN.finditer(text):
        for letter in unicodedata.normalize("NFKC", written[0]):
            letters.append(letter)
            spans.append(written.span())
    wide = "".join(letters)
    pieces, kept, at = [], [], 0
    for match in _BETWEEN_DIGITS.finditer(wide):
        if match[1] in DASHES:
            start, end = match.span()
            pieces += [wide[at:start], "-"]
            kept += [*spans[at:start], (spans[start][0], spans[end - 1][1])]
            at = end
    return "".join([*pieces, wide[at:]]), [*kept, *spans[at:]]


def _hyphen(match: re.Match[str]) -> str:
    return "-" if match[1] in DASHES else match[0]


def _masked(kind: PersonalDataKind, text: str) -> str:
    """Hide the part of a find that tells whose it is."""
    match kind:
        case PersonalDataKind.MAIL:
            local, _, domain = re.sub(r"\s?[(\[]at[)\]]\s?", "@", text, flags=re.IGNORECASE).partition("@")
            return f"{local[0]}***@{domain.strip()}"
        case PersonalDataKind.MY_NUMBER:
            return "*" * 10 + text[-2:]
        case PersonalDataKind.PHONE:
            return _masked_phone(text)


def _masked_phone(text: str) -> str:
    """Hide the middle group (090-****-5678), or all but the last four where there is no middle."""
    digits = [at for at, char in enumerate(text) if char.isdecimal()]
    groups = [match.span() for match in re.finditer(r"\d+", text)]
    if len(groups) >= 3:
        start, end = groups[-2]
        hidden = set(range(start, end))
    elif len(digits) >= 9:
        hidden = set(digits[3:-4])
    else:
        hidden = set(digits[: len(digits) // 2])
    return "".join("*" if at in hidden else char for at, char in enumerate(text))


_TOLD = re.compile(r"(?P<label>.+)とみられる記載「(?P<masked>.+)」があります。")


def told_by(finding: Finding) -> tuple[str, str]:
    """Return (kind in words, masked text) of a finding made by `personal_data_findings`."""
    match = _TOLD.fullmatch(finding.message)
    return (match["label"], match["masked"]) if match else ("個人情報", finding.message)
