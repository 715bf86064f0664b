#include "pieces.h"

#include <math.h>

/* A gap wider than this many letter sizes parts two pieces of text on one line: a column, a table cell, a
 * date. */
static const double PIECE_GAP = 1.1;

struct box box_around(struct box a, struct box b) {
    return (struct box){MIN(a.left, b.left), MIN(a.top, b.top), MAX(a.right, b.right),
                        MAX(a.bottom, b.bottom)};
}

static enum direction direction_between(const struct box *from, const struct box *to) {
    double across = (to->left + to->right) - (from->left + from->right);
    double down = (to->top + to->bottom) - (from->top + from->bottom);
    if (fabs(across) >= fabs(down))
        return across >= 0 ? RUNS_RIGHT : RUNS_LEFT;
    return down >= 0 ? RUNS_DOWN : RUNS_UP;
}

struct page_frame page_frame_find(const struct glyphs *glyphs, double width, double height) {
    size_t counts[RUNS_DOWN + 1] = {0};
    struct page_frame frame = {.width = width, .height = height};
    for (size_t i = 1; i < glyphs->count; i++)
        if (!glyph_is_space(&glyphs->items[i - 1]) && !glyph_is_space(&glyphs->items[i]))
            counts[direction_between(&glyphs->items[i - 1].box, &glyphs->items[i].box)]++;
    for (enum direction direction = RUNS_LEFT; direction <= RUNS_DOWN; direction++)
        if (counts[direction] > counts[frame.direction])
            frame.direction = direction;
    return frame;
}

struct box page_frame_turn(const struct page_frame *frame, struct box box) {
    double width = frame->width, height = frame->height;
    switch (frame->direction) {
    case RUNS_LEFT:
        return (struct box){width - box.right, height - box.bottom, width - box.left, height - box.top};
    case RUNS_UP:
        return (struct box){height - box.bottom, box.left, height - box.top, box.right};
    case RUNS_DOWN:
        return (struct box){box.top, width - box.right, box.bottom, width - box.left};
    case RUNS_RIGHT:
        break;
    }
    return box;
}

struct box page_frame_turn_back(const struct page_frame *frame, struct box box) {
    double width = frame->width, height = frame->height;
    switch (frame->direction) {
    case RUNS_UP:
        return (struct box){box.top, height - box.right, box.bottom, height - box.left};
    case RUNS_DOWN:
        return (struct box){width - box.bottom, box.left, width - box.top, box.right};
    case RUNS_LEFT: /* its own inverse */
    case RUNS_RIGHT:
        break;
    }
    return page_frame_turn(frame, box);
}

static bool is_on_page(const struct box *box, const struct page_frame *frame) {
    return box->right > 0 && box->bottom > 0 && box->left < frame->width && box->top < frame->height;
}

static bool continues(const struct piece *piece, const struct box *next) {
    double size = MAX(piece->size, 1), gap = next->left - piece->box.right;
    double centre = (next->top + next->bottom) / 2;
    return gap < PIECE_GAP * size && gap > -0.5 * size && centre > piece->box.top &&
           centre < piece->box.bottom;
}

/* Whether a character stands straight above or below the one before it: a line across the page's direction.
 */
static bool continues_sideways(const struct piece *piece, const struct box *before, const struct box *next) {
    double centre = (next->left + next->right) / 2, size = MAX(piece->size, 1);
    double gap = MAX(next->top - before->bottom, before->top - next->bottom);
    return centre > before->left && centre < before->right && gap < PIECE_GAP * size &&
           (piece->sideways || piece->letters == 1);
}

static void append_glyph(struct piece *piece, const struct glyph *glyph, struct box box) {
    g_string_append_len(piece->text, glyph->text, glyph->length);
    piece->box = box_around(piece->box, box);
    piece->size = MAX(piece->size, glyph->size);
    piece->size_sum += glyph->size;
    piece->letters++;
    piece->bold += glyph->bold;
}

static void clear_piece(void *piece) {
    g_string_free(((struct piece *)piece)->text, TRUE);
}

/* The piece that the glyph at `box` belongs to: the last one, or a new one. */
static struct piece *choose_piece(GArray *pieces, bool after_break, bool after_space, struct box before,
                                  struct box box) {
    struct piece *last = pieces->len > 0 ? &g_array_index(pieces, struct piece, pieces->len - 1) : NULL;
    bool ahead = last != NULL && !after_break && !last->sideways && continues(last, &box);
    bool sideways = last != NULL && !after_break && !ahead && continues_sideways(last, &before, &box);
    if (ahead || sideways) {
        last->sideways = sideways;
        if (after_space)
            g_string_append_c(last->text, ' ');
        return last;
    }
    struct piece fresh = {.text = g_string_new(NULL), .box = box};
    g_array_append_val(pieces, fresh);
    return &g_array_index(pieces, struct piece, pieces->len - 1);
}

GArray *pieces_make(const struct glyphs *glyphs, const struct page_frame *frame) {
    GArray *pieces = g_array_new(FALSE, FALSE, sizeof(struct piece));
    g_array_set_clear_func(pieces, clear_piece);
    bool after_space = false, after_break = true;
    struct box before = {0};
    for (size_t i = 0; i < glyphs->count; i++) {
        const struct glyph *glyph = &glyphs->items[i];
        after_break = after_break || *glyph->text == '\n';
        after_space = after_space || glyph_is_space(glyph);
        if (glyph_is_space(glyph) || glyph->hidden != NULL || !is_on_page(&glyph->box, frame))
            continue;
        struct box box = page_frame_turn(frame, glyph->box);
        append_glyph(choose_piece(pieces, after_break, after_space, before, box), glyph, box);
        before = box;
        after_space = after_break = false;
    }
    return pieces;
}
