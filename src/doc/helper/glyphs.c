#include "glyphs.h"

#include <string.h>

static bool is_bold_font(const char *font_name) {
    char *lower = g_ascii_strdown(font_name != NULL ? font_name : "", -1);
    bool bold = strstr(lower, "bold") != NULL || strstr(lower, "black") != NULL ||
                strstr(lower, "heavy") != NULL || g_str_has_suffix(lower, ",b") ||
                g_str_has_suffix(lower, "-bd");
    g_free(lower);
    return bold;
}

static void apply_attributes(struct glyphs *glyphs, const PopplerTextAttributes *attributes) {
    bool bold = is_bold_font(attributes->font_name);
    for (int i = MAX(attributes->start_index, 0); i <= attributes->end_index && (size_t)i < glyphs->count;
         i++) {
        struct glyph *glyph = &glyphs->items[i];
        glyph->size = attributes->font_size;
        glyph->bold = bold;
        glyph->colour[0] = (unsigned char)(attributes->color.red >> 8);
        glyph->colour[1] = (unsigned char)(attributes->color.green >> 8);
        glyph->colour[2] = (unsigned char)(attributes->color.blue >> 8);
    }
}

void glyphs_init(struct glyphs *glyphs, PopplerPage *page) {
    *glyphs = (struct glyphs){.text = poppler_page_get_text(page)};
    PopplerRectangle *places = NULL;
    guint place_count = 0;
    if (glyphs->text == NULL || !poppler_page_get_text_layout(page, &places, &place_count))
        return;
    glyphs->items = g_new0(struct glyph, place_count + 1);
    for (const char *at = glyphs->text; *at != '\0' && glyphs->count < place_count;
         at = g_utf8_next_char(at)) {
        const PopplerRectangle *place = &places[glyphs->count];
        glyphs->items[glyphs->count++] = (struct glyph){
            .text = at,
            .length = (unsigned)(g_utf8_next_char(at) - at),
            .box = {MIN(place->x1, place->x2), MIN(place->y1, place->y2), MAX(place->x1, place->x2),
                    MAX(place->y1, place->y2)},
        };
    }
    GList *runs = poppler_page_get_text_attributes(page);
    for (GList *run = runs; run != NULL; run = run->next)
        apply_attributes(glyphs, run->data);
    poppler_page_free_text_attributes(runs);
    g_free(places);
}

void glyphs_finish(struct glyphs *glyphs) {
    g_free(glyphs->items);
    g_free(glyphs->text);
}

bool glyph_is_space(const struct glyph *glyph) {
    return g_unichar_isspace(g_utf8_get_char(glyph->text));
}
