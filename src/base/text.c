/* UTF-8 is decoded strictly: no overlong forms, no surrogates, nothing above U+10FFFF, so that what passes
 * here means the same to the browser, the database and the model. */
#include "base/text.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"

enum { REPLACEMENT = 0xFFFD };

static bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Bytes of white space at the start of `text`: 1, 2 for U+00A0, or 0. */
static size_t leading_space(const char *text, size_t length) {
    if (length > 0 && is_space(text[0]))
        return 1;
    return length > 1 && memcmp(text, "\xC2\xA0", 2) == 0 ? 2 : 0;
}

static size_t trailing_space(const char *text, size_t length) {
    if (length > 0 && is_space(text[length - 1]))
        return 1;
    return length > 1 && memcmp(text + length - 2, "\xC2\xA0", 2) == 0 ? 2 : 0;
}

bool text_is_blank(const char *text) {
    if (text == NULL)
        return true;
    size_t length = strlen(text);
    for (size_t space; (space = leading_space(text, length)) > 0;) {
        text += space;
        length -= space;
    }
    return length == 0;
}

bool text_starts_with(const char *text, const char *prefix) {
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

bool text_ends_with_ignoring_case(const char *text, const char *ascii_suffix) {
    size_t length = strlen(text);
    size_t suffix = strlen(ascii_suffix);
    return length >= suffix && strcasecmp(text + length - suffix, ascii_suffix) == 0;
}

char *text_trim(struct arena *arena, const char *text) {
    size_t length = strlen(text);
    for (size_t space; (space = leading_space(text, length)) > 0;) {
        text += space;
        length -= space;
    }
    for (size_t space; (space = trailing_space(text, length)) > 0;)
        length -= space;
    return arena_strndup(arena, text, length);
}

/* Number of bytes of the sequence that a lead byte starts, its payload bits in *value; 0 for no lead byte. */
static size_t sequence_length(unsigned char lead, uint32_t *value) {
    if (lead < 0x80) {
        *value = lead;
        return 1;
    }
    if (lead >= 0xC2 && lead <= 0xDF) {
        *value = lead & 0x1F;
        return 2;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
        *value = lead & 0x0F;
        return 3;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        *value = lead & 0x07;
        return 4;
    }
    return 0;
}

/* Decodes one well-formed sequence (no overlong form, no surrogate); 0 bytes when there is none. */
static size_t decode(const char *text, size_t length, uint32_t *codepoint) {
    uint32_t value = 0;
    size_t bytes = length > 0 ? sequence_length((unsigned char)text[0], &value) : 0;
    if (bytes == 0 || bytes > length)
        return 0;
    for (size_t i = 1; i < bytes; i++) {
        unsigned char c = (unsigned char)text[i];
        if ((c & 0xC0) != 0x80)
            return 0;
        value = value << 6 | (c & 0x3F);
    }
    bool overlong = (bytes == 3 && value < 0x800) || (bytes == 4 && value < 0x10000);
    if (overlong || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
        return 0;
    *codepoint = value;
    return bytes;
}

uint32_t text_next_codepoint(const char *text, size_t length, size_t *position) {
    if (*position >= length)
        return 0;
    uint32_t codepoint = REPLACEMENT;
    size_t bytes = decode(text + *position, length - *position, &codepoint);
    *position += bytes > 0 ? bytes : 1;
    return codepoint;
}

size_t text_put_codepoint(char *out, uint32_t codepoint) {
    if (codepoint < 0x80) {
        out[0] = (char)codepoint;
        return 1;
    }
    if (codepoint < 0x800) {
        out[0] = (char)(0xC0 | codepoint >> 6);
        out[1] = (char)(0x80 | (codepoint & 0x3F));
        return 2;
    }
    if (codepoint < 0x10000) {
        out[0] = (char)(0xE0 | codepoint >> 12);
        out[1] = (char)(0x80 | (codepoint >> 6 & 0x3F));
        out[2] = (char)(0x80 | (codepoint & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | codepoint >> 18);
    out[1] = (char)(0x80 | (codepoint >> 12 & 0x3F));
    out[2] = (char)(0x80 | (codepoint >> 6 & 0x3F));
    out[3] = (char)(0x80 | (codepoint & 0x3F));
    return 4;
}

bool text_is_utf8(const char *bytes, size_t length) {
    for (size_t position = 0; position < length;) {
        uint32_t codepoint;
        size_t step = decode(bytes + position, length - position, &codepoint);
        if (step == 0)
            return false;
        position += step;
    }
    return true;
}

size_t text_count_codepoints(const char *text) {
    size_t length = strlen(text);
    size_t count = 0;
    for (size_t position = 0; position < length; count++)
        text_next_codepoint(text, length, &position);
    return count;
}

char *text_shorten(struct arena *arena, const char *text, size_t max_codepoints) {
    size_t length = strlen(text);
    size_t position = 0;
    size_t cut = 0; /* where the text ends if an ellipsis must follow */
    for (size_t count = 0; position < length; count++) {
        if (count == max_codepoints)
            return max_codepoints > 0 ? arena_printf(arena, "%.*s\u2026", (int)cut, text)
                                      : arena_strdup(arena, "");
        if (count + 1 == max_codepoints)
            cut = position;
        text_next_codepoint(text, length, &position);
    }
    return arena_strdup(arena, text);
}
