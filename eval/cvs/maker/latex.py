"""CVs as LaTeX documents in Latin Modern: justified, hyphenated, with ligatures."""
from .source import Cv, Entry, Section, expected_section, opening

SPECIAL = {"&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_", "$": r"\$", "~": r"\textasciitilde{}"}
PREAMBLE = r"""\documentclass[10pt,a4paper]{article}
\usepackage[utf8]{inputenc}\usepackage[T1]{fontenc}\usepackage{lmodern}\usepackage[BABEL]{babel}
\usepackage[GEOMETRY]{geometry}
\FAMILY\pagestyle{plain}\setlength{\parindent}{0pt}\setlength{\parskip}{2pt}\hyphenpenalty=10\tolerance=400
\makeatletter\renewcommand{\section}{\@startsection{section}{1}{0pt}{10pt}{3pt}{\HEADSTYLE}}\makeatother
\newenvironment{tight}{\begin{list}{\textbullet}{\setlength{\itemsep}{1pt}\setlength{\parsep}{0pt}\setlength{\topsep}{2pt}%
\setlength{\leftmargin}{12pt}\setlength{\labelsep}{5pt}}}{\end{list}}
\begin{document}
"""


def tex(text: str) -> str:
    return "".join(SPECIAL.get(character, character) for character in text)


def lines_tex(lines) -> str:
    out, items = "", [line.text for line in lines if line.item]
    for line in lines:
        if not line.item:
            out += tex(line.text) + "\n\n"
    if items:
        out += "\\begin{tight}\n" + "".join(f"\\item {tex(item)}\n" for item in items) + "\\end{tight}\n"
    return out


def entry_right(entry: Entry) -> str:
    """Position and date on one line, the employer in italics below."""
    head = [tex(part) for part in entry.head]
    place = f"\\textit{{{head[1]}}}\n\n" if len(head) == 3 else ""
    return f"\\textbf{{{head[0]}}} \\hfill {head[-1]}\n\n{place}{lines_tex(entry.lines)}\n"


def entry_left(entry: Entry) -> str:
    """The date in the margin, everything else beside it."""
    head = [tex(part) for part in entry.head]
    place = f", \\textit{{{head[1]}}}" if len(head) == 3 else ""
    return ("\\begin{list}{}{\\setlength{\\leftmargin}{2.8cm}\\setlength{\\labelwidth}{2.6cm}\\setlength{\\labelsep}{0.2cm}"
            f"\\setlength{{\\topsep}}{{2pt}}}}\n\\item[{{\\makebox[2.6cm][l]{{{head[-1]}}}}}] \\textbf{{{head[0]}}}{place}\n\n"
            f"{lines_tex(entry.lines)}\\end{{list}}\n")


def section_tex(section: Section, entry_tex) -> str:
    return f"\\section*{{{tex(section.title)}}}\n{lines_tex(section.lines)}" + "".join(entry_tex(e) for e in section.entries)


def document(cv: Cv, entry_tex, order: str, head_style: str, family: str, geometry: str):
    preamble = PREAMBLE.replace("BABEL", cv.word("british", "italian")).replace("GEOMETRY", geometry).replace(
        "\\HEADSTYLE", head_style).replace("\\FAMILY", family)
    body = (f"\\begin{{center}}{{\\LARGE {tex(cv.name)}}}\\\\[3pt]{tex(cv.role)}\\\\[2pt]{{\\small "
            + " \\textperiodcentered{} ".join(tex(part) for part in cv.contact) + "}\\end{center}\n")
    body += "".join(section_tex(s, entry_tex) for s in cv.sections)
    return preamble + body + "\\end{document}\n", [opening(cv)] + [expected_section(s, order) for s in cv.sections]


def latex(cv: Cv):
    serif = "font" in cv.options
    return document(cv, entry_right, "title date place", "\\large\\scshape" if serif else "\\large\\bfseries",
                    "" if serif else "\\renewcommand{\\familydefault}{\\sfdefault}\\normalfont",
                    "left=33mm,right=33mm,top=22mm,bottom=24mm")


def latex_dates(cv: Cv):
    return document(cv, entry_left, "date title place", "\\Large\\bfseries",
                    "\\renewcommand{\\familydefault}{\\sfdefault}\\normalfont", "left=24mm,right=30mm,top=20mm,bottom=22mm")


TEMPLATES = {"latex": latex, "latex-dates": latex_dates}
