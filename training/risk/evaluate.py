"""Prints how well `interview-copilot analyse` judges notes that it was not trained on.

Usage: evaluate.py BINARY [--without-encoder] [--without-blind] [--errors]

Five sets: the held-out part of notes.tsv (of the authors of the first training notes, kept apart by group), challenge.tsv (written
separately, in another style), blind.tsv to blind-3.tsv (written by people who saw neither the program nor its errors; their notes are
for counting only, so --errors leaves them out). Figures stand beside the goals. Standard library only.
"""
import argparse
import json
import os
import pathlib
import subprocess

RISKS = ["LOW", "MEDIUM", "HIGH"]
SIGNALS = ["hesitation", "inconsistency", "enthusiasm", "evasiveness", "concreteness"]
MACRO_F1_GOAL, HIGH_CALLED_LOW_GOAL = 0.85, 0.03
SETS = [("Held-out part", "notes.tsv"), ("Challenge", "challenge.tsv"), ("Blind", "blind.tsv"), ("Second blind", "blind-2.tsv"),
        ("Third blind", "blind-3.tsv")]
HERE = pathlib.Path(__file__).resolve().parent


def read_notes(name):
    with open(HERE / name, encoding="utf-8") as file:
        names = file.readline().rstrip("\n").split("\t")
        rows = [dict(zip(names, line.rstrip("\n").split("\t"))) for line in file]
    return [row for row in rows if row.get("split", "test") == "test"]


def judge(binary, rows, encoder):
    environment = dict(os.environ) if encoder else {"EMBEDDING_MODEL": "/nonexistent"}
    result = subprocess.run([binary, "analyse"], input="".join(row["note"] + "\n" for row in rows), text=True,
                            capture_output=True, check=True, env=environment)
    for row, line in zip(rows, result.stdout.splitlines(), strict=True):
        row["found"] = json.loads(line)


def f1(pairs):
    """F1 of (wanted, found) booleans; None when there is nothing to find."""
    hits = sum(wanted and found for wanted, found in pairs)
    total = sum(wanted for wanted, _ in pairs) + sum(found for _, found in pairs)
    return 2 * hits / total if total else None


def macro_f1(rows):
    return sum(f1([(row["risk"] == risk, row["found"]["risk"] == risk) for row in rows]) or 0 for risk in RISKS) / 3


def high_called_low(rows):
    high = [row for row in rows if row["risk"] == "HIGH"]
    return sum(row["found"]["risk"] == "LOW" for row in high) / len(high)


def calibration_error(rows, bins=10):
    """Mean distance between the probability of the likeliest risk and how often it is right, over ten bins."""
    error = 0
    for k in range(bins):
        inside = [row for row in rows if k / bins < max(row["found"]["scores"].values()) <= (k + 1) / bins]
        stated = sum(max(row["found"]["scores"].values()) for row in inside)
        right = sum(row["found"]["scores"][row["risk"]] == max(row["found"]["scores"].values()) for row in inside)
        error += abs(stated - right)
    return error / len(rows)


def verdict(reached):
    return "reached" if reached else "missed"


def report_risk(rows):
    print(f"  macro-F1 goal {MACRO_F1_GOAL}, HIGH called LOW goal at most {HIGH_CALLED_LOW_GOAL}")
    for name in ("all", "en", "it", "mixed"):
        part = [row for row in rows if name in ("all", row["lang"])]
        if part:
            score, missed = macro_f1(part), high_called_low(part)
            print(f"  {name:5} macro-F1 {score:.3f} {verdict(score >= MACRO_F1_GOAL):7}   HIGH called LOW {missed:.3f} "
                  f"{verdict(missed <= HIGH_CALLED_LOW_GOAL):7}   ({len(part)} notes)")


def report_confusions(rows):
    print("  wanted \\ found " + "".join(f"{risk:>8}" for risk in RISKS))
    for wanted in RISKS:
        counts = [sum(r["risk"] == wanted and r["found"]["risk"] == found for r in rows) for found in RISKS]
        print(f"  {wanted:14}" + "".join(f"{count:8}" for count in counts))


def report_signals(rows):
    for signal in SIGNALS:
        pairs = [(signal in r["signals"].split(), signal in r["found"]["signals"]) for r in rows]
        value = f1(pairs)
        print(f"  {signal:14} F1 {'-' if value is None else format(value, '.3f')}   "
              f"({sum(wanted for wanted, _ in pairs)} notes have it, {sum(found for _, found in pairs)} found)")


def report(title, rows):
    print(f"\n{title}: {len(rows)} notes")
    report_risk(rows)
    report_confusions(rows)
    report_signals(rows)
    print(f"  calibration error {calibration_error(rows):.3f}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--without-encoder", action="store_true")
    parser.add_argument("--errors", action="store_true", help="list the notes that were judged wrongly")
    parser.add_argument("--without-blind", action="store_true", help="for whoever changes the model: not to tune on it")
    options = parser.parse_args()
    for title, name in SETS:
        if options.without_blind and "blind" in title.lower():
            continue
        rows = read_notes(name)
        judge(options.binary, rows, not options.without_encoder)
        report(title, rows)
        for row in rows if options.errors and "blind" not in title.lower() else []:
            if row["found"]["risk"] != row["risk"]:
                print(f"    {row['risk']} called {row['found']['risk']}: {row['note']}")


if __name__ == "__main__":
    main()
