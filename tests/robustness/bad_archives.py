"""Bad .xlsx, .ods and .xls files: bombs, forged sizes, hostile XML, impossible sheets, broken containers."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import good_files
from bad_file import BadFile, truncations

_SHEET = good_files.SHEET
_MAIN = f'xmlns="{good_files.MAIN}"'
_SECRET = Path(__file__).with_name("secret.txt").as_uri()


def bad_archives() -> list[BadFile]:
    """All of them."""
    return [
        *_bombs(),
        *_forged(),
        *_names(),
        *_hostile_xml(),
        *_lost_parts(),
        *_sheets(),
        *_cells(),
        *_tables_of_ods(),
        *_compound_files(),
        *truncations("xlsx", "cut.xlsx", good_files.xlsx()),
        *truncations("xls", "cut.xls", good_files.xls()),
        *truncations("ods", "cut.ods", good_files.ods()),
    ]


def _with(changes: dict[str, bytes | None], whole: bytes | None = None) -> bytes:
    """The good workbook with parts changed, added or (None) left out."""
    parts: dict[str, bytes | None] = {**good_files.parts_of(whole or good_files.xlsx()), **changes}
    return good_files.zip_of({name: part for name, part in parts.items() if part is not None})


# --- containers -------------------------------------------------------------------------------


def overlapping(copies: int, size: int) -> bytes:
    """Fifield's bomb: each entry quotes the headers of those after it and shares one kernel of zeros."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    kernel = packer.compress(bytes(size)) + packer.flush()
    checksum, inflated, body = zlib.crc32(bytes(size)), size, kernel
    locals_: list[tuple[bytes, int, int, int, int]] = []
    plain = bytes(size)
    for number in reversed(range(copies)):
        name = f"xl/s{number:04}.xml".encode()
        header = (
            struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 8, 0, 33, checksum, len(body), inflated, len(name), 0)
            + name
        )
        locals_.append((name, checksum, len(body), inflated, len(header) + len(body)))
        if number:
            body = struct.pack("<BHH", 0, len(header), len(header) ^ 0xFFFF) + header + body
            plain = header + plain
            checksum, inflated = zlib.crc32(plain), len(plain)
        else:
            body = header + body
    directory = b"".join(
        struct.pack(
            "<4s6H3I5H2I",
            b"PK\1\2",
            20,
            20,
            0,
            8,
            0,
            33,
            crc,
            packed,
            full,
            len(name),
            0,
            0,
            0,
            0,
            0,
            len(body) - rest,
        )
        + name
        for name, crc, packed, full, rest in reversed(locals_)
    )
    return (
        body
        + directory
        + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, copies, copies, len(directory), len(body), 0)
    )


def _zeros(size: int, *, name: str = _SHEET) -> bytes:
    made = io.BytesIO(good_files.xlsx())
    with (
        zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open(f"{name}.bin", "w") as stream,
    ):
        for _ in range(size // 1_000_000):
            stream.write(bytes(1_000_000))
    return made.getvalue()


def _bombs() -> Iterator[BadFile]:
    rows = f"<worksheet {_MAIN}><sheetData>{'<row/>' * 1_000_000}</sheetData></worksheet>".encode()
    yield BadFile("overlapping bomb", "bomb.xlsx", lambda: overlapping(200, 2_000_000), refused=True)
    yield BadFile("overlapping bomb .ods", "bomb.ods", lambda: overlapping(200, 2_000_000), refused=True)
    yield BadFile("high ratio, 20 MB", "bomb.xlsx", lambda: _zeros(20_000_000), refused=True)
    yield BadFile("high ratio, 1 GB", "bomb.xlsx", lambda: _zeros(1_000_000_000), None, False, refused=True)
    yield BadFile("a million empty rows", "bomb.xlsx", lambda: _with({_SHEET: rows}), None, False)
    yield BadFile(
        "archive in an archive",
        "nested.xlsx",
        lambda: _with({"xl/embedded.zip": good_files.xlsx()}),
        refused=True,
    )
    inner = good_files.xlsx()
    for _ in range(20):
        inner = good_files.zip_of({"[Content_Types].xml": b"<Types/>", "next.xlsx": inner})
    yield BadFile("archives twenty deep", "nested.xlsx", inner, refused=True)
    yield BadFile(
        "workbook in an archive named .xlsx",
        "nested.xlsx",
        good_files.zip_of({"a.xlsx": good_files.xlsx()}),
        refused=True,
    )


def _patched(whole: bytes, mark: bytes, offset: int, value: bytes, *, every: bool = True) -> bytes:
    """Bytes overwritten at an offset from each place (or the first) where a mark stands."""
    changed, at = bytearray(whole), whole.find(mark)
    while at >= 0:
        changed[at + offset : at + offset + len(value)] = value
        at = whole.find(mark, at + 4) if every else -1
    return bytes(changed)


def _forged() -> Iterator[BadFile]:
    whole = good_files.xlsx()
    central, local, end = b"PK\1\2", b"PK\3\4", b"PK\5\6"
    for label, mark, offset, value in (
        ("inflated size 0", central, 24, bytes(4)),
        ("inflated size 1", central, 24, b"\1\0\0\0"),
        ("inflated size 4 GB", central, 24, b"\xfe\xff\xff\xff"),
        ("packed size 0", central, 20, bytes(4)),
        ("packed size 4 GB", central, 20, b"\xfe\xff\xff\xff"),
        ("wrong check sum", central, 16, b"\1\2\3\4"),
        ("offset behind the end", central, 42, b"\xf0\xff\xff\x7f"),
        ("all offsets 0", central, 42, bytes(4)),
        ("name of 65535 bytes", central, 28, b"\xff\xff"),
        ("extra field of 65535 bytes", central, 30, b"\xff\xff"),
        ("encrypted", central, 8, b"\1\0"),
        ("strongly encrypted", central, 8, b"\x41\0"),
        ("method stored", central, 10, bytes(2)),
        ("method bzip2", central, 10, b"\x0c\0"),
        ("method LZMA", central, 10, b"\x0e\0"),
        ("method 99", central, 10, b"\x63\0"),
        ("needs version 99", central, 6, b"\x63\0"),
        ("year 1979 and month 15", central, 14, b"\xe1\xff"),
        ("local size differs", local, 22, b"\1\0\0\0"),
        ("local name differs", local, 26, b"\1\0"),
        ("local mark broken", local, 0, b"XXXX"),
        ("more entries than there are", end, 10, b"\xff\xff"),
        ("no entries", end, 8, bytes(4)),
        ("directory behind the end", end, 16, b"\xff\xff\xff\x7f"),
        ("directory of 4 GB", end, 12, b"\xff\xff\xff\xff"),
        ("comment longer than the file", end, 20, b"\xff\xff"),
        ("last of several disks", end, 4, b"\7\0\7\0"),
    ):
        yield BadFile(f"zip: {label}", "forged.xlsx", _patched(whole, mark, offset, value))
        yield BadFile(
            f"zip: {label} .ods",
            "forged.ods",
            _patched(good_files.ods(), mark, offset, value),
            in_suite=False,
        )
    yield BadFile("zip: text before", "forged.xlsx", b"x" * 5000 + whole)
    yield BadFile("zip: text behind", "forged.xlsx", whole + b"x" * 70_000)
    yield BadFile("zip: twice", "forged.xlsx", whole + whole)
    yield BadFile("zip: only the end", "forged.xlsx", b"PK\5\6" + bytes(18), refused=True)


def _names() -> Iterator[BadFile]:
    for label, name in {
        "upwards": "../../../../tmp/keikaku-evil.xml",
        "upwards with backslashes": "..\\..\\evil.xml",
        "absolute": "/etc/evil.xml",
        "drive": "C:\\evil.xml",
        "very long": "a" * 60_000,
        "not UTF-8": "\udcff",
        "empty": "",
        "macro": "xl/vbaProject.bin",
        "ActiveX": "xl/activeX/activeX1.bin",
        "OLE": "xl/embeddings/oleObject1.bin",
        "external link": "xl/externalLinks/externalLink1.xml",
        "signature": "_xmlsignatures/sig1.xml",
        "only case differs": "XL/WORKBOOK.XML",
    }.items():
        content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" if name.endswith(".bin") else b"<a/>"
        yield BadFile(
            f"part name: {label}",
            "part.xlsx",
            lambda name=name, content=content: _with({name.encode("utf-8", "replace").decode(): content}),
        )
    link = zipfile.ZipInfo("xl/link.xml")
    link.external_attr = 0o120777 << 16
    made = io.BytesIO(good_files.xlsx())
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr(link, "/etc/hostname")
    yield BadFile("part is a symlink", "part.xlsx", made.getvalue(), refused=True)
    yield BadFile(
        "ten thousand parts",
        "part.xlsx",
        lambda: _with({f"xl/x{one}.xml": b"<a/>" for one in range(10_000)}),
        None,
        False,
        refused=True,
    )


# --- XML --------------------------------------------------------------------------------------


def hostile_declarations() -> dict[str, str]:
    """Document types that read files, reach for the network, or grow; each declares the entity x."""
    laughs = "".join(f'<!ENTITY l{one} "{f"&l{one - 1};" * 10}">' for one in range(1, 10))
    return {
        "reads a file": f'<!DOCTYPE a [<!ENTITY x SYSTEM "{_SECRET}">]>',
        "reads from the network": '<!DOCTYPE a [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>',
        "reads a device": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///dev/zero">]>',
        "loads a document type": '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd" [<!ENTITY x "1">]>',
        "parameter entity": f'<!DOCTYPE a [<!ENTITY % p SYSTEM "{_SECRET}"> %p; <!ENTITY x "1">]>',
        "billion laughs": f'<!DOCTYPE a [<!ENTITY l0 "lol">{laughs}<!ENTITY x "&l9;">]>',
        "quadratic blow-up": f'<!DOCTYPE a [<!ENTITY y "{"y" * 50_000}"><!ENTITY x "{"&y;" * 5_000}">]>',
        "entity of itself": '<!DOCTYPE a [<!ENTITY x "&x;">]>',
    }


def _hostile_xml() -> Iterator[BadFile]:
    good = good_files.parts_of(good_files.xlsx())
    for label, declaration in hostile_declarations().items():
        for part in (
            _SHEET,
            good_files.STRINGS,
            "xl/workbook.xml",
            good_files.TYPES,
            "xl/styles.xml",
            good_files.RELATIONS,
        ):
            content = good[part].decode().partition("?>")[2] or good[part].decode()
            text = content.replace("</t>", "&x;</t>", 1).replace("<v>", "<v>&x;", 1)
            made = _with({part: f'<?xml version="1.0"?>{declaration}{text}'.encode()})
            yield BadFile(
                f"{part} {label}", "xml.xlsx", made, in_suite=part == good_files.STRINGS, refused=True
            )
        text = good_files.parts_of(good_files.ods())["content.xml"].decode().partition("?>")[2]
        hostile = f'<?xml version="1.0"?>{declaration}{text.replace("</text:p>", "&x;</text:p>", 1)}'
        made = _with({"content.xml": hostile.encode()}, good_files.ods())
        yield BadFile(f"content.xml of .ods {label}", "xml.ods", made, in_suite="file" in label, refused=True)
    sheet = good[_SHEET].decode()
    for label, content in {
        "elements nested": b"<a>" * 200_000,
        "elements nested and closed": b"<a>" * 100_000 + b"</a>" * 100_000,
        "attribute of 5 MB": f'<worksheet {_MAIN} x="{"a" * 5_000_000}"/>'.encode(),
        "hundred thousand attributes": (
            "<a " + " ".join(f'a{one}="1"' for one in range(100_000)) + "/>"
        ).encode(),
        "hundred thousand namespaces": (
            "<a " + " ".join(f'xmlns:a{one}="u{one}"' for one in range(100_000)) + "/>"
        ).encode(),
        "not UTF-8": sheet.encode().replace(b"<sheetData", b"\xff<sheetData"),
        "UTF-16": sheet.encode("utf-16"),
        "names UTF-7": sheet.encode().replace(b"?>", b' encoding="UTF-7"?>', 1),
        "names an unknown encoding": b'<?xml version="1.0" encoding="x-none"?><a/>',
        "NUL": sheet.encode().replace(b"<v>", b"<v>\0", 1),
        "forbidden letter reference": sheet.replace("<v>", "<v>&#xD800;&#0;", 1).encode(),
        "comment never closed": sheet.replace("<sheetData", "<!-- <sheetData", 1).encode(),
        "CDATA never closed": sheet.replace("<v>", "<v><![CDATA[", 1).encode(),
    }.items():
        yield BadFile(
            f"sheet: {label}", "xml.xlsx", _with({_SHEET: content}), in_suite="thousand" not in label
        )
        yield BadFile(
            f"content.xml: {label}",
            "xml.ods",
            _with({"content.xml": content}, good_files.ods()),
            in_suite=False,
        )


def _lost_parts() -> Iterator[BadFile]:
    for whole, ending in ((good_files.xlsx(), "xlsx"), (good_files.ods(), "ods")):
        for number, part in enumerate(good_files.parts_of(whole)):
            for label, content in (
                ("lost", None),
                ("empty", b""),
                ("garbage", b"\xff\0garbage"),
                ("another root", b"<a/>"),
            ):
                yield BadFile(
                    f"{part} {label}",
                    f"lost.{ending}",
                    _with({part: content}, whole),
                    in_suite=number % 4 == len(label) % 4,
                )


# --- sheets -----------------------------------------------------------------------------------


def _sheet(change: Callable[[str], str]) -> Callable[[], bytes]:
    return lambda: _with(
        {
            _SHEET: change(good_files.parts_of(good_files.xlsx())[_SHEET].decode()).encode(
                "utf-8", "surrogatepass"
            )
        }
    )


def _merged(references: Iterator[str]) -> Callable[[], bytes]:
    merges = "".join(f'<mergeCell ref="{one}"/>' for one in references)
    return _sheet(lambda text: text.replace("</sheetData>", f"</sheetData><mergeCells>{merges}</mergeCells>"))


def _sheets() -> Iterator[BadFile]:
    def replaced(old: str, new: str) -> Callable[[], bytes]:
        return _sheet(lambda text: text.replace(old, new, 1))

    for size in ("A1:XFD1048576", "XFD1048576", "A1:ZZZZZZ99999999", "B2:A1", "A0", "", "x", "A1:A1"):
        yield BadFile(
            f"declared size {size}",
            "size.xlsx",
            _sheet(
                lambda text, size=size: text.replace('<dimension ref="', f'<dimension ref="{size}" x="', 1)
            ),
        )
    for number in ("0", "-1", "1048576", "1048577", "99999999999999999999", "x", ""):
        yield BadFile(f"row number {number}", "rows.xlsx", replaced('<row r="1"', f'<row r="{number}"'))
        yield BadFile(
            f"last row number {number}",
            "rows.xlsx",
            replaced("</sheetData>", f'<row r="{number}"><c><v>1</v></c></row></sheetData>'),
            in_suite=False,
        )
    for place in ("XFD1048576", "ZZZZ1", "A0", "1A", "A", "1", "", "あ1", "A99999999999999999999"):
        yield BadFile(
            f"cell place {place}",
            "cells.xlsx",
            replaced("</sheetData>", f'<row r="900"><c r="{place}"><v>1</v></c></row></sheetData>'),
        )
    for label, references in {
        "whole sheet": ["A1:XFD1048576"],
        "whole column": ["A1:A1048576"],
        "overlapping": ["A1:C9", "B2:D12", "A1:C9"],
        "turned around": ["C9:A1"],
        "single cell": ["A1:A1"],
        "no reference": [""],
        "unreadable": ["A1:B", "x:y", "A1:B2:C3", "A0:B0"],
        "all values in one": ["A1:P200"],
    }.items():
        yield BadFile(f"merged cells: {label}", "merged.xlsx", _merged(iter(references)))
    for count in (100_000, 1_000_000):
        yield BadFile(
            f"{count} merged cells",
            "merged.xlsx",
            lambda count=count: _merged(f"A{one}:B{one}" for one in range(1, 2 * count, 2))(),
            None,
            False,
        )
        yield BadFile(
            f"{count} merged cells over each other",
            "merged.xlsx",
            lambda count=count: _merged(f"A1:ZZ{one % 1000 + 2}" for one in range(count))(),
            None,
            False,
        )
    workbook = good_files.parts_of(good_files.xlsx())["xl/workbook.xml"].decode()
    sheets = workbook[workbook.index("<sheets>") : workbook.index("</sheets>") + 9]
    for label, new in {
        "no sheets": "<sheets/>",
        "sheet without relation": '<sheets><sheet name="a" sheetId="1"/></sheets>',
        "sheet with a lost relation": sheets.replace("rId1", "rId99"),
        "sheet without name": sheets.replace('name="Sheet"', ""),
        "sheet with an odd name": sheets.replace('name="Sheet"', 'name="&lt;x&gt;&#10;&#x202e;:*?/\\[]"'),
        "sheet hidden": sheets.replace("visible", "veryHidden"),
        "ten thousand sheets of one part": sheets.replace("<sheets>", "<sheets>" + sheets[8:-9] * 10_000),
        "hundred thousand names": sheets
        + "<definedNames>"
        + '<definedName name="a">1</definedName>' * 100_000
        + "</definedNames>",
    }.items():
        made = _with({"xl/workbook.xml": workbook.replace(sheets, new).encode()})
        yield BadFile(f"workbook: {label}", "sheets.xlsx", made, in_suite="thousand" not in label)
    relations = good_files.parts_of(good_files.xlsx())["xl/_rels/workbook.xml.rels"].decode()
    for label, target in {
        "itself": "/xl/workbook.xml",
        "outside": "../../../../etc/hostname",
        "network": "http://127.0.0.1:9/sheet.xml",
        "network, external": 'http://127.0.0.1:9/sheet.xml" TargetMode="External',
        "nothing": "",
        "lost": "worksheets/none.xml",
        "styles": "/xl/styles.xml",
    }.items():
        for name in ("/xl/worksheets/sheet1.xml", "/xl/sharedStrings.xml", "sharedStrings.xml"):
            if name in relations:
                changed = relations.replace(f'"{name}"', f'"{target}"')
                yield BadFile(
                    f"{name} leads to {label}",
                    "relations.xlsx",
                    _with({"xl/_rels/workbook.xml.rels": changed.encode()}),
                )
    types = good_files.parts_of(good_files.xlsx())["[Content_Types].xml"].decode()
    macro = types.replace(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    yield BadFile(
        "workbook with macros named .xlsx",
        "macro.xlsx",
        _with(
            {"[Content_Types].xml": macro.encode(), "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}
        ),
        refused=True,
    )


def _cells() -> Iterator[BadFile]:
    for label, cell in {
        "string number behind the end": '<c t="s"><v>99999999</v></c>',
        "string number negative": '<c t="s"><v>-1</v></c>',
        "string number 1e99": '<c t="s"><v>1e99</v></c>',
        "string number a word": '<c t="s"><v>x</v></c>',
        "no string number": '<c t="s"/>',
        "NaN": "<c><v>NaN</v></c>",
        "Infinity": "<c><v>-Infinity</v></c>",
        "1e400": "<c><v>1e400</v></c>",
        "a word as a number": "<c><v>abc</v></c>",
        "a hundred thousand digits": f"<c><v>{'9' * 100_000}</v></c>",
        "error": '<c t="e"><v>#DIV/0!</v></c>',
        "unknown error": '<c t="e"><v>#X</v></c>',
        "unknown kind": '<c t="zzz"><v>1</v></c>',
        "truth value": '<c t="b"><v>7</v></c>',
        "bad date": '<c t="d"><v>2024-13-45</v></c>',
        "style behind the end": '<c s="99999"><v>1</v></c>',
        "style negative": '<c s="-1"><v>1</v></c>',
        "style a word": '<c s="x"><v>1</v></c>',
        "formula without value": "<c><f>1+1</f></c>",
        "formula that calls out": '<c><f>WEBSERVICE("http://127.0.0.1:9/")</f><v>5</v></c>',
        "shared formula lost": '<c><f t="shared" si="99"/><v/></c>',
        "array formula without place": '<c><f t="array">1</f><v>1</v></c>',
        "table formula": '<c><f t="dataTable" ref="A1:XFD1048576"/><v>1</v></c>',
        "inline string": '<c t="inlineStr"><is><t>目標</t></is></c>',
        "inline string empty": '<c t="inlineStr"/>',
        "two values": "<c><v>1</v><v>2</v></c>",
        "control letters": '<c t="str"><v>_x0000_&#9;_xD800_</v></c>',
    }.items():
        yield BadFile(
            f"cell: {label}",
            "cell.xlsx",
            _sheet(lambda text, cell=cell: text.replace("</row>", f"{cell * 3}</row>")),
        )
    formulas = _sheet(lambda text: text.replace("<v>", "<f>SUM(A1:A9)</f><w>").replace("</v>", "</w>"))
    yield BadFile("every value a formula without value", "formulas.xlsx", formulas)
    styles = good_files.parts_of(good_files.xlsx())["xl/styles.xml"].decode()
    for code in (
        '"' * 500,
        "[$-" + "x" * 50_000,
        "yyyy" * 20_000,
        "0" * 50_000,
        "[Red" * 10_000,
        "ggge",
        "\\",
        "#" * 300 + ".",
    ):
        number_formats = f'<numFmts count="1"><numFmt numFmtId="164" formatCode="{code.replace(chr(34), "&quot;")}"/></numFmts><fonts'
        changed = styles.replace("<fonts", number_formats, 1).replace('numFmtId="0"', 'numFmtId="164"')
        yield BadFile(
            f"number format {code[:6]} {len(code)}",
            "format.xlsx",
            _with({"xl/styles.xml": changed.encode()}),
            in_suite=len(code) < 1000,
        )
    for serial in ("1e308", "-1", "-99999", "2958466", "60", "0.99999999999"):
        changed = styles.replace('numFmtId="0"', 'numFmtId="14"')
        sheet = (
            good_files.parts_of(good_files.xlsx())[_SHEET]
            .decode()
            .replace("</row>", f"<c><v>{serial}</v></c></row>")
        )
        yield BadFile(
            f"date {serial}", "date.xlsx", _with({"xl/styles.xml": changed.encode(), _SHEET: sheet.encode()})
        )


def _tables_of_ods() -> Iterator[BadFile]:
    text = good_files.parts_of(good_files.ods())["content.xml"].decode()
    for label, old, new in (
        (
            "row a billion times",
            "<table:table-row",
            '<table:table-row table:number-rows-repeated="1000000000"',
        ),
        (
            "all rows a million times",
            "<table:table-row",
            '<table:table-row table:number-rows-repeated="1048576"',
        ),
        (
            "cell a billion times",
            "<table:table-cell",
            '<table:table-cell table:number-columns-repeated="1000000000"',
        ),
        ("cell 16384 times", "<table:table-cell", '<table:table-cell table:number-columns-repeated="16384"'),
        ("cell minus once", "<table:table-cell", '<table:table-cell table:number-columns-repeated="-1"'),
        ("cell a word times", "<table:table-cell", '<table:table-cell table:number-columns-repeated="x"'),
        (
            "cell over a billion rows",
            "<table:table-cell",
            '<table:table-cell table:number-rows-spanned="1000000000"',
        ),
        (
            "cell over minus one row",
            "<table:table-cell",
            '<table:table-cell table:number-rows-spanned="-1" table:number-columns-spanned="0"',
        ),
        ("blanks a billion times", "<text:p>", '<text:p><text:s text:c="1000000000"/>'),
        ("number 1e400", 'office:value-type="string"', 'office:value-type="float" office:value="1e400"'),
        ("number NaN", 'office:value-type="string"', 'office:value-type="float" office:value="NaN"'),
        ("number a word", 'office:value-type="string"', 'office:value-type="float" office:value="x"'),
        (
            "date impossible",
            'office:value-type="string"',
            'office:value-type="date" office:date-value="2024-99-99"',
        ),
        ("kind unknown", 'office:value-type="string"', 'office:value-type="zzz"'),
        (
            "table in each cell",
            "<text:p>",
            "<table:table><table:table-row><table:table-cell/></table:table-row></table:table><text:p>",
        ),
        ("no tables", "table:table", "table:nothing"),
    ):
        for count, many in ((1, "once"), (-1, "everywhere")):
            changed = text.replace(old, new, count).encode()
            yield BadFile(
                f"ods: {label}, {many}",
                "table.ods",
                _with({"content.xml": changed}, good_files.ods()),
                in_suite=count == 1 and "million" not in label,
            )
    manifest = good_files.parts_of(good_files.ods())["META-INF/manifest.xml"].decode()
    locked = manifest.replace(
        "</manifest:manifest>",
        '<manifest:file-entry manifest:full-path="content.xml" manifest:size="9"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>',
    )
    yield BadFile(
        "ods: locked by a password",
        "locked.ods",
        _with({"META-INF/manifest.xml": locked.encode(), "content.xml": bytes(range(256))}, good_files.ods()),
        refused=True,
    )
    yield BadFile(
        "ods: text document",
        "text.ods",
        _with({"mimetype": b"application/vnd.oasis.opendocument.text"}, good_files.ods()),
        refused=True,
    )


# --- compound files (.xls, locked .xlsx) ------------------------------------------------------


def _compound_files() -> Iterator[BadFile]:
    whole = good_files.xls()
    for label, at in (
        ("version", 26), ("byte order", 28), ("sector size", 30), ("small sector size", 32), ("count of FAT sectors", 44),
        ("directory", 48), ("small stream limit", 56), ("small FAT", 60), ("count of small FAT", 64), ("DIFAT", 68), ("count of DIFAT", 72), ("first FAT", 76),
    ):  # fmt: skip
        for value in (0, 1, 0x7FFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF):
            size = 2 if at < 44 else 4
            changed = whole[:at] + (value & (256**size - 1)).to_bytes(size, "little") + whole[at + size :]
            yield BadFile(
                f"xls: {label} {value:#x}", "container.xls", changed, in_suite=(at // 4 + value) % 5 == 0
            )
    sector = 512 * (1 + int.from_bytes(whole[76:80], "little"))
    for label, entry in (("goes round", 0), ("leads to itself", None), ("leads outside", 0x00FFFFFF)):
        table = b"".join((number if entry is None else entry).to_bytes(4, "little") for number in range(128))
        yield BadFile(f"xls: FAT {label}", "container.xls", whole[:sector] + table + whole[sector + 512 :])
    named = "Workbook".encode("utf-16-le")
    at = whole.index(named)
    for label, name in (
        ("EncryptedPackage", "EncryptedPackage"),
        ("WordDocument", "WordDocument"),
        ("nothing known", "Zzz"),
    ):
        encoded = name.encode("utf-16-le").ljust(64, b"\0") + (2 * len(name) + 2).to_bytes(2, "little")
        made = whole[:at] + encoded + whole[at + 66 :]
        for ending in ("xlsx", "xls"):
            yield BadFile(f"container of {label} .{ending}", f"locked.{ending}", made, refused=True)
    for label, change in {
        "stream of 4 GB": whole[: at + 120] + b"\xff\xff\xff\xff" + whole[at + 124 :],
        "stream at -1": whole[: at + 116] + b"\xff\xff\xff\xff" + whole[at + 120 :],
        "entry leads to itself": whole[: at + 68] + bytes(12) + whole[at + 80 :],
        "records of no length": whole[:512] + bytes(len(whole) - 512),
        "records of full length": whole[:512] + b"\xff" * (len(whole) - 512),
        "encrypted": whole.replace(b"\x09\x08\x10\0\0\6\5\0", b"\x2f\0\x10\0\0\0\0\0", 1),
        "Excel 5": whole.replace(b"\x09\x08\x10\0\0\6\5\0", b"\x09\x08\x08\0\0\5\5\0", 1),
        "row 65535 column 65535": whole.replace(b"\xfd\0\x0a\0", b"\xfd\0\x0a\0\xff\xff\xff\xff"),
        "string table of 4 billion": _patched(
            whole, b"\xfc\0", 4, b"\xff\xff\xff\xff\xff\xff\xff\x7f", every=False
        ),
        "string of 65535 letters": _patched(whole, b"\xfc\0", 12, b"\xff\xff\xff", every=False),
        "sheet behind the end": _patched(whole, b"\x85\0", 4, b"\xff\xff\xff\x7f", every=False),
    }.items():
        yield BadFile(f"xls: {label}", "records.xls", change)
