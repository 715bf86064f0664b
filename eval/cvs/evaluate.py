#!/usr/bin/env python3
"""Scores how `extract` understands the CVs of this folder: sections, reading order, words, chunks, each beside its goal.

Usage: eval/cvs/evaluate.py BINARY [--show NAME]. Only the standard library. --show lists what went wrong in one CV; it is
not for those in held-out.txt, which are there to be scored only.
"""
import collections
import json
import pathlib
import re
import subprocess
import sys
import unicodedata

FOLDER = pathlib.Path(__file__).resolve().parent
HELD_OUT = set((FOLDER / "held-out.txt").read_text().split())
# Figure → its goal; "extra" is the share of words that stand there more often than on the page.
GOALS = {"sections": 0.95, "order": 0.97, "words": 1.0, "extra": 0.0, "titles": 0.95, "whole": 1.0, "chunks": 1.0, "names": 0.95}
LINE_LETTERS_MIN = 20  # shorter lines, such as dates, stand in several places
CHUNK_LETTERS_MAX = 800


def letters(text: str) -> str:
    """Letters and digits alone, folded: what is left when line breaks, hyphens and marks make no difference."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def words(text: str) -> collections.Counter:
    return collections.Counter(re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).casefold()))


def read(binary: str, path: pathlib.Path) -> dict | None:
    """What `extract` prints, or None when it refuses the file."""
    done = subprocess.run([binary, "extract", str(path)], capture_output=True, timeout=300)
    return json.loads(done.stdout) if done.returncode == 0 else None


def text_by_kind(document: dict) -> dict[str, str]:
    texts = collections.defaultdict(str)
    for section in document["sections"]:
        first = section["first_chunk"]
        for chunk in document["chunks"][first: first + section["chunk_count"]]:
            texts[section["kind"]] += chunk["text"] + "\n"
    return texts


def misplaced_lines(expected: dict, document: dict) -> list[tuple[str, str]]:
    """(kind, line) of every expected line that no section of its kind holds; each place serves one line."""
    texts = {kind: letters(text) for kind, text in text_by_kind(document).items()}
    wanted = [(section["kind"], line) for section in expected["sections"] for line in section["lines"]]
    missing = []
    for kind, line in sorted(wanted, key=lambda pair: -len(pair[1])):
        key = letters(line)
        if key in texts.get(kind, ""):
            texts[kind] = texts[kind].replace(key, "|", 1)
        elif not (expected["scanned"] and holds_most_words(text_by_kind(document)[kind], line)):
            missing.append((kind, line))
    return missing


def holds_most_words(text: str, line: str) -> bool:
    """Recognised text has a wrong letter here and there."""
    wanted = words(line)
    return sum((wanted & words(text)).values()) >= 0.8 * sum(wanted.values())


def longest_rising(places: list[list[int]]) -> int:
    """How many lines can be taken so that their places rise; a line may have several places."""
    ends: list[int] = []
    for candidates in places:
        for place in sorted(candidates, reverse=True):
            at = next((i for i, end in enumerate(ends) if end >= place), len(ends))
            ends[at: at + 1] = [place]
    return len(ends)


def order_score(expected: dict, document: dict) -> tuple[int, int]:
    """Lines in their order, and lines: of a scan only those that were recognised letter by letter."""
    text = letters(document["text"])
    places = [[found.start() for found in re.finditer(re.escape(letters(line)), text)]
              for section in expected["sections"] for line in section["lines"]]
    return longest_rising(places), len(places) if not expected["scanned"] else sum(bool(p) for p in places)


def word_score(expected: dict, document: dict) -> tuple[int, int, int]:
    """Words found, words wanted, and words of the text that stand there more often than on the page."""
    wanted = words("\n".join(section["title"] + "\n" + "\n".join(section["lines"]) for section in expected["sections"]))
    margins, text = words("\n".join(expected["margins"])), words(document["text"])
    found = text + words("\n".join(margin["text"] for margin in document.get("margins", [])))
    lost = (wanted | margins) - found
    return sum((wanted | margins).values()) - sum(lost.values()), sum((wanted | margins).values()), sum((text - wanted).values())


def lost_words(expected: dict, document: dict) -> tuple[dict, dict]:
    wanted = words("\n".join(section["title"] + "\n" + "\n".join(section["lines"]) for section in expected["sections"]))
    text = words(document["text"])
    return dict(wanted - text), dict(text - wanted)


def is_sound(chunk: dict, document: dict) -> bool:
    """A chunk says where it stands: a page, and in a PDF a place for its lines, the first on that page."""
    if not 1 <= chunk["page"] <= document["pages"]:
        return False
    boxes = chunk["boxes"]
    if document["format"] != "pdf":
        return not boxes
    return bool(boxes) and boxes[0]["page"] == chunk["page"] and all(box["width"] > 0 and box["height"] > 0 for box in boxes)


def is_of_one_section(lines: list[str], sections: list[str]) -> bool:
    """Whether one section holds all the lines; some lines stand in several."""
    return any(all(line in section for line in lines) for section in sections)


def chunk_score(expected: dict, document: dict) -> tuple[int, int, int, int]:
    """Long lines that stand whole in one chunk, long lines; chunks that are sound and of one section, chunks."""
    chunks = [letters(chunk["text"]) for chunk in document["chunks"]]
    sections = [letters("\n".join(section["lines"])) for section in expected["sections"]]
    everything = letters(document["text"])
    lines = {letters(line) for section in expected["sections"] for line in section["lines"]}
    read_lines = [line for line in lines if LINE_LETTERS_MIN <= len(line) <= CHUNK_LETTERS_MAX and line in everything]
    whole = sum(any(line in chunk for chunk in chunks) for line in read_lines)
    good = sum(is_of_one_section([line for line in read_lines if line in text], sections) and len(chunk["text"]) <= 900
               and is_sound(chunk, document) for text, chunk in zip(chunks, document["chunks"]))
    return whole, len(read_lines), good, len(chunks)


def score(expected: dict, document: dict | None) -> dict[str, tuple[int, int]]:
    """Figure → (hits, of how many)."""
    line_count = sum(len(section["lines"]) for section in expected["sections"])
    titles = [letters(section["title"]) for section in expected["sections"] if section["title"]]
    if document is None:
        return {"sections": (0, line_count), "order": (0, line_count), "titles": (0, len(titles)), "names": (0, 1),
                "words": (0, sum(words("\n".join(line for s in expected["sections"] for line in s["lines"])).values()))}
    found, wanted, extra = word_score(expected, document)
    whole, long_lines, good, chunks = chunk_score(expected, document)
    found_titles = {letters(section["title"]) for section in document["sections"]}
    return {"sections": (line_count - len(misplaced_lines(expected, document)), line_count),
            "order": order_score(expected, document), "words": (found, wanted), "extra": (extra, wanted),
            "titles": (sum(title in found_titles for title in titles), len(titles)), "whole": (whole, long_lines),
            "chunks": (good, chunks), "names": (int(document["guessed_name"] == expected["name"]), 1)}


def load_expected() -> list[tuple[str, dict]]:
    return [(path.stem, json.loads(path.read_text(encoding="utf-8"))) for path in sorted((FOLDER / "expected").glob("*.json"))]


def add_up(scores: list[dict]) -> dict[str, float]:
    """The share over all lines, words or chunks of several CVs."""
    totals: dict[str, list[int]] = {name: [0, 0] for name in GOALS}
    for one in scores:
        for name, (hits, count) in one.items():
            totals[name][0] += hits
            totals[name][1] += count
    return {name: hits / count if count else 1.0 for name, (hits, count) in totals.items()}


def print_row(label: str, scores: list[dict]) -> None:
    shares = add_up(scores)
    cells = (f"{shares[name]:9.3f}{' ' if reaches(name, shares[name]) else '*'}" for name in GOALS)
    print(f"{label:22}{len(scores):4}" + "".join(cells))


def reaches(name: str, share: float) -> bool:
    return share <= 0.0005 if name == "extra" else share >= GOALS[name] - 0.0005


def print_table(results: list[tuple[str, dict, dict]]) -> None:
    def rows(keep):
        return [scores for name, expected, scores in results if keep(name, expected)]

    print(f"{'':22}{'CVs':>4}" + "".join(f"{name:>9} " for name in GOALS))
    print(f"{'goal':26}" + "".join(f"{goal:9.3f} " for goal in GOALS.values()))
    print_row("all with text", rows(lambda name, e: not e["scanned"]))
    print_row("  seen while mending", rows(lambda name, e: not e["scanned"] and name not in HELD_OUT))
    print_row("  held out", rows(lambda name, e: name in HELD_OUT))
    for language in ("en", "it"):
        print_row(f"  {language}", rows(lambda name, e: not e["scanned"] and e["language"] == language))
    print_row("scanned (OCR)", rows(lambda name, e: e["scanned"]))
    print("\nby template (* below the goal)")
    for template in sorted({expected["template"] for _, expected, _ in results}):
        print_row(f"  {template}", rows(lambda name, e: e["template"] == template))


def show(expected: dict, document: dict | None) -> None:
    if document is None:
        print("refused")
        return
    for kind, line in misplaced_lines(expected, document):
        print(f"not in {kind}: {line}")
    lost, extra = lost_words(expected, document)
    print(f"lost {lost}\nextra {extra}")
    print("sections:", [(section["kind"], section["title"]) for section in document["sections"]])
    print({name: f"{hits}/{count}" for name, (hits, count) in score(expected, document).items()})


def main() -> None:
    if len(sys.argv) == 4 and sys.argv[2] == "--show":
        expected = dict(load_expected())[sys.argv[3]]
        show(expected, read(sys.argv[1], FOLDER / "files" / expected["file"]))
    elif len(sys.argv) == 2:
        results = []
        for name, expected in load_expected():
            results.append((name, expected, score(expected, read(sys.argv[1], FOLDER / "files" / expected["file"]))))
        print_table(results)
    else:
        sys.exit("usage: evaluate.py BINARY [--show NAME]")


if __name__ == "__main__":
    main()
