#include "nn/normaliser.h"

#include <stdlib.h>
#include <string.h>

#include "nn/charsmap.h"
#include "nn/unicode.h"

enum {
    STEPS_MAX = 32,
    DEPTH_MAX = 4,    /* sequences in sequences */
    CONTENT_MAX = 32, /* code points that a step may insert or look for */
};

enum { HANGUL_FIRST = 0xAC00, HANGUL_LAST = 0xD7A3, HANGUL_LEAD = 0x1100, HANGUL_VOWEL = 0x1161 };
enum { HANGUL_TAIL = 0x11A7, HANGUL_LEADS = 19, HANGUL_VOWELS = 21, HANGUL_TAILS = 28 };

struct step;
typedef void step_function(const struct step *step, const struct codes *in, struct codes *out);

struct content {
    uint32_t items[CONTENT_MAX];
    size_t count;
};

struct step {
    step_function *run;
    struct charsmap *map;          /* owned */
    struct content wanted, put_in; /* of Replace and Prepend */
    unsigned dropped;              /* flags of code points that vanish */
    size_t repeats;            /* Replace: `wanted` is one code point, at least so many times; 0: a text */
    bool left, right;          /* of Strip */
    bool compatible, composes; /* of NFD, NFC, NFKD, NFKC */
};

struct normaliser {
    struct step steps[STEPS_MAX];
    size_t count;
};

static void put_form(enum unicode_form form, uint32_t code, struct codes *out) {
    size_t count;
    const uint32_t *items = unicode_find_form(form, code, &count);
    if (items != NULL)
        codes_put_all(out, items, count);
    else
        codes_put(out, code);
}

static void run_lowercase(const struct step *step, const struct codes *in, struct codes *out) {
    for (size_t i = 0; i < in->count; i++) {
        uint32_t code = in->items[i];
        if (code < 0x80)
            codes_put(out, code >= 'A' && code <= 'Z' ? code + ('a' - 'A') : code);
        else
            put_form(UNICODE_LOWER, code, out);
    }
}

static void run_drop(const struct step *step, const struct codes *in, struct codes *out) {
    for (size_t i = 0; i < in->count; i++)
        if (!(unicode_classify(in->items[i]).flags & step->dropped))
            codes_put(out, in->items[i]);
}

static void run_plain_spaces(const struct step *step, const struct codes *in, struct codes *out) {
    for (size_t i = 0; i < in->count; i++)
        codes_put(out, unicode_classify(in->items[i]).flags & UNICODE_CLEAN_SPACE ? ' ' : in->items[i]);
}

static void run_ideographs(const struct step *step, const struct codes *in, struct codes *out) {
    for (size_t i = 0; i < in->count; i++) {
        bool alone = unicode_classify(in->items[i]).flags & UNICODE_IS_IDEOGRAPH;
        if (alone)
            codes_put(out, ' ');
        codes_put(out, in->items[i]);
        if (alone)
            codes_put(out, ' ');
    }
}

static bool is_space(uint32_t code) {
    return unicode_classify(code).flags & UNICODE_IS_SPACE;
}

static void run_strip(const struct step *step, const struct codes *in, struct codes *out) {
    size_t first = 0, end = in->count;
    while (step->left && first < end && is_space(in->items[first]))
        first++;
    while (step->right && end > first && is_space(in->items[end - 1]))
        end--;
    codes_put_all(out, in->items + first, end - first);
}

static void run_prepend(const struct step *step, const struct codes *in, struct codes *out) {
    if (in->count > 0)
        codes_put_all(out, step->put_in.items, step->put_in.count);
    codes_put_all(out, in->items, in->count);
}

/* How many code points from `at` on are to be replaced. */
static size_t match(const struct step *step, const struct codes *in, size_t at) {
    const struct content *wanted = &step->wanted;
    size_t left = in->count - at, run = 0;
    if (step->repeats == 0)
        return wanted->count <= left &&
                       memcmp(in->items + at, wanted->items, wanted->count * sizeof *wanted->items) == 0
                   ? wanted->count
                   : 0;
    while (run < left && in->items[at + run] == wanted->items[0])
        run++;
    return run >= step->repeats ? run : 0;
}

static void run_replace(const struct step *step, const struct codes *in, struct codes *out) {
    for (size_t at = 0; at < in->count;) {
        size_t matched = match(step, in, at);
        if (matched > 0)
            codes_put_all(out, step->put_in.items, step->put_in.count);
        else
            codes_put(out, in->items[at]);
        at += matched > 0 ? matched : 1;
    }
}

static void run_charsmap(const struct step *step, const struct codes *in, struct codes *out) {
    charsmap_apply(step->map, in, out);
}

static void put_decomposed(uint32_t code, bool compatible, struct codes *out) {
    size_t count;
    if (code >= HANGUL_FIRST && code <= HANGUL_LAST) {
        uint32_t index = code - HANGUL_FIRST;
        codes_put(out, HANGUL_LEAD + index / (HANGUL_VOWELS * HANGUL_TAILS));
        codes_put(out, HANGUL_VOWEL + index / HANGUL_TAILS % HANGUL_VOWELS);
        if (index % HANGUL_TAILS > 0)
            codes_put(out, HANGUL_TAIL + index % HANGUL_TAILS);
        return;
    }
    const uint32_t *items = compatible ? unicode_find_form(UNICODE_COMPATIBLE, code, &count) : NULL;
    if (items != NULL)
        codes_put_all(out, items, count);
    else
        put_form(UNICODE_CANONICAL, code, out);
}

struct ordered {
    uint32_t code;
    uint32_t order;
    size_t place; /* sorting must not change the order of equals */
};

static int by_order(const void *a, const void *b) {
    const struct ordered *left = a, *right = b;
    if (left->order != right->order)
        return left->order < right->order ? -1 : 1;
    return left->place < right->place ? -1 : left->place > right->place;
}

/* Marks behind a letter come in the order of their classes. Runs may be of any length. */
static void order_run(uint32_t *items, size_t count) {
    struct ordered *run = calloc(count, sizeof *run);
    if (run == NULL)
        abort();
    for (size_t i = 0; i < count; i++)
        run[i] = (struct ordered){items[i], unicode_classify(items[i]).order, i};
    qsort(run, count, sizeof *run, by_order);
    for (size_t i = 0; i < count; i++)
        items[i] = run[i].code;
    free(run);
}

static void order_marks(struct codes *text) {
    for (size_t i = 0; i < text->count;) {
        size_t end = i;
        while (end < text->count && unicode_classify(text->items[end]).order > 0)
            end++;
        if (end > i + 1)
            order_run(text->items + i, end - i);
        i = end > i ? end : i + 1;
    }
}

static uint32_t compose(uint32_t first, uint32_t second) {
    uint32_t lead = first - HANGUL_LEAD, vowel = second - HANGUL_VOWEL, tail = second - HANGUL_TAIL;
    if (lead < HANGUL_LEADS && vowel < HANGUL_VOWELS)
        return HANGUL_FIRST + (lead * HANGUL_VOWELS + vowel) * HANGUL_TAILS;
    if (first >= HANGUL_FIRST && first <= HANGUL_LAST && (first - HANGUL_FIRST) % HANGUL_TAILS == 0 &&
        tail > 0 && tail < HANGUL_TAILS)
        return first + tail;
    return unicode_compose(first, second);
}

/* In place: a mark joins the letter before it unless one of its own class or higher stands between. */
static void compose_all(struct codes *text) {
    size_t starter = 0, out = 0;
    bool has_starter = false;
    unsigned last_order = 0;
    for (size_t i = 0; i < text->count; i++) {
        uint32_t code = text->items[i];
        unsigned order = unicode_classify(code).order;
        bool adjacent = has_starter && starter + 1 == out;
        bool open = has_starter && (adjacent || (last_order != 0 && last_order < order));
        uint32_t composed = open ? compose(text->items[starter], code) : 0;
        if (composed != 0) {
            text->items[starter] = composed;
            continue;
        }
        if (order == 0) {
            starter = out;
            has_starter = true;
        }
        last_order = order;
        text->items[out++] = code;
    }
    text->count = out;
}

static void run_form(const struct step *step, const struct codes *in, struct codes *out) {
    for (size_t i = 0; i < in->count; i++)
        put_decomposed(in->items[i], step->compatible, out);
    order_marks(out);
    if (step->composes)
        compose_all(out);
}

/* --- Reading the JSON --- */

struct reading {
    struct model_folder *folder;
    struct normaliser *normaliser;
};

static void refuse(struct reading *reading, const char *type, const char *what) {
    model_folder_fail(reading->folder, "%s/tokenizer.json: normalizer: %.40s: %s", reading->folder->path,
                      type, what);
}

static struct step *add(struct reading *reading, step_function *run) {
    struct normaliser *normaliser = reading->normaliser;
    if (normaliser->count == STEPS_MAX) {
        refuse(reading, "Sequence", "it has too many steps");
        normaliser->count--;
    }
    struct step *step = &normaliser->steps[normaliser->count++];
    charsmap_destroy(step->map);
    *step = (struct step){.run = run};
    return step;
}

static void add_drop(struct reading *reading, unsigned flag) {
    add(reading, run_drop)->dropped = flag;
}

static void add_form(struct reading *reading, bool compatible, bool composes) {
    struct step *step = add(reading, run_form);
    step->compatible = compatible;
    step->composes = composes;
}

static void read_content(struct reading *reading, const json_t *text, const char *type,
                         struct content *content) {
    struct codes codes = {0};
    if (!json_is_string(text))
        refuse(reading, type, "a text is missing");
    else
        codes_put_utf8(&codes, json_string_value(text), json_string_length(text));
    if (codes.count > CONTENT_MAX)
        refuse(reading, type, "a text is too long");
    else if (codes.count > 0)
        memcpy(content->items, codes.items, (content->count = codes.count) * sizeof *content->items);
    codes_finish(&codes);
}

/* The one kind of regular expression that tokenizers of this family have: a character, repeated: " {2,}". */
static void read_regex(struct reading *reading, const json_t *regex, struct step *step) {
    read_content(reading, regex, "Replace", &step->wanted);
    const struct content *wanted = &step->wanted;
    uint32_t digit = wanted->count == 5 ? wanted->items[2] : 0;
    bool special =
        wanted->count > 0 && wanted->items[0] < 0x80 && strchr("\\^$.|?*+()[]{}", (int)wanted->items[0]);
    bool repeats = digit >= '1' && digit <= '9' && wanted->items[1] == '{' && wanted->items[3] == ',' &&
                   wanted->items[4] == '}';
    bool plus = wanted->count == 2 && wanted->items[1] == '+';
    if (special || !(repeats || plus))
        refuse(reading, "Replace", "only expressions such as \" {2,}\" are supported");
    step->repeats = plus ? 1 : digit - '0';
}

static void read_replace(struct reading *reading, const json_t *json) {
    struct step *step = add(reading, run_replace);
    const json_t *pattern = json_object_get(json, "pattern"), *regex = json_object_get(pattern, "Regex");
    if (regex != NULL)
        read_regex(reading, regex, step);
    else
        read_content(reading, json_object_get(pattern, "String"), "Replace", &step->wanted);
    if (step->wanted.count == 0)
        refuse(reading, "Replace", "its pattern is empty");
    read_content(reading, json_object_get(json, "content"), "Replace", &step->put_in);
}

static void read_charsmap(struct reading *reading, const json_t *json) {
    char problem[128];
    struct step *step = add(reading, run_charsmap);
    const json_t *base64 = json_object_get(json, "precompiled_charsmap");
    if (!json_is_string(base64)) {
        refuse(reading, "Precompiled", "precompiled_charsmap is missing");
        return;
    }
    step->map =
        charsmap_create(json_string_value(base64), json_string_length(base64), problem, sizeof problem);
    if (step->map == NULL)
        model_folder_fail(reading->folder, "%s/tokenizer.json: precompiled_charsmap %s",
                          reading->folder->path, problem);
}

static void add_bert(struct reading *reading, bool clean, bool lower_case, bool strip_accents,
                     bool ideographs) {
    if (clean) {
        add_drop(reading, UNICODE_CLEANED);
        add(reading, run_plain_spaces);
    }
    if (ideographs)
        add(reading, run_ideographs);
    if (strip_accents) {
        add_form(reading, false, false);
        add_drop(reading, UNICODE_IS_ACCENT);
    }
    if (lower_case)
        add(reading, run_lowercase);
}

static bool read_flag(const json_t *json, const char *key, bool usual) {
    const json_t *value = json_object_get(json, key);
    return json_is_boolean(value) ? json_is_true(value) : usual;
}

static void read_bert(struct reading *reading, const json_t *json) {
    bool lower_case = read_flag(json, "lowercase", true);
    add_bert(reading, read_flag(json, "clean_text", true), lower_case,
             read_flag(json, "strip_accents", lower_case), read_flag(json, "handle_chinese_chars", true));
}

static void read_strip(struct reading *reading, const json_t *json) {
    struct step *step = add(reading, run_strip);
    step->left = read_flag(json, "strip_left", true);
    step->right = read_flag(json, "strip_right", true);
}

static void read_prepend(struct reading *reading, const json_t *json) {
    read_content(reading, json_object_get(json, "prepend"), "Prepend", &add(reading, run_prepend)->put_in);
}

static void read_nfc(struct reading *reading, const json_t *json) {
    add_form(reading, false, true);
}

static void read_nfd(struct reading *reading, const json_t *json) {
    add_form(reading, false, false);
}

static void read_nfkc(struct reading *reading, const json_t *json) {
    add_form(reading, true, true);
}

static void read_nfkd(struct reading *reading, const json_t *json) {
    add_form(reading, true, false);
}

static void read_lowercase(struct reading *reading, const json_t *json) {
    add(reading, run_lowercase);
}

static void read_strip_accents(struct reading *reading, const json_t *json) {
    add_drop(reading, UNICODE_IS_MARK);
}

static const struct {
    const char *type;
    void (*read)(struct reading *reading, const json_t *json);
} TYPES[] = {
    {"BertNormalizer", read_bert},
    {"Lowercase", read_lowercase},
    {"NFC", read_nfc},
    {"NFD", read_nfd},
    {"NFKC", read_nfkc},
    {"NFKD", read_nfkd},
    {"Precompiled", read_charsmap},
    {"Prepend", read_prepend},
    {"Replace", read_replace},
    {"Strip", read_strip},
    {"StripAccents", read_strip_accents},
};

static void read_type(struct reading *reading, const json_t *json, const char *type) {
    for (size_t i = 0; i < sizeof TYPES / sizeof *TYPES; i++) {
        if (strcmp(TYPES[i].type, type) == 0) {
            TYPES[i].read(reading, json);
            return;
        }
    }
    refuse(reading, type, "this kind is not supported");
}

static void read_json(struct reading *reading, const json_t *json, int depth) {
    const char *type = json_string_value(json_object_get(json, "type"));
    if (reading->folder->failed)
        return;
    if (type == NULL || depth > DEPTH_MAX) {
        refuse(reading, type == NULL ? "type" : type,
               type == NULL ? "it is missing" : "it is nested too deep");
        return;
    }
    if (strcmp(type, "Sequence") != 0) {
        read_type(reading, json, type);
        return;
    }
    const json_t *list = json_object_get(json, "normalizers");
    for (size_t i = 0; i < json_array_size(list); i++)
        read_json(reading, json_array_get(list, i), depth + 1);
}

static struct normaliser *create(void) {
    struct normaliser *normaliser = calloc(1, sizeof *normaliser);
    if (normaliser == NULL)
        abort();
    return normaliser;
}

struct normaliser *normaliser_create(struct model_folder *folder, const json_t *json) {
    struct reading reading = {.folder = folder, .normaliser = create()};
    if (json != NULL && !json_is_null(json))
        read_json(&reading, json, 0);
    return reading.normaliser;
}

struct normaliser *normaliser_create_bert(bool lower_case, bool strip_accents, bool split_ideographs) {
    struct reading reading = {.normaliser = create()};
    add_bert(&reading, true, lower_case, strip_accents, split_ideographs);
    return reading.normaliser;
}

void normaliser_destroy(struct normaliser *normaliser) {
    if (normaliser == NULL)
        return;
    for (size_t i = 0; i < normaliser->count; i++)
        charsmap_destroy(normaliser->steps[i].map);
    free(normaliser);
}

bool normaliser_strips_start(const struct normaliser *normaliser) {
    for (size_t i = 0; i < normaliser->count; i++)
        if (normaliser->steps[i].left || normaliser->steps[i].dropped != 0)
            return true;
    return false;
}

/* Whether the reference no longer takes what comes first for the start of the text. */
static bool loses_start(const struct step *step, const struct codes *text) {
    return step->run == run_replace && match(step, text, 0) > (step->put_in.count > 0 ? 1 : 0);
}

bool normaliser_apply(const struct normaliser *normaliser, struct codes *text) {
    struct codes out = {0};
    bool kept = true;
    for (size_t i = 0; i < normaliser->count && text->count > 0; i++) {
        const struct step *step = &normaliser->steps[i];
        kept = kept && !loses_start(step, text);
        out.count = 0;
        step->run(step, text, &out);
        codes_swap(text, &out);
    }
    codes_finish(&out);
    return kept;
}
