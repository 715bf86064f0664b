"""What is said in the interviews of training/interviews: what training/matrix relies on."""
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2] / "training/matrix"))
from interviews import STANCES, read_interviews


def test_every_label_names_a_requirement_and_a_stance():
    interviews = read_interviews()
    assert len(interviews) > 1400
    for interview in interviews:
        assert interview.language in {"en", "it"} and 2 <= len(interview.requirements) <= 24, interview.name
        for line in interview.lines:
            assert set(line.stances) <= set(interview.requirements), f"{interview.name}: {line}"
            assert set(line.stances.values()) <= set(STANCES), f"{interview.name}: {line}"
