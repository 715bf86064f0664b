#include "pdf.h"

#include <math.h>
#include <poppler.h>

#include "glyphs.h"
#include "order.h"
#include "pieces.h"
#include "visibility.h"

enum { GLYPHS_PER_PAGE_MAX = 40000 }; /* a page set in 4-point print has some 30,000 */

/* The page under way. */
struct page {
    struct reading *reading;
    struct page_frame frame;
    GArray *pieces;
};

/* The piece that stands for a line's type: not its bullet. */
static const struct piece *main_piece(const GArray *pieces, guint first, guint end) {
    for (guint i = first; i < end; i++)
        if (g_array_index(pieces, struct piece, i).letters > 2)
            return &g_array_index(pieces, struct piece, i);
    return &g_array_index(pieces, struct piece, first);
}

/* Adds one line made of the pieces [first, end), which share its number. */
static bool add_line(const struct page *page, guint first, guint end, unsigned block) {
    GString *text = g_string_new(NULL);
    const struct piece *main = main_piece(page->pieces, first, end);
    struct box box = main->box;
    for (guint i = first; i < end; i++) {
        const struct piece *piece = &g_array_index(page->pieces, struct piece, i);
        if (i > first)
            g_string_append_c(text, ' ');
        g_string_append_len(text, piece->text->str, (gssize)piece->text->len);
        box = box_around(box, piece->box);
    }
    struct line line = {
        .page = page->reading->pages,
        .block = block + main->block,
        .placed = true,
        .box = page_frame_turn_back(&page->frame, box),
        .size = main->size_sum / main->letters,      /* a bullet may be larger than its text */
        .bold = main->bold * 10 > main->letters * 8, /* a date in regular type may follow a bold title */
    };
    bool added = reading_add_line(page->reading, line, text->str, text->len);
    g_string_free(text, TRUE);
    return added;
}

static bool add_lines(const struct page *page) {
    const GArray *lines = page->reading->lines, *pieces = page->pieces;
    unsigned block = lines->len > 0 ? g_array_index(lines, struct line, lines->len - 1).block + 1 : 0;
    bool added = true;
    for (guint first = 0, end; added && first < pieces->len; first = end) {
        unsigned line = g_array_index(pieces, struct piece, first).line;
        for (end = first + 1; end < pieces->len && g_array_index(pieces, struct piece, end).line == line;
             end++)
            ;
        added = add_line(page, first, end, block);
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

static bool add_text(struct reading *reading, const struct glyphs *glyphs, struct page_frame frame,
                     double *gutter) {
    struct page page = {.reading = reading, .frame = frame};
    page.pieces = pieces_make(glyphs, &page.frame);
    order_pieces((struct piece *)(void *)page.pieces->data, page.pieces->len, gutter);
    bool added = add_lines(&page) && add_hidden(reading, glyphs);
    g_array_unref(page.pieces);
    return added;
}

static enum reading_error read_page(struct reading *reading, PopplerPage *page, double *gutter) {
    double width, height;
    struct glyphs glyphs;
    poppler_page_get_size(page, &width, &height);
    note_images(reading, page, width, height);
    glyphs_init(&glyphs, page);
    enum reading_error error = glyphs.count <= GLYPHS_PER_PAGE_MAX ? READING_OK : READING_TOO_MUCH_TEXT;
    if (error == READING_OK && glyphs.count > 0) {
        visibility_judge(page, &glyphs);
        if (!add_text(reading, &glyphs, page_frame_find(&glyphs, width, height), gutter))
            error = READING_TOO_MUCH_TEXT;
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
    double gutter = 0;
    int pages = poppler_document_get_n_pages(document);
    enum reading_error error = pages < 1                   ? READING_DAMAGED
                               : pages > READING_PAGES_MAX ? READING_TOO_MANY_PAGES
                                                           : READING_OK;
    for (int i = 0; error == READING_OK && i < pages; i++) {
        PopplerPage *page = poppler_document_get_page(document, i);
        reading->pages++;
        error = page != NULL ? read_page(reading, page, &gutter) : READING_DAMAGED;
        g_clear_object(&page);
    }
    g_object_unref(document);
    return error;
}
