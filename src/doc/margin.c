#include "doc/margin.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "doc/heading.h"

enum {
    EDGE_LINES = 2,       /* at the top and at the bottom of a page */
    CANDIDATES_MAX = 400, /* 50 pages with four edges and a few pieces on each; the search is quadratic */
    CODEPOINTS_MAX = 160,
    ADDRESS_DIGITS = 8, /* of a phone number */
};

static const float SAME_LINE_POINTS = 4;

/* The outermost heights of a page where lines stand. */
struct edges {
    float top[EDGE_LINES], bottom[EDGE_LINES];
};

struct candidate {
    size_t line;
    const char *key; /* folded, with digits alike, so that page numbers repeat */
    float y;
};

/* Keeps the EDGE_LINES smallest values of `sign` times y, apart from each other. */
static void keep_outermost(float *kept, float y, float sign) {
    for (size_t i = 0; i < EDGE_LINES; i++) {
        if (fabsf(kept[i] - y) < SAME_LINE_POINTS)
            return;
        if (sign * y < sign * kept[i]) {
            memmove(kept + i + 1, kept + i, (EDGE_LINES - 1 - i) * sizeof *kept);
            kept[i] = y;
            return;
        }
    }
}

static struct edges *find_edges(const struct source *source, struct arena *arena) {
    struct edges *edges = arena_array(arena, source->pages + 1, sizeof *edges);
    for (unsigned page = 0; page <= source->pages; page++)
        for (size_t i = 0; i < EDGE_LINES; i++) {
            edges[page].top[i] = HUGE_VALF;
            edges[page].bottom[i] = -HUGE_VALF;
        }
    for (size_t i = 0; i < source->line_count; i++) {
        const struct source_line *line = &source->lines[i];
        if (line->placed) {
            keep_outermost(edges[line->page].top, line->box.y, 1);
            keep_outermost(edges[line->page].bottom, line->box.y, -1);
        }
    }
    return edges;
}

static bool is_at_edge(const struct source_line *line, const struct edges *edges) {
    for (size_t i = 0; line->placed && i < EDGE_LINES; i++)
        if (fabsf(line->box.y - edges->top[i]) < SAME_LINE_POINTS ||
            fabsf(line->box.y - edges->bottom[i]) < SAME_LINE_POINTS)
            return true;
    return false;
}

static bool is_outermost(const struct source_line *line, const struct edges *edges) {
    return fabsf(line->box.y - edges->top[0]) < SAME_LINE_POINTS ||
           fabsf(line->box.y - edges->bottom[0]) < SAME_LINE_POINTS;
}

static const char *make_key(const char *text, struct arena *arena) {
    const char *folded = text_fold(arena, text);
    char *key = arena_strdup(arena, folded), *end = key;
    for (const char *at = folded; *at != '\0'; at++)
        if (!isdigit((unsigned char)*at))
            *end++ = *at;
        else if (end == key || end[-1] != '#')
            *end++ = '#';
    *end = '\0';
    return key;
}

/* "3", "- 3 -", "3 / 6", "Page 3 of 6", "Pag. 3 di 6", by the key. */
static bool is_page_number(const char *text, const char *key) {
    static const char *const numbers[] = {
        "#",           "- # -",      "#/#",      "# / #",       "# of #", "# di #",        "page #",
        "page # of #", "page #/#",   "pagina #", "pag. #",      "p. #",   "pagina # di #", "pag. # di #",
        "pagina #/#",  "page # / #", "– # –",    "pagina # / #"};
    if (strlen(text) > 24 || strspn(text, "0123456789") > 3)
        return false;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (strcmp(numbers[i], key) == 0)
            return true;
    return false;
}

static bool holds_address(const char *text) {
    size_t digits = 0;
    for (const char *at = text; *at != '\0'; at++)
        digits += isdigit((unsigned char)*at) != 0;
    return strchr(text, '@') != NULL || digits >= ADDRESS_DIGITS;
}

static size_t find_candidates(const struct source *source, const struct edges *edges, struct arena *arena,
                              struct candidate *candidates) {
    size_t count = 0;
    for (size_t i = 0; i < source->line_count && count < CANDIDATES_MAX; i++) {
        const struct source_line *line = &source->lines[i];
        if (is_at_edge(line, &edges[line->page]) && text_count_codepoints(line->text) <= CODEPOINTS_MAX &&
            heading_kind(line->text, arena) == NULL)
            candidates[count++] = (struct candidate){i, make_key(line->text, arena), line->box.y};
    }
    return count;
}

/* Whether the same text, but for numbers, stands at the same height of another page. */
static bool repeats(const struct source *source, const struct candidate *candidates, size_t count,
                    size_t index) {
    const struct candidate *one = &candidates[index];
    for (size_t i = 0; i < count; i++)
        if (source->lines[candidates[i].line].page != source->lines[one->line].page &&
            fabsf(candidates[i].y - one->y) < SAME_LINE_POINTS && strcmp(candidates[i].key, one->key) == 0)
            return true;
    return false;
}

/* Whether a line is new among the margins kept; adds it. */
static bool keep_margin(struct document *out, struct doc_margin *margins, const struct source_line *line) {
    for (size_t i = 0; i < out->margin_count; i++)
        if (strcmp(margins[i].text, line->text) == 0)
            return false;
    margins[out->margin_count++] = (struct doc_margin){.text = line->text, .page = line->page};
    return true;
}

void margins_take_out(const struct source *source, struct arena *arena, struct source *body,
                      struct document *out) {
    struct candidate *candidates = arena_array(arena, CANDIDATES_MAX, sizeof *candidates);
    struct edges *edges = find_edges(source, arena);
    size_t count = find_candidates(source, edges, arena, candidates), contacts = 0, kept = 0, next = 0;
    struct source_line *lines = arena_array(arena, source->line_count + 1, sizeof *lines);
    struct source_line *addresses = arena_array(arena, count + 1, sizeof *addresses);
    struct doc_margin *margins = arena_array(arena, count + 1, sizeof *margins);
    for (size_t i = 0; i < source->line_count; i++) {
        const struct source_line *line = &source->lines[i];
        bool candidate = next < count && candidates[next].line == i;
        if (!candidate ||
            !(repeats(source, candidates, count, next) ||
              (is_outermost(line, &edges[line->page]) && is_page_number(line->text, candidates[next].key))))
            lines[kept++] = *line;
        else if (keep_margin(out, margins, line) && holds_address(line->text))
            addresses[contacts++] = *line;
        next += candidate;
    }
    for (size_t i = 0; i < contacts; i++) {
        lines[kept] = addresses[i];
        lines[kept].block = 1000001 + (unsigned)i; /* above every block of the helper (source.c) */
        lines[kept++].contact = true;
    }
    *body = *source;
    body->lines = lines;
    body->line_count = kept;
    out->margins = margins;
}
