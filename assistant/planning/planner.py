"""From a reading and the conversation to one plan. Rules only; each refusal says which word decided."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.conversation import Conversation
from assistant.phrasing import years_text
from assistant.planning.follow import follow_up
from assistant.planning.prose import StatedFigures, StatedMatch
from assistant.planning.scope import scope_of
from assistant.planning.wanted import (
    aspect_of,
    columns_of,
    is_yes_no,
    kinds_of,
    metric_of,
    supposes,
    wants_figure,
    only_movement,
    wants_narrative,
    years_outside,
)
from assistant.planning.whole import plan_for_whole
from assistant.plans import (
    Aspect,
    ClarifyPlan,
    CombinedPlan,
    ComparePlan,
    CriteriaPlan,
    DepartmentsOfPlan,
    FiguresPlan,
    IndicatorsOfPlan,
    ItemsOfPlan,
    MeaningPlan,
    Metric,
    NarrativePlan,
    Plan,
    ReferencePlan,
    RefusePlan,
    SameNumberPlan,
    TalkPlan,
)
from assistant.types import Reason
from assistant.understanding.catalog import Catalog, ItemKind
from assistant.understanding.linker import Candidate, Linker
from assistant.understanding.question import Word
from assistant.understanding.reading import Reading
from corpus.fiscal import era_label, fiscal_year_label
from corpus.types import Kind

# Below this share of the question's words an indicator is not what was asked about.
_ACCEPT = 0.5
# Two indicators closer than this are equally good readings: ask back. Set on the development
# questions: the closest pair of different meaning that must not be asked back differs by 0.08.
_TIE = 0.06
# A stated figure is preferred to an indicator when it explains this much more of the question.
_PROSE_MARGIN = 0.08
_AGENT = re.compile(r"(員|者|主|司|師|士|生|会|人|団体|家|隊|長)$")
_SMALL_TALK = 12


class Planner:
    """Plans questions about one report."""

    def __init__(self, catalog: Catalog, linker: Linker) -> None:
        self.catalog = catalog
        self.linker = linker
        self.stated = StatedFigures(catalog, linker)

    def plan(self, reading: Reading, conversation: Conversation) -> Plan:
        """Decide what one question asks for."""
        return (
            self._talk(reading)
            or self._corrected(reading, conversation)
            or follow_up(reading, conversation, self)
            or self._outside(reading)
            or self._about_grades(reading)
            or self._about_numbers(reading)
            or self._about_departments(reading)
            or self._about_references(reading)
            or plan_for_whole(reading, self)
            or self._about_items(reading)
            or self._not_understood(reading)
        )

    # -- before the items ----------------------------------------------------------------

    def _talk(self, reading: Reading) -> Plan | None:
        if reading.has("talk:injection"):
            return RefusePlan(
                Reason.OUT_OF_SCOPE,
                "計画の進捗評価報告書についてのご質問にお答えする仕組みのため、このご依頼にはお答えできません。",
                reading="報告書についての質問ではない",
            )
        asks = bool(reading.words or reading.measures or reading.grades or wants_figure(reading))
        if reading.has("talk:thanks") and not asks:
            return TalkPlan("thanks")
        if reading.has("talk:greeting") and not asks:
            return TalkPlan("greeting")
        if reading.has("operation:help"):
            return TalkPlan("help")
        return None

    def _corrected(self, reading: Reading, conversation: Conversation) -> Plan | None:
        """「そうじゃなくて目標のほう」: the last figures, of the kind named now."""
        if not reading.corrects or reading.words or not isinstance(conversation.plan, FiguresPlan):
            return None
        kinds = kinds_of(reading)
        tail = reading.folded[re.search(r"なくて?|って", reading.folded).end() :] if re.search(r"なくて?|って", reading.folded) else ""
        said_last = tuple(
            kind for kind, word in ((Kind.TARGET, "目標"), (Kind.ACTUAL, "実績"), (Kind.GRADE, "評価")) if word in tail
        )
        kinds = said_last or kinds
        years = reading.years.years or conversation.plan.years
        return replace(conversation.plan, kinds=kinds or conversation.plan.kinds, years=years, aspect=Aspect.VALUE)

    def _outside(self, reading: Reading) -> Plan | None:
        report = self.catalog.report
        if reading.other_places:
            names = "・".join(f"「{one}」" for one in reading.other_places)
            return RefusePlan(
                Reason.NO_SUCH_ITEM,
                f"{names}についての記載は、この報告書（{report.title}）にはありません。",
                reading=f"{'・'.join(reading.other_places)}のこと",
            )
        if reading.unknown_departments:
            name = reading.unknown_departments[0]
            known = "、".join(self.catalog.departments[:8])
            return RefusePlan(
                Reason.NO_SUCH_ITEM,
                f"「{name}」という担当課は、この報告書にはありません。記載のある担当課は、{known}などです。",
                reading=f"担当課＝{name}",
            )
        if reading.has("outside:opinion") and not reading.slot("kind"):
            return RefusePlan(
                Reason.OUT_OF_SCOPE,
                "意見や感想はお答えできません。報告書に記載された目標・実績・評価と、取組状況・課題の記述をお答えします。",
                reading="意見を求める質問",
            )
        if reading.has("outside:forecast") and not reading.has("kind:target"):
            return RefusePlan(
                Reason.OUT_OF_SCOPE,
                f"将来の予測はこの報告書にありません。記載があるのは{fiscal_year_label(report.fiscal_year)}までの実績と、"
                f"{years_text(report.years)}の目標です。",
                reading="将来の予測",
            )
        for match in reading.matches:
            if match.slot == "outside" and match.value == "attribute" and match.text not in self.catalog.text:
                return RefusePlan(
                    Reason.OUT_OF_SCOPE,
                    f"「{match.text}」に当たる記載は、この報告書にはありません。",
                    reading=f"{reading.content}・{match.text}",
                    related=reading.content,
                )
            if match.slot == "outside" and match.value == "scope" and match.text not in self.catalog.text:
                return RefusePlan(
                    Reason.NO_SUCH_ITEM,
                    f"「{match.text}」の数値は、この報告書にはありません。記載されているのは計画の指標ごとの値だけです。",
                    reading=f"{reading.content}・{match.text}",
                    related=reading.content,
                )
        if reading.has("outside:money") and not self._money_is_stated(reading):
            word = next(one.text for one in reading.matches if one.value == "money")
            return RefusePlan(
                Reason.NO_SUCH_ITEM,
                f"お尋ねの金額（{word}）の記載は、この報告書にはありません。",
                reading=f"{reading.content}・金額",
                related=reading.content,
            )
        outside = years_outside(reading.years.years, report)
        if outside and self._baseline_of(reading, outside):
            return FiguresPlan((self._baseline_of(reading, outside),), outside, (Kind.BASELINE,))
        if outside and (wants_figure(reading) or not wants_narrative(reading) or len(outside) == len(reading.years.years)):
            asked = "・".join(f"{fiscal_year_label(one)}（{era_label(one)}）" for one in outside)
            held = f"{fiscal_year_label(report.years[0])}から{fiscal_year_label(report.years[-1])}まで"
            return RefusePlan(
                Reason.YEAR_OUTSIDE,
                f"{asked}の記載は、この報告書にはありません。記載があるのは{held}（実績は"
                f"{fiscal_year_label(report.fiscal_year)}まで）です。",
                reading=f"{asked}・{reading.content}".strip("・"),
            )
        return None

    def _baseline_of(self, reading: Reading, years: tuple[int, ...]) -> str:
        """Return the indicator asked about where its printed baseline is of a year without a column, else ''."""
        best = self._best(reading)
        if best is None or best.coverage < _ACCEPT:
            return ""
        for one in self.catalog.indicators[best.item.id].observations:
            if one.kind is Kind.BASELINE and one.fiscal_year in years:
                return best.item.id
        return ""

    def _money_is_stated(self, reading: Reading) -> bool:
        matches = self.stated.find(reading.words)
        return any(
            one.score >= 0.6 and any("円" in unit for unit in one.figure.units) for one in matches[:5]
        ) or any("円" in (one.unit or "") for one in self.catalog.report.indicators)

    def _about_grades(self, reading: Reading) -> Plan | None:
        if reading.has("operation:criteria") and (reading.grades or reading.has("kind:grade")) and not reading.words:
            return CriteriaPlan(reading.grades)
        asks_meaning = reading.has("operation:definition") or "意味" in reading.folded
        if asks_meaning and (reading.grades or "評価区分" in reading.folded) and not self._nouns(reading):
            return MeaningPlan(reading.grades)
        return None

    def _nouns(self, reading: Reading) -> tuple[Word, ...]:
        return tuple(word for word in reading.words if word.part == "noun")

    def _about_numbers(self, reading: Reading) -> Plan | None:
        if reading.has("operation:same") and len(reading.numbers) >= 2:
            return SameNumberPlan(reading.numbers, reading.content)
        return None

    def _about_departments(self, reading: Reading) -> Plan | None:
        if reading.has("operation:department") or re.search(r"(どこ|どの課|何課)(が|も|と)?(関わ|関係|携わ)", reading.folded):
            if reading.words or reading.initiatives or reading.indicators:
                excluded = reading.departments if re.search(r"以外|ほか|他|を除", reading.folded) else ()
                if not (reading.departments and not excluded):
                    blocks = self._blocks_named(reading)
                    if blocks:
                        return DepartmentsOfPlan(blocks, excluded)
                    return self._no_such_item(reading)
        if reading.departments and not reading.slot("kind") and not reading.grades:
            content = self._nouns(reading)
            if not content and not wants_narrative(reading) and not reading.has("condition:met", "condition:unmet"):
                if reading.has("operation:count") and "指標" in reading.folded:
                    return None
                excluded = bool(re.search(r"以外|のほか|の他|を除", reading.folded))
                return ItemsOfPlan(reading.departments, excluded)
            if wants_narrative(reading) or reading.has("operation:definition"):
                blocks = tuple(
                    block.id for block in self.catalog.report.blocks if set(reading.departments) & set(block.departments)
                )
                scope = scope_of(replace(reading, departments=()), self.catalog, self.linker)
                if scope and (scope.measures or scope.initiatives):
                    inside = tuple(
                        one
                        for one in blocks
                        if (not scope.measures or self.catalog.measure_of[one] in scope.measures)
                        and (not scope.initiatives or self.catalog.initiative_of[one] in scope.initiatives)
                    )
                    blocks = inside or blocks
                return NarrativePlan(
                    reading.folded,
                    columns_of(reading) or ("status",),
                    self.with_references(blocks),
                    strict=False,
                    heading="・".join(reading.departments),
                )
        return None

    def _about_references(self, reading: Reading) -> Plan | None:
        if not reading.has("operation:reference") or not (reading.words or reading.initiatives):
            return None
        blocks = self._blocks_named(reading)
        referring = {one.block_id for one in self.catalog.report.cross_references}
        initiatives = {self.catalog.initiative_of[one] for one in blocks}
        chosen = tuple(one for one in referring if self.catalog.initiative_of.get(one) in initiatives)
        if not chosen:
            return None
        targets = [
            one.target_id
            for one in self.catalog.report.cross_references
            if one.block_id in chosen and one.target_id is not None
        ]
        if reading.slot("kind") and targets and self.catalog.initiatives[targets[0]].indicators:
            return self._figures_plan(reading, tuple(one.id for one in self.catalog.initiatives[targets[0]].indicators))
        return ReferencePlan(tuple(sorted(chosen)))

    # -- items ---------------------------------------------------------------------------

    def _about_items(self, reading: Reading) -> Plan | None:
        words = reading.words
        number = reading.initiative_number
        if number is not None and not reading.initiatives:
            found = [
                one.id
                for one in self.catalog.initiatives.values()
                if one.number == number and (not reading.measures or self.catalog.measure_of[one.id] in reading.measures)
            ]
            if len(found) == 1:
                reading = replace(reading, initiatives=tuple(found))
            elif len(found) > 1 and not words:
                choices = tuple(
                    f"{one}（{self.catalog.name(one)}）{self._asked_tail(reading)}" for one in found[:4]
                )
                return ClarifyPlan(
                    f"No.{number}の取組は{len(found)}つあります。どの取組についてお尋ねですか。", choices, f"No.{number}"
                )
        if reading.initiatives and reading.ordinal:
            indicators = self.catalog.initiatives[reading.initiatives[0]].indicators
            if (reading.slot("kind") or aspect_of(reading)) and reading.ordinal <= len(indicators):
                return self._figures_plan(reading, (indicators[reading.ordinal - 1].id,))
            return IndicatorsOfPlan(reading.initiatives[0], reading.ordinal)
        if words and (reading.ordinal or re.search(r"指標は.{0,12}(だけ|何|どれ|いくつ)|(何|どんな|どういう)指標", reading.folded)):
            initiative = self._initiative_named(reading)
            if initiative:
                indicators = self.catalog.initiatives[initiative].indicators
                named = re.search(r"(何|どんな|どういう)(という)?指標|指標名|名前|名称", reading.folded)
                asks = (reading.slot("kind") or aspect_of(reading)) and reading.ordinal and not named
                if asks and reading.ordinal and reading.ordinal <= len(indicators) and "もう" not in reading.folded:
                    return self._figures_plan(reading, (indicators[reading.ordinal - 1].id,))
                return IndicatorsOfPlan(initiative, reading.ordinal)
        if not words and not reading.initiatives and not reading.indicators:
            return None
        return self._figures_or_narrative(reading)

    def _figures_or_narrative(self, reading: Reading) -> Plan | None:
        figure, narrative = wants_figure(reading), wants_narrative(reading)
        if only_movement(reading):
            # 「どう動いた？」 is asked of figures as of people: an indicator named in full decides.
            best = self._best(reading)
            figure = best is not None and self._named_share(reading, best) >= 0.6
            narrative = not figure
        if reading.has("operation:definition") and not (reading.slot("kind") or narrative):
            return self._definition(reading)
        several = self._comparison(reading)
        if several:
            return several
        indicators = self._indicators_named(reading)
        if isinstance(indicators, ClarifyPlan):
            return indicators
        stated = self._stated(reading) if figure or not narrative else []
        best = self._best(reading)
        by_name = bool(reading.indicators or reading.initiatives)
        score = 1.0 if by_name else (best.coverage if best and indicators else 0.0)
        prose_wins = (
            bool(stated)
            and not by_name
            and not set(kinds_of(reading)) & {Kind.TARGET, Kind.GRADE, Kind.BASELINE}
            and aspect_of(reading) in (None, Aspect.CHANGE, Aspect.VALUE, Aspect.AVERAGE)
            and stated[0].score > score + _PROSE_MARGIN
        )
        if isinstance(rivals := self._generic(reading, stated, indicators), ClarifyPlan):
            return rivals
        if indicators and reading.has("narrative:reason", "narrative:issues", "narrative:future"):
            prose_wins = False
        if prose_wins and (figure or not narrative) and not (reading.years.years and self._years_differ(reading)):
            return self._stated_plan(reading, stated)
        if indicators and figure and not self._subset_asked(reading, best) and not self._head_unexplained(reading, best):
            plan = self._figures_plan(reading, indicators)
            if narrative:
                return CombinedPlan(plan, self._narrative_of_rows(reading, indicators))
            if self._head_mismatch(reading, best):
                return self._no_such_item(reading, best)
            return self._refuse_unknown(reading, best) or plan
        named = by_name or (best is not None and self._named_share(reading, best) >= 0.6)
        if indicators and not narrative and not figure and named:
            return self._refuse_unknown(reading, best) or self._figures_plan(reading, indicators)
        if figure and not narrative:
            if stated and stated[0].score >= 0.6:
                return self._stated_plan(reading, stated)
            return self._refuse_unknown(reading, best) or self._no_such_item(reading, best)
        if indicators and best and reading.has("operation:change") and best.name_coverage >= 0.6:
            plan = self._figures_plan(reading, indicators)
            return CombinedPlan(plan, self._narrative_of_rows(reading, indicators))
        return self._narrative(reading)

    def _named_share(self, reading: Reading, best: Candidate) -> float:
        """Return how much of the words the indicator's own name and the names above it say."""
        return self.linker.support(reading.words, f"{best.item.name} {best.item.near} {best.item.measure}")

    def _head_unexplained(self, reading: Reading, best: Candidate | None) -> bool:
        """The last noun, what is counted (年齢 in 保護司の平均年齢), is nowhere in the indicator or its row."""
        nouns = self._nouns(reading)
        if best is None or not nouns or wants_narrative(reading) or reading.indicators or reading.initiatives:
            return False
        item = best.item
        whole = f"{item.name} {item.near} {item.measure} {item.about} {item.commentary} {item.unit}"
        return self.linker.degree(nouns[-1], whole) < 0.5

    def _generic(
        self, reading: Reading, stated: list[StatedMatch], indicators: tuple[str, ...]
    ) -> ClarifyPlan | None:
        """One bare noun (相談件数, 補助件数) that an indicator and figures in other rows both carry: ask back."""
        nouns = self._nouns(reading)
        if len(reading.words) != 1 or not nouns or wants_narrative(reading):
            return None
        if reading.indicators or reading.initiatives or reading.measures:
            return None
        best = self._best(reading)
        if best is not None and best.precision >= 0.5:
            return None
        rivals: dict[str, str] = {}
        if indicators and best is not None:
            rivals[self.catalog.block_of[indicators[0]]] = self.catalog.name(indicators[0])
        said = nouns[0].surface
        for one in stated:
            block = one.figure.passage.block_id
            if one.score >= 0.9 and block not in rivals:
                rivals[block] = f"{self.catalog.row_name(block)}の{said}"
        if len(rivals) < 2:
            return None
        tail = self._asked_tail(reading) if reading.slot("kind") else "は？"
        choices = tuple(f"{one}{tail if position == 0 and indicators else 'は？'}" for position, one in enumerate(rivals.values()))
        return ClarifyPlan(f"「{said}」に当たる値が複数の取組にあります。どれについてお尋ねですか。", choices[:4], said)

    def _figures_plan(self, reading: Reading, indicators: tuple[str, ...]) -> FiguresPlan:
        report = self.catalog.report
        aspect = aspect_of(reading) or Aspect.VALUE
        years = reading.years.years
        kinds = kinds_of(reading)
        if wants_narrative(reading) and reading.years.relative and years and min(years) > report.fiscal_year:
            years = ()  # 「来年度の手当ては」 asks what will be done, not for figures of that year
        if aspect is Aspect.CHANGE and len(years) == 1 and re.search(r"(と|に)比べ|(から|より)(今|現在)", reading.folded):
            if years[0] < report.fiscal_year:
                years = (years[0], report.fiscal_year)
        if aspect in (Aspect.TREND, Aspect.YEARLY, Aspect.SUM, Aspect.AVERAGE, Aspect.HIGHEST_YEAR, Aspect.LOWEST_YEAR):
            years = years if len(years) > 1 else tuple(report.years)
        elif not years and aspect is not Aspect.WHICH_YEAR:
            years = (report.fiscal_year,)
        return FiguresPlan(
            indicators,
            years,
            kinds,
            aspect,
            reading.numbers[0] if reading.numbers else "",
            supposes(reading),
            is_yes_no(reading),
            bool(reading.years.years),
        )

    def _comparison(self, reading: Reading) -> Plan | None:
        """Two items set beside each other: 「保護司と協力雇用主、どちらが…」 cut at と or 、."""
        if not reading.has("operation:compare") or len(reading.words) < 2:
            return None
        groups = self._groups(reading)
        if len(groups) < 2:
            return None
        if len(groups) > 2 and len(self._equals(groups[-1], reading)) > 1:
            # 「里山と海岸清掃、参加者は」: the last words belong to both, they are no third item.
            groups = [(*group, *groups[-1]) for group in groups[:-1]]
        chosen: list[str] = []
        for group in groups:
            equal = self._equals(group, reading)
            if len(equal) > 1 and group is not groups[-1]:
                tail = tuple(one for one in groups[-1][-1:] if one not in group)
                equal = self._equals((*group, *tail), reading)
            if equal and equal[0].coverage >= _ACCEPT + 0.1:
                chosen.append(equal[0].item.id)
        chosen = list(dict.fromkeys(chosen))
        if len(chosen) < 2:
            return None
        years = reading.years.years or (self.catalog.report.fiscal_year,)
        return ComparePlan(tuple(chosen), years, metric_of(reading))

    def _equals(self, group: tuple[Word, ...], reading: Reading) -> list[Candidate]:
        """Return the indicators whose names say a group of words equally well, best first."""
        found = self.linker.link(group, (ItemKind.INDICATOR,), reading.unit)
        return [one for one in found if one.name_coverage >= found[0].name_coverage - 0.02] if found else []

    def _groups(self, reading: Reading) -> list[tuple[Word, ...]]:
        groups: list[list[Word]] = []
        last_end = None
        for word in reading.words:
            gap = reading.folded[last_end : word.start] if last_end is not None else ""
            if last_end is None or re.search(r"(と(?!いう|して)|、|,|vs|および|及び|より)", gap):
                groups.append([])
            groups[-1].append(word)
            last_end = word.end
        return [tuple(group) for group in groups if any(word.part == "noun" for word in group)]

    def _best(self, reading: Reading) -> Candidate | None:
        found = self.linker.link(reading.words, (ItemKind.INDICATOR,), reading.unit)
        return found[0] if found else None

    def _indicators_named(self, reading: Reading) -> tuple[str, ...] | ClarifyPlan:
        """Return the indicators meant; a question back where two fit equally; empty where none fits."""
        if reading.indicators:
            return reading.indicators
        if reading.initiatives:
            return tuple(
                one.id for initiative in reading.initiatives for one in self.catalog.initiatives[initiative].indicators
            )
        found = self.linker.link(reading.words, (ItemKind.INDICATOR,), reading.unit)
        found = [
            one for one in found if not reading.measures or self.catalog.measure_of[one.item.id] in reading.measures
        ]
        if not found or found[0].coverage < _ACCEPT:
            return ()
        best = found[0]
        ties = [
            one
            for one in found
            if one.coverage >= best.coverage - _TIE
            and one.phrases >= best.phrases - 0.01
            and (not reading.unit or one.item.unit == best.item.unit)
            and (one.score >= best.score - _TIE or (one.name_coverage >= best.name_coverage - 0.02 and best.precision < 0.75))
        ]
        if reading.numbers and aspect_of(reading) is Aspect.WHICH_YEAR:
            holding = [one for one in ties if self._holds(one.item.id, reading.numbers[0])]
            if holding:
                return (holding[0].item.id,)
        initiatives = {self.catalog.initiative_of[one.item.id] for one in ties}
        if len(ties) > 1 and len(initiatives) == 1 and best.name_coverage < 0.35:
            # The initiative was named rather than one of its indicators: all of them answer.
            return tuple(sorted((one.item.id for one in ties), key=list(self.catalog.indicators).index))
        if len(ties) > 1 and (wants_figure(reading) or not wants_narrative(reading)):
            return self._ask_back(reading, [one.item.id for one in ties])
        if best.name_coverage < 0.3:
            initiative = self.catalog.initiative_of[best.item.id]
            siblings = self.catalog.initiatives[initiative].indicators
            top = self.linker.link(reading.words, (ItemKind.INITIATIVE,))
            if len(siblings) > 1 and top and top[0].item.id == initiative and top[0].name_coverage >= 0.7:
                return tuple(one.id for one in siblings)
            if best.coverage < 0.6 and (not top or top[0].name_coverage < 0.5):
                return ()
        return (best.item.id,)

    def _ask_back(self, reading: Reading, ids: list[str]) -> ClarifyPlan:
        tail = self._asked_tail(reading)
        choices = tuple(f"{self.catalog.name(one)}{tail}" for one in ids[:4])
        said = "".join(word.surface for word in reading.words)
        return ClarifyPlan(f"「{said}」に当たる指標が複数あります。どれについてお尋ねですか。", choices, said)

    def _asked_tail(self, reading: Reading) -> str:
        year = f"{era_label(reading.years.years[0])}の" if len(reading.years.years) == 1 else ""
        kinds = kinds_of(reading)
        labels = {Kind.TARGET: "目標", Kind.ACTUAL: "実績", Kind.GRADE: "評価", Kind.BASELINE: "基準値"}
        asked = "と".join(labels[one] for one in kinds) if kinds else "実績"
        if aspect_of(reading) is Aspect.RATE:
            asked = "達成率"
        elif aspect_of(reading) is Aspect.TREND:
            asked = "推移"
        return f"の{year}{asked}は？"

    def _holds(self, indicator_id: str, number: str) -> bool:
        return any(
            one.printed.replace(",", "") == number for one in self.catalog.indicators[indicator_id].observations
        )

    def _years_differ(self, reading: Reading) -> bool:
        report_year = self.catalog.report.fiscal_year
        return all(year not in (report_year, report_year + 1) for year in reading.years.years)

    def _subset_asked(self, reading: Reading, best: Candidate | None) -> bool:
        """「協力員のうち女性は」: a part that the indicator's own words do not name."""
        if best is None or not re.search(r"のうち|の中で|内訳", reading.folded):
            return False
        return any(word.part == "noun" for word in best.unexplained)

    def _head_mismatch(self, reading: Reading, best: Candidate | None) -> bool:
        """The person or body asked for is only the beginning of a longer one (民生委員 in 民生委員協力員)."""
        if best is None or not best.item.name or not reading.asks_number or reading.indicators or reading.initiatives:
            return False
        said = "".join(word.surface for word in reading.words)
        nouns = [word for word in reading.words if word.part == "noun"]
        if not nouns or not _AGENT.search(nouns[-1].surface):
            return False
        name = re.split(r"[\s(※]", best.item.name)[0]
        at = name.find(said)
        if at < 0:
            return False
        rest = re.match(r"[一-龥ァ-ヶー]+", name[at + len(said) :])
        if not rest:
            return False
        following = re.sub(r"(数|件数|総数|人数|割合|率|等)$", "", rest.group())
        return bool(following) and _AGENT.search(following) is not None and len(following) >= 2

    def _refuse_unknown(self, reading: Reading, best: Candidate | None) -> Plan | None:
        """A noun that the report never uses decides: what was asked is not there."""
        nouns = [word for word in reading.unknown if word.part == "noun" and len(word.surface) >= 2]
        if not nouns:
            return None
        said = "・".join(f"「{word.surface}」" for word in nouns)
        near = ""
        sources: tuple[str, ...] = ()
        if best is not None and best.coverage >= 0.35:
            near = f"近いものに、{self.catalog.name(best.item.id)}（{best.item.id}）があります。"
        return RefusePlan(
            Reason.NO_SUCH_ITEM,
            f"{said}に当たる記載は、この報告書にはありません。{near}",
            sources,
            reading=reading.content,
            related=reading.content,
        )

    def _no_such_item(self, reading: Reading, best: Candidate | None = None) -> Plan:
        said = "".join(word.surface for word in reading.words) or reading.raw
        near = f"近いものに、{self.catalog.name(best.item.id)}（{best.item.id}）があります。" if best else ""
        return RefusePlan(
            Reason.NO_SUCH_ITEM,
            f"「{said}」そのものに当たる指標や記載は、この報告書にはありません。{near}",
            reading=said,
            related=reading.content,
        )

    # -- commentary ----------------------------------------------------------------------

    def _definition(self, reading: Reading) -> Plan | None:
        if reading.unknown and len(self._nouns(reading)) == len(reading.unknown):
            return self._refuse_unknown(reading, self._best(reading))
        return NarrativePlan(reading.folded, ("overview",), definition=True)

    def _narrative(self, reading: Reading) -> Plan:
        blocks: tuple[str, ...] = ()
        if reading.initiatives:
            blocks = tuple(block.id for one in reading.initiatives for block in self.catalog.initiatives[one].blocks)
        elif reading.measures:
            blocks = tuple(
                block.id
                for measure in reading.measures
                for one in self.catalog.measures[measure].initiatives
                for block in one.blocks
            )
        return NarrativePlan(
            reading.folded,
            columns_of(reading),
            self.with_references(blocks),
            wants_number=reading.asks_number,
            wants_reason=reading.has("narrative:reason"),
            direction=supposes(reading),
            years=reading.years.years,
        )

    def _narrative_of_rows(self, reading: Reading, indicators: tuple[str, ...]) -> NarrativePlan:
        blocks = tuple(dict.fromkeys(self.catalog.block_of[one] for one in indicators))
        return NarrativePlan(
            reading.folded,
            columns_of(reading),
            blocks,
            wants_reason=reading.has("narrative:reason"),
            direction=supposes(reading),
            strict=False,
        )

    def _stated(self, reading: Reading) -> list[StatedMatch]:
        if not reading.words:
            return []
        found = self.stated.find(reading.words, reading.unit, numbers=reading.numbers)
        if "のうち" in reading.folded:
            # 「389件のうち警察からの通告は」: the part asked for must be said in the sentence itself.
            begin = reading.folded.index("のうち")
            part = [word for word in reading.words if word.part == "noun" and word.start > begin]
            found = [one for one in found if all(self.linker.degree(word, one.figure.folded) >= 0.6 for word in part)]
        if reading.measures:
            found = [
                one for one in found if self.catalog.measure_of.get(one.figure.passage.block_id) in reading.measures
            ]
        return found

    def _stated_plan(self, reading: Reading, stated: list[StatedMatch]) -> Plan:
        refused = self._refuse_unknown(reading, self._best(reading))
        if refused:
            return refused
        best = stated[0]
        rivals = [
            one
            for one in stated
            if one.score >= best.score - 0.03 and one.figure.passage.block_id != best.figure.passage.block_id
        ]
        if rivals and best.score >= 0.6:
            seen: dict[str, StatedMatch] = {}
            for one in [best, *rivals]:
                seen.setdefault(one.figure.passage.block_id, one)
            said = "".join(word.surface for word in reading.words)
            choices = tuple(f"{self.catalog.row_name(block)}の{said}は？" for block in list(seen)[:4])
            if len(set(choices)) > 1:
                return ClarifyPlan(f"「{said}」に当たる記載が複数の取組にあります。どれについてお尋ねですか。", choices, said)
        return NarrativePlan(
            reading.folded,
            columns_of(reading),
            (best.figure.passage.block_id,),
            wants_number=True,
            years=reading.years.years,
            strict=False,
            stated=(best.figure.passage.block_id, best.figure.passage.column, best.figure.position),
        )

    def _blocks_named(self, reading: Reading) -> tuple[str, ...]:
        """Return the blocks that a question is about: by id, by indicator, by initiative, by their text."""
        if reading.indicators:
            return tuple(dict.fromkeys(self.catalog.block_of[one] for one in reading.indicators))
        if reading.initiatives:
            return tuple(block.id for one in reading.initiatives for block in self.catalog.initiatives[one].blocks)
        words = reading.words
        indicators = self.linker.link(words, (ItemKind.INDICATOR,), reading.unit)
        if indicators and indicators[0].name_coverage >= 0.7:
            return (self.catalog.block_of[indicators[0].item.id],)
        initiatives = self.linker.link(words, (ItemKind.INITIATIVE,))
        blocks = self.linker.link(words, (ItemKind.BLOCK,))
        if initiatives and initiatives[0].name_coverage >= 0.75:
            return tuple(block.id for block in self.catalog.initiatives[initiatives[0].item.id].blocks)
        ranked = sorted(blocks, key=lambda one: -self._said(words, one))
        if ranked and self._said(words, ranked[0]) >= 0.6:
            return (ranked[0].item.id,)
        return ()

    def _said(self, words: tuple[Word, ...], candidate: Candidate) -> float:
        item = candidate.item
        own = f"{item.near} {item.about} {item.commentary}"
        about = self.linker.support(words, f"{item.near} {item.about}")
        return 0.7 * self.linker.support(words, own) + 0.3 * about

    def _initiative_named(self, reading: Reading) -> str | None:
        if reading.initiatives:
            return reading.initiatives[0]
        found = self.linker.link(reading.words, (ItemKind.INITIATIVE,))
        indicators = self.linker.link(reading.words, (ItemKind.INDICATOR,))
        if indicators and (not found or indicators[0].coverage > found[0].coverage):
            return self.catalog.initiative_of[indicators[0].item.id]
        return found[0].item.id if found and found[0].coverage >= _ACCEPT else None

    def with_references(self, blocks: tuple[str, ...]) -> tuple[str, ...]:
        """Add the blocks that 再掲 notes of these blocks point to."""
        result = list(blocks)
        for reference in self.catalog.report.cross_references:
            if reference.block_id in blocks and reference.target_id:
                if reference.target_block:
                    result.append(reference.target_block)
                else:
                    result.extend(block.id for block in self.catalog.initiatives[reference.target_id].blocks)
        return tuple(dict.fromkeys(result))

    def _not_understood(self, reading: Reading) -> Plan:
        if wants_narrative(reading) and reading.words:
            return self._narrative(reading)
        if reading.unknown:
            refused = self._refuse_unknown(reading, self._best(reading))
            if refused:
                return refused
        return ClarifyPlan(
            "何についてのお尋ねか、もう少し教えてください。次のような聞き方ができます。",
            self.examples(),
            reading.content or "項目の指定なし",
        )

    def examples(self) -> tuple[str, ...]:
        """Return questions that work on this report, made from its own names."""
        report = self.catalog.report
        year = era_label(report.fiscal_year)
        numeric = [
            one
            for one in report.indicators
            if one.name and (actual := one.observation(report.fiscal_year, Kind.ACTUAL)) and actual.value is not None
        ]
        found: list[str] = []
        if numeric:
            found.append(f"{numeric[0].name}の{year}の実績は？")
        worst = next((g.grade for g in reversed(report.legend) if len(g.grade) == 1 and g.grade.isalpha()), None)
        if worst:
            found.append(f"{year}に{worst}評価だった指標を全部教えて")
        if len(numeric) > 1:
            found.append(f"{numeric[len(numeric) // 2].name}の推移を教えて")
        issue = next((one for one in report.initiatives if one.name and len(one.blocks) == 1 and one.indicators), None)
        if issue:
            found.append(f"{issue.name}の課題は何ですか")
        return tuple(found)
