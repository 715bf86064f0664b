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
    RUNNING_WORDS_MIN = 8
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
    {PART_DUTY, "your tasks"},
    {PART_DUTY, "duties"},
    {PART_DUTY, "the role"},
    {PART_DUTY, "attivita"},
    {PART_DUTY, "mansion"},
    {PART_DUTY, "responsabilita"},
    {PART_DUTY, "ti occuperai"},
    {PART_DUTY, "cosa farai"},
    {PART_DUTY, "il ruolo"},
    {PART_DUTY, "compiti"},
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
    {PART_MUST, "indispensabil"},
    {PART_MUST, "conoscenze"},
};

/* What makes a sentence a wish, whatever it stands under. */
static const char *const WISHES[] = {
    "nice to have",   "preferred",     "bonus",   "desirable",    "a plus",     "an advantage",
    "would be great", "would be nice", "gradit",  "preferenzial", "preferibil", "apprezzat",
    "costituisc",     "sarebbe",       "un plus", "un vantaggio",
};
/* How a sentence about what the company gives or is begins. */
static const char *const OFFERS[] = {
    "we offer", "we provide", "you get ", "you will receive", "offriamo",  "si offre", "garantiamo",
    "we pay",   "the salary", "ral ",     "salary",           "we are a ", "we're a ", "siamo "};

/* What makes a sentence of plain prose a requirement. */
static const char *const PROSE_CUES[] = {
    "experience", "knowledge",    "years of",    "familiar",   "proficien",     "must",      "required",
    "able to",    "ability",      "fluent",      "fluency",    "understanding", "degree",    "comfortable",
    "you should", "you need",     "you'll need", "you are ",   "you can ",      "needed",    "full-time",
    "part-time",  "on site",      "licence",     "license",    "certificat",    "knowledge", "esperienza",
    "conoscenza", "anni di",      "capacita",    "padronanza", "richied",       "richiest",  "ottim",
    "laurea",     "competenz",    "saper",       "fluente",    "inglese",       "necessari", "indispensabil",
    "patente",    "abilitazione", "disponibil",  "in sede",    "tempo pieno",   "apprezzat", "gradit",
};

static size_t count_words(const char *text) {
    struct word word;
    size_t count = 0;
    for (const char *at = text; word_next(text, &at, &word);)
        count++;
    return count;
}

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
    struct requirement *found[REQUIREMENT_WISH + 1]; /* a list for each weight */
    size_t counts[REQUIREMENT_WISH + 1];
    size_t max;
};

/* FNV-1a of the folded text. */
static const char *id_of(const char *text, struct arena *arena) {
    uint64_t hash = 14695981039346656037u;
    for (const char *c = text_fold(arena, text); *c; c++)
        hash = (hash ^ (unsigned char)*c) * 1099511628211u;
    return arena_printf(arena, "%016" PRIx64, hash);
}

static bool is_known(const struct splitter *splitter, const struct requirement *requirement) {
    for (int weight = REQUIREMENT_MUST; weight <= REQUIREMENT_WISH; weight++)
        for (size_t i = 0; i < splitter->counts[weight]; i++)
            if (strcmp(text_fold(splitter->arena, splitter->found[weight][i].core),
                       text_fold(splitter->arena, requirement->core)) == 0)
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
        count_words(text) >= 2 || requirement.kind != REQUIREMENT_SKILL || isupper((unsigned char)*text);
    if (splitter->counts[weight] < splitter->max && says_something && !is_known(splitter, &requirement))
        splitter->found[weight][splitter->counts[weight]++] = requirement;
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
        if (count_words(item) == 0 ||
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
    return above_list && count_words(text) <= BARE_HEADING_WORDS_MAX && isupper((unsigned char)*text);
}

/* "Requirements: Python, Django" is a heading and its first line at once; "Working hours: ..." is only about
 * its own line. Returns what is left to read, *part is what it is under. */
static const char *read_heading(struct splitter *splitter, const char *text, const char *next,
                                enum part *part) {
    const char *colon = strchr(text, ':');
    size_t length = colon ? (size_t)(colon - text) : strlen(text);
    char *head = arena_strndup(splitter->arena, text, length);
    const char *folded = text_fold(splitter->arena, head);
    bool ends_line = colon == NULL || colon[1] == '\0';
    *part = splitter->part;
    if (count_words(head) > HEADING_WORDS_MAX)
        return text;
    enum part named = PART_PROSE;
    bool known = find_heading(folded, &named), above_list = next_is_item(splitter, next);
    if (!colon && known && !above_list &&
        (named == splitter->part || count_words(head) > LONE_HEADING_WORDS_MAX))
        return text; /* "Strong communication skills" among others like it */
    known = known || (colon && ends_line) || (!colon && is_bare_heading(text, above_list));
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
    static const char *const BREAKS[] = {" and who ", " and you ", " and you'll ", " and must ",  ", as is ",
                                         ", so ",     "; ",        ", che ",       " and a good "};
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

static void read_prose(struct splitter *splitter, const char *text, bool wish) {
    const char *piece;
    for (const char *at = text; (piece = next_piece(&at, splitter->arena)) != NULL;)
        if (has_prose_cue(text_fold(splitter->arena, piece)))
            keep_all(splitter, wish ? PART_WISH : PART_MUST, piece);
}

/* Running text asks for something only here and there; what stands in a list or behind a colon asks for all
 * of itself. */
static bool is_running(const char *text, const char *end) {
    return *end == '.' && count_words(text) >= RUNNING_WORDS_MIN;
}

static void read_sentence(struct splitter *splitter, const char *sentence, const char *next, bool is_item) {
    enum part part = splitter->part;
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

size_t requirement_split(const char *job_text, struct arena *arena, struct requirement *out, size_t max) {
    struct splitter splitter = {.arena = arena, .part = PART_PROSE, .max = max};
    for (int weight = REQUIREMENT_MUST; weight <= REQUIREMENT_WISH; weight++)
        splitter.found[weight] = arena_array(arena, max ? max : 1, sizeof **splitter.found);
    bool is_item;
    const char *at = job_text, *text;
    while ((text = sentence_next(arena, &at, &is_item)) != NULL)
        read_sentence(&splitter, text, at, is_item);
    size_t count = 0;
    for (int weight = REQUIREMENT_MUST; weight <= REQUIREMENT_WISH; weight++)
        for (size_t i = 0; i < splitter.counts[weight] && count < max; i++)
            out[count++] = splitter.found[weight][i];
    return count;
}
