"""The HTTP API: the objects of the contract, errors that say what to do, and a description that is true."""

from __future__ import annotations

from typing import Any

import pytest

from tests.ui.taking.conftest import EVIL, client, evil_report, serve, taking_home

__all__ = ["client", "evil_report", "serve", "taking_home"]  # fixtures

WHICH = "あやめ市の見守り計画で目標を達成できなかった指標は？"


def test_both_ways_to_ask_give_the_object_of_the_contract(client: Any) -> None:
    posted = client.post("/api/v1/ask", json={"question": "その実績は？", "turns": [WHICH]}).json()
    got = client.get("/api/v1/ask", params={"q": [WHICH, "その実績は？"]}).json()
    assert {**posted, "elapsed_ms": 0} == {**got, "elapsed_ms": 0}
    assert list(got) == [
        *("status", "reason", "route", "answer", "interpretation", "rows", "sources", "citations"),
        *("choices", "notes", "elapsed_ms"),
    ]
    assert got["status"] == "answered"
    assert {"source": "①-1#1", "report": "ayame-mimamori", "place": "5行 7列", "quote": "-3.2"} in got[
        "citations"
    ]


def test_reports_indicators_and_their_values_with_places(client: Any) -> None:
    reports = client.get("/api/v1/reports").json()
    assert {"ayame-mimamori", "wakabadai-fukushi-r6"} <= {one["report"] for one in reports["reports"]}
    listed = client.get("/api/v1/indicators", params={"report": "ayame-mimamori", "met": "no"}).json()
    assert (listed["count"], listed["rows"][0]["indicator"], listed["rows"][0]["met"]) == (1, "①-1#1", False)
    one = client.get("/api/v1/indicators/①-1%231", params={"report": "ayame-mimamori"}).json()
    assert one["name"] == f"{EVIL}数"
    assert [(row["era"], row["kind"], row["value"], row["place"]) for row in one["values"]] == [
        ("R5", "target", 10, "4行 6列"),
        ("R5", "actual", 9, "5行 6列"),
        ("R5", "grade", "B", "6行 6列"),
        ("R6", "target", 12, "4行 7列"),
        ("R6", "actual", -3.2, "5行 7列"),
        ("R6", "grade", "C", "6行 7列"),
    ]


def test_commentary_is_given_as_printed_filtered_and_in_pieces(client: Any) -> None:
    given = {"report": "ayame-mimamori", "kind": "issues"}
    found = client.get("/api/v1/passages", params=given).json()
    assert [one["printed"] for one in found["passages"]] == ["+課題です。"]
    worded = client.get("/api/v1/passages", params={"report": "ayame-mimamori", "word": "髙﨑 答えた"}).json()
    assert [one["column"] for one in worded["passages"]] == ["R6の取組状況"]
    whole = client.get("/api/v1/passages").json()
    part = client.get("/api/v1/passages", params={"offset": 1, "limit": 1}).json()
    assert part["passages"] == whole["passages"][1:2]
    assert part["count"] == whole["count"]


def test_a_draft_or_the_reason_why_there_is_none(client: Any) -> None:
    made = client.post("/api/v1/brief", json={"question": "見守りの取組の課題は何ですか"}).json()
    assert made["markdown"].startswith("# 答弁書（案）")
    assert made["sources"][0]["report"] == "ayame-mimamori"
    refused = client.post("/api/v1/brief", json={"question": "宇宙船の数は？"})
    assert refused.status_code == 404
    assert refused.json()["detail"].startswith("答弁案は作成していません")


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/api/v1/nowhere", 404),
        ("GET", "/api/v1/brief", 405),
        ("GET", "/api/v1/feedback", 405),
        ("GET", "/api/v1/ask", 422),
        ("POST", "/api/v1/ask", 422),
        ("GET", "/api/v1/indicators?report=どこにもない", 404),
        ("GET", "/api/v1/indicators?met=たぶん", 422),
        ("GET", "/api/v1/indicators/⑨-9%239", 404),
        ("GET", "/api/v1/passages?kind=x", 422),
        ("GET", "/api/v1/passages?limit=100000", 422),
    ],
)
def test_errors_say_in_japanese_what_happened_and_what_to_do(
    client: Any, method: str, address: str, status: int
) -> None:
    answer = client.request(method, address)
    assert answer.status_code == status
    told = answer.json()
    assert set(told) == {"detail", "code", "hint"}
    assert not told["detail"].isascii()
    assert not told["hint"].isascii()
    assert told["code"].isascii()


def test_what_is_returned_is_what_the_description_promises(client: Any) -> None:
    schema = client.get("/api/v1/openapi.json").json()
    described = {(method.upper(), path) for path, methods in schema["paths"].items() for method in methods}
    assert described >= {
        ("POST", "/api/v1/ask"),
        ("GET", "/api/v1/ask"),
        ("POST", "/api/v1/brief"),
        ("GET", "/api/v1/reports"),
        ("GET", "/api/v1/indicators"),
        ("GET", "/api/v1/indicators/{indicator}"),
        ("GET", "/api/v1/passages"),
    }
    assert all(path.startswith("/api/v1/") for _, path in described), "pages are no part of it"
    row = client.get("/api/v1/indicators").json()["rows"][0]
    assert set(row) == set(schema["components"]["schemas"]["IndicatorOut"]["properties"])


def test_the_page_explains_every_address_and_loads_nothing_from_elsewhere(client: Any) -> None:
    page = client.get("/api/v1/")
    assert page.status_code == 200
    for path in client.get("/api/v1/openapi.json").json()["paths"]:
        assert path in page.text
    assert "cdn" not in page.text
    assert 'src="http' not in page.text
