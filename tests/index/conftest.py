"""Reports built by hand for the store, and the one offline model that all tests share."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from corpus.types import (
    Accumulation,
    Amount,
    AmountKind,
    Block,
    CrossReference,
    Direction,
    Finding,
    FindingKind,
    GradeMeaning,
    Indicator,
    Initiative,
    Kind,
    Measure,
    Observation,
    Passage,
    PassageKind,
    Place,
    ProseFigure,
    Report,
    TotalsRow,
)
from index.embedding import HashEmbeddings, SentenceTransformerEmbeddings, prepare_model

ROOT = Path(__file__).resolve().parents[2]

ReportMaker = Callable[..., Report]


@pytest.fixture(scope="session")
def model_folder() -> Path:
    """The offline model: the one of the checkout, made here on the first run (some seconds)."""
    return prepare_model(ROOT / ".model" / "e5-small")


@pytest.fixture(scope="session")
def sentence_model(model_folder: Path) -> SentenceTransformerEmbeddings:
    return SentenceTransformerEmbeddings(model_folder)


@pytest.fixture
def embeddings() -> HashEmbeddings:
    return HashEmbeddings()


@pytest.fixture
def make_report() -> ReportMaker:
    return _make_report


@pytest.fixture
def report() -> Report:
    return _make_report()


def _make_report(name: str = "midori-kankyo-r6", digest: str = "d1", planted: int = 12345) -> Report:
    """A plan of two measures that has every kind of thing a report can hold, lost parts included."""
    parks = Initiative(
        "①-1",
        1,
        "公園の緑化",
        Place(8, 0),
        (
            Block(
                "①-1.1",
                ("公園課", "環境課"),
                "公園課\n環境課",
                Place(8, 3),
                False,
                (
                    _passage(
                        "①-1",
                        "①-1.1",
                        "事業概要",
                        PassageKind.OVERVIEW,
                        2,
                        "公園に木を植える。花壇も増やす。",
                    ),
                    _passage(
                        "①-1",
                        "①-1.1",
                        "R6の取組状況",
                        PassageKind.STATUS,
                        13,
                        "・植樹祭を開催した。 ・ボランティア講座に32人が参加した。",
                        "・植樹祭を開催した。<br> ・ボランティア講座に32人が参加した。",
                    ),
                    _passage(
                        "①-1", "①-1.1", "課題", PassageKind.ISSUES, 14, "水やりの担い手が高齢化している。"
                    ),
                ),
                (
                    Indicator(
                        "①-1#1",
                        "植樹本数",
                        "植樹本数(本) ※累計",
                        "本",
                        "※累計",
                        Accumulation.CUMULATIVE,
                        Direction.UP,
                        Place(8, 4),
                        (
                            _number("①-1#1", 2023, Kind.TARGET, "12,000", "12000"),
                            _number("①-1#1", 2024, Kind.TARGET, "12,500", "12500"),
                            _number("①-1#1", 2023, Kind.ACTUAL, "12,001", "12001"),
                            _number("①-1#1", 2024, Kind.ACTUAL, f"{planted:,}", str(planted)),
                            Observation("①-1#1", 2023, Kind.GRADE, "B", grade="B", place=Place(10, 9)),
                            Observation(
                                "①-1#1", 2024, Kind.GRADE, "", grade="C", inferred_from="集計表のCの数から"
                            ),
                        ),
                    ),
                    Indicator(
                        "①-1#2",
                        None,
                        None,
                        None,
                        None,
                        Accumulation.UNKNOWN,
                        Direction.DOWN,
                        Place(11, 5),
                        (
                            _number("①-1#2", 2024, Kind.TARGET, "1.50", "1.50", shift=-1),
                            Observation("①-1#2", 2024, Kind.ACTUAL, "中止", place=Place(12, 10)),
                        ),
                    ),
                ),
            ),
            Block("①-1.2", (), "他の計画に記載", Place(9, 3), True, (), ()),
        ),
    )
    streets = Initiative(
        "②-1",
        None,
        None,
        Place(20, 0),
        (
            Block(
                "②-1.1",
                ("道路課",),
                None,
                None,
                False,
                (
                    _passage(
                        "②-1", "②-1.1", "課題", PassageKind.ISSUES, 14, "街路樹の根が歩道を持ち上げている。"
                    ),
                ),
                (
                    Indicator(
                        "②-1#1",
                        "街路樹の点検率",
                        "街路樹の点検率(％)",
                        "％",
                        None,
                        Accumulation.ANNUAL,
                        Direction.UP,
                        Place(20, 4),
                        (_number("②-1#1", 2024, Kind.ACTUAL, "８５．０", "85.0"),),
                    ),
                ),
            ),
        ),
    )
    return Report(
        name=name,
        title="みどりの基本計画 進捗状況",
        city="みどり市",
        plan=None,
        fiscal_year=2024,
        years=(2022, 2023, 2024, 2025),
        digest=digest,
        file_name=f"{name}.txt",
        measures=(
            Measure("①", "緑を増やす", "施策", Place(6, 0), (parks,)),
            Measure("②", None, "基本目標", Place(18, 0), (streets,), "政策１ まちを育てる"),
        ),
        legend=(GradeMeaning("A", "進んでいる", Place(3, 0)), GradeMeaning("-", "評価不可", Place(3, 0))),
        totals=(
            TotalsRow("①", (("A", 0), ("B", 1), ("C", 1)), 2, Place(30, 0)),
            TotalsRow(None, (("A", 0), ("B", 1), ("C", 1)), None, Place(31, 0)),
        ),
        remarks=(_passage("総評", "総評", "総評", PassageKind.REMARKS, 0, "全体として概ね順調である。"),),
        cross_references=(CrossReference("①-1.2", "施策②-1に記載", "②-1", None, Place(9, 2)),),
        prose_figures=(
            ProseFigure(
                "①-1.1",
                "①-1:R6の取組状況",
                "ボランティア講座",
                "",
                "32人",
                Decimal(32),
                "人",
                2024,
                Place(8, 13),
            ),
        ),
        amounts=(
            Amount(
                "①-1.1",
                "①-1:決算額（千円）",
                AmountKind.SETTLED,
                "決算額",
                "1,050.0",
                Decimal("1050.0"),
                "千円",
                2023,
                Place(7, 9),
            ),
        ),
        findings=(
            Finding(FindingKind.LOST_NAME, "指標の名前がありません。", "11行", Place(11, 4), "①-1#2"),
            Finding(FindingKind.METADATA, "市の名前は推定です。", "本文", None, None),
        ),
    )


def _passage(
    initiative: str,
    block: str,
    column: str,
    kind: PassageKind,
    cell: int,
    text: str,
    printed: str | None = None,
) -> Passage:
    source = initiative if initiative == column else f"{initiative}:{column}"
    return Passage(block, source, column, kind, text if printed is None else printed, text, Place(8, cell))


def _number(indicator: str, year: int, kind: Kind, printed: str, value: str, shift: int = 0) -> Observation:
    place = Place(8 if kind is Kind.TARGET else 9, year - 2016)
    return Observation(indicator, year, kind, printed, Decimal(value), place=place, column_shift=shift)
