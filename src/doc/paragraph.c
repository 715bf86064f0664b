#include "doc/paragraph.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/text.h"
#include "doc/heading.h"

/* What the lines of a document have in common. */
struct rhythm {
    const struct source *source;
    const float *right_edges; /* of each line's block on its page */
    float leading_gap;        /* the usual space between two lines of a paragraph, in letter sizes */
};

static float bottom(const struct source_line *line) {
    return line->box.y + line->box.height;
}

static bool are_neighbours(const struct source_line *above, const struct source_line *below) {
    return above->placed && below->placed && above->page == below->page && above->block == below->block;
}

static float gap_between(const struct source_line *above, const struct source_line *below) {
    float size = below->size > 1 ? below->size : 10;
    return (below->box.y - bottom(above)) / size;
}

static int compare_floats(const void *a, const void *b) {
    float first = *(const float *)a, second = *(const float *)b;
    return (first > second) - (first < second);
}

/* The lower quartile of the gaps: lists and headings have wider ones, and they may be in the majority. */
static float find_leading_gap(const struct source *source, struct arena *arena) {
    float *gaps = arena_array(arena, source->line_count + 1, sizeof *gaps);
    size_t count = 0;
    for (size_t i = 1; i < source->line_count; i++) {
        const struct source_line *above = &source->lines[i - 1], *below = &source->lines[i];
        if (are_neighbours(above, below) && fabsf(above->size - below->size) < 0.6f &&
            gap_between(above, below) > -1)
            gaps[count++] = gap_between(above, below);
    }
    qsort(gaps, count, sizeof *gaps, compare_floats);
    return count > 0 ? gaps[count / 4] : 0.2f;
}

static bool share_column(const struct source_line *a, const struct source_line *b) {
    return a->block == b->block && a->page == b->page && a->box.x < b->box.x + b->box.width &&
           b->box.x < a->box.x + a->box.width;
}

/* How far right the lines reach that stand above or below each line. */
static const float *find_right_edges(const struct source *source, struct arena *arena) {
    enum { NEIGHBOURS = 60 }; /* as many lines as a page has */
    float *edges = arena_array(arena, source->line_count + 1, sizeof *edges);
    for (size_t i = 0; i < source->line_count; i++) {
        size_t end = i + NEIGHBOURS < source->line_count ? i + NEIGHBOURS : source->line_count;
        for (size_t j = i > NEIGHBOURS ? i - NEIGHBOURS : 0; j < end; j++)
            if (share_column(&source->lines[i], &source->lines[j]))
                edges[i] = fmaxf(edges[i], source->lines[j].box.x + source->lines[j].box.width);
    }
    return edges;
}

/* Bytes of a bullet or dash and the space after it at the start of `text`; 0 without. */
static size_t bullet_length(const char *text) {
    static const char *const bullets[] = {"•", "‣", "◦", "▪", "■", "□", "●", "○", "–", "—", "-", "*", "·",
                                          "➢", "➤", "►", "▶", "✓", "✔", "→", "»", "›", "◆", "❖", "o"};
    for (size_t i = 0; i < sizeof bullets / sizeof *bullets; i++) {
        size_t length = strlen(bullets[i]);
        if (strncmp(text, bullets[i], length) == 0 && text[length] == ' ')
            return length + 1;
    }
    return 0;
}

static bool starts_lower_case(const char *text) {
    return islower((unsigned char)text[0]) || (unsigned char)text[0] == 0xC3;
}

static bool ends_sentence(const char *text) {
    size_t length = strlen(text);
    return length > 0 && strchr(".!?:;", text[length - 1]) != NULL;
}

/* Whether `text` ends in a hyphen that broke its last word, which `next` goes on with. */
static bool ends_in_broken_word(const char *text, const char *next) {
    size_t length = strlen(text);
    return length > 2 && text[length - 1] == '-' && isalpha((unsigned char)text[length - 2]) &&
           starts_lower_case(next);
}

/* Whether the first word of `below` would not have fitted after `above`. */
static bool is_full(const struct source_line *above, const struct source_line *below, float right_edge) {
    size_t word = strcspn(below->text, " "), whole = strlen(below->text);
    float width = below->box.width * (float)word / (float)whole;
    float space = 0.25f * above->size;
    return above->box.x + above->box.width + space + width > right_edge - 0.2f * above->size;
}

/* A paragraph may go on at the top of the next column or page: only in the middle of a sentence. */
static bool continues_elsewhere(const struct source_line *above, const struct source_line *below) {
    return starts_lower_case(below->text) && !ends_sentence(above->text) && below->page - above->page <= 1 &&
           strlen(above->text) > 40;
}

/* Whether two lines keep to the same margin: the left one, with a hanging indent at most, or the right one.
 */
static bool are_flush(const struct source_line *above, const struct source_line *below) {
    float size = below->size > 1 ? below->size : 10;
    float indent = (below->box.x - above->box.x) / size;
    float overhang = (below->box.x + below->box.width - above->box.x - above->box.width) / size;
    return (indent > -0.3f && indent < 3) || fabsf(overhang) < 0.2f;
}

static bool continues(const struct rhythm *rhythm, size_t line) {
    const struct source_line *above = &rhythm->source->lines[line - 1], *below = &rhythm->source->lines[line];
    if (above->kind != SOURCE_WRAPPED || below->kind != SOURCE_WRAPPED || !above->placed || !below->placed)
        return false;
    if (fabsf(above->size - below->size) > 0.6f || above->bold != below->bold ||
        bullet_length(below->text) > 0)
        return false;
    if (!are_neighbours(above, below))
        return continues_elsewhere(above, below);
    /* A broken word holds lines together that a first line's indent or an accent in them seems to part. */
    bool broken = ends_in_broken_word(above->text, below->text);
    float gap = gap_between(above, below), widest = rhythm->leading_gap + (broken ? 0.6f : 0.18f);
    return gap > -0.9f && gap < widest && (broken || are_flush(above, below)) &&
           is_full(above, below, rhythm->right_edges[line - 1]);
}

/* A heading in a narrow column may need two lines: "ESPERIENZA" and "LAVORATIVA". */
static bool completes_heading(const struct rhythm *rhythm, size_t line, struct arena *arena) {
    const struct source_line *above = &rhythm->source->lines[line - 1], *below = &rhythm->source->lines[line];
    return are_neighbours(above, below) && fabsf(above->size - below->size) < 0.6f &&
           above->bold == below->bold && fabsf(gap_between(above, below)) < 0.9f && are_flush(above, below) &&
           heading_kind(arena_printf(arena, "%s %s", above->text, below->text), arena) != NULL;
}

static bool is_all_capitals(const char *text) {
    size_t length = strlen(text), capitals = 0;
    for (size_t at = 0; at < length;) {
        uint32_t c = text_next_codepoint(text, length, &at);
        if ((c >= 'a' && c <= 'z') || (c >= 0xDF && c <= 0xFF && c != 0xF7))
            return false;
        capitals += (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE);
    }
    return capitals >= 2;
}

/* Whether the last word is part of an address, whose hyphens are its own. */
static bool ends_in_address(const char *text) {
    const char *word = strrchr(text, ' ');
    return strpbrk(word != NULL ? word : text, "/@") != NULL;
}

/* Adds a line to the text: without the hyphen that broke a word, else after a space. */
static void append_line(struct buffer *text, const char *line) {
    bool broken = text->length > 0 && ends_in_broken_word(text->data, line);
    if (broken && !ends_in_address(text->data))
        text->data[--text->length] = '\0';
    else if (text->length > 0 && !broken)
        buffer_append_char(text, ' ');
    buffer_append_text(text, line);
}

static bool has_gap_above(const struct rhythm *rhythm, size_t line) {
    if (line == 0)
        return true;
    const struct source_line *above = &rhythm->source->lines[line - 1], *below = &rhythm->source->lines[line];
    if (!above->placed || !below->placed)
        return above->block != below->block;
    return !are_neighbours(above, below) || gap_between(above, below) > rhythm->leading_gap + 0.5f;
}

static void build_one(const struct rhythm *rhythm, size_t first, size_t end, struct arena *arena,
                      struct paragraph *out) {
    const struct source_line *lines = rhythm->source->lines;
    struct buffer text = {.arena = arena};
    struct doc_box *boxes = arena_array(arena, end - first, sizeof *boxes);
    for (size_t i = first; i < end; i++) {
        append_line(&text, lines[i].text);
        if (lines[i].placed)
            boxes[out->box_count++] = lines[i].box;
    }
    out->text = text.data;
    out->boxes = boxes;
    out->page = lines[first].page;
    out->block = lines[first].block;
    out->heading_style = lines[first].kind == SOURCE_HEADING;
    out->recognised = lines[first].recognised;
    out->contact = lines[first].contact;
    out->item = lines[first].kind == SOURCE_ITEM || bullet_length(text.data) > 0;
    out->bold = lines[first].bold;
    out->capitals = is_all_capitals(text.data);
    out->gap_above = has_gap_above(rhythm, first);
    out->size = lines[first].size;
    out->left = lines[first].box.x;
}

/* The size, in half points, that most letters have. */
static float find_body_size(const struct source *source) {
    enum { HALF_POINTS_MAX = 100 };
    size_t letters[HALF_POINTS_MAX] = {0}, best = 0;
    for (size_t i = 0; i < source->line_count; i++) {
        float size = source->lines[i].size;
        if (size > 0 && size < (HALF_POINTS_MAX - 1) / 2.0f)
            letters[(size_t)(size * 2 + 0.5f)] += strlen(source->lines[i].text);
    }
    for (size_t i = 1; i < HALF_POINTS_MAX; i++)
        if (letters[i] > letters[best])
            best = i;
    return (float)best / 2;
}

void paragraphs_build(const struct source *source, struct arena *arena, struct paragraphs *out) {
    struct rhythm rhythm = {
        .source = source,
        .right_edges = find_right_edges(source, arena),
        .leading_gap = find_leading_gap(source, arena),
    };
    *out = (struct paragraphs){.body_size = find_body_size(source)};
    out->items = arena_array(arena, source->line_count + 1, sizeof *out->items);
    for (size_t first = 0, end; first < source->line_count; first = end) {
        for (end = first + 1;
             end < source->line_count && (continues(&rhythm, end) || completes_heading(&rhythm, end, arena));
             end++)
            ;
        build_one(&rhythm, first, end, arena, &out->items[out->count++]);
    }
}
