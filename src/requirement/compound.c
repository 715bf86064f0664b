/* Takes "at least 5 years of experience with Java and SQL" apart into the things that can be asked for one by
 * one. Alternatives ("Kafka or RabbitMQ") and phrases that only belong together ("design and review APIs")
 * stay whole. */
#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "requirement/requirement_internal.h"

enum { ITEM_WORDS_MAX = 3, OPENING_WORDS = 4, LIST_ITEMS_MIN = 3, LAST_WORDS_MAX = 5 };

/* Nouns and verbs with which a thing asked for begins. Folded stems, each after a space. */
static const char *const OPENERS[] = {
    "experience",    "knowledge",  "understanding", "ability",   "proficien",   "fluen",       "familiar",
    "willing",       "readiness",  "ready",         "availab",   "degree",      "diploma",     "licen",
    "certificat",    "able",       "comfort",       "must",      "know",        "speak",       "have",
    "hold",          "work ",      "who ",          "own car",   "esperienz",   "conoscenz",   "capacita",
    "padronanza",    "disponibil", "laurea",        "iscrizion", "abilitazion", "patente",     "patentino",
    "attestat",      "certificaz", "saper",         "usare",     "parlare",     "lavorare",    "automunit",
    "auto propria",  "che ",       "uso ",          "utilizzo",  "attitudin",   "predisposiz", "flessibil",
    "cura ",         "buona ",     "ottima ",       "ottimo ",   "passport",    "travel",      "residen",
    "abilitat",      "iscritt",    "almeno",        "at least",  "turni ",      "laureat",     "assenza",
    "dimestichezza",
};
static const char PREPOSITIONS[] = " with in of for on di del dello della dell dei degli delle con nel nella "
                                   "nell nei nelle in su sul sulla ";

static bool has_name(const char *text, struct arena *arena) {
    struct word word;
    for (const char *at = text; word_next(text, &at, &word);)
        if (word_is_name(&word) || (isupper((unsigned char)*word.start)) ||
            word_is_language(word_fold(&word, arena)))
            return true;
    return false;
}

/* One of the first words is one that a thing asked for begins with. */
static bool opens_anew(const char *text, struct arena *arena) {
    struct word word;
    const char *at = text;
    for (size_t i = 0; i < OPENING_WORDS && word_next(text, &at, &word); i++) {
        const char *rest = text_fold(arena, word.start);
        for (size_t k = 0; k < sizeof OPENERS / sizeof *OPENERS; k++)
            if (text_starts_with(rest, OPENERS[k]))
                return true;
    }
    return false;
}

/* --- where it can be cut --- */

struct joint {
    const char *start, *end; /* the joint itself: ", and " */
    bool is_and;
};

static bool is_joint(const char *at, struct joint *joint) {
    static const struct {
        const char *text;
        bool is_and;
    } JOINTS[] = {
        {", as well as ", true}, {" as well as ", true}, {", and ", true}, {", che ", true}, {" and ", true},
        {", nonché ", true},     {" nonché ", true},     {", e ", true},   {", ed ", true},  {" e ", true},
        {" ed ", true},          {" & ", true},          {"; ", true},     {", ", false}};
    for (size_t i = 0; i < sizeof JOINTS / sizeof *JOINTS; i++)
        if (text_starts_with(at, JOINTS[i].text)) {
            *joint = (struct joint){at, at + strlen(JOINTS[i].text), JOINTS[i].is_and};
            return true;
        }
    return false;
}

/* The next joint outside parentheses. */
static bool next_joint(const char *at, struct joint *joint) {
    int depth = 0;
    for (; *at; at++) {
        depth += (*at == '(') - (*at == ')');
        if (depth <= 0 && strchr(" ,;", *at) && is_joint(at, joint))
            return true;
    }
    return false;
}

/* --- the words that several items share --- */

/* "At least 5 years of experience with " of "... with Java": up to the last preposition before the item. */
static size_t lead_length(const char *text, struct arena *arena) {
    struct word word;
    size_t lead = 0, words_after = 0;
    for (const char *at = text; word_next(text, &at, &word);) {
        words_after++;
        if (word_is_in(PREPOSITIONS, word_fold(&word, arena))) {
            lead = (size_t)(at - text) + strspn(at, " '");
            words_after = 0;
        }
    }
    return words_after && words_after <= ITEM_WORDS_MAX ? lead : 0;
}

static bool begins_with_preposition(const char *text, struct arena *arena) {
    struct word word;
    const char *at = text;
    return word_next(text, &at, &word) && word_is_in(PREPOSITIONS, word_fold(&word, arena));
}

static bool counts_years(const char *text, struct arena *arena) {
    const char *folded = text_fold(arena, text);
    return folded_has_word(folded, "years") || folded_has_word(folded, "anni") ||
           folded_has_word(folded, "years'") || folded_has_word(folded, "yrs");
}

static bool is_alternative(const char *text) {
    return strstr(text, " or ") || strstr(text, " o ") || strstr(text, " oder ") || strstr(text, " oppure ");
}

static bool begins_alternative(const char *text) {
    return text_starts_with(text, "or ") || text_starts_with(text, "o ") || text_starts_with(text, "oppure ");
}

/* "gestire una classe e usare la LIM": another thing to do, and not of the same object. */
static bool begins_work(const char *left, const char *right, struct arena *arena) {
    static const char *const INFINITIVES[] = {"are ", "ere ", "ire "};
    const char *folded = text_fold(arena, right);
    const char *space = strchr(folded, ' ');
    for (size_t i = 0; i < sizeof INFINITIVES / sizeof *INFINITIVES && space && space - folded > 4; i++)
        if (text_starts_with(space - 3, INFINITIVES[i]))
            return word_count(left) > ITEM_WORDS_MAX;
    return false;
}

static bool name_two_languages(const char *left, const char *right, struct arena *arena) {
    return requirement_kind_of(left, arena) == REQUIREMENT_LANGUAGE &&
           requirement_kind_of(right, arena) == REQUIREMENT_LANGUAGE && word_count(right) > ITEM_WORDS_MAX;
}

/* What only says more of the thing before it. */
static bool is_aside(const char *text, struct arena *arena) {
    static const char ASIDES[] =
        " spoken written verbal scritto scritta parlato parlata orale ideally preferably "
        "idealmente preferibilmente especially including such also anche come quali ";
    struct word word;
    const char *at = text;
    return text_starts_with(text, "in partic") ||
           (word_next(text, &at, &word) && word_is_in(ASIDES, word_fold(&word, arena)));
}

/* A list of three and more short items behind a preposition, with no alternative in it. */
static bool is_short_list(const char *text, struct arena *arena) {
    struct joint joint;
    const char *start = text + lead_length(arena_strndup(arena, text, strcspn(text, ",")), arena);
    size_t items = 1;
    if (start == text || is_alternative(start))
        return false;
    for (const char *at = start; next_joint(at, &joint); at = joint.end, items++)
        if (word_count(arena_strndup(arena, at, (size_t)(joint.start - at))) > ITEM_WORDS_MAX)
            return false;
    return items >= LIST_ITEMS_MIN;
}

/* --- whether to cut there --- */

enum cut { CUT_NOT, CUT_ANEW, CUT_SHARING /* the item needs the words that began the one before */ };

static enum cut cut_between(const char *left, const struct joint *joint, const char *right, bool in_list,
                            struct arena *arena) {
    bool is_short = word_count(right) <= ITEM_WORDS_MAX;
    if (is_aside(right, arena) || begins_alternative(right))
        return CUT_NOT;
    if (opens_anew(right, arena))
        return CUT_ANEW;
    if (is_alternative(right))
        return CUT_NOT;
    if (joint->is_and && (begins_work(left, right, arena) || name_two_languages(left, right, arena)))
        return CUT_ANEW;
    if (in_list && is_short)
        return CUT_SHARING;
    if (joint->is_and && counts_years(left, arena))
        return CUT_SHARING;
    const char *item = left + lead_length(left, arena);
    bool are_names = has_name(item + (item == left && *left ? 1 : 0), arena) && has_name(right, arena);
    if (are_names && word_count(item) <= ITEM_WORDS_MAX && is_short)
        return CUT_SHARING;
    bool other_than_language = requirement_kind_of(left, arena) == REQUIREMENT_LANGUAGE &&
                               requirement_kind_of(right, arena) != REQUIREMENT_LANGUAGE;
    return joint->is_and && (has_name(right, arena) || other_than_language) &&
                   begins_with_preposition(right, arena)
               ? CUT_SHARING
               : CUT_NOT;
}

/* "Proficiency" and "in SQL" of "Proficiency in R": the item brings its own preposition. */
static const char *with_lead(const char *before, const char *item, struct arena *arena) {
    size_t length = lead_length(before, arena);
    const char *lead = arena_strndup(arena, before, length);
    if (!begins_with_preposition(item, arena))
        return arena_printf(arena, "%s%s", lead, item);
    const char *trimmed = text_trim(arena, lead);
    const char *last = strrchr(trimmed, ' ');
    return last ? arena_printf(arena, "%.*s %s", (int)(last - trimmed), trimmed, item) : item;
}

const char *compound_share(const char *before, const char *item, struct arena *arena) {
    bool is_short = word_count(item) <= ITEM_WORDS_MAX;
    return is_short && !opens_anew(item, arena) ? with_lead(before, item, arena) : item;
}

size_t compound_split(const char *text, struct arena *arena, const char *out[COMPOUND_MAX]) {
    struct joint joint, after;
    bool in_list = is_short_list(text, arena);
    const char *start = text, *shares = NULL, *at = text;
    size_t count = 0;
    bool after_comma = false; /* the item before began after no more than a comma */
    while (next_joint(at, &joint) && count < COMPOUND_MAX - 1) {
        const char *left = arena_strndup(arena, start, (size_t)(joint.start - start));
        const char *end = next_joint(joint.end, &after) ? after.start : joint.end + strlen(joint.end);
        const char *right = arena_strndup(arena, joint.end, (size_t)(end - joint.end));
        const char *whole = shares ? with_lead(shares, left, arena) : left;
        enum cut cut = cut_between(whole, &joint, right, in_list, arena);
        bool closes_list =
            joint.is_and && *end == '\0' && count > 0 && after_comma && word_count(right) <= LAST_WORDS_MAX;
        if (cut == CUT_NOT && closes_list && !is_alternative(right) && !is_aside(right, arena))
            cut = CUT_ANEW;
        at = joint.end;
        if (cut == CUT_NOT)
            continue;
        out[count++] = whole;
        shares = cut == CUT_SHARING ? whole : NULL;
        after_comma = !joint.is_and && cut == CUT_ANEW;
        start = joint.end;
    }
    out[count++] = shares ? with_lead(shares, start, arena) : start;
    return count;
}
