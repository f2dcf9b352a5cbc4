"""The cell of an indicator's name parted: 名称(単位) ※注記 (基準年：値)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from corpus.fiscal import find_years
from corpus.numerals import parse_printed_number
from corpus.types import Accumulation

_BRACKET = re.compile(r"[(（]([^()（）]*)[)）]")
_UNITS = frozenset(
    "人 名 件 回 % ％ 割 者 社 団体 法人 か所 カ所 ヶ所 ヵ所 箇所 世帯 円 千円 万円 百万円 億円 点 台 校 園 館 店 戸 棟 組 冊 個 本 枚 "
    "人回 時間 分 日 日間 か月 ヶ月 年 歳 t t-CO2 トン kg g km m ㎡ ㎢ ha kWh kW MW GWh ℃ 位 倍 ポイント pt 事業 事業所 事業者 地区 地域 区 施設 "
    "機関 企業 組織 グループ サークル クラブ チーム 講座 教室 会場 種類 項目 路線 便 床 頭 羽 匹 匹・頭 株 基 店舗 圏域 学級 クラス 議席 票 "
    "人/日 人/年 件/年 回/年 千人 万人 千t 万t 千t-CO2 万t-CO2 人日 延べ人数 人・回 延人数 延べ人 延人 延件 セット 口 棟数 箇 面 隻 両 通 筆 "
    "Wh L リットル mg/L ppm dB".split()
)
# 延べ人, 人口10万対, 人口千人当たり, 人/10万人
_COMPOUND_UNIT = re.compile(
    r"(?:延べ?|のべ)(?:人|名|件|回|日)数?|人口?[0-9０-９]*[千万]?人?(?:対|当たり|あたり)|[^()（）\s]{1,4}[/／][^()（）\s]{1,6}"
)
_NO_UNIT = re.compile(r"[男女系別等用内外性子]$|間$|^[小中高]$|学[校生年]|全[国体市]|市[内民]|目標")
_NOT_UNITS = (
    "延べ",
    "延",
    "累計",
    "再掲",
    "仮称",
    "新規",
    "拡充",
    "継続",
    "年度",
    "時点",
    "現在",
    "平均",
    "うち",
    "以上",
    "以下",
)


@dataclass(frozen=True, slots=True)
class Baseline:
    """The value of an earlier year printed in the name's cell: 「R1. 12. 1時点：275人」."""

    printed: str
    fiscal_year: int
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class IndicatorName:
    """What an indicator's cell says; `name` never is empty."""

    name: str
    unit: str | None
    note: str | None
    accumulation: Accumulation
    baseline: Baseline | None


def read_indicator_cell(printed: str) -> IndicatorName:
    """Part the cell of an indicator into name, unit, note and baseline."""
    text = " ".join(printed.split())
    rest, baseline_text, baseline = _take_baseline(text)
    note = None
    note_at = re.search(r"[※＊]", rest)
    head = rest
    if note_at is not None:
        note, head = rest[note_at.start() :].strip() or None, rest[: note_at.start()].strip()
    name, unit = _take_unit(head)
    accumulation = _accumulation(f"{note or ''} {name}", note)
    if baseline is not None and note is not None:
        baseline = _count_from_note(baseline, baseline_text, note)
    return IndicatorName(name or text, unit, note, accumulation, baseline)


def is_unit(text: str) -> bool:
    """True where a whole cell is a known unit (人, %, t-CO2, 人口10万対)."""
    plain = text.strip().strip("()（）")
    return plain in _UNITS or _COMPOUND_UNIT.fullmatch(plain) is not None


def looks_like_indicator(text: str) -> bool:
    """True where a cell bears the marks of an indicator: a unit in brackets, a note, or a counting word."""
    plain = " ".join(text.split())
    if len(plain) > 120 or plain.endswith("。"):
        return False
    name, unit = _take_unit(re.split(r"[※＊]", plain)[0].strip())
    return (
        unit is not None
        or "※" in plain
        or name.endswith(("数", "率", "割合", "額", "量", "件", "回", "度", "比", "面積", "時間", "指数"))
    )


def _take_baseline(text: str) -> tuple[str, str, Baseline | None]:
    for match in _BRACKET.finditer(text):
        inner = match[1].strip()
        label, colon, figure = re.sub("：", ":", inner).rpartition(":")
        years = find_years(label)
        if not colon or not years or len(years[0].years) != 1:
            continue
        value = parse_printed_number(figure)
        if value is None and (unit := _unit_at_end(figure)):
            value = parse_printed_number(figure.strip()[: -len(unit)])  # 6,840t-CO2: the unit holds a digit
        if value is None and len(figure) > 12:
            continue
        rest = f"{text[: match.start()].strip()} {text[match.end() :].strip()}".strip()
        return rest, label, Baseline(inner, years[0].years[0], value)
    return text, "", None


def _unit_at_end(figure: str) -> str:
    return max((one for one in _UNITS if figure.strip().endswith(one)), key=len, default="")


def _count_from_note(baseline: Baseline, label: str, note: str) -> Baseline:
    """Count a day for the year before where the note counts by 翌年度 (R2.4.1 stands for R1)."""
    day = re.search(r"翌年度?[^0-9]*(\d{1,2})月(\d{1,2})日", note)
    mention = find_years(label)[0]
    if day is None or not mention.is_date:
        return baseline
    numbers = re.findall(r"\d+", mention.text)
    if numbers[-2:] == [day[1], day[2]]:
        return Baseline(baseline.printed, baseline.fiscal_year - 1, baseline.value)
    return baseline


def _take_unit(head: str) -> tuple[str, str | None]:
    """Part the unit from the name: the last bracket that holds one; any other bracket stays in the name."""
    brackets = list(_BRACKET.finditer(head))
    for known_only in (True, False):
        for match in reversed(brackets):
            unit = re.sub(r"^単位\s*[:：]\s*", "", match[1].strip())
            known = unit in _UNITS or _COMPOUND_UNIT.fullmatch(unit) is not None
            named = any(word in unit for word in _NOT_UNITS) or _NO_UNIT.search(unit) is not None
            short = 1 <= len(unit) <= 4 and not named
            at_end = not head[match.end() :].strip()
            if known if known_only else (short and at_end and not re.search(r"[0-9０-９A-Z]", unit)):
                name = f"{head[: match.start()].rstrip()} {head[match.end() :].lstrip()}".strip()
                if name:
                    return name, unit
    return head, None


def _accumulation(text: str, note: str | None) -> Accumulation:
    if "累計" in text or "累積" in text:
        return Accumulation.CUMULATIVE
    if note is None:
        return Accumulation.UNKNOWN
    if any(word in note for word in ("時点", "現在", "年度末", "末日")):
        return Accumulation.POINT_IN_TIME
    if any(word in note for word in ("年度", "年間", "単年", "当該年")):
        return Accumulation.ANNUAL
    return Accumulation.UNKNOWN
