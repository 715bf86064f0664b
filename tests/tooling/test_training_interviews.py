"""The advertisements of training/requirement: what makes the figures of the splitter mean something."""
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path += [str(ROOT / "training/requirement"), str(ROOT / "eval/interviews")]
import advertisements
from compose import ASIDES, compose
from scenario import read_set, words_of


def test_no_advertisement_was_trained_on_that_shares_most_words_with_one_that_is_only_counted():
    counted = {scenario.name: words_of(scenario.job) for name in ("held-out", "blind", "blind-2", "blind-3") for scenario in read_set(name)}
    for trained in advertisements.read_scenarios():
        words = words_of(trained.job)
        assert [name for name, other in counted.items() if len(words & other) > len(words | other) / 2] == [], trained.name


def test_every_requirement_has_a_known_weight_and_kind_and_words_of_its_advertisement():
    for scenario in advertisements.read_scenarios():
        words = words_of(scenario.job)
        for requirement in scenario.requirements:
            assert requirement.weight in advertisements.WEIGHTS and requirement.kind in advertisements.KINDS, requirement
            known = words_of(requirement.text) & words
            assert 2 * len(known) >= len(words_of(requirement.text)), (scenario.name, requirement.text)


def test_a_composed_advertisement_asks_for_what_it_says_and_is_always_the_same():
    scenario = read_set("open")[0]
    text, asked = compose(scenario.language, scenario.title, scenario.requirements, "seed")
    assert asked and all(requirement.text[1:] in text for requirement in asked)
    assert compose(scenario.language, scenario.title, scenario.requirements, "seed") == (text, asked)


def test_what_companies_say_of_themselves_is_said_once_and_by_no_advertisement():
    asides = [text for texts in ASIDES.values() for text in texts]
    assert len(set(asides)) == len(asides) > 200
    assert [scenario.name for scenario in advertisements.read_scenarios() if any(text in scenario.job for text in asides)] == []
