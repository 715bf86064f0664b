#include "llm/llm.h"

#include <assert.h>
#include <jansson.h>
#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/json.h"
#include "base/log.h"
#include "base/text.h"
#include "live/worker.h"
#include "llm/llm_store.h"
#include "net/fetch.h"

enum {
    TRIES_MAX = 3,
    FIRST_PAUSE_MS = 250,     /* doubled after each try */
    FAILURES_TO_OPEN = 3,     /* tasks in a row */
    OPEN_US = 30 * 1000000,   /* how long the breaker then refuses */
    ANSWER_TOKENS_MAX = 2000, /* a recap of four lists needs about 900 */
};

static const int64_t DAY_US = 24LL * 3600 * 1000000;

struct llm {
    /* immutable after create */
    const struct config *config; /* borrowed */
    char *url;
    atomic_bool cancelled;
    pthread_mutex_t mu;
    pthread_cond_t wake; /* signalled by llm_cancel, so that pauses end */
    /* guarded by mu */
    unsigned failures_in_a_row;
    int64_t open_until; /* monotonic; 0: closed */
};

struct llm *llm_create(const struct config *config) {
    if (text_is_blank(config->openai_api_key))
        return NULL;
    struct llm *llm = calloc(1, sizeof *llm);
    size_t size = strlen(config->openai_base_url) + sizeof "/chat/completions";
    char *url = malloc(size);
    if (!llm || !url)
        abort();
    snprintf(url, size, "%s/chat/completions", config->openai_base_url);
    llm->config = config;
    llm->url = url;
    pthread_mutex_init(&llm->mu, NULL);
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&llm->wake, &attributes);
    pthread_condattr_destroy(&attributes);
    return llm;
}

void llm_destroy(struct llm *llm) {
    if (!llm)
        return;
    pthread_cond_destroy(&llm->wake);
    pthread_mutex_destroy(&llm->mu);
    free(llm->url);
    free(llm);
}

void llm_cancel(struct llm *llm) {
    if (!llm)
        return;
    pthread_mutex_lock(&llm->mu);
    atomic_store(&llm->cancelled, true);
    pthread_cond_broadcast(&llm->wake);
    pthread_mutex_unlock(&llm->mu);
}

/* --- circuit breaker --- */

bool llm_is_available(struct llm *llm) {
    pthread_mutex_lock(&llm->mu);
    bool available = !atomic_load(&llm->cancelled) && clock_monotonic() >= llm->open_until;
    pthread_mutex_unlock(&llm->mu);
    return available;
}

static void breaker_record(struct llm *llm, bool succeeded) {
    pthread_mutex_lock(&llm->mu);
    llm->failures_in_a_row = succeeded ? 0 : llm->failures_in_a_row + 1;
    llm->open_until = llm->failures_in_a_row >= FAILURES_TO_OPEN ? clock_monotonic() + OPEN_US : 0;
    pthread_mutex_unlock(&llm->mu);
}

/* --- one exchange --- */

static const char *task_as_json(const struct llm *llm, const struct llm_task *task, struct arena *arena) {
    struct json json;
    json_init(&json, arena);
    json_begin_object(&json, NULL);
    json_put_string(&json, "model", llm->config->openai_model);
    json_put_bool(&json, "store", false);
    json_put_integer(&json, "max_tokens", ANSWER_TOKENS_MAX);
    json_put_real(&json, "temperature", 0.3);
    json_begin_array(&json, "messages");
    const char *const messages[][2] = {{"system", task->system}, {"user", task->user}};
    for (size_t i = 0; i < 2; i++) {
        json_begin_object(&json, NULL);
        json_put_string(&json, "role", messages[i][0]);
        json_put_string(&json, "content", messages[i][1]);
        json_end_object(&json);
    }
    json_end_array(&json);
    json_begin_object(&json, "response_format");
    json_put_string(&json, "type", "json_schema");
    json_begin_object(&json, "json_schema");
    json_put_string(&json, "name", task->purpose);
    json_put_bool(&json, "strict", true);
    json_put_raw(&json, "schema", task->schema);
    json_end_object(&json);
    json_end_object(&json);
    json_end_object(&json);
    return json.out.data;
}

/* choices[0].message.content of a completion that was not cut off, or NULL. */
static const char *content_of(const struct fetch_answer *answer, struct arena *arena) {
    json_t *root = json_loadb(answer->body, answer->body_length, 0, NULL);
    const json_t *choice = json_array_get(json_object_get(root, "choices"), 0);
    const char *reason = json_string_value(json_object_get(choice, "finish_reason"));
    const char *content = json_string_value(json_object_get(json_object_get(choice, "message"), "content"));
    bool complete = content && (!reason || strcmp(reason, "stop") == 0);
    const char *copy = complete ? arena_strdup(arena, content) : NULL;
    json_decref(root);
    return copy;
}

static bool worth_another_try(enum fetch_outcome outcome, const struct fetch_answer *answer) {
    if (outcome == FETCH_FAILED || outcome == FETCH_TIMED_OUT)
        return true;
    return outcome == FETCH_ANSWERED && (answer->status == 429 || answer->status >= 500);
}

static const char *outcome_name(enum fetch_outcome outcome, const struct fetch_answer *answer,
                                const char *content) {
    static const char *const names[] = {[FETCH_FAILED] = "unreachable",
                                        [FETCH_TIMED_OUT] = "timed out",
                                        [FETCH_TOO_LARGE] = "too large",
                                        [FETCH_CANCELLED] = "cancelled"};
    if (outcome != FETCH_ANSWERED)
        return names[outcome];
    if (answer->status == 429)
        return "rate limited";
    if (answer->status != 200)
        return "refused";
    return content ? "answered" : "unusable";
}

/* Waits until `until` (monotonic); false when cancelled meanwhile. */
static bool pause_until(struct llm *llm, int64_t until) {
    struct timespec at = {.tv_sec = until / 1000000, .tv_nsec = until % 1000000 * 1000};
    pthread_mutex_lock(&llm->mu);
    while (!atomic_load(&llm->cancelled) && clock_monotonic() < until)
        pthread_cond_timedwait(&llm->wake, &llm->mu, &at);
    pthread_mutex_unlock(&llm->mu);
    return !atomic_load(&llm->cancelled);
}

struct exchange {
    const char *body;
    const char *content; /* NULL: no usable answer */
    const char *outcome;
};

/* Tries until there is an answer, no hope, or no time. */
static void exchange_run(struct llm *llm, int64_t deadline, struct arena *arena, struct exchange *exchange) {
    int64_t pause_us = FIRST_PAUSE_MS * 1000;
    for (unsigned try = 1;; try++) {
        int64_t left_us = deadline - clock_monotonic();
        struct fetch fetch = {.url = llm->url,
                              .bearer_token = llm->config->openai_api_key,
                              .json_body = exchange->body,
                              .timeout_ms = left_us / 1000 + 1,
                              .cancelled = &llm->cancelled};
        struct fetch_answer answer = {0};
        enum fetch_outcome outcome = fetch_post(&fetch, arena, &answer);
        if (outcome == FETCH_ANSWERED && answer.status == 200)
            exchange->content = content_of(&answer, arena);
        exchange->outcome = outcome_name(outcome, &answer, exchange->content);
        if (try == TRIES_MAX || !worth_another_try(outcome, &answer))
            return;
        int64_t wanted_us =
            answer.retry_after_s * 1000000 > pause_us ? answer.retry_after_s * 1000000 : pause_us;
        int64_t resume_at = clock_monotonic() + wanted_us;
        if (resume_at >= deadline || !pause_until(llm, resume_at))
            return;
        pause_us *= 2;
    }
}

/* --- the task --- */

static enum err insert_call(struct db *db, void *context) {
    return llm_call_insert(db, context);
}

static void record_call(struct worker *worker, const struct llm_task *task, const struct exchange *exchange,
                        int64_t started) {
    unsigned char hash[crypto_hash_sha256_BYTES];
    char hex[sizeof hash * 2 + 1];
    crypto_hash_sha256(hash, (const unsigned char *)exchange->body, strlen(exchange->body));
    sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
    struct llm_call call = {
        .session_id = task->session_id,
        .purpose = task->purpose,
        .model = worker->config->openai_model,
        .bytes_sent = (int64_t)strlen(exchange->body),
        .prompt_hash = hex,
        .outcome = exchange->outcome,
        .duration_ms = (clock_monotonic() - started) / 1000,
    };
    log_write(LOG_INFO, "llm", "%s: %s in %lld ms", task->purpose, exchange->outcome,
              (long long)call.duration_ms);
    db_write(worker->store, insert_call, &call);
}

static bool is_allowed(struct worker *worker) {
    int64_t today = 0;
    if (!llm_is_available(worker->llm))
        return false;
    if (llm_call_count_since(worker->db, clock_now() - DAY_US, &today))
        return false;
    if (today < worker->config->llm_daily_calls)
        return true;
    log_write(LOG_WARNING, "llm", "the cap of %u calls in 24 hours is reached",
              worker->config->llm_daily_calls);
    return false;
}

enum err llm_ask(struct worker *worker, const struct llm_task *task, struct arena *arena,
                 const char **answer) {
    struct llm *llm = worker->llm;
    assert(llm);
    if (!is_allowed(worker))
        return ERR_BUSY;
    int64_t started = clock_monotonic();
    unsigned timeout_ms = task->timeout_ms ? task->timeout_ms : llm->config->llm_timeout_ms;
    struct exchange exchange = {.body = task_as_json(llm, task, arena)};
    exchange_run(llm, started + (int64_t)timeout_ms * 1000, arena, &exchange);
    breaker_record(llm, exchange.content != NULL);
    record_call(worker, task, &exchange, started);
    *answer = exchange.content;
    return exchange.content ? ERR_OK : ERR_BUSY;
}
