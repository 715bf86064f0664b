#include "bullets.h"

#include <math.h>
#include <stdlib.h>

/* In letter sizes: how far left of its line a mark is looked for, how near it may come, and how large it is.
 * Chromium draws a disc of 0.36 that stands 0.4 before the text. */
static const double FARTHEST = 2.0, NEAREST = 0.12, SMALLEST = 0.15, LARGEST = 0.6;
/* How much of its square a mark fills: a disc fills 0.79, a ring half. */
static const double FILLED = 0.4;

struct mark {
    size_t line; /* the index of its first glyph */
    struct box box;
};

/* Pixels, the ends excluded. */
struct area {
    int left, top, right, bottom;
};

static bool differs(const unsigned char a[3], const unsigned char b[3]) {
    enum { ALIKE = 64 };
    return abs(a[0] - b[0]) > ALIKE || abs(a[1] - b[1]) > ALIKE || abs(a[2] - b[2]) > ALIKE;
}

static struct area find_area(const struct drawing *page, const struct glyph *first) {
    const struct box *box = &first->box;
    return (struct area){MAX(0, (int)floor((box->left - FARTHEST * first->size) * page->scale)),
                         MAX(0, (int)floor(box->top * page->scale)),
                         MIN(page->width, (int)ceil((box->left - NEAREST * first->size) * page->scale)),
                         MIN(page->height, (int)ceil(box->bottom * page->scale))};
}

/* What is drawn in the area on the ground of its corner; how much of what is found around it that fills. */
static struct area find_ink(const struct drawing *page, struct area area, double *filled) {
    struct area ink = {area.right, area.bottom, area.left, area.top};
    unsigned char ground[3], rgb[3];
    int count = 0;
    drawing_pixel(page, area.right - 1, area.top, ground);
    for (int y = area.top; y < area.bottom; y++) {
        for (int x = area.left; x < area.right; x++) {
            drawing_pixel(page, x, y, rgb);
            if (!differs(rgb, ground))
                continue;
            ink = (struct area){MIN(ink.left, x), MIN(ink.top, y), MAX(ink.right, x + 1),
                                MAX(ink.bottom, y + 1)};
            count++;
        }
    }
    *filled = count > 0 ? (double)count / ((ink.right - ink.left) * (ink.bottom - ink.top)) : 0;
    return ink;
}

static bool is_written(const struct glyphs *glyphs, const struct box *box) {
    for (size_t i = 0; i < glyphs->count; i++) {
        const struct glyph *glyph = &glyphs->items[i];
        if (glyph->box.left < box->right && glyph->box.right > box->left && glyph->box.top < box->bottom &&
            glyph->box.bottom > box->top && !glyph_is_space(glyph))
            return true;
    }
    return false;
}

/* A small round or square shape alone between the left end of the area and the line, in its middle. */
static bool find_mark(const struct drawing *page, const struct glyphs *glyphs, struct mark *mark) {
    const struct glyph *first = &glyphs->items[mark->line];
    struct area area = find_area(page, first);
    if (area.left >= area.right || area.top >= area.bottom)
        return false;
    double filled;
    struct area ink = find_ink(page, area, &filled);
    double unit = first->size * page->scale, width = ink.right - ink.left, height = ink.bottom - ink.top;
    if (filled < FILLED || ink.left == area.left || ink.right == area.right || ink.top == area.top ||
        ink.bottom == area.bottom || MIN(width, height) < SMALLEST * unit ||
        MAX(width, height) > LARGEST * unit || fabs(width - height) > MAX(1.0, 0.3 * width))
        return false;
    mark->box = (struct box){ink.left / page->scale, ink.top / page->scale, ink.right / page->scale,
                             ink.bottom / page->scale};
    return !is_written(glyphs, &mark->box);
}

static GArray *find_marks(const struct drawing *page, const struct glyphs *glyphs) {
    GArray *marks = g_array_new(FALSE, FALSE, sizeof(struct mark));
    bool begins = true;
    for (size_t i = 0; i < glyphs->count; i++) {
        const struct glyph *glyph = &glyphs->items[i];
        struct mark mark = {.line = i};
        if (begins && !glyph_is_space(glyph) && glyph->hidden == NULL && find_mark(page, glyphs, &mark))
            g_array_append_val(marks, mark);
        begins = *glyph->text == '\n' || (begins && glyph_is_space(glyph));
    }
    return marks;
}

static void insert(const struct glyphs *glyphs, const GArray *marks, struct glyph *out) {
    for (size_t i = 0, next = 0; i < glyphs->count; i++) {
        const struct glyph *glyph = &glyphs->items[i];
        if (next < marks->len && g_array_index(marks, struct mark, next).line == i) {
            struct glyph bullet = *glyph;
            bullet.text = "•";
            bullet.length = sizeof "•" - 1;
            bullet.box.left = g_array_index(marks, struct mark, next).box.left;
            bullet.box.right = g_array_index(marks, struct mark, next++).box.right;
            *out++ = bullet;
            bullet.text = " ";
            bullet.length = 1;
            *out++ = bullet;
        }
        *out++ = *glyph;
    }
}

void bullets_add(const struct drawing *page, struct glyphs *glyphs) {
    GArray *marks = find_marks(page, glyphs);
    if (marks->len > 1) {
        struct glyph *items = g_new(struct glyph, glyphs->count + 2 * marks->len);
        insert(glyphs, marks, items);
        g_free(glyphs->items);
        glyphs->items = items;
        glyphs->count += 2 * marks->len;
    }
    g_array_unref(marks);
}
