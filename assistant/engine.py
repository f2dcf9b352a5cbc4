"""Questions about one report: read, plan, route, answer.

The steps and the routing table are here; `assistant.chain` composes them as LangChain
Runnables. A process that answers one question and ends runs them directly instead: importing
langchain_core.runnables costs about as much time as everything else of a table question.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.answering.cell_ranking import Scored, Search
from assistant.answering.comparing import answer_compare
from assistant.answering.contradictions import Contradictions
from assistant.answering.evidence import Evidence
from assistant.answering.figures import answer_figures
from assistant.answering.grades import answer_criteria, answer_grades, answer_meaning, answer_not_rated
from assistant.answering.initiative_grades import answer_initiative_grades
from assistant.answering.lists import answer_list
from assistant.answering.mentions import add_figures, answer_mentions
from assistant.answering.money import answer_money
from assistant.answering.narrate import Narrator
from assistant.answering.number_of_departments import with_departments_named
from assistant.answering.plain_tables import answer_plain_table
from assistant.answering.ranking import answer_rank
from assistant.answering.revised_targets import answer_revised_targets
from assistant.answering.row_commentary import explain_rows
from assistant.answering.row_marks import answer_marks
from assistant.answering.shape import answer_structure
from assistant.answering.structure import (
    answer_departments_of,
    answer_indicators_of,
    answer_items_of,
    answer_reference,
    answer_same_number,
    answer_talk,
)
from assistant.answering.tallies import answer_average, answer_tally
from assistant.answering.yearly_rows import answer_yearly_rows
from assistant.conversation import Conversation
from assistant.draft import Draft
from assistant.planning.nearest import about, nearest_indicator
from assistant.planning.planner import Planner
from assistant.planning.second_look import second_look
from assistant.plans import (
    AveragePlan,
    ClarifyPlan,
    CombinedPlan,
    ComparePlan,
    CriteriaPlan,
    DepartmentsOfPlan,
    FiguresPlan,
    GradesPlan,
    IndicatorsOfPlan,
    InitiativeGradesPlan,
    ItemsOfPlan,
    ListPlan,
    MarksPlan,
    MeaningPlan,
    MentionsPlan,
    MoneyPlan,
    NarrativePlan,
    NotRatedPlan,
    PlainTablePlan,
    Plan,
    RankPlan,
    ReferencePlan,
    RefusePlan,
    RevisedTargetsPlan,
    SameNumberPlan,
    StructurePlan,
    TalkPlan,
    TallyPlan,
    WithCommentaryPlan,
    WithDepartmentsPlan,
    YearlyRowsPlan,
    years_of,
)
from assistant.types import Answer, Reason, Route, Status
from assistant.understanding.catalog import Catalog, ItemKind, Origins
from assistant.understanding.few_shot import FewShot
from assistant.understanding.linker import Linker
from assistant.understanding.reading import Reading, read_question
from corpus.types import Observation, Report
from index.query import ObservationQuery
from index.standings import Standings


@dataclass(frozen=True, slots=True)
class Turn:
    """One question on its way through the chain; each step fills in its part."""

    question: str
    conversation: Conversation
    reading: Reading | None = None
    plan: Plan | None = None
    answer: Answer | None = None
    blocks: tuple[str, ...] = ()
    ranking: tuple[str, ...] = ()


Step = Callable[[Turn], Turn]
Find = Callable[[ObservationQuery], tuple[Observation, ...]]


class Engine:
    """Answers questions about one report. Reading and planning need no model; commentary is searched lazily."""

    def __init__(
        self,
        report: Report,
        find: Find,
        search: Search,
        origins: Origins | None = None,
        operations: FewShot | None = None,
    ) -> None:
        self.report = report
        self._find = find
        self.catalog = Catalog(report, origins)
        self.linker = Linker(self.catalog)
        self.planner = Planner(self.catalog, self.linker, operations)
        self._narrator = Narrator(search, self.linker, self.catalog)
        self.routes: tuple[tuple[tuple[type, ...], Step], ...] = (
            ((CombinedPlan,), self._both),
            ((NarrativePlan,), self._narrative),
            ((MentionsPlan,), self._mentions),
            ((WithCommentaryPlan,), self._explained),
            ((WithDepartmentsPlan,), self._with_departments),
            ((TalkPlan, RefusePlan, ClarifyPlan), self._own),
        )
        self.run: Step = self._run

    @cached_property
    def standings(self) -> Standings:
        """What questions over many indicators are put to; made when the first of them comes."""
        return Standings(self.report, self.catalog.scale)

    def ask(
        self, question: str, conversation: Conversation, plan: Plan | None = None
    ) -> tuple[Answer, Conversation]:
        """Answer one question; returns the answer and what the next turn should know.

        With a `plan` that was decided elsewhere (the same question, put to another edition), that
        is answered, whatever the question itself would be decided to mean.
        """
        started = time.perf_counter()
        turn = self.run(Turn(question, conversation, plan=plan))
        assert turn.answer is not None and turn.reading is not None
        answer = replace(turn.answer, elapsed_ms=(time.perf_counter() - started) * 1000)
        return answer, self._remember(turn, conversation)

    def fit(self, question: str) -> float:
        """Return how well a question fits this report, for choosing among several.

        The share of its words that the best item explains (0-1), and half a point each for a
        department, a kind of heading (基本目標) or a grade that this report has.
        """
        reading = read_question(question, self.catalog, self.linker)
        headings = {measure.heading for measure in self.report.measures}
        own = 0.5 * bool(reading.departments) + 0.5 * bool(reading.grades)
        own += 0.5 * any(one in reading.folded for one in headings if one != "施策")
        if not reading.words:
            return own
        found = self.linker.link(reading.words, (ItemKind.INDICATOR, ItemKind.BLOCK, ItemKind.INITIATIVE))
        return own + (found[0].coverage if found else 0.0)

    def names_items(self, question: str) -> bool:
        """Whether a question says words of this report's own that name something in it."""
        reading = read_question(question, self.catalog, self.linker)
        if reading.indicators or reading.initiatives:
            return True
        found = self.linker.link(reading.words, (ItemKind.INDICATOR, ItemKind.BLOCK, ItemKind.INITIATIVE))
        return bool(found) and found[0].coverage >= 0.5

    def draft(self) -> Draft:
        """Return an empty answer over this report, to be filled."""
        return Draft(self.catalog, self._find, lambda: self.standings)

    def evidence(self, plan: NarrativePlan, reading: Reading) -> Evidence | None:
        """Return what speaks for the best row that a search finds; None where it finds none."""
        draft = self.draft()
        found = self._narrator.ranked(plan, reading.words)
        return self._narrator.evidence(plan, reading.words, found, draft) if found else None

    # -- the steps -----------------------------------------------------------------------

    def _run(self, turn: Turn) -> Turn:
        """Take a turn through all steps, without LangChain."""
        return self._answered(self.decide(self.read(turn)))

    def _answered(self, decided: Turn) -> Turn:
        """Answer a turn whose plan is decided, by the route of the plan."""
        for kinds, step in self.routes:
            if isinstance(decided.plan, kinds):
                return step(decided)
        return self.table(decided)

    def read(self, turn: Turn) -> Turn:
        """Read the question against the report's vocabulary."""
        return replace(turn, reading=read_question(turn.question, self.catalog, self.linker))

    def decide(self, turn: Turn) -> Turn:
        """Decide on a plan, where none was given."""
        assert turn.reading is not None
        if turn.plan is not None:
            return turn
        plan = self.planner.plan(turn.reading, turn.conversation)
        found = nearest_indicator(plan, turn.reading, self.planner)
        if found is not None:
            reading = about(found, turn.reading)
            instead = self.planner.plan(reading, turn.conversation)
            if not isinstance(instead, RefusePlan | ClarifyPlan | NarrativePlan):
                return replace(turn, reading=reading, plan=instead)
        return replace(turn, plan=plan)

    def _draft(self, turn: Turn) -> Draft:
        draft = self.draft()
        assert turn.reading is not None
        if turn.reading.nearest:
            name = self.catalog.name(turn.reading.indicators[0])
            draft.say(
                f"「{turn.reading.nearest}」という名前の指標はないため、意味の最も近い「{name}」についてお答えします。"
            )
        for typed, read in turn.reading.repaired:
            draft.note(f"「{typed}」を「{read}」と読みました。")
        if (
            isinstance(turn.plan, FiguresPlan | ListPlan | RankPlan | GradesPlan | TallyPlan)
            and turn.reading.unknown
        ):
            unread = "・".join(f"「{one.surface}」" for one in turn.reading.unknown)
            draft.note(f"{unread}は、条件として読み取っていません。")
        return draft

    @cached_property
    def _contradictions(self) -> Contradictions:
        return Contradictions(self.report)

    def _done(self, turn: Turn, draft: Draft, answer: Answer) -> Turn:
        answer = self._contradictions.beside(answer)
        return replace(turn, answer=answer, blocks=tuple(draft.blocks), ranking=tuple(draft.ranking))

    def table(self, turn: Turn) -> Turn:
        """Answer from the table: every plan that no other route takes."""
        draft = self._draft(turn)
        plan = turn.plan
        match plan:
            case FiguresPlan():
                answer = answer_figures(plan, draft)
            case ListPlan():
                answer = answer_list(plan, draft)
            case RankPlan():
                answer = answer_rank(plan, draft)
            case ComparePlan():
                answer = answer_compare(plan, draft)
            case GradesPlan():
                answer = answer_grades(plan, draft)
            case InitiativeGradesPlan():
                answer = answer_initiative_grades(plan, draft)
            case MarksPlan():
                answer = answer_marks(plan, draft)
            case RevisedTargetsPlan():
                answer = answer_revised_targets(plan, draft)
            case TallyPlan():
                answer = answer_tally(plan, draft)
            case AveragePlan():
                answer = answer_average(plan, draft)
            case NotRatedPlan():
                answer = answer_not_rated(plan, draft)
            case MeaningPlan():
                answer = answer_meaning(plan, draft)
            case CriteriaPlan():
                answer = answer_criteria(draft)
            case DepartmentsOfPlan():
                answer = answer_departments_of(plan, draft)
            case ItemsOfPlan():
                answer = answer_items_of(plan, draft)
            case IndicatorsOfPlan():
                answer = answer_indicators_of(plan, draft)
            case ReferencePlan():
                answer = answer_reference(plan, draft)
            case SameNumberPlan():
                answer = answer_same_number(plan, draft)
            case PlainTablePlan():
                answer = answer_plain_table(plan, draft)
            case MoneyPlan():
                answer = answer_money(plan, draft)
            case YearlyRowsPlan():
                answer = answer_yearly_rows(plan, draft)
            case StructurePlan():
                answer = answer_structure(plan, draft)
            case _:
                raise TypeError(f"no answer for {type(plan).__name__}")
        return self._done(turn, draft, answer)

    def _narrative(self, turn: Turn) -> Turn:
        assert isinstance(turn.plan, NarrativePlan) and turn.reading is not None
        draft = self._draft(turn)
        answer = self._narrator.answer(turn.plan, turn.reading.words, draft)
        return self._done(turn, draft, answer)

    def _mentions(self, turn: Turn) -> Turn:
        """Every row that speaks of something; where none says it in so many words, the search by meaning."""
        assert isinstance(turn.plan, MentionsPlan) and turn.reading is not None
        draft = self._draft(turn)
        answer = answer_mentions(turn.plan, self.linker, draft)
        if answer is not None:
            return self._done(turn, draft, answer)
        near = NarrativePlan(turn.plan.text, turn.plan.columns)
        answer = self._narrator.answer(near, turn.reading.words, draft)
        if turn.plan.figures and answer.status is Status.ANSWERED:
            add_figures(draft)
            answer = draft.finish(Status.ANSWERED, Route.BOTH)
        return self._done(replace(turn, plan=near), draft, answer)

    def _explained(self, turn: Turn) -> Turn:
        """A list or ranking first, then the commentary of exactly its rows."""
        assert isinstance(turn.plan, WithCommentaryPlan)
        draft = self._draft(turn)
        rows = turn.plan.rows
        answer = answer_list(rows, draft) if isinstance(rows, ListPlan) else answer_rank(rows, draft)
        if answer.status is Status.ANSWERED and draft.rows:
            explain_rows(turn.plan, self.linker, draft)
            answer = draft.finish(Status.ANSWERED, Route.BOTH)
        return self._done(replace(turn, plan=rows), draft, answer)

    def _with_departments(self, turn: Turn) -> Turn:
        """Figures or commentary first, then who is in charge."""
        assert isinstance(turn.plan, WithDepartmentsPlan)
        first = self._answered(replace(turn, plan=turn.plan.first))
        draft = self.draft()
        theirs = answer_departments_of(turn.plan.departments, draft)
        assert first.answer is not None
        answer = with_departments_named(first.answer, theirs)
        return replace(first, answer=answer, blocks=tuple(dict.fromkeys((*first.blocks, *draft.blocks))))

    def _both(self, turn: Turn) -> Turn:
        """Figures first, then the commentary of exactly those rows."""
        assert isinstance(turn.plan, CombinedPlan) and turn.reading is not None
        draft = self._draft(turn)
        figures = answer_figures(turn.plan.figures, draft)
        reading = draft.reading
        found = self._narrator.ranked(turn.plan.narrative, turn.reading.words)
        if not found:
            draft.say("この指標の取組についての記述は、この報告書にはありません。")
            if turn.plan.narrative.wants_reason and not turn.reading.asks_number:
                return self._done(
                    turn, draft, draft.finish(Status.NOT_IN_REPORT, Route.TABLE, Reason.NOT_PRINTED)
                )
            return self._done(turn, draft, draft.finish(figures.status, Route.TABLE, figures.reason))
        self._narrator.quote_into(turn.plan.narrative, turn.reading.words, found, draft)
        draft.reading = f"{reading}、およびその取組の記述"
        return self._done(turn, draft, draft.finish(Status.ANSWERED, Route.BOTH))

    def _own(self, turn: Turn) -> Turn:
        draft = self._draft(turn)
        plan = turn.plan
        assert turn.reading is not None and plan is not None
        found: list[Scored] = []
        search = second_look(plan, turn.reading, self.planner) if turn.conversation.empty else None
        if search is not None:
            found, answers = self._narrator.instead(
                search, turn.reading.words, self._draft(turn), surely=isinstance(plan, ClarifyPlan)
            )
            if answers:
                return self._narrative(replace(turn, plan=search))
        if isinstance(plan, TalkPlan):
            return self._done(turn, draft, answer_talk(plan, draft, self.planner.examples()))
        if isinstance(plan, ClarifyPlan):
            draft.reading = plan.reading
            draft.say(plan.message, *(f"- {one}" for one in plan.choices))
            draft.choices.extend(plan.choices)
            return self._done(turn, draft, draft.finish(Status.CLARIFY, Route.NONE))
        assert isinstance(plan, RefusePlan)
        draft.reading = plan.reading
        draft.say(plan.message)
        self._narrator.related(found, draft)
        for source in plan.sources:
            draft.source(source)
        return self._done(turn, draft, draft.finish(Status.NOT_IN_REPORT, Route.NONE, plan.reason))

    def _remember(self, turn: Turn, before: Conversation) -> Conversation:
        assert turn.answer is not None and turn.reading is not None
        if isinstance(turn.plan, ClarifyPlan):
            return replace(before, asked_back=turn.reading.words)
        if isinstance(turn.plan, TalkPlan | RefusePlan | MeaningPlan | CriteriaPlan):
            return before
        if isinstance(turn.plan, NarrativePlan) and turn.answer.status is not Status.ANSWERED:
            return before
        shown = turn.ranking or tuple(one for one in turn.answer.rows if one in self.catalog.indicators)
        blocks = turn.blocks
        if not shown and isinstance(turn.plan, NarrativePlan | DepartmentsOfPlan):
            shown = tuple(
                indicator.id
                for block in blocks
                if block in self.catalog.blocks
                for indicator in self.catalog.blocks[block].indicators
            )
        blocks = self.planner.with_references(blocks)
        kept = before.years_said and years_of(turn.plan) == years_of(before.plan)
        said = bool(turn.reading.years.years) or kept
        same = shown == before.shown
        return Conversation(
            turn.plan,
            shown,
            blocks,
            turn.reading.content,
            turn.reading.asks_number,
            years_said=said,
            years_before=years_of(before.plan) if same else (),
        )
