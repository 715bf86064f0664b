#!/usr/bin/env python3
"""Scores the search in a CV: does what a note or question is about stand within the first 600 characters that are found?

Usage: eval/retrieval/evaluate.py BINARY [--show]. Only the standard library. The pairs are in tuning.txt and held-out.txt (README.md
says how they were written), over CVs of eval/cvs/files and the JSON of this folder; later.txt has fixtures of the tests. Each step is the same search with fewer
parts, so the table shows what each part brings. --show lists the misses of the tuning half; nobody looks at the other half's.
"""
import collections
import json
import pathlib
import statistics
import subprocess
import sys
import unicodedata

FOLDER = pathlib.Path(__file__).resolve().parent
ROOT = FOLDER.parents[1]
CVS = FOLDER.parent / "cvs" / "files"
CHARACTERS = 600
GOAL = 0.92
# Name in `search --steps` → what it is called here; the last is what the server does.
STEPS = {
    "chunks": "whole chunks by vector (as before)",
    "chunk": "passages by their chunk's vector",
    "vector": "passages by their own vector",
    "words": "passages by words",
    "words_meaning": "... and their meaning in both languages",
    "chunk_words_meaning": "... and their chunk's vector",
    "vector_words": "passages by own vector and words",
    "all": "passages by own vector, words, meaning",
}
ITALIAN = {"tests/fixtures/italian-cv.pdf", "tests/fixtures/europass-cv.pdf"}
LANGUAGE_PAIRS = ["en-en", "it-it", "it-en", "en-it"]  # of note and CV


def letters(text):
    """Letters and digits alone, folded: what is left when line breaks, hyphens and marks make no difference."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def read_pairs(path):
    """{CV: [(passage, language of the query, query)]}"""
    pairs, cv, passage = collections.defaultdict(list), None, None
    for line in path.read_text(encoding="utf-8").splitlines():
        mark, _, rest = line.partition(" ")
        if mark == "==":
            cv = rest
        elif mark == ">":
            passage = rest
        elif mark in ("en", "it"):
            pairs[cv].append((passage, mark, rest))
    return pairs


def run(binary, *arguments, lines=None):
    done = subprocess.run([binary, *map(str, arguments)], input=lines, capture_output=True, text=True, timeout=600)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, arguments))}: {done.stderr}")
    return done.stdout


def place_of(texts, wanted):
    """How many of the texts it takes, in order, until the wanted passage is there; infinite when it never is."""
    seen = ""
    for count, text in enumerate(texts, 1):
        seen += letters(text)
        if wanted in seen:
            return count
    return float("inf")


class Case:
    """One query, its wanted passage, and the texts in the order of each step."""

    def __init__(self, cv, pair, answer, chunks):
        self.cv, (self.wanted, self.language, self.query) = cv, pair
        self.milliseconds = answer["milliseconds"]
        passages = {passage["index"]: passage["text"] for passage in answer["passages"]}
        self.orders = {name: [passages[i] for i in order] for name, order in answer["steps"].items() if name != "chunks"}
        self.orders["chunks"] = [chunks[i] for i in answer["steps"]["chunks"]]
        self.orders["all"] = [passage["text"] for passage in answer["passages"]]
        self.languages = f"{self.language}-{'it' if cv.startswith(('it-', 'long-it')) or cv in ITALIAN else 'en'}"

    def is_hit(self, step):
        return letters(self.wanted) in letters("\n".join(self.orders[step])[:CHARACTERS])

    def place(self, step):
        return place_of(self.orders[step], letters(self.wanted))

    def share_shown(self):
        """What somebody would hit who shows passages at random."""
        return min(1, CHARACTERS / len("\n".join(self.orders["all"])))


def collect(binary, pairs):
    cases = []
    for cv, items in pairs.items():
        path = FOLDER / cv if cv.endswith(".json") else ROOT / cv if "/" in cv else CVS / cv
        extracted = path.read_text(encoding="utf-8") if cv.endswith(".json") else run(binary, "extract", path)
        chunks = [chunk["text"] for chunk in json.loads(extracted)["chunks"]]
        answers = run(binary, "search", "--cv", path, "--steps", lines="".join(f"{query}\n" for _, _, query in items))
        cases += [Case(cv, pair, json.loads(line), chunks) for pair, line in zip(items, answers.splitlines(), strict=True)]
    return cases


def share(cases, step):
    return statistics.mean(case.is_hit(step) for case in cases) if cases else float("nan")


def print_table(name, cases):
    print(f"\n{name}: {len(cases)} pairs over {len({case.cv for case in cases})} CVs; chance {statistics.mean(case.share_shown() for case in cases):.3f}")
    print(f"  {'within 600 characters by':42} {'all':>6} " + " ".join(f"{pair:>6}" for pair in LANGUAGE_PAIRS) + f" {'first':>6} {'MRR':>6}")
    for step, label in STEPS.items():
        by_pair = [share([case for case in cases if case.languages == pair], step) for pair in LANGUAGE_PAIRS]
        places = [case.place(step) for case in cases]
        first, mrr = statistics.mean(place == 1 for place in places), statistics.mean(1 / place for place in places)
        print(f"  {label:42} {share(cases, step):6.3f} " + " ".join(f"{value:6.3f}" for value in by_pair) + f" {first:6.3f} {mrr:6.3f}")


def show_misses(cases):
    for case in cases:
        if not case.is_hit("all"):
            print(f"  {case.languages} {case.cv}: {case.query!r} wants {case.wanted!r}; first: {case.orders['all'][0]!r}")


def main(binary, show=False):
    halves = {name: collect(binary, read_pairs(FOLDER / f"{name}.txt")) for name in ("tuning", "held-out", "later")}
    for name, cases in halves.items():
        print_table(name, cases)
    if show:
        show_misses(halves["tuning"])
    times = [case.milliseconds for cases in halves.values() for case in cases]
    print(f"\n  a query: median {statistics.median(times):.1f} ms, with its embedding; the CV is read anew each time")
    reached = share(halves["held-out"], "all")
    print(f"  held-out, within {CHARACTERS} characters: {reached:.3f} (goal {GOAL})")
    return 0 if reached >= GOAL else 1


if __name__ == "__main__":
    if not 2 <= len(sys.argv) <= 3 or sys.argv[2:] not in ([], ["--show"]):
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], show=sys.argv[2:] == ["--show"]))
