"""Bad .pdf files, written object by object: circles, bombs, lies about sizes, scans, locks, hostile drawings."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator

import good_files
from bad_file import BadFile, truncations
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

Objects = dict[int, bytes]
_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def bad_pdfs() -> list[BadFile]:
    """All of them."""
    return [
        *_trees(),
        *_cross_references(),
        *_streams(),
        *_fonts(),
        *_boxes(),
        *_drawings(),
        *_syntax(),
        *_locked_and_scanned(),
        *truncations("PDF", "cut.pdf", good_files.pdf()),
    ]


def stream(content: bytes, more: bytes = b"") -> bytes:
    """A stream object that says its length rightly."""
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (more, len(content), content)


def document(objects: Objects, trailer: bytes = b"/Root 1 0 R", head: bytes = b"%PDF-1.7\n") -> bytes:
    """A PDF of numbered objects with its table of them."""
    made, offsets = head, {}
    for number, body in objects.items():
        offsets[number] = len(made)
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(made), max(objects, default=0) + 1
    made += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        made += b"%010d 00000 n \n" % offsets[number] if number in offsets else b"0000000000 00000 f \n"
    return made + b"trailer\n<</Size %d%s>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)


def one_page(content: bytes = b"BT /F 9 Tf 50 700 Td (R5 R6) Tj ET", **changes: bytes) -> Objects:
    """The objects of a document of one page: catalog 1, pages 2, page 3, content 4, font 5."""
    box = changes.get("box", b"[0 0 595 842]")
    resources = changes.get("resources", b"<</Font<</F 5 0 R>>>>")
    more = changes.get("page", b"")
    return {
        1: b"<</Type/Catalog/Pages 2 0 R%s>>" % changes.get("catalog", b""),
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox%s/Resources%s/Contents 4 0 R%s>>" % (box, resources, more),
        4: stream(content),
        5: _FONT,
    }


def _changed(changes: Objects) -> bytes:
    return document({**one_page(), **changes})


def _trees() -> Iterator[BadFile]:
    for label, changes in {
        "pages are their own child": {2: b"<</Type/Pages/Kids[2 0 R]/Count 1>>"},
        "pages go round": {
            2: b"<</Type/Pages/Kids[6 0 R]/Count 1>>",
            6: b"<</Type/Pages/Kids[2 0 R]/Count 1>>",
        },
        "page is its own parent": {3: b"<</Type/Page/Parent 3 0 R/Contents 4 0 R>>"},
        "parents go round": {
            3: b"<</Type/Page/Parent 6 0 R/Contents 4 0 R>>",
            6: b"<</Type/Pages/Parent 3 0 R/Kids[3 0 R]>>",
        },
        "one page ten thousand times": {2: b"<</Type/Pages/Kids[%s]/Count 10000>>" % (b"3 0 R " * 10_000)},
        "pages are a number": {2: b"5"},
        "pages are nothing": {2: b"null"},
        "children are themselves": {2: b"<</Type/Pages/Kids 2 0 R/Count 1>>"},
        "children are no pages": {2: b"<</Type/Pages/Kids[4 0 R 5 0 R (x) 7]/Count 4>>"},
        "a billion pages said": {2: b"<</Type/Pages/Kids[3 0 R]/Count 1000000000>>"},
        "minus one page said": {2: b"<</Type/Pages/Kids[3 0 R]/Count -1>>"},
        "no children": {2: b"<</Type/Pages/Kids[]/Count 0>>"},
        "catalog is the page": {1: b"<</Type/Page>>"},
        "object is itself": {4: b"4 0 R"},
        "objects are each other": {4: b"6 0 R", 6: b"4 0 R"},
        "content is itself": {4: b"[4 0 R]"},
        "resources are themselves": {
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources 6 0 R/Contents 4 0 R>>",
            6: b"6 0 R",
        },
    }.items():
        yield BadFile(f"pdf: {label}", "tree.pdf", _changed(changes))
    pages = dict.fromkeys(range(10, 10010), b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>")
    kids = b" ".join(b"%d 0 R" % number for number in pages)
    made = {**one_page(), **pages, 2: b"<</Type/Pages/Kids[%s]/Count 10000>>" % kids}
    yield BadFile("pdf: ten thousand pages", "tree.pdf", lambda: document(made))
    deep = {number: b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (number + 1) for number in range(10, 5_010)}
    yield BadFile(
        "pdf: five thousand levels",
        "tree.pdf",
        lambda: document({**one_page(), **deep, 2: b"<</Kids[10 0 R]/Type/Pages>>", 5_010: one_page()[3]}),
    )
    doubled = {
        number: b"<</Type/Pages/Kids[%d 0 R %d 0 R]/Count 9>>" % (number + 1, number + 1)
        for number in range(10, 50)
    }
    yield BadFile(
        "pdf: pages doubled forty times",
        "tree.pdf",
        document({**one_page(), **doubled, 2: doubled[10], 50: one_page()[3]}),
    )


def _cross_references() -> Iterator[BadFile]:
    good = document(one_page())
    table = good.index(b"xref\n")
    for label, content in {
        "table is its own predecessor": document(one_page(), b"/Root 1 0 R/Prev %d" % table),
        "predecessor behind the end": document(one_page(), b"/Root 1 0 R/Prev 999999999"),
        "predecessor negative": document(one_page(), b"/Root 1 0 R/Prev -5"),
        "no root": document(one_page(), b""),
        "root is nothing": document(one_page(), b"/Root 99 0 R"),
        "root is the font": document(one_page(), b"/Root 5 0 R"),
        "table at 0": good.replace(b"startxref\n%d" % table, b"startxref\n0"),
        "table behind the end": good.replace(b"startxref\n%d" % table, b"startxref\n99999999"),
        "table at a huge place": good.replace(b"startxref\n%d" % table, b"startxref\n" + b"9" * 5000),
        "table says a billion objects": good.replace(b"xref\n0 6", b"xref\n0 1000000000"),
        "table says minus six objects": good.replace(b"xref\n0 6", b"xref\n0 -6"),
        "all objects at one place": good.replace(good[table + 29 : table + 39], b"0000000009"),
        "no table": good[:table] + b"trailer<</Root 1 0 R>>",
        "no table and no trailer": good[:table],
        "only the head": b"%PDF-1.7\n",
        "only head and end": b"%PDF-1.7\nstartxref\n0\n%%EOF",
        "head at 1000": b"x" * 1000 + good,
        "head at 2000": b"x" * 2000 + good,
        "two ends": good + b"\nstartxref\n5\n%%EOF",
        "added to, brokenly": good + b"4 0 obj\n<<\n" + good[table:],
        "end ten thousand times": good + b"startxref\n1\n%%EOF\n" * 10_000,
        "version 9.9": good.replace(b"1.7", b"9.9"),
        "no objects": document({}),
    }.items():
        yield BadFile(f"pdf: {label}", "xref.pdf", content)
    for label, more in {
        "widths of a billion": b"/W[1000000000 1 1]/Index[0 6]",
        "widths negative": b"/W[-1 -1 -1]",
        "widths nothing": b"/W[0 0 0]/Index[0 1000000000]",
        "widths missing": b"",
        "index of a billion": b"/W[1 2 1]/Index[0 1000000000]",
        "index odd": b"/W[1 2 1]/Index[0]",
        "predecessor itself": b"/W[1 2 1]/Prev 9",
    }.items():
        body = stream(bytes(64), b"/Type/XRef/Size 7/Root 1 0 R" + more)
        made = b"%PDF-1.7\n9 0 obj\n" + body + b"\nendobj\nstartxref\n9\n%%EOF"
        yield BadFile(
            f"pdf: stream of cross references, {label}",
            "xref.pdf",
            made,
        )
    for label, more in (
        ("extends itself", b"/N 1/First 4/Extends 6 0 R"),
        ("says a billion objects", b"/N 1000000000/First 4"),
        ("begins behind its end", b"/N 1/First 99999999"),
        ("says nothing", b""),
    ):
        made = _changed({6: stream(b"4 0 <<>>", b"/Type/ObjStm" + more), 4: b"6 0 R"})
        yield BadFile(f"pdf: stream of objects {label}", "objects.pdf", made)


def _packed(size: int, times: int = 1) -> bytes:
    packer, chunk = zlib.compressobj(9), b"q Q " * min(size // 4, 250_000)
    content = b"".join(packer.compress(chunk) for _ in range(size // len(chunk))) + packer.flush()
    for _ in range(times - 1):
        content = zlib.compress(content, 9)
    return content


def _streams() -> Iterator[BadFile]:
    for label, body in {
        "length its own": b"<</Length 4 0 R>>\nstream\nBT ET\nendstream",
        "length negative": b"<</Length -1>>\nstream\nBT ET\nendstream",
        "length a word": b"<</Length /x>>\nstream\nBT ET\nendstream",
        "length 4 GB": b"<</Length 4294967295>>\nstream\nBT ET\nendstream",
        "length missing": b"<<>>\nstream\nBT ET\nendstream",
        "no end": b"<</Length 5>>\nstream\nBT ET",
        "unknown filter": stream(b"BT ET", b"/Filter/Nothing"),
        "filter itself": stream(b"BT ET", b"/Filter 4 0 R"),
        "Flate garbage": stream(b"\xff" * 500, b"/Filter/FlateDecode"),
        "Flate cut": stream(_packed(50_000)[:40], b"/Filter/FlateDecode"),
        "LZW garbage": stream(b"\xff" * 500, b"/Filter/LZWDecode"),
        "ASCII85 garbage": stream(b"zzzz~~>>vv{}" * 50, b"/Filter/ASCII85Decode"),
        "hex garbage": stream(b"<xyz!" * 50, b"/Filter/ASCIIHexDecode"),
        "run length garbage": stream(b"\x80\x7f\x01" * 50, b"/Filter/RunLengthDecode"),
        "fax garbage": stream(
            b"\x12\x34" * 50,
            b"/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 1000000000/Rows 1000000000>>",
        ),
        "JBIG2 garbage": stream(b"\x97JB2" * 50, b"/Filter/JBIG2Decode"),
        "predictor of a billion columns": stream(
            zlib.compress(b"x" * 500), b"/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 1000000000>>"
        ),
        "predictor 99": stream(
            zlib.compress(b"x" * 500), b"/Filter/FlateDecode/DecodeParms<</Predictor 99/Colors -1>>"
        ),
        "a hundred Flate filters": stream(_packed(400, 100), b"/Filter[%s]" % (b"/FlateDecode" * 100)),
        "Crypt": stream(b"BT ET", b"/Filter/Crypt/DecodeParms<</Name/X>>"),
        "content of ten thousand parts": b"[%s]" % (b"5 0 R " * 10_000),
    }.items():
        yield BadFile(f"pdf: stream with {label}", "stream.pdf", _changed({4: body}))
    for size, times, label in (
        (20_000_000, 1, "20 MB"),
        (1_000_000_000, 1, "1 GB"),
        (1_000_000_000, 2, "1 GB packed twice"),
    ):
        filters = b"/Filter[%s]" % (b"/FlateDecode" * times)
        yield BadFile(
            f"pdf: bomb of {label}",
            "bomb.pdf",
            lambda size=size, times=times, filters=filters: _changed(
                {4: stream(_packed(size, times), filters)}
            ),
            None,
            False,
        )


def _fonts() -> Iterator[BadFile]:
    cid = b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding %s/DescendantFonts[%s]%s>>"
    child = b"<</Type/Font/Subtype/CIDFontType0/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>%s>>"
    maps = {
        "range of 4 billion": b"1 beginbfrange\n<00000000><FFFFFFFF><0000>\nendbfrange",
        "range turned around": b"1 beginbfrange\n<FFFF><0000><0000>\nendbfrange",
        "range to lone surrogates": b"1 beginbfrange\n<00><FF><D800>\nendbfrange",
        "range to control letters": b"1 beginbfrange\n<00><FF><0000>\nendbfrange",
        "range to nothing": b"1 beginbfrange\n<00><FF>[]\nendbfrange",
        "itself": b"/X usecmap",
        "garbage": b"\xff\xfe" * 200,
        "code space of 99 bytes": b"1 begincodespacerange\n<%s><%s>\nendcodespacerange"
        % (b"00" * 99, b"FF" * 99),
    }
    for label, content in maps.items():
        font = b"<</Type/Font/Subtype/Type1/BaseFont/X/ToUnicode 6 0 R>>"
        yield BadFile(f"pdf: letters from {label}", "font.pdf", _changed({5: font, 6: stream(content)}))
        composite = cid % (b"6 0 R", child % b"", b"/ToUnicode 6 0 R")
        yield BadFile(
            f"pdf: composite letters from {label}",
            "font.pdf",
            _changed({5: composite, 6: stream(content)}),
            in_suite=False,
        )
    for label, font in {
        "nothing": b"null",
        "a number": b"7",
        "a font of itself": b"5 0 R",
        "no kind": b"<</Type/Font>>",
        "an unknown kind": b"<</Type/Font/Subtype/Nothing>>",
        "map by a path": cid % (b"/..#2f..#2f..#2fetc#2fhostname", child % b"", b""),
        "map by an absolute path": cid % (b"/#2ftmp#2fevil", child % b"", b""),
        "map unknown": cid % (b"/No-Such-H", child % b"", b""),
        "map itself": cid % (b"5 0 R", child % b"", b""),
        "descendant itself": cid % (b"/Identity-H", b"5 0 R", b""),
        "no descendant": cid % (b"/Identity-H", b"", b""),
        "widths garbage": cid % (b"/Identity-H", child % b"/W[1 2 3 (x) [4] 5 999999999 1]", b""),
        "widths of a billion": cid % (b"/Identity-H", child % b"/W[0 1000000000 500]", b""),
        "Type 3 of itself": b"<</Type/Font/Subtype/Type3/FontMatrix[0 0 0 0 0 0]/FontBBox[0 0 0 0]/CharProcs<</a 4 0 R>>/Encoding<</Differences[0/a]>>/FirstChar 0/LastChar 999999999/Widths[1]/Resources 5 0 R>>",
        "differences garbage": b"<</Type/Font/Subtype/Type1/BaseFont/X/Encoding<</Differences[(x) 999999999/uD800/u110000 -5/g]>>>>",
        "first letter huge": b"<</Type/Font/Subtype/TrueType/BaseFont/X/FirstChar 1000000000/LastChar 2000000000/Widths 6 0 R>>",
        "font file garbage": b"<</Type/Font/Subtype/Type1/BaseFont/X/FontDescriptor<</FontFile 4 0 R/FontFile2 4 0 R/FontFile3 4 0 R/FontBBox[]>>>>",
    }.items():
        yield BadFile(f"pdf: font with {label}", "font.pdf", _changed({5: font}))


def _boxes() -> Iterator[BadFile]:
    for box in (
        b"[0 0 0 0]",
        b"[595 842 0 0]",
        b"[-1e9 -1e9 1e9 1e9]",
        b"[0 0 1e308 1e308]",
        b"[]",
        b"[0 0 1]",
        b"[(a)(b)(c)(d)]",
        b"null",
        b"3 0 R",
        b"[/N /a /N 1]",
        b"[0 0 " + b"9" * 400 + b" 9]",
    ):
        yield BadFile(f"pdf: page of {box[:24].decode()}", "box.pdf", document(one_page(box=box)))
    for more in (
        b"/Rotate 45",
        b"/Rotate /x",
        b"/Rotate 999999999",
        b"/UserUnit 0",
        b"/UserUnit 1e30",
        b"/CropBox[9 9 9 9]",
        b"/Annots 3 0 R",
        b"/Annots[(x) 4 0 R null 99 0 R]",
        b"/StructParents -1",
    ):
        yield BadFile(f"pdf: page with {more.decode()}", "box.pdf", document(one_page(page=more)))
    script = b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>/AA<</O<</S/Launch/F(/bin/true)>>>>/Names<</EmbeddedFiles<</Names[(a)4 0 R]>>>>"
    yield BadFile("pdf: script, launch and embedded file", "actions.pdf", document(one_page(catalog=script)))
    yield BadFile(
        "pdf: XFA form", "form.pdf", document(one_page(catalog=b"/AcroForm<</XFA 4 0 R/Fields[3 0 R]>>"))
    )
    yield BadFile(
        "pdf: outlines go round",
        "outline.pdf",
        document(
            {
                **one_page(catalog=b"/Outlines 6 0 R"),
                6: b"<</First 6 0 R/Next 6 0 R/Last 6 0 R/Parent 6 0 R>>",
            }
        ),
    )


def _form(content: bytes, more: bytes = b"/Resources<</XObject<</X 6 0 R/Y 7 0 R>>>>") -> bytes:
    return stream(content, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]" + more)


def _drawings() -> Iterator[BadFile]:
    resources = b"<</Font<</F 5 0 R>>/XObject<</X 6 0 R/Y 7 0 R>>>>"
    for label, forms in {
        "of itself": {6: _form(b"/X Do"), 7: _form(b"")},
        "of each other": {6: _form(b"/Y Do"), 7: _form(b"/X Do")},
        "without box": {6: stream(b"BT ET", b"/Subtype/Form"), 7: _form(b"")},
        "that is no stream": {6: b"<<>>", 7: b"null"},
        "with a matrix of words": {6: _form(b"", b"/Matrix[(a) /b null 1 2]"), 7: _form(b"")},
    }.items():
        yield BadFile(
            f"pdf: form {label}", "form.pdf", document({**one_page(b"/X Do", resources=resources), **forms})
        )
    chain = {
        number: stream(
            b"/X Do /X Do", b"/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % (number + 1)
        )
        for number in range(6, 46)
    }
    yield BadFile(
        "pdf: forms doubled forty times",
        "form.pdf",
        document({**one_page(b"/X Do", resources=resources), **chain, 46: _form(b"")}),
        None,
        False,
    )
    text = b"BT /F 9 Tf %s ET"
    for label, content in {
        "font size 0": b"BT /F 0 Tf 50 700 Td (R5 R6) Tj ET",
        "font size 1e30": b"BT /F 1e30 Tf 50 700 Td (R5 R6) Tj ET",
        "font size a word": b"BT /F /x Tf (R5) Tj ET",
        "unknown font": b"BT /Z 9 Tf (R5 R6) Tj ET",
        "text without a font": b"BT (R5 R6) Tj ET",
        "matrix of zeros": text % b"0 0 0 0 0 0 Tm (R5 R6) Tj",
        "matrix of 1e300": text % b"1e300 1e300 1e300 1e300 1e300 1e300 Tm (R5 R6) Tj",
        "matrix of words": text % b"/a /b (c) [] <<>> null Tm (R5) Tj",
        "matrix of NaN": text % b"nan inf -inf 1e400 . - Tm (R5) Tj",
        "too few operands": text % b"Tm Td Tj TJ ' \" Tf",
        "operands of other kinds": text % b"5 Tj (x) TJ [[[]]] TJ [(a) /b null 5 <<>>] TJ",
        "unknown operators": b"xyzzy foo 1 2 3 bar" * 500,
        "saved and never restored": b"q " * 100_000,
        "restored and never saved": b"Q " * 100_000,
        "picture in the text never closed": b"BI /W 9 /H 9 ID \xff\xff\xff",
        "picture in the text without data": b"BI ID EI" * 500,
        "marks never closed": b"/P BMC " * 20_000,
        "marks closed only": b"EMC " * 20_000,
        "string never closed": text % b"((((((R5 R6 Tj",
        "path of words": b"/a (b) m null [] l <<>> re S",
        "rectangles without size": b"50 50 0 0 re S " * 500,
        "rectangles of 1e30": b"-1e30 -1e30 2e30 2e30 re S " * 50,
        "same letter five thousand times": text % (b"1 0 0 1 50 700 Tm (A) Tj " * 5_000),
        "letters all over": text
        % b" ".join(b"1 0 0 1 %d %d Tm (R5) Tj" % (one % 590, one % 840) for one in range(5_000)),
        "text of 100 KB in a line": text % (b"50 700 Td (" + b"R5 R6 " * 16_000 + b") Tj"),
        "colours garbage": b"/a cs /b CS (x) sc /P scn /x gs /y sh " * 50,
    }.items():
        yield BadFile(f"pdf: {label}", "drawing.pdf", document(one_page(content)))

    def ruled(lines: int) -> Callable[[], bytes]:
        grid = b"".join(
            b"0 %d.5 m 595 %d.5 l %d.5 0 m %d.5 842 l S " % (one % 842, one % 842, one % 595, one % 595)
            for one in range(lines)
        )
        return lambda: document(one_page(grid + b"BT /F 9 Tf 50 700 Td (R5 R6) Tj ET"))

    yield BadFile("pdf: a grid of 300 lines", "lines.pdf", ruled(300), None, False)
    for count in (20_000, 200_000):
        yield BadFile(f"pdf: {count} lines", "lines.pdf", ruled(count), None, False)
        boxes = b"".join(b"%d %d 5 5 re S " % (one * 7 % 590, one * 11 % 840) for one in range(count))
        yield BadFile(
            f"pdf: {count} boxes",
            "lines.pdf",
            lambda boxes=boxes: document(one_page(boxes + b"BT /F 9 Tf 50 700 Td (R5 R6) Tj ET")),
            None,
            False,
        )
        letters = text % (b"1 0 0 1 50 700 Tm (ABCDEFGHIJ) Tj " * (count // 10))
        yield BadFile(
            f"pdf: {count} letters over each other",
            "letters.pdf",
            lambda letters=letters: document(one_page(letters)),
            None,
            False,
        )
    million = text % (b"(A) Tj " * 1_000_000)
    yield BadFile(
        "pdf: a million letters in a line", "letters.pdf", lambda: document(one_page(million)), None, False
    )


def _syntax() -> Iterator[BadFile]:
    for label, body in {
        "arrays nested": b"[" * 100_000,
        "arrays nested and closed": b"[" * 50_000 + b"]" * 50_000,
        "dictionaries nested": b"<</a" * 100_000,
        "dictionaries nested and closed": b"<</a" * 50_000 + b">>" * 50_000,
        "brackets nested": b"(" * 200_000,
        "name of a million letters": b"/" + b"a" * 1_000_000,
        "number of a million digits": b"9" * 1_000_000,
        "hex never closed": b"<" + b"41" * 200_000,
        "comment never closed": b"%" + b"x" * 200_000,
        "odd names": b"<</#00 1/#zz 2/ 3/a#2fb 4>>",
        "numbers of all kinds": b"[+-5 --5 5- 5.5.5 1e5 0x10 .. - + 00005 -.-]",
        "keys that are no names": b"<<1 2 (a) (b) [] []>>",
        "odd dictionary": b"<</a>>",
    }.items():
        yield BadFile(f"pdf: {label}", "syntax.pdf", _changed({6: body, 4: b"6 0 R"}))
        yield BadFile(f"pdf: content with {label}", "syntax.pdf", _changed({4: stream(body)}), in_suite=False)


def _locked_and_scanned() -> Iterator[BadFile]:
    for label, word in (("locked by a password", "secret"), ("locked by an owner only", "")):
        made = io.BytesIO()
        canvas = Canvas(made, encrypt=StandardEncryption(word, ownerPassword="owner", strength=128))
        canvas.drawString(50, 700, "R5 R6")
        canvas.save()
        yield BadFile(f"pdf: {label}", "locked.pdf", made.getvalue(), refused=True)
    for label, lock in {
        "garbage": b"<</Filter/Standard/V 1/R 2/O(x)/U(y)/P 0>>",
        "an unknown filter": b"<</Filter/Nothing>>",
        "version 99": b"<</Filter/Standard/V 99/R 99/O(x)/U(y)/P 0>>",
        "itself": b"6 0 R",
        "nothing": b"null",
        "AES-256 garbage": b"<</Filter/Standard/V 5/R 6/O(x)/U(y)/OE(z)/UE(z)/P -1/CF<</StdCF<</CFM/AESV3>>>>/StmF/StdCF/StrF/StdCF>>",
    }.items():
        made = document({**one_page(), 6: lock}, b"/Root 1 0 R/Encrypt 6 0 R/ID[(a)(b)]")
        yield BadFile(f"pdf: locked with {label}", "locked.pdf", made)
    scan = io.BytesIO()
    canvas = Canvas(scan, invariant=1)
    dot = io.BytesIO(b"P6 8 8 255\n" + bytes(192))
    for _ in range(3):
        canvas.drawImage(ImageReader(dot), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    yield BadFile("pdf: scanned", "scan.pdf", scan.getvalue(), refused=True)
    yield BadFile("pdf: empty page", "blank.pdf", document(one_page(b"")), refused=True)
    yield BadFile(
        "pdf: text drawn invisibly",
        "scan.pdf",
        document(one_page(b"BT 3 Tr /F 9 Tf 50 700 Td (R5 R6) Tj ET")),
    )
    for more in (
        b"/Width 1000000000/Height 1000000000/ColorSpace/DeviceRGB/BitsPerComponent 8",
        b"/Width -1/Height 0",
        b"/ColorSpace 6 0 R",
        b"/SMask 6 0 R",
        b"/Filter/JPXDecode",
        b"/Filter/DCTDecode",
    ):
        picture = stream(b"\xff" * 100, b"/Type/XObject/Subtype/Image" + more)
        made = document(
            {**one_page(b"9 0 0 9 0 0 cm /X Do", resources=b"<</XObject<</X 6 0 R>>>>"), 6: picture}
        )
        yield BadFile(f"pdf: picture with {more[:24].decode()}", "picture.pdf", made)
