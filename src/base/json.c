/* The writer behind every answer. Building a tree first, as jansson would, costs as much as the query for a
 * list of 50 rows; here each value goes straight into the answer's bytes. Numbers have paths of their own
 * because lists of embeddings are nearly all numbers. */
#include "base/json.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"

void json_init(struct json *json, struct arena *arena) {
    *json = (struct json){.out = {.arena = arena}};
}

static bool is_plain(unsigned char c) {
    return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

/* Writes the code point at *position, escaped or repaired where it must be. */
static void put_special(struct buffer *out, const char *text, size_t length, size_t *position) {
    uint32_t c = text_next_codepoint(text, length, position);
    if (c == '"' || c == '\\') {
        buffer_append_char(out, '\\');
        buffer_append_char(out, (char)c);
    } else if (c == '\n') {
        buffer_append(out, "\\n", 2);
    } else if (c == '\t') {
        buffer_append(out, "\\t", 2);
    } else if (c == '\r') {
        buffer_append(out, "\\r", 2);
    } else if (c < 0x20) {
        buffer_printf(out, "\\u%04x", (unsigned)c);
    } else {
        char *end = buffer_reserve(out, 4);
        size_t bytes = text_put_codepoint(end, c);
        end[bytes] = '\0';
        out->length += bytes;
    }
}

static void put_escaped(struct buffer *out, const char *text) {
    size_t length = strlen(text);
    buffer_reserve(out, length + 2); /* nearly always all that is needed */
    buffer_append_char(out, '"');
    for (size_t position = 0; position < length;) {
        size_t plain = position;
        while (plain < length && is_plain((unsigned char)text[plain]))
            plain++;
        buffer_append(out, text + position, plain - position);
        position = plain;
        if (position < length)
            put_special(out, text, length, &position);
    }
    buffer_append_char(out, '"');
}

static void begin_value(struct json *json, const char *key) {
    if (json->need_comma)
        buffer_append_char(&json->out, ',');
    json->need_comma = true;
    if (key != NULL) {
        put_escaped(&json->out, key);
        buffer_append_char(&json->out, ':');
    }
}

static void begin_nested(struct json *json, const char *key, char bracket) {
    begin_value(json, key);
    buffer_append_char(&json->out, bracket);
    json->depth++;
    json->need_comma = false;
}

static void end_nested(struct json *json, char bracket) {
    assert(json->depth > 0);
    buffer_append_char(&json->out, bracket);
    json->depth--;
    json->need_comma = true;
}

void json_begin_object(struct json *json, const char *key) {
    begin_nested(json, key, '{');
}

void json_end_object(struct json *json) {
    end_nested(json, '}');
}

void json_begin_array(struct json *json, const char *key) {
    begin_nested(json, key, '[');
}

void json_end_array(struct json *json) {
    end_nested(json, ']');
}

void json_put_string(struct json *json, const char *key, const char *text) {
    if (text == NULL) {
        json_put_null(json, key);
        return;
    }
    begin_value(json, key);
    put_escaped(&json->out, text);
}

static void put_digits(struct buffer *out, uint64_t value) {
    char digits[20];
    size_t count = 0;
    do {
        digits[sizeof digits - ++count] = (char)('0' + value % 10);
        value /= 10;
    } while (value != 0);
    buffer_append(out, digits + sizeof digits - count, count);
}

void json_put_integer(struct json *json, const char *key, int64_t value) {
    begin_value(json, key);
    if (value < 0)
        buffer_append_char(&json->out, '-');
    put_digits(&json->out, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}

/* Writes scaled / 10^decimals without trailing zeros but one: 6100 / 10^2 is 61.0. */
static void put_scaled(struct buffer *out, uint64_t scaled, unsigned decimals) {
    while (decimals > 1 && scaled % 10 == 0) {
        scaled /= 10;
        decimals--;
    }
    char text[32];
    size_t start = sizeof text;
    for (unsigned i = 0; i < decimals; i++, scaled /= 10)
        text[--start] = (char)('0' + scaled % 10);
    text[--start] = '.';
    do {
        text[--start] = (char)('0' + scaled % 10);
        scaled /= 10;
    } while (scaled != 0);
    buffer_append(out, text + start, sizeof text - start);
}

/* Powers of ten that a double holds exactly, so that integer / power is the correctly rounded value of the
 * text. */
static const double POWERS[] = {1e0, 1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7, 1e8,
                                1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16};

static void put_printed(struct buffer *out, const char *printed) {
    buffer_append_text(out, printed);
    if (strpbrk(printed, ".e") == NULL)
        buffer_append(out, ".0", 2);
}

static void put_real(struct buffer *out, double value) {
    const double scaled = rint(fabs(value) * 1e6); /* scores are rounded to 2, 4 or 6 decimals */
    if (scaled < 1e15 && scaled / 1e6 == fabs(value)) {
        if (value < 0)
            buffer_append_char(out, '-');
        put_scaled(out, (uint64_t)scaled, 6);
        return;
    }
    char text[32];
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            break;
    }
    put_printed(out, text);
}

static void put_float_slowly(struct buffer *out, float value) {
    char text[32];
    for (int digits = 6; digits <= 9; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, (double)value);
        if (strtof(text, NULL) == value)
            break;
    }
    put_printed(out, text);
}

/* Six to nine significant digits always suffice for a float; most need seven or eight. One multiplication and
 * one exact division a try make this some thirty times as fast as printf, which matters for lists of vectors.
 */
static void put_float(struct buffer *out, float value) {
    const double size = fabs((double)value);
    if (!(size >= 1e-6 && size < 1e6)) {
        put_float_slowly(out, value);
        return;
    }
    unsigned decimals = 0; /* for six significant digits */
    while (size * POWERS[decimals] < 1e5)
        decimals++;
    for (unsigned last = decimals + 3; decimals <= last; decimals++) {
        const double scaled = rint(size * POWERS[decimals]);
        if ((float)(scaled / POWERS[decimals]) == (float)size) {
            if (value < 0)
                buffer_append_char(out, '-');
            put_scaled(out, (uint64_t)scaled * (decimals == 0 ? 10 : 1), decimals == 0 ? 1 : decimals);
            return;
        }
    }
    put_float_slowly(out, value);
}

void json_put_real(struct json *json, const char *key, double value) {
    if (!isfinite(value)) {
        json_put_null(json, key);
        return;
    }
    begin_value(json, key);
    put_real(&json->out, value);
}

void json_put_bool(struct json *json, const char *key, bool value) {
    json_put_raw(json, key, value ? "true" : "false");
}

void json_put_null(struct json *json, const char *key) {
    json_put_raw(json, key, "null");
}

void json_put_time(struct json *json, const char *key, int64_t time_us) {
    char text[CLOCK_TEXT_SIZE];
    if (time_us != 0)
        clock_format(time_us, text);
    json_put_string(json, key, time_us != 0 ? text : NULL);
}

void json_put_vector(struct json *json, const char *key, const float *values, size_t count) {
    if (values == NULL) {
        json_put_null(json, key);
        return;
    }
    begin_value(json, key);
    buffer_append_char(&json->out, '[');
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buffer_append_char(&json->out, ',');
        if (isfinite(values[i]))
            put_float(&json->out, values[i]);
        else
            buffer_append(&json->out, "null", 4);
    }
    buffer_append_char(&json->out, ']');
}

void json_put_raw(struct json *json, const char *key, const char *valid_json) {
    begin_value(json, key);
    buffer_append_text(&json->out, valid_json != NULL ? valid_json : "null");
}
