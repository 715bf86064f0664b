/* Splits a job description into what it asks for.
 *
 * Headings say what the lines under them are; in plain prose the words of a sentence decide. A line that asks
 * for several things at once is taken apart (compound.c), words that only introduce are left out (opening.c).
 */
#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "requirement/requirement_internal.h"

enum {
    REQUIREMENT_TEXT_MAX = 120,
    HEADING_WORDS_MAX = 7,
    BARE_HEADING_WORDS_MAX = 5,
    LONE_HEADING_WORDS_MAX = 4,
    RUNNING_WORDS_MIN = 8,
    PIECE_WORDS_MAX = 20, /* a longer piece of prose tells a story */
    TELEGRAM_WORDS_MAX = 6,
    LABEL_WORDS_MAX = 4,
    LIST_COMMAS_MIN = 2,
};

enum part { PART_PROSE, PART_MUST, PART_WISH, PART_DUTY, PART_CONDITION, PART_OTHER };

struct cue {
    enum part part;
    const char *stem; /* folded */
};

/* Wishes and offers first: "nice to have skills" is a wish although "skill" is a must. */
static const struct cue HEADINGS[] = {
    {PART_WISH, "nice to have"},
    {PART_WISH, "nice-to-have"},
    {PART_WISH, "nice"},
    {PART_WISH, "not required"},
    {PART_WISH, "optional"},
    {PART_WISH, "preferred"},
    {PART_WISH, "bonus"},
    {PART_WISH, "desirable"},
    {PART_WISH, "a plus"},
    {PART_WISH, "gradit"},
    {PART_WISH, "preferenzial"},
    {PART_WISH, "preferibil"},
    {PART_WISH, "apprezzat"},
    {PART_WISH, "costituisc"},
    {PART_WISH, "sarebbe"},
    {PART_WISH, "plus"},
    {PART_WISH, "even better"},
    {PART_WISH, "advantageous"},
    {PART_WISH, "valutabil"},
    {PART_WISH, "facoltativ"},
    {PART_OTHER, "offer"},
    {PART_OTHER, "benefit"},
    {PART_OTHER, "perks"},
    {PART_OTHER, "what you get"},
    {PART_OTHER, "you get"},
    {PART_OTHER, "offriamo"},
    {PART_OTHER, "si offre"},
    {PART_OTHER, "offerta"},
    {PART_OTHER, "vantagg"},
    {PART_OTHER, "about us"},
    {PART_OTHER, "who we are"},
    {PART_OTHER, "about the company"},
    {PART_OTHER, "chi siamo"},
    {PART_OTHER, "l'azienda"},
    {PART_OTHER, "how to apply"},
    {PART_OTHER, "come candidarsi"},
    {PART_OTHER, "salary"},
    {PART_OTHER, "compensation"},
    {PART_OTHER, "retribuzione"},
    {PART_OTHER, "inquadramento"},
    {PART_OTHER, "trattamento economico"},
    {PART_OTHER, "contact"},
    {PART_OTHER, "contatt"},
    {PART_OTHER, "job id"},
    {PART_OTHER, "reference"},
    {PART_OTHER, "riferimento"},
    {PART_OTHER, "department"},
    {PART_OTHER, "reparto"},
    {PART_CONDITION, "terms"},
    {PART_CONDITION, "employment type"},
    {PART_CONDITION, "tipo di contratto"},
    {PART_CONDITION, "working hours"},
    {PART_CONDITION, "practical"},
    {PART_CONDITION, "location"},
    {PART_CONDITION, "place of work"},
    {PART_CONDITION, "conditions"},
    {PART_CONDITION, "sede"},
    {PART_CONDITION, "orario"},
    {PART_CONDITION, "luogo di lavoro"},
    {PART_CONDITION, "condizioni"},
    {PART_DUTY, "responsibilit"},
    {PART_DUTY, "what you will do"},
    {PART_DUTY, "what you'll do"},
    {PART_DUTY, "tasks"},
    {PART_DUTY, "duties"},
    {PART_DUTY, "the role"},
    {PART_DUTY, "attivita"},
    {PART_DUTY, "mansion"},
    {PART_DUTY, "responsabilita"},
    {PART_DUTY, "ti occuperai"},
    {PART_DUTY, "cosa farai"},
    {PART_DUTY, "il ruolo"},
    {PART_DUTY, "compiti"},
    {PART_MUST, "mandatory"},
    {PART_MUST, "obbligator"},
    {PART_MUST, "requirement"},
    {PART_MUST, "must"},
    {PART_MUST, "essential"},
    {PART_MUST, "what we ask"},
    {PART_MUST, "what you bring"},
    {PART_MUST, "what you need"},
    {PART_MUST, "expect"},
    {PART_MUST, "you have"},
    {PART_MUST, "your profile"},
    {PART_MUST, "profile"},
    {PART_MUST, "qualification"},
    {PART_MUST, "skill"},
    {PART_MUST, "looking for"},
    {PART_MUST, "who you are"},
    {PART_MUST, "about you"},
    {PART_MUST, "you are"},
    {PART_MUST, "ti serve"},
    {PART_MUST, "cosa chiediamo"},
    {PART_MUST, "requisit"},
    {PART_MUST, "competenz"},
    {PART_MUST, "cerchiamo"},
    {PART_MUST, "profilo"},
    {PART_MUST, "chiediamo"},
    {PART_MUST, "richiest"},
    {PART_MUST, "required"},
    {PART_MUST, "indispensabil"},
    {PART_MUST, "conoscenze"},
};

/* What makes a sentence a wish, whatever it stands under. */
static const char *const WISHES[] = {
    "nice to have",    "preferred",      "bonus",         "desirable",    "a plus",
    "an advantage",    "would be",       "would help",    "gradit",       "preferenzial",
    "preferibil",      "apprezzat",      "costituisc",    "sarebbe",      "un plus",
    "un vantaggio",    "a bonus",        "not essential", "not required", "non e indispensabil",
    "non e necessari", "non e richiest", "non guast",     "tanto meglio", "fa piacere",
    "meglio se",
};
/* How a sentence about what the company gives or is begins. */
static const char *const OFFERS[] = {"we offer",
                                     "we provide",
                                     "you get ",
                                     "you will receive",
                                     "offriamo",
                                     "si offre",
                                     "garantiamo",
                                     "we pay",
                                     "the salary",
                                     "ral ",
                                     "salary",
                                     "we are a ",
                                     "we're a ",
                                     "siamo ",
                                     "you will be paid",
                                     "we cover",
                                     "offre ",
                                     "call ",
                                     "mail ",
                                     "chiama ",
                                     "scrivi"};

/* What makes a sentence of plain prose a requirement. */
static const char *const PROSE_CUES[] = {
    "experience",  "knowledge",    "years of",    "familiar",   "proficien",     "must",      "required",
    "able to",     "ability",      "fluent",      "fluency",    "understanding", "degree",    "comfortable",
    "you should",  "you need",     "you'll need", "you are ",   "you can ",      "needed",    "full-time",
    "part-time",   "on site",      "licence",     "license",    "certificat",    "knowledge", "esperienza",
    "conoscenza",  "anni di",      "capacita",    "padronanza", "richied",       "richiest",  "ottim",
    "laurea",      "competenz",    "saper",       "fluente",    "inglese",       "necessari", "indispensabil",
    "patente",     "abilitazione", "disponibil",  "in sede",    "tempo pieno",   "apprezzat", "gradit",
    "you have ",   "you feel ",    "you will ",   "you'll ",    "you would ",    "matters ",  "essential",
    "someone who", "somebody who", "at least",    "holds ",     "dimestichezza", "almeno",    "iscritt",
    "nozioni",     "serve ",       "servir",      "occuper",    "bisogna",       "prevede",   "gia usat",
    "gia fatt",    "che sappia",   "che abbia",   "non guast",
};

static bool find_heading(const char *folded, enum part *part) {
    for (size_t i = 0; i < sizeof HEADINGS / sizeof *HEADINGS; i++)
        if (folded_has_stem(folded, HEADINGS[i].stem)) {
            *part = HEADINGS[i].part;
            return true;
        }
    return false;
}

static bool has_any(const char *folded, const char *const *stems, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (folded_has_stem(folded, stems[i]))
            return true;
    return false;
}

static bool has_prose_cue(const char *folded) {
    return has_any(folded, PROSE_CUES, sizeof PROSE_CUES / sizeof *PROSE_CUES);
}

static bool is_wish(const char *folded) {
    return text_starts_with(folded, "ideally ") || has_any(folded, WISHES, sizeof WISHES / sizeof *WISHES);
}

static bool is_offer(const char *folded) {
    for (size_t i = 0; i < sizeof OFFERS / sizeof *OFFERS; i++)
        if (text_starts_with(folded, OFFERS[i]))
            return true;
    return false;
}

/* --- what is kept --- */

struct splitter {
    struct arena *arena;
    enum part part;
    enum part outer;   /* what holds after a line that has a label of its own */
    bool is_labelled;  /* the line is such a line */
    bool was_labelled; /* the line before was */
    bool is_telegram;  /* the sentence before, on the same line, was short and asked for something */
    struct requirement *found[REQUIREMENT_WISH + 1]; /* a list for each weight */
    size_t counts[REQUIREMENT_WISH + 1];
    const char **folded_cores; /* of all that was found */
    size_t found_count;
    size_t max;
};

/* FNV-1a of the folded text. */
static const char *id_of(const char *text, struct arena *arena) {
    uint64_t hash = 14695981039346656037u;
    for (const char *c = text_fold(arena, text); *c; c++)
        hash = (hash ^ (unsigned char)*c) * 1099511628211u;
    return arena_printf(arena, "%016" PRIx64, hash);
}

static bool is_known(const struct splitter *splitter, const char *folded_core) {
    for (size_t i = 0; i < splitter->found_count; i++)
        if (strcmp(splitter->folded_cores[i], folded_core) == 0)
            return true;
    return false;
}

static void keep(struct splitter *splitter, enum requirement_weight weight, const char *text) {
    const char *shown = phrase_shorten(splitter->arena, text, REQUIREMENT_TEXT_MAX);
    struct requirement requirement = {
        .id = id_of(shown, splitter->arena),
        .text = shown,
        .core = core_of(text, splitter->arena),
        .weight = weight,
        .kind = requirement_kind_of(text, splitter->arena),
    };
    bool says_something =
        word_count(text) >= 2 || requirement.kind != REQUIREMENT_SKILL || isupper((unsigned char)*text);
    const char *folded_core = text_fold(splitter->arena, requirement.core);
    if (splitter->counts[weight] == splitter->max || !says_something || is_known(splitter, folded_core))
        return;
    splitter->found[weight][splitter->counts[weight]++] = requirement;
    splitter->folded_cores[splitter->found_count++] = folded_core;
}

/* A duty is a piece of work, and one question: it is not taken apart. */
static void keep_all(struct splitter *splitter, enum part part, const char *text) {
    const char *items[COMPOUND_MAX];
    if (part == PART_DUTY) {
        keep(splitter, REQUIREMENT_DUTY, text);
        return;
    }
    size_t count = compound_split(opening_strip(text, splitter->arena), splitter->arena, items);
    for (size_t i = 0; i < count; i++) {
        const char *item = opening_strip(items[i], splitter->arena);
        if (word_count(item) == 0 ||
            (part == PART_CONDITION && requirement_kind_of(item, splitter->arena) != REQUIREMENT_CONDITION))
            continue;
        bool wish = part == PART_WISH || is_wish(text_fold(splitter->arena, items[i]));
        keep(splitter, wish ? REQUIREMENT_WISH : REQUIREMENT_MUST, item);
    }
}

/* --- headings --- */

static bool next_is_item(const struct splitter *splitter, const char *at) {
    bool is_item = false;
    return sentence_next(splitter->arena, &at, &is_item) != NULL && is_item;
}

/* A heading without one of the known words is recognised by the list under it. */
static bool is_bare_heading(const char *text, bool above_list) {
    return above_list && word_count(text) <= BARE_HEADING_WORDS_MAX && isupper((unsigned char)*text);
}

/* Behind a label they ask for something, whatever its words. Folded stems. */
static const char *const LABELS[] = {"certif",   "language",   "lingu",     "education", "istruzione",
                                     "studi",    "experience", "esperienz", "tools",     "software",
                                     "strument", "licen",      "patent"};

/* "Shift pattern: nights": a few words, a colon, a value. */
static size_t label_length(const char *line, struct arena *arena) {
    size_t length = strcspn(line, ":\n");
    bool has_value = line[length] == ':' && line[length + 1] == ' ';
    return has_value && word_count(arena_strndup(arena, line, length)) <= LABEL_WORDS_MAX ? length : 0;
}

static bool next_line_is_labelled(const char *at, struct arena *arena) {
    if (at[-1] != '\n')
        at += strcspn(at, "\n");
    return label_length(at + strspn(at, "\n\r "), arena) > 0;
}

/* One of several lines with labels, as applicant systems write them: it is only about itself. */
static const char *read_label(struct splitter *splitter, const char *text, enum part *part) {
    struct arena *arena = splitter->arena;
    size_t length = label_length(text, arena);
    const char *label = text_fold(arena, arena_strndup(arena, text, length));
    const char *value = text_trim(arena, text + length + 1);
    bool is_special = requirement_kind_of(text, arena) != REQUIREMENT_SKILL;
    bool is_known = find_heading(label, part);
    if (!is_known)
        *part = is_special || has_any(label, LABELS, sizeof LABELS / sizeof *LABELS) ? PART_MUST : PART_OTHER;
    splitter->part = *part;
    splitter->is_labelled = true;
    bool says_less = is_special && requirement_kind_of(value, arena) == REQUIREMENT_SKILL;
    return says_less && (!is_known || *part == PART_CONDITION) ? text : value;
}

/* "Art. 2 - Mansioni" */
static const char *skip_article(const char *text) {
    if (strncasecmp(text, "art. ", 5) != 0)
        return text;
    const char *at = text + 5 + strspn(text + 5, "0123456789");
    at += strspn(at, " .-");
    return text_starts_with(at, "–") ? at + strlen("–") + 1 : at;
}

/* "Requirements: Python, Django" is a heading and its first line at once; "Working hours: ..." is only about
 * its own line. Returns what is left to read, *part is what it is under. */
static const char *read_heading(struct splitter *splitter, const char *text, const char *next,
                                enum part *part) {
    if (label_length(text, splitter->arena) &&
        (splitter->was_labelled || next_line_is_labelled(next, splitter->arena)))
        return read_label(splitter, text, part);
    const char *article = skip_article(text);
    bool is_article = article > text;
    text = article;
    const char *colon = strchr(text, ':');
    size_t length = colon ? (size_t)(colon - text) : strlen(text);
    char *head = arena_strndup(splitter->arena, text, length);
    const char *folded = text_fold(splitter->arena, head);
    bool ends_line = colon == NULL || colon[1] == '\0';
    *part = splitter->part;
    if (!colon && next[-1] == '.')
        return text;
    if (word_count(head) > HEADING_WORDS_MAX && !(colon && ends_line && find_heading(folded, part)))
        return text;
    enum part named = PART_PROSE;
    bool known = find_heading(folded, &named), above_list = next_is_item(splitter, next);
    if (!colon && known && !above_list && !is_article &&
        (named == splitter->part || word_count(head) > LONE_HEADING_WORDS_MAX))
        return text; /* "Strong communication skills" among others like it */
    known = known || is_article || (colon && ends_line) || (!colon && is_bare_heading(text, above_list));
    if (!known)
        return text;
    if (named == PART_PROSE && (strcmp(folded, "you") == 0 || strcmp(folded, "tu") == 0))
        named = PART_MUST;
    *part = named;
    if (ends_line || (named != PART_OTHER && named != PART_CONDITION))
        splitter->part = named;
    return colon ? text_trim(splitter->arena, colon + 1) : "";
}

/* --- sentences --- */

/* The pieces of running text that ask for something on their own. */
static const char *next_piece(const char **at, struct arena *arena) {
    static const char *const BREAKS[] = {
        " and who ", " and you ", " and you'll ", " and must ", ", as is ", ", so ",
        "; ",        ", che ",    " and a good ", ", con ",     ", with ",  " and is ",
        " and has ", " e non ",   ", quindi ",    ", ma ",      ", but "};
    const char *start = *at, *end = start + strlen(start), *after = end;
    if (*start == '\0')
        return NULL;
    for (size_t i = 0; i < sizeof BREAKS / sizeof *BREAKS; i++) {
        const char *found = strstr(start, BREAKS[i]);
        if (found && found > start && found < end) {
            end = found;
            after = found + strlen(BREAKS[i]);
        }
    }
    *at = after;
    return text_trim(arena, arena_strndup(arena, start, (size_t)(end - start)));
}

/* A piece of prose asks for something by its words, or names what no job description names for nothing. */
static bool asks_for_something(const char *piece, struct arena *arena) {
    static const char *const OURS[] = {"the ", "our ", "we ", "il ", "la ", "i nostri ", "le nostre "};
    const char *folded = text_fold(arena, piece);
    if (has_prose_cue(folded))
        return true;
    for (size_t i = 0; i < sizeof OURS / sizeof *OURS; i++)
        if (text_starts_with(folded, OURS[i]))
            return false;
    return requirement_kind_of(piece, arena) != REQUIREMENT_SKILL && word_count(piece) <= PIECE_WORDS_MAX;
}

/* "In short: this, that, something else" asks for each. */
static const char *list_in_prose(const char *text, struct arena *arena) {
    size_t length = label_length(text, arena), commas = 0;
    if (length == 0)
        return NULL;
    for (const char *at = text + length; (at = strstr(at, ", ")) != NULL; at++)
        commas++;
    return commas >= LIST_COMMAS_MIN ? text + length + 2 : NULL;
}

static void keep_list(struct splitter *splitter, enum part part, const char *list) {
    int depth = 0;
    for (const char *start = list, *at = list; *start; at++) {
        depth += (*at == '(') - (*at == ')');
        if (*at && (depth > 0 || *at != ','))
            continue;
        keep_all(splitter, part,
                 text_trim(splitter->arena, arena_strndup(splitter->arena, start, (size_t)(at - start))));
        start = *at ? at + 1 : at;
    }
}

static void read_prose(struct splitter *splitter, const char *text, bool wish) {
    const char *piece, *list = list_in_prose(text, splitter->arena);
    enum part part = wish ? PART_WISH : PART_MUST;
    bool is_short = word_count(text) <= TELEGRAM_WORDS_MAX, was_telegram = splitter->is_telegram;
    splitter->is_telegram = false;
    if (list) {
        keep_list(splitter, part, list);
        return;
    }
    for (const char *at = text; (piece = next_piece(&at, splitter->arena)) != NULL;) {
        if (!asks_for_something(piece, splitter->arena) && !(is_short && was_telegram))
            continue;
        splitter->is_telegram = is_short;
        keep_all(splitter, part, piece);
    }
}

/* Running text asks for something only here and there; what stands in a list or behind a colon asks for all
 * of itself. */
static bool is_running(const char *text, const char *end) {
    return *end == '.' && word_count(text) >= RUNNING_WORDS_MIN;
}

static void read_row(struct splitter *splitter, const struct table_row *row) {
    enum part part = splitter->part, named;
    if (row->is_weighed)
        keep_all(splitter, row->is_wish ? PART_WISH : PART_MUST, row->text);
    else if (!find_heading(text_fold(splitter->arena, row->text), &named) && part != PART_OTHER)
        read_prose(splitter, row->text, part == PART_WISH);
}

static void begin_line(struct splitter *splitter) {
    if (splitter->is_labelled)
        splitter->part = splitter->outer;
    splitter->was_labelled = splitter->is_labelled;
    splitter->outer = splitter->part;
    splitter->is_labelled = splitter->is_telegram = false;
}

static void read_sentence(struct splitter *splitter, const char *sentence, const char *next, bool is_item) {
    enum part part = splitter->part;
    struct table_row row;
    if (table_row_read(sentence, splitter->arena, &row)) {
        read_row(splitter, &row);
        return;
    }
    const char *text = is_item ? sentence : read_heading(splitter, sentence, next, &part);
    const char *folded = text_fold(splitter->arena, text);
    bool is_list = part == PART_DUTY || part == PART_CONDITION || is_item || text != sentence;
    if (*text == '\0' || part == PART_OTHER || is_offer(folded))
        return;
    if (part == PART_PROSE || (!is_list && is_running(text, next - 1)))
        read_prose(splitter, text, part == PART_WISH || is_wish(folded));
    else
        keep_all(splitter, is_wish(folded) ? PART_WISH : part, text);
}

static bool starts_line(const char *text, const char *at) {
    const char *from = at > text ? at - 1 : at;
    return at == text || memchr(from, '\n', strspn(from, ".;!? \t\r\n"));
}

size_t requirement_split(const char *job_text, struct arena *arena, struct requirement *out, size_t max) {
    struct splitter splitter = {.arena = arena, .part = PART_PROSE, .max = max};
    for (int weight = REQUIREMENT_MUST; weight <= REQUIREMENT_WISH; weight++)
        splitter.found[weight] = arena_array(arena, max ? max : 1, sizeof **splitter.found);
    splitter.folded_cores =
        arena_array(arena, (REQUIREMENT_WISH + 1) * max + 1, sizeof *splitter.folded_cores);
    bool is_item;
    const char *at = job_text, *text;
    for (const char *before = at; (text = sentence_next(arena, &at, &is_item)) != NULL; before = at) {
        if (starts_line(job_text, before))
            begin_line(&splitter);
        read_sentence(&splitter, text, at, is_item);
    }
    size_t count = 0;
    for (int weight = REQUIREMENT_MUST; weight <= REQUIREMENT_WISH; weight++)
        for (size_t i = 0; i < splitter.counts[weight] && count < max; i++)
            out[count++] = splitter.found[weight][i];
    return count;
}
