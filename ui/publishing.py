"""The commands that change what the store holds, and `check`, which tells beforehand what would change."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from corpus import fiscal
from corpus.entered import Entered
from corpus.errors import KeikakuError, StoreError
from corpus.personal_data import told_by
from ui import changes, inspection, listing, store
from ui.arrivals import Arrival, Fate, Wishes
from ui.neighbours import unlike_editions
from ui.progress import tell

if TYPE_CHECKING:
    from assistant.settings import Settings
    from corpus.types import Finding, Report
    from index.manifest import ReportEntry

DONE, CANNOT, BAD_USAGE = 0, 1, 2
_SHOWN = 10  # differences from the neighbouring edition that `ingest` lists


class UsageError(KeikakuError):
    """The command was called in a way that cannot work; the message says how to call it."""


def ingest(arguments: argparse.Namespace, settings: Settings) -> int:
    """Read the files given and publish all of them or none; return the exit status."""
    entered = Entered(arguments.city, arguments.plan, arguments.fiscal_year)
    wishes = Wishes(arguments.name, entered, arguments.replace)
    if (arguments.name, entered) != (None, Entered()) and len(arguments.files) > 1:
        raise UsageError(
            "--name・--city・--plan・--fiscal-year は、ファイルを1つだけ指定したときに使えます。"
        )
    done = store.ingest(
        settings,
        arguments.files,
        wishes=wishes,
        personal_data_confirmed=arguments.confirm_personal_data,
        is_trial=arguments.dry_run,
    )
    if arguments.json:
        print_json(_ingestion_json(done))
    else:
        if done.published:
            tell(f"保存先：{settings.home}\n")
        elif not done.held:
            tell("--dry-run のため、保存していません。取り込むと次のようになります。\n")
        if not done.held or arguments.dry_run:
            print(
                "\n\n".join(
                    "\n".join([*_arrival_lines(one), *_edition_lines(one, settings)]) for one in done.arrivals
                )
            )
    if done.held:
        tell("\n".join(_held_lines(done)))
        return CANNOT
    return DONE


def check(arguments: argparse.Namespace, settings: Settings) -> int:
    """Read one file without publishing it; tell all that was understood, and what it would replace."""
    arrival = store.inspect(settings.home, arguments.file)
    report = arrival.report
    report = replace(report, findings=(*report.findings, *_unlike(settings, report)))
    arrival = replace(arrival, report=report)
    if arguments.json:
        print_json(_check_json(arrival))
    else:
        print(inspection.inspection_text(report))
        if arrival.fate is not Fate.NEW:
            print("\n収録済みの版との違い")
        for line in _fate_lines(arrival, is_done=False):
            print(line)
    if inspection.has_errors(report):
        tell("確認が必要な指摘があります。［要確認］の箇所を原資料と照らしてください。")
        return CANNOT
    return DONE


def withdraw(arguments: argparse.Namespace, settings: Settings) -> int:
    """Take one report out of the store by a new generation; tell what is left."""
    store.withdraw(settings, arguments.name)
    if arguments.json:
        print_json({"withdrawn": arguments.name, **_left_json(settings)})
        return DONE
    tell(f"「{arguments.name}」を取り下げました。元に戻すには「keikaku rollback」を実行してください。")
    _print_left(settings)
    return DONE


def rollback(arguments: argparse.Namespace, settings: Settings) -> int:
    """Let the generation before the present one answer again; tell what that changed and what is there."""
    done = store.roll_back(settings.home)
    if arguments.json:
        names = {
            key: [one.name for one in entries]
            for key, entries in (("came", done.came), ("went", done.went), ("replaced", done.replaced))
        }
        print_json({**names, **_left_json(settings)})
        return DONE
    tell("一つ前の状態に戻しました。")
    for line in _rollback_lines(done):
        tell(line)
    _print_left(settings)
    return DONE


def print_json(value: Any) -> None:
    """Write one object to stdout as a line of JSON."""
    print(json.dumps(value, ensure_ascii=False), flush=True)


def _arrival_lines(one: Arrival) -> Iterator[str]:
    """Yield what `ingest` says about one file."""
    if one.fate is Fate.UNCHANGED:
        yield from _fate_lines(one, is_done=True)
        return
    yield inspection.ingestion_text(one.report, one.file)
    if one.personal_data:
        yield f"個人情報とみられる記載 {len(one.personal_data)}件は、公表してよいことを確認済みとして扱います。"
    lines = list(_fate_lines(one, is_done=True))
    if lines:
        yield ""
    yield from lines


def _fate_lines(one: Arrival, *, is_done: bool) -> Iterator[str]:
    """Yield whether the report is new under another name, the same, or a correction, with the changes."""
    name, year = one.report.name, fiscal.fiscal_year_label(one.report.fiscal_year)
    match one.fate:
        case Fate.NEW:
            if one.name_taken is not None:
                stored = "収録しました" if is_done else "収録します"
                yield (
                    f"「{one.name_taken}」という名前は別の報告書が使っているため、この報告書（{year}）は"
                    f"「{name}」の名前で{stored}。"
                )
            if one.resembled is not None:
                yield (
                    f"「{one.resembled}」（{year}）と指標の名称が似ていますが、市町村名と計画名を確かめられず、多くの数値が違うため、"
                    f"置き換えずに別の報告書として扱{'いました' if is_done else 'います'}。その訂正版であるときは、"
                    f"「keikaku withdraw {one.resembled}」で前の版を取り下げてください。"
                )
        case Fate.UNCHANGED:
            yield f"{name}：同じ内容がすでに読み込まれています。変更はありません。"
        case Fate.REREAD:
            yield (
                f"{name}：同じファイルがすでに読み込まれていますが、読み取り方または指定した市町村名・計画名・年度が前と違うため、"
                f"読み直{'しました' if is_done else 'します'}。"
            )
        case Fate.CORRECTED:
            yield (
                f"「{name}」（{year}）の訂正版として、前の版を置き換え{'ました' if is_done else 'ます'}。"
                "報告書の名前は変わりません。"
            )
    if one.changes is not None:
        yield changes.changes_text(one.changes)


def _unlike(settings: Settings, report: Report) -> tuple[Finding, ...]:
    """Return what the editions next to it print differently; a store that cannot be opened has none."""
    try:
        return unlike_editions(settings.home, report)
    except StoreError as error:
        tell(f"注意：ほかの年度版とは比べていません。{error}")
        return ()


def _edition_lines(one: Arrival, settings: Settings) -> Iterator[str]:
    """Yield how a report that came in differs from the editions of its plan next to it."""
    found = () if one.fate is Fate.UNCHANGED else _unlike(settings, one.report)
    if not found:
        return
    yield f"\n前後の年度版との違い　{len(found)}件"
    yield from (f"  {finding.item_id or ''}　{finding.message}" for finding in found[:_SHOWN])
    if len(found) > _SHOWN:
        yield f"  ほか{len(found) - _SHOWN}件"
    yield "同じ指標かどうか確定できないものは「keikaku matches」で一覧し、--same または --different で決められます。"


def _held_lines(done: store.Ingestion) -> Iterator[str]:
    """Yield where personal data was found and what to do about it."""
    yield "エラー：個人情報とみられる記載があるため、何も取り込んでいません。"
    for one in done.held:
        yield f"  {one.file}"
        for finding in one.personal_data:
            label, masked = told_by(finding)
            yield f"    {finding.place}　{label}　{masked}"
    others = len(done.arrivals) - len(done.held)
    if others:
        yield f"ほかの{others}個のファイルは問題なく読めました。"
    yield (
        "記載を消したファイルを取り込んでください。担当課の代表電話など、公表してよいものだけであることを確かめたときは、"
        "--confirm-personal-data を付けてもう一度実行してください（確認した記録が残ります）。"
    )


def _ingestion_json(done: store.Ingestion) -> dict[str, Any]:
    return {
        "published": done.published,
        "held": [one.report.name for one in done.held],
        "reports": [
            {
                **inspection.inspection_json(one.report),
                "file": str(one.file),
                "changed": one.fate is not Fate.UNCHANGED,
                **_fate_json(one),
            }
            for one in done.arrivals
        ],
    }


def _check_json(arrival: Arrival) -> dict[str, Any]:
    return {**inspection.inspection_json(arrival.report), **_fate_json(arrival)}


def _fate_json(one: Arrival) -> dict[str, Any]:
    return {
        "fate": one.fate.value,
        "replaced": one.before.name if one.before is not None and one.fate is not Fate.UNCHANGED else None,
        "changes": changes.changes_json(one.changes) if one.changes is not None else None,
    }


def _rollback_lines(done: store.Rollback) -> Iterator[str]:
    for label, entries in (("戻った報告書", done.came), ("なくなった報告書", done.went)):
        if entries:
            yield f"  {label}：{_names(entries)}"
    if done.replaced:
        yield f"  前の内容に戻った報告書：{_names(done.replaced)}"
    if not (done.came or done.went or done.replaced):
        yield "  報告書に違いはありません（索引だけが前のものです）。"


def _names(entries: Sequence[ReportEntry]) -> str:
    return "、".join(one.name for one in entries)


def _left_json(settings: Settings) -> dict[str, Any]:
    if not store.holds_reports(settings.home):
        return {"reports": []}
    return {"reports": [listing.report_json(one) for one in store.stored_reports(settings.home)]}


def _print_left(settings: Settings) -> None:
    if store.holds_reports(settings.home):
        print(listing.reports_text(store.stored_reports(settings.home)))
    else:
        print("収録されている報告書はありません。「keikaku ingest 報告書のファイル」で取り込めます。")
