#include "doc/heading.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "doc/content.h"

enum {
    HEADING_CODEPOINTS_MAX = 48,
    HEADING_WORDS_MAX = 6,
    LOOKS_MAX = 12,    /* no CV has so many kinds of headings, and the search is quadratic */
    COMPARED_MAX = 64, /* headings of a CV, as before */
};

/* Columns begin further apart than a heading's indent. */
static const float COLUMN_SLACK_POINTS = 60;
/* In half points: what makes letters larger than the text's. */
static const float LARGER_HALF_POINTS = 1.5f;

/* How a heading looks; what the headings of one column share. */
struct look {
    int half_points;
    bool capitals;
    bool bold;
    bool styled;
    float left;
};

struct looks {
    struct look items[LOOKS_MAX];
    size_t count;
};

static struct look look_of(const struct paragraph *paragraph) {
    return (struct look){(int)lroundf(paragraph->size * 2), paragraph->capitals, paragraph->bold,
                         paragraph->heading_style, paragraph->left};
}

static bool share_column(struct look a, struct look b) {
    return fabsf(a.left - b.left) < COLUMN_SLACK_POINTS;
}

static bool is_same_type(struct look a, struct look b) {
    return a.half_points == b.half_points && a.capitals == b.capitals && a.bold == b.bold &&
           a.styled == b.styled;
}

static bool is_same_look(struct look a, struct look b) {
    return is_same_type(a, b) && share_column(a, b);
}

static size_t count_words(const char *text) {
    size_t words = 0;
    for (const char *at = text; *at != '\0'; at++)
        words += *at != ' ' && (at == text || at[-1] == ' ');
    return words;
}

static bool could_be_heading(const struct paragraph *paragraph) {
    return strpbrk(paragraph->text, "0123456789@,.;|") == NULL && !paragraph->item &&
           count_words(paragraph->text) <= HEADING_WORDS_MAX &&
           text_count_codepoints(paragraph->text) <= HEADING_CODEPOINTS_MAX;
}

static bool is_larger(struct look look, const struct paragraphs *paragraphs) {
    return (float)look.half_points > paragraphs->body_size * 2 + LARGER_HALF_POINTS;
}

static void add_look(struct looks *looks, struct look look) {
    if (looks->count < LOOKS_MAX)
        looks->items[looks->count++] = look;
}

static bool has_look(const struct looks *looks, struct look look) {
    for (size_t i = 0; i < looks->count; i++)
        if (is_same_look(looks->items[i], look))
            return true;
    return false;
}

/* The looks that at least two headings with known words share within a column. */
static void find_known_looks(const struct paragraphs *paragraphs, const char *const *kinds,
                             struct looks *looks) {
    struct look known[COMPARED_MAX];
    size_t count = 0;
    for (size_t i = 0; i < paragraphs->count && count < COMPARED_MAX; i++)
        if (kinds[i] != NULL)
            known[count++] = look_of(&paragraphs->items[i]);
    for (size_t i = 0; i < count; i++) {
        size_t alike = 0;
        for (size_t j = 0; j < count; j++)
            alike += is_same_look(known[i], known[j]);
        if (alike > 1 && !has_look(looks, known[i]))
            add_look(looks, known[i]);
    }
}

/* Whether a paragraph has the place of a heading: short, set apart, with text of another look below it. */
static bool stands_like_heading(const struct paragraphs *paragraphs, size_t index) {
    const struct paragraph *paragraph = &paragraphs->items[index];
    return could_be_heading(paragraph) && paragraph->gap_above && index + 1 < paragraphs->count &&
           !is_same_type(look_of(paragraph), look_of(&paragraph[1]));
}

/* Looks of headings whose words nobody knows: larger letters or capitals, at least three times in a column
 * that has no known headings. */
static void find_unknown_looks(const struct paragraphs *paragraphs, struct looks *looks) {
    enum { ALIKE_MIN = 3 };
    struct look candidates[COMPARED_MAX];
    size_t count = 0;
    for (size_t i = 0; i < paragraphs->count && count < COMPARED_MAX; i++) {
        struct look look = look_of(&paragraphs->items[i]);
        if (stands_like_heading(paragraphs, i) && (is_larger(look, paragraphs) || look.capitals))
            candidates[count++] = look;
    }
    for (size_t i = 0; i < count; i++) {
        size_t alike = 0;
        bool taken = false;
        for (size_t j = 0; j < count; j++)
            alike += is_same_look(candidates[i], candidates[j]);
        for (size_t j = 0; j < looks->count; j++)
            taken = taken || share_column(looks->items[j], candidates[i]);
        if (alike >= ALIKE_MIN && !taken)
            add_look(looks, candidates[i]);
    }
}

/* A word of the list in a weaker look than the column's headings is a label inside of a section. Larger
 * letters than the text's make a heading with or without capitals. */
static bool is_weaker(struct look look, struct look heading, bool larger) {
    return look.half_points < heading.half_points ||
           (look.half_points == heading.half_points &&
            ((heading.capitals && !look.capitals && !larger) || (heading.bold && !look.bold) ||
             (heading.styled && !look.styled)));
}

static bool is_label(struct look look, const struct looks *looks, bool larger) {
    bool weaker = false;
    for (size_t i = 0; i < looks->count; i++)
        weaker = weaker || (share_column(looks->items[i], look) && is_weaker(look, looks->items[i], larger));
    return weaker && !has_look(looks, look);
}

/* "Licences and cards:" alone on a line, as plain exports head their sections. */
static bool is_plain_heading(const struct paragraph *paragraph, struct arena *arena) {
    size_t length = strlen(paragraph->text);
    return paragraph->gap_above && paragraph->text[length - 1] == ':' &&
           heading_kind_by_words(paragraph->text, arena) != NULL;
}

/* Whether the look sets headings apart from bold titles of entries. */
static bool is_distinctive(struct look look, const struct paragraphs *paragraphs) {
    return look.capitals || look.styled || is_larger(look, paragraphs);
}

/* The name at the top may look like a heading; what follows an address or larger letters cannot be it. */
static size_t find_end_of_name(const struct paragraphs *paragraphs, const char *const *kinds) {
    float largest = 0;
    for (size_t i = 0; i < paragraphs->count; i++) {
        const struct paragraph *paragraph = &paragraphs->items[i];
        if (kinds[i] != NULL)
            return i;
        if (strchr(paragraph->text, '@') != NULL || paragraph->size < largest - 1)
            return i + 1;
        largest = fmaxf(largest, paragraph->size);
    }
    return paragraphs->count;
}

/* Gives a kind to headings that are known by their look alone, from their words or from what stands below. */
static void name_unknown(const struct paragraphs *paragraphs, const char **kinds, const bool *unknown,
                         struct arena *arena) {
    for (size_t i = 0; i < paragraphs->count; i++) {
        size_t end = i + 1;
        if (!unknown[i])
            continue;
        while (end < paragraphs->count && kinds[end] == NULL)
            end++;
        kinds[i] = heading_kind_by_words(paragraphs->items[i].text, arena);
        if (kinds[i] == NULL)
            kinds[i] = content_kind(paragraphs->items + i + 1, end - i - 1, arena);
    }
}

const char *const *headings_find(const struct paragraphs *paragraphs, struct arena *arena) {
    struct looks looks = {0};
    const char **kinds = arena_array(arena, paragraphs->count + 1, sizeof *kinds);
    bool *unknown = arena_array(arena, paragraphs->count + 1, sizeof *unknown);
    for (size_t i = 0; i < paragraphs->count; i++)
        kinds[i] = heading_kind(paragraphs->items[i].text, arena);
    find_known_looks(paragraphs, kinds, &looks);
    find_unknown_looks(paragraphs, &looks);
    size_t after_name = find_end_of_name(paragraphs, kinds);
    for (size_t i = 0; i < paragraphs->count; i++) {
        const struct paragraph *paragraph = &paragraphs->items[i];
        struct look look = look_of(paragraph);
        if (kinds[i] != NULL && !paragraph->recognised && is_label(look, &looks, is_larger(look, paragraphs)))
            kinds[i] = NULL;
        else if (kinds[i] == NULL && i >= after_name && has_look(&looks, look) &&
                 could_be_heading(paragraph) &&
                 (is_distinctive(look, paragraphs) || is_plain_heading(paragraph, arena))) {
            unknown[i] = true;
            kinds[i] = "other";
        }
    }
    name_unknown(paragraphs, kinds, unknown, arena);
    return kinds;
}
