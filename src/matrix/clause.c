#include <string.h>

#include "base/text.h"
#include "insight/insight.h"
#include "matrix/matrix_internal.h"
#include "requirement/words.h"

/* Words that begin a remark of its own. Folded. */
static bool is_contrast(const char *folded) {
    return word_is_in(" but however though although while whereas yet instead ma pero invece mentre tuttavia "
                      "anche-se sebbene ",
                      folded);
}

static bool is_comma(char c) {
    return c == ',' || c == ':';
}

/* A piece of the note between two of its marks. */
struct piece {
    const char *start, *end;
    bool after_comma; /* a comma, and no stronger mark, is before it */
};

static size_t cut_pieces(const char *note, struct arena *arena, struct piece out[CLAUSES_MAX]) {
    size_t count = 0;
    const char *start = note;
    bool after_comma = false;
    struct word word;
    const char *at = note;
    while (count < CLAUSES_MAX - 1 && word_next(note, &at, &word)) {
        if (word.start > start && is_contrast(word_fold(&word, arena))) {
            out[count++] = (struct piece){start, word.start, after_comma};
            start = word.start;
            after_comma = false;
        }
        const char *mark = at;
        while (*mark == ' ' || *mark == ')' || *mark == '"')
            mark++;
        /* A question mark ends nothing: what follows answers it ("at six? no"). */
        bool ends = *mark && strchr(".;!\n", *mark) && (mark[1] == ' ' || mark[1] == '\n' || *mark == '\n');
        if (*mark == '.' && full_stop_abbreviates(note, mark))
            continue;
        if (!ends && !(is_comma(*mark) && mark[1] == ' '))
            continue;
        out[count++] = (struct piece){start, mark, after_comma};
        start = mark + 1;
        after_comma = !ends;
    }
    if (*start)
        out[count++] = (struct piece){start, start + strlen(start), after_comma};
    return count;
}

bool clause_is_remark(const struct matrix_reader *reader, const struct clause *clause) {
    static const float CLEAR = 0.75f;
    struct insight insight;
    insight_judge(reader->insight_model, clause->text, NULL, reader->arena, &insight);
    return word_count(clause->text) > 1 && insight.score[insight.risk] >= CLEAR;
}

size_t clause_split(const char *note, struct arena *arena, struct clause out[CLAUSES_MAX]) {
    struct piece pieces[CLAUSES_MAX];
    size_t pieces_count = cut_pieces(note, arena, pieces), count = 0;
    for (size_t i = 0; i < pieces_count; i++) {
        const struct piece *piece = &pieces[i];
        struct clause clause = {.start = piece->start, .end = piece->end, .goes_on = piece->after_comma};
        clause.text =
            text_trim(arena, arena_strndup(arena, piece->start, (size_t)(piece->end - piece->start)));
        if (*clause.text)
            out[count++] = clause;
    }
    return count;
}
