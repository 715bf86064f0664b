/* Questions files: the list that a recruiter prepared in a text editor or a word processor. */
#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/text.h"
#include "doc/reader.h"

enum {
    QUESTION_CODEPOINTS_MIN = 6, /* the existing back end drops shorter lines */
    QUESTIONS_MAX = 500,
};

/* Windows-1252 from 0x80 to 0x9F, where it differs from Latin-1; 0 where it has no character.
 * Source: the WHATWG Encoding Standard, index windows-1252. */
static const uint16_t windows_1252[32] = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178,
};

static void append_codepoint(struct buffer *out, uint32_t codepoint) {
    char bytes[4];
    if (codepoint != 0)
        buffer_append(out, bytes, text_put_codepoint(bytes, codepoint));
}

static void decode_windows_1252(const unsigned char *bytes, size_t length, struct buffer *out) {
    for (size_t i = 0; i < length; i++)
        append_codepoint(out, bytes[i] >= 0x80 && bytes[i] < 0xA0 ? windows_1252[bytes[i] - 0x80] : bytes[i]);
}

/* `high` is the place of the more significant byte in a pair: 0 for big, 1 for little endian. */
static void decode_utf16(const unsigned char *bytes, size_t length, size_t high, struct buffer *out) {
    uint32_t lead = 0;
    for (size_t i = 0; i + 1 < length; i += 2) {
        uint32_t unit = (uint32_t)bytes[i + high] << 8 | bytes[i + 1 - high];
        if (unit >= 0xD800 && unit < 0xDC00) {
            lead = unit;
        } else if (unit >= 0xDC00 && unit < 0xE000) {
            append_codepoint(out, lead != 0 ? 0x10000 + ((lead - 0xD800) << 10) + (unit - 0xDC00) : 0xFFFD);
            lead = 0;
        } else {
            append_codepoint(out, unit);
            lead = 0;
        }
    }
}

/* Any of the encodings that Windows and others write, as UTF-8. */
static const char *decode_text(const struct doc_input *input, struct arena *arena) {
    const unsigned char *bytes = input->bytes;
    size_t length = input->length;
    struct buffer out = {.arena = arena};
    buffer_append_text(&out, "");
    if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        length -= 3;
    }
    if (length >= 2 && bytes[0] == 0xFF && bytes[1] == 0xFE)
        decode_utf16(bytes + 2, length - 2, 1, &out);
    else if (length >= 2 && bytes[0] == 0xFE && bytes[1] == 0xFF)
        decode_utf16(bytes + 2, length - 2, 0, &out);
    else if (!text_is_utf8((const char *)bytes, length))
        decode_windows_1252(bytes, length, &out);
    else
        for (size_t at = 0; at < length;)
            append_codepoint(&out, text_next_codepoint((const char *)bytes, length, &at));
    return out.data != NULL ? out.data : "";
}

/* Past "12) " or "3. ", with white space around. */
static const char *skip_number(const char *line) {
    const char *at = line + strspn(line, " \t");
    size_t digits = strspn(at, "0123456789");
    if (digits == 0 || (at[digits] != ')' && at[digits] != '.'))
        return line;
    at += digits + 1;
    return at + strspn(at, " \t");
}

/* Past one "- " or "• ". An asterisk stays: the existing back end leaves it, and it may be a footnote's. */
static const char *skip_bullet(const char *line) {
    static const char bullet[] = "•";
    const char *at = line + strspn(line, " \t");
    if (*at == '-')
        at++;
    else if (strncmp(at, bullet, sizeof bullet - 1) == 0)
        at += sizeof bullet - 1;
    else
        return line;
    return at + strspn(at, " \t");
}

struct question_list {
    const char **items;
    size_t count;
};

static void add_question(struct question_list *list, const char *line, struct arena *arena) {
    const char *question = text_trim(arena, skip_bullet(skip_number(line)));
    if (list->count < QUESTIONS_MAX && text_count_codepoints(question) >= QUESTION_CODEPOINTS_MIN)
        list->items[list->count++] = question;
}

static void split_lines(const char *text, struct arena *arena, struct question_list *list) {
    while (*text != '\0') {
        size_t length = strcspn(text, "\r\n");
        add_question(list, arena_strndup(arena, text, length), arena);
        text += length + (text[length] != '\0');
    }
}

static enum err read_docx(struct doc_reader *reader, const struct doc_input *input, struct arena *arena,
                          struct question_list *list, const char **problem) {
    struct source source;
    const char *format = reader_detect_format(input);
    if (format == NULL || strcmp(format, "docx") != 0) {
        *problem =
            "This file is called .docx but is no Word document. Save it again as .docx or as plain text.";
        return ERR_UNREADABLE;
    }
    enum err err = reader_load(reader, "docx", input, arena, &source, problem);
    if (err != ERR_OK)
        return err;
    for (size_t i = 0; i < source.line_count; i++)
        add_question(list, source.lines[i].text, arena);
    return ERR_OK;
}

enum err doc_read_questions(struct doc_reader *reader, const struct doc_input *input, struct arena *arena,
                            const char ***questions, size_t *count, const char **problem) {
    const char *name = input->file_name != NULL ? input->file_name : "";
    bool docx = text_ends_with_ignoring_case(name, ".docx");
    struct question_list list = {.items = arena_array(arena, QUESTIONS_MAX, sizeof *list.items)};
    enum err err = ERR_OK;
    if (!docx && !text_ends_with_ignoring_case(name, ".txt")) {
        *problem = "Questions are read from .txt and .docx files.";
        return ERR_UNSUPPORTED;
    }
    if (input->length > DOC_FILE_BYTES_MAX) {
        *problem = "This file is larger than 10 MB. Keep only the questions in it.";
        return ERR_TOO_LARGE;
    }
    if (docx && input->length > 0)
        err = read_docx(reader, input, arena, &list, problem);
    else if (!docx)
        split_lines(decode_text(input, arena), arena, &list);
    *questions = list.items;
    *count = list.count;
    return err;
}
