#include "pieces.h"

#include <math.h>
#include <stdlib.h>

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

/* Where a box of the straightened page lies on the page askew. Its shape stays: the angle is small. */
static struct box lay_askew(const struct page_frame *frame, struct box box) {
    double x = (box.left + box.right - frame->width) / 2, y = (box.top + box.bottom - frame->height) / 2;
    double right = x * cos(frame->skew) + y * sin(frame->skew) - x;
    double down = y * cos(frame->skew) - x * sin(frame->skew) - y;
    return (struct box){box.left + right, box.top + down, box.right + right, box.bottom + down};
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
    return lay_askew(frame, page_frame_turn(frame, box));
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

/* Whether the glyph at `box` opens a new piece or belongs to the last one. */
static bool begins_piece(GArray *pieces, bool after_break, struct box before, struct box box) {
    struct piece *last = pieces->len > 0 ? &g_array_index(pieces, struct piece, pieces->len - 1) : NULL;
    if (last == NULL || after_break)
        return true;
    if (!last->sideways && continues(last, &box))
        return false;
    if (!continues_sideways(last, &before, &box))
        return true;
    last->sideways = true;
    return false;
}

static int compare_doubles(const void *a, const void *b) {
    double first = *(const double *)a, second = *(const double *)b;
    return (first > second) - (first < second);
}

/* Whether most words of a piece are single letters, as letters set wide apart come out. */
static bool is_spaced_out(const GString *text) {
    enum { WORDS_MIN = 4 };
    size_t words = 0, letters = 0;
    for (const char *at = text->str; *at != '\0'; at = g_utf8_next_char(at))
        if (*at == ' ')
            words++;
        else
            letters++;
    words++;
    return words >= WORDS_MIN && letters < 2 * words;
}

/* Puts a piece of widely set letters together again: only gaps well above the usual one part words.
 * `members` are its glyphs. */
static void close_up(struct piece *piece, const GArray *members, const struct page_frame *frame) {
    static const double WORD_GAP = 0.18; /* in letter sizes, beyond the usual gap; a space is 0.25 or more */
    guint count = members->len;
    double *gaps = g_new(double, count), *sorted = g_new(double, count);
    struct box before = page_frame_turn(frame, g_array_index(members, struct glyph *, 0)->box);
    for (guint i = 1; i < count; i++) {
        struct box box = page_frame_turn(frame, g_array_index(members, struct glyph *, i)->box);
        gaps[i] = sorted[i - 1] = box.left - before.right;
        before = box;
    }
    qsort(sorted, count - 1, sizeof *sorted, compare_doubles);
    g_string_truncate(piece->text, 0);
    for (guint i = 0; i < count; i++) {
        const struct glyph *glyph = g_array_index(members, struct glyph *, i);
        if (i > 0 && gaps[i] > sorted[(count - 1) / 2] + WORD_GAP * piece->size)
            g_string_append_c(piece->text, ' ');
        g_string_append_len(piece->text, glyph->text, glyph->length);
    }
    g_free(sorted);
    g_free(gaps);
}

/* Ends the piece whose glyphs are `members`, which are forgotten. */
static void finish_piece(GArray *pieces, GArray *members, const struct page_frame *frame) {
    struct piece *piece = pieces->len > 0 ? &g_array_index(pieces, struct piece, pieces->len - 1) : NULL;
    if (members->len > 1 && !piece->sideways && is_spaced_out(piece->text))
        close_up(piece, members, frame);
    g_array_set_size(members, 0);
}

GArray *pieces_new(void) {
    GArray *pieces = g_array_new(FALSE, FALSE, sizeof(struct piece));
    g_array_set_clear_func(pieces, clear_piece);
    return pieces;
}

GArray *pieces_make(const struct glyphs *glyphs, const struct page_frame *frame) {
    GArray *pieces = pieces_new();
    GArray *members = g_array_new(FALSE, FALSE, sizeof(struct glyph *));
    bool after_space = false, after_break = true;
    struct box before = {0};
    for (size_t i = 0; i < glyphs->count; i++) {
        const struct glyph *glyph = &glyphs->items[i];
        after_break = after_break || *glyph->text == '\n';
        after_space = after_space || glyph_is_space(glyph);
        if (glyph_is_space(glyph) || glyph->hidden != NULL || !is_on_page(&glyph->box, frame))
            continue;
        struct box box = page_frame_turn(frame, glyph->box);
        if (begins_piece(pieces, after_break, before, box)) {
            finish_piece(pieces, members, frame);
            struct piece fresh = {.text = g_string_new(NULL), .box = box};
            g_array_append_val(pieces, fresh);
        } else if (after_space) {
            g_string_append_c(g_array_index(pieces, struct piece, pieces->len - 1).text, ' ');
        }
        append_glyph(&g_array_index(pieces, struct piece, pieces->len - 1), glyph, box);
        g_array_append_val(members, glyph);
        before = box;
        after_space = after_break = false;
    }
    finish_piece(pieces, members, frame);
    g_array_unref(members);
    return pieces;
}
