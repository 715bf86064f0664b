/* Any bytes as a request target and as a body: the first byte picks the media type. What a handler then reads
 * must be clean text, and whatever goes wrong must give a JSON answer. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "net/exchange.h"
#include "net/form.h"
#include "net/range.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void read_target(struct arena *arena, const char *text) {
    struct uri uri;
    if (!uri_parse(&uri, arena, text))
        return;
    assert(text_is_utf8(uri.path, strlen(uri.path)) && text_ends_with_ignoring_case(uri.path, "/"));
    for (size_t i = 0; i < uri.query_count; i++)
        assert(text_is_utf8(uri.query[i].value, strlen(uri.query[i].value)));
}

static void read_range(const char *text) {
    uint64_t offset, size;
    if (range_parse(text, 1000, &offset, &size) && size > 0)
        assert(offset < 1000 && size <= 1000 - offset);
}

static void read_fields(struct form *form) {
    const char *name;
    json_t *value;
    json_object_foreach(form->fields, name, value) {
        const char *text = form_text(form, name, FORM_ALLOW_BLANK | FORM_ALLOW_NULL);
        assert(text == NULL || text_is_utf8(text, strlen(text)));
        form_integer(form, name, 5, 1, 10);
        form_bool(form, name, false);
        form_uuid(form, name, FORM_OPTIONAL);
        float vector[2];
        form_vector(form, name, vector, 2);
    }
    const struct upload *file = form_file(form, "file", FORM_REQUIRED);
    const char *body = form->request->body;
    assert(file == NULL ||
           (file->bytes >= body && file->bytes + file->length <= body + form->request->body_length));
}

static void check_answer(struct exchange *exchange) {
    exchange_finish_handler(exchange, ERR_INVALID);
    json_t *answer = json_loads(exchange->response.json.out.data, 0, NULL);
    assert(json_is_object(answer));
    json_decref(answer);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    static const char *const TYPES[] = {"application/json", "application/x-www-form-urlencoded",
                                        "multipart/form-data; boundary=xX"};
    if (length == 0)
        return 0;
    struct arena *arena = arena_create();
    struct exchange exchange = {.request.arena = arena};
    exchange.request.hidden = &exchange.request_hidden;
    exchange.response.hidden = &exchange.response_hidden;
    exchange.response_hidden.request = &exchange.request;
    exchange.request_hidden.content_type = TYPES[bytes[0] % 3];
    exchange.request_hidden.is_multipart = bytes[0] % 3 == 2;
    exchange.request.body = arena_strndup(arena, (const char *)bytes + 1, length - 1);
    exchange.request.body_length = length - 1;
    read_target(arena, exchange.request.body);
    read_range(exchange.request.body);
    struct form form;
    if (form_parse(&exchange.request, &form) == ERR_OK)
        read_fields(&form);
    check_answer(&exchange);
    json_decref(exchange.request_hidden.fields);
    arena_destroy(arena);
    return 0;
}
