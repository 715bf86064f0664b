#include "net/multipart.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/text.h"

enum { BOUNDARY_MAX = 70 }; /* RFC 2046, section 5.1.1 */

/* Reads a quoted or plain parameter value. A backslash only escapes a quote or itself, because some senders
 * put a Windows path in a file name. */
static const char *read_value(struct arena *arena, const char *text, const char *end) {
    struct buffer value = {.arena = arena};
    buffer_reserve(&value, 0);
    bool quoted = text < end && *text == '"';
    for (const char *c = text + quoted; c < end; c++) {
        if (quoted ? *c == '"' : (*c == ';' || *c == ' '))
            break;
        if (quoted && *c == '\\' && c + 1 < end && (c[1] == '"' || c[1] == '\\'))
            c++;
        buffer_append_char(&value, *c);
    }
    return value.data;
}

/* Finds "; name=" outside of quotes and reads what follows; NULL when absent. */
static const char *find_parameter(struct arena *arena, const char *text, const char *end, const char *name) {
    size_t length = strlen(name);
    bool quoted = false;
    for (const char *c = text; c < end; c++) {
        if (*c == '"' && c[-1] != '\\')
            quoted = !quoted;
        if (quoted || *c != ';')
            continue;
        const char *start = c + 1;
        while (start < end && (*start == ' ' || *start == '\t'))
            start++;
        if ((size_t)(end - start) > length && strncasecmp(start, name, length) == 0 && start[length] == '=')
            return read_value(arena, start + length + 1, end);
    }
    return NULL;
}

/* Browsers encode these three characters of a name (HTML, "multipart/form-data encoding algorithm"). */
static const char *undo_escapes(struct arena *arena, const char *text) {
    static const char *const CODES[] = {"%22", "%0D", "%0A"};
    static const char PLAIN[] = "\"\r\n";
    struct buffer out = {.arena = arena};
    buffer_reserve(&out, 0);
    while (*text != '\0') {
        size_t code = 0;
        while (code < 3 && strncasecmp(text, CODES[code], 3) != 0)
            code++;
        buffer_append_char(&out, code < 3 ? PLAIN[code] : *text);
        text += code < 3 ? 3 : 1;
    }
    return out.data;
}

static const char *base_name(const char *path) {
    const char *name = path;
    for (; *path != '\0'; path++) {
        if (*path == '/' || *path == '\\')
            name = path + 1;
    }
    return name;
}

/* Reads the header lines of a part; false when it has no name. */
static bool read_head(struct arena *arena, const char *text, const char *end, struct part *part) {
    static const char FIELD[] = "Content-Disposition:";
    while (text < end) {
        const char *line_end = memmem(text, (size_t)(end - text), "\r\n", 2);
        if (line_end == NULL)
            line_end = end;
        size_t length = (size_t)(line_end - text);
        if (length > sizeof FIELD && strncasecmp(text, FIELD, sizeof FIELD - 1) == 0) {
            const char *name = find_parameter(arena, text + 1, line_end, "name");
            const char *file_name = find_parameter(arena, text + 1, line_end, "filename");
            part->name = name != NULL ? undo_escapes(arena, name) : NULL;
            part->file_name = file_name != NULL ? base_name(undo_escapes(arena, file_name)) : NULL;
        }
        text = line_end < end ? line_end + 2 : end;
    }
    return part->name != NULL && text_is_utf8(part->name, strlen(part->name)) &&
           (part->file_name == NULL || text_is_utf8(part->file_name, strlen(part->file_name)));
}

/* "\r\n--boundary", or NULL. */
static const char *read_delimiter(struct arena *arena, const char *content_type) {
    const char *boundary =
        find_parameter(arena, content_type, content_type + strlen(content_type), "boundary");
    if (boundary == NULL || *boundary == '\0' || strlen(boundary) > BOUNDARY_MAX)
        return NULL;
    return arena_printf(arena, "\r\n--%s", boundary);
}

/* Just past the first delimiter, which needs no line break before it at the very start; NULL when there is
 * none. */
static const char *skip_preamble(const char *body, const char *end, const char *delimiter, size_t size) {
    if ((size_t)(end - body) >= size - 2 && memcmp(body, delimiter + 2, size - 2) == 0)
        return body + size - 2;
    const char *first = memmem(body, (size_t)(end - body), delimiter, size);
    return first != NULL ? first + size : NULL;
}

/* Reads the part that begins at `at`, just past a delimiter; the place just past the next one, or NULL. */
static const char *read_part(struct arena *arena, const char *at, const char *end, const char *delimiter,
                             struct part *part) {
    size_t size = strlen(delimiter);
    while (at < end && (*at == ' ' || *at == '\t'))
        at++;
    const char *blank = end - at >= 4 ? memmem(at, (size_t)(end - at), "\r\n\r\n", 4) : NULL;
    if (blank == NULL || memcmp(at, "\r\n", 2) != 0)
        return NULL;
    /* an empty part shares its line break with the delimiter */
    const char *next = memmem(blank + 2, (size_t)(end - blank - 2), delimiter, size);
    if (next == NULL || !read_head(arena, at + 2, blank, part))
        return NULL;
    part->bytes = blank + 4;
    part->length = next > part->bytes ? (size_t)(next - part->bytes) : 0;
    return next + size;
}

int multipart_parse(struct arena *arena, const char *content_type, const char *body, size_t length,
                    struct part parts[MULTIPART_PARTS_MAX]) {
    const char *delimiter = read_delimiter(arena, content_type);
    if (delimiter == NULL)
        return -1;
    const char *end = body + length;
    const char *at = skip_preamble(body, end, delimiter, strlen(delimiter));
    int count = 0;
    while (at != NULL && (end - at < 2 || memcmp(at, "--", 2) != 0)) {
        if (count == MULTIPART_PARTS_MAX)
            return -1;
        parts[count] = (struct part){0};
        at = read_part(arena, at, end, delimiter, &parts[count]);
        count++;
    }
    return at != NULL ? count : -1;
}
