"""Which edition a question names: 令和5年度版, 昨年の報告書, 前回の報告書, 最新版, 古い方."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from corpus.fiscal import find_years


class Named(StrEnum):
    """By what an edition is named."""

    YEAR = "year"  # 令和5年度の報告書: `value` is the fiscal year
    YEARS_BACK = "years_back"  # 昨年の報告書: `value` years before the newest edition of the plan
    EDITIONS_BACK = "editions_back"  # 前回の報告書: `value` editions before the newest
    BEFORE = "before"  # その前の年の報告書, 古い方: the edition before the one talked about
    AFTER = "after"  # その次の年の報告書
    NEWEST = "newest"  # 最新版
    OLDEST = "oldest"  # 一番古い報告書


@dataclass(frozen=True, slots=True)
class Mention:
    """An edition as named, with the part of the folded question that names it."""

    by: Named
    value: int
    start: int
    end: int


# The noun must follow: 「昨年度の実績」 names a year, 「昨年度の報告書」 an edition.
_NOUN = (
    r"(?:分)?(?:の|における)?(?:進捗(?:状況)?)?(?:の)?(?:評価)?"
    r"(?:報告書|レポート|冊子|評価書|版(?![画権下元])|報告(?=では|によ)|進捗評価(?=で|に|の))"
)
_WAY = r"(?:方|ほう)(?=で|だと|の(?!が|は|を)|に(?:は|も))"
_PARTICLE = r"(?:の中)?(?:によると|によれば|からは|では|には|での|だと|なら|から|で|に|の|は|を|が)?[、,]?"
_BACK = "|".join(
    (
        rf"(?P<before>その(?:一つ|1つ|ひとつ)?前の?(?:年度?|回)?{_NOUN}|(?:古い|旧)(?:方|ほう)?の?{_NOUN}|旧版|古い{_WAY})",
        rf"(?P<after>(?:その)?(?:次|翌)の?(?:年度?|回)?{_NOUN}|その後の?(?:年度?|回)?{_NOUN})",
        rf"(?P<oldest>(?:一番|1番|最も)古い(?:{_NOUN}|{_WAY})|(?:最初|最古|初回)の?{_NOUN})",
        rf"(?P<newest>(?:最新|直近|一番新しい|最も新しい|今年度?|今回|本年度?|新しい)(?:方|ほう)?の?{_NOUN}|新しい{_WAY}|最新(?=では|だと|なら))",
        rf"(?P<two_years>(?:一昨年|おととし|前々年|2年前|二年前)度?の?{_NOUN})",
        rf"(?P<years>[3-9])年前の?{_NOUN}",
        rf"(?P<two_editions>(?:前々回|二つ前|2つ前|ふたつ前)の?{_NOUN})",
        rf"(?P<year>(?:昨年|去年|前年|前の年)度?の?{_NOUN})",
        rf"(?P<edition>(?:前回|一つ前|1つ前|ひとつ前|前)の?{_NOUN}|前回(?=では|はどう|は何))",
    )
)
_RELATIVE = re.compile(f"(?:{_BACK})")
_AFTER_YEAR = re.compile(rf"(?:年度?)?{_NOUN}")
_TAIL = re.compile(_PARTICLE)
_BY: dict[str, tuple[Named, int]] = {
    "before": (Named.BEFORE, 1),
    "after": (Named.AFTER, 1),
    "oldest": (Named.OLDEST, 0),
    "newest": (Named.NEWEST, 0),
    "two_years": (Named.YEARS_BACK, 2),
    "two_editions": (Named.EDITIONS_BACK, 2),
    "year": (Named.YEARS_BACK, 1),
    "edition": (Named.EDITIONS_BACK, 1),
}


def edition_mentions(folded: str, reference: int) -> tuple[Mention, ...]:
    """Return every edition that a folded question names, in order.

    `reference` is the fiscal year of the newest report, near which a year without an era lies.
    """
    found: list[Mention] = []
    for year in find_years(folded, reference=reference):
        noun = _AFTER_YEAR.match(folded, year.end)
        if noun and len(year.years) == 1 and not year.is_date:
            found.append(Mention(Named.YEAR, year.years[0], year.start, _end(folded, noun.end())))
        elif noun and not year.is_date and len(year.years) == 2:  # 「R5とR6の報告書」
            found += [Mention(Named.YEAR, one, year.start, _end(folded, noun.end())) for one in year.years]
    for match in _RELATIVE.finditer(folded):
        if any(match.start() < one.end and one.start < match.end() for one in found):
            continue
        if match["years"]:
            by, value = Named.YEARS_BACK, int(match["years"])
        else:
            by, value = next(_BY[name] for name, text in match.groupdict().items() if text and name in _BY)
        found.append(Mention(by, value, match.start(), _end(folded, match.end())))
    return tuple(sorted(found, key=lambda one: one.start))


def without(folded: str, spans: tuple[tuple[int, int], ...]) -> str:
    """Return a folded question without the parts that named its report."""
    kept = [char for at, char in enumerate(folded) if not any(start <= at < end for start, end in spans)]
    return "".join(kept).strip(" 　、,")


def _end(folded: str, end: int) -> int:
    tail = _TAIL.match(folded, end)
    return tail.end() if tail else end
