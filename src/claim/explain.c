/* What a recruiter reads of a contradiction: the passage and one sentence. */
#include "base/text.h"
#include "claim/claim_internal.h"

enum { PASSAGE_MAX = 240, WORDS_MAX = 80 /* code points */ };

static const char *text_of(const struct reading *reading, struct span words) {
    size_t first = reading->tokens[words.first].byte, last = reading->tokens[words.last - 1].end;
    char *text = arena_strndup(reading->arena, reading->source->text + first, last - first);
    char *out = text;
    for (const char *in = text; *in; in++) {
        bool is_space = *in == ' ' || *in == '\n' || *in == '\t' || *in == '\r';
        if (!is_space)
            *out++ = *in;
        else if (out > text && out[-1] != ' ')
            *out++ = ' ';
    }
    *out = '\0';
    return text;
}

/* With the bracket that closes one of the words'. */
static struct span with_bracket(const struct reading *reading, struct span words) {
    bool is_open = false;
    for (size_t i = words.first; i < words.last; i++)
        is_open =
            token_equals(&reading->tokens[i], "(") || (is_open && !token_equals(&reading->tokens[i], ")"));
    words.last += is_open && token_equals(token_at(reading, words.last, 0), ")");
    return words;
}

static const char *words_of(const struct reading *reading, struct span words) {
    return text_shorten(reading->arena, text_of(reading, words), WORDS_MAX);
}

static bool is_edge(const struct reading *reading, size_t at) {
    return token_equals(&reading->tokens[at], "\n") || token_equals(&reading->tokens[at], "*");
}

const char *claim_passage(const struct reading *reading, const struct claim *claim) {
    struct span passage = claim->words;
    if (claim->kind != KIND_WORK)
        passage = sentence_of(reading, claim->words.first);
    if (passage.last < claim->words.last)
        passage.last = claim->words.last;
    while (passage.first + 1 < passage.last && is_edge(reading, passage.first))
        passage.first++;
    while (passage.last > passage.first + 1 && is_edge(reading, passage.last - 1))
        passage.last--;
    return text_shorten(reading->arena, text_of(reading, passage), PASSAGE_MAX);
}

static const char *months_in_words(enum language language, const struct period *period, struct arena *arena) {
    int months = period->to - period->from + 1, years = (months + 6) / 12;
    if (period->to == 0 || period->from == 0)
        return "";
    if (months < 18 && period->from_has_month && period->to_has_month)
        return arena_printf(arena, language == LANGUAGE_IT ? " (%d mesi)" : " (%d months)", months);
    return arena_printf(arena, language == LANGUAGE_IT ? " (circa %d anni)" : " (about %d years)", years);
}

/* Titles and dates of an entry are its whole heading; anything else is said in few words. */
const char *claim_explain(enum language language, const struct comparison *c) {
    static const char *const PATTERNS[][2] = {
        [LANGUAGE_EN] = {"An earlier note says “%s”%s; this note says “%s”.",
                         "The CV says “%s”%s; the note says “%s”."},
        [LANGUAGE_IT] = {"Una nota precedente dice «%s»%s; questa nota dice «%s».",
                         "Il CV dice «%s»%s; la nota dice «%s»."},
    };
    struct arena *arena = c->note->arena;
    const char *length = "";
    if (c->theirs->kind == KIND_WORK && c->ours->kind == KIND_DURATION)
        length = months_in_words(language, &c->theirs->period, arena);
    /* a length says little without what it is the length of */
    const char *theirs = c->theirs->kind == KIND_DURATION ? claim_passage(c->other, c->theirs) : NULL;
    if (theirs == NULL || text_count_codepoints(theirs) > WORDS_MAX)
        theirs =
            text_shorten(arena, text_of(c->other, with_bracket(c->other, c->theirs->words)), WORDS_MAX * 2);
    return arena_printf(arena, PATTERNS[language][c->other->is_cv], theirs, length,
                        words_of(c->note, c->ours->words));
}
