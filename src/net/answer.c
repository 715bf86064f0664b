/* Turns a response into what MHD sends: body, its own headers, and those that every answer carries. */
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/config.h"
#include "base/log.h"
#include "base/text.h"
#include "net/answer.h"
#include "net/range.h"
#include "net/server_internal.h"
#include "net/websocket_internal.h"

/* Uploaded files are other people's: whatever is inside may run nothing and load nothing. */
#define FILE_POLICY "sandbox; default-src 'none'"
#define PERMISSIONS(extra)                                                                                   \
    "camera=(self" extra "), microphone=(self" extra "), display-capture=(self" extra "), geolocation=()"

void answer_put(struct MHD_Response *answer, const char *name, const char *value) {
    MHD_add_response_header(answer, name, value);
}

/* The policy belongs to the document. Only the one that holds the call may load Jitsi's script and frame, and
 * only when a server of it is configured. */
static const char *content_policy(const struct exchange *exchange, const char *jitsi) {
    const char *script = jitsi != NULL ? arena_printf(exchange->request.arena, " https://%s", jitsi) : "";
    const char *frame =
        jitsi != NULL ? arena_printf(exchange->request.arena, "frame-src https://%s; ", jitsi) : "";
    return arena_printf(
        exchange->request.arena,
        "default-src 'none'; script-src 'self'%s; style-src 'self'; img-src 'self' data: blob:; "
        "media-src 'self' blob:; connect-src 'self'; font-src 'self'; worker-src 'self'; "
        "manifest-src 'self'; %sform-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types ic",
        script, frame);
}

static const char *permissions_policy(const struct exchange *exchange, const char *jitsi) {
    if (jitsi == NULL)
        return PERMISSIONS("");
    return arena_printf(exchange->request.arena, PERMISSIONS(" \"https://%s\""), jitsi, jitsi, jitsi);
}

static void put_policies(const struct exchange *exchange, struct MHD_Response *answer) {
    const struct server_setup *setup = &exchange->server->setup;
    const char *path = exchange->request.path;
    bool holds_call = path != NULL && setup->is_call_document != NULL && setup->is_call_document(path);
    const char *jitsi = holds_call ? setup->config->jitsi_domain : NULL;
    const char *policy =
        exchange->response_hidden.kind == BODY_FILE ? FILE_POLICY : content_policy(exchange, jitsi);
    answer_put(answer, "Content-Security-Policy", policy);
    answer_put(answer, "Permissions-Policy", permissions_policy(exchange, jitsi));
}

void answer_put_common(const struct exchange *exchange, struct MHD_Response *answer) {
    put_policies(exchange, answer);
    answer_put(answer, "X-Content-Type-Options", "nosniff");
    answer_put(answer, "X-Frame-Options", "DENY");
    answer_put(answer, "Referrer-Policy", "no-referrer");
    answer_put(answer, "Cross-Origin-Opener-Policy", "same-origin");
    answer_put(answer, "Cross-Origin-Resource-Policy", "same-origin");
    answer_put(answer, "X-Request-Id", exchange->id);
    if (exchange->server->is_tls || exchange->server->is_public_tls)
        answer_put(answer, "Strict-Transport-Security", "max-age=63072000; includeSubDomains");
    if (exchange->cors_allowed)
        answer_put(answer, "Access-Control-Allow-Origin", request_header(&exchange->request, "Origin"));
}

/* RFC 6266: an ASCII name for old clients, the real one in UTF-8. */
static const char *content_disposition(struct arena *arena, const char *name) {
    struct buffer ascii = {.arena = arena};
    struct buffer encoded = {.arena = arena};
    for (const unsigned char *c = (const unsigned char *)name; *c != '\0'; c++) {
        bool plain = (*c >= '0' && *c <= '9') || (*c >= 'A' && *c <= 'Z') || (*c >= 'a' && *c <= 'z') ||
                     (*c < 0x80 && strchr("-._", *c) != NULL);
        buffer_append_char(&ascii, plain || *c == ' ' ? (char)*c : '_');
        if (plain)
            buffer_append_char(&encoded, (char)*c);
        else
            buffer_printf(&encoded, "%%%02X", *c);
    }
    return arena_printf(arena, "attachment; filename=\"%s\"; filename*=UTF-8''%s",
                        ascii.length > 0 ? ascii.data : "file", encoded.length > 0 ? encoded.data : "file");
}

static struct MHD_Response *build_file(struct exchange *exchange) {
    struct response_private *hidden = &exchange->response_hidden;
    struct stat info;
    if (fstat(hidden->fd, &info) != 0 || !S_ISREG(info.st_mode)) {
        close(hidden->fd);
        hidden->kind = BODY_NONE;
        exchange_fail(exchange, 500, "The file cannot be read.");
        return NULL;
    }
    struct MHD_Response *answer = range_respond(exchange, hidden->fd, (uint64_t)info.st_size);
    if (hidden->download_name != NULL)
        answer_put(answer, "Content-Disposition",
                   content_disposition(exchange->request.arena, hidden->download_name));
    return answer;
}

static struct MHD_Response *build_bytes(const struct exchange *exchange, const void *bytes, size_t length) {
    /* persistent: the arena lives until MHD has completed the request */
    return MHD_create_response_from_buffer(length, (void *)(uintptr_t)bytes, MHD_RESPMEM_PERSISTENT);
}

static struct MHD_Response *build_body(struct exchange *exchange) {
    struct response_private *hidden = &exchange->response_hidden;
    if (hidden->kind == BODY_UPGRADE) {
        struct MHD_Response *upgrade = websocket_respond(exchange, hidden->websocket);
        if (upgrade != NULL)
            return upgrade;
    }
    if (hidden->kind == BODY_FILE) {
        struct MHD_Response *file = build_file(exchange);
        if (file != NULL)
            return file;
    }
    if (hidden->kind == BODY_JSON) {
        hidden->bytes = exchange->response.json.out.data;
        hidden->length = exchange->response.json.out.length;
    } else if (hidden->kind == BODY_NONE) {
        hidden->bytes = "";
        hidden->length = 0;
    }
    return build_bytes(exchange, hidden->bytes, hidden->length);
}

void answer_build(struct exchange *exchange) {
    struct MHD_Response *answer = build_body(exchange);
    const struct response *response = &exchange->response;
    if (response->content_type != NULL)
        answer_put(answer, "Content-Type", response->content_type);
    bool has_cache_rule = false;
    bool has_vary = false;
    for (const struct header *header = response->hidden->headers; header != NULL; header = header->next) {
        has_cache_rule |= strcasecmp(header->name, "Cache-Control") == 0;
        has_vary |= strcasecmp(header->name, "Vary") == 0;
        answer_put(answer, header->name, header->value);
    }
    if (!has_cache_rule)
        answer_put(answer, "Cache-Control", "no-store");
    if (!has_vary)
        answer_put(answer, "Vary", "Accept, Cookie, origin");
    answer_put_common(exchange, answer);
    exchange->answer = answer;
    exchange->answer_status = (unsigned)response->status;
    exchange->answer_length = response->hidden->length;
}
