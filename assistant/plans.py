"""What a question was decided to mean: one frozen plan per kind of answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from assistant.conditions import Condition
from assistant.types import Reason
from assistant.understanding.question import Word
from corpus.types import AmountKind, Kind
from index.set_query import Quantity


class Aspect(StrEnum):
    """What is asked of the figures of one or more indicators."""

    VALUE = "value"
    TARGET_AND_ACTUAL = "target_and_actual"
    MET = "met"
    RATE = "rate"
    GAP = "gap"
    CHANGE = "change"
    YEARLY = "yearly"
    TREND = "trend"
    STEADY = "steady"  # whether it rose (or fell) every year
    SITUATION = "situation"  # 実績 with 目標, 評価 and the year before: how it stands
    SUM = "sum"
    AVERAGE = "average"
    HIGHEST_YEAR = "highest_year"
    LOWEST_YEAR = "lowest_year"
    WHICH_YEAR = "which_year"
    ACCUMULATION = "accumulation"


@dataclass(frozen=True, slots=True)
class Scope:
    """Which indicators a list, count or ranking ranges over; everything empty: the whole plan."""

    measures: tuple[str, ...] = ()
    initiatives: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    excluded_departments: tuple[str, ...] = ()
    without: bool = False  # rows where an excluded department takes part at all are left out too
    indicators: tuple[str, ...] = ()
    described: str = ""  # how the scope was said, where it came from words


@dataclass(frozen=True, slots=True)
class TalkPlan:
    """Greeting, thanks or help: nothing of the report is asked."""

    kind: str  # greeting | thanks | help


@dataclass(frozen=True, slots=True)
class RefusePlan:
    """The report does not hold it: why, in a sentence, and what is there instead."""

    reason: Reason
    message: str
    sources: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    reading: str = ""


@dataclass(frozen=True, slots=True)
class ClarifyPlan:
    """Two or more readings are equally good: ready questions to choose from."""

    message: str
    choices: tuple[str, ...]
    reading: str = ""


@dataclass(frozen=True, slots=True)
class FiguresPlan:
    """Figures of certain indicators."""

    indicators: tuple[str, ...]
    years: tuple[int, ...]
    kinds: tuple[Kind, ...] = ()
    aspect: Aspect = Aspect.VALUE
    number: str = ""  # for WHICH_YEAR: the figure named
    expects: int = 0  # +1: the question supposes a rise, -1: a fall, 0: nothing
    yes_no: bool = False
    assumed: bool = False  # the question named no year: a value of another year may answer, named as such


@dataclass(frozen=True, slots=True)
class ComparePlan:
    """Two or more indicators beside each other, in one quantity; `together` where their sum is asked, too."""

    indicators: tuple[str, ...]
    years: tuple[int, ...]
    quantity: Quantity
    together: bool = False


@dataclass(frozen=True, slots=True)
class ListPlan:
    """All indicators of a scope that fulfil a condition."""

    scope: Scope
    condition: Condition
    years: tuple[int, ...]
    departments: bool = False  # who is in charge of each is asked too
    target_year: int = 0  # the later year whose target 実績 is held against; 0: each year its own


@dataclass(frozen=True, slots=True)
class RankPlan:
    """Indicators of a scope in the order of a quantity; `limit` None: all."""

    scope: Scope
    quantity: Quantity
    years: tuple[int, ...]
    highest: bool
    limit: int | None
    nth: int | None = None  # only the n-th of the order is asked for
    condition: Condition = field(default_factory=Condition)  # what the ranked indicators must fulfil
    target_year: int = 0
    instead: bool = False  # 達成率 stands in for amounts in different units


@dataclass(frozen=True, slots=True)
class GradesPlan:
    """Numbers of indicators by grade: counted, shared, broken down, compared or ranked by measure."""

    what: str  # count | share | breakdown | departments | compare | rank
    scope: Scope
    grades: tuple[str, ...]
    year: int
    highest: bool = True
    only_first: bool = False
    judged_only: bool = False  # what could not be rated is no part of the denominator
    by_upper_level: bool = False  # counted by the level over the measures (基本目標), not by measure


@dataclass(frozen=True, slots=True)
class InitiativeGradesPlan:
    """Grades given to 取組 as wholes: which have them, how many, or those of the ones in the scope."""

    what: str  # list | count | value
    scope: Scope
    grades: tuple[str, ...]
    year: int
    by_measure: bool = False


@dataclass(frozen=True, slots=True)
class MarksPlan:
    """取組 that a column marks with one of a few values (今後の方向: 拡充), listed, counted or broken down.

    `marks` is empty where the report gives none of what was `said`.
    """

    scope: Scope
    column: str
    marks: tuple[str, ...]
    what: str  # list | count | breakdown
    said: str = ""


@dataclass(frozen=True, slots=True)
class RevisedTargetsPlan:
    """Indicators whose 目標 the report says in words to have been changed on the way (備考: R5目標を引上げ).

    `direction` is +1 raised, -1 lowered, 0 any.
    """

    scope: Scope
    direction: int
    what: str = "list"  # list | count


@dataclass(frozen=True, slots=True)
class TallyPlan:
    """How many indicators of a scope fulfil a condition: counted, as a share, or by group.

    `group` is measure, department, year or empty. With `order` the groups are ranked by their
    number (+1 most first, -1 fewest first), and `limit` keeps the head of them.
    """

    scope: Scope
    condition: Condition
    years: tuple[int, ...]
    what: str = "count"  # count | share
    group: str = ""
    order: int = 0
    limit: int | None = None
    target_year: int = 0
    judged_only: bool = False  # what could not be judged is no part of the denominator


@dataclass(frozen=True, slots=True)
class AveragePlan:
    """The mean of a quantity over the indicators of a scope, for each group where one is named."""

    scope: Scope
    quantity: Quantity
    year: int
    group: str = ""  # measure | department | empty
    order: int = 0
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class DepartmentsOfPlan:
    """Who is in charge of initiatives or blocks; `excluded` are departments not asked for."""

    blocks: tuple[str, ...]
    excluded: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()  # the indicators that were named, where they were
    asked: str = ""  # of their number: whichever | one | only | several | count
    alone: tuple[str, ...] = ()  # for only: the departments said to be the only ones


@dataclass(frozen=True, slots=True)
class ItemsOfPlan:
    """What departments are in charge of."""

    departments: tuple[str, ...]
    excluded: bool = False
    alone: bool = False  # only what no other department is in charge of beside them
    indicators: bool = False  # their indicators are asked for beside the initiatives
    together: bool = False  # only initiatives in which all of them take part


@dataclass(frozen=True, slots=True)
class MeaningPlan:
    """What grades mean, by the legend; `levels`: how many there are and what they are called."""

    grades: tuple[str, ...]
    levels: bool = False


@dataclass(frozen=True, slots=True)
class CriteriaPlan:
    """By what rule grades are given: a thing that reports seldom print."""

    grades: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotRatedPlan:
    """Which indicators could not be rated, blanks in the table included."""

    year: int


@dataclass(frozen=True, slots=True)
class StructurePlan:
    """The report's own shape: how many measures, initiatives, indicators; which departments."""

    what: str  # measures | above | initiatives | indicators | departments | shared | steps | years | period | without_indicators | remarks | all
    scope: Scope = field(default_factory=Scope)
    also: tuple[str, ...] = ()  # further levels asked for in the same question
    whole_too: bool = False  # the number in the whole plan is asked for beside that of the scope
    level: str = ""  # of initiatives, only those that the report calls so (施策, 事業)
    departments: bool = False  # who is in charge of each initiative is asked too


@dataclass(frozen=True, slots=True)
class IndicatorsOfPlan:
    """Which indicators an initiative has; `ordinal` asks for the n-th of them."""

    initiative: str
    ordinal: int | None = None


@dataclass(frozen=True, slots=True)
class ReferencePlan:
    """Where a 再掲 points, for the blocks named."""

    blocks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SameNumberPlan:
    """Whether two printed figures are the same number."""

    numbers: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class NarrativePlan:
    """A search in the commentary: `text` is searched, `columns` preferred, `blocks` the only ones allowed."""

    text: str
    columns: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    initiatives: tuple[str, ...] = ()
    wants_number: bool = False
    wants_reason: bool = False
    direction: int = 0  # +1: why it rose, -1: why it fell
    years: tuple[int, ...] = ()
    definition: bool = False
    heading: str = ""
    strict: bool = True  # refuse where the words are not found
    grouped: bool = False  # every row's cell of the wanted column, complete
    stated: tuple[str, str, int] | None = None  # block, column and position of the sentence with the figure
    otherwise_said: bool = False  # answered only where the row says the question's words in its own


@dataclass(frozen=True, slots=True)
class PlainTablePlan:
    """Rows of a table that is no indicator table; `table` is empty where all such tables are to be named.

    `rows` and `columns` are positions in the table, empty for all of them.
    """

    table: str
    rows: tuple[int, ...] = ()
    columns: tuple[int, ...] = ()
    what: str = "rows"  # rows | highest | lowest | sum | count


@dataclass(frozen=True, slots=True)
class MoneyPlan:
    """Sums of money printed beside the 取組 of a scope: 予算額, 決算額, 事業費, or their 執行率.

    `kinds` are those to answer with, `years` the fiscal years. `group` adds up by measure or
    department, else empty.
    """

    scope: Scope
    kinds: tuple[AmountKind, ...]
    years: tuple[int, ...]
    what: str = "value"  # value | sum | rank | difference | rate
    group: str = ""
    highest: bool = True
    limit: int | None = None
    nth: int | None = None


@dataclass(frozen=True, slots=True)
class YearlyRowsPlan:
    """Rows of plain tables whose columns are fiscal years: (table, position of the row) each.

    `what` is value, trend (every year of `years` and what changed), or extreme (the year of the
    highest or lowest).
    """

    rows: tuple[tuple[str, int], ...]
    years: tuple[int, ...]
    what: str = "value"
    highest: bool = True


@dataclass(frozen=True, slots=True)
class CombinedPlan:
    """Figures and the commentary of exactly those rows."""

    figures: FiguresPlan
    narrative: NarrativePlan


@dataclass(frozen=True, slots=True)
class WithCommentaryPlan:
    """A list or ranking, and what the commentary of exactly its rows says: 課題, 対応, or the reason."""

    rows: ListPlan | RankPlan
    narrative: NarrativePlan


@dataclass(frozen=True, slots=True)
class WithDepartmentsPlan:
    """Figures or commentary of an item, and who is in charge of it."""

    first: FiguresPlan | CombinedPlan | NarrativePlan
    departments: DepartmentsOfPlan


@dataclass(frozen=True, slots=True)
class MentionsPlan:
    """Every cell of `blocks` that says the `words`, complete and by measure.

    `columns` restricts the kinds of column where it is not empty. `measures`: the measures that say
    nothing of it are named. `figures`: the figures of the rows found are asked for too.
    """

    text: str
    words: tuple[Word, ...]
    columns: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    measures: bool = False
    figures: bool = False


Plan = (
    TalkPlan
    | RefusePlan
    | ClarifyPlan
    | FiguresPlan
    | ComparePlan
    | ListPlan
    | RankPlan
    | GradesPlan
    | InitiativeGradesPlan
    | MarksPlan
    | RevisedTargetsPlan
    | TallyPlan
    | AveragePlan
    | DepartmentsOfPlan
    | ItemsOfPlan
    | MeaningPlan
    | CriteriaPlan
    | NotRatedPlan
    | StructurePlan
    | IndicatorsOfPlan
    | ReferencePlan
    | SameNumberPlan
    | NarrativePlan
    | PlainTablePlan
    | MoneyPlan
    | YearlyRowsPlan
    | CombinedPlan
    | WithCommentaryPlan
    | WithDepartmentsPlan
    | MentionsPlan
)


def years_of(plan: Plan | None) -> tuple[int, ...]:
    """Return the fiscal years that a plan asks about; empty where it asks about none."""
    match plan:
        case CombinedPlan():
            return plan.figures.years
        case WithCommentaryPlan():
            return plan.rows.years
        case WithDepartmentsPlan():
            return years_of(plan.first)
        case FiguresPlan() | ComparePlan() | ListPlan() | RankPlan() | TallyPlan() | NarrativePlan():
            return plan.years
        case MoneyPlan() | YearlyRowsPlan():
            return plan.years
        case GradesPlan() | InitiativeGradesPlan() | NotRatedPlan() | AveragePlan():
            return (plan.year,)
        case _:
            return ()
