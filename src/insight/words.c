/* Splits a note into folded words with their places. */
#include "insight/words.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"

enum letter_kind { KIND_SPACE, KIND_LETTER, KIND_DIGIT, KIND_APOSTROPHE, KIND_MARK };

struct cursor {
    const char *note;
    size_t length;
    size_t byte, codepoint; /* of the next letter */
    unsigned clause;
};

static bool is_foreign_mark(uint32_t c) {
    return (c >= 0xa1 && c <= 0xbf && c != 0xaa && c != 0xb5 && c != 0xba) || c == 0xd7 || c == 0xf7 ||
           (c >= 0x2010 && c <= 0x2bff) || (c >= 0x3001 && c <= 0x303f) || c == 0xfffd || c >= 0x1f000;
}

static enum letter_kind kind_of(uint32_t c) {
    if (c == '\'' || c == 0x2019) {
        return KIND_APOSTROPHE;
    }
    if (c <= ' ' || c == 0x7f || c == 0xa0 || (c >= 0x2000 && c <= 0x200f) || c == 0x3000 || c == 0xfeff) {
        return KIND_SPACE;
    }
    if (c >= '0' && c <= '9') {
        return KIND_DIGIT;
    }
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c > 0x7f && !is_foreign_mark(c))) {
        return KIND_LETTER;
    }
    return KIND_MARK;
}

static uint32_t peek(const struct cursor *at, size_t *next) {
    *next = at->byte;
    return text_next_codepoint(at->note, at->length, next);
}

static uint32_t take(struct cursor *at) {
    size_t next;
    uint32_t c = peek(at, &next);
    at->codepoint += next > at->byte;
    at->byte = next;
    return c;
}

static bool more(const struct cursor *at) {
    return at->byte < at->length;
}

static enum letter_kind next_kind(const struct cursor *at) {
    size_t next;
    return more(at) ? kind_of(peek(at, &next)) : KIND_SPACE;
}

/* "didn't" is one word, "l'azienda" and "he's" are two: an apostrophe ends a word unless "t" alone follows
 * it. */
static bool joins(const struct cursor *at) {
    struct cursor ahead = *at;
    take(&ahead);
    uint32_t c = more(&ahead) ? take(&ahead) : 0;
    return (c == 't' || c == 'T') && next_kind(&ahead) != KIND_LETTER;
}

static struct word *add_word(struct words *words, const struct cursor *from, const struct cursor *to) {
    struct word *word = &words->words[words->count++];
    word->start = from->codepoint;
    word->end = to->codepoint;
    word->start_byte = from->byte;
    word->end_byte = to->byte;
    word->clause = from->clause;
    return word;
}

static const char *without_apostrophe(char *text) {
    char *out = text;
    for (const char *c = text; *c != '\0'; c++) {
        if (*c != '\'') {
            *out++ = *c;
        }
    }
    *out = '\0';
    return text;
}

/* Short words whose accent is all that tells them from another: "è" (is) and "e" (and). */
static const char *accented(const char *word) {
    static const char *const PAIRS[][2] = {
        {"è", "è"},   {"È", "è"},   {"é", "è"},   {"É", "è"},   {"e'", "è"},  {"E'", "è"},  {"sì", "sì"},
        {"Sì", "sì"}, {"SÌ", "sì"}, {"né", "né"}, {"Né", "né"}, {"NÉ", "né"}, {"dà", "dà"}, {"Dà", "dà"}};
    for (size_t i = 0; i < sizeof PAIRS / sizeof *PAIRS; i++) {
        if (strcmp(word, PAIRS[i][0]) == 0) {
            return PAIRS[i][1];
        }
    }
    return NULL;
}

static const char *folded(const struct cursor *from, const struct cursor *to, struct arena *arena) {
    char *slice = arena_strndup(arena, from->note + from->byte, to->byte - from->byte);
    for (char *quote = strstr(slice, "\xe2\x80\x99"); quote != NULL; quote = strstr(quote, "\xe2\x80\x99")) {
        *quote = '\'';
        memmove(quote + 1, quote + 3, strlen(quote + 3) + 1);
    }
    const char *kept = accented(slice);
    return kept != NULL ? kept : without_apostrophe(text_fold(arena, slice));
}

/* A score such as 27/30 says how much of it was reached; any other number is just a number. */
static const char *number_text(const struct cursor *from, const struct cursor *to) {
    unsigned part = 0, whole = 0, slashes = 0;
    for (size_t i = from->byte; i < to->byte && whole < 1000 && part < 1000; i++) {
        char c = from->note[i];
        if (c == '/') {
            slashes++;
        } else if (c >= '0' && c <= '9') {
            unsigned *value = slashes > 0 ? &whole : &part;
            *value = *value * 10 + (unsigned)(c - '0');
        } else {
            return "#";
        }
    }
    bool is_score =
        slashes == 1 && part <= whole && (whole == 5 || (whole >= 10 && whole % 10 == 0 && whole <= 100));
    if (!is_score) {
        return "#";
    }
    return part * 4 >= whole * 3 ? "#high" : part * 2 >= whole ? "#half" : "#few";
}

static void read_letters(struct words *words, struct cursor *at, struct arena *arena) {
    struct cursor from = *at;
    while (next_kind(at) == KIND_LETTER || next_kind(at) == KIND_DIGIT ||
           (next_kind(at) == KIND_APOSTROPHE && joins(at))) {
        take(at);
    }
    struct cursor end = *at;
    if (next_kind(at) == KIND_APOSTROPHE) {
        take(at);
        end = next_kind(at) == KIND_LETTER ? end : *at; /* "e' vero": an accent typed as an apostrophe */
    }
    add_word(words, &from, &end)->text = folded(&from, &end, arena);
}

static void read_number(struct words *words, struct cursor *at, struct arena *arena) {
    struct cursor from = *at, end;
    do {
        while (next_kind(at) == KIND_DIGIT) {
            take(at);
        }
        end = *at;
        size_t next;
        uint32_t c = more(at) ? peek(at, &next) : 0;
        if (c != 0 && strchr(".,:/", (int)c) != NULL && c < 0x80) {
            take(at);
        }
    } while (next_kind(at) == KIND_DIGIT && at->byte > end.byte);
    if (next_kind(&end) == KIND_LETTER) { /* "12k", "3rd" */
        while (next_kind(&end) == KIND_LETTER || next_kind(&end) == KIND_DIGIT) {
            take(&end);
        }
    }
    *at = end;
    add_word(words, &from, &end)->text = number_text(&from, &end);
}

static bool ends_clause(uint32_t c) {
    return c == 0x2013 || c == 0x2014 || c == 0x2026 || (c < 0x80 && strchr(",;:.!?()-\n", (int)c) != NULL);
}

static void read_mark(struct words *words, struct cursor *at) {
    struct cursor from = *at;
    uint32_t c = take(at);
    bool dots = c == 0x2026;
    while (c == '.' && more(at) && at->note[at->byte] == '.') {
        take(at);
        dots = true;
    }
    bool spaced_dash = c != '-' || next_kind(at) == KIND_SPACE;
    if (ends_clause(c) && spaced_dash) {
        at->clause++;
    }
    const char *text = dots ? "..." : c == '?' ? "?" : c == '!' ? "!" : c == '%' ? "%" : NULL;
    if (text != NULL) {
        add_word(words, &from, at)->text = text;
    }
}

void words_split(struct words *words, const char *note, struct arena *arena) {
    size_t length = strlen(note), most = length < WORDS_MAX ? length : WORDS_MAX;
    *words = (struct words){.note = note, .words = arena_array(arena, most + 1, sizeof(struct word))};
    struct cursor at = {.note = note, .length = length};
    while (more(&at) && words->count < WORDS_MAX) {
        switch (next_kind(&at)) {
        case KIND_LETTER:
            read_letters(words, &at, arena);
            break;
        case KIND_DIGIT:
            read_number(words, &at, arena);
            break;
        case KIND_MARK:
            read_mark(words, &at);
            break;
        default:
            at.clause += take(&at) == '\n';
        }
    }
}
