"""Bad .html files: hostile document types, impossible spans, odd letters and declarations, deep nesting."""

from __future__ import annotations

from collections.abc import Iterator

import good_files
from bad_archives import hostile_declarations
from bad_file import BadFile, truncations


def bad_pages() -> list[BadFile]:
    """All of them."""
    return [
        *_spans(),
        *_markup(),
        *_declarations(),
        *_large(),
        *truncations("HTML", "cut.html", good_files.page()),
    ]


def _spans() -> Iterator[BadFile]:
    page = good_files.page().decode()
    for value in ("0", "-1", "x", "", "1.5", "65535", "1000000000", "9" * 500, "２"):
        for kind in ("rowspan", "colspan"):
            for count, many in ((1, "one cell"), (-1, "every cell")):
                changed = page.replace("<td>", f'<td {kind}="{value}">', count).encode()
                yield BadFile(
                    f"{kind} {value[:10]} in {many}",
                    "spans.html",
                    changed,
                    in_suite=count == 1 or value == "65535",
                )
    both = page.replace("<td>", '<td rowspan="9999" colspan="9999">')
    yield BadFile("both spans 9999 in every cell", "spans.html", both.encode())


def _markup() -> Iterator[BadFile]:
    page = good_files.page().decode()
    for label, changed in {
        "no table": page.replace("table", "div"),
        "nothing closed": page.replace("</td>", "").replace("</tr>", ""),
        "only closed": page.replace("<td>", "").replace("<tr>", ""),
        "rows outside a table": page.replace("<table>", ""),
        "cells outside rows": page.replace("<tr>", "").replace("</tr>", ""),
        "table in each cell": page.replace("<td>", "<td><table><tr><td>1</td></tr></table>"),
        "two heads and bodies": page.replace(
            "<table>", "<table><thead></thead><tbody></tbody><thead><tbody>"
        ),
        "comment never closed": page.replace("<table>", "<!-- <table>"),
        "script never closed": page.replace("<table>", "<script><table>"),
        "style never closed": page.replace("<table>", "<style><table>"),
        "title never closed": page.replace("<table>", "<title><table>"),
        "textarea": page.replace("<table>", "<textarea><table>"),
        "plaintext": page.replace("<table>", "<plaintext><table>"),
        "template": page.replace("<table>", "<template><table>"),
        "SVG": page.replace("<table>", "<svg><table>"),
        "frame set": "<html><frameset><frame src='http://127.0.0.1:9/'></frameset></html>",
        "moved": page.replace(
            "<head>",
            '<head><meta http-equiv="refresh" content="0;url=file:///etc/hostname"><base href="http://127.0.0.1:9/">',
        ),
        "script that writes": page.replace("<td>", "<td><script>document.write(1)</script>"),
        "hidden cells": page.replace("<td>", '<td style="display:none">'),
        "letter references": page.replace("1", "&#xD800;&#0;&#x110000;&#-1;&#99999999999;&nosuch;"),
        "NULs in tags": page.replace("<td>", "<t\0d>"),
        "NUL in each cell": page.replace("<td>", "<td>\0"),
        "attribute never closed": page.replace("<td>", '<td class="', 1),
        "only one cell": "<table><td>",
        "only the beginning": "<!DOCTYPE html",
        "only the document type": "<!DOCTYPE html>",
        "Word's markup": page.replace("<td>", "<td><![if !supportLists]><o:p>&nbsp;</o:p><![endif]>"),
        "saved with pictures": "MIME-Version: 1.0\nContent-Type: multipart/related\n\n" + page,
    }.items():
        yield BadFile(f"page: {label}", "markup.html", changed.encode())


def _declarations() -> Iterator[BadFile]:
    page = good_files.page().decode()
    declared = '<meta charset="utf-8">'
    for name in (
        "utf-16",
        "utf-7",
        "shift_jis",
        "iso-2022-jp",
        "x-none",
        "",
        "\0",
        'utf-8"><meta charset="euc-jp',
        "a" * 10_000,
        "base64",
        "unicode_escape",
        "idna",
        "hex",
    ):
        changed = page.replace(declared, f'<meta charset="{name}">').encode()
        yield BadFile(f"page that says {name[:10]!r}", "charset.html", changed)
    for label, content in {
        "cp932 that says UTF-8": page.encode("cp932"),
        "UTF-16 without mark": page.encode("utf-16"),
        "UTF-16LE without mark that says UTF-8": page.encode("utf-16-le"),
        "ISO-2022-JP": page.replace(declared, "").encode("iso2022_jp", "ignore"),
        "half a letter": page.encode()[:-60] + b"\xe3\x81</table>",
        "XML that says cp932": b'<?xml version="1.0" encoding="shift_jis"?>' + page.encode(),
        "XML that says UTF-16": b'<?xml version="1.0" encoding="utf-16"?>' + page.encode(),
    }.items():
        yield BadFile(f"page: {label}", "charset.html", content)
    for label, declaration in hostile_declarations().items():
        changed = page.replace("<!DOCTYPE html>", declaration).replace("<td>", "<td>&x;", 2)
        yield BadFile(f"page that {label}", "entities.html", changed.encode())
        yield BadFile(
            f"XHTML that {label}",
            "entities.html",
            b'<?xml version="1.0"?>' + changed.encode(),
            in_suite=False,
        )


def _large() -> Iterator[BadFile]:
    page = good_files.page()
    for label, make in (
        ("a hundred thousand divisions deep", lambda: b"<html><body>" + b"<div>" * 100_000 + page),
        ("ten thousand tables deep", lambda: b"<html>" + b"<table><tr><td>" * 10_000 + page),
        ("three million divisions deep", lambda: b"<html>" + b"<div>" * 3_000_000),
        ("a million cells in a row", lambda: b"<table><tr>" + b"<td>1" * 1_000_000),
        ("a million rows", lambda: b"<table>" + b"<tr><td>1" * 1_000_000),
        ("a million paragraphs", lambda: b"<html>" + b"<p>a" * 1_000_000 + page),
        ("a hundred thousand tables", lambda: b"<html>" + b"<table><tr><td>R5<td>R6</table>" * 100_000),
        (
            "a hundred thousand attributes",
            lambda: b"<html><table " + b"".join(b"a%d=1 " % one for one in range(100_000)) + b">" + page,
        ),
        ("an attribute of 15 MB", lambda: b'<html><table title="' + b"x" * 15_000_000 + b'">' + page),
        ("a cell of 15 MB", lambda: page.replace(b"<td>", b"<td>" + b"x" * 15_000_000, 1)),
        ("a million references", lambda: page.replace(b"<td>", b"<td>" + b"&amp;" * 1_000_000, 1)),
        ("a million bold openings", lambda: b"<html><p>" + b"<b><i>" * 500_000 + page),
    ):
        yield BadFile(f"page: {label}", "large.html", make, in_suite="thousand tables deep" in label)
