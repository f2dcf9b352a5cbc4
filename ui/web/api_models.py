"""The objects of the HTTP API as it describes them; their fields are those of the program's own JSON."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from assistant.types import Reason, Route, Status

MOST_TURNS = 20


class AskBody(BaseModel):
    """質問。"""

    question: str = Field(description="質問の文", examples=["令和6年度の実績は？"])
    turns: list[str] = Field(
        default_factory=list,
        max_length=MOST_TURNS,
        description="同じ会話でこれより前に尋ねた質問。古いものから順に並べます",
    )


class BriefBody(BaseModel):
    """答弁案にする質問。"""

    question: str = Field(description="問とする質問の文")


class CitationOut(BaseModel):
    """出典の1か所。"""

    source: str = Field(description="項目の番号（①-2#1 など）")
    report: str = Field(description="報告書の名前")
    place: str = Field(description="読み込んだファイルの中の場所")
    quote: str = Field(description="その場所の文字。一字一句そのままです")


class AnswerOut(BaseModel):
    """回答。`keikaku ask --json` と同じ形です。"""

    status: Status = Field(
        description="answered 回答あり／clarify 聞き返し／not_in_report 報告書にない／error エラー"
    )
    reason: Reason | None = Field(description="報告書にない理由。それ以外は null")
    route: Route = Field(description="table 表から／narrative 記述から／both 両方／none どちらでもない")
    answer: str = Field(description="人に見せる回答（Markdown）")
    interpretation: str = Field(description="質問をどう読み取ったか")
    rows: list[str] = Field(description="一覧や順位の答えに挙げた項目の番号。表示した順です")
    sources: list[str] = Field(description="回答のもとにしたすべての項目の番号。重要なものから並びます")
    citations: list[CitationOut] = Field(description="出典")
    choices: list[str] = Field(description="聞き返しのとき、そのまま送れる質問")
    notes: list[str] = Field(description="注意していただきたいこと")
    elapsed_ms: float = Field(description="かかった時間（ミリ秒）")


class Counts(BaseModel):
    """報告書に収録した数。"""

    measures: int
    initiatives: int
    indicators: int
    observations: int
    passages: int


class ReportOut(BaseModel):
    """報告書。"""

    report: str = Field(description="報告書の名前")
    title: str
    city: str | None
    plan: str | None
    fiscal_year: int = Field(description="報告書の年度（西暦。2024 は令和6年度）")
    counts: Counts
    file: str
    digest: str = Field(description="ファイルの照合値（SHA-256）")
    ingested_at: str = Field(description="読み込んだ日時（ISO 8601、協定世界時）")


class ReportsOut(BaseModel):
    """収録している報告書。新しい年度のものから並びます。"""

    generation: str = Field(description="収録データの版")
    reports: list[ReportOut]


class FigureOut(BaseModel):
    """指標の1つの値。"""

    text: str = Field(description="画面に出す文字。値がないときはその旨（空欄、抽出で欠落、収録外、―）")
    value: int | float | None = Field(description="数値。数でないときは null")
    printed: str | None = Field(description="原文の表記")
    place: str | None = Field(description="原文での場所。計算した値は null")
    mark: str | None = Field(description="推定・補正・計算のしるし")
    note: str | None = Field(description="しるしや空欄の説明")
    reason: Reason | None = Field(description="値がない理由")


class IndicatorOut(BaseModel):
    """1つの指標の、1つの年度の状況。"""

    report: str
    indicator: str = Field(description="指標の番号")
    name: str
    unit: str | None
    measure: str = Field(description="施策の番号")
    initiative: str = Field(description="取組の番号")
    initiative_name: str
    departments: list[str] = Field(description="担当課")
    fiscal_year: int
    era: str = Field(description="年度（R6 など）")
    target: FigureOut = Field(description="目標")
    actual: FigureOut = Field(description="実績")
    rate: FigureOut = Field(description="達成率（％）")
    grade: FigureOut = Field(description="評価")
    change: FigureOut = Field(description="前年度からの増減")
    initiative_grade: FigureOut | None = Field(
        description="取組全体に付けられた評価。報告書が取組を評価していないときは null"
    )
    met: bool | None = Field(description="目標を達成したか。判定できないときは null")
    place: str
    notes: list[str]


class IndicatorsOut(BaseModel):
    """条件に合う指標。"""

    generation: str
    report: str
    fiscal_year: int
    total: int = Field(description="報告書にある指標の数")
    count: int = Field(description="条件に合う指標の数")
    rows: list[IndicatorOut]


class ValueOut(BaseModel):
    """印字された1つの値。`keikaku export` の1行と同じ形です。"""

    report: str
    indicator: str
    name: str | None
    unit: str | None
    fiscal_year: int
    era: str
    kind: Literal["target", "actual", "grade", "baseline", "rate", "final_target"] | str
    value: int | float | str | None
    printed: str
    inferred: bool = Field(description="集計などから推定した値か")
    place: str | None


class IndicatorValuesOut(BaseModel):
    """1つの指標のすべての値。古い年度から並びます。"""

    generation: str
    report: str
    indicator: str
    name: str
    unit: str | None
    measure: str
    initiative: str
    departments: list[str]
    values: list[ValueOut]


class InitiativeGradeOut(BaseModel):
    """取組全体に付けられた評価。"""

    fiscal_year: int
    era: str
    value: str | None = Field(description="評価。評価不可は -")
    printed: str = Field(description="原文の表記")
    place: str | None = Field(description="原文での場所")


class InitiativeOut(BaseModel):
    """取組。"""

    report: str
    initiative: str = Field(description="取組の番号")
    name: str | None = Field(description="取組の名前。失われているときは null")
    measure: str = Field(description="施策の番号")
    departments: list[str] = Field(description="担当課")
    indicators: list[str] = Field(description="指標の番号")
    grades: list[InitiativeGradeOut] = Field(
        description="取組全体に付けられた評価。古い年度から並び、指標ごとに評価する報告書では空です"
    )
    place: str


class InitiativesOut(BaseModel):
    """取組の一覧。"""

    generation: str
    report: str
    count: int
    initiatives: list[InitiativeOut]


class PassageOut(BaseModel):
    """記述の1つの欄。"""

    report: str
    source: str = Field(description="欄の番号（①-2:R6の取組状況 など）")
    initiative: str | None = Field(description="取組の番号。総評などでは null")
    departments: list[str]
    column: str = Field(description="欄の見出し")
    kind: str
    text: str = Field(description="欄の文。取り込みで紛れ込んだ記号（<br> など）は除いています")
    printed: str = Field(description="原文の表記。一字一句そのままです")
    place: str


class PassagesOut(BaseModel):
    """条件に合う記述。"""

    generation: str
    report: str
    count: int = Field(description="条件に合う欄の数")
    offset: int
    passages: list[PassageOut]


class SourceOut(BaseModel):
    """答弁案の出典一覧の1行。"""

    number: int
    item: str
    report: str
    place: str
    quote: str


class BriefOut(BaseModel):
    """答弁書の案。"""

    question: str
    interpretation: str
    report_title: str
    fiscal_year: int
    markdown: str = Field(description="案の全文（Markdown）")
    sources: list[SourceOut]
