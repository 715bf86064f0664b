#include "reading.h"

#include <stdint.h>
#include <string.h>
#include <unistd.h>

static const char *const error_names[] = {
    [READING_OK] = "ok",
    [READING_DAMAGED] = "damaged",
    [READING_ENCRYPTED] = "encrypted",
    [READING_TOO_MANY_PAGES] = "too_many_pages",
    [READING_TOO_MUCH_TEXT] = "too_much_text",
    [READING_BOMB] = "bomb",
    [READING_FORBIDDEN_XML] = "forbidden_xml",
    [READING_WRONG_TYPE] = "wrong_type",
    [READING_NO_SANDBOX] = "no_sandbox",
    [READING_NO_RECOGNITION] = "no_recognition",
};

static const char *const kind_names[] = {
    [LINE_WRAPPED] = "wrapped",
    [LINE_PARAGRAPH] = "paragraph",
    [LINE_HEADING] = "heading",
    [LINE_ITEM] = "item",
};

static void clear_line(void *line) {
    g_free(((struct line *)line)->text);
}

static void clear_hidden(void *hidden) {
    g_free(((struct hidden_text *)hidden)->text);
}

void reading_init(struct reading *reading) {
    *reading = (struct reading){0};
    reading->lines = g_array_new(FALSE, FALSE, sizeof(struct line));
    reading->hidden = g_array_new(FALSE, FALSE, sizeof(struct hidden_text));
    reading->scanned = g_array_new(FALSE, FALSE, sizeof(unsigned));
    reading->recognised = g_array_new(FALSE, FALSE, sizeof(unsigned));
    g_array_set_clear_func(reading->lines, clear_line);
    g_array_set_clear_func(reading->hidden, clear_hidden);
}

void reading_finish(struct reading *reading) {
    g_array_unref(reading->lines);
    g_array_unref(reading->hidden);
    g_array_unref(reading->scanned);
    g_array_unref(reading->recognised);
}

static bool takes_more(struct reading *reading, size_t length) {
    reading->text_bytes += length;
    return reading->text_bytes <= READING_TEXT_BYTES_MAX &&
           reading->lines->len + reading->hidden->len < READING_LINES_MAX;
}

bool reading_add_line(struct reading *reading, struct line line, const char *text, size_t length) {
    if (!takes_more(reading, length))
        return false;
    line.text = clean_text(text, length, &reading->dropped);
    if (line.text[0] == '\0')
        g_free(line.text);
    else
        g_array_append_val(reading->lines, line);
    return true;
}

/* At least two letters or digits. Single marks without ink come from typesetting, not from anybody's
 * intention. */
static bool holds_words(const char *text) {
    size_t letters = 0;
    for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at))
        letters += g_unichar_isalnum(g_utf8_get_char(at));
    return letters >= 2;
}

bool reading_add_hidden(struct reading *reading, unsigned page, const char *reason, const char *text,
                        size_t length) {
    if (!takes_more(reading, length))
        return false;
    struct hidden_text hidden = {.page = page, .reason = reason};
    hidden.text = clean_text(text, length, &reading->dropped);
    if (!holds_words(hidden.text))
        g_free(hidden.text);
    else
        g_array_append_val(reading->hidden, hidden);
    return true;
}

static void append_json_text(GString *out, const char *text) {
    g_string_append_c(out, '"');
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '"' || *at == '\\')
            g_string_append_c(out, '\\');
        if ((unsigned char)*at >= 0x20)
            g_string_append_c(out, *at);
    }
    g_string_append_c(out, '"');
}

/* A coordinate with two decimals, the same in every locale. */
static void append_number(GString *out, double value) {
    char digits[G_ASCII_DTOSTR_BUF_SIZE];
    double bounded = CLAMP(value, -99999, 99999);
    g_string_append(out, g_ascii_formatd(digits, sizeof digits, "%.2f", bounded));
}

static void append_line(GString *out, const struct line *line) {
    g_string_append_printf(out, "{\"page\":%u,\"block\":%u,\"kind\":\"%s\",\"bold\":%s,\"size\":", line->page,
                           line->block, kind_names[line->kind], line->bold ? "true" : "false");
    append_number(out, line->size);
    if (line->placed) {
        const struct box *box = &line->box;
        const double numbers[] = {box->left, box->top, box->right - box->left, box->bottom - box->top};
        for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++) {
            g_string_append(out, i == 0 ? ",\"box\":[" : ",");
            append_number(out, numbers[i]);
        }
        g_string_append_c(out, ']');
    }
    g_string_append(out, ",\"text\":");
    append_json_text(out, line->text);
    g_string_append_c(out, '}');
}

static void append_pages(GString *out, const char *name, const GArray *pages) {
    g_string_append_printf(out, "\"%s\":[", name);
    for (guint i = 0; i < pages->len; i++)
        g_string_append_printf(out, "%s%u", i > 0 ? "," : "", g_array_index(pages, unsigned, i));
    g_string_append(out, "],");
}

static void append_reading(GString *out, const struct reading *reading) {
    g_string_append_printf(out, "{\"pages\":%u,\"images\":%u,\"stripped\":%zu,\"unreadable\":%zu,",
                           reading->pages, reading->images, reading->dropped.stripped,
                           reading->dropped.unreadable);
    append_pages(out, "scanned", reading->scanned);
    append_pages(out, "recognised", reading->recognised);
    g_string_append(out, "\"confidence\":");
    append_number(out, reading->recognised_words > 0 ? reading->confidence / reading->recognised_words : 1);
    g_string_append(out, ",\"lines\":[");
    for (guint i = 0; i < reading->lines->len; i++) {
        if (i > 0)
            g_string_append_c(out, ',');
        append_line(out, &g_array_index(reading->lines, struct line, i));
    }
    g_string_append(out, "],\"hidden\":[");
    for (guint i = 0; i < reading->hidden->len; i++) {
        const struct hidden_text *hidden = &g_array_index(reading->hidden, struct hidden_text, i);
        g_string_append_printf(out, "%s{\"page\":%u,\"reason\":\"%s\",\"text\":", i > 0 ? "," : "",
                               hidden->page, hidden->reason);
        append_json_text(out, hidden->text);
        g_string_append_c(out, '}');
    }
    g_string_append(out, "]}");
}

static bool write_all(int fd, const char *bytes, size_t length) {
    while (length > 0) {
        ssize_t written = write(fd, bytes, length);
        if (written <= 0)
            return false;
        bytes += written;
        length -= (size_t)written;
    }
    return true;
}

bool reading_write(int fd, const struct reading *reading, enum reading_error error) {
    GString *out = g_string_new_len("\0\0\0\0", 4);
    if (error == READING_OK)
        append_reading(out, reading);
    else
        g_string_append_printf(out, "{\"error\":\"%s\"}", error_names[error]);
    uint32_t length = GUINT32_TO_LE((uint32_t)(out->len - 4));
    memcpy(out->str, &length, sizeof length);
    bool written = write_all(fd, out->str, out->len);
    g_string_free(out, TRUE);
    return written;
}
