#include "pdf.h"

#include <math.h>
#include <poppler.h>

#include "bullets.h"
#include "drawing.h"
#include "glyphs.h"
#include "order.h"
#include "pieces.h"
#include "recognise.h"
#include "visibility.h"

enum { GLYPHS_PER_PAGE_MAX = 40000 }; /* a page set in 4-point print has some 30,000 */

struct document {
    struct reading *reading;
    struct recogniser *recogniser; /* NULL: pictures stay unread */
    double gutter;                 /* between the columns of the page before */
};

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

/* Whether pictures fill a good part of the page, as in a scan; some scanners cut them into strips. */
static bool has_pictures(PopplerPage *page, double width, double height) {
    double covered = 0;
    GList *images = poppler_page_get_image_mapping(page);
    for (GList *image = images; image != NULL; image = image->next) {
        const PopplerRectangle *area = &((const PopplerImageMapping *)image->data)->area;
        covered += fabs((area->x2 - area->x1) * (area->y2 - area->y1));
    }
    poppler_page_free_image_mapping(images);
    return covered > 0.4 * width * height;
}

/* Takes the pieces over. */
static bool add_pieces(struct document *document, GArray *pieces, struct page_frame frame) {
    struct page page = {.reading = document->reading, .frame = frame, .pieces = pieces};
    order_pieces((struct piece *)(void *)pieces->data, pieces->len, &document->gutter);
    bool added = add_lines(&page);
    g_array_unref(pieces);
    return added;
}

static size_t count_visible(const struct glyphs *glyphs) {
    size_t visible = 0;
    for (size_t i = 0; i < glyphs->count; i++)
        visible += glyphs->items[i].hidden == NULL && !glyph_is_space(&glyphs->items[i]);
    return visible;
}

/* Reads a picture of a page if that was asked for and works. *added is false when the text is too much. */
static bool recognise_page(struct document *document, PopplerPage *page, struct page_frame frame,
                           bool *added) {
    struct recognition recognition;
    if (document->recogniser == NULL || !recogniser_read(document->recogniser, page, &recognition))
        return false;
    frame.skew = recognition.skew;
    document->reading->confidence += recognition.confidence;
    document->reading->recognised_words += recognition.words;
    *added = add_pieces(document, recognition.pieces, frame);
    return true;
}

/* A stamp or a page number may stand on a page that is a picture otherwise; it is recognised with the rest.
 */
static bool read_text(struct document *document, PopplerPage *page, const struct glyphs *glyphs,
                      bool pictures) {
    enum { SCAN_LETTERS_MAX = 60 };
    struct page_frame frame = {0};
    bool added = true, scanned = pictures && count_visible(glyphs) < SCAN_LETTERS_MAX;
    unsigned number = document->reading->pages;
    poppler_page_get_size(page, &frame.width, &frame.height);
    if (scanned && recognise_page(document, page, frame, &added)) {
        g_array_append_val(document->reading->recognised, number);
    } else {
        if (scanned)
            g_array_append_val(document->reading->scanned, number);
        frame = page_frame_find(glyphs, frame.width, frame.height);
        added = glyphs->count == 0 || add_pieces(document, pieces_make(glyphs, &frame), frame);
    }
    return added && add_hidden(document->reading, glyphs);
}

/* Looks at the page as a reader sees it. */
static void look_at_glyphs(PopplerPage *page, struct glyphs *glyphs) {
    /* pixels a point: stems of 8-point print are then about one pixel wide */
    static const double SCALE = 2.0;
    /* bounds the bitmap of a poster-sized page to 24 MB; A4 takes 8 */
    static const double PIXELS_MAX = 6e6;
    struct drawing drawing;
    bool drawn = drawing_init(&drawing, page, SCALE, PIXELS_MAX);
    visibility_judge(drawn ? &drawing : NULL, glyphs);
    if (drawn)
        bullets_add(&drawing, glyphs);
    drawing_finish(&drawing);
}

static enum reading_error read_page(struct document *document, PopplerPage *page) {
    double width, height;
    struct glyphs glyphs;
    poppler_page_get_size(page, &width, &height);
    bool pictures = has_pictures(page, width, height);
    document->reading->images += pictures;
    glyphs_init(&glyphs, page);
    enum reading_error error = glyphs.count <= GLYPHS_PER_PAGE_MAX ? READING_OK : READING_TOO_MUCH_TEXT;
    if (error == READING_OK && glyphs.count > 0)
        look_at_glyphs(page, &glyphs);
    if (error == READING_OK && !read_text(document, page, &glyphs, pictures))
        error = READING_TOO_MUCH_TEXT;
    glyphs_finish(&glyphs);
    return error;
}

static enum reading_error error_of(const GError *error) {
    return g_error_matches(error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED) ? READING_ENCRYPTED
                                                                          : READING_DAMAGED;
}

static enum reading_error read_pages(struct document *document, PopplerDocument *pdf) {
    int pages = poppler_document_get_n_pages(pdf);
    enum reading_error error = pages < 1                   ? READING_DAMAGED
                               : pages > READING_PAGES_MAX ? READING_TOO_MANY_PAGES
                                                           : READING_OK;
    for (int i = 0; error == READING_OK && i < pages; i++) {
        PopplerPage *page = poppler_document_get_page(pdf, i);
        document->reading->pages++;
        error = page != NULL ? read_page(document, page) : READING_DAMAGED;
        g_clear_object(&page);
    }
    return error;
}

static enum reading_error read_document(GBytes *bytes, struct document *document) {
    GError *problem = NULL;
    PopplerDocument *pdf = poppler_document_new_from_bytes(bytes, NULL, &problem);
    if (pdf == NULL) {
        enum reading_error error = error_of(problem);
        g_clear_error(&problem);
        return error;
    }
    enum reading_error error = read_pages(document, pdf);
    g_object_unref(pdf);
    return error;
}

enum reading_error pdf_read(GBytes *bytes, struct reading *reading) {
    struct document document = {.reading = reading};
    return read_document(bytes, &document);
}

enum reading_error pdf_read_scan(GBytes *bytes, struct reading *reading) {
    struct document document = {.reading = reading, .recogniser = recogniser_create()};
    if (document.recogniser == NULL)
        return READING_NO_RECOGNITION;
    enum reading_error error = read_document(bytes, &document);
    recogniser_destroy(document.recogniser);
    return error;
}
