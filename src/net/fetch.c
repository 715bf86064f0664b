#include "net/fetch.h"

#include <curl/curl.h>

#include "base/arena.h"
#include "base/buffer.h"

enum { CONNECT_TIMEOUT_MS = 5000 };

struct transfer {
    struct buffer body;
    bool too_large;
    const atomic_bool *cancelled;
};

void fetch_init(void) {
    curl_global_init(CURL_GLOBAL_DEFAULT);
}

static size_t take_bytes(char *bytes, size_t size, size_t count, void *context) {
    struct transfer *transfer = context;
    if (transfer->body.length + size * count > FETCH_ANSWER_MAX) {
        transfer->too_large = true;
        return 0;
    }
    buffer_append(&transfer->body, bytes, size * count);
    return size * count;
}

/* libcurl calls this about once a second; a value other than 0 ends the transfer. */
static int check_cancelled(void *context, curl_off_t total_down, curl_off_t down, curl_off_t total_up,
                           curl_off_t up) {
    const struct transfer *transfer = context;
    return transfer->cancelled && atomic_load(transfer->cancelled);
}

static struct curl_slist *make_headers(const struct fetch *fetch, struct arena *arena) {
    struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/json");
    if (fetch->bearer_token)
        headers =
            curl_slist_append(headers, arena_printf(arena, "Authorization: Bearer %s", fetch->bearer_token));
    return headers;
}

static void set_options(CURL *curl, const struct fetch *fetch, struct curl_slist *headers,
                        struct transfer *transfer) {
    curl_easy_setopt(curl, CURLOPT_URL, fetch->url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https,http");
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, fetch->json_body);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_TIMEOUT_MS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, fetch->timeout_ms);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_bytes);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, transfer);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, check_cancelled);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, transfer);
}

static enum fetch_outcome outcome_of(CURLcode code, const struct transfer *transfer) {
    if (code == CURLE_OK)
        return FETCH_ANSWERED;
    if (transfer->too_large)
        return FETCH_TOO_LARGE;
    if (code == CURLE_ABORTED_BY_CALLBACK)
        return FETCH_CANCELLED;
    return code == CURLE_OPERATION_TIMEDOUT ? FETCH_TIMED_OUT : FETCH_FAILED;
}

enum fetch_outcome fetch_post(const struct fetch *fetch, struct arena *arena, struct fetch_answer *answer) {
    CURL *curl = curl_easy_init();
    if (!curl)
        return FETCH_FAILED;
    struct transfer transfer = {.body = {.arena = arena}, .cancelled = fetch->cancelled};
    struct curl_slist *headers = make_headers(fetch, arena);
    set_options(curl, fetch, headers, &transfer);
    enum fetch_outcome outcome = outcome_of(curl_easy_perform(curl), &transfer);
    curl_off_t retry_after = 0;
    *answer = (struct fetch_answer){.body = transfer.body.data ? transfer.body.data : "",
                                    .body_length = transfer.body.length};
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer->status);
    if (curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &retry_after) == CURLE_OK)
        answer->retry_after_s = (long)retry_after;
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    return outcome;
}
