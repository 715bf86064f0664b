/* Turns the body of a request, whatever its media type, into one JSON object of fields. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "net/exchange.h"
#include "net/form.h"
#include "net/json_scan.h"
#include "net/multipart.h"
#include "net/uri.h"

/* --- JSON --- */

/* The first byte that is not part of a well-formed sequence. */
static size_t find_bad_byte(const char *text, size_t length) {
    size_t good = 0;
    for (size_t position = 0; position < length;) {
        uint32_t codepoint = text_next_codepoint(text, length, &position);
        if (codepoint == 0xFFFD && memcmp(text + good, "\xEF\xBF\xBD", position - good) != 0)
            break;
        good = position;
    }
    return good;
}

static enum err refuse_encoding(struct request *request, const char *text, size_t length) {
    size_t at = find_bad_byte(text, length);
    unsigned char byte = (unsigned char)text[at];
    bool starts = byte >= 0xC2 && byte <= 0xF4;
    return request_fail_detail(
        request, ERR_INVALID, "JSON parse error - 'utf-8' codec can't decode byte 0x%02x in position %zu: %s",
        byte, at, starts ? "invalid continuation byte" : "invalid start byte");
}

/* Line, column and character count code points from the start, as Python does. */
static enum err refuse_json(struct request *request, const char *text, const struct json_problem *problem) {
    size_t line = 1, column = 1, characters = 0;
    for (size_t position = 0; position < problem->at; characters++) {
        uint32_t c = text_next_codepoint(text, problem->at, &position);
        line += c == '\n';
        column = c == '\n' ? 1 : column + 1;
    }
    return request_fail_detail(request, ERR_INVALID, "JSON parse error - %s: line %zu column %zu (char %zu)",
                               problem->message, line, column, characters);
}

static const char *python_type(const json_t *value) {
    switch (json_typeof(value)) {
    case JSON_ARRAY:
        return "list";
    case JSON_STRING:
        return "str";
    case JSON_INTEGER:
        return "int";
    case JSON_REAL:
        return "float";
    case JSON_TRUE:
    case JSON_FALSE:
        return "bool";
    default:
        return "NoneType";
    }
}

static enum err parse_json(struct request *request) {
    struct request_private *hidden = request->hidden;
    const char *text = request->body;
    if (!text_is_utf8(text, request->body_length))
        return refuse_encoding(request, text, request->body_length);
    struct json_problem problem = {"Expecting value", strlen(text)};
    if (strlen(text) != request->body_length || !json_scan(text, &problem))
        return refuse_json(request, text, &problem);
    json_error_t error;
    const size_t flags = JSON_DECODE_ANY | JSON_ALLOW_NUL;
    json_t *value = json_loadb(text, request->body_length, flags, &error);
    if (value == NULL) /* an integer of more than 64 bits */
        value = json_loadb(text, request->body_length, flags | JSON_DECODE_INT_AS_REAL, &error);
    if (value == NULL) { /* what jansson refuses beyond the grammar: lone surrogates, 1e999 */
        problem = (struct json_problem){"Value out of range", (size_t)error.position};
        return refuse_json(request, text, &problem);
    }
    hidden->fields = value;
    if (json_is_object(value))
        return ERR_OK;
    const char *sentence =
        arena_printf(request->arena, "Invalid data. Expected a dictionary, but got %s.", python_type(value));
    return request_fail_field(request, "non_field_errors",
                              json_is_null(value) ? "No data provided" : sentence);
}

/* --- urlencoded --- */

static bool set_text(json_t *fields, const char *name, const char *text, size_t length) {
    return json_object_set_new(fields, name, json_stringn(text, length)) == 0;
}

static bool take_pair(void *context, const char *name, const char *value, size_t value_length) {
    return set_text(context, name, value, value_length);
}

static enum err parse_urlencoded(struct request *request) {
    struct request_private *hidden = request->hidden;
    hidden->fields = json_object();
    if (uri_parse_pairs(request->arena, request->body, request->body_length, take_pair, hidden->fields))
        return ERR_OK;
    return request_fail_detail(request, ERR_INVALID,
                               "Form parse error - the pairs are malformed or not UTF-8.");
}

/* --- multipart --- */

/* Bytes that are not UTF-8 become U+FFFD, as browsers' forms in other encodings always did. */
static void take_field(struct request *request, const struct part *part) {
    char *text = arena_alloc(request->arena, 3 * part->length + 1);
    size_t length = 0;
    for (size_t position = 0; position < part->length;)
        length +=
            text_put_codepoint(text + length, text_next_codepoint(part->bytes, part->length, &position));
    set_text(request->hidden->fields, part->name, text, length);
}

static bool take_file(struct request *request, const struct part *part) {
    struct request_private *hidden = request->hidden;
    if (*part->file_name == '\0')
        return true; /* an empty file input of a browser's form */
    if (hidden->upload_count == MULTIPART_FILES_MAX)
        return false;
    struct upload *file = arena_alloc(request->arena, sizeof *file);
    *file = (struct upload){part->file_name, part->bytes, part->length};
    hidden->uploads[hidden->upload_count].name = part->name;
    hidden->uploads[hidden->upload_count++].file = file;
    return true;
}

static enum err parse_multipart(struct request *request) {
    struct request_private *hidden = request->hidden;
    struct part *parts = arena_array(request->arena, MULTIPART_PARTS_MAX, sizeof *parts);
    int count =
        multipart_parse(request->arena, hidden->content_type, request->body, request->body_length, parts);
    if (count < 0)
        return request_fail_detail(request, ERR_INVALID,
                                   "Multipart form parse error - the parts are malformed.");
    hidden->fields = json_object();
    size_t field_bytes = 0;
    for (int i = 0; i < count; i++) {
        if (parts[i].file_name != NULL && !take_file(request, &parts[i]))
            return request_fail_detail(request, ERR_INVALID, "More than %d files in one request.",
                                       MULTIPART_FILES_MAX);
        if (parts[i].file_name != NULL)
            continue;
        field_bytes += parts[i].length;
        if (field_bytes > BODY_FIELDS)
            return request_fail_detail(request, ERR_INVALID, "The fields are larger than %d KB.",
                                       BODY_FIELDS / 1024);
        take_field(request, &parts[i]);
    }
    return ERR_OK;
}

enum err form_parse(struct request *request, struct form *form) {
    struct request_private *hidden = request->hidden;
    enum err failed = ERR_OK;
    if (hidden->fields == NULL) {
        const char *type = hidden->content_type;
        if (request->body_length == 0)
            hidden->fields = json_object();
        else if (hidden->is_multipart)
            failed = parse_multipart(request);
        else if (type != NULL && strncasecmp(type, "application/x-www-form-urlencoded", 33) == 0)
            failed = parse_urlencoded(request);
        else
            failed = parse_json(request);
    }
    *form = (struct form){.request = request, .fields = hidden->fields};
    return failed;
}
