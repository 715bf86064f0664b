/* Splits chunks into passages: sentences that share a line stay together up to a length, short lines that
 * name something (a post, an employer, its dates) too, items of a list never; the latest such lines are the
 * heading of what follows. */
#include "passage/passage.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "requirement/words.h"

enum {
    PASSAGE_CODEPOINTS = 200, /* sentences of one line are joined up to here; a longer one stands alone */
    LABEL_CODEPOINTS = 70,    /* a longer line says something */
    LABELS_CODEPOINTS = 140,  /* post, employer and dates */
    PIECES_MAX = 128,         /* a chunk has at most 900 code points */
};

/* A sentence or line where it stands in a chunk. */
struct piece {
    size_t start, end; /* bytes */
    size_t codepoints;
    bool starts_line;
    bool is_label; /* a short line without a full stop */
    bool is_item;  /* behind a bullet or dash */
};

struct splitter {
    struct arena *arena;
    struct passage_list *out;
    const struct passage_chunk *chunk;
    size_t chunk_index;
    const char *heading;
    size_t byte, codepoint; /* where counting of code points stands in the chunk */
};

static bool same_letter(char a, char b) {
    return a == b || (isspace((unsigned char)a) && b == ' ');
}

/* sentence_next answers a trimmed copy: finds where it begins at or after `from`. */
static const char *find_sentence(const char *from, const char *sentence) {
    for (size_t length = strlen(sentence); *from; from++) {
        size_t i = 0;
        while (i < length && same_letter(from[i], sentence[i]))
            i++;
        if (i == length)
            break;
    }
    return from;
}

static size_t trim_end(const char *text, size_t start, size_t end) {
    while (end > start && isspace((unsigned char)text[end - 1]))
        end--;
    return end;
}

static bool ends_statement(char last) {
    return strchr(".!?;", last) != NULL;
}

static bool has_mark(const char *text, size_t start, size_t end) {
    while (start < end && isspace((unsigned char)text[start]))
        start++;
    return start < end;
}

static bool is_title(const struct passage_chunk *chunk, const char *sentence) {
    return chunk->title && strcmp(chunk->title, sentence) == 0;
}

static size_t read_pieces(const struct passage_chunk *chunk, struct arena *arena, struct piece *out) {
    const char *at = chunk->text, *sentence;
    size_t count = 0, previous = 0;
    while (count < PIECES_MAX) {
        const char *from = at;
        sentence = sentence_next(arena, NULL, &at, NULL);
        if (sentence == NULL)
            break;
        size_t start = (size_t)(find_sentence(from, sentence) - chunk->text);
        size_t end = trim_end(chunk->text, start, (size_t)(at - chunk->text));
        if (count == 0 && previous == 0 && is_title(chunk, sentence)) {
            previous = end;
            continue;
        }
        struct piece *piece = &out[count++];
        *piece = (struct piece){.start = start, .end = end, .codepoints = text_count_codepoints(sentence)};
        piece->starts_line = count == 1 || memchr(chunk->text + previous, '\n', start - previous) != NULL;
        piece->is_item = piece->starts_line && has_mark(chunk->text, previous, start);
        previous = end;
    }
    return count;
}

static void find_labels(const char *text, struct piece *pieces, size_t count) {
    for (size_t i = 0; i < count; i++) {
        bool whole_line = pieces[i].starts_line && (i + 1 == count || pieces[i + 1].starts_line);
        pieces[i].is_label = whole_line && pieces[i].codepoints <= LABEL_CODEPOINTS &&
                             pieces[i].end > pieces[i].start && !ends_statement(text[pieces[i].end - 1]);
    }
}

static bool has_year(const char *text) {
    for (const char *at = text; *at; at++)
        if ((text_starts_with(at, "19") || text_starts_with(at, "20")) && isdigit((unsigned char)at[2]) &&
            isdigit((unsigned char)at[3]))
            return true;
    return false;
}

static size_t count_to(struct splitter *splitter, size_t byte) {
    const char *text = splitter->chunk->text;
    size_t length = strlen(text);
    while (splitter->byte < byte) {
        text_next_codepoint(text, length, &splitter->byte);
        splitter->codepoint++;
    }
    return splitter->codepoint;
}

static char *copy_as_one_line(const char *text, size_t length, struct arena *arena) {
    char *copy = arena_strndup(arena, text, length);
    for (char *c = copy; *c; c++)
        if (isspace((unsigned char)*c))
            *c = ' ';
    return copy;
}

static void add_passage(struct splitter *splitter, const struct piece *first, const struct piece *last) {
    struct passage_list *out = splitter->out;
    if (out->count == PASSAGES_MAX)
        return;
    const char *text =
        copy_as_one_line(splitter->chunk->text + first->start, last->end - first->start, splitter->arena);
    bool names_entry = first->is_label && has_year(text);
    struct passage *passage = &out->items[out->count++];
    *passage = (struct passage){
        .chunk = splitter->chunk_index, .text = text, .heading = names_entry ? "" : splitter->heading};
    passage->start = count_to(splitter, first->start);
    passage->end = count_to(splitter, last->end);
    if (names_entry)
        splitter->heading = text;
}

/* Whether `next` goes on in the passage that begins with `first` and is `codepoints` long so far. */
static bool belongs(const struct piece *first, const struct piece *next, size_t codepoints) {
    if (next->starts_line)
        return first->is_label && next->is_label && !next->is_item &&
               codepoints + next->codepoints <= LABELS_CODEPOINTS;
    return codepoints + next->codepoints <= PASSAGE_CODEPOINTS;
}

static void split_chunk(struct splitter *splitter) {
    struct piece *pieces = arena_array(splitter->arena, PIECES_MAX, sizeof *pieces);
    size_t count = read_pieces(splitter->chunk, splitter->arena, pieces);
    find_labels(splitter->chunk->text, pieces, count);
    splitter->byte = splitter->codepoint = 0;
    for (size_t i = 0, next; i < count; i = next) {
        size_t codepoints = pieces[i].codepoints;
        for (next = i + 1; next < count && belongs(&pieces[i], &pieces[next], codepoints); next++)
            codepoints += pieces[next].codepoints;
        add_passage(splitter, &pieces[i], &pieces[next - 1]);
    }
}

static bool same_section(const struct passage_chunk *a, const struct passage_chunk *b) {
    const char *left = a->title ? a->title : "", *right = b->title ? b->title : "";
    return strcmp(left, right) == 0;
}

void passage_split(const struct passage_chunk *chunks, size_t count, struct arena *arena,
                   struct passage_list *out) {
    struct splitter splitter = {.arena = arena, .out = out, .heading = ""};
    *out = (struct passage_list){.items = arena_array(arena, PASSAGES_MAX, sizeof *out->items)};
    for (size_t i = 0; i < count; i++) {
        splitter.chunk = &chunks[i];
        splitter.chunk_index = i;
        if (i > 0 && !same_section(&chunks[i - 1], &chunks[i]))
            splitter.heading = "";
        split_chunk(&splitter);
    }
}
