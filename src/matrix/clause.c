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
        bool ends = *mark && strchr(".;!?\n", *mark) && (mark[1] == ' ' || mark[1] == '\n' || *mark == '\n');
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

/* Whether something is said of what is named, so that the piece can stand alone: "SQL strong", not "SQL". */
static bool is_remark(const struct matrix_reader *reader, const char *text) {
    static const float CLEAR = 0.75f;
    struct insight insight;
    struct terms terms;
    terms_read(reader->insight_model, text, reader->arena, &terms);
    bool says_something = false;
    for (size_t i = 0; i < terms.own.count; i++)
        says_something = says_something || !terms.own.items[i].is_name;
    insight_analyse(reader->insight_model, text, NULL, reader->arena, &insight);
    return says_something && insight.score[insight.risk] >= CLEAR;
}

static const char *text_of(const struct matrix_reader *reader, const char *start, const char *end) {
    return text_trim(reader->arena, arena_strndup(reader->arena, start, (size_t)(end - start)));
}

size_t clause_split(const struct matrix_reader *reader, const char *note, struct clause out[CLAUSES_MAX]) {
    struct piece pieces[CLAUSES_MAX];
    size_t pieces_count = cut_pieces(note, reader->arena, pieces), count = 0;
    const char *start = note;
    for (size_t i = 0; i < pieces_count; i++) {
        bool last = i + 1 == pieces_count;
        bool joined = !last && pieces[i + 1].after_comma &&
                      !(is_remark(reader, text_of(reader, start, pieces[i].end)) &&
                        is_remark(reader, text_of(reader, pieces[i + 1].start, pieces[i + 1].end)));
        if (joined)
            continue;
        const char *text = text_of(reader, start, pieces[i].end);
        if (*text) {
            out[count].start = start;
            out[count].end = pieces[i].end;
            terms_read(reader->insight_model, text, reader->arena, &out[count].terms);
            count++;
        }
        start = last ? NULL : pieces[i + 1].start;
    }
    return count;
}
