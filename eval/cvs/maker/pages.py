"""CVs as web pages, which Chromium prints. Each template is a function Cv → (HTML, expected sections in reading order)."""
from html import escape

from .source import Cv, Entry, Section, expected_section, opening

ICONS = {"summary": "&#xf007;", "experience": "&#xf0b1;", "education": "&#xf19d;", "skills": "&#xf0ad;",
         "languages": "&#xf0ac;", "other": "&#xf004;", "contact": "&#xf003;"}
CONTACT_ICONS = ["&#xf003;", "&#xf095;", "&#xf041;", "&#xf08c;"]

BASE = """
@page { size: A4; margin: 17mm 18mm; }
* { box-sizing: border-box; }
body { font: FONTSIZE/1.38 FONTNAME; color: #222; margin: 0; }
h1 { font-size: 2.1em; margin: 0; line-height: 1.2; }
.role { font-size: 1.15em; color: #555; margin: 1mm 0; }
.contact { margin: 1mm 0 3mm; }
h2 { font-size: 1.28em; color: ACCENT; margin: 5mm 0 1.5mm; break-after: avoid; }
p { margin: 0 0 1.5mm; }
ul { margin: 1mm 0 2.5mm; padding-left: 5mm; }
li { margin-bottom: 0.6mm; }
.title { font-weight: bold; }
.entry { margin-bottom: 2mm; }
.head { display: flex; justify-content: space-between; gap: 6mm; break-after: avoid; }
.place { font-style: italic; break-after: avoid; }
.date { color: #555; white-space: nowrap; }
table { border-collapse: collapse; width: 100%; margin: 1mm 0 3mm; }
td, th { border: 0.3mm solid #999; padding: 1.2mm 2mm; text-align: left; vertical-align: top; }
"""


def page(cv: Cv, body: str, css: str = "", size: str = "10pt") -> str:
    """A whole document. `css` comes after BASE; the options font, size and accent of the CV are put in."""
    font = cv.options.get("font", "Liberation-Sans").replace("-", " ")
    style = (BASE + css).replace("FONTNAME", f"'{font}'").replace("FONTSIZE", cv.options.get("size", size)).replace(
        "ACCENT", cv.options.get("accent", "#222"))
    return (f'<!doctype html><html lang="{cv.language}"><meta charset="utf-8"><title>CV</title><style>{style}</style>'
            f"<body>{body}</body></html>")


def lines_html(lines) -> str:
    parts, items, rows = [], [], []
    for line in lines:
        if line.item:
            items.append(f"<li>{escape(line.text)}</li>")
        elif line.cells:
            rows.append("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in line.cells) + "</tr>")
        else:
            parts.append(f"<p>{escape(line.text)}</p>")
    if rows:
        parts.append("<table>" + "".join(rows) + "</table>")
    if items:
        parts.append("<ul>" + "".join(items) + "</ul>")
    return "".join(parts)


def split_head(entry: Entry) -> tuple[str, str, str]:
    """Title, place ("" without one), date; escaped."""
    head = [escape(part) for part in entry.head]
    return (head[0], head[1], head[2]) if len(head) == 3 else (head[0], "", head[1])


def entry_right(entry: Entry) -> str:
    title, place, date = split_head(entry)
    return (f'<div class="entry"><div class="head"><span class="title">{title}</span><span class="date">{date}</span></div>'
            + (f'<div class="place">{place}</div>' if place else "") + lines_html(entry.lines) + "</div>")


def entry_below(entry: Entry) -> str:
    title, place, date = split_head(entry)
    employer = f"{place}, " if place else ""
    return (f'<div class="entry"><div class="title">{title}</div><div class="place">{employer}{date}</div>'
            f"{lines_html(entry.lines)}</div>")


def entry_left(entry: Entry) -> str:
    title, place, date = split_head(entry)
    return (f'<div class="entry left"><div class="date">{date}</div><div><div class="title">{title}</div>'
            + (f'<div class="place">{place}</div>' if place else "") + lines_html(entry.lines) + "</div></div>")


LEFT_CSS = ".left { display: grid; grid-template-columns: 38mm 1fr; column-gap: 5mm; } .left .date { white-space: normal; }"
RIGHT, BELOW, LEFT = (entry_right, "title date place"), (entry_below, "title place date"), (entry_left, "date title place")


def section_html(section: Section, entry_html, heading: bool = True) -> str:
    head = f"<h2>{escape(section.title)}</h2>" if heading and section.title else '<div class="break"></div>'
    return (f'<section class="{section.kind}">{head}{lines_html(section.lines)}' + "".join(entry_html(e) for e in section.entries)
            + "</section>")


def header_html(cv: Cv, separator: str = " | ", contact: bool = True) -> str:
    line = f'<div class="contact">{separator.join(escape(part) for part in cv.contact)}</div>' if contact else ""
    return f'<h1>{escape(cv.name)}</h1><div class="role">{escape(cv.role)}</div>{line}'


def column(cv: Cv, css: str = "", entries=None, **options):
    entry_html, order = entries or (LEFT if cv.options.get("dates") == "left" else RIGHT)
    body = header_html(cv) + "".join(section_html(s, entry_html) for s in cv.sections)
    return (page(cv, body, LEFT_CSS + css, **options),
            [opening(cv)] + [expected_section(s, order) for s in cv.sections])


def dates_left(cv: Cv):
    return column(cv, "h2 { border-bottom: 0.4mm solid ACCENT; }", LEFT)


def mixed_lang(cv: Cv):
    return column(cv, "h1, .role, .contact { text-align: center; } .contact { border-bottom: 0.2mm solid #999; }", BELOW)


def capitals(cv: Cv):
    """Headings that differ from the text by their capitals only."""
    return column(cv, "h2 { text-transform: uppercase; font-size: 1em; font-weight: normal; color: #222; margin-top: 4mm; }"
                      "h1 { font-size: 1.5em; }", BELOW, size="11pt")


def spaced(cv: Cv):
    return column(cv, "h1 { letter-spacing: 0.22em; font-weight: 300; text-transform: uppercase; font-size: 1.7em; }"
                      "h2 { letter-spacing: 0.34em; text-transform: uppercase; font-weight: normal; font-size: 1.1em;"
                      " text-align: center; border-top: 0.2mm solid #aaa; padding-top: 3mm; }")


def no_headings(cv: Cv):
    body = header_html(cv, " – ") + "".join(section_html(s, entry_below, heading=False) for s in cv.sections)
    return (page(cv, body, ".break { height: 5mm; }"),
            [opening(cv)] + [expected_section(s, "title place date") for s in cv.sections])


def sidebar(cv: Cv, left: bool):
    contact = next(s for s in cv.sections if s.kind == "contact")
    band = "left: -10mm" if left else "right: -10mm"
    css = (f"@page {{ margin: 14mm 10mm; }} .band {{ position: fixed; top: -20mm; bottom: -20mm; width: 66mm; {band};"
           " background: ACCENT; z-index: -1; }"
           f".sheet {{ display: grid; grid-template-columns: {'50mm 1fr' if left else '1fr 50mm'}; column-gap: 13mm; }}"
           ".side { color: white; font-size: 0.94em; } .side h2 { color: white; font-size: 1.15em; }"
           ".side ul { list-style: none; padding: 0; }")
    side = (f"<section><h2>{escape(contact.title)}</h2>" + "".join(f"<p>{escape(part)}</p>" for part in cv.contact)
            + "</section>" + "".join(section_html(s, entry_below) for s in cv.side_sections() if s.kind != "contact"))
    main = "".join(section_html(s, entry_below) for s in cv.main_sections())
    columns = [f'<div class="side">{side}</div>', f"<div>{header_html(cv, contact=False)}{main}</div>"]
    name, side_found = opening(cv, contact=False), [expected_section(s) for s in cv.side_sections()]
    side_found[0]["lines"] = list(cv.contact)
    main_found = [name] + [expected_section(s, "title place date") for s in cv.main_sections()]
    if not left:
        columns.reverse()
    return (page(cv, f'<div class="band"></div><div class="sheet">{"".join(columns)}</div>', css),
            side_found + main_found if left else main_found + side_found)


def timeline(cv: Cv):
    css = (LEFT_CSS + ".left > div:last-child { border-left: 0.5mm solid ACCENT; padding-left: 5mm; position: relative; }"
           ".left > div:last-child::before { content: ''; position: absolute; left: -1.7mm; top: 1mm; width: 2.8mm; height: 2.8mm;"
           " border-radius: 2mm; background: ACCENT; } .left .date { text-align: right; } .left { column-gap: 4mm; }"
           ".entry { margin-bottom: 0; padding-bottom: 2mm; }")
    return column(cv, css, LEFT)


def icons(cv: Cv):
    css = (".icon { font-family: FontAwesome; color: ACCENT; margin-right: 2.5mm; font-weight: normal; }"
           ".contact span { margin-right: 6mm; } li { list-style-type: square; }")
    contact = "".join(f'<span><span class="icon" style="margin-right: 1.5mm">{icon}</span>{escape(part)}</span>'
                      for icon, part in zip(CONTACT_ICONS, cv.contact))
    body = header_html(cv, contact=False) + f'<div class="contact">{contact}</div>'
    for section in cv.sections:
        icon = f'<h2><span class="icon">{ICONS[section.kind]}</span>'
        body += section_html(section, entry_right).replace("<h2>", icon, 1)
    return page(cv, body, css), [opening(cv)] + [expected_section(s, RIGHT[1]) for s in cv.sections]


def table(cv: Cv):
    entry_labels = [cv.word("Period", "Periodo"), cv.word("Position and employer", "Ruolo e azienda"),
                    cv.word("Main duties", "Attività principali")]
    row_labels = [cv.word("Program", "Programma"), cv.word("Use", "Uso"), cv.word("Level", "Livello")]

    def header_row(labels):
        return "<tr>" + "".join(f"<th>{escape(label)}</th>" for label in labels) + "</tr>"

    def entries_table(section: Section) -> str:
        rows = ""
        for entry in section.entries:
            title, place, date = split_head(entry)
            rows += (f'<tr><td style="width: 27mm">{date}</td><td style="width: 50mm"><b>{title}</b><br>{place}</td>'
                     f"<td>{lines_html(entry.lines)}</td></tr>")
        return f"<table>{header_row(entry_labels)}{rows}</table>"

    body = header_html(cv)
    for section in cv.sections:
        as_table = section.kind == "experience"
        html = f"<section><h2>{escape(section.title)}</h2>{entries_table(section)}</section>" if as_table else section_html(
            section, entry_right)
        body += html.replace("<table><tr><td>", f"<table>{header_row(row_labels)}<tr><td>") if not as_table else html
    found = [opening(cv)]
    for section in cv.sections:
        order = "date title place" if section.kind == "experience" else RIGHT[1]
        labels = {"rows": [" ".join(row_labels)]} | ({"entries": entry_labels} if section.kind == "experience" else {})
        found.append(expected_section(section, order, labels))
    return page(cv, body, "th { background: #eee; } td ul { margin: 0; padding-left: 4mm; }", size="9.5pt"), found


def onepager(cv: Cv):
    wide, left_kinds = cv.sections[0], ("experience",)
    left = [s for s in cv.sections[1:] if s.kind in left_kinds]
    right = [s for s in cv.sections[1:] if s.kind not in left_kinds]
    columns = ["".join(section_html(s, entry_below) for s in sections) for sections in (left, right)]
    body = header_html(cv) + section_html(wide, entry_below) + (
        f'<div class="two"><div>{columns[0]}</div><div>{columns[1]}</div></div>')
    css = ".two { display: grid; grid-template-columns: 1fr 1fr; column-gap: 9mm; } h2 { margin-top: 3mm; }"
    return (page(cv, body, css, size="8.5pt"),
            [opening(cv)] + [expected_section(s, "title place date") for s in [wide] + left + right])


def ats(cv: Cv):
    """As applicant tracking systems print what people filled in: one typeface, one size, labels."""
    paragraphs = [cv.name, cv.role, *cv.contact]
    for section in cv.sections:
        paragraphs += ["", section.title + ":", *(("- " if line.item else "") + line.text for line in section.lines)]
        for entry in section.entries:
            paragraphs += [*entry.head, *(("- " if line.item else "") + line.text for line in entry.lines), ""]
    body = "".join(f"<p>{escape(text) or '&nbsp;'}</p>" for text in paragraphs)
    return (page(cv, body, "p { margin: 0; }"),
            [opening(cv)] + [expected_section(s, "title place date") for s in cv.sections])


def footer_contact(cv: Cv):
    """Two pages; the contact block stands at the foot of both and nowhere else."""
    css = (f"@page {{ margin: 20mm 24mm 26mm; @bottom-center {{ content: '{'  •  '.join(cv.contact)}';"
           " font: 9pt 'Liberation Sans'; color: #555; } } p, li { line-height: 1.6; } h2 { margin-top: 8mm; }")
    body = header_html(cv, contact=False) + "".join(section_html(s, entry_right) for s in cv.sections)
    found = [opening(cv, contact=False)] + [expected_section(s, RIGHT[1]) for s in cv.sections]
    return page(cv, body, css, size="12pt"), found + [{"kind": "contact", "title": "", "lines": list(cv.contact)}]


def pages(cv: Cv):
    """Six pages in large print with a running head and page numbers."""
    head, number = running_head(cv), cv.word("Page", "Pagina")
    total = cv.word("of", "di")
    css = (f"@page {{ margin: 30mm 32mm 30mm; @top-left {{ content: '{head}'; font: 9pt 'Liberation Sans'; color: #777; }}"
           f"@bottom-right {{ content: '{number} ' counter(page) ' {total} ' counter(pages); font: 9pt 'Liberation Sans';"
           " color: #777; } } p, li { line-height: 1.62; margin-bottom: 2.4mm; } h2 { margin-top: 9mm; }"
           ".entry { margin-bottom: 6mm; } .experience, .projects, .education { break-before: page; }")
    html, found = column(cv, css, RIGHT, size="13pt")
    return html, found


def running_head(cv: Cv) -> str:
    return f"Curriculum vitae – {cv.name}"


TEMPLATES = {
    "column": column, "dates-left": dates_left, "mixed-lang": mixed_lang, "capitals": capitals, "spaced": spaced,
    "no-headings": no_headings, "sidebar-left": lambda cv: sidebar(cv, left=True),
    "sidebar-right": lambda cv: sidebar(cv, left=False), "timeline": timeline, "icons": icons, "table": table,
    "onepager": onepager, "ats": ats, "footer-contact": footer_contact, "pages": pages, "scan": column, "mixed-scan": column,
}
