#include "clean.h"

#include <stdbool.h>

/* Characters that show nothing and change how a text is read. ZWNJ and ZWJ (200C, 200D) belong to the
 * spelling of some scripts and to emoji; they are dropped between Latin letters with the rest, as this reader
 * serves CVs in Latin script. */
static bool is_smuggled(gunichar c) {
    return (c >= 0xE0000 && c <= 0xE0FFF) || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || c == 0x180E || c == 0x061C || c == 0x115F ||
           c == 0x1160 || c == 0x3164 || c == 0xFFA0 || (c >= 0xFE00 && c <= 0xFE0F) ||
           (c >= 0xFFF9 && c <= 0xFFFB);
}

static bool is_private(gunichar c) {
    return (c >= 0xE000 && c <= 0xF8FF) || c >= 0xF0000;
}

/* Bullets as Word writes them: characters of the Symbol and Wingdings fonts in the private-use area. */
static bool is_symbol_bullet(gunichar c) {
    return c == 0xF0B7 || c == 0xF0A7 || c == 0xF076 || c == 0xF0D8 || c == 0xF0FC || c == 0xF06F ||
           c == 0xF0A8;
}

static const char *ligature(gunichar c) {
    static const char *const spelled[] = {"ff", "fi", "fl", "ffi", "ffl", "st", "st"};
    return c >= 0xFB00 && c <= 0xFB06 ? spelled[c - 0xFB00] : NULL;
}

static void append_space(GString *out) {
    if (out->len > 0 && out->str[out->len - 1] != ' ')
        g_string_append_c(out, ' ');
}

static void append_cleaned(GString *out, gunichar c, struct clean_counts *counts) {
    const char *letters = ligature(c);
    if (letters != NULL)
        g_string_append(out, letters);
    else if (is_smuggled(c))
        counts->stripped++;
    else if (is_symbol_bullet(c))
        g_string_append_unichar(out, 0x2022);
    else if (g_unichar_isspace(c) || c == 0x00A0 || c < 0x20 || (c >= 0x7F && c < 0xA0))
        append_space(out);
    else if (c == 0xFFFD || is_private(c))
        counts->unreadable++;
    else if (c != 0x00AD) /* a hyphen that was not needed */
        g_string_append_unichar(out, c);
}

char *clean_text(const char *bytes, size_t length, struct clean_counts *counts) {
    char *valid = g_utf8_make_valid(bytes, (gssize)length);
    char *composed = g_utf8_normalize(valid, -1, G_NORMALIZE_NFC);
    GString *out = g_string_sized_new(length + 1);
    for (const char *at = composed; *at != '\0'; at = g_utf8_next_char(at))
        append_cleaned(out, g_utf8_get_char(at), counts);
    while (out->len > 0 && out->str[out->len - 1] == ' ')
        g_string_truncate(out, out->len - 1);
    g_free(composed);
    g_free(valid);
    return g_string_free(out, FALSE);
}
