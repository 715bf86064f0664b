/* Names in a text and whether two statements speak of the same one. */
#include <string.h>

#include "claim/claim_internal.h"

/* Words on either side that can belong together. Without a limit, text without a full stop would take
 * minutes. */
enum { SENTENCE_REACH = 40 };

static bool is_connector(const struct token *token) {
    static const char *const WORDS[] = {"&", "e", "and", "di", "del", "della", "of", "the", "de", "-", "."};
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (token_equals(token, WORDS[i]))
            return true;
    return false;
}

static bool is_name_word(const struct token *token) {
    return token->is_capital && token->classes == 0 && strlen(token->text) > 1;
}

/* "in Leeds" is a town, not an employer. */
static bool follows_in(const struct reading *reading, size_t at) {
    const struct token *before = token_at(reading, at, -1);
    return token_equals(before, "in") || token_equals(before, "a") || token_equals(before, "near") ||
           token_equals(before, "to");
}

/* "at the bakery", "al nido": a place without a name. */
static bool is_plain_place(const struct reading *reading, size_t at) {
    const struct token *token = &reading->tokens[at], *before = token_at(reading, at, -1);
    if (token->classes || token->is_mark || token->is_number || token->is_capital || strlen(token->text) < 4)
        return false;
    bool after_article = token_is(before, W_DETERMINER) && token_equals(token_at(reading, at, -2), "at");
    return after_article || token_equals(before, "al") || token_equals(before, "alla") ||
           token_equals(before, "allo") || token_equals(before, "all");
}

struct span name_at(const struct reading *reading, size_t at) {
    struct span name = {at, at};
    if (is_plain_place(reading, at))
        return (struct span){at, at + 1};
    if (!is_name_word(&reading->tokens[at]))
        return name;
    while (name.last < reading->count) {
        if (is_name_word(&reading->tokens[name.last]))
            name.last++;
        else if (is_connector(&reading->tokens[name.last]) && is_name_word(token_at(reading, name.last, 1)))
            name.last += 2;
        else
            break;
    }
    bool is_town = name.last == at + 1 && follows_in(reading, at);
    return is_town ? (struct span){at, at} : name;
}

static bool has_word(const struct reading *reading, struct span where, const char *text) {
    for (size_t i = where.first; i < where.last; i++)
        if (token_equals(&reading->tokens[i], text))
            return true;
    return false;
}

bool name_is_in(const struct reading *reading, struct span name, const struct reading *other,
                struct span where) {
    size_t found = 0;
    for (size_t i = name.first; i < name.last; i++) {
        const struct token *token = &reading->tokens[i];
        if (token->classes || token->is_mark || is_connector(token))
            continue;
        if (!has_word(other, where, token->text))
            return false;
        found++;
    }
    return found > 0;
}

struct span sentence_of(const struct reading *reading, size_t at) {
    struct span sentence = {at, at};
    unsigned number = reading->tokens[at].sentence;
    while (sentence.first > 0 && reading->tokens[sentence.first - 1].sentence == number &&
           sentence.first + SENTENCE_REACH > at)
        sentence.first--;
    while (sentence.last < reading->count && reading->tokens[sentence.last].sentence == number &&
           sentence.last < at + SENTENCE_REACH)
        sentence.last++;
    return sentence;
}

/* Words that may stand between a length of time and whose it is. */
static bool is_link(const struct token *token) {
    static const enum word_class CLASSES[] = {W_FUNCTION, W_AT,   W_WORK, W_SAY, W_ABOUT,
                                              W_CONTRAST, W_ROLE, W_RANK, W_ONE};
    for (size_t i = 0; i < sizeof CLASSES / sizeof *CLASSES; i++)
        if (token_is(token, CLASSES[i]))
            return true;
    return token_equals(token, ",") || token_equals(token, ":") || token_equals(token, "in");
}

bool names_are_linked(const struct reading *reading, struct span a, struct span b) {
    struct span between = a.last <= b.first ? (struct span){a.last, b.first} : (struct span){b.last, a.first};
    for (size_t i = between.first; i < between.last; i++)
        if (!is_link(&reading->tokens[i]))
            return false;
    return true;
}
