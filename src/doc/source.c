#include "doc/source.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"

static bool read_unsigned(const json_t *object, const char *key, json_int_t max, unsigned *out) {
    const json_t *value = json_object_get(object, key);
    if (!json_is_integer(value) || json_integer_value(value) < 0 || json_integer_value(value) > max)
        return false;
    *out = (unsigned)json_integer_value(value);
    return true;
}

/* Text that is not blank and without control characters; NULL otherwise. */
static const char *read_text(const json_t *object, const char *key, struct arena *arena) {
    const char *text = json_string_value(json_object_get(object, key));
    if (text == NULL || text_is_blank(text))
        return NULL;
    for (const char *at = text; *at != '\0'; at++)
        if ((unsigned char)*at < 0x20)
            return NULL;
    return arena_strdup(arena, text);
}

/* The place of a word in a list of names; -1 if it is none of them. */
static int read_name(const json_t *object, const char *key, const char *const *names, size_t count) {
    const char *text = json_string_value(json_object_get(object, key));
    for (size_t i = 0; text != NULL && i < count; i++)
        if (strcmp(text, names[i]) == 0)
            return (int)i;
    return -1;
}

static bool read_box(const json_t *object, struct source_line *line) {
    const json_t *box = json_object_get(object, "box");
    float values[4];
    if (box == NULL)
        return true;
    if (json_array_size(box) != 4)
        return false;
    for (size_t i = 0; i < 4; i++) {
        const json_t *value = json_array_get(box, i);
        if (!json_is_number(value) || !(fabs(json_number_value(value)) < 1e6))
            return false;
        values[i] = (float)json_number_value(value);
    }
    line->placed = true;
    line->box = (struct doc_box){line->page, values[0], values[1], values[2], values[3]};
    return true;
}

static bool read_line(const json_t *object, const struct source *source, struct arena *arena,
                      struct source_line *line) {
    static const char *const kinds[] = {"wrapped", "paragraph", "heading", "item"};
    int kind = read_name(object, "kind", kinds, sizeof kinds / sizeof *kinds);
    const json_t *size = json_object_get(object, "size");
    line->text = read_text(object, "text", arena);
    if (line->text == NULL || kind < 0 || !json_is_number(size) ||
        !read_unsigned(object, "block", 1000000, &line->block) ||
        !read_unsigned(object, "page", source->pages, &line->page) || line->page == 0)
        return false;
    line->kind = (enum source_kind)kind;
    line->size = (float)json_number_value(size);
    line->bold = json_is_true(json_object_get(object, "bold"));
    for (size_t i = 0; i < source->recognised_count; i++)
        line->recognised = line->recognised || source->recognised[i] == line->page;
    return read_box(object, line);
}

static bool read_pages(const json_t *array, const struct source *source, struct arena *arena,
                       const unsigned **pages, size_t *count) {
    size_t size = json_array_size(array);
    if (!json_is_array(array) || size > source->pages)
        return false;
    unsigned *out = arena_array(arena, size + 1, sizeof *out);
    for (size_t i = 0; i < size; i++) {
        json_int_t page = json_integer_value(json_array_get(array, i));
        if (page < 1 || page > source->pages)
            return false;
        out[i] = (unsigned)page;
    }
    *pages = out;
    *count = size;
    return true;
}

/* Which pages are pictures, and what was recognised of them. */
static bool read_recognition(const json_t *root, struct arena *arena, struct source *source) {
    const json_t *confidence = json_object_get(root, "confidence");
    if (!json_is_number(confidence) ||
        !(json_number_value(confidence) >= 0 && json_number_value(confidence) <= 1))
        return false;
    source->confidence = (float)json_number_value(confidence);
    return read_pages(json_object_get(root, "scanned"), source, arena, &source->scanned,
                      &source->scanned_count) &&
           read_pages(json_object_get(root, "recognised"), source, arena, &source->recognised,
                      &source->recognised_count);
}

static bool read_lines(const json_t *array, struct arena *arena, struct source *source) {
    if (!json_is_array(array))
        return false;
    source->line_count = json_array_size(array);
    struct source_line *lines = arena_array(arena, source->line_count, sizeof *lines);
    source->lines = lines;
    for (size_t i = 0; i < source->line_count; i++)
        if (!read_line(json_array_get(array, i), source, arena, &lines[i]))
            return false;
    return true;
}

static bool read_hidden(const json_t *array, struct arena *arena, struct source *source) {
    static const char *const reasons[] = {"white", "tiny", "invisible", "covered", "vanish"};
    if (!json_is_array(array))
        return false;
    source->hidden_count = json_array_size(array);
    struct doc_hidden *hidden = arena_array(arena, source->hidden_count, sizeof *hidden);
    source->hidden = hidden;
    for (size_t i = 0; i < source->hidden_count; i++) {
        const json_t *object = json_array_get(array, i);
        int reason = read_name(object, "reason", reasons, sizeof reasons / sizeof *reasons);
        hidden[i].text = read_text(object, "text", arena);
        if (hidden[i].text == NULL || reason < 0 ||
            !read_unsigned(object, "page", source->pages, &hidden[i].page))
            return false;
        hidden[i].reason = reasons[reason];
    }
    return true;
}

static enum err read_source(const json_t *root, struct arena *arena, struct source *out,
                            const char **error_name) {
    unsigned stripped, unreadable;
    const char *error = json_string_value(json_object_get(root, "error"));
    if (error != NULL) {
        *error_name = arena_strdup(arena, error);
        return ERR_UNREADABLE;
    }
    if (!read_unsigned(root, "pages", DOC_PAGES_MAX, &out->pages) ||
        !read_unsigned(root, "images", DOC_PAGES_MAX, &out->images) ||
        !read_unsigned(root, "stripped", 100000000, &stripped) ||
        !read_unsigned(root, "unreadable", 100000000, &unreadable))
        return ERR_INTERNAL;
    out->stripped = stripped;
    out->unreadable = unreadable;
    bool whole = read_recognition(root, arena, out) &&
                 read_lines(json_object_get(root, "lines"), arena, out) &&
                 read_hidden(json_object_get(root, "hidden"), arena, out);
    return whole ? ERR_OK : ERR_INTERNAL;
}

enum err source_parse(const char *json, size_t length, struct arena *arena, struct source *out,
                      const char **error_name) {
    *out = (struct source){0};
    *error_name = NULL;
    /* jansson refuses bytes that are not UTF-8, NUL characters and deep nesting. */
    json_t *root = json_loadb(json, length, JSON_REJECT_DUPLICATES, NULL);
    if (root == NULL)
        return ERR_INTERNAL;
    enum err err = read_source(root, arena, out, error_name);
    json_decref(root);
    return err;
}
