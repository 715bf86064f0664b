/* What handlers call: reading the request, failing, and filling in the response. */
#include "net/http.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "net/exchange.h"
#include "net/form.h"
#include "net/websocket_internal.h"

/* --- request --- */

const char *request_param(const struct request *request, const char *name) {
    const struct route_match *match = &request->hidden->match;
    for (size_t i = 0; i < match->param_count; i++) {
        if (strcmp(match->params[i].name, name) == 0)
            return match->params[i].value;
    }
    assert(!"a parameter that the route's pattern does not have");
    return NULL;
}

const char *request_query(const struct request *request, const char *name) {
    const struct uri *uri = &request->hidden->uri;
    for (size_t i = 0; i < uri->query_count; i++) {
        if (strcmp(uri->query[i].name, name) == 0)
            return uri->query[i].value;
    }
    return NULL;
}

const char *request_header(const struct request *request, const char *name) {
    struct MHD_Connection *mhd = request->hidden->mhd;
    return mhd != NULL ? MHD_lookup_connection_value(mhd, MHD_HEADER_KIND, name) : NULL;
}

const char *request_cookie(const struct request *request, const char *name) {
    struct MHD_Connection *mhd = request->hidden->mhd;
    return mhd != NULL ? MHD_lookup_connection_value(mhd, MHD_COOKIE_KIND, name) : NULL;
}

/* --- failing --- */

static void set_failure(struct request *request, enum failure_style style, const char *format, va_list args) {
    struct failure *failure = &request->hidden->failure;
    failure->style = style;
    failure->sentence = arena_vprintf(request->arena, format, args);
}

enum err request_fail(struct request *request, enum err code, const char *format, ...) {
    va_list args;
    va_start(args, format);
    set_failure(request, FAILURE_ERROR, format, args);
    va_end(args);
    return code;
}

enum err request_fail_detail(struct request *request, enum err code, const char *format, ...) {
    va_list args;
    va_start(args, format);
    set_failure(request, FAILURE_DETAIL, format, args);
    va_end(args);
    return code;
}

enum err request_fail_field(struct request *request, const char *field, const char *message) {
    struct field_error *error = arena_alloc(request->arena, sizeof *error);
    error->field = arena_strdup(request->arena, field);
    error->message = arena_strdup(request->arena, message);
    struct failure *failure = &request->hidden->failure;
    if (failure->first == NULL)
        failure->first = error;
    else
        failure->last->next = error;
    failure->last = error;
    failure->style = FAILURE_FIELDS;
    return ERR_INVALID;
}

static int status_of(enum err code, const struct request *request) {
    switch (code) {
    case ERR_OK:
        return 200;
    case ERR_INVALID:
        return 400;
    case ERR_DENIED:
        return request->who.key == NULL && request->who.guest_id == NULL ? 401 : 403;
    case ERR_NOT_FOUND:
        return 404;
    case ERR_CONFLICT:
        return 409;
    case ERR_TOO_LARGE:
        return 413;
    case ERR_UNSUPPORTED:
        return 415;
    case ERR_UNREADABLE:
        return 422;
    case ERR_BUSY:
        return 503;
    case ERR_INTERNAL:
        break;
    }
    return 500;
}

static const char *default_sentence(enum err code) {
    static const char *const SENTENCES[] = {
        [ERR_INVALID] = "The request is not valid.",
        [ERR_DENIED] = "You do not have permission to perform this action.",
        [ERR_NOT_FOUND] = "Not found.",
        [ERR_CONFLICT] = "This is not possible any more: it has changed in the meantime.",
        [ERR_TOO_LARGE] = "The request is too large.",
        [ERR_UNSUPPORTED] = "Unsupported media type.",
        [ERR_UNREADABLE] = "The file cannot be read.",
        [ERR_BUSY] = "The server is busy. Try again in a moment.",
    };
    return code < ERR_INTERNAL ? SENTENCES[code] : "Something went wrong here. Nothing was changed.";
}

/* One member a field, its messages in the order of reading. */
static void write_field_errors(struct json *json, const struct field_error *first) {
    json_begin_object(json, NULL);
    for (const struct field_error *error = first; error != NULL; error = error->next) {
        const struct field_error *earlier = first;
        while (earlier != error && strcmp(earlier->field, error->field) != 0)
            earlier = earlier->next;
        if (earlier != error)
            continue;
        json_begin_array(json, error->field);
        for (const struct field_error *same = error; same != NULL; same = same->next) {
            if (strcmp(same->field, error->field) == 0)
                json_put_string(json, NULL, same->message);
        }
        json_end_array(json);
    }
    json_end_object(json);
}

static void write_failure(struct exchange *exchange, int status, const struct failure *failure) {
    struct json *json = response_json(&exchange->response, status);
    if (failure->style == FAILURE_FIELDS) {
        write_field_errors(json, failure->first);
        return;
    }
    json_begin_object(json, NULL);
    json_put_string(json, failure->style == FAILURE_ERROR ? "error" : "detail", failure->sentence);
    if (status == 500)
        json_put_string(json, "request_id", exchange->id);
    json_end_object(json);
}

void exchange_fail(struct exchange *exchange, int status, const char *format, ...) {
    struct failure failure = {.style = FAILURE_DETAIL};
    va_list args;
    va_start(args, format);
    failure.sentence = arena_vprintf(exchange->request.arena, format, args);
    va_end(args);
    write_failure(exchange, status, &failure);
}

void exchange_finish_handler(struct exchange *exchange, enum err result) {
    struct failure *failure = &exchange->request_hidden.failure;
    if (result == ERR_OK) {
        assert(exchange->response_hidden.kind != BODY_NONE || exchange->response.status != 0);
        return;
    }
    if (failure->style == FAILURE_NONE) {
        failure->style = FAILURE_DETAIL;
        failure->sentence = default_sentence(result);
    }
    int status = status_of(result, &exchange->request);
    write_failure(exchange, status, failure);
    if (result == ERR_BUSY)
        response_header(&exchange->response, "Retry-After", "1");
}

/* --- response --- */

/* A later answer replaces an earlier one, such as a failure after json was begun. */
static struct response_private *start(struct response *response, enum body_kind kind, int status,
                                      const char *content_type) {
    struct response_private *hidden = response->hidden;
    assert(hidden->kind != BODY_FILE && hidden->kind != BODY_UPGRADE);
    hidden->kind = kind;
    response->status = status;
    response->content_type = content_type;
    return hidden;
}

struct json *response_json(struct response *response, int status) {
    start(response, BODY_JSON, status, "application/json");
    json_init(&response->json, response->hidden->request->arena);
    return &response->json;
}

void response_empty(struct response *response, int status) {
    start(response, BODY_NONE, status, NULL);
}

void response_bytes(struct response *response, int status, const char *content_type, const void *bytes,
                    size_t length) {
    struct response_private *hidden = start(response, BODY_BYTES, status, content_type);
    hidden->bytes = bytes;
    hidden->length = length;
}

void response_file(struct response *response, int fd, const char *content_type, const char *download_name) {
    struct response_private *hidden = start(response, BODY_FILE, 200, content_type);
    hidden->fd = fd;
    hidden->download_name = download_name;
}

void response_header(struct response *response, const char *name, const char *value) {
    struct arena *arena = response->hidden->request->arena;
    struct header *header = arena_alloc(arena, sizeof *header);
    header->name = arena_strdup(arena, name);
    header->value = arena_strdup(arena, value);
    header->next = response->hidden->headers;
    response->hidden->headers = header;
}

void response_cookie(struct response *response, const char *name, const char *value, int max_age_s) {
    assert(text_starts_with(name, "__Host-"));
    response_header(response, "Set-Cookie",
                    arena_printf(response->hidden->request->arena,
                                 "%s=%s; Path=/; Max-Age=%d; Secure; HttpOnly; SameSite=Lax", name, value,
                                 max_age_s));
}

void response_upgrade(struct response *response, const struct ws_protocol *protocol, void *context) {
    struct response_private *hidden = start(response, BODY_UPGRADE, 101, NULL);
    hidden->websocket = websocket_create(protocol, context);
}
