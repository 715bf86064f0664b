#include "live/idempotency.h"

#include <assert.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/log.h"
#include "db/db.h"
#include "live/idempotency_store.h"
#include "live/worker.h"
#include "net/http.h"

enum { KEY_MAX = 200, HASH_BYTES = 16, HASH_TEXT_SIZE = 2 * HASH_BYTES + 1 };

/* The key of the request that is being answered; on its worker's stack. */
struct idempotency {
    const char *owner, *path, *key; /* borrowed from the request */
    char body_hash[HASH_TEXT_SIZE];
    bool stored; /* within the change's own transaction */
    struct idempotency *next;
};

/* Keys whose first request is still being answered: as many as there are workers. In memory, so that a crash
 * frees them. */
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static struct idempotency *running; /* guarded by mutex */

static bool is_same(const struct idempotency *a, const struct idempotency *b) {
    return strcmp(a->key, b->key) == 0 && strcmp(a->path, b->path) == 0 && strcmp(a->owner, b->owner) == 0;
}

static bool claim(struct idempotency *own) {
    pthread_mutex_lock(&mutex);
    const struct idempotency *other = running;
    while (other && !is_same(other, own))
        other = other->next;
    if (!other) {
        own->next = running;
        running = own;
    }
    pthread_mutex_unlock(&mutex);
    return !other;
}

static void release(struct idempotency *own) {
    pthread_mutex_lock(&mutex);
    struct idempotency **link = &running;
    while (*link != own)
        link = &(*link)->next;
    *link = own->next;
    pthread_mutex_unlock(&mutex);
}

static bool is_key(const char *key) {
    size_t length = strlen(key);
    for (size_t i = 0; i < length; i++) {
        if (key[i] <= ' ' || key[i] > '~')
            return false;
    }
    return length > 0 && length <= KEY_MAX;
}

/* What ends the parts of a multipart body; NULL for other bodies. Borrowed from the header. */
static const char *find_boundary(const struct request *request, size_t *length) {
    static const char NAME[] = "boundary=";
    const char *type = request_header(request, "Content-Type");
    const char *at =
        type && strncasecmp(type, "multipart/", strlen("multipart/")) == 0 ? strcasestr(type, NAME) : NULL;
    if (!at)
        return NULL;
    at += strlen(NAME);
    at += *at == '"';
    *length = strcspn(at, "\";");
    return *length ? at : NULL;
}

/* A browser makes up a new boundary each time it sends the same form, so the boundary is left out. */
static void hash_body(const struct request *request, char out[HASH_TEXT_SIZE]) {
    crypto_generichash_state state;
    unsigned char hash[HASH_BYTES];
    crypto_generichash_init(&state, NULL, 0, sizeof hash);
    const char *rest = request->body ? request->body : "";
    size_t left = request->body ? request->body_length : 0, boundary_length = 0;
    const char *boundary = find_boundary(request, &boundary_length), *found;
    while (boundary && (found = memmem(rest, left, boundary, boundary_length))) {
        crypto_generichash_update(&state, (const unsigned char *)rest, (size_t)(found - rest));
        left -= (size_t)(found - rest) + boundary_length;
        rest = found + boundary_length;
    }
    crypto_generichash_update(&state, (const unsigned char *)rest, left);
    crypto_generichash_final(&state, hash, sizeof hash);
    sodium_bin2hex(out, HASH_TEXT_SIZE, hash, sizeof hash);
}

static enum err replay(struct request *request, struct response *response, const struct kept_answer *answer) {
    if (strcmp(answer->body_hash, request->idempotency->body_hash) != 0)
        return request_fail(request, ERR_UNREADABLE,
                            "This Idempotency-Key was used for another body; use a new key");
    if (answer->response)
        json_put_raw(response_json(response, (int)answer->status), NULL, answer->response);
    else
        response_empty(response, (int)answer->status);
    response_header(response, "Idempotency-Replayed", "true");
    return ERR_OK;
}

static struct kept_answer name_answer(const struct idempotency *own) {
    return (struct kept_answer){.owner = own->owner, .path = own->path, .key = own->key};
}

enum err idempotency_store(struct db *db, const struct request *request, const struct response *response) {
    struct idempotency *own = request->idempotency;
    if (!own)
        return ERR_OK;
    assert(response->json.depth == 0); /* the answer is complete */
    struct kept_answer answer = name_answer(own);
    answer.body_hash = own->body_hash;
    answer.status = response->status;
    answer.response = response->json.out.length ? response->json.out.data : NULL;
    enum err failed = kept_answer_insert(db, &answer);
    own->stored = !failed;
    return failed;
}

bool idempotency_has_key(const struct request *request) {
    return request->idempotency != NULL;
}

struct exchange {
    const struct request *request;
    const struct response *response;
};

static enum err store_exchange(struct db *db, void *context) {
    const struct exchange *exchange = context;
    return idempotency_store(db, exchange->request, exchange->response);
}

/* The change is made, so a failure here only costs the replay: the caller still gets its answer. */
static void store_afterwards(const struct request *request, const struct response *response) {
    bool is_json = response->json.out.length > 0,
         is_success = response->status >= 200 && response->status < 300;
    if (request->idempotency->stored || !is_success || (!is_json && response->status != 204))
        return;
    struct exchange exchange = {request, response};
    if (db_write(request->worker->store, store_exchange, &exchange))
        log_write(LOG_WARNING, "idempotency_not_stored", "request %s", request->id);
}

static enum err run_first(struct request *request, struct response *response) {
    struct kept_answer answer = name_answer(request->idempotency);
    enum err failed = kept_answer_find(request->worker->db, request->arena, &answer);
    if (!failed)
        return replay(request, response, &answer);
    if (failed != ERR_NOT_FOUND)
        return failed;
    failed = request->route->handler(request, response);
    if (!failed)
        store_afterwards(request, response);
    return failed;
}

enum err idempotency_run(struct request *request, struct response *response) {
    const char *key =
        strcmp(request->method, "POST") == 0 ? request_header(request, "Idempotency-Key") : NULL;
    if (!key)
        return request->route->handler(request, response);
    if (!is_key(key))
        return request_fail(request, ERR_INVALID,
                            "Idempotency-Key must have 1 to %d visible ASCII characters", KEY_MAX);
    const char *owner = request->who.guest_id ? request->who.guest_id : request->who.key;
    struct idempotency own = {.owner = owner ? owner : "", .path = request->path, .key = key};
    hash_body(request, own.body_hash);
    if (!claim(&own))
        return request_fail(request, ERR_CONFLICT,
                            "The first request with this Idempotency-Key is still running");
    request->idempotency = &own;
    enum err failed = run_first(request, response);
    request->idempotency = NULL;
    release(&own);
    return failed;
}
