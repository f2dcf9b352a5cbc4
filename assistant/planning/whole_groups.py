"""By what a question over many indicators sorts them, and whether it asks for counts or shares."""

from __future__ import annotations

import re

from assistant.understanding.reading import Reading

HEADING = r"(施策|政策|基本目標|基本方針|方針|分野|柱)"
_BY_MEASURE = re.compile(
    rf"{HEADING}(ごと|別|毎|は|の中|のうち|で(一番|最も)|から|順|を|同士|間で|それぞれ)|(多い|少ない|高い|低い|良い|悪い|最多の|最少の|優秀な){HEADING}|どの{HEADING}|{HEADING}(が|って)|各{HEADING}"
)
_BY_DEPARTMENT = re.compile(
    r"(担当課|所管課|課|部署|所管|担当)(別|ごと|毎|それぞれ)|どの(課|部署|担当課)(が|は|の)?.{0,8}(多|少|一番|最も|高|低)|(多い|少ない|高い|低い)(担当)?(課|部署)|各(課|部署)|(課|部署)は(どこ|どれ)"
)
_BY_YEAR = re.compile(
    r"年(度)?(ごと|別|毎)|各年度?|毎年|推移|年度で(どう|見)|何年度が?(一番|最も)|(一番|最も).{0,8}年度|どの年度"
)
SHARE = re.compile(r"何%|何パー|何割|割合|比率|占め|パーセントくらい")
COUNT = re.compile(
    r"いくつ|何(指標|個|件|つ|項目|本|指)|数(は|って|を|が|、|$|\?)|幾つ|どれ(くらい|ぐらい|だけ|ほど)(ある|あり|の数)|数え(る|て)"
)
EACH = re.compile(r"それぞれ|どちら|どっち|ずつ|対(いくつ|何)")
LIST_TOO = re.compile(r"どれ|全部(あげ|挙げ|教え)|一覧|列挙|挙げ")


def group_of(reading: Reading) -> str:
    """Return what the indicators are to be sorted by: department, measure, year or, empty, nothing."""
    if _BY_DEPARTMENT.search(reading.folded):
        return "department"
    if _BY_MEASURE.search(reading.folded):
        return "measure"
    if _BY_YEAR.search(reading.folded):
        return "year"
    return ""
