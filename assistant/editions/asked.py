"""Questions about the reports themselves: which are there, how the wording or the indicators changed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from corpus.types import PassageKind


class Topic(StrEnum):
    """What is asked about the reports."""

    CATALOGUE = "catalogue"  # which reports are in the store
    WORDING = "wording"  # the commentary of two editions, sentence by sentence
    INDICATORS = "indicators"  # which indicators came, went, or were renamed or renumbered
    RESTATED = "restated"  # which values two editions print differently


@dataclass(frozen=True, slots=True)
class EditionQuestion:
    """A question about the reports themselves.

    `parts` restricts what is told: new, kept, changed, dropped sentences; or added, dropped,
    renumbered, reworded indicators; empty means all. `columns` are the kinds of commentary
    meant. `certain` is False where a single report could answer the words in another sense.
    """

    topic: Topic
    parts: tuple[str, ...] = ()
    columns: tuple[PassageKind, ...] = ()
    certain: bool = True


_HELD = (
    r"(?:入って|ある|あり(?!方)|読み込|取り込|収録|登録|見られ|使える|対象|聞け|調べ|持って|揃って|そろって)"
)
_CATALOGUE = re.compile(
    rf"(?:どの|どんな|何の|なんの|どこの|何年度?の|何年分の|いつの|いくつの|何種類の|何冊の|何件の)(?:市の|町の|年度?の)?"
    rf"(?:報告書|計画|資料)(?:が|は|を|の)?[^。]{{0,6}}{_HELD}"
    r"|(?:入って(?:い)?る|収録(?:されて|して)?(?:い)?る|読み込(?:まれて|んで)(?:い)?る|取り込(?:まれて|んで)(?:い)?る|登録(?:されて|して)?(?:い)?る|持って(?:い)?る|使える)(?:報告書|計画)(?!の)"
    rf"|報告書(?:の(?:一覧|リスト)|は(?:何|いくつ|どれ|どんな|どの)[^。]{{0,8}}{_HELD})"
    r"|(?:収録|登録)(?:されて(?:い)?る)?(?:の)?(?:年度|計画)は"
    r"|何年度?(?:分)?の報告書(?:が|を|は)?[^。]{0,8}(?:ある|あり|見|使|入)"
)
_STRONG = re.compile(
    r"書きぶり|書き方|書かれ方|書かれている(?:こと|内容)|書いてある(?:こと|内容)|記述(?:内容)?|記載(?:内容)?|文言|文章|言い回し|書(?:い|かれ)た(?:こと|内容)"
)
_WEAK = re.compile(r"課題|取組状況|取り組み状況|対応策|コメント|内容|事業概要|概要")
_CHANGED = re.compile(
    r"(?:どう|どのように|何が|どこが|どれ(?:だけ|くらい))?(?:、)?(?:変わ(?:っ|り|る)|違(?:い|う|っ)|異な)[^。?、]{0,8}|変化[^。?、]{0,6}|(?:を|で)?比べ(?:て|る|ると)?|(?:を)?比較(?:し(?:て)?)?|差分|見比べ"
    r"|新しく(?:書|加|増|入|追)[^。?、]{0,6}|新たに(?:書|加|入|追)[^。?、]{0,6}|(?:消え|なくな|無くな|削除)[^。?、]{0,6}|引き続き[^。?、]{0,6}|更新[^。?、]{0,5}|追加[^。?、]{0,6}"
)
_EDITION_CUE = re.compile(
    r"(?:昨年|去年|前年|一昨年|前々年|前の年)度?(?:と|から|に比|より|の報告書|版)|前回|以前の|(?:前|古い|新しい)の?(?:報告書|版)|報告書(?:どうし|同士|間)|版(?:どうし|同士|の間)"
)
_INDICATOR = r"(?:成果)?指標"
_RENUMBERED = re.compile(
    rf"{_INDICATOR}.{{0,8}}(?:番号|id|ナンバー).{{0,8}}(?:変わ|違|ずれ|動)|番号.{{0,6}}(?:変わ|違|ずれ|動).{{0,6}}{_INDICATOR}"
)
_REWORDED = re.compile(
    rf"{_INDICATOR}.{{0,6}}(?:名前|名称|表現|表記|言い方|文言|名).{{0,8}}(?:変わ|違|変更)|(?:名前|名称|表現|表記|文言)(?:が|の|を)?.{{0,6}}(?:変わ|変更|違)[^。]{{0,6}}{_INDICATOR}"
)
_ADDED = re.compile(
    rf"(?:新しく|新たに|新規に?|今回から|今年度?から)[^。、]{{0,4}}(?:加わ|追加|入っ|設け|設定|でき|増え|載)[^。]{{0,6}}{_INDICATOR}"
    rf"|{_INDICATOR}[^。]{{0,10}}(?:新しく|新たに|新規に)?(?:加わ|追加(?:され|した|は|$|\?))|(?:新しい|新規の?|追加(?:され|し)た|加わった){_INDICATOR}"
)
_DROPPED = re.compile(
    rf"(?:なくな|無くな|廃止|消え|外れ|外さ|削除|載らなくな)[^。、]{{0,6}}{_INDICATOR}|{_INDICATOR}[^。]{{0,8}}(?:なくな|無くな|廃止|消え|外れ|外さ|削除)"
)
_INDICATORS = re.compile(
    rf"{_INDICATOR}(?:の(?:構成|一覧|顔ぶれ|並び|体系|入れ替わり|入替))?(?:は|が|に|で|の)?[^。]{{0,26}}(?:変わっ|変わり|入れ替|変更|異な|違(?:い|う))"
)
_RESTATED = re.compile(
    r"(?:修正|訂正|遡(?:及|って)|さかのぼって|食い違|くいちが|一致しな|不一致|違(?:う|って)|異な(?:る|って)|書き換え|直され)[^。]{0,12}(?:値|数値|実績|目標|数字|指標)"
    r"|(?:値|数値|実績|目標|数字)(?:が|は|に|を|の)?[^。]{0,12}(?:修正|訂正|遡及|さかのぼ|食い違|くいちが|一致しな|不一致|違って|違う|異な|書き換え|直され)"
)
# 「下方修正」 is said of a target within one report.
_CORRECTED = re.compile(
    r"(?<!方)(?:修正|訂正)(?:さ|し)[^。]{0,6}(?:値|数値|実績|数字)|(?:値|数値|実績|数字)(?:が|は|に|を|で)[^。]{0,8}(?<!方)(?:修正|訂正|食い違|くいちが|書き換え)"
    r"|(?:食い違|くいちが|書き換え)[^。]{0,6}(?:値|数値|実績|数字)"
)
_NOTHING_ELSE = re.compile(
    r"(?:じゃあ?|それなら|なら|では|とは|だと|の間|から|まで|は|と|や|で|の|を|、|,|[?？。])*"
)
_COLUMNS = (
    (re.compile(r"課題|対応策"), PassageKind.ISSUES),
    (re.compile(r"取組状況|取り組み状況|取組内容|成果"), PassageKind.STATUS),
    (re.compile(r"概要"), PassageKind.OVERVIEW),
)


def edition_question(folded: str, *, editions_named: int, mentioned: bool = False) -> EditionQuestion | None:
    """Return what a folded question asks about the reports themselves, or None where it is of a report.

    `editions_named` counts the editions and years that it names: two set beside each other are
    compared. `mentioned` tells that an edition, and not only a year, is among them.
    """
    if _CATALOGUE.search(folded):
        return EditionQuestion(Topic.CATALOGUE)
    between = bool(_EDITION_CUE.search(folded)) or editions_named >= 2
    if _STRONG.search(folded) and _CHANGED.search(folded):
        return _wording(folded, certain=True)
    corrected = _CORRECTED.search(folded) is not None
    restated = corrected or (_RESTATED.search(folded) is not None and (between or mentioned))
    if restated and not _asks_movement(folded):
        return EditionQuestion(Topic.RESTATED, certain=corrected)
    parts = [
        name
        for name, pattern in (
            ("renumbered", _RENUMBERED),
            ("reworded", _REWORDED),
            ("added", _ADDED),
            ("dropped", _DROPPED),
        )
        if pattern.search(folded)
    ]
    if parts:
        return EditionQuestion(Topic.INDICATORS, tuple(parts))
    if between and _INDICATORS.search(folded) and not re.search(r"値|実績|目標|評価|数字", folded):
        return EditionQuestion(Topic.INDICATORS, certain=False)
    if between and _WEAK.search(folded) and _CHANGED.search(folded):
        return _wording(folded, certain=False)
    return None


def asked_again(folded: str, topic: str, columns: tuple[str, ...]) -> EditionQuestion | None:
    """Return the last comparison once more, where a follow-up names editions alone (「R4とR6ではどう変わった？」).

    `folded` is the question without those editions: what is left may say nothing else.
    """
    if not topic or not _NOTHING_ELSE.fullmatch(_CHANGED.sub("", folded)):
        return None
    if Topic(topic) is Topic.WORDING:
        asked = _wording(folded, certain=True)
        return replace(asked, columns=asked.columns or tuple(PassageKind(one) for one in columns))
    return EditionQuestion(Topic(topic))


def subject_of(folded: str) -> str:
    """Return what a comparison is about: the question without its words of comparing."""
    for pattern in (_CHANGED, _STRONG, _WEAK, _EDITION_CUE):
        folded = pattern.sub("。", folded)
    return folded


def _asks_movement(folded: str) -> bool:
    """「前年度と比べて実績はどう違う」 asks how a value moved, not what two editions print."""
    return not re.search(
        r"報告書|版|修正|訂正|遡|さかのぼ|書き換え|直され|食い違|くいちが|不一致|一致しな", folded
    )


def _wording(folded: str, *, certain: bool) -> EditionQuestion:
    asks_all = re.search(r"どう|どのように|何が|どこが|比べ|比較|違い|変化", folded) is not None
    wanted = (
        ("new", r"新し(?:く|い)|新たに|追加"),
        ("dropped", r"消え|なくな|無くな|削除"),
        ("kept", r"引き続き|変わっていない|変わらない|そのまま"),
    )
    parts = () if asks_all else tuple(name for name, words in wanted if re.search(words, folded))
    columns = tuple(kind for pattern, kind in _COLUMNS if pattern.search(folded))
    return EditionQuestion(Topic.WORDING, parts, columns, certain)
