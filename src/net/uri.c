#include "net/uri.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"

static int hex_digit(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* NULL for a % without two digits and for what is not UTF-8. */
static const char *decode(struct arena *arena, const char *text, size_t length, bool plus_is_space,
                          size_t *decoded_length) {
    char *out = arena_alloc_bytes(arena, length + 1);
    size_t written = 0;
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        if (c == '%') {
            int high = length - i > 2 ? hex_digit(text[i + 1]) : -1;
            int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
            if (low < 0)
                return NULL;
            c = (char)(high << 4 | low);
            i += 2;
        } else if (c == '+' && plus_is_space) {
            c = ' ';
        }
        out[written++] = c;
    }
    out[written] = '\0';
    *decoded_length = written;
    return text_is_utf8(out, written) ? out : NULL;
}

static bool parse_path(struct uri *uri, struct arena *arena, const char *text, size_t length) {
    char *path = arena_alloc_bytes(arena, length + 2);
    size_t written = 0;
    for (size_t i = 0; i < length;) { /* text[i] is the slash before a segment */
        path[written++] = '/';
        const char *begin = text + i + 1;
        const char *slash = memchr(begin, '/', length - i - 1);
        size_t size = slash != NULL ? (size_t)(slash - begin) : length - i - 1;
        i += size + 1;
        if (size == 0 && slash == NULL)
            break; /* the final slash */
        size_t decoded;
        const char *segment = decode(arena, begin, size, false, &decoded);
        if (segment == NULL || strlen(segment) != decoded || uri->segment_count == URI_SEGMENTS_MAX)
            return false;
        uri->segments[uri->segment_count++] = segment;
        memcpy(path + written, segment, decoded);
        written += decoded;
    }
    uri->has_final_slash = text[length - 1] == '/';
    if (path[written - 1] != '/')
        path[written++] = '/';
    path[written] = '\0';
    uri->path = path;
    return true;
}

static bool take_query(void *context, const char *name, const char *value, size_t value_length) {
    struct uri *uri = context;
    if (uri->query_count == URI_QUERY_MAX || strlen(value) != value_length)
        return false;
    uri->query[uri->query_count].name = name;
    uri->query[uri->query_count++].value = value;
    return true;
}

bool uri_parse(struct uri *uri, struct arena *arena, const char *target) {
    *uri = (struct uri){0};
    if (target[0] != '/' || strchr(target, '#') != NULL)
        return false;
    size_t path_length = strcspn(target, "?");
    if (!parse_path(uri, arena, target, path_length))
        return false;
    const char *query = target + path_length;
    return *query == '\0' || uri_parse_pairs(arena, query + 1, strlen(query + 1), take_query, uri);
}

bool uri_parse_pairs(struct arena *arena, const char *text, size_t length,
                     bool (*take)(void *context, const char *name, const char *value, size_t value_length),
                     void *context) {
    const char *end = text + length;
    while (text < end) {
        const char *ampersand = memchr(text, '&', (size_t)(end - text));
        const char *pair_end = ampersand != NULL ? ampersand : end;
        const char *equals = memchr(text, '=', (size_t)(pair_end - text));
        const char *name_end = equals != NULL ? equals : pair_end;
        const char *value = equals != NULL ? equals + 1 : pair_end;
        size_t name_length, value_length;
        const char *name_text = decode(arena, text, (size_t)(name_end - text), true, &name_length);
        const char *value_text = decode(arena, value, (size_t)(pair_end - value), true, &value_length);
        if (name_text == NULL || value_text == NULL || strlen(name_text) != name_length)
            return false;
        if (pair_end > text && !take(context, name_text, value_text, value_length))
            return false;
        text = ampersand != NULL ? ampersand + 1 : end;
    }
    return true;
}
