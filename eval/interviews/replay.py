"""Replays of whole interviews by suggestions alone: a recruiter who asks what is suggested and notes one of the scenario's answers."""
import itertools
import json
import random
import subprocess
import time

REPLAYS, QUESTIONS = 50, 13
SAME_QUESTION = 0.85


def vectors_of(binary, texts):
    lines = "".join(text.replace("\n", " ") + "\n" for text in texts)
    result = subprocess.run([binary, "embed"], input=lines, text=True, capture_output=True, check=True)
    return [json.loads(line) for line in result.stdout.splitlines()]


def nearest_pair(binary, texts):
    vectors = vectors_of(binary, texts)
    return max((sum(a * b for a, b in zip(vectors[i], vectors[k])), texts[i], texts[k])
               for i, k in itertools.combinations(range(len(texts)), 2))


class Replay:
    """One interview; `seed` orders the notes and says which suggestions are waved away."""

    def __init__(self, server, scenario, seed):
        self.server, self.random = server, random.Random(seed)
        self.path = server.start(scenario)
        self.notes = [text for verb, _, text in scenario.steps if verb == "note"]
        self.random.shuffle(self.notes)
        for verb, _, text in scenario.steps:
            if verb == "prepare" and self.random.random() < 0.6:
                server.post(self.path + "questions/", question_text=text)
        self.texts, self.times, self.bare = [], [], 0
        for number in range(QUESTIONS):
            self.ask(number)

    def ask(self, number):
        start = time.perf_counter()
        suggestion = self.server.post(self.path + "next-question/")["suggestion"]
        self.times.append((time.perf_counter() - start) * 1e3)
        self.texts.append(suggestion["text"])
        self.bare += not (suggestion["why"] and suggestion["good_answer"])
        action = "dismiss" if self.random.random() < 0.15 else "accept"
        acted = self.server.post(f"{self.path}suggestions/{suggestion['suggestion_id']}/", action=action)
        if action == "accept" and self.notes:
            self.server.post(self.path + "notes/", note_text=self.notes[number % len(self.notes)],
                             question_id=acted["question"]["question_id"])


def report(server, scenarios, percentiles, replays=REPLAYS):
    scenarios = [scenario for scenario in scenarios if scenario.steps]
    played = [Replay(server, scenarios[i % len(scenarios)], i) for i in range(replays)]
    times = [value for replay in played for value in replay.times]
    pairs = [nearest_pair(server.binary, replay.texts) for replay in played]
    worst, repeats = max(pairs), sum(pair[0] > SAME_QUESTION for pair in pairs)
    count = sum(len(replay.texts) for replay in played)
    print(f"next question: {len(played)} replays of {QUESTIONS} questions, {repeats} with a repetition (goal 0), highest cosine {worst[0]:.3f}")
    print(f"  {worst[1]!r} / {worst[2]!r}")
    print(f"  without a reason or a good answer: {sum(replay.bare for replay in played)} of {count}")
    print(f"  {percentiles(times)} (goal 150)")
