"""What the product says is about answers and evidence, never about emotions or traits of a person.

The five signals name what a note reports about an answer; every other word of feeling or character is barred from whatever people
can see: the texts of the web application, the sentences of the program, the descriptions of the API.
"""
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ENGLISH = """
    nervous* anxious* anxiety afraid fearful scared shy shyness timid* insecur* confiden(t|tly) overconfiden(t|ce) self-assured self-esteem
    aggressive* angry anger arrogan(t|tly|ce) cocky conceited hostile rude* polite(ly|ness)? impolite* honest* dishonest* sincer(e|ely|ity) liar lying lies
    lazy laziness calm calmly stress(ed)? emotion* feelings? mood happy unhappy sad cheerful bored boring passionate* motivated
    unmotivated ambitious stubborn friendly unfriendly likeable charming trustworthy untrustworthy loyal* intelligen(t|ce) clever
    stupid* personality temperament introvert* extrovert* attitude charisma* sentiment
"""
ITALIAN = """
    nervos* ansi(a|e|oso|osa|osi|ose) agitat[oaie] paur* spaventat[oaie] timid[oaie] timidezza insicur* sicur[oaie] di s[ée] autostima
    aggressiv[oaiet]* arrabbiat[oaie] rabbia arrogan(te|ti|za) presuntuos[oaie] superb[oaie] ostil[ei] maleducat[oaie] scortes[ei] educat[oaie]
    onest[oaie] onestà disonest* sincer[oaie] sincerità bugiard[oaie] ment(ito|ire|iva) pigr[oaie] pigrizia calm[oaie] stressat[oaie]
    emozion[ei] emotiv* sentiment[oi] umore felic[ei] trist[ei] annoiat[oaie] appassionat[oaie] motivat[oaie] demotivat* ambizios*
    testard[oaie] simpatic* antipatic* affascinant[ei] fidat[oaie] leal[ei] intelligent[ei] intelligenza stupid[oaie] furb[oaie]
    personalità temperamento introvers* estrovers* carism*
"""
STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"')


def barred():
    entries = re.split(r"\s{2,}|\n| (?!di |s\[)", (ENGLISH + ITALIAN).strip())
    return re.compile(r"(?<!\w)(" + "|".join(e.replace("*", r"\w*") for e in entries if e) + r")(?!\w)", re.IGNORECASE)


BARRED = barred()


def texts_of_json(value):
    if isinstance(value, dict):
        for member in value.values():
            yield from texts_of_json(member)
    elif isinstance(value, str):
        yield value


def shown_texts():
    """(where, text) of every text that a person can be shown."""
    for path in sorted((ROOT / "web/src").rglob("locales/*.json")):
        for text in texts_of_json(json.loads(path.read_text(encoding="utf-8"))):
            yield path.relative_to(ROOT).as_posix(), text
    for path in sorted((ROOT / "src").rglob("*.[ch]")):
        where = path.relative_to(ROOT).as_posix()
        without_comments = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for text in STRING.findall(without_comments):
            yield where, text
    for line in (ROOT / "api/openapi.yaml").read_text(encoding="utf-8").splitlines():
        yield "api/openapi.yaml", line


def test_no_shown_text_speaks_of_emotions_or_traits():
    found = [(where, match.group(), text) for where, text in shown_texts() if (match := BARRED.search(text))]
    assert found == []


def test_the_texts_of_every_part_are_read():
    where = {name.split("/")[0] + "/" + name.split("/")[1] for name, _ in shown_texts()}
    assert {"web/src", "src/wording", "src/recap", "src/suggestion", "src/llm", "src/insight", "api/openapi.yaml"} <= where
    assert sum(1 for _ in shown_texts()) > 1000


@pytest.mark.parametrize("text", [
    "The candidate seemed nervous", "an honest view of the gap", "Confident throughout", "aggressive tone", "She is lazy.",
    "Il candidato è nervoso", "una visione onesta della lacuna", "molto sicuro di sé", "tono aggressivo", "È pigra.", "personalità forte",
])
def test_a_word_of_emotion_or_trait_would_be_noticed(text):
    assert BARRED.search(text)


@pytest.mark.parametrize("text", [
    "Hesitation", "Esitazione", "Incoerenza", "Enthusiasm", "Entusiasmo", "Concretezza", "What the answer leaves open",
    "Sicurezza informatica", "un documento di 30 pagine", "relies on three notes",
])
def test_words_about_answers_and_evidence_pass(text):
    assert not BARRED.search(text)
