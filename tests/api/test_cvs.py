"""The evaluation of CVs (eval/cvs) on a few that are quick to read: what was reached there must stay so."""

import sys

import pytest
from conftest import BINARY, ROOT

sys.path.insert(0, str(ROOT / "eval" / "cvs"))
import evaluate  # noqa: E402

EXPECTED = dict(evaluate.load_expected())


@pytest.mark.parametrize("name", ["en-accountant", "en-carer", "en-hr", "en-marketing", "en-pharmacist", "en-plumber", "en-receptionist",
                                  "en-researcher", "it-analista", "it-cuoco", "it-direttore", "it-infermiera", "it-magazziniere",
                                  "it-oss"])
def test_a_cv_of_the_evaluation_keeps_its_figures(name):
    expected = EXPECTED[name]
    document = evaluate.read(str(BINARY), evaluate.FOLDER / "files" / expected["file"])
    shares = evaluate.add_up([evaluate.score(expected, document)])
    for figure in evaluate.GOALS:
        assert evaluate.reaches(figure, shares[figure]), (figure, shares[figure])


def test_both_languages_and_the_held_out_cvs_are_in_the_set():
    languages = [expected["language"] for expected in EXPECTED.values()]
    assert len(languages) >= 44 and languages.count("en") == languages.count("it")
    assert evaluate.HELD_OUT <= set(EXPECTED) and 3 * len(evaluate.HELD_OUT) >= len(EXPECTED)
