"""CVs as text documents (flat ODF), which LibreOffice turns into DOCX or PDF."""
from xml.sax.saxutils import escape

from .source import Cv, Section, expected_section, opening

NAMESPACES = " ".join(f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for prefix, name in (
    ("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"))) + (
    ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
    ' xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"')

STYLES = """<office:font-face-decls><style:font-face style:name="F" svg:font-family="FONTNAME"/></office:font-face-decls>
<office:styles>
<style:default-style style:family="paragraph"><style:text-properties style:font-name="F" fo:font-size="10.5pt" fo:language="LANG" fo:country="COUNTRY"/></style:default-style>
<style:style style:name="Standard" style:family="paragraph" style:class="text"/>
<style:style style:name="Heading" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties fo:keep-with-next="always"/></style:style>
<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph" style:parent-style-name="Heading" style:default-outline-level="1"><style:paragraph-properties fo:margin-top="0.45cm" fo:margin-bottom="0.12cm"/><style:text-properties fo:font-size="13pt" fo:font-weight="bold" fo:color="ACCENT"/></style:style>
<text:list-style style:name="L"><text:list-level-style-bullet text:level="1" text:bullet-char="•"><style:list-level-properties text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment text:label-followed-by="listtab" fo:text-indent="-0.5cm" fo:margin-left="0.8cm"/></style:list-level-properties></text:list-level-style-bullet></text:list-style>
</office:styles>
<office:automatic-styles>
<style:style style:name="Name" style:family="paragraph" style:parent-style-name="Standard"><style:text-properties fo:font-size="20pt" fo:font-weight="bold"/></style:style>
<style:style style:name="Entry" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties fo:margin-top="0.2cm" fo:keep-with-next="always"><style:tab-stops><style:tab-stop style:position="17cm" style:type="right"/></style:tab-stops></style:paragraph-properties></style:style>
<style:style style:name="P" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties fo:margin-bottom="0.1cm"/></style:style>
<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="I" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>
<style:style style:name="T" style:family="table"><style:table-properties style:width="17cm" table:align="left"/></style:style>
<style:style style:name="Narrow" style:family="table-column"><style:table-column-properties style:column-width="5cm"/></style:style>
<style:style style:name="Wide" style:family="table-column"><style:table-column-properties style:column-width="12cm"/></style:style>
<style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties fo:padding="0.1cm" fo:border="none"/></style:style>
<style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" fo:margin-top="1.8cm" fo:margin-bottom="1.8cm" fo:margin-left="2cm" fo:margin-right="2cm"/></style:page-layout>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A4"/></office:master-styles>"""


def document(cv: Cv, body: str) -> str:
    styles = STYLES.replace("FONTNAME", cv.options.get("font", "Liberation-Sans").replace("-", " ")).replace(
        "ACCENT", cv.options.get("accent", "#222222")).replace("LANG", cv.language).replace("COUNTRY", cv.word("GB", "IT"))
    return (f'<?xml version="1.0" encoding="UTF-8"?><office:document {NAMESPACES} office:version="1.3" '
            f'office:mimetype="application/vnd.oasis.opendocument.text">{styles}<office:body><office:text>{body}'
            "</office:text></office:body></office:document>")


def paragraph(text: str, style: str = "P") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def heading(text: str) -> str:
    return f'<text:h text:style-name="Heading_20_1" text:outline-level="1">{escape(text)}</text:h>'


def span(text: str, style: str) -> str:
    return f'<text:span text:style-name="{style}">{escape(text)}</text:span>'


def table(rows: list[list[str]]) -> str:
    """Two columns, a narrow and a wide one; cells hold paragraphs."""
    out = ('<table:table table:style-name="T"><table:table-column table:style-name="Narrow"/>'
           '<table:table-column table:style-name="Wide"/>')
    for row in rows:
        out += "<table:table-row>" + "".join(
            f'<table:table-cell table:style-name="Cell">{cell or paragraph("")}</table:table-cell>' for cell in row
        ) + "</table:table-row>"
    return out + "</table:table>"


def lines_xml(lines) -> str:
    out, items = "", ""
    for line in lines:
        if line.item:
            items += f"<text:list-item>{paragraph(escape(line.text))}</text:list-item>"
        else:
            out += paragraph(escape(line.text if line.cells is None else " – ".join(c for c in line.cells if c)))
    return out + (f'<text:list text:style-name="L">{items}</text:list>' if items else "")


def entries_xml(section: Section, date_on_line: bool = True) -> str:
    out = ""
    for entry in section.entries:
        tab = f"<text:tab/>{escape(entry.head[-1])}" if date_on_line else ""
        out += paragraph(span(entry.head[0], "B") + tab, "Entry")
        rest = entry.head[1:-1] if date_on_line else entry.head[1:]
        out += "".join(paragraph(span(part, "I"), "Standard") for part in rest)
        out += lines_xml(entry.lines)
    return out


def word(cv: Cv):
    """Heading styles, lists, dates at a right tab."""
    body = paragraph(escape(cv.name), "Name") + paragraph(escape(cv.role)) + paragraph(escape(" | ".join(cv.contact)))
    for section in cv.sections:
        body += heading(section.title) + lines_xml(section.lines) + entries_xml(section)
    return document(cv, body), [opening(cv)] + [expected_section(s, "title date place") for s in cv.sections]


def word_table(cv: Cv):
    """A table without borders serves as two columns."""
    side = "".join(heading(s.title) + ("".join(paragraph(escape(c)) for c in cv.contact) if s.kind == "contact" else "")
                   + lines_xml(s.lines) for s in cv.side_sections())
    main = "".join(heading(s.title) + lines_xml(s.lines) + entries_xml(s, date_on_line=False) for s in cv.main_sections())
    body = paragraph(escape(cv.name), "Name") + paragraph(escape(cv.role)) + table([[side, main]])
    found = [opening(cv, contact=False)] + [expected_section(s, "title place date")
                                            for s in cv.side_sections() + cv.main_sections()]
    found[1]["lines"] = list(cv.contact)
    return document(cv, body), found


def europass(cv: Cv):
    """Labels at the left, what they label at the right, as the older Europass form has them."""
    labels = [cv.word("Name", "Nome"), cv.word("Occupation", "Professione"), cv.word("Contact", "Recapiti")]
    personal = cv.word("Personal information", "Informazioni personali")
    rows = [[paragraph(span(personal.upper(), "B")), ""],
            [paragraph(labels[0]), paragraph(span(cv.name, "B"))], [paragraph(labels[1]), paragraph(escape(cv.role))],
            [paragraph(labels[2]), "".join(paragraph(escape(part)) for part in cv.contact)]]
    found = [{"kind": "contact", "title": "Curriculum vitae", "lines": []},
             {"kind": "contact", "title": personal,
              "lines": [labels[0], cv.name, labels[1], cv.role, labels[2], *cv.contact]}]
    for section in cv.sections:
        rows.append([paragraph(span(section.title.upper(), "B")), ""])
        for entry in section.entries:
            head = "".join(paragraph(span(part, style)) for part, style in zip(entry.head[:-1], ("B", "I")))
            rows.append([paragraph(escape(entry.head[-1])), head + lines_xml(entry.lines)])
        for line in section.lines:
            label, value = (line.cells[0], " – ".join(c for c in line.cells[1:] if c)) if line.cells else ("", line.text)
            rows.append([paragraph(escape(label)), paragraph(escape(value))])
        found.append(expected_section(section, "date title place"))
    found[0] = {"kind": "contact", "title": "", "lines": ["Curriculum vitae"]}
    return document(cv, paragraph("Curriculum vitae", "Name") + table(rows)), found


TEMPLATES = {"word": word, "word-pdf": word, "word-table": word_table, "europass-pdf": europass, "europass-docx": europass}
