/* Degrees, licences and certificates: had, not finished, expired, never had. */
#include <string.h>

#include "claim/claim_internal.h"

enum {
    DEGREE_DIPLOMA = 1,
    DEGREE_ANY = 3, /* "laurea", "degree": of whichever level */
    CATEGORY = 100, /* driving licences: CATEGORY and the number of the category */
    REACH = 6,
};

static bool same_sentence(const struct reading *reading, size_t a, size_t b) {
    return b < reading->count && reading->tokens[a].sentence == reading->tokens[b].sentence;
}

static bool same_clause(const struct reading *reading, size_t a, size_t b) {
    return b < reading->count && reading->tokens[a].clause == reading->tokens[b].clause;
}

/* "no PhD", "non ha la patente", "never took the": a negation right before, or with small words between. */
static bool is_denied_before(const struct reading *reading, size_t at, struct span *words) {
    for (size_t back = 1; back <= REACH && back <= at && same_clause(reading, at, at - back); back++) {
        const struct token *token = &reading->tokens[at - back];
        if (token_is(token, W_NOT)) {
            words->first = at - back;
            return true;
        }
        bool small = token_is(token, W_FUNCTION) || token_is(token, W_FINISH) || token_is(token, W_DRIVING) ||
                     token_is(token, W_AT) || token_equals(token, "got") || token_equals(token, "iscritto") ||
                     token_equals(token, "iscritta") || token_equals(token, "took") ||
                     token_equals(token, "passed") || token_equals(token, "fatto") ||
                     token_equals(token, "preso") || token_equals(token, "presa") ||
                     token_equals(token, "yet") || token_equals(token, "valid") || token_equals(token, "on");
        if (!small || token_equals(token, "for") || token_equals(token, "per") || token_equals(token, "with"))
            return false;
    }
    return false;
}

static void take_in(struct span *words, size_t at) {
    words->first = at < words->first ? at : words->first;
    words->last = at >= words->last ? at + 1 : words->last;
}

/* --- degrees --- */

/* The negation up to three words before, in its clause; `at` itself where there is none. */
static size_t denier_of(const struct reading *reading, size_t at) {
    for (size_t back = 1; back <= 3 && back <= at && same_clause(reading, at, at - back); back++)
        if (token_is(&reading->tokens[at - back], W_NOT))
            return at - back;
    return at;
}

/* "did not finish the MSc", "la laurea l'ha lasciata", "MSc (not completed)", "mancano tre esami" */
static bool is_unfinished(const struct reading *reading, size_t at, struct span *words) {
    struct span sentence = sentence_of(reading, at);
    for (size_t i = sentence.first; i < sentence.last; i++) {
        const struct token *token = &reading->tokens[i];
        bool far = i + 2 * REACH < at || i > at + 2 * REACH;
        if (far || (i > at && token_is(token, W_DEGREE) && i > at + 2))
            continue;
        size_t denier = denier_of(reading, i);
        bool denied = denier < i;
        if (token_is(token, W_UNFINISHED) ? denied : !(token_is(token, W_FINISH) && denied && i != at))
            continue;
        take_in(words, denier);
        take_in(words, i);
        return true;
    }
    return false;
}

static bool is_other_degree(const struct reading *reading, size_t at) {
    static const char *const WORDS[] = {"second", "seconda", "other", "another",
                                        "altra",  "scrum",   "web",   "hotel"};
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (token_equals(token_at(reading, at, -1), WORDS[i]))
            return true;
    return false;
}

/* "master's degree", "laurea triennale": the level of the words together; "master di primo livello" is none.
 */
static int degree_at(const struct reading *reading, size_t at, size_t *last) {
    int level = 0;
    const struct token *token = &reading->tokens[at];
    for (*last = at; token_is(token, W_DEGREE) || (level && token_equals(token, "s"));
         token = token_at(reading, *last, 0)) {
        if (token_is(token, W_DEGREE) && (level == 0 || level == DEGREE_ANY))
            level = token->value;
        ++*last;
    }
    bool is_italian_master = token_equals(&reading->tokens[at], "master") &&
                             (token_equals(token, "di") || token_equals(token, "universitario"));
    return is_italian_master || is_other_degree(reading, at) ? 0 : level;
}

static bool is_claimed(const struct reading *reading, size_t at) {
    if (reading->is_cv)
        return true;
    for (size_t back = 1; back <= 3 && back <= at && same_clause(reading, at, at - back); back++) {
        const struct token *token = &reading->tokens[at - back];
        if (token_equals(token, "has") || token_equals(token, "ha") || token_is(token, W_FINISH))
            return true;
    }
    return false;
}

static void read_degree(struct reading *reading, size_t at) {
    size_t last;
    int level = degree_at(reading, at, &last);
    struct span words = {at, last > at ? last : at + 1};
    if (level == 0 || token_is(token_at(reading, at, -1), W_DEGREE))
        return;
    bool denied = is_unfinished(reading, at, &words) || is_denied_before(reading, at, &words);
    if (!denied && !is_claimed(reading, at))
        return;
    struct claim *claim = reading_add(reading, KIND_DEGREE, words);
    if (claim == NULL)
        return;
    claim->subject = level;
    claim->is_denied = denied;
}

/* --- licences --- */

/* The number of a driving category that is written in capitals; 0: none. */
static int category_of(const struct token *token) {
    static const char *const NAMES[] = {"am", "a", "b", "be", "c", "ce", "d", "de", "c1", "d1"};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES && token->is_capital; i++)
        if (token_equals(token, NAMES[i]))
            return CATEGORY + (int)i;
    return 0;
}

static bool is_renewed(const struct reading *reading, size_t at) {
    struct span sentence = sentence_of(reading, at);
    for (size_t i = sentence.first; i < sentence.last; i++) {
        bool renewed = strncmp(reading->tokens[i].text, "renew", 5) == 0 ||
                       strncmp(reading->tokens[i].text, "rinnov", 6) == 0;
        if (renewed && denier_of(reading, i) == i)
            return true;
    }
    return false;
}

static bool is_expired(const struct reading *reading, size_t at, struct span *words) {
    for (size_t i = at > 3 ? at - 3 : 0; i <= at + REACH && i < reading->count; i++) {
        const struct token *token = &reading->tokens[i];
        bool denied = token_is(token_at(reading, i, -1), W_NOT) || token_is(token_at(reading, i, -2), W_NOT);
        if (same_clause(reading, at, i) && token_is(token, W_EXPIRED) && !denied &&
            !is_renewed(reading, at)) {
            take_in(words, i);
            return true;
        }
    }
    return false;
}

/* "PMP: never took the exam", "PMP, mai preso" */
static bool is_denied_after(const struct reading *reading, size_t at, struct span *words) {
    static const char *const GOT[] = {"took",      "passed", "got",   "had",        "sat",
                                      "obtained",  "preso",  "presa", "fatto",      "superato",
                                      "sostenuto", "avuto",  "avuta", "conseguito", "conseguita"};
    for (size_t i = at + 1; i <= at + 4 && same_sentence(reading, at, i); i++) {
        if (!token_is(&reading->tokens[i], W_NOT))
            continue;
        for (size_t k = i + 1; k <= i + 2; k++)
            for (size_t g = 0; g < sizeof GOT / sizeof *GOT; g++)
                if (token_equals(token_at(reading, k, 0), GOT[g])) {
                    take_in(words, k);
                    return true;
                }
        return false;
    }
    return false;
}

static void add_licence(struct reading *reading, size_t at, int subject) {
    struct span words = {at, at + 1};
    if (token_is(token_at(reading, at, 1), W_DRIVING))
        words.last++;
    if (token_is(token_at(reading, at, -1), W_DRIVING))
        words.first--;
    bool denied = is_expired(reading, at, &words) || is_denied_before(reading, at, &words) ||
                  is_denied_after(reading, at, &words);
    struct claim *claim = reading_add(reading, KIND_LICENCE, words);
    if (claim == NULL)
        return;
    claim->subject = subject;
    claim->is_denied = denied;
}

/* C+E is the same as CE. */
static int category_at(const struct reading *reading, size_t *at) {
    int category = category_of(&reading->tokens[*at]);
    const struct token *plus = token_at(reading, *at, 1), *trailer = token_at(reading, *at, 2);
    if (category == 0 || !token_equals(plus, "+") || !token_equals(trailer, "e") || !trailer->is_capital)
        return category;
    *at += 2;
    return category + 1; /* its next name */
}

/* "driving licence categories B, C and CE": goes on while categories and links follow. */
static void read_categories(struct reading *reading, size_t at) {
    for (size_t i = at + 1; i < at + 12 && same_sentence(reading, at, i); i++) {
        const struct token *token = &reading->tokens[i];
        size_t start = i;
        int category = category_at(reading, &i);
        bool links = token->is_mark || token_equals(token, "and") || token_equals(token, "e") ||
                     token_is(token, W_DRIVING) || token_equals(token, "class") ||
                     token_equals(token, "tipo") || token_equals(token, "di");
        if (category)
            add_licence(reading, start, category);
        else if (!links)
            return;
    }
}

void claim_read_credentials(struct reading *reading) {
    for (size_t i = 0; i < reading->count; i++) {
        const struct token *token = &reading->tokens[i];
        if (token_is(token, W_DEGREE))
            read_degree(reading, i);
        if (token_is(token, W_LICENCE))
            add_licence(reading, i, token->value);
        if (!token_is(token, W_DRIVING))
            continue;
        int before = category_of(token_at(reading, i, -1));
        if (before && !token_is(token_at(reading, i, -2), W_DRIVING))
            add_licence(reading, i - 1, before);
        if (!token_is(token_at(reading, i, -1), W_DRIVING))
            read_categories(reading, i);
    }
}
