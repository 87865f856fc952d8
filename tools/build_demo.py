#!/usr/bin/env python3
"""Build the PDF, DOCX and WARC files of the demo study from the texts in tools/demo_sources/.

    python -m venv /tmp/demo-venv && /tmp/demo-venv/bin/pip install reportlab python-docx warcio
    /tmp/demo-venv/bin/python tools/build_demo.py [output folder]

The output is byte-identical from run to run with the same library versions. The other documents of the demo
(HTML, pasted text, subtitles) are kept as they are in src/testimonia/data/demo/articles/.

Source markup, one block a line: `!key value` metadata, `#`/`##` headings, `@` byline, `~` caption, the rest paragraphs.
"""

import datetime
import io
import pathlib
import re
import sys
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
SOURCES = HERE / "demo_sources"
ARTICLES = HERE.parent / "src/testimonia/data/demo/articles"

WARC_NAME = "crawl-2015.warc.gz"
WARC_PAGES = [  # file in demo_sources/warc, URL, capture time
    ("border-guard-speaks.html", "http://www.bulwark.example/2015/04/border-guard-speaks.html", "2015-04-03T09:14:07Z"),
    (
        "inside-the-guesthouse.html",
        "http://www.seine-saone.example/societe/inside-the-guesthouse.html",
        "2015-06-14T18:40:51Z",
    ),
    (
        "two-men-from-tunis.html",
        "http://carthage-daily.example/news/local/two-men-from-tunis.html",
        "2015-07-20T05:02:33Z",
    ),
]


def curly(text):
    text = re.sub(r'(^|[\s(\u2014])"', "\\1\u201c", text).replace('"', "\u201d")
    return re.sub(r"(^|[\s(\u201c])'", "\\1\u2018", text).replace("'", "\u2019")


def parse(path):
    meta, blocks = {}, []
    for line in path.read_text(encoding="utf-8").splitlines():
        line = line.strip()
        if not line:
            continue
        if line.startswith("!"):
            key, _, value = line[1:].partition(" ")
            meta[key] = value
            continue
        for mark, kind in (("## ", "h2"), ("# ", "h1"), ("@ ", "by"), ("~ ", "cap")):
            if line.startswith(mark):
                blocks.append((kind, curly(line[len(mark) :])))
                break
        else:
            blocks.append(("p", curly(line)))
    return meta, blocks


def build_pdf(source, target):
    from xml.sax.saxutils import escape

    from reportlab.lib.enums import TA_JUSTIFY
    from reportlab.lib.pagesizes import A4, A5
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import cm
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

    class Whole(Paragraph):  # a paragraph that never runs over a page or column
        def split(self, width, height):
            return []

    meta, blocks = parse(source)
    two = meta.get("columns") == "2"
    size = A5 if meta.get("page") == "A5" else A4
    base = ParagraphStyle(
        "p", fontName="Times-Roman", fontSize=10.5 if two else 11, leading=14, spaceAfter=7, alignment=TA_JUSTIFY
    )
    styles = {
        "p": base,
        "h1": ParagraphStyle("h1", fontName="Times-Bold", fontSize=20 if two else 17, leading=23, spaceAfter=8),
        "h2": ParagraphStyle(
            "h2", fontName="Helvetica-Bold", fontSize=11, leading=15, spaceBefore=6, spaceAfter=3, keepWithNext=1
        ),
        "by": ParagraphStyle("by", fontName="Helvetica-Oblique", fontSize=9, leading=12, spaceAfter=10),
        "cap": ParagraphStyle("cap", fontName="Helvetica", fontSize=7.5, leading=10, spaceAfter=8),
    }

    def furniture(canvas, doc):
        canvas.saveState()
        canvas.setFont("Helvetica", 8)
        canvas.drawString(2 * cm, size[1] - 1.3 * cm, meta["head"])
        canvas.drawString(2 * cm, 1.1 * cm, meta["foot"])
        canvas.drawRightString(size[0] - 2 * cm, 1.1 * cm, str(doc.page + (40 if two else 0)))
        if two:
            canvas.setFillGray(0.8)
            top = bottom + height + 0.6 * cm
            canvas.rect(2 * cm, top, size[0] - 4 * cm, size[1] - 2 * cm - top, stroke=0, fill=1)
        canvas.restoreState()

    doc = BaseDocTemplate(
        str(target), pagesize=size, title=meta["title"], author=meta["author"], invariant=1, subject=meta["date"]
    )
    bottom, height = 2 * cm, size[1] - 4 * cm
    if two:  # a picture fills the upper part, so that the two columns below are about equal
        height = float(meta["height"]) * cm
    if two:
        width = (size[0] - 4 * cm - 0.8 * cm) / 2
        frames = [
            Frame(2 * cm, bottom, width, height, 0, 0, 0, 0),
            Frame(2 * cm + width + 0.8 * cm, bottom, width, height, 0, 0, 0, 0),
        ]
    else:
        frames = [Frame(2 * cm, bottom, size[0] - 4 * cm, height, 0, 0, 0, 0)]
    doc.addPageTemplates([PageTemplate(frames=frames, onPage=furniture)])
    doc.build([Whole(escape(text), styles[kind]) for kind, text in blocks])


def build_docx(source, target):
    import docx
    from docx.shared import Pt

    meta, blocks = parse(source)
    document = docx.Document()
    for kind, text in blocks:
        if kind == "h1":
            document.add_heading(text, 0)
        elif kind == "h2":
            document.add_heading(text, 2)
        elif kind == "by":
            document.add_paragraph().add_run(text).italic = True
        else:
            run = document.add_paragraph().add_run(text)
            run.font.size = Pt(11)
    when = datetime.datetime.fromisoformat(meta["date"])
    core = document.core_properties
    core.title, core.author, core.created, core.modified = meta["title"], meta["author"], when, when
    core.last_modified_by, core.revision, core.comments = meta["author"], 1, ""
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, (2015, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))


def build_warc(target):
    import uuid

    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    def record_id(text):
        return "<urn:uuid:%s>" % uuid.uuid5(uuid.NAMESPACE_URL, text)

    with open(target, "wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        info = writer.create_warcinfo_record(
            WARC_NAME, {"software": "testimonia demo", "format": "WARC File Format 1.0"}
        )
        info.rec_headers.replace_header("WARC-Record-ID", record_id("warcinfo"))
        info.rec_headers.replace_header("WARC-Date", WARC_PAGES[0][2])
        writer.write_record(info)
        for name, url, when in WARC_PAGES:
            body = (SOURCES / "warc" / name).read_bytes()
            http = StatusAndHeaders(
                "200 OK",
                [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))],
                protocol="HTTP/1.1",
            )
            writer.write_record(
                writer.create_warc_record(
                    url,
                    "response",
                    payload=io.BytesIO(body),
                    http_headers=http,
                    warc_headers_dict={"WARC-Date": when, "WARC-Record-ID": record_id(url)},
                )
            )


def main(out=ARTICLES):
    out = pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    for source in sorted(SOURCES.glob("*.pdf.txt")):
        build_pdf(source, out / source.name[:-4])
    for source in sorted(SOURCES.glob("*.docx.txt")):
        build_docx(source, out / source.name[:-4])
    build_warc(out / WARC_NAME)


if __name__ == "__main__":
    main(*sys.argv[1:2])
