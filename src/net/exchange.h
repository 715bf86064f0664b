/* One HTTP exchange inside the net layer: a request, its answer, and where it stands. Private to src/net/.
 *
 * Owned by the I/O thread, which creates it with the request line and frees it when the answer is out. While
 * `stage` is STAGE_WORKING a worker has it alone; the queue between them is the barrier.
 */
#ifndef NET_EXCHANGE_H
#define NET_EXCHANGE_H

#include <jansson.h>
#include <microhttpd.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "net/http.h"
#include "net/router.h"
#include "net/uri.h"

struct peer;
struct server;
struct upload;
struct websocket;

enum { REQUEST_ID_SIZE = 17, MULTIPART_FILES_MAX = 8 };

/* What a client is told when a request fails: one of the three styles of the contract. */
enum failure_style { FAILURE_NONE, FAILURE_DETAIL, FAILURE_ERROR, FAILURE_FIELDS };

struct field_error {
    const char *field, *message;
    struct field_error *next;
};

struct failure {
    enum failure_style style;
    const char *sentence;
    struct field_error *first, *last;
};

struct request_private {
    struct MHD_Connection *mhd; /* NULL in unit tests */
    struct uri uri;
    struct route_match match;
    const char *content_type; /* as sent; NULL when absent */
    json_t *fields;           /* owned; parsed on the first form_parse */
    struct {
        const char *name;
        const struct upload *file;
    } uploads[MULTIPART_FILES_MAX];
    size_t upload_count;
    bool is_multipart;
    struct failure failure;
};

enum body_kind { BODY_NONE, BODY_JSON, BODY_BYTES, BODY_FILE, BODY_UPGRADE };

struct header {
    const char *name, *value;
    struct header *next;
};

struct response_private {
    struct request *request;
    enum body_kind kind;
    const void *bytes;
    size_t length;
    int fd; /* BODY_FILE: -1 once handed to MHD */
    const char *download_name;
    struct header *headers;
    struct websocket *websocket; /* BODY_UPGRADE: owned until it opens */
};

enum stage {
    STAGE_NEW,     /* the request line was read */
    STAGE_BODY,    /* reading or discarding the body */
    STAGE_WORKING, /* suspended; a worker has it */
    STAGE_ANSWER,  /* the answer is ready to be queued */
    STAGE_SENDING,
};

struct exchange {
    struct request request;
    struct response response;
    struct request_private request_hidden;
    struct response_private response_hidden;
    struct server *server;
    struct connection *connection;
    enum stage stage;
    const char *target; /* as sent */
    char id[REQUEST_ID_SIZE];
    int64_t started_at; /* monotonic: the request line was read */
    int64_t started_sending_at;
    struct buffer body;
    size_t body_limit;
    size_t body_seen;   /* with what was discarded */
    size_t body_booked; /* of the server's memory for bodies */
    bool discards_body;
    bool closes;                 /* the connection ends with this answer */
    bool cors_allowed;           /* Origin is one of CORS_ALLOWED_ORIGINS */
    struct MHD_Response *answer; /* owned until queued */
    unsigned answer_status;
    uint64_t answer_length;
    struct exchange *next; /* in the list of finished work, or of free exchanges */
};

/* What the sweep knows of a socket; MHD's socket context. */
struct connection {
    struct MHD_Connection *mhd;
    struct peer *peer;
    struct exchange *exchange; /* NULL between requests */
    int fd;
    int64_t since; /* monotonic: connected, or the last answer was out */
    bool has_been_used;
    bool is_upgraded;
    struct connection *previous, *next;
};

/* http.c: the failure slot without a handler, and the body of a failure. */
void exchange_fail(struct exchange *exchange, int status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Makes the answer of a handler's result out of request and response. */
void exchange_finish_handler(struct exchange *exchange, enum err result);

#endif
