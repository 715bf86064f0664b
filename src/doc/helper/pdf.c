#include "pdf.h"

#include <math.h>
#include <poppler.h>

#include "glyphs.h"
#include "order.h"
#include "visibility.h"

enum { GLYPHS_PER_PAGE_MAX = 40000 }; /* a page set in 4-point print has some 30,000 */

/* A gap wider than this many letter sizes parts two pieces of text on one line: a column, a table cell, a
 * date. */
static const double PIECE_GAP = 1.1;

static struct box box_around(struct box a, struct box b) {
    return (struct box){MIN(a.left, b.left), MIN(a.top, b.top), MAX(a.right, b.right),
                        MAX(a.bottom, b.bottom)};
}

static bool is_on_page(const struct box *box, double width, double height) {
    return box->right > 0 && box->bottom > 0 && box->left < width && box->top < height;
}

/* Whether `glyph` goes on where `piece` ends. */
static bool continues(const struct piece *piece, const struct glyph *glyph) {
    double gap = glyph->box.left - piece->box.right;
    double centre = (glyph->box.top + glyph->box.bottom) / 2;
    return gap < PIECE_GAP * MAX(piece->size, 1) && gap > -0.5 * MAX(piece->size, 1) &&
           centre > piece->box.top && centre < piece->box.bottom;
}

static void append_glyph(struct piece *piece, const struct glyph *glyph) {
    g_string_append_len(piece->text, glyph->text, glyph->length);
    piece->box = box_around(piece->box, glyph->box);
    piece->size = MAX(piece->size, glyph->size);
    piece->letters++;
    piece->bold += glyph->bold;
}

static void clear_piece(void *piece) {
    g_string_free(((struct piece *)piece)->text, TRUE);
}

/* Cuts the visible characters of a page into pieces. */
static GArray *make_pieces(const struct glyphs *glyphs, double width, double height) {
    GArray *pieces = g_array_new(FALSE, FALSE, sizeof(struct piece));
    g_array_set_clear_func(pieces, clear_piece);
    bool after_space = false, after_break = true;
    for (size_t i = 0; i < glyphs->count; i++) {
        const struct glyph *glyph = &glyphs->items[i];
        after_break = after_break || *glyph->text == '\n';
        after_space = after_space || glyph_is_space(glyph);
        if (glyph_is_space(glyph) || glyph->hidden != NULL || !is_on_page(&glyph->box, width, height))
            continue;
        struct piece *last = pieces->len > 0 ? &g_array_index(pieces, struct piece, pieces->len - 1) : NULL;
        if (last == NULL || after_break || !continues(last, glyph)) {
            struct piece fresh = {.text = g_string_new(NULL), .box = glyph->box};
            g_array_append_val(pieces, fresh);
            last = &g_array_index(pieces, struct piece, pieces->len - 1);
        } else if (after_space) {
            g_string_append_c(last->text, ' ');
        }
        append_glyph(last, glyph);
        after_space = after_break = false;
    }
    return pieces;
}

/* Adds one line made of the pieces [first, end), which share its number. */
static bool add_line(struct reading *reading, const GArray *pieces, guint first, guint end, unsigned block) {
    GString *text = g_string_new(NULL);
    struct line line = {.page = reading->pages, .placed = true};
    const struct piece *opening = &g_array_index(pieces, struct piece, first);
    line.box = opening->box;
    for (guint i = first; i < end; i++) {
        const struct piece *piece = &g_array_index(pieces, struct piece, i);
        if (i > first)
            g_string_append_c(text, ' ');
        g_string_append_len(text, piece->text->str, (gssize)piece->text->len);
        line.box = box_around(line.box, piece->box);
        line.size = MAX(line.size, piece->size);
    }
    line.bold =
        opening->bold * 10 > opening->letters * 8; /* a date in regular type may follow a bold title */
    line.block = block + opening->block;
    bool added = reading_add_line(reading, line, text->str, text->len);
    g_string_free(text, TRUE);
    return added;
}

static bool add_lines(struct reading *reading, const GArray *pieces) {
    unsigned block = reading->lines->len > 0
                         ? g_array_index(reading->lines, struct line, reading->lines->len - 1).block + 1
                         : 0;
    bool added = true;
    for (guint first = 0, end; added && first < pieces->len; first = end) {
        unsigned line = g_array_index(pieces, struct piece, first).line;
        for (end = first + 1; end < pieces->len && g_array_index(pieces, struct piece, end).line == line;
             end++)
            ;
        added = add_line(reading, pieces, first, end, block);
    }
    return added;
}

/* Neighbouring hidden characters with the same reason make one hidden text. */
static bool add_hidden(struct reading *reading, const struct glyphs *glyphs) {
    GString *text = g_string_new(NULL);
    const char *reason = NULL;
    bool added = true;
    for (size_t i = 0; added && i < glyphs->count; i++) {
        const struct glyph *glyph = &glyphs->items[i];
        if (glyph_is_space(glyph)) {
            g_string_append_c(text, ' ');
            continue;
        }
        if (glyph->hidden != reason && reason != NULL)
            added = reading_add_hidden(reading, reading->pages, reason, text->str, text->len);
        if (glyph->hidden != reason)
            g_string_truncate(text, 0);
        reason = glyph->hidden;
        if (reason != NULL)
            g_string_append_len(text, glyph->text, glyph->length);
    }
    if (added && reason != NULL)
        added = reading_add_hidden(reading, reading->pages, reason, text->str, text->len);
    g_string_free(text, TRUE);
    return added;
}

/* Counts the page if a picture fills most of it, as in a scan. */
static void note_images(struct reading *reading, PopplerPage *page, double width, double height) {
    GList *images = poppler_page_get_image_mapping(page);
    for (GList *image = images; image != NULL; image = image->next) {
        const PopplerRectangle *area = &((const PopplerImageMapping *)image->data)->area;
        if (fabs((area->x2 - area->x1) * (area->y2 - area->y1)) > 0.4 * width * height) {
            reading->images++;
            break;
        }
    }
    poppler_page_free_image_mapping(images);
}

static enum reading_error read_page(struct reading *reading, PopplerPage *page) {
    double width, height;
    struct glyphs glyphs;
    poppler_page_get_size(page, &width, &height);
    note_images(reading, page, width, height);
    glyphs_init(&glyphs, page);
    enum reading_error error = glyphs.count <= GLYPHS_PER_PAGE_MAX ? READING_OK : READING_TOO_MUCH_TEXT;
    if (error == READING_OK && glyphs.count > 0) {
        visibility_judge(page, &glyphs);
        GArray *pieces = make_pieces(&glyphs, width, height);
        order_pieces((struct piece *)(void *)pieces->data, pieces->len);
        if (!add_lines(reading, pieces) || !add_hidden(reading, &glyphs))
            error = READING_TOO_MUCH_TEXT;
        g_array_unref(pieces);
    }
    glyphs_finish(&glyphs);
    return error;
}

static enum reading_error error_of(const GError *error) {
    return g_error_matches(error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED) ? READING_ENCRYPTED
                                                                          : READING_DAMAGED;
}

enum reading_error pdf_read(GBytes *bytes, struct reading *reading) {
    GError *problem = NULL;
    PopplerDocument *document = poppler_document_new_from_bytes(bytes, NULL, &problem);
    if (document == NULL) {
        enum reading_error error = error_of(problem);
        g_clear_error(&problem);
        return error;
    }
    int pages = poppler_document_get_n_pages(document);
    enum reading_error error = pages < 1                   ? READING_DAMAGED
                               : pages > READING_PAGES_MAX ? READING_TOO_MANY_PAGES
                                                           : READING_OK;
    for (int i = 0; error == READING_OK && i < pages; i++) {
        PopplerPage *page = poppler_document_get_page(document, i);
        reading->pages++;
        error = page != NULL ? read_page(reading, page) : READING_DAMAGED;
        g_clear_object(&page);
    }
    g_object_unref(document);
    return error;
}
