"""Grades that a question names: by letter, by mark, in words, or by what the legend says they mean."""

from __future__ import annotations

import re

from assistant.understanding.catalog import Catalog
from assistant.understanding.grade_words import grade_words_in
from assistant.understanding.question import fold

_GRADE_WORD = re.compile(
    r"(?<![a-z])([sabcde])(?![a-z])(?=[」』]?\s?(\)|）|」|じゃ|ラン|まで|から|へ|もら|もろ|食|喰|くら|取|と[っるれ]|が?つ[いか]|ひと|一つ|1つ|のまま|だけ|しか|ばかり|より|以外|以下|未満|取|:|で|て|以上|または|又は|もしくは|か[a-e]|あわ|評価|判定|ランク|を|が|は|の|って|と|、|や|だ|に|な|,|・|/|も|合|$|\?))"
)
# 「横棒は数に入れないで」「-のも含めて」: how to count, not which grade is asked for.
_COUNTED_IN = re.compile(
    r"(横棒|ハイフン|[「『]?-[」』]?|評価(不可|なし|されていない)(もの)?)(のもの|の)?(は|も|を)?.{0,6}?(数|勘定|分母|計算|対象)?(に|から)?(入れ|含め|込み|除|外|抜)"
)
_LEFT_OUT = re.compile(r"[」』]?(評価|のもの)?(は|を|も)?(含め(ない|ず)|除[いくき]|入れ(ない|ず)|抜き)")
MARKS_SAID = {
    "◎": r"二重丸|にじゅうまる|ニジュウマル",
    "○": r"一重丸|(?<!二重)(?<!花)丸(?=が|の|は|を|印|と|で|、|を)|まる(?=が|の|は|を|印|\()",
    "△": r"三角|さんかく|サンカク",
    "×": r"ばつ(?=が|の|は|を|印)|バツ|ペケ",
    "☆": r"星印",
}


def grades_in(folded: str, catalog: Catalog) -> tuple[tuple[str, ...], bool, list[tuple[int, int]]]:
    """Grades named by letter (C評価) or by their meaning in the legend (概ね予定通り), and 「以上」."""
    legend = {fold(one.grade): one for one in catalog.report.legend}
    known = {fold(one): one for one in catalog.grades}
    found: dict[str, int] = {}
    spans = []
    for match in _GRADE_WORD.finditer(folded):
        letter = match.group(1)
        if letter in known:
            found.setdefault(known[letter], match.end())
            spans.append(match.span())
    for grade, span in grade_words_in(folded, catalog.scale):
        found.setdefault(grade, span[1])
        spans.append(span)
    wordings = {letter: _wordings(one.meaning) for letter, one in legend.items()}
    for letter, one in legend.items():
        others = {said for other, told in wordings.items() if other != letter for said in told}
        for said in wordings[letter]:
            # 「予定より」 is how two meanings begin: only what tells them apart names a grade.
            if len(said) < 4 or said in others:
                continue
            if re.search(rf"{re.escape(said)}(?!率|度|状況)", folded):
                at = folded.index(said)
                found.setdefault(one.grade, at + len(said))
                spans.append((at, at + len(said)))
                break
        if not letter.isascii() and len(letter) == 1 and letter in folded and letter not in "-－○△×":
            found.setdefault(one.grade, folded.index(letter) + 1)
    if (
        "-" in known
        and not _COUNTED_IN.search(folded)
        and re.search(
            r"[「『\"](-|ー)[」』\"]|評価不可|評価(が|を|の)?(なし|できな|されな|(付|つ)(いて|か|け)(い|られ)?な)|横棒|ハイフン|判定(が|は)?(され|でき|つい|付い)(て)?(い)?な|評価の?対象(外|から(外|はず)|に(は)?なら)",
            folded,
        )
    ):
        found.setdefault("-", len(folded))
    for mark, said in MARKS_SAID.items():
        if mark not in known:
            continue
        drawn = re.search(rf"{mark}|{said}", folded)
        if drawn is not None:
            found.setdefault(known[mark], drawn.end())
            spans.append(drawn.span())
    for grade, end in list(found.items()):
        if len(found) > 1 and _LEFT_OUT.match(folded[end:]):
            del found[grade]  # 「概ね順調は含めないで」
    or_better = any(re.match(r"[」』]?\s?(評価)?以上", folded[end:]) for end in found.values())
    return tuple(found), or_better, spans


def _wordings(meaning: str) -> list[str]:
    """Return the ways in which a question may say what a grade means, the longest first."""
    whole = fold(meaning)
    core = re.sub(r"(い|し)?(て|で)?いる$|する$|です$", "", whole)
    short = re.sub(r"(進んで|進ん|遅れて|遅れ)$", "", core)
    return sorted({whole, core, short}, key=len, reverse=True)
