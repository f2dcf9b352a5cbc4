"""keikaku, the command: each function below is one of its commands.

Start-up stays light: a table question is answered before gradio or torch could even be imported,
so what is heavy is imported inside the command that needs it; tests/ui/test_startup.py holds this.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus import fiscal
from corpus.errors import KeikakuError, ReportFileError, ReportFormatError
from ui import batch, environment, export, inspection, rendering, store, textwidth
from ui.arguments import build_parser
from ui.asking import QuestionError, ask_turns
from ui.listening import listen
from ui.progress import tell

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.settings import Settings
    from index.facts import ReportInfo

DONE, CANNOT, BAD_USAGE = 0, 1, 2


class UsageError(KeikakuError):
    """The command was called in a way that cannot work; the message says how to call it."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return 0 done, 1 the answer is "cannot", 2 bad usage or unreadable input."""
    environment.forbid_outside_contact()
    _write_utf8()
    parser = build_parser()
    arguments = parser.parse_args(argv)
    if arguments.version:
        print(f"keikaku {_version()}")
        return DONE
    if arguments.command is None:
        parser.print_help(sys.stderr)
        return BAD_USAGE
    try:
        return _run(arguments)
    except (UsageError, QuestionError, batch.CasesError, ReportFileError, ReportFormatError) as error:
        tell(f"エラー：{error}")
        return BAD_USAGE
    except KeikakuError as error:
        tell(f"エラー：{error}")
        return CANNOT
    except KeyboardInterrupt:
        tell("中断しました。")
        return 130
    except BrokenPipeError:
        # `keikaku export | head`: the reader has enough. Point stdout elsewhere, or the
        # interpreter would complain once more while it closes the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:  # a folder that cannot be written, a full disk
        tell(f"エラー：ファイルやフォルダーを扱えません：{error.filename or ''}（{error.strerror or error}）")
        return CANNOT


def _run(arguments: argparse.Namespace) -> int:
    match arguments.command:
        case "ingest":
            return _ingest(arguments)
        case "check":
            return _check(arguments)
        case "ask":
            return _ask(arguments)
        case "serve":
            return _serve(arguments)
        case "export":
            return _export(arguments)
        case "reports":
            return _reports(arguments)
        case _:
            return _evaluate(arguments)


def _ingest(arguments: argparse.Namespace) -> int:
    settings = _settings(arguments)
    ingested = store.ingest(settings, arguments.files)
    if arguments.json:
        _print_json(
            {
                "reports": [
                    {**inspection.inspection_json(one.report), "changed": one.changed} for one in ingested
                ]
            }
        )
        return DONE
    tell(f"保存先：{settings.home}\n")
    texts = [
        inspection.ingestion_text(one.report, file)
        if one.changed
        else f"{one.report.name}：同じ内容がすでに読み込まれています。変更はありません。"
        for one, file in zip(ingested, arguments.files, strict=True)
    ]
    print("\n\n".join(texts))
    return DONE


def _check(arguments: argparse.Namespace) -> int:
    from corpus.parse import parse_report

    report = parse_report(arguments.file)
    if arguments.json:
        _print_json(inspection.inspection_json(report))
    else:
        print(inspection.inspection_text(report))
    if inspection.has_errors(report):
        tell("確認が必要な指摘があります。［要確認］の箇所を原資料と照らしてください。")
        return CANNOT
    return DONE


def _ask(arguments: argparse.Namespace) -> int:
    if (arguments.question is None) == (arguments.batch is None):
        raise UsageError(
            '質問か --batch のどちらか一方を指定してください。例：keikaku ask "令和6年度の実績は？"'
        )
    if arguments.batch is not None:
        cases = list(batch.read_cases(arguments.batch))
        for given in batch.answers(_assistant(arguments), cases):
            _print_json(given)
        return DONE
    answer = ask_turns(_assistant(arguments), [arguments.question]).answer
    if arguments.json:
        _print_json(answer.to_json())
    else:
        print(rendering.answer_text(answer))
    return CANNOT if answer.status.value == "error" else DONE


def _serve(arguments: argparse.Namespace) -> int:
    settings = _settings(arguments)
    host = settings.host if arguments.host is None else arguments.host
    port = settings.port if arguments.port is None else arguments.port
    listening = listen(host, port)  # first, so that a busy port is told at once
    if not store.holds_reports(settings.home):
        store.ingest_bundled(settings)
    tell("画面を準備しています…")
    from ui import server
    from ui.live import LiveAssistant

    asker = LiveAssistant(settings)
    app = server.build_app(asker, asker.title, asker.examples(), settings.question_limit)
    asker.warm_up_in_background()
    server.run(app, listening)
    tell("終了しました。")
    return DONE


def _export(arguments: argparse.Namespace) -> int:
    home = _settings(arguments).home
    held = [one.name for one in store.stored_reports(home)]
    if arguments.report is not None and arguments.report not in held:
        raise UsageError(f"報告書「{arguments.report}」はありません。あるもの：{'、'.join(held)}")
    names = [arguments.report] if arguments.report is not None else held
    rows = list(export.export_rows(store.stored_report(home, name) for name in names))
    write = {"csv": export.to_csv, "xlsx": export.to_xlsx, "json": export.to_json}[arguments.format]
    _write(write(rows), arguments.output, binary=arguments.format == "xlsx")
    return DONE


def _reports(arguments: argparse.Namespace) -> int:
    held = store.stored_reports(_settings(arguments).home)
    if arguments.json:
        _print_json([_info_json(one) for one in held])
        return DONE
    print("\n".join(textwidth.aligned(_REPORT_HEADINGS, [_info_cells(one) for one in held])))
    return DONE


_REPORT_HEADINGS = (
    "報告書",
    "計画",
    "市",
    "年度",
    "施策",
    "取組",
    "指標",
    "数値",
    "文章",
    "読み込み日時",
    "照合値",
)


def _info_cells(one: ReportInfo) -> tuple[str, ...]:
    numbers = (one.measures, one.initiatives, one.indicators, one.observations, one.passages)
    return (
        one.name,
        one.plan or "―",
        one.city or "―",
        fiscal.era_label(one.fiscal_year),
        *map(str, numbers),
        f"{one.ingested_at.astimezone():%Y-%m-%d %H:%M}",
        one.digest[:12],
    )


def _info_json(one: ReportInfo) -> dict[str, Any]:
    return {
        "report": one.name,
        "title": one.title,
        "city": one.city,
        "plan": one.plan,
        "fiscal_year": one.fiscal_year,
        "counts": {
            "measures": one.measures,
            "initiatives": one.initiatives,
            "indicators": one.indicators,
            "observations": one.observations,
            "passages": one.passages,
        },
        "file": one.file_name,
        "digest": one.digest,
        "ingested_at": one.ingested_at.isoformat(),
    }


def _evaluate(arguments: argparse.Namespace) -> int:
    from assistant.evaluation import evaluate, load_cases

    load_cases(arguments.cases)  # an unreadable file is told before anything is opened
    report = evaluate(_assistant(arguments), arguments.cases)
    if arguments.json:
        by_category = {
            category: {"right": sum(one.verdict.right for one in group), "cases": len(group)}
            for category, group in report.by_category.items()
        }
        _print_json(
            {
                "right": report.right,
                "cases": len(report.outcomes),
                "misleading": report.misleading,
                "categories": by_category,
            }
        )
    else:
        print(report.render())
    return DONE


def _assistant(arguments: argparse.Namespace) -> Assistant:
    """Open the assistant; without a named home, an empty store is filled with the bundled report first."""
    settings = _settings(arguments)
    if not store.holds_reports(settings.home):
        if store.named_home(arguments.home) is not None:
            raise store.NothingIngestedError(settings.home)
        store.ingest_bundled(settings)
    from assistant.assistant import Assistant

    return Assistant.open(settings)


def _settings(arguments: argparse.Namespace) -> Settings:
    from assistant.settings import load_settings

    return load_settings(store.named_home(arguments.home))


def _write(data: bytes, output: Path | None, *, binary: bool) -> None:
    if output is None:
        if binary and sys.stdout.isatty():
            raise UsageError(
                "Excel形式は画面に出せません。「--output 数値.xlsx」で出力先を指定してください。"
            )
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        output.write_bytes(data)
    except OSError as error:
        raise UsageError(f"書き出せません：{output}（{error.strerror}）") from error
    tell(f"書き出しました：{output}")


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False), flush=True)


def _write_utf8() -> None:
    """Write UTF-8 whatever the locale says: under LANG=C Japanese output would be an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and (stream.encoding or "").lower() != "utf-8":
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _version() -> str:
    try:
        return version("keikaku")
    except PackageNotFoundError:  # run from a checkout that was not installed
        return "（未インストール）"


if __name__ == "__main__":
    sys.exit(main())
