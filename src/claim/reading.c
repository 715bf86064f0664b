/* Splits a text into words and marks, and tells how its clauses are meant. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "claim/claim_internal.h"

static const struct token NOTHING = {.text = ""};

bool token_is(const struct token *token, enum word_class word_class) {
    return token->classes >> word_class & 1;
}

bool token_equals(const struct token *token, const char *text) {
    return strcmp(token->text, text) == 0;
}

const struct token *token_at(const struct reading *reading, size_t at, long offset) {
    long place = (long)at + offset;
    return place >= 0 && (size_t)place < reading->count ? &reading->tokens[place] : &NOTHING;
}

/* --- splitting --- */

struct position {
    const char *text;
    size_t length, byte, codepoint;
};

static uint32_t peek(const struct position *at, size_t *next) {
    *next = at->byte;
    return text_next_codepoint(at->text, at->length, next);
}

static void step(struct position *at) {
    size_t next;
    peek(at, &next);
    at->codepoint += next > at->byte;
    at->byte = next;
}

static bool is_digit(uint32_t c) {
    return c >= '0' && c <= '9';
}

/* Anything above ASCII that is not a mark of typography counts as a letter. */
static bool is_letter(uint32_t c) {
    if (c < 0x80)
        return isalpha((int)c);
    return c >= 0xC0 && c != 0xD7 && c != 0xF7 && !(c >= 0x2000 && c <= 0x2BFF) && c != 0xFFFD;
}

static bool is_dash(uint32_t c) {
    return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
}

static bool is_apostrophe(uint32_t c) {
    return c == '\'' || c == 0x2019 || c == 0x2018;
}

static uint32_t codepoint_after(const struct position *at, size_t count) {
    struct position ahead = *at;
    for (size_t i = 0; i < count; i++)
        step(&ahead);
    size_t next;
    return peek(&ahead, &next);
}

/* Digits with separators of thousands and decimals: 1,200 and 1.200 and 2.1. */
static double take_number(struct position *at) {
    double value = 0, unit = 1;
    bool is_fraction = false;
    for (size_t next; at->byte < at->length;) {
        uint32_t c = peek(at, &next);
        if (is_digit(c)) {
            unit = is_fraction ? unit / 10 : unit;
            value = is_fraction ? value + unit * (double)(c - '0') : value * 10 + (double)(c - '0');
        } else if ((c == '.' || c == ',') && !is_fraction && is_digit(codepoint_after(at, 1))) {
            bool groups = is_digit(codepoint_after(at, 2)) && is_digit(codepoint_after(at, 3)) &&
                          !is_digit(codepoint_after(at, 4));
            is_fraction = !groups;
        } else
            break;
        step(at);
    }
    return value;
}

/* Letters, digits after them (C1, p99), and the apostrophe of "didn't"; the elided "l'" ends a word. */
static void take_word(struct position *at) {
    for (size_t next; at->byte < at->length;) {
        uint32_t c = peek(at, &next);
        bool is_not =
            is_apostrophe(c) && (codepoint_after(at, 1) | 0x20) == 't' && !is_letter(codepoint_after(at, 2));
        if (!is_letter(c) && !is_digit(c) && !is_not)
            break;
        step(at);
    }
}

/* didn't, with either apostrophe, becomes didnt. */
static void drop_apostrophes(char *folded) {
    char *out = folded;
    for (const char *in = folded; *in;) {
        size_t skip = *in == '\'' ? 1 : strncmp(in, "\xE2\x80\x99", 3) == 0 ? 3 : 0;
        if (skip)
            in += skip;
        else
            *out++ = *in++;
    }
    *out = '\0';
}

/* Nearly all words are ASCII, which needs no tables. */
static const char *fold_word(const struct reading *reading, const struct token *token) {
    char *word = arena_strndup(reading->arena, reading->source->text + token->byte, token->end - token->byte);
    bool is_ascii = true;
    for (char *c = word; *c; c++) {
        is_ascii = is_ascii && (unsigned char)*c < 0x80;
        *c = *c >= 'A' && *c <= 'Z' ? (char)(*c + 'a' - 'A') : *c;
    }
    word = is_ascii ? word : text_fold(reading->arena, word);
    drop_apostrophes(word);
    return word;
}

static const char *mark_text(const struct reading *reading, uint32_t c) {
    char text[2] = {(char)c, '\0'};
    if (is_dash(c))
        return "-";
    if (c < 0x80)
        return arena_strdup(reading->arena, text);
    return c == 0x2022 || c == 0x25CF || c == 0x25AA ? "*" : "\"";
}

static void take_token(const struct reading *reading, struct position *at, struct token *token) {
    size_t next;
    uint32_t c = peek(at, &next);
    *token = (struct token){.byte = at->byte, .codepoint = at->codepoint};
    if (is_digit(c)) {
        token->number = take_number(at);
        token->is_number = true;
    } else if (is_letter(c)) {
        take_word(at);
        token->is_capital = c < 0x80 ? isupper((int)c) : c >= 0xC0 && c <= 0xDE;
    } else {
        step(at);
        token->is_mark = true;
    }
    token->end = at->byte;
    token->codepoint_end = at->codepoint;
    token->text = token->is_mark ? mark_text(reading, c) : fold_word(reading, token);
}

static void classify(const struct reading *reading, struct token *token) {
    if (token->is_mark)
        return;
    if (token->is_number) {
        token->is_year = token->end - token->byte == 4 && token->number >= 1950 && token->number <= 2099;
        return;
    }
    token->classes = vocabulary_find(reading->vocabulary, token->text, &token->value);
    if (token_is(token, W_NUMBER)) {
        token->is_number = true;
        token->number = token->value;
    }
}

static bool is_blank(uint32_t c) {
    return c == ' ' || c == '\t' || c == '\r' || c == 0xA0 || is_apostrophe(c);
}

static void split(struct reading *reading) {
    const char *text = reading->source->text;
    struct position at = {.text = text, .length = strlen(text)};
    size_t capacity = 0;
    while (at.byte < at.length && reading->count < CLAIM_WORDS_MAX) {
        size_t next;
        if (is_blank(peek(&at, &next))) {
            step(&at);
            continue;
        }
        reading->tokens =
            arena_grow(reading->arena, reading->tokens, reading->count, &capacity, sizeof *reading->tokens);
        struct token *token = &reading->tokens[reading->count++];
        take_token(reading, &at, token);
        classify(reading, token);
    }
}

/* --- clauses --- */

static bool ends_sentence(const struct reading *reading, size_t i) {
    const struct token *token = &reading->tokens[i], *before = token_at(reading, i, -1);
    if (!token->is_mark)
        return false;
    if (token->text[0] == '.') /* not after an initial, nor in "S.r.l." */
        return before->end - before->byte > 1 && token_at(reading, i, 1)->byte != token->end;
    return strchr("!?;\n", token->text[0]) != NULL;
}

static bool ends_clause(const struct reading *reading, size_t i) {
    const struct token *token = &reading->tokens[i];
    if (token->is_mark)
        return strchr(",:()", token->text[0]) != NULL ||
               (token->text[0] == '-' && token->byte > token_at(reading, i, -1)->end);
    return token_is(token, W_CONTRAST);
}

/* A mark belongs to the clause that it ends, a word of contrast to the one that it begins. */
static void number_clauses(struct reading *reading) {
    unsigned clause = 0, sentence = 0, line = 0;
    for (size_t i = 0; i < reading->count; i++) {
        struct token *token = &reading->tokens[i];
        bool sentence_ends = ends_sentence(reading, i),
             clause_ends = sentence_ends || ends_clause(reading, i);
        clause += clause_ends && !token->is_mark;
        token->clause = clause;
        token->sentence = sentence;
        token->line = line;
        clause += clause_ends && token->is_mark;
        sentence += sentence_ends;
        line += token->is_mark && token->text[0] == '\n';
    }
    reading->clauses = arena_array(reading->arena, clause + 1, sizeof *reading->clauses);
}

/* "The client", "il capo", "the recruiter at": the words before the verb are about somebody else. */
static bool names_other(const struct reading *reading, size_t i, size_t place) {
    const struct token *token = &reading->tokens[i];
    if (token_is(token, W_OURS) && !token_equals(token, "ci"))
        return true;
    bool determined = token_is(token_at(reading, i, -1), W_DETERMINER);
    if (token_is(token, W_OTHER))
        return determined && place <= 3;
    return token_is(token, W_ROLE) && place == 1 && determined && !token_is(token_at(reading, i, 1), W_ROLE);
}

static void judge_clauses(struct reading *reading) {
    size_t place = 0; /* of the word in its clause */
    for (size_t i = 0; i < reading->count; i++) {
        const struct token *token = &reading->tokens[i];
        place = i > 0 && token->clause == token_at(reading, i, -1)->clause ? place + 1 : 0;
        struct clause *clause = &reading->clauses[token->clause];
        clause->of_cv = clause->of_cv || token_is(token, W_CV);
        clause->is_other = clause->is_other || token_is(token, W_MAYBE) || names_other(reading, i, place);
    }
}

void reading_split(struct reading *reading) {
    split(reading);
    number_clauses(reading);
    if (!reading->is_cv)
        judge_clauses(reading);
}

struct claim *reading_add(struct reading *reading, enum claim_kind kind, struct span words) {
    const struct clause *clause = &reading->clauses[reading->tokens[words.first].clause];
    if (clause->of_cv || clause->is_other || reading->claim_count == CLAIMS_MAX)
        return NULL;
    reading->claims = arena_grow(reading->arena, reading->claims, reading->claim_count,
                                 &reading->claim_capacity, sizeof *reading->claims);
    struct claim *claim = &reading->claims[reading->claim_count++];
    *claim = (struct claim){.kind = kind, .words = words};
    return claim;
}
