"""keikaku, the command: each function below is one of its commands.

Start-up stays light: a table question is answered before gradio or torch could even be imported,
so what is heavy is imported inside the command that needs it; tests/ui/test_startup.py holds this.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import KeikakuError, ReportFileError, ReportFormatError
from ui import batch, environment, export, listing, publishing, rendering, store
from ui.arguments import build_parser
from ui.arrivals import RefusedError
from ui.asking import QuestionError, ask_turns
from ui.listening import listen
from ui.progress import tell
from ui.publishing import BAD_USAGE, CANNOT, DONE, UsageError, print_json

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.settings import Settings

_NOT_AS_GIVEN = (
    UsageError,
    QuestionError,
    RefusedError,
    batch.CasesError,
    store.UnknownReportError,
    ReportFileError,
    ReportFormatError,
)


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
    except _NOT_AS_GIVEN as error:
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
            return publishing.ingest(arguments, _settings(arguments))
        case "check":
            return publishing.check(arguments, _settings(arguments))
        case "withdraw":
            return publishing.withdraw(arguments, _settings(arguments))
        case "rollback":
            return publishing.rollback(arguments, _settings(arguments))
        case "ask":
            return _ask(arguments)
        case "brief":
            return _brief(arguments)
        case "serve":
            return _serve(arguments)
        case "password":
            return _password()
        case "export":
            return _export(arguments)
        case "reports":
            return _reports(arguments)
        case "matches":
            return _matches(arguments)
        case _:
            return _evaluate(arguments)


def _ask(arguments: argparse.Namespace) -> int:
    if (arguments.question is None) == (arguments.batch is None):
        raise UsageError(
            '質問か --batch のどちらか一方を指定してください。例：keikaku ask "令和6年度の実績は？"'
        )
    if arguments.batch is not None:
        cases = list(batch.read_cases(arguments.batch))
        for given in batch.answers(_assistant(arguments), cases):
            print_json(given)
        return DONE
    answer = ask_turns(_assistant(arguments), [arguments.question]).answer
    if arguments.json:
        print_json(answer.to_json())
    else:
        print(rendering.answer_text(answer))
    return CANNOT if answer.status.value == "error" else DONE


def _brief(arguments: argparse.Namespace) -> int:
    from ui.briefing import brief

    return brief(arguments, lambda: _assistant(arguments), _write)


def _serve(arguments: argparse.Namespace) -> int:
    settings = _settings(arguments)
    is_unused = store.is_unused(settings.home)
    if not is_unused and not store.holds_reports(settings.home):
        # Withdrawn by somebody, who does not want the bundled one instead.
        raise store.NothingIngestedError(settings.home)
    host = settings.host if arguments.host is None else arguments.host
    port = settings.port if arguments.port is None else arguments.port
    listening = listen(host, port)  # first, so that a busy port is told at once
    if is_unused:
        store.ingest_bundled(settings)
    tell("画面を準備しています…")
    from ui import server
    from ui.live import LiveAssistant
    from ui.usage import Recorded, UsageLog
    from ui.web.site import Site

    live = LiveAssistant(settings)
    usage = UsageLog(settings.home, settings.usage_days)
    asker = Recorded(live, usage) if settings.usage_days else live
    site = Site(asker, settings, live.examples)
    app = server.build_app(asker, live.title, live.examples(), settings.question_limit, site)
    live.warm_up_in_background()
    server.run(app, listening)
    usage.close()
    tell("終了しました。")
    return DONE


def _matches(arguments: argparse.Namespace) -> int:
    from ui.matching import matches

    return matches(arguments, _settings(arguments).home)


def _password() -> int:
    from ui.manage.passwords import PasswordError, ask_and_hash

    try:
        print(ask_and_hash())
    except PasswordError as error:
        raise UsageError(str(error)) from error
    tell("この1行を、環境変数 KEIKAKU_OFFICER_PASSWORD に設定して keikaku serve を起動してください。")
    return DONE


def _export(arguments: argparse.Namespace) -> int:
    home = _settings(arguments).home
    held = [one.name for one in store.stored_reports(home)]
    if arguments.report is not None and arguments.report not in held:
        raise store.UnknownReportError(arguments.report, held)
    names = [arguments.report] if arguments.report is not None else held
    rows = list(export.export_rows(store.stored_report(home, name) for name in names))
    write = {"csv": export.to_csv, "xlsx": export.to_xlsx, "json": export.to_json}[arguments.format]
    _write(write(rows), arguments.output, binary=arguments.format == "xlsx")
    return DONE


def _reports(arguments: argparse.Namespace) -> int:
    held = store.stored_reports(_settings(arguments).home)
    if arguments.json:
        print_json([listing.report_json(one) for one in held])
        return DONE
    print(listing.reports_text(held))
    return DONE


def _evaluate(arguments: argparse.Namespace) -> int:
    from assistant.evaluation import evaluate, load_cases

    load_cases(arguments.cases)  # an unreadable file is told before anything is opened
    report = evaluate(_assistant(arguments), arguments.cases)
    if arguments.json:
        by_category = {
            category: {"right": sum(one.verdict.right for one in group), "cases": len(group)}
            for category, group in report.by_category.items()
        }
        print_json(
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
        if store.named_home(arguments.home) is not None or not store.is_unused(settings.home):
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
                "この形式は画面に出せません。「--output 数値.xlsx」「--out 答弁案.docx」のように出力先を指定してください。"
            )
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        output.write_bytes(data)
    except OSError as error:
        raise UsageError(f"書き出せません：{output}（{error.strerror}）") from error
    tell(f"書き出しました：{output}")


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
