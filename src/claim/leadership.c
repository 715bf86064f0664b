/* Who led whom, and how many. */
#include <string.h>

#include "claim/claim_internal.h"

static bool same_clause(const struct reading *reading, size_t a, size_t b) {
    return b < reading->count && reading->tokens[a].clause == reading->tokens[b].clause;
}

/* "a team of more than ten", "people remotely": only some leading is denied. */
static bool is_qualified(const struct reading *reading, size_t after) {
    const struct token *token = token_at(reading, after, 0);
    bool ends = *token->text == '\0' || token->is_mark || token_is(token, W_CONTRAST) ||
                token_is(token, W_AT) || token_is(token, W_SAY);
    bool goes_on = token_is(token, W_FUNCTION) && !token_equals(token, "of") && !token_equals(token, "di") &&
                   !token_equals(token, "in");
    return !ends && !goes_on;
}

/* "never led anyone", "non ha mai gestito persone", "no direct reports" */
static void read_denial(struct reading *reading, size_t at) {
    if (!token_is(&reading->tokens[at], W_NOT))
        return;
    bool leads = false;
    for (size_t i = at + 1; i < at + 8 && same_clause(reading, at, i); i++) {
        const struct token *token = &reading->tokens[i];
        leads = leads || token_is(token, W_LEAD);
        bool are_led = token_is(token, W_PEOPLE) || token_is(token, W_TEAM);
        if (are_led && (leads || token_equals(token, "reports")) && !is_qualified(reading, i + 1)) {
            struct claim *claim = reading_add(reading, KIND_LEADERSHIP, (struct span){at, i + 1});
            if (claim)
                claim->is_denied = true;
            return;
        }
        bool expected = token_is(token, W_LEAD) || token_is(token, W_FUNCTION) || token_is(token, W_NOT) ||
                        token_equals(token, "direct") || token_equals(token, "avuto") ||
                        token_equals(token, "any");
        if (!expected)
            return;
    }
}

static bool is_led(const struct reading *reading, size_t at) {
    struct span sentence = sentence_of(reading, at);
    for (size_t i = sentence.first; i < at; i++)
        if (token_is(&reading->tokens[i], W_LEAD))
            return true;
    return false;
}

/* The number of "team of 14", "squadra era di 5", "led 14 drivers"; false for others. */
static bool counts_people(const struct reading *reading, size_t at, size_t *last) {
    const struct token *number = &reading->tokens[at];
    if (!number->is_number || number->is_year || number->number < 1 || number->number > 9999)
        return false;
    bool is_one = token_is(number, W_ONE), after_team = false, after_lead = false;
    for (size_t back = 1; back <= 4 && back <= at && same_clause(reading, at, at - back); back++) {
        const struct token *token = &reading->tokens[at - back];
        after_team = after_team || token_is(token, W_TEAM);
        after_lead = after_lead || token_is(token, W_LEAD);
        if (!token_is(token, W_FUNCTION) && !token_is(token, W_ABOUT) && !token_is(token, W_LEAD) &&
            !token_is(token, W_TEAM) && !token_is(token, W_ONE))
            break;
    }
    size_t next = at + 1 + token_equals(token_at(reading, at, 1), "di");
    bool people = token_is(token_at(reading, next, 0), W_PEOPLE);
    bool ends = !same_clause(reading, at, at + 1) || token_at(reading, at, 1)->is_mark ||
                token_is(token_at(reading, at, 1), W_FUNCTION) || token_is(token_at(reading, at, 1), W_AT);
    *last = people ? next + 1 : at + 1;
    return !is_one && ((after_lead && people) || (after_team && (people || ends)));
}

static void read_count(struct reading *reading, size_t at) {
    size_t last, first = at;
    if (!counts_people(reading, at, &last))
        return;
    for (size_t back = 1; back <= 4 && back <= at && same_clause(reading, at, at - back); back++)
        if (token_is(&reading->tokens[at - back], W_TEAM) || token_is(&reading->tokens[at - back], W_LEAD))
            first = at - back;
    struct claim *claim = reading_add(reading, KIND_LEADERSHIP, (struct span){first, last});
    if (claim == NULL)
        return;
    claim->low = claim->high = reading->tokens[at].number;
    claim->subject = is_led(reading, at);
}

/* Titles that are had only by who leads people. */
static bool is_title_of_leader(const struct reading *reading, size_t at) {
    static const char *const ALONE[] = {"supervisor",   "foreman",     "capoturno", "caposquadra",
                                        "capocantiere", "caporeparto", "caposala",  "supervisore"};
    static const char *const OF_MANAGER[] = {"store",  "shop",      "restaurant", "team",
                                             "branch", "warehouse", "hotel"};
    static const char *const OF_HEAD[] = {"squadra", "cantiere", "reparto", "negozio",
                                          "team",    "turno",    "filiale"};
    const struct token *token = &reading->tokens[at], *before = token_at(reading, at, -1);
    const struct token *after = token_at(reading, at, 1);
    for (size_t i = 0; i < sizeof ALONE / sizeof *ALONE; i++)
        if (token_equals(token, ALONE[i]))
            return true;
    if (token_equals(token, "lead") || token_equals(token, "leader"))
        return token_is(before, W_TEAM);
    for (size_t i = 0; i < sizeof OF_MANAGER / sizeof *OF_MANAGER && token_equals(token, "manager"); i++)
        if (token_equals(before, OF_MANAGER[i]))
            return true;
    after = token_equals(after, "di") || token_equals(after, "del") ? token_at(reading, at, 2) : after;
    for (size_t i = 0; i < sizeof OF_HEAD / sizeof *OF_HEAD && token->value >= SENIORITY_LEAD; i++)
        if (token_is(token, W_ROLE) && token_equals(after, OF_HEAD[i]))
            return true;
    return false;
}

static void read_titles(struct reading *reading) {
    size_t entries = reading->claim_count;
    for (size_t e = 0; e < entries; e++) {
        struct span heading = reading->claims[e].place;
        bool leads = false;
        for (size_t i = heading.first; i < heading.last && reading->claims[e].kind == KIND_WORK; i++)
            leads = leads || is_title_of_leader(reading, i);
        struct claim *claim = leads ? reading_add(reading, KIND_LEADERSHIP, heading) : NULL;
        if (claim)
            claim->subject = true;
    }
}

void claim_read_leadership(struct reading *reading) {
    for (size_t i = 0; i < reading->count; i++) {
        read_denial(reading, i);
        read_count(reading, i);
    }
    if (reading->is_cv)
        read_titles(reading);
}
