"""The generator keeps its promises: places, totals, repeatability, a truth that a reader can match."""

import json
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))
from authored import asahi_kodomo_r5, minato_kankyo_r7
from compare import compare
from fresh_cases import Cases, asahi, minato
from report_generator import FIELDS, KINDS, damage, generate
from report_model import GeneratedReport, parsed

SEEDS = range(30)


def indicators(truth: dict) -> list[dict]:
    return [
        n for m in truth["measures"] for i in m["initiatives"] for b in i["blocks"] for n in b["indicators"]
    ]


def rows_of(truth: dict) -> list[dict]:
    """The export that a perfect reader would give."""
    rows = []
    for n in indicators(truth):
        common = {"indicator": n["id"], "name": n["name"], "unit": n["unit"]}
        for era, kinds in n["values"].items():
            for kind, cell in kinds.items():
                if cell["raw"] or cell.get("inferred"):
                    rows.append(
                        common
                        | {
                            "fiscal_year": truth["report"]["calendar"][era],
                            "kind": kind,
                            "value": cell.get("inferred") or cell["value"],
                            "printed": cell["raw"],
                            "inferred": "inferred" in cell,
                            "place": f"{cell.get('seed_line')}行 {cell.get('seed_col')}列",
                        }
                    )
        if n["baseline"]:
            year = n["baseline"]["year"]
            rows.append(
                common
                | {
                    "fiscal_year": int(year[1:]) + (2018 if year[0] == "R" else 1988),
                    "kind": "baseline",
                    "value": n["baseline"]["value"],
                    "inferred": False,
                }
            )
    return rows


def check_places(text: str, truth: dict) -> None:
    lines = text.split("\n")
    for n in indicators(truth):
        for kinds in n["values"].values():
            for cell in kinds.values():
                if cell["raw"]:
                    assert lines[cell["seed_line"] - 1].split("\t")[cell["seed_col"]] == cell["raw"]
                    assert parsed(cell["raw"]) == cell["value"]
    for m in truth["measures"]:
        for i in m["initiatives"]:
            for b in i["blocks"]:
                for cell in b["cells"].values():
                    assert lines[cell["seed_line"] - 1].split("\t")[cell["seed_col"]] == cell["raw"]
    assert all(f["raw"] in text for f in truth["narrative_figures"])


@pytest.mark.parametrize("seed", SEEDS)
def test_every_value_stands_where_the_truth_says(seed: int) -> None:
    made = generate(seed)
    check_places(made.text, made.truth)
    hurt = damage(made, seed, count=9)
    check_places(hurt.text, hurt.truth)
    check_places(made.text, made.truth)


@pytest.mark.parametrize("seed", SEEDS)
def test_totals_count_the_grades_of_the_reports_own_year(seed: int) -> None:
    for made in (generate(seed), damage(generate(seed), seed, count=12)):
        truth = made.truth
        for measure in truth["measures"]:
            counts = Counter(
                n["grade_counted"]
                for i in measure["initiatives"]
                for b in i["blocks"]
                for n in b["indicators"]
            )
            printed = {k: v for k, v in truth["totals"][measure["id"]].items() if v and k != "計"}
            assert dict(counts) == printed
            row = "\t".join(str(v) for v in truth["totals"][measure["id"]].values())
            assert f"{truth['report']['prefix']}{measure['id']}\t{row}\n" in made.text


@pytest.mark.parametrize("field", FIELDS)
def test_each_field_gives_a_report_of_its_own(field: str) -> None:
    made = generate(5, field)
    assert made.text == generate(5, field).text
    assert indicators(made.truth)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_damage_finds_a_place_in_some_report(kind: str) -> None:
    assert any(damage(generate(seed), seed, [kind]).truth["damage"] for seed in SEEDS)


@pytest.mark.parametrize("author", [asahi_kodomo_r5, minato_kankyo_r7])
def test_the_stored_reports_are_what_their_author_writes(author: Callable[[], GeneratedReport]) -> None:
    made = author()
    stored = Path(__file__).resolve().parent.parent / "data" / "reports" / f"{made.name}.txt"
    assert stored.read_text(encoding="utf-8") == made.text
    assert json.loads(stored.with_suffix(".json").read_text(encoding="utf-8")) == made.truth
    check_places(made.text, made.truth)
    assert compare(rows_of(made.truth), made.truth).perfect


@pytest.mark.parametrize("make", [asahi, minato])
def test_the_stored_questions_agree_with_their_report(make: Callable[[dict], Cases]) -> None:
    report = {"asahi": "asahi-kodomo-r5", "minato": "minato-kankyo-r7"}[make.__name__]
    data = Path(__file__).resolve().parent.parent / "data"
    cases = make(json.loads((data / "reports" / f"{report}.json").read_text(encoding="utf-8")))
    stored = (data / "questions" / f"{cases.prefix}.jsonl").read_text(encoding="utf-8")
    assert [json.loads(line) for line in stored.splitlines()] == cases.made


def test_compare_accepts_a_perfect_reading_and_counts_slips() -> None:
    truth = damage(generate(4), 4, count=8).truth
    rows = rows_of(truth)
    assert compare(rows, truth).perfect
    assert len(compare(rows[1:], truth).missing + compare(rows[1:], truth).inferred_wrong) == 1
    rows[0] = rows[0] | {"value": 987654, "printed": "987654"}
    assert len(compare(rows, truth).wrong) == 1
