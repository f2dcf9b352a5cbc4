"""Command line arguments with usage, help and errors in Japanese (argparse itself has no translation)."""

from __future__ import annotations

import argparse
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NoReturn

from corpus.fiscal import parse_year_mark

# What argparse says -> what we say. Only the messages that our own commands can cause.
_ERRORS: tuple[tuple[str, str], ...] = (
    (r"the following arguments are required: (.*)", r"次の引数が必要です：\1"),
    (r"unrecognized arguments: (.*)", r"知らない引数です：\1"),
    (r"argument (.*?): expected one argument", r"\1 には値を1つ付けてください。"),
    (r"argument (.*?): expected at least one argument", r"\1 には値を1つ以上付けてください。"),
    (r"argument (.*?): invalid choice: (.*?) \(choose from (.*)\)", r"\1 に \2 は使えません。使えるもの：\3"),
    (r"argument (.*?): invalid int value: (.*)", r"\1 には整数を指定してください：\2"),
    (r"argument (.*?): ignored explicit argument (.*)", r"\1 に値は付けられません：\2"),
    (r"ambiguous option: (.*?) could match (.*)", r"\1 はどの引数か決められません：\2"),
    (r"argument (.*?): not allowed with argument (.*)", r"\1 と \2 は同時に使えません。"),
    (r"argument (.*?): (.*)", r"\1：\2"),
)


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Prints 使い方 for usage."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "使い方: " if prefix is None else prefix)


class JapaneseParser(argparse.ArgumentParser):
    """An ArgumentParser that a Japanese reader can follow; exit status 2 on a wrong call."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("formatter_class", _Formatter)
        super().__init__(add_help=False, allow_abbrev=False, **options)
        self._positionals.title = "引数"
        self._optionals.title = "オプション"
        self.add_argument("-h", "--help", action="help", help="この説明を表示して終わります")

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {translate(message)}\n使い方の説明：{self.prog} --help\n")


def translate(message: str) -> str:
    """Put one of argparse's English messages into Japanese; an unknown one stays as it is."""
    for pattern, japanese in _ERRORS:
        if match := re.fullmatch(pattern, message, re.DOTALL):
            return match.expand(japanese)
    return message


def build_parser() -> JapaneseParser:
    """Build the parser of every command; the command name arrives as `command`."""
    parser = JapaneseParser(
        prog="keikaku",
        description="計画ナビ：市の計画の進捗評価報告書に、日本語で質問できます。",
    )
    _add_home(parser, default=None)
    parser.add_argument("--version", action="store_true", help="版を表示して終わります")
    commands = parser.add_subparsers(dest="command", metavar="コマンド", title="コマンドの一覧")

    def command(name: str, text: str) -> JapaneseParser:
        added: JapaneseParser = commands.add_parser(name, help=text, description=text)
        # SUPPRESS: without it the subcommand's own default would overwrite a --home given before it.
        _add_home(added, default=argparse.SUPPRESS)
        return added

    ingest = command("ingest", "報告書を読み込んで、質問できるようにします。")
    ingest.add_argument("files", nargs="+", metavar="FILE", type=Path, help="報告書（.txt など）")
    ingest.add_argument(
        "--name", type=_report_name, help="報告書の名前（既定 ファイル名。ファイルが1つのとき）"
    )
    ingest.add_argument("--city", type=_words, help="市町村名（読み取りより優先。ファイルが1つのとき）")
    ingest.add_argument("--plan", type=_words, help="計画名（読み取りより優先。ファイルが1つのとき）")
    ingest.add_argument(
        "--fiscal-year",
        type=_fiscal_year,
        metavar="R6",
        help="報告書の年度（令和6年度・R6・2024。読み取りより優先。ファイルが1つのとき）",
    )
    ingest.add_argument(
        "--replace",
        action="store_true",
        help="前の版と大きく違う訂正版でも置き換えます",
    )
    ingest.add_argument("--dry-run", action="store_true", help="保存せずに、結果だけを確かめます")
    ingest.add_argument(
        "--confirm-personal-data",
        action="store_true",
        help="個人情報とみられる記載が公表してよいものであることを確認したうえで取り込みます",
    )
    ingest.add_argument("--json", action="store_true", help="結果をJSONで出力します")

    withdraw = command("withdraw", "報告書を1つ取り下げます（元のファイルは残り、rollback で戻せます）。")
    withdraw.add_argument("name", metavar="NAME", help="報告書の名前（keikaku reports で確かめられます）")
    withdraw.add_argument("--json", action="store_true", help="結果をJSONで出力します")

    rollback = command("rollback", "直前の取り込みや取り下げの前の状態に戻します。")
    rollback.add_argument("--json", action="store_true", help="結果をJSONで出力します")

    check = command("check", "報告書を試し読みします。保存はしません。")
    check.add_argument("file", metavar="FILE", type=Path, help="報告書（.txt など）")
    check.add_argument("--json", action="store_true", help="結果をJSONで出力します")

    ask = command("ask", "質問に答えます。")
    ask.add_argument("question", nargs="?", metavar="QUESTION", help="質問（日本語）")
    ask.add_argument("--json", action="store_true", help="回答をJSONで出力します")
    ask.add_argument("--batch", metavar="CASES.jsonl", help="質問のファイルに続けて答えます（- は標準入力）")

    brief = command("brief", "質問に対する答弁書の案を、報告書の記載だけから作ります。")
    brief.add_argument("question", metavar="QUESTION", help="質問（日本語）")
    brief.add_argument(
        "--format",
        default=None,
        choices=("md", "docx"),
        help="形式（既定 出力先の拡張子による。なければ md）",
    )
    brief.add_argument(
        "--out", "--output", default=None, metavar="FILE", type=Path, help="出力先（既定 標準出力）"
    )

    serve = command("serve", "ブラウザで使う質問画面を開きます。")
    serve.add_argument("--host", default=None, help="待ち受けるアドレス（既定 127.0.0.1）")
    serve.add_argument("--port", default=None, type=_port, help="待ち受けるポート（既定 7860）")

    command("password", "管理画面のパスワードの設定値（ハッシュ）を作ります。")

    export = command("export", "読み込んだ数値を、原資料の場所とともにすべて書き出します。")
    export.add_argument("--format", default="csv", choices=("csv", "xlsx", "json"), help="形式（既定 csv）")
    export.add_argument("--report", default=None, metavar="NAME", help="この報告書だけを書き出します")
    export.add_argument("--output", default=None, metavar="FILE", type=Path, help="出力先（既定 標準出力）")

    reports = command("reports", "読み込んである報告書の一覧です。")
    reports.add_argument("--json", action="store_true", help="一覧をJSONで出力します")

    matches = command("matches", "版をまたいで同じ指標かどうか確定できないものを示し、判断を記録します。")
    verdict = matches.add_mutually_exclusive_group()
    verdict.add_argument("--same", default=None, metavar="N", type=int, help="N番は同じ指標と記録します")
    verdict.add_argument("--different", default=None, metavar="N", type=int, help="N番は別の指標と記録します")
    matches.add_argument("--reason", default=None, metavar="TEXT", help="判断の理由")
    matches.add_argument("--who", default=None, metavar="NAME", help="判断した人や課（既定 利用者名）")
    matches.add_argument("--json", action="store_true", help="一覧をJSONで出力します")

    evaluate = command("evaluate", "質問集を解いて、種類ごとの正答数を表示します。")
    evaluate.add_argument("cases", metavar="CASES.jsonl", type=Path, help="質問と正解のファイル")
    evaluate.add_argument("--json", action="store_true", help="結果をJSONで出力します")
    return parser


def _add_home(parser: argparse.ArgumentParser, default: Any) -> None:
    parser.add_argument(
        "--home", metavar="DIR", type=Path, default=default, help="データの置き場所（KEIKAKU_HOME でも可）"
    )


def _words(text: str) -> str:
    words = text.strip()
    if not words or len(words) > 100 or not words.isprintable():
        raise argparse.ArgumentTypeError(f"1文字以上100文字以内の語を指定してください：{text}")
    return words


def _fiscal_year(text: str) -> int:
    year = parse_year_mark(text)
    if year is None:
        raise argparse.ArgumentTypeError(f"年度は 令和6年度・R6・2024 のように指定してください：{text}")
    return year


def _report_name(text: str) -> str:
    name = unicodedata.normalize("NFC", _words(text))
    if any(char in name for char in "/\\"):  # it stands in addresses and names of files
        raise argparse.ArgumentTypeError(f"名前に / と \\ は使えません：{text}")
    return name


def _port(text: str) -> int:
    return _number_between(text, 0, 65535, "ポート番号は0から65535までの整数で指定してください")


def _number_between(text: str, low: int, high: int, message: str) -> int:
    convert: Callable[[str], int] = int
    try:
        number = convert(text)
    except ValueError:
        number = low - 1
    if not low <= number <= high:
        raise argparse.ArgumentTypeError(f"{message}：{text}")
    return number
