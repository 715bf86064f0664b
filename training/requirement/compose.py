"""Plain advertisements made of the requirements of others: what every reader understands, a model has to see too.

Writers are asked for variety, so that few of their advertisements are as simple as "Must have" above a list; and hardly any of them only
speaks of the company. What companies say of themselves, their people, what they give and how they choose is in asides.txt; how they wish
for something without asking for it, in wishes.txt.
"""
import pathlib
import random
import re
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "eval/interviews"))
from scenario import Wanted  # noqa: E402

HEADINGS = {
    "en": {"must": ["Must have", "Requirements", "What we ask", "You bring", "Your profile", "What you need", "Skills and experience",
                    "We are looking for", "Essential", "About you"],
           "duty": ["What you will do", "Responsibilities", "Your tasks", "The job", "Day to day", "Duties"],
           "wish": ["Nice to have", "Bonus points", "Desirable", "Preferred", "It would be a plus", "Optional"],
           "offer": ["What we offer", "Benefits", "We offer", "What you get", "Perks"]},
    "it": {"must": ["Requisiti", "Cosa chiediamo", "Il tuo profilo", "Competenze richieste", "Chi cerchiamo", "Cosa ti serve",
                    "Requisiti indispensabili", "Profilo ricercato"],
           "duty": ["Di cosa ti occuperai", "Attività", "Mansioni", "Cosa farai", "Responsabilità", "Il lavoro"],
           "wish": ["Titoli preferenziali", "Costituisce titolo preferenziale", "Gradito", "Sarebbe un plus", "Nice to have", "Meglio se"],
           "offer": ["Cosa offriamo", "Si offre", "Offriamo", "Benefit", "Cosa trovi da noi"]},
}
OFFERS = {
    "en": ["A salary of 42,000 a year", "25 days of holiday", "Pension scheme", "Free coffee and fruit", "A training budget",
           "Private health insurance", "A dog in the office", "Career growth in a young team", "Company phone and laptop",
           "Discount in our shops", "A yearly bonus", "Free parking and a gym", "Breakfast is on us", "Staff meals"],
    "it": ["Retribuzione di 28.000 euro lordi", "Buoni pasto da 8 euro", "Formazione continua", "Crescita professionale",
           "Assicurazione sanitaria", "Ambiente giovane e dinamico", "Welfare aziendale", "Parcheggio gratuito e mensa",
           "Palestra interna", "Un premio annuale", "Sconti sui nostri prodotti", "Telefono e portatile aziendali"],
}
ASIDE_HEADINGS = {
    "en": {"self": ["About us", "Who we are", "The company"], "team": ["The team", "Your colleagues"],
           "process": ["How to apply", "What happens next"]},
    "it": {"self": ["Chi siamo", "L'azienda", "La nostra storia"], "team": ["Il team", "Con chi lavorerai"],
           "process": ["Come candidarsi", "La selezione"]},
}


WISHED = {"language": "language", "tool": "skill", "licence": "licence", "skill": "skill", "past": "experience"}  # to kinds


def read_lines(name):
    """{(language, what they are): lines}"""
    parts = re.split(r"^== (\w+) (\w+)\n", (pathlib.Path(__file__).parent / name).read_text(encoding="utf-8"), flags=re.M)[1:]
    return {(language, sort): text.splitlines() for language, sort, text in zip(parts[::3], parts[1::3], parts[2::3])}


ASIDES, WISHES = read_lines("asides.txt"), read_lines("wishes.txt")


SENTENCES = {
    "en": {"must": ["We are looking for somebody with", "You have", "We ask for", "You need", "Wanted: someone with"],
           "duty": ["You will", "Your work is to", "It will be up to you to"],
           "wish": ["We would love", "It would be nice to see", "Ideally you bring"],
           "offer": ["We offer", "You get", "There is also", "From us:"]},
    "it": {"must": ["Cerchiamo una persona con", "Chiediamo", "Servono", "È richiesto:", "Devi avere"],
           "duty": ["Ti occuperai di", "Il tuo compito:", "Dovrai"],
           "wish": ["Sarebbe bello avere", "È gradito:", "Meglio se con"],
           "offer": ["Offriamo", "Da noi trovi", "In più", "Ti diamo"]},
}


AND = {"en": " and ", "it": " e "}


def write_sentence(opening, joint, items):
    items = [item[0].lower() + item[1:] if item[1:2].islower() else item for item in items]
    return f"{opening} {joint.join([', '.join(items[:-1]), items[-1]] if items[1:] else items)}."


def write_part(dice, language, weight, items):
    heading, style = dice.choice(HEADINGS[language][weight]), dice.random()
    if style < 0.1:
        return f"{heading}: {dice.choice(['; ', ', ']).join(items)}"
    if style < 0.25:
        return write_sentence(dice.choice(SENTENCES[language][weight]), AND[language], items)
    bullet = dice.choice(["- ", "- ", "* ", "• ", ""])
    end = dice.choice(["", "", ".", ";"])
    return "\n".join([heading + dice.choice(["", ":"]), *(bullet + item + end for item in items)])


def capitalise(dice, text):
    return text[0].upper() + text[1:] if dice.random() < 0.6 else text


def tell(dice, language, name, most):
    """A paragraph or lines of up to so many sentences, sometimes under a heading; none: []."""
    sentences = dice.sample(ASIDES[language, name], dice.randint(0, most))
    heading = [dice.choice(ASIDE_HEADINGS[language][name]) + dice.choice(["", ":"])] if dice.random() < 0.25 else []
    text = dice.choice([" ", " ", "\n"]).join(sentences)
    return ["", *heading, text] if sentences else []


def begin(dice, language, title):
    lines = [title + dice.choice(["", "", "."])] if dice.random() < 0.3 else []
    if dice.random() < 0.6:
        lines += tell(dice, language, "self", 3)
    return lines


def choose_offers(dice, language, most):
    return dice.sample(OFFERS[language] + ASIDES[language, "offer"], dice.randint(0, most))


def compose(language, title, requirements, seed):
    """(text, the requirements that it asks for), of some of those given; sometimes one list mixes all with what is offered."""
    dice = random.Random(seed)
    chosen = dice.sample(requirements, min(len(requirements), dice.randint(2, 8)))
    parts = {weight: [capitalise(dice, r.text) for r in chosen if r.weight == weight] for weight in ("must", "duty", "wish")}
    parts["offer"] = choose_offers(dice, language, 4)
    lines = begin(dice, language, title)
    if dice.random() < 0.15:
        chosen = [r for r in chosen if r.weight != "wish"]
        mixed = parts["must"] + parts["duty"] + parts["offer"]
        dice.shuffle(mixed)
        return "\n".join([*lines, *("- " + item for item in mixed)]).strip(), chosen
    sections = [["", write_part(dice, language, weight, parts[weight])]
                for weight in ("must", "duty", "wish", "offer") if parts[weight]]
    sections.insert(dice.randint(0, len(sections)), tell(dice, language, "team", 2))
    lines += [line for section in sections for line in section] + tell(dice, language, "process", 2)
    return "\n".join(lines).strip(), chosen


def compose_bare(language, title, requirements, seed):
    """Some requirements and no other word, or only the name of the post above them."""
    dice = random.Random(seed)
    musts = [r for r in requirements if r.weight == "must"] or requirements
    chosen = dice.sample(musts, min(len(musts), dice.randint(1, 4)))
    joint, end = dice.choice(["\n", "\n", "\n", ".\n", ", ", ". ", AND[language]]), dice.choice(["", "", "."])
    lines = [title] if dice.random() < 0.4 else []
    return "\n".join([*lines, joint.join(capitalise(dice, r.text) for r in chosen) + end]), chosen


def write_wish(dice, language):
    """(line, the requirement)"""
    sort = dice.choice(list(WISHED))
    thing = dice.choice(WISHES[language, sort])
    is_spoken = sort == "language" and " " not in thing and dice.random() < 0.5
    line = capitalise(dice, dice.choice(WISHES[language, "spoken" if is_spoken else "line"]).replace("{}", thing))
    text = next(clause for clause in re.split("[?:,.]", line) if thing.lower() in clause.lower())
    return line, Wanted(text, "wish", WISHED[sort], text)


def compose_wishing(language, title, requirements, seed):
    """A short one in which some lines only wish for something."""
    dice = random.Random(seed)
    asked = [r for r in requirements if r.weight != "wish"] or requirements
    asked = dice.sample(asked, min(len(asked), dice.randint(1, 4)))
    wishes = dict(write_wish(dice, language) for _ in range(dice.randint(1, 4)))
    items, end = [r.text for r in asked], dice.choice(["", "."])
    if dice.random() < 0.5:
        items = [write_sentence(dice.choice(SENTENCES[language]["must"]), AND[language], items)]
    joint = dice.choice(["\n", "\n", " "]) if end else "\n"
    said = [joint.join(finish(line, end) for line in part) for part in (items, wishes, choose_offers(dice, language, 2)) if part]
    return "\n".join([*begin(dice, language, title), *said]).strip(), [*asked, *wishes.values()]


def finish(line, end):
    """A line that begins small might go on with a long one before it that has no full stop."""
    if not end:
        return line[0].upper() + line[1:]
    return line if line[-1] in ".!?" else line + end


def compose_silent(language, title, seed):
    """A text that asks for nothing: a company that only speaks of itself, of what it gives, or the name of a post alone."""
    dice = random.Random(seed)
    if dice.random() < 0.25:
        return title + dice.choice(["", "", "."]), []
    lines = begin(dice, language, title) + [line for name in ("self", "team", "process") for line in tell(dice, language, name, 1)]
    offers = choose_offers(dice, language, 3)
    if offers and dice.random() < 0.5:
        lines += ["", write_part(dice, language, "offer", offers)]
    return "\n".join(lines).strip() or title, []
