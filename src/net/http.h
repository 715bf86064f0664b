/* What a handler sees of HTTP: the request, the response, and the route row that led here.
 *
 * Handlers are plain blocking functions that run on a worker thread; they never touch a socket. Everything
 * they allocate comes from request->arena, which lives until the response has been sent. The router has
 * checked the whole route row (who, body limit, rate, media type) before a handler runs. Body fields are read
 * through net/form.h.
 */
#ifndef NET_HTTP_H
#define NET_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/json.h"

struct worker; /* live/worker.h: what a worker thread owns; the net layer only carries the pointer */
struct upload; /* net/form.h */
struct ws_protocol;

/* Who is calling, as src/account/ found out. */
struct identity {
    const char *key;  /* recruiter key, stored as recruiter_id and author of record; NULL: nobody */
    const char *name; /* what other people are shown; NULL: nobody */
    const char *guest_session_id; /* set for a candidate who holds a guest cookie: the one session it opens */
    const char *guest_id;         /* set with guest_session_id */
};

enum access {
    ACCESS_MEMBER = 0, /* the default: a recruiter of this installation (in open mode: any allowed caller) */
    ACCESS_PUBLIC,     /* spelled out: health, the web application, the candidate's way in */
    ACCESS_GUEST,      /* a candidate with a guest cookie, or a member */
};

enum pool {
    POOL_FAST = 0, /* milliseconds; notes and lists live here */
    POOL_SLOW,     /* may wait for the LLM, a document or another outside service */
};

/* Token buckets per caller address and class; limits in net/rate.c. */
enum rate_class { RATE_NORMAL = 0, RATE_UPLOAD, RATE_LLM, RATE_LOGIN, RATE_NONE };

struct request {
    const struct route *route;
    struct arena *arena;
    struct worker *worker;
    const char *method;
    const char *path; /* decoded, with its final slash */
    const char *id;   /* request id, also sent as X-Request-Id */
    const char *client_address;
    struct identity who;
    struct idempotency *idempotency; /* live/idempotency.h; NULL: the request carries no key */
    const char *body;                /* as sent, also multipart; NUL-terminated. Fields: net/form.h */
    size_t body_length;
    struct request_private *hidden; /* net's own: headers, query, parameters, uploads, the error slot */
};

struct response {
    int status;
    const char *content_type;
    struct json json; /* the body under construction, see response_json */
    struct response_private *hidden;
};

typedef enum err (*handler_fn)(struct request *request, struct response *response);

struct route {
    const char *method;  /* GET also answers HEAD */
    const char *pattern; /* "/api/sessions/{session_id}/notes/"; a parameter matches one segment */
    handler_fn handler;
    enum access access;
    size_t body_limit; /* bytes; 0: no body is read */
    enum rate_class rate;
    enum pool pool;
    bool multipart_only; /* a JSON body is 415 */
    bool any_media;      /* answers other than JSON: Accept is not checked */
};

enum { BODY_SMALL = 1 << 20, BODY_FIELDS = 2621440 /* Django's 2.5 MB */, BODY_UPLOAD = 10 << 20 };

/* --- request --- */

/* The text of a path parameter, never NULL for a name in the route's pattern. "id" and "..._id" are
 * lower-case UUIDs: the router answers 404 for anything else. */
const char *request_param(const struct request *request, const char *name);
/* The first query value, decoded; NULL when absent. */
const char *request_query(const struct request *request, const char *name);
/* A header's value; name without regard to case; NULL when absent. */
const char *request_header(const struct request *request, const char *name);
const char *request_cookie(const struct request *request, const char *name);

/* --- failing: each sets the error slot and returns `code`, so that handlers write `return request_fail(...)`
 * --- */

/* Body {"error": sentence}: the style of views that refuse. */
enum err request_fail(struct request *request, enum err code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Body {"detail": sentence}: the style of the framework (404 of a resource, 405, 415, parse errors). */
enum err request_fail_detail(struct request *request, enum err code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Body {"field": ["message"]} with 400. More fields: form_error of net/form.h. */
enum err request_fail_field(struct request *request, const char *field, const char *message);

/* --- response --- */

/* Starts a JSON body; the caller writes one value with the functions of base/json.h. */
struct json *response_json(struct response *response, int status);
void response_empty(struct response *response, int status);
void response_bytes(struct response *response, int status, const char *content_type, const void *bytes,
                    size_t length); /* borrows bytes until sent: the arena, or static */
/* Sends the open file `fd` (closed by net). `download_name` NULL: shown in place; else attachment. */
void response_file(struct response *response, int fd, const char *content_type, const char *download_name);
void response_header(struct response *response, const char *name, const char *value); /* copies */
/* Cookie with HttpOnly, Secure, SameSite=Lax, Path=/; max_age_s 0 deletes it. Name starts with "__Host-". */
void response_cookie(struct response *response, const char *name, const char *value, int max_age_s);
/* Answers 101 and hands the connection to `protocol` on the I/O thread. `context` is malloc'ed by the caller
 * and passes to the protocol, whose on_close frees it. */
void response_upgrade(struct response *response, const struct ws_protocol *protocol, void *context);

#endif
