"""Plain advertisements made of the requirements of others: what every reader understands, a model has to see too.

Writers are asked for variety, so that few of their advertisements are as simple as "Must have" above a list.
"""
import random

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
INTRODUCTIONS = {
    "en": ["We run a payment platform.", "We are a family firm of thirty people.", "Our client makes valves for ships.",
           "Join our team!", "We bake bread and deliver it before six."],
    "it": ["Siamo un'azienda di trenta persone.", "Il nostro cliente produce valvole.", "Unisciti a noi!",
           "Cerchiamo una persona per la nostra sede.", "Facciamo pane da quarant'anni."],
}


def write_part(dice, heading, items):
    style = dice.random()
    if style < 0.15:
        return f"{heading}: {dice.choice(['; ', ', ']).join(items)}"
    bullet = dice.choice(["- ", "- ", "* ", "• ", ""])
    end = dice.choice(["", "", ".", ";"])
    return "\n".join([heading + dice.choice(["", ":"]), *(bullet + item + end for item in items)])


def capitalise(dice, text):
    return text[0].upper() + text[1:] if dice.random() < 0.6 else text


def compose(language, requirements, seed):
    """(text, the requirements that it asks for), of some of those given; sometimes one list mixes all with what is offered."""
    dice = random.Random(seed)
    chosen = dice.sample(requirements, min(len(requirements), dice.randint(2, 8)))
    parts = {weight: [capitalise(dice, r.text) for r in chosen if r.weight == weight] for weight in ("must", "duty", "wish")}
    parts["offer"] = dice.sample(OFFERS[language], dice.randint(0, 3))
    lines = [dice.choice(INTRODUCTIONS[language])] if dice.random() < 0.5 else []
    if dice.random() < 0.15:
        chosen = [r for r in chosen if r.weight != "wish"]
        mixed = parts["must"] + parts["duty"] + parts["offer"]
        dice.shuffle(mixed)
        return "\n".join([*lines, *("- " + item for item in mixed)]), chosen
    for weight in ("must", "duty", "wish", "offer"):
        if parts[weight]:
            lines += ["", write_part(dice, dice.choice(HEADINGS[language][weight]), parts[weight])]
    return "\n".join(lines).strip(), chosen
