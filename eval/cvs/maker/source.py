"""A CV as it is written in source/NAME.cv, and what a reader should find in any file that is made of it.

The first lines are "key: value". "# kind: Title" begins a section, "## position | employer | dates" an entry, "- " an item of
a list, "| " the cells of a table's row; everything else is a paragraph a line. "@ page" begins a new page.
"""
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Entry:
    head: list[str]
    lines: list["Line"] = field(default_factory=list)


@dataclass
class Line:
    text: str
    item: bool = False
    cells: list[str] | None = None


@dataclass
class Section:
    kind: str
    title: str
    lines: list[Line] = field(default_factory=list)  # before the first entry
    entries: list[Entry] = field(default_factory=list)
    new_page: bool = False

    def add(self, line: Line) -> None:
        (self.entries[-1].lines if self.entries else self.lines).append(line)


@dataclass
class Cv:
    key: str
    language: str
    name: str
    role: str
    contact: list[str]
    template: str
    options: dict[str, str]
    side: list[str]  # kinds of sections that stand in the side column
    sections: list[Section]

    def side_sections(self) -> list[Section]:
        return [s for s in self.sections if s.kind in self.side]

    def main_sections(self) -> list[Section]:
        return [s for s in self.sections if s.kind not in self.side]

    def word(self, english: str, italian: str) -> str:
        return english if self.language == "en" else italian


def _parse_line(text: str) -> Line:
    if text.startswith("- "):
        return Line(text[2:], item=True)
    if text.startswith("| "):
        return Line(text, cells=[cell.strip() for cell in text[2:].split("|")])
    return Line(text)


def _parse_sections(lines: list[str]) -> list[Section]:
    sections, new_page = [], False
    for text in lines:
        if text == "@ page":
            new_page = True
        elif text.startswith("## "):
            sections[-1].entries.append(Entry([part.strip() for part in text[3:].split("|")]))
        elif text.startswith("# "):
            kind, _, title = text[2:].partition(":")
            sections.append(Section(kind, title.strip(), new_page=new_page))
            new_page = False
        else:
            sections[-1].add(_parse_line(text))
    return sections


def read(path: Path) -> Cv:
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    body = next(i for i, line in enumerate(lines) if line.startswith("# "))
    head = dict(line.split(": ", 1) for line in lines[:body])
    template, *options = head["template"].split()
    return Cv(key=path.stem, language=head["lang"], name=head["name"], role=head["role"],
              contact=[part.strip() for part in head["contact"].split(" | ")], template=template,
              options=dict(option.partition("=")[::2] for option in options), side=head.get("side", "").split(),
              sections=_parse_sections(lines[body:]))


# --- What a reader should find ------------------------------------------------------------------------------------


def _line_texts(lines: list[Line]) -> list[str]:
    return [" ".join(cell for cell in line.cells if cell) if line.cells else line.text for line in lines]


def expected_section(section: Section, order: str = "title place date", before: dict | None = None) -> dict:
    """`order` is that of an entry's parts on the page; `before` maps "entries" or "rows" to a table's header row."""
    before = before or {}
    lines = _line_texts(section.lines)
    if any(line.cells for line in section.lines):
        lines = before.get("rows", []) + lines
    if section.entries:
        lines += before.get("entries", [])
    for entry in section.entries:
        parts = dict(zip(("title", "place", "date"), entry.head)) if len(entry.head) == 3 else {
            "title": entry.head[0], "date": entry.head[-1]}
        lines += [parts[name] for name in order.split() if name in parts] + _line_texts(entry.lines)
    return {"kind": section.kind, "title": section.title, "lines": lines}


def opening(cv: Cv, contact: bool = True) -> dict:
    """The name and what stands with it, before the first heading."""
    return {"kind": "contact", "title": "", "lines": [cv.name, cv.role] + (cv.contact if contact else [])}
