"""Numbers and dates of a spreadsheet as the sheet shows them: the text under a number format."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

GENERAL = "General"
# Excel itself takes no longer one; thousands of letters would take seconds to be taken apart.
_LONGEST_CODE = 255
# The formats that a Japanese Excel stores by number alone, and writes no code for.
JAPANESE_BUILTINS = {
    14: "yyyy/m/d",
    22: "yyyy/m/d h:mm",
    30: "m/d/yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"時"mm"分"',
    33: 'h"時"mm"分"ss"秒"',
    **dict.fromkeys((27, 36, 50, 57), "[$-411]ge.m.d"),
    **dict.fromkeys((28, 29, 51, 54, 58), '[$-411]ggge"年"m"月"d"日"'),
    **dict.fromkeys((34, 52, 55), 'yyyy"年"m"月"'),
    **dict.fromkeys((35, 53, 56), 'm"月"d"日"'),
}
_ERAS = (
    (date(2019, 5, 1), "R", "令", "令和"),
    (date(1989, 1, 8), "H", "平", "平成"),
    (date(1926, 12, 25), "S", "昭", "昭和"),
    (date(1912, 7, 30), "T", "大", "大正"),
    (date(1868, 1, 25), "M", "明", "明治"),
)
_WEEKDAYS = "月火水木金土日"
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_COLOUR = re.compile(
    r"\[(?:black|blue|cyan|green|magenta|red|white|yellow|color ?\d+|黒|青|水|緑|紫|赤|白|黄|色\d+)\]", re.I
)
_BRACKET = re.compile(r"\[\$([^\]\-]*)(?:-[^\]]*)?\]")
_PIECE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|.', re.DOTALL)
_TOKEN = re.compile(
    r'"([^"]*)"|\\(.)|[_*].|(General|G/標準)|([0#?][0#?.,]*|\.[0#?]+,*)|(.)', re.I | re.DOTALL
)
_DATE_TOKEN = re.compile(
    r'"([^"]*)"|\\(.)|[_*].|\[([hms]+)\]|(AM/PM|A/P|午前/午後|上午/下午|y+|e+|g+|m+|d+|h+|s+(?:\.0+)?|a{3,4})|(.)',
    re.I | re.DOTALL,
)
_LITERALS = re.compile(r'"[^"]*"|\\.|[_*].|\[(?![hms]+\])[^\]]*\]', re.I | re.DOTALL)
_REMARK = re.compile(r'("[^"]*"|\\.)|\[(?![hms]+\])[^\]]*\]', re.I | re.DOTALL)
# Beyond fifteen digits a binary number of a sheet holds nothing but its rounding error.
_DIGITS = 15
_MOST_DIGITS = 25
# Excel counts days from here; the day that it adds to 1900 lies before it.
_LEAP_SLIP = 60
_LAST_SERIAL = 2_958_466


def exact(value: float) -> Decimal:
    """Return the number that a sheet means by a binary one: 0.30000000000000004 is 0.3."""
    return Decimal(format(value, f".{_DIGITS}g"))


def plain(value: Decimal) -> str:
    """Return a number without exponent, separators or trailing zeros: 1605, 0.572, -3."""
    if not value:
        return "0"
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def is_date_code(code: str) -> bool:
    """True of a number format that shows a date, a time or a duration; false of one that is too long."""
    if len(code) > _LONGEST_CODE:
        return False
    first = _LITERALS.sub("", _sections(code)[0])
    if re.search(r"General|G/標準", first, re.I):
        return False
    return re.search(r"[ymdhs]|g+e|e(?![+-])|a{3}", first, re.I) is not None and not re.search(
        r"[0#?]E[+-]", first, re.I
    )


def shown_serial(value: float, code: str, *, since_1904: bool) -> str:
    """Return the text of a date that a sheet stores as its number of days, under a date format."""
    if not 0 <= value < _LAST_SERIAL:
        return plain(exact(value))
    milliseconds = round(value * 86_400_000)
    span = timedelta(milliseconds=milliseconds)
    if since_1904:
        moment = datetime(1904, 1, 1) + span  # noqa: DTZ001  a sheet knows no time zones
    else:
        slip = timedelta(days=1 if value < _LEAP_SLIP else 0)
        moment = datetime(1899, 12, 30) + span + slip  # noqa: DTZ001
    return shown_moment(moment, span, code)


def shown_moment(moment: datetime, span: timedelta, code: str) -> str:
    """Return a date or time under a date format; `span` is what [h]:mm counts."""
    first = _sections(code)[0]
    tokens = list(_DATE_TOKEN.finditer(_REMARK.sub(lambda found: found[1] or "", first)))
    names_first_years = "gannen" in first
    half_day = any((token[4] or "").upper() in {"AM/PM", "A/P", "午前/午後", "上午/下午"} for token in tokens)
    parts: list[str] = []
    for index, token in enumerate(tokens):
        quoted, escaped, elapsed, field, other = token.groups()
        if quoted is not None or escaped is not None:
            parts.append(quoted if quoted is not None else escaped)
        elif elapsed:
            seconds = {"h": 3600, "m": 60, "s": 1}[elapsed[0].lower()]
            parts.append(str(int(span.total_seconds()) // seconds).zfill(len(elapsed)))
        elif field and field in "eE" and names_first_years and _era_field("e", 1, moment.date()) == "1":
            parts.append("元")
        elif field:
            is_minute = field[0] in "mM" and _counts_minutes(tokens, index)
            parts.append(_date_field(field, moment, is_minute=is_minute, half_day=half_day))
        elif other and other != "@":
            parts.append(other)
    return "".join(parts).strip()


def _counts_minutes(tokens: list[re.Match[str]], index: int) -> bool:
    """True of an m after hours or before seconds: Excel writes minutes and months alike."""
    before = next((t for t in reversed(tokens[:index]) if t[4] or t[3]), None)
    after = next((t for t in tokens[index + 1 :] if t[4] or t[3]), None)
    follows = before is not None and (before[3] or before[4])[0] in "hH"
    return follows or (after is not None and (after[3] or after[4])[0] in "sS")


def _date_field(field: str, moment: datetime, *, is_minute: bool, half_day: bool) -> str:
    letter, width = field[0].lower(), len(field)
    if field.upper() in {"AM/PM", "A/P", "午前/午後", "上午/下午"}:
        return field.split("/")[moment.hour >= 12]
    if letter in "ge":
        return _era_field(letter, width, moment.date())
    if letter == "y":
        return f"{moment.year % 100:02}" if width <= 2 else str(moment.year)
    if letter == "m" and not is_minute and width >= 3:
        return _MONTHS[moment.month - 1][: 1 if width == 5 else 3]
    if letter == "d" and width >= 3:
        return ("Mon Tue Wed Thu Fri Sat Sun".split())[moment.weekday()]
    if letter == "a":
        return _WEEKDAYS[moment.weekday()] + "曜日" * (width == 4)
    hour = (moment.hour - 1) % 12 + 1 if half_day else moment.hour
    minute_or_month = moment.minute if is_minute else moment.month
    number = {"m": minute_or_month, "d": moment.day, "h": hour, "s": moment.second}[letter]
    return str(number).zfill(2 if width >= 2 else 1)


def _era_field(letter: str, width: int, day: date) -> str:
    for first, initial, short, full in _ERAS:
        if day >= first:
            if letter == "g":
                return {1: initial, 2: short}.get(width, full)
            return str(day.year - first.year + 1).zfill(2 if width == 2 else 1)
    return "" if letter == "g" else str(day.year)


@dataclass(frozen=True, slots=True)
class _Section:
    """A number format taken apart: what stands before and after the digits, and their pattern."""

    before: str
    pattern: str  # empty: words instead of digits; "General": as many digits as there are
    after: str
    percents: int


def shown_number(value: Decimal, code: str) -> str:
    """Return a number as its cell shows it; the plain number under a format not understood or too long.

    Understood are separators, decimals, percent, words in quotes and the sections for negative
    numbers and zero. A negative number that only a colour tells keeps its minus sign.
    """
    if code == GENERAL or len(code) > _LONGEST_CODE:
        return plain(value)
    sections = _sections(code)
    is_negative, is_zero = value < 0, not value
    chosen = 1 if is_negative and len(sections) > 1 else 2 if is_zero and len(sections) > 2 else 0
    raw = sections[chosen]
    coloured = _COLOUR.search(raw) is not None
    section = _taken_apart(_COLOUR.sub("", raw))
    if section is None:
        return plain(value)
    digits = _digits(abs(value).scaleb(2 * section.percents), section.pattern)
    if digits is None:
        return plain(value)
    text = f"{section.before}{digits}{section.after}".strip()
    rounded_to_zero = bool(digits) and not digits.strip("0.,")
    if is_negative and chosen == 0 and not rounded_to_zero:
        return f"-{text}"
    if is_negative and coloured and text and not re.search(r"[-－−‐△▲▼(（]", text):
        return f"-{text}"
    return text


@lru_cache(maxsize=1_000)
def _sections(code: str) -> list[str]:
    """Return what stands between the semicolons: for positive, negative, zero and text."""
    sections = [""]
    for piece in _PIECE.findall(code):
        if piece == ";":
            sections.append("")
        else:
            sections[-1] += piece
    return sections


@lru_cache(maxsize=1_000)
def _taken_apart(section: str) -> _Section | None:
    """Return the parts of one section, or None where it holds something that is not understood."""
    section = _BRACKET.sub(lambda found: f'"{found[1]}"' if found[1] else "", section)
    if re.search(r"\[", section):  # a condition, a duration, kanji digits
        return None
    before = after = pattern = ""
    percents = 0
    for token in _TOKEN.finditer(section):
        quoted, escaped, general, digits, other = token.groups()
        literal = quoted if quoted is not None else escaped or other or ""
        if general or digits:
            if pattern:
                return None  # digits in several groups: a telephone number, a fraction
            pattern = GENERAL if general else digits
            continue
        if other and other in "@/Ee" and (other == "@" or pattern):
            return None
        percents += other == "%"
        if pattern:
            after += literal
        else:
            before += literal
    return _Section(before, pattern, after, percents)


def _digits(value: Decimal, pattern: str) -> str | None:
    """Return a number that is not negative under a pattern of 0 # ? , and . as one string of digits."""
    if not pattern:
        return ""
    if pattern == GENERAL:
        return plain(value)
    thousands = len(pattern) - len(pattern.rstrip(","))
    whole, _, decimals = pattern.rstrip(",").partition(".")
    value = value.scaleb(-3 * thousands)
    if "." in decimals or "," in decimals or max(value.adjusted(), 0) + len(decimals) > _MOST_DIGITS:
        return None
    rounded = value.quantize(Decimal(1).scaleb(-len(decimals)), rounding=ROUND_HALF_UP)
    integer, _, fraction = format(rounded, "f").partition(".")
    required = decimals.rstrip("#?").count("0") if not decimals.strip("0#?") else 0
    kept = fraction[:required] + fraction[required:].rstrip("0")
    integer = "" if integer == "0" else integer
    integer = integer.zfill(whole.count("0"))
    if "," in whole and integer:
        integer = f"{int(integer):,}".rjust(len(integer), "0") if integer.strip("0") else integer
    point = "." if "." in pattern and (kept or not decimals) else ""
    return f"{integer}{point}{kept}"
