/* Languages and how well they are spoken. */
#include "claim/claim_internal.h"

enum { REACH = 6 };

struct level {
    double low, high;
};

/* By the value of a W_LEVEL: A1 to C2 as 1 to 6, native 7, then words that mean a range of these. */
static struct level level_of(int value) {
    static const struct level WORDS[] = {{5, 7}, {1, 2}, {3, 4}, {5, 6}, {3, 5}};
    if (value >= 8)
        return WORDS[value - 8];
    return value == 7 ? (struct level){6, 7} : (struct level){value, value};
}

static bool is_between(const struct token *token) {
    return (token->is_mark && !token_equals(token, ".") && !token_equals(token, ";")) ||
           token_is(token, W_FUNCTION) || token_is(token, W_SAY) || token_equals(token, "at") ||
           token_equals(token, "level") || token_equals(token, "livello") || token_equals(token, "mother") ||
           token_equals(token, "only");
}

static bool same_sentence(const struct reading *reading, size_t a, size_t b) {
    return b < reading->count && reading->tokens[a].sentence == reading->tokens[b].sentence;
}

/* B1/B2 is a range; "native German" behind a comma speaks of German. */
static bool take_level(const struct reading *reading, size_t at, struct level *out, size_t *last) {
    const struct token *token = &reading->tokens[at];
    bool of_next = token_is(token_at(reading, at, 1), W_LANGUAGE) && token_at(reading, at, -1)->is_mark;
    if (!token_is(token, W_LEVEL) || of_next)
        return false;
    *out = level_of(token->value);
    *last = at + 1;
    if (token_at(reading, at, 1)->is_mark && token_is(token_at(reading, at, 2), W_LEVEL) &&
        !token_is(token_at(reading, at, 3), W_LANGUAGE)) {
        struct level upper = level_of(token_at(reading, at, 2)->value);
        out->low = upper.low < out->low ? upper.low : out->low;
        out->high = upper.high > out->high ? upper.high : out->high;
        *last = at + 3;
    }
    return true;
}

static bool level_after(const struct reading *reading, size_t at, struct level *out, struct span *words) {
    bool in_cv = reading->is_cv;
    for (size_t i = at + 1; i <= at + REACH && i < reading->count; i++) {
        const struct token *token = &reading->tokens[i];
        if (!same_sentence(reading, at, i) && !(in_cv && i == at + 2))
            return false;
        if (take_level(reading, i, out, &words->last))
            return true;
        if (token_is(token, W_LANGUAGE) || !is_between(token))
            return false;
    }
    return false;
}

static bool level_before(const struct reading *reading, size_t at, struct level *out, struct span *words) {
    for (size_t back = 1; back <= 3 && back <= at && same_sentence(reading, at, at - back); back++) {
        const struct token *token = &reading->tokens[at - back];
        if (token_is(token, W_LEVEL)) {
            *out = level_of(token->value);
            words->first = at - back;
            bool denied = token_is(token_at(reading, at - back, -1), W_NOT);
            if (denied) /* "not fluent in" */
                *out = (struct level){0, out->low - 1};
            words->first -= denied;
            return true;
        }
        bool is_link = token_equals(token, "in") || token_equals(token, ":") || token_equals(token, "di") ||
                       token_equals(token, "speaker") || token_equals(token, "lingua");
        if (!is_link)
            return false;
    }
    return false;
}

/* "speaks no German", "non parla tedesco", "niente tedesco" */
static bool is_unspoken(const struct reading *reading, size_t at, struct span *words) {
    bool speaks = false;
    for (size_t back = 1; back <= 4 && back <= at && same_sentence(reading, at, at - back); back++) {
        const struct token *token = &reading->tokens[at - back];
        if (token_is(token, W_NOT)) {
            words->first = at - back - (back == 1 && token_is(token_at(reading, at - back, -1), W_SPEAK));
            return back == 1 || speaks;
        }
        speaks = speaks || token_is(token, W_SPEAK);
        if (!token_is(token, W_SPEAK) && !token_is(token, W_FUNCTION))
            return false;
    }
    return false;
}

/* "did not understand the question in German" */
static bool is_not_understood(const struct reading *reading, size_t at, struct span *words) {
    bool understands = false;
    for (size_t back = 1; back <= 9 && back <= at && same_sentence(reading, at, at - back); back++) {
        const struct token *token = &reading->tokens[at - back];
        if (token_is(token, W_NOT) && understands) {
            words->first = at - back;
            return true;
        }
        understands = understands || token_is(token, W_UNDERSTAND);
        if (token_is(token, W_CONTRAST) || token_is(token, W_LANGUAGE))
            return false;
    }
    return false;
}

static void add(struct reading *reading, size_t at, struct span words, struct level level) {
    struct claim *claim = reading_add(reading, KIND_LANGUAGE, words);
    if (claim == NULL)
        return;
    claim->subject = reading->tokens[at].value;
    claim->low = level.low;
    claim->high = level.high;
}

static bool lists_languages(const struct reading *reading) {
    for (size_t i = 0; i < reading->count; i++)
        if (token_equals(&reading->tokens[i], "languages") || token_equals(&reading->tokens[i], "lingue"))
            return true;
    return false;
}

void claim_read_languages(struct reading *reading) {
    bool listed = reading->is_cv && lists_languages(reading);
    for (size_t i = 0; i < reading->count; i++) {
        struct span words = {i, i + 1};
        struct level level;
        if (!token_is(&reading->tokens[i], W_LANGUAGE))
            continue;
        if (is_unspoken(reading, i, &words))
            add(reading, i, words, (struct level){0, 0});
        else if (is_not_understood(reading, i, &words))
            add(reading, i, words, (struct level){0, 2});
        else if (level_after(reading, i, &level, &words) || level_before(reading, i, &level, &words))
            add(reading, i, words, level);
        else if (listed) /* named without a level: some */
            add(reading, i, words, (struct level){2, 7});
    }
}
