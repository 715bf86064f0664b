#include "nn/splitter.h"

#include <stdlib.h>
#include <string.h>

#include "nn/unicode.h"

enum {
    STEPS_MAX = 8,
    META = 0x2581, /* what SentencePiece writes for a space */
};

enum scheme { PREPEND_ALWAYS, PREPEND_FIRST, PREPEND_NEVER };

struct step {
    /* Appends the words of one word. */
    void (*run)(const struct step *step, const uint32_t *items, size_t count, bool is_first,
                struct word_list *out);
    uint32_t mark; /* of Metaspace */
    enum scheme scheme;
    bool splits;
};

struct splitter {
    struct step steps[STEPS_MAX];
    size_t count;
};

void word_list_finish(struct word_list *words) {
    codes_finish(&words->text);
    free(words->ends);
    *words = (struct word_list){0};
}

/* Ends the word that was appended to the text; none when nothing was. */
static void end_word(struct word_list *words) {
    size_t start = words->count > 0 ? words->ends[words->count - 1] : 0;
    if (words->text.count == start)
        return;
    if (words->count == words->capacity) {
        words->capacity = words->capacity > 0 ? 2 * words->capacity : 64;
        words->ends = reallocarray(words->ends, words->capacity, sizeof *words->ends);
        if (words->ends == NULL)
            abort();
    }
    words->ends[words->count++] = words->text.count;
}

static void run_spaces(const struct step *step, const uint32_t *items, size_t count, bool is_first,
                       struct word_list *out) {
    for (size_t i = 0; i < count; i++) {
        if (unicode_classify(items[i]).flags & UNICODE_IS_SPACE)
            end_word(out);
        else
            codes_put(&out->text, items[i]);
    }
    end_word(out);
}

static void run_bert(const struct step *step, const uint32_t *items, size_t count, bool is_first,
                     struct word_list *out) {
    for (size_t i = 0; i < count; i++) {
        unsigned flags = unicode_classify(items[i]).flags;
        if (flags & (UNICODE_IS_SPACE | UNICODE_IS_PUNCTUATION))
            end_word(out);
        if (!(flags & UNICODE_IS_SPACE))
            codes_put(&out->text, items[i]);
        if (flags & UNICODE_IS_PUNCTUATION)
            end_word(out);
    }
    end_word(out);
}

static void run_metaspace(const struct step *step, const uint32_t *items, size_t count, bool is_first,
                          struct word_list *out) {
    bool starts = items[0] == ' ' || items[0] == step->mark;
    if (!starts && (step->scheme == PREPEND_ALWAYS || (step->scheme == PREPEND_FIRST && is_first)))
        codes_put(&out->text, step->mark);
    for (size_t i = 0; i < count; i++) {
        uint32_t code = items[i] == ' ' ? step->mark : items[i];
        if (code == step->mark && step->splits)
            end_word(out);
        codes_put(&out->text, code);
    }
    end_word(out);
}

/* --- Reading the JSON --- */

static void refuse(struct model_folder *folder, const char *type, const char *what) {
    model_folder_fail(folder, "%s/tokenizer.json: pre_tokenizer: %.40s: %s", folder->path, type, what);
}

static bool read_scheme(const json_t *json, enum scheme *scheme) {
    static const char *const NAMES[] = {"always", "first", "never"};
    const char *name = json_string_value(json_object_get(json, "prepend_scheme"));
    if (name == NULL) {
        *scheme = json_is_false(json_object_get(json, "add_prefix_space")) ? PREPEND_NEVER : PREPEND_ALWAYS;
        return true;
    }
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        if (strcmp(NAMES[i], name) == 0) {
            *scheme = (enum scheme)i;
            return true;
        }
    }
    return false;
}

static void read_metaspace(struct model_folder *folder, const json_t *json, struct splitter *splitter) {
    struct step *step = &splitter->steps[splitter->count++];
    const json_t *mark = json_object_get(json, "replacement");
    struct codes codes = {0};
    codes_put_utf8(&codes, json_is_string(mark) ? json_string_value(mark) : "", json_string_length(mark));
    *step = (struct step){.run = run_metaspace, .mark = codes.count == 1 ? codes.items[0] : META};
    if (codes.count != 1)
        refuse(folder, "Metaspace", "replacement is no single character");
    codes_finish(&codes);
    if (!read_scheme(json, &step->scheme))
        refuse(folder, "Metaspace", "prepend_scheme is none of always, first and never");
    if (step->scheme == PREPEND_FIRST && splitter->count > 1)
        refuse(folder, "Metaspace", "prepend_scheme \"first\" is supported for the first step only");
    step->splits = !json_is_false(json_object_get(json, "split"));
}

static void read_json(struct model_folder *folder, const json_t *json, bool nested,
                      struct splitter *splitter) {
    const char *type = json_string_value(json_object_get(json, "type"));
    type = type == NULL ? "type" : type;
    if (splitter->count == STEPS_MAX) {
        refuse(folder, type, "there are too many steps");
    } else if (strcmp(type, "Metaspace") == 0) {
        read_metaspace(folder, json, splitter);
    } else if (strcmp(type, "WhitespaceSplit") == 0) {
        splitter->steps[splitter->count++] = (struct step){.run = run_spaces};
    } else if (strcmp(type, "BertPreTokenizer") == 0) {
        splitter->steps[splitter->count++] = (struct step){.run = run_bert};
    } else if (strcmp(type, "Sequence") == 0 && !nested) {
        const json_t *list = json_object_get(json, "pretokenizers");
        for (size_t i = 0; i < json_array_size(list); i++)
            read_json(folder, json_array_get(list, i), true, splitter);
    } else {
        refuse(folder, type, "this kind is not supported");
    }
}

static struct splitter *create(void) {
    struct splitter *splitter = calloc(1, sizeof *splitter);
    if (splitter == NULL)
        abort();
    return splitter;
}

struct splitter *splitter_create(struct model_folder *folder, const json_t *json) {
    struct splitter *splitter = create();
    if (json != NULL && !json_is_null(json))
        read_json(folder, json, false, splitter);
    return splitter;
}

struct splitter *splitter_create_bert(void) {
    struct splitter *splitter = create();
    splitter->steps[splitter->count++] = (struct step){.run = run_bert};
    return splitter;
}

bool splitter_needs_start(const struct splitter *splitter) {
    return splitter->count > 0 && splitter->steps[0].run == run_metaspace &&
           splitter->steps[0].scheme == PREPEND_FIRST;
}

void splitter_destroy(struct splitter *splitter) {
    free(splitter);
}

static void run_step(const struct step *step, const struct word_list *in, bool is_first,
                     struct word_list *out) {
    out->text.count = out->count = 0;
    for (size_t i = 0, start = 0; i < in->count; start = in->ends[i++])
        step->run(step, in->text.items + start, in->ends[i] - start, is_first && i == 0, out);
}

void splitter_apply(const struct splitter *splitter, const struct codes *text, bool is_first,
                    struct word_list *words) {
    struct word_list next = {0};
    words->text.count = words->count = 0;
    codes_put_all(&words->text, text->items, text->count);
    end_word(words);
    for (size_t i = 0; i < splitter->count; i++) {
        run_step(&splitter->steps[i], words, is_first, &next);
        struct word_list kept = *words;
        *words = next;
        next = kept;
    }
    word_list_finish(&next);
}
