#include "visibility.h"

#include <math.h>
#include <stdlib.h>

/* Below this many points nobody reads a printed page (security review, section 3.4). */
static const double TINY_POINTS = 4.0;
/* WCAG contrast below which text passes for its background; the lowest a person may be expected to notice. */
static const double CONTRAST_MIN = 1.3;

/* What a glyph's place on the drawn page looks like. */
struct sight {
    unsigned pixels;
    unsigned own;   /* pixels that look like the glyph's colour */
    double ink;     /* how near the nearest pixel comes: 0 = the background, 1 = the glyph's colour */
    double backing; /* luminance of what is least like the glyph's colour */
};

static double linear(unsigned char channel) {
    double value = channel / 255.0;
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

/* Relative luminance by WCAG 2.2, from a table: it is asked for every pixel under the text. */
static double luminance(const unsigned char rgb[3]) {
    static double table[256];
    if (table[255] == 0)
        for (int i = 0; i < 256; i++)
            table[i] = linear((unsigned char)i);
    return 0.2126 * table[rgb[0]] + 0.7152 * table[rgb[1]] + 0.0722 * table[rgb[2]];
}

static double contrast(double a, double b) {
    return (MAX(a, b) + 0.05) / (MIN(a, b) + 0.05);
}

static int colour_distance(const unsigned char a[3], const unsigned char b[3]) {
    return MAX(MAX(abs(a[0] - b[0]), abs(a[1] - b[1])), abs(a[2] - b[2]));
}

/* The pixels of a glyph's cell, drawn in a little so that the neighbours' ink stays out. */
static bool find_cell(const struct drawing *canvas, const struct box *box, int cell[4]) {
    double inset_x = 0.06 * (box->right - box->left), inset_y = 0.05 * (box->bottom - box->top);
    cell[0] = (int)floor((box->left + inset_x) * canvas->scale);
    cell[1] = (int)floor((box->top + inset_y) * canvas->scale);
    cell[2] = (int)ceil((box->right - inset_x) * canvas->scale);
    cell[3] = (int)ceil((box->bottom - inset_y) * canvas->scale);
    cell[0] = MAX(cell[0], 0);
    cell[1] = MAX(cell[1], 0);
    cell[2] = MIN(cell[2], canvas->width);
    cell[3] = MIN(cell[3], canvas->height);
    return cell[0] < cell[2] && cell[1] < cell[3];
}

/* The pixel least like the glyph's colour stands for what is behind it. */
static int find_backing(const struct drawing *canvas, const struct glyph *glyph, const int cell[4],
                        unsigned char backing[3]) {
    int farthest = -1;
    for (int y = cell[1]; y < cell[3]; y++)
        for (int x = cell[0]; x < cell[2]; x++) {
            unsigned char rgb[3];
            drawing_pixel(canvas, x, y, rgb);
            int distance = colour_distance(rgb, glyph->colour);
            if (distance > farthest) {
                farthest = distance;
                for (int i = 0; i < 3; i++)
                    backing[i] = rgb[i];
            }
        }
    return farthest;
}

static struct sight look(const struct drawing *canvas, const struct glyph *glyph, const int cell[4]) {
    unsigned char backing[3] = {0};
    int span = find_backing(canvas, glyph, cell, backing);
    struct sight sight = {.backing = luminance(backing)};
    for (int y = cell[1]; y < cell[3]; y++)
        for (int x = cell[0]; x < cell[2]; x++) {
            unsigned char rgb[3];
            drawing_pixel(canvas, x, y, rgb);
            double nearness = span > 0 ? 1.0 - (double)colour_distance(rgb, glyph->colour) / span : 0;
            sight.ink = MAX(sight.ink, nearness);
            sight.own += nearness > 0.8;
            sight.pixels++;
        }
    return sight;
}

/* How much of the edges above and below a glyph's cell looks like the glyph itself, in percent. Its
 * neighbours' ink does not reach there, so this is what it stands on, whatever lines run through it. */
static unsigned own_edge_percent(const struct drawing *canvas, const struct glyph *glyph, const int cell[4]) {
    enum { ROWS = 3, ALIKE = 40 };
    unsigned own = 0, pixels = 0;
    for (int row = 0; row < 2 * ROWS; row++) {
        int y = row < ROWS ? cell[1] - 1 - row : cell[3] + row - ROWS;
        for (int x = cell[0]; x < cell[2] && y >= 0 && y < canvas->height; x++) {
            unsigned char rgb[3];
            drawing_pixel(canvas, x, y, rgb);
            own += colour_distance(rgb, glyph->colour) < ALIKE;
            pixels++;
        }
    }
    return pixels > 0 ? own * 100 / pixels : 0;
}

/* Whether a glyph has the colour of its ground. Nothing may be left of a full block in its cell (FILLED); a
 * rule or other text across it leaves less, but then it still stands on its own colour (MOSTLY). */
static bool is_like_ground(const struct drawing *canvas, const struct glyph *glyph, const int cell[4],
                           const struct sight *sight) {
    enum { FILLED_PERCENT = 94, MOSTLY_PERCENT = 65, EDGE_PERCENT = 60 };
    unsigned own_percent = sight->own * 100 / MAX(sight->pixels, 1);
    if (contrast(luminance(glyph->colour), sight->backing) < CONTRAST_MIN || own_percent > FILLED_PERCENT)
        return true;
    return own_percent > MOSTLY_PERCENT && own_edge_percent(canvas, glyph, cell) > EDGE_PERCENT;
}

static const char *judge(const struct drawing *canvas, const struct glyph *glyph) {
    static const double INK_MIN = 0.3; /* thin strokes of small print never reach their full colour */
    int cell[4];
    if (glyph->size > 0 && glyph->size < TINY_POINTS)
        return "tiny";
    if (!find_cell(canvas, &glyph->box, cell))
        return "invisible";
    struct sight sight = look(canvas, glyph, cell);
    if (is_like_ground(canvas, glyph, cell, &sight))
        return luminance(glyph->colour) > 0.8 ? "white" : "invisible";
    if (sight.ink < INK_MIN)
        return contrast(sight.backing, 1.0) < CONTRAST_MIN ? "invisible" : "covered";
    return NULL;
}

/* Marks that leave too little ink to judge, or none in the cell: they share the fate of the letter before. */
static bool is_slight(const struct glyph *glyph) {
    gunichar c = g_utf8_get_char(glyph->text);
    return c == '.' || c == ',' || c == '\'' || c == '`' || c == '_' || c == 0xB7 || c == 0x2019 ||
           c == 0x2018 || g_unichar_ismark(c) || g_unichar_type(c) == G_UNICODE_FORMAT ||
           g_unichar_iscntrl(c);
}

/* A single character that seems to have no ink between two like it that have: a mark drawn outside of its
 * box. */
static void forgive_singles(struct glyphs *glyphs) {
    for (size_t i = 1; i + 1 < glyphs->count; i++) {
        struct glyph *glyph = &glyphs->items[i];
        const struct glyph *sides[] = {glyph - 1, glyph + 1};
        bool surrounded = glyph->hidden != NULL;
        for (size_t j = 0; j < 2; j++)
            surrounded = surrounded && !glyph_is_space(sides[j]) && sides[j]->hidden == NULL &&
                         sides[j]->size == glyph->size &&
                         colour_distance(sides[j]->colour, glyph->colour) == 0;
        if (surrounded)
            glyph->hidden = NULL;
    }
}

void visibility_judge(const struct drawing *page, struct glyphs *glyphs) {
    const struct glyph *before = NULL;
    for (size_t i = 0; i < glyphs->count; i++) {
        struct glyph *glyph = &glyphs->items[i];
        if (glyph_is_space(glyph))
            continue;
        bool alike = before != NULL && before->size == glyph->size &&
                     colour_distance(before->colour, glyph->colour) == 0;
        glyph->hidden = page == NULL                ? "invisible"
                        : alike && is_slight(glyph) ? before->hidden
                                                    : judge(page, glyph);
        before = glyph;
    }
    forgive_singles(glyphs);
}
