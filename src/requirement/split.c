/* Splits a job description into what it asks for.
 *
 * Headings say what the lines under them are; in plain prose the words of a sentence decide. Only a first
 * cut: good enough to ask about, not a matrix.
 */
#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "requirement/requirement_internal.h"

enum { REQUIREMENT_TEXT_MAX = 120, CORE_MAX = 80, HEADING_WORDS_MAX = 7, ITEM_MIN = 2 };

enum part { PART_PROSE, PART_MUST, PART_WISH, PART_DUTY, PART_OTHER };

struct cue {
    enum part part;
    const char *stem; /* folded */
};

/* Wishes and offers first: "nice to have skills" is a wish although "skill" is a must. */
static const struct cue HEADINGS[] = {
    {PART_WISH, "nice to have"},
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
    {PART_OTHER, "we offer"},
    {PART_OTHER, "benefit"},
    {PART_OTHER, "what you get"},
    {PART_OTHER, "offriamo"},
    {PART_OTHER, "vantagg"},
    {PART_OTHER, "about us"},
    {PART_OTHER, "about the company"},
    {PART_OTHER, "chi siamo"},
    {PART_OTHER, "l'azienda"},
    {PART_OTHER, "how to apply"},
    {PART_OTHER, "come candidarsi"},
    {PART_OTHER, "salary"},
    {PART_OTHER, "retribuzione"},
    {PART_OTHER, "inquadramento"},
    {PART_OTHER, "location"},
    {PART_OTHER, "sede"},
    {PART_DUTY, "responsibilit"},
    {PART_DUTY, "what you will do"},
    {PART_DUTY, "what you'll do"},
    {PART_DUTY, "your tasks"},
    {PART_DUTY, "the role"},
    {PART_DUTY, "attivita"},
    {PART_DUTY, "mansion"},
    {PART_DUTY, "responsabilita"},
    {PART_DUTY, "ti occuperai"},
    {PART_DUTY, "cosa farai"},
    {PART_DUTY, "il ruolo"},
    {PART_MUST, "requirement"},
    {PART_MUST, "must"},
    {PART_MUST, "what we ask"},
    {PART_MUST, "what you bring"},
    {PART_MUST, "we expect"},
    {PART_MUST, "you have"},
    {PART_MUST, "your profile"},
    {PART_MUST, "qualification"},
    {PART_MUST, "skill"},
    {PART_MUST, "we are looking for"},
    {PART_MUST, "who you are"},
    {PART_MUST, "requisit"},
    {PART_MUST, "competenz"},
    {PART_MUST, "cerchiamo"},
    {PART_MUST, "profilo"},
    {PART_MUST, "chiediamo"},
    {PART_MUST, "richiest"},
    {PART_MUST, "conoscenze"},
};

/* What makes a sentence of plain prose a requirement; wishes and offers are looked for in HEADINGS. */
static const char *const PROSE_CUES[] = {
    "experience", "knowledge", "years",    "familiar",      "proficien", "must",        "required",
    "able to",    "ability",   "fluent",   "understanding", "degree",    "comfortable", "esperienza",
    "conoscenza", "anni",      "capacita", "padronanza",    "richied",   "richiest",    "ottim",
    "laurea",     "competenz", "saper",    "fluente",       "inglese",   "necessari",   "indispensabil",
};

/* Words before what is really asked for: "at least 5 years of solid experience with". Folded. */
static const char FILLERS[] =
    " one two three four five six seven eight nine ten due tre quattro cinque sei sette otto nove dieci"
    " at least over more than minimum of year years yrs plus proven solid strong "
    "good great excellent deep basic"
    " working practical hands-on professional commercial previous prior relevant "
    "direct experience expertise knowledge"
    " understanding familiarity proficiency proficient familiar ability able "
    "skills skill command in with to of on you are is"
    " have know we ask for expect require required need the a an your and must be"
    " almeno minimo piu di oltre anno anni solida solide solido solidi buona buone "
    "buon ottima ottime ottimo comprovata"
    " pregressa consolidata approfondita esperienza esperienze conoscenza "
    "conoscenze competenza competenze capacita"
    " familiarita padronanza saper sapere con nella nello nel nell nei nelle in di "
    "del dello della dell dei degli delle"
    " da la il lo le gli i un una uno e ed richiesta richiesto richiesti "
    "richiediamo chiediamo cerchiamo necessaria"
    " necessaria: di ";

static bool is_filler(const char *folded) {
    return isdigit((unsigned char)folded[0]) || word_is_in(FILLERS, folded);
}

static size_t count_words(const char *text) {
    struct word word;
    size_t count = 0;
    for (const char *at = text; word_next(text, &at, &word);)
        count++;
    return count;
}

static bool find_cue(const char *folded, enum part *part) {
    for (size_t i = 0; i < sizeof HEADINGS / sizeof *HEADINGS; i++)
        if (folded_has_stem(folded, HEADINGS[i].stem)) {
            *part = HEADINGS[i].part;
            return true;
        }
    return false;
}

static bool has_prose_cue(const char *folded) {
    for (size_t i = 0; i < sizeof PROSE_CUES / sizeof *PROSE_CUES; i++)
        if (folded_has_stem(folded, PROSE_CUES[i]))
            return true;
    return false;
}

/* Where the text begins once the words that only introduce are gone; all of it when nothing would be left. */
static const char *skip_fillers(struct arena *arena, const char *text) {
    struct word word;
    for (const char *at = text; word_next(text, &at, &word);)
        if (!is_filler(word_fold(&word, arena)))
            return word.start;
    return text;
}

/* What comes after the words that say that something is asked for: "a Backend Engineer con esperienza in". */
static const char *skip_introduction(const char *text) {
    static const char *const MARKERS[] = {"esperienza in ", "esperienza con ",  "esperienza di ",
                                          "esperienza nel", "conoscenza di ",   "conoscenza del",
                                          "experience in ", "experience with ", "experience of ",
                                          "knowledge of ",  "able to ",         "capacità di "};
    const char *after = text;
    for (size_t i = 0; i < sizeof MARKERS / sizeof *MARKERS; i++) {
        const char *found = strcasestr(text, MARKERS[i]);
        if (found && found + strlen(MARKERS[i]) > after && after == text)
            after = found;
    }
    return after;
}

static void cut_aside(char *core) {
    static const char *const ASIDES[] = {" (",           ": ",         " such as ", ", such as ",
                                         ", including ", ", ideally ", " e.g. ",    ", come ",
                                         " quali ",      ", quali ",   " tra cui ", ", tra cui "};
    for (size_t i = 0; i < sizeof ASIDES / sizeof *ASIDES; i++) {
        char *aside = strstr(core, ASIDES[i]);
        if (aside > core)
            *aside = '\0';
    }
}

/* "conoscenza di SAP e di Excel" becomes "SAP e Excel": what introduced the first is gone. */
static void drop_repeated_preposition(char *core) {
    char *joint = strstr(core, " e di ");
    if (joint)
        memmove(joint + 3, joint + 6, strlen(joint + 6) + 1);
}

static const char *find_core(struct arena *arena, const char *text) {
    const char *start = skip_fillers(arena, skip_introduction(text));
    char *core = arena_strdup(arena, start);
    cut_aside(core);
    if (start > text)
        drop_repeated_preposition(core);
    if (text_count_codepoints(core) > CORE_MAX && strchr(core, ',')) {
        char *cut = core + strlen(core);
        while (cut > core && (*cut != ',' || cut - core > CORE_MAX))
            cut--;
        if (cut > core)
            *cut = '\0';
    }
    return phrase_shorten(arena, core, CORE_MAX);
}

struct splitter {
    struct arena *arena;
    enum part part;
    struct requirement *found[PART_OTHER]; /* a list for each part that is kept */
    size_t counts[PART_OTHER];
    size_t max;
};

/* FNV-1a of the folded text. */
static const char *id_of(const char *text, struct arena *arena) {
    uint64_t hash = 14695981039346656037u;
    for (const char *c = text_fold(arena, text); *c; c++)
        hash = (hash ^ (unsigned char)*c) * 1099511628211u;
    return arena_printf(arena, "%016" PRIx64, hash);
}

static void keep_one(struct splitter *splitter, enum part part, const char *text, const char *core) {
    if (splitter->counts[part] == splitter->max)
        return;
    const char *shown = phrase_shorten(splitter->arena, text, REQUIREMENT_TEXT_MAX);
    splitter->found[part][splitter->counts[part]++] = (struct requirement){
        .id = id_of(shown, splitter->arena),
        .text = shown,
        .kind = requirement_kind_of(text, splitter->arena),
        .core = core,
        .weight = part == PART_WISH   ? REQUIREMENT_WISH
                  : part == PART_DUTY ? REQUIREMENT_DUTY
                                      : REQUIREMENT_MUST,
    };
}

enum { LIST_ITEMS_MIN = 3, LIST_ITEMS_MAX = 12, LIST_ITEM_WORDS_MAX = 3 };

/* Takes "Python, Django, PostgreSQL e CI/CD" apart; 0 when it is no list of short items. */
static size_t split_list(struct arena *arena, const char *core, const char *items[LIST_ITEMS_MAX]) {
    static const char *const JOINTS[] = {", and ", " and ", ", e ", " e ", " ed ", ", "};
    char *rest = arena_strdup(arena, core);
    size_t count = 0;
    while (rest && count < LIST_ITEMS_MAX) {
        char *joint = NULL;
        size_t length = 0;
        for (size_t i = 0; i < sizeof JOINTS / sizeof *JOINTS; i++) {
            char *found = strstr(rest, JOINTS[i]);
            if (found && (joint == NULL || found < joint)) {
                joint = found;
                length = strlen(JOINTS[i]);
            }
        }
        if (joint)
            *joint = '\0';
        if (count_words(rest) > LIST_ITEM_WORDS_MAX || strstr(rest, " or ") || strstr(rest, " o "))
            return 0;
        items[count++] = rest;
        rest = joint ? joint + length : NULL;
    }
    return count >= LIST_ITEMS_MIN ? count : 0;
}

static void keep(struct splitter *splitter, enum part part, const char *text) {
    if (count_words(text) < ITEM_MIN)
        return;
    const char *core = find_core(splitter->arena, text), *items[LIST_ITEMS_MAX];
    size_t count = split_list(splitter->arena, core, items);
    for (size_t i = 0; i < count; i++)
        keep_one(splitter, part, items[i], items[i]);
    if (count == 0)
        keep_one(splitter, part, text, core);
}

/* "Requirements: Python, Django" is a heading and its first line at once. */
static const char *read_heading(struct splitter *splitter, const char *text) {
    const char *colon = strchr(text, ':');
    size_t length = colon ? (size_t)(colon - text) : strlen(text);
    char *head = arena_strndup(splitter->arena, text, length);
    if (count_words(head) > HEADING_WORDS_MAX)
        return text;
    enum part part;
    bool known = find_cue(text_fold(splitter->arena, head), &part);
    if (!known && colon && colon[1] == '\0')
        known = true, part = PART_PROSE;
    if (!known || (!colon && has_prose_cue(text_fold(splitter->arena, head)) && count_words(head) > 3))
        return text;
    splitter->part = part;
    return colon ? text_trim(splitter->arena, colon + 1) : "";
}

static void read_sentence(struct splitter *splitter, const char *text, bool is_item) {
    if (!is_item)
        text = read_heading(splitter, text);
    if (*text == '\0')
        return;
    const char *folded = text_fold(splitter->arena, text);
    enum part part = splitter->part, own;
    if (find_cue(folded, &own) && (own == PART_WISH || own == PART_OTHER))
        part = own;
    if (part == PART_PROSE)
        part = has_prose_cue(folded) ? PART_MUST : PART_OTHER;
    if (part == PART_OTHER)
        return;
    const char *second = strstr(text, " and you ");
    if (second) {
        keep(splitter, part, arena_strndup(splitter->arena, text, (size_t)(second - text)));
        keep(splitter, part, second + strlen(" and "));
    } else
        keep(splitter, part, text);
}

size_t requirement_split(const char *job_text, struct arena *arena, struct requirement *out, size_t max) {
    struct splitter splitter = {.arena = arena, .part = PART_PROSE, .max = max};
    for (int part = 0; part < PART_OTHER; part++)
        splitter.found[part] = arena_array(arena, max ? max : 1, sizeof **splitter.found);
    bool is_item;
    const char *at = job_text, *text;
    while ((text = sentence_next(arena, &at, &is_item)) != NULL)
        read_sentence(&splitter, text, is_item);
    static const enum part ORDER[] = {PART_MUST, PART_DUTY, PART_WISH};
    size_t count = 0;
    for (size_t i = 0; i < sizeof ORDER / sizeof *ORDER; i++)
        for (size_t k = 0; k < splitter.counts[ORDER[i]] && count < max; k++)
            out[count++] = splitter.found[ORDER[i]][k];
    return count;
}

/* Words that many requirements share say nothing about which of them a text speaks of. */
static bool is_telling(const struct word *word, const char *folded) {
    static const char COMMON[] =
        " production team teams work working software systems system development project"
        " projects environment tools application applications design business data using"
        " produzione gruppo lavoro sistemi sistema sviluppo progetti progetto ambiente ambito"
        " strumenti applicazioni applicativi progettazione dati aziendale aziendali uso ";
    if (word_is_name(word))
        return true;
    bool says_nothing = word_is_function(folded) || is_filler(folded) || word_is_in(COMMON, folded);
    return strlen(folded) >= 4 && !says_nothing;
}

/* Two thirds of a long word: enough to see "negoziazione" in "negoziare". */
static char *stem_of(char *folded) {
    size_t length = strlen(folded), keep_length = length > 6 ? length * 2 / 3 : length;
    folded[keep_length < 5 && length >= 5 ? 5 : keep_length] = '\0';
    return folded;
}

static bool shares_name(const struct requirement *requirement, const char *folded_text, struct arena *arena) {
    struct word word;
    for (const char *at = requirement->text; word_next(requirement->text, &at, &word);) {
        const char *folded = word_is_capitalised_name(&word) ? word_fold(&word, arena) : NULL;
        if (folded && !is_filler(folded) && folded_has_word(folded_text, folded))
            return true;
    }
    return false;
}

bool requirement_is_named_in(const struct requirement *requirement, const char *text, struct arena *arena) {
    const char *folded_text = text_fold(arena, text);
    if (shares_name(requirement, folded_text, arena))
        return true;
    struct word word;
    size_t telling = 0, found = 0;
    for (const char *at = requirement->core; word_next(requirement->core, &at, &word);) {
        char *folded = word_fold(&word, arena);
        if (!is_telling(&word, folded))
            continue;
        telling++;
        found += folded_has_stem(folded_text, stem_of(folded));
    }
    return found > 0 && found * 2 >= telling;
}
