"""Prints how well `interview-copilot analyse --json` finds contradictions between a note, the CV and earlier notes.

Usage: evaluate.py BINARY [--misses] [--part working|held-out]

working.txt was looked at while the rules were written, held-out.txt was written first and scored only, by the same author:
README.md says how both were made and how far to trust them. A contradiction counts as found when it names the wanted kind of fact and the wanted passage. Standard
library only.
"""
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
PARTS = ["working", "held-out"]
KINDS = ["dates", "duration", "role", "leadership", "language", "degree", "licence", "employment", "number"]
GOALS = {"precision": 0.95, "recall": 0.80}


def read_cases(part):
    """`== id language kind source`, then `cv:` chunks, `n:` earlier notes and `>` the note; \\n in a line is a new line."""
    cases = []
    for line in (HERE / f"{part}.txt").read_text(encoding="utf-8").splitlines():
        line = line.replace("\\n", "\n")
        if line.startswith("== "):
            name, language, kind, *source = line[3:].split()
            cases.append({"id": name, "language": language, "kind": kind, "source": source[0] if source else None,
                          "cv": [], "notes": []})
        elif line.startswith("cv: "):
            cases[-1]["cv"].append({"id": f"cv{len(cases[-1]['cv']) + 1}", "text": line[4:], "page": 1})
        elif line.startswith("n: "):
            cases[-1]["notes"].append({"id": f"n{len(cases[-1]['notes']) + 1}", "text": line[3:]})
        elif line.startswith("> "):
            cases[-1]["note"] = line[2:]
    return cases


def find(binary, cases):
    lines = "".join(json.dumps(case, ensure_ascii=False) + "\n" for case in cases)
    answer = subprocess.run([binary, "analyse", "--json"], input=lines, text=True, capture_output=True, check=True,
                            env={"EMBEDDING_MODEL": "/nonexistent"})
    for case, line in zip(cases, answer.stdout.splitlines(), strict=True):
        case["found"] = [reason for reason in json.loads(line)["reasons"] if "source" in reason]


def is_right(case, reason):
    return reason["about"] == case["kind"] and reason["source"]["id"] == case["source"]


def score(cases, kind=None):
    """(precision, recall, contradictions wanted, contradictions reported)"""
    wanted = [case for case in cases if case["kind"] != "none" and kind in (None, case["kind"])]
    reported = [(case, reason) for case in cases for reason in case["found"] if kind in (None, reason["about"])]
    right = sum(is_right(case, reason) for case, reason in reported)
    found = sum(any(is_right(case, reason) for reason in case["found"]) for case in wanted)
    return (right / len(reported) if reported else None, found / len(wanted) if wanted else None, len(wanted), len(reported))


def show(label, figures):
    precision, recall, wanted, reported = figures
    cells = [f"{value:.3f}" if value is not None else "    –" for value in (precision, recall)]
    print(f"  {label:12} precision {cells[0]}  recall {cells[1]}  ({wanted} to find, {reported} reported)")


def show_misses(cases):
    for case in cases:
        wrong = [reason for reason in case["found"] if not is_right(case, reason)]
        missed = case["kind"] != "none" and not any(is_right(case, reason) for reason in case["found"])
        if wrong or missed:
            print(f"  {case['id']} wanted {case['kind']} {case['source'] or ''}: {case['note']}")
        for reason in wrong:
            print(f"      reported {reason['about']}: {reason['explanation']}")


def report(part, cases, misses):
    innocent = [case for case in cases if case["kind"] == "none"]
    accused = sum(bool(case["found"]) for case in innocent)
    print(f"{part}: {len(cases)} cases, {len(innocent)} of them without a contradiction, {accused} of these accused")
    show("all", score(cases))
    for language in ("en", "it"):
        show(language, score([case for case in cases if case["language"] == language]))
    for kind in KINDS:
        show(kind, score(cases, kind))
    if misses:
        show_misses(cases)
    precision, recall, _, _ = score(cases)
    for name, value in (("precision", precision or 0), ("recall", recall or 0)):
        print(f"  {name} {value:.3f}, goal {GOALS[name]:.2f}: {'met' if value >= GOALS[name] else 'NOT MET'}")


def main():
    binary, *flags = sys.argv[1:]
    chosen = [flags[flags.index("--part") + 1]] if "--part" in flags else PARTS
    print("Contradictions with the CV and earlier notes")
    for part in chosen:
        cases = read_cases(part)
        find(binary, cases)
        report(part, cases, "--misses" in flags)


if __name__ == "__main__":
    main()
