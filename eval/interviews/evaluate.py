"""Prints how well the requirement matrix and the next question follow scripted interviews.

Usage: evaluate.py BINARY [--errors] [--set NAME] [--replays N]

Drives a running server over HTTP. The README says what the sets are: the mistakes of all but `held-out` and the `blind` ones were looked at while
tuning. --errors lists them. Standard library only.
"""
import argparse
import time

import replay
from scenario import STATES, pair_up, read_set
from server import Server

UNSEEN = ("held-out", "blind", "blind-2", "blind-3")
SETS = ["open", "styles", "wide", "fresh", *UNSEEN]
SPLIT_GOAL, STATES_GOAL, MATRIX_GOAL_MS = 0.8, 0.8, 20


def f1(pairs, value):
    hits = sum(wanted == found == value for wanted, found in pairs)
    total = sum(wanted == value for wanted, _ in pairs) + sum(found == value for _, found in pairs)
    return 2 * hits / total if total else None


def macro_f1(pairs):
    return sum(f1(pairs, state) or 0 for state in STATES) / len(STATES)


class Play:
    """One scenario played to its end: what was found at each point that expects something."""

    def __init__(self, server, scenario):
        self.server, self.scenario = server, scenario
        self.path = server.start(scenario)
        self.questions, self.states, self.mistakes = {}, [], []
        rows = self.rows()
        self.split = pair_up(scenario.requirements, rows)
        self.found = rows
        for step in scenario.steps:
            getattr(self, step[0])(*step[1:])

    def rows(self):
        return self.server.get(self.path + "requirements/")["requirements"]

    def prepare(self, key, text):
        self.questions[key] = self.server.post(self.path + "questions/", question_text=text)["question_id"]

    def ask(self, key, _):
        self.server.post(f"{self.path}questions/{self.questions[key]}/mark-asked/")

    def note(self, key, text):
        fields = {"question_id": self.questions[key]} if key else {}
        self.server.post(self.path + "notes/", note_text=text, **fields)

    def expect(self, _, text):
        expected = dict(item.split("=") for item in text.split())
        rows = self.rows()
        for wanted in self.scenario.requirements:
            row = rows[self.split[wanted.key]] if wanted.key in self.split else None
            state, found = expected.pop(wanted.key, "untouched"), row["state"] if row else "missing"
            self.states.append((state, found))
            if state != found:
                evidence = [f"{item['stance']}: {item['text']}" for item in row["interview_evidence"]] if row else []
                self.mistakes.append(f"{self.scenario.name}: {wanted.key} is {state}, found {found} {evidence}")
        if expected:
            raise SystemExit(f"{self.scenario.name}: no such requirement: {', '.join(expected)}")


def report_split(plays):
    wanted = sum(len(play.scenario.requirements) for play in plays)
    found = sum(len(play.found) for play in plays)
    pairs = sum(len(play.split) for play in plays)
    right = {"weight": 0, "kind": 0}
    for play in plays:
        for requirement in play.scenario.requirements:
            row = play.found[play.split[requirement.key]] if requirement.key in play.split else {}
            for field in right:
                right[field] += row.get(field) == getattr(requirement, field)
    print(f"  split: precision {pairs / found:.3f}, recall {pairs / wanted:.3f} (goal {SPLIT_GOAL}), of those paired "
          f"weight right {right['weight'] / pairs:.3f}, kind right {right['kind'] / pairs:.3f}")


def report_states(plays):
    pairs = [pair for play in plays for pair in play.states]
    print(f"  states: macro-F1 {macro_f1(pairs):.3f} (goal {STATES_GOAL}) on {len(pairs)}; "
          + ", ".join(f"{state} {f1(pairs, state) or 0:.3f}" for state in STATES))
    for state in STATES:
        row = [sum(pair == (state, found) for pair in pairs) for found in [*STATES, "missing"]]
        print(f"    {state:>12} found as " + "  ".join(f"{name} {n}" for name, n in zip([*STATES, "missing"], row)))


def list_mistakes(plays):
    for play in plays:
        for requirement in play.scenario.requirements:
            if requirement.key not in play.split:
                print(f"  {play.scenario.name}: not found: {requirement.text}")
            else:
                row = play.found[play.split[requirement.key]]
                for field in ("weight", "kind"):
                    if row[field] != getattr(requirement, field):
                        print(f"  {play.scenario.name}: {requirement.text}: {field} {row[field]}, not {getattr(requirement, field)}")
        for index, row in enumerate(play.found):
            if index not in play.split.values():
                print(f"  {play.scenario.name}: not wanted: {row['weight']} {row['kind']} {row['text']}")
        for mistake in play.mistakes:
            print("  " + mistake)


def percentiles(times):
    times = sorted(times)
    return f"p50 {times[len(times) // 2]:.1f}, p95 {times[int(len(times) * 0.95)]:.1f}, max {times[-1]:.1f} ms"


def time_matrix(server, scenarios):
    """24 requirements and 60 notes, all of the open set together; times of whole answers, as a browser sees them."""
    big = type(scenarios[0])("big", "en", "Everything", "Must have\n" + "\n".join(
        f"- {wanted.text}" for scenario in scenarios for wanted in scenario.requirements)[:4000], scenarios[0].cv, [], [])
    path = server.start(big)
    notes = [text for scenario in scenarios for verb, _, text in scenario.steps if verb == "note"]
    for text in (notes * 2)[:60]:
        server.post(path + "notes/", note_text=text)
    count, times = len(server.get(path + "requirements/")["requirements"]), []
    before = server.cpu_seconds()
    for _ in range(100):
        start = time.perf_counter()
        server.get(path + "requirements/")
        times.append((time.perf_counter() - start) * 1e3)
    cpu = (server.cpu_seconds() - before) / len(times) * 1e3
    print(f"matrix of {count} requirements and 60 notes: {percentiles(times)}, of the processor {cpu:.1f} ms (goal {MATRIX_GOAL_MS})")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--replays", type=int, default=replay.REPLAYS)
    parser.add_argument("--set", choices=SETS)
    options = parser.parse_args()
    with Server(options.binary) as server:
        for name in [options.set] if options.set else SETS:
            plays = [Play(server, scenario) for scenario in read_set(name)]
            print(f"{name}: {len(plays)} interviews")
            report_split(plays)
            report_states(plays)
            if options.errors and name not in UNSEEN:
                list_mistakes(plays)
        if not options.set:
            time_matrix(server, read_set("open"))
            replay.report(server, read_set("open") + read_set("held-out"), percentiles, options.replays)


if __name__ == "__main__":
    main()
