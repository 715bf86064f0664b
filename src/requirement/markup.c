/* Job descriptions that were copied from a page or written in Markdown: the signs go, what they mean stays.
 */
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/text.h"
#include "requirement/requirement_internal.h"

static bool is_emphasis(const char *at) {
    return text_starts_with(at, "**") || text_starts_with(at, "__");
}

/* "**Requirements**", "## Requirements" */
static bool is_marked_heading(const char *line, size_t length) {
    return *line == '#' || (length > 4 && is_emphasis(line) && is_emphasis(line + length - 2));
}

static void append_plain(struct buffer *out, const char *line, size_t length) {
    static const char APOSTROPHE[] = "’";
    for (size_t i = 0; i < length; i++)
        if (is_emphasis(line + i))
            i++;
        else if (text_starts_with(line + i, APOSTROPHE)) {
            buffer_append_text(out, "'");
            i += strlen(APOSTROPHE) - 1;
        } else
            buffer_append(out, line + i, 1);
}

static void append_line(struct buffer *out, const char *line, size_t length) {
    while (length && strchr(" \t\r", line[length - 1]))
        length--;
    bool is_heading = is_marked_heading(line, length);
    size_t marks = is_heading ? strspn(line, "# ") : 0;
    append_plain(out, line + marks, length - marks);
    if (is_heading && out->length && out->data[out->length - 1] != ':')
        buffer_append_text(out, ":");
}

const char *markup_strip(const char *text, struct arena *arena) {
    struct buffer out = {.arena = arena};
    for (const char *line = text; *line;) {
        size_t length = strcspn(line, "\n");
        append_line(&out, line, length);
        line += length;
        if (*line == '\n') {
            buffer_append_text(&out, "\n");
            line++;
        }
    }
    return out.data ? out.data : "";
}
