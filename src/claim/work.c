/* What a text says of work in running words: how long, from when, as what, still or no longer, how many. */
#include <string.h>

#include "claim/claim_internal.h"

enum { NEAR = 6 /* words between two parts of one statement */ };

static bool same_clause(const struct reading *reading, size_t a, size_t b) {
    return b < reading->count && reading->tokens[a].clause == reading->tokens[b].clause;
}

/* --- durations --- */

/* Not "every two years", "first six months", "two years ago", "a contract of two years", "a two-year course".
 */
static bool is_length_of_work(const struct reading *reading, const struct duration *duration) {
    const struct token *after = token_at(reading, duration->last, 0);
    bool is_adjective = token_equals(token_at(reading, duration->first, 1), "-");
    if (is_adjective || token_equals(token_at(reading, duration->first, -1), "in"))
        return false;
    if (token_equals(after, "s") || token_equals(after, "of") || token_equals(after, "di"))
        if (!token_is(token_at(reading, duration->last, 1), W_WORK))
            return false;
    struct span sentence = sentence_of(reading, duration->first);
    for (size_t i = sentence.first; i < sentence.last; i++)
        if (same_clause(reading, duration->first, i) && token_is(&reading->tokens[i], W_NOT_LONG))
            return false;
    return true;
}

/* The role that the sentence names: "as store manager". */
static struct span role_of(const struct reading *reading, size_t at) {
    struct span sentence = sentence_of(reading, at), role = {at, at};
    for (size_t i = sentence.first; i < sentence.last; i++)
        if (token_is(&reading->tokens[i], W_ROLE)) {
            role = (struct span){i, i + 1};
            break;
        }
    while (role.last > role.first && role.first > sentence.first && role.first + 2 >= role.last) {
        const struct token *before = &reading->tokens[role.first - 1];
        if (before->is_mark || before->is_number || (before->classes && !token_is(before, W_RANK)))
            break;
        role.first--;
    }
    return role;
}

/* "Kubernetes: four years of experience"; the first word of a sentence is a name only when a mark follows. */
static bool has_subject(const struct reading *reading, struct span words) {
    struct span sentence = sentence_of(reading, words.first);
    for (size_t i = sentence.first; i < sentence.last; i++) {
        struct span name = name_at(reading, i);
        bool opens = i == sentence.first && name.last == i + 1 && !token_at(reading, i, 1)->is_mark;
        if (name.last > name.first && !opens && names_are_linked(reading, name, words))
            return true;
    }
    return false;
}

/* Experience of no one thing: all of it. */
static bool is_total(const struct reading *reading, const struct duration *duration) {
    static const char *const TOTAL[] = {"experience", "esperienza", "total",  "tutto",
                                        "overall",    "altogether", "totale", "complessivi"};
    struct span words = {duration->first, duration->last};
    for (size_t i = duration->last; i < duration->last + 3 && same_clause(reading, duration->first, i); i++)
        for (size_t k = 0; k < sizeof TOTAL / sizeof *TOTAL; k++)
            if (token_equals(&reading->tokens[i], TOTAL[k]))
                return !has_subject(reading, words);
    return false;
}

static void add_duration(struct reading *reading, const struct duration *duration) {
    struct claim *claim = reading_add(reading, KIND_DURATION, (struct span){duration->first, duration->last});
    if (claim == NULL)
        return;
    claim->low = duration->bound < 0 ? 0 : duration->months;
    claim->high = duration->bound > 0 ? 1200 : duration->months;
    claim->is_total = is_total(reading, duration);
    claim->role = role_of(reading, duration->first);
}

/* --- dates --- */

/* "started in 2021", "entrato nel 2018" */
static bool read_start(const struct reading *reading, size_t at, struct period *out) {
    if (!token_is(&reading->tokens[at], W_START))
        return false;
    for (size_t i = at + 1; i <= at + NEAR + 2 && same_clause(reading, at, i); i++) {
        bool after_in = token_equals(&reading->tokens[i], "in") || token_equals(&reading->tokens[i], "nel");
        struct period period;
        if (after_in && period_begin(reading, i + 1, &period)) {
            *out = period;
            return true;
        }
    }
    return false;
}

static void add_period(struct reading *reading, size_t first, const struct period *period) {
    struct claim *claim = reading_add(reading, KIND_PERIOD, (struct span){first, period->last});
    if (claim == NULL)
        return;
    claim->period = *period;
    claim->role = role_of(reading, first);
}

/* --- role --- */

static bool opens_role(const struct token *token) {
    static const char *const WORDS[] = {"was", "were",   "been", "is",    "as",
                                        "era", "faceva", "come", "stato", "stata"};
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (token_equals(token, WORDS[i]))
            return true;
    return false;
}

/* The words of a role that follow: "only a junior accountant". Empty when none does. */
static struct span role_after(const struct reading *reading, size_t at) {
    struct span role = {at + 1, at + 1};
    size_t i = at + 1;
    while (token_is(token_at(reading, i, 0), W_FUNCTION) && i < at + 4)
        i++;
    role.first = i;
    for (size_t unknown = 0; same_clause(reading, at, i) && i < at + 7; i++) {
        const struct token *token = &reading->tokens[i];
        if (token_is(token, W_ROLE))
            role.last = i + 1;
        else if (token->is_mark || token_is(token, W_AT) || (!token_is(token, W_RANK) && unknown++ > 0))
            break;
    }
    return role.last > role.first ? role : (struct span){at, at};
}

/* "joined as an apprentice", "was a waiter at first": how it began is not how it went. */
static bool is_beginning(const struct reading *reading, size_t at) {
    static const char *const WORDS[] = {"first", "initially", "inizio", "inizialmente",
                                        "prima", "then",      "poi"};
    struct span sentence = sentence_of(reading, at);
    for (size_t i = sentence.first; i < sentence.last; i++) {
        if (token_is(&reading->tokens[i], W_START))
            return true;
        for (size_t k = 0; k < sizeof WORDS / sizeof *WORDS; k++)
            if (token_equals(&reading->tokens[i], WORDS[k]))
                return true;
    }
    return false;
}

static bool is_only(const struct token *token) {
    return token_equals(token, "only") || token_equals(token, "just") || token_equals(token, "solo") ||
           token_equals(token, "soltanto");
}

/* "was never a manager", "non era responsabile"; and "not the finance manager" by itself. */
static void read_role(struct reading *reading, size_t at) {
    const struct token *token = &reading->tokens[at];
    bool is_denial = token_is(token, W_NOT);
    if (!is_denial && !opens_role(token))
        return;
    struct span role = role_after(reading, at);
    if (role.last == role.first || is_beginning(reading, at))
        return;
    bool denied = is_denial || token_is(token_at(reading, at, -1), W_NOT);
    struct claim *claim =
        reading_add(reading, KIND_ROLE, (struct span){denied && !is_denial ? at - 1 : at, role.last});
    if (claim == NULL)
        return;
    claim->is_denied = denied;
    claim->role = role;
    for (size_t i = at + 1; i < role.first; i++)
        claim->is_only = claim->is_only || is_only(&reading->tokens[i]);
    seniority_read(reading, role, &claim->low, &claim->high);
}

/* --- employment --- */

static bool is_still_there(const struct reading *reading, size_t at) {
    const struct token *token = &reading->tokens[at], *next = token_at(reading, at, 1);
    if (!token_is(token, W_STILL))
        return false;
    bool now_before = token_equals(token_at(reading, at, -1), "lavora");
    bool now_after = token_equals(next, "working") || token_equals(next, "works") ||
                     token_equals(next, "employed") || token_equals(next, "at") ||
                     token_equals(next, "lavora") || token_equals(next, "dipendente");
    return now_before || now_after;
}

static bool is_gone(const struct reading *reading, size_t at) {
    const struct token *token = &reading->tokens[at], *before = token_at(reading, at, -1);
    if (token_equals(token, "piu")) /* non lavora piu */
        return token_equals(before, "lavora") && token_is(token_at(reading, at, -2), W_NOT);
    if (token_equals(token, "longer")) /* no longer works, no longer at */
        return token_is(before, W_NOT);
    return token_is(token, W_LEFT) && !token_is(before, W_NOT) && !token_equals(before, "to");
}

/* Behind the name that follows, "the Copper Ladle"; `at` where none does. */
static size_t end_of_name(const struct reading *reading, size_t at) {
    for (size_t i = at; i < at + 3 && i < reading->count; i++) {
        struct span name = name_at(reading, i);
        if (name.last > name.first)
            return name.last;
        if (!token_is(&reading->tokens[i], W_FUNCTION) && !token_is(&reading->tokens[i], W_AT))
            break;
    }
    return at;
}

static void read_employment(struct reading *reading, size_t at) {
    bool still = is_still_there(reading, at);
    if (!still && !is_gone(reading, at))
        return;
    struct span words = {at, at + 1};
    const struct token *before = token_at(reading, at, -1), *after = token_at(reading, at, 1);
    if (token_is(before, W_WORK) || token_is(before, W_NOT) || token_equals(before, "ha"))
        words.first--;
    if (token_is(after, W_WORK))
        words.last++;
    words.last = end_of_name(reading, words.last);
    struct claim *claim = reading_add(reading, KIND_EMPLOYMENT, words);
    if (claim)
        claim->is_denied = !still;
}

/* --- figures --- */

static bool is_rate(const struct reading *reading, size_t after_noun) {
    const struct token *token = token_at(reading, after_noun, 0);
    return token_is(token, W_ONE) || token_is(token, W_NOT_LONG) || token_is(token, W_DETERMINER) ||
           token_equals(token, "al") || token_equals(token, "alla") || token_equals(token, "per");
}

/* "120 customers": a number and a noun right behind it. */
static void read_figure(struct reading *reading, size_t at) {
    const struct token *number = &reading->tokens[at], *noun = token_at(reading, at, 1);
    bool counts = number->is_number && !number->is_year && number->number >= 2;
    if (!counts || noun->is_mark || noun->is_number || strlen(noun->text) < 5 || is_rate(reading, at + 2))
        return;
    if (noun->classes && !token_is(noun, W_OTHER))
        return;
    struct claim *claim = reading_add(reading, KIND_NUMBER, (struct span){at, at + 2});
    if (claim == NULL)
        return;
    claim->low = claim->high = number->number;
    claim->topic = noun->text;
}

void claim_read_work(struct reading *reading) {
    struct duration duration;
    struct period period;
    for (size_t i = 0; i < reading->count; i++) {
        if (duration_read(reading, i, &duration)) {
            if (is_length_of_work(reading, &duration))
                add_duration(reading, &duration);
            i = duration.last - 1;
            continue;
        }
        read_figure(reading, i);
        if (reading->is_cv)
            continue;
        read_role(reading, i);
        read_employment(reading, i);
        if (period_read(reading, i, &period)) {
            add_period(reading, i, &period);
            i = period.last - 1;
        } else if (read_start(reading, i, &period))
            add_period(reading, i, &period);
    }
}
