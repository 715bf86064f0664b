#include "doc/chunker.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"

/* A "sentence" longer than this is a list without full stops; it is cut at a space after all. */
enum { SENTENCE_CODEPOINTS_MAX = 2 * DOC_CHUNK_CODEPOINTS_MAX };

void chunker_init(struct chunker *chunker, struct arena *arena) {
    *chunker = (struct chunker){.arena = arena, .text = {.arena = arena}};
}

void chunker_set_title(struct chunker *chunker, const struct paragraph *title) {
    chunker_flush(chunker);
    chunker->title = title;
}

/* Doubles an array in the arena when it is full; what it leaves behind is freed with the arena. */
static void *grow(struct arena *arena, void *items, size_t count, size_t *capacity, size_t size) {
    if (count < *capacity)
        return items;
    size_t larger = *capacity > 0 ? *capacity * 2 : 16;
    void *copy = arena_array(arena, larger, size);
    if (count > 0)
        memcpy(copy, items, count * size);
    *capacity = larger;
    return copy;
}

void chunker_flush(struct chunker *chunker) {
    if (chunker->text.length == 0)
        return;
    chunker->chunks =
        grow(chunker->arena, chunker->chunks, chunker->count, &chunker->capacity, sizeof *chunker->chunks);
    chunker->chunks[chunker->count] = (struct doc_chunk){
        .text = chunker->text.data,
        .page = chunker->page,
        .section = chunker->section,
        .boxes = chunker->boxes,
        .box_count = chunker->box_count,
    };
    chunker->count++;
    chunker->text = (struct buffer){.arena = chunker->arena};
    chunker->boxes = NULL;
    chunker->codepoints = chunker->box_count = chunker->box_capacity = 0;
}

/* Boxes of the lines that hold bytes [start, end) of the paragraph, taking its lines to be equally long. */
static void add_boxes(struct chunker *chunker, const struct paragraph *paragraph, size_t start, size_t end) {
    size_t length = strlen(paragraph->text);
    size_t first = start * paragraph->box_count / length;
    size_t last = (end * paragraph->box_count + length - 1) / length;
    for (size_t i = first; i < last && i < paragraph->box_count; i++) {
        chunker->boxes = grow(chunker->arena, chunker->boxes, chunker->box_count, &chunker->box_capacity,
                              sizeof *chunker->boxes);
        chunker->boxes[chunker->box_count++] = paragraph->boxes[i];
    }
}

/* Appends bytes [start, end) of a paragraph; `separator` goes before them unless the chunk is empty. */
static void append(struct chunker *chunker, const struct paragraph *paragraph, size_t start, size_t end,
                   char separator) {
    char *part = arena_strndup(chunker->arena, paragraph->text + start, end - start);
    char *trimmed = text_trim(chunker->arena, part);
    if (*trimmed == '\0')
        return;
    if (chunker->text.length > 0)
        buffer_append_char(&chunker->text, separator);
    else
        chunker->page = paragraph->page;
    buffer_append_text(&chunker->text, trimmed);
    chunker->codepoints += text_count_codepoints(trimmed) + 1;
    add_boxes(chunker, paragraph, start, end);
}

static bool is_abbreviation(const char *text, size_t dot) {
    static const char *const known[] = {"e.g", "i.e", "etc",    "Dr",  "Mr",   "Ms",       "Mrs", "Prof",
                                        "St",  "No",  "vs",     "ca",  "Dott", "Dott.ssa", "Ing", "Sig",
                                        "es",  "ecc", "approx", "Inc", "Ltd",  "Jr"};
    size_t start = dot;
    while (start > 0 && text[start - 1] != ' ' && text[start - 1] != '(')
        start--;
    if (dot - start <= 1)
        return true; /* an initial */
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strlen(known[i]) == dot - start && strncmp(text + start, known[i], dot - start) == 0)
            return true;
    return memchr(text + start, '.', dot - start) != NULL; /* S.p.A. and the like */
}

static bool starts_sentence(const char *text) {
    return !islower((unsigned char)*text) && *text != '\0' && strchr(",;:)", *text) == NULL;
}

size_t chunker_sentence_length(const char *text) {
    size_t length = strlen(text);
    for (size_t i = 1; i + 1 < length; i++) {
        bool ends = text[i] == '!' || text[i] == '?' || (text[i] == '.' && !is_abbreviation(text, i));
        size_t after = i + 1;
        while (ends && after < length && strchr(")\"'", text[after]) != NULL)
            after++;
        if (ends && text[after] == ' ' && starts_sentence(text + after + 1))
            return after + 1;
    }
    return length;
}

/* Cuts an endless sentence at the last space that fits. */
static size_t bounded_sentence_length(const char *text) {
    size_t length = chunker_sentence_length(text), at = 0, codepoints = 0, space = 0;
    while (at < length && codepoints < SENTENCE_CODEPOINTS_MAX) {
        if (text[at] == ' ')
            space = at + 1;
        text_next_codepoint(text, length, &at);
        codepoints++;
    }
    return at >= length || space == 0 ? at : space;
}

static void add_by_sentences(struct chunker *chunker, size_t section, const struct paragraph *paragraph) {
    size_t length = strlen(paragraph->text);
    for (size_t start = 0, end; start < length; start = end) {
        end = start + bounded_sentence_length(paragraph->text + start);
        char *sentence = arena_strndup(chunker->arena, paragraph->text + start, end - start);
        if (chunker->codepoints + text_count_codepoints(sentence) > DOC_CHUNK_CODEPOINTS_MAX)
            chunker_flush(chunker);
        chunker->section = section;
        append(chunker, paragraph, start, end, start == 0 ? '\n' : ' ');
    }
}

void chunker_add(struct chunker *chunker, size_t section, const struct paragraph *paragraph) {
    size_t codepoints = text_count_codepoints(paragraph->text);
    if (chunker->codepoints + codepoints > DOC_CHUNK_CODEPOINTS_MAX || chunker->section != section)
        chunker_flush(chunker);
    chunker->section = section;
    if (chunker->title != NULL)
        append(chunker, chunker->title, 0, strlen(chunker->title->text), '\n');
    chunker->title = NULL;
    if (codepoints > DOC_CHUNK_CODEPOINTS_MAX)
        add_by_sentences(chunker, section, paragraph);
    else
        append(chunker, paragraph, 0, strlen(paragraph->text), '\n');
}
