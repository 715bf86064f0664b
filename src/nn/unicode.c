#include "nn/unicode.h"

enum { HANGUL_FIRST = 0xAC00, HANGUL_LAST = 0xD7A3, HANGUL_TAILS = 28, FORMS = 3 };

/* Little-endian, like every machine this runs on: five counts, then the rows of the five tables. */
extern const uint32_t unicode_forms_data[];

struct form {
    uint32_t code;
    uint32_t at; /* in the pool: a count, then the code points */
};

struct pair {
    uint32_t first, second, composed;
};

static const struct form *forms_of(enum unicode_form form, size_t *count) {
    const uint32_t *rows = unicode_forms_data + FORMS + 2;
    for (size_t i = 0; i < (size_t)form; i++)
        rows += 2 * (size_t)unicode_forms_data[i];
    *count = unicode_forms_data[form];
    return (const struct form *)(const void *)rows;
}

static const struct pair *pairs(size_t *count) {
    size_t last;
    const struct form *compatible = forms_of(UNICODE_COMPATIBLE, &last);
    *count = unicode_forms_data[FORMS];
    return (const struct pair *)(const void *)(compatible + last);
}

static const uint32_t *pool(void) {
    size_t count;
    const struct pair *first = pairs(&count);
    return (const uint32_t *)(const void *)(first + count);
}

struct unicode_class unicode_classify(uint32_t code) {
    struct unicode_class none = {.first = code, .last = code};
    size_t low = 0, high = UNICODE_CLASS_COUNT;
    if ((code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z'))
        return none;
    if (code >= HANGUL_FIRST && code <= HANGUL_LAST) {
        none.cluster = (code - HANGUL_FIRST) % HANGUL_TAILS == 0 ? CLUSTER_LV : CLUSTER_LVT;
        return none;
    }
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (UNICODE_CLASSES[middle].last < code)
            low = middle + 1;
        else
            high = middle;
    }
    return low < UNICODE_CLASS_COUNT && UNICODE_CLASSES[low].first <= code ? UNICODE_CLASSES[low] : none;
}

const uint32_t *unicode_find_form(enum unicode_form form, uint32_t code, size_t *count) {
    size_t low = 0, high;
    const struct form *forms = forms_of(form, &high);
    size_t size = high;
    if (code < forms[0].code)
        return NULL;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (forms[middle].code < code)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == size || forms[low].code != code)
        return NULL;
    const uint32_t *found = pool() + forms[low].at;
    *count = found[0];
    return found + 1;
}

uint32_t unicode_compose(uint32_t first, uint32_t second) {
    size_t low = 0, high;
    const struct pair *all = pairs(&high);
    size_t size = high;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (all[middle].first < first || (all[middle].first == first && all[middle].second < second))
            low = middle + 1;
        else
            high = middle;
    }
    return low < size && all[low].first == first && all[low].second == second ? all[low].composed : 0;
}
