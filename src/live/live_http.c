/* Routes of the live updates: the socket, and the same events for clients that poll. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/uuid.h"
#include "live/live.h"
#include "live/live_internal.h"
#include "live/live_store.h"
#include "live/worker.h"
#include "net/http.h"

/* Events of one stream are published by several workers, so a socket may have seen a higher number before a
 * lower one. A replay starts this much earlier: more than there are workers. Events are hints; one too many
 * is harmless. */
enum { REPLAY_SLACK = 32 };

/* A sequence number in the query: `fallback` when absent, -1 when it is not one. */
static int64_t query_sequence(const struct request *request, const char *name, int64_t fallback) {
    const char *text = request_query(request, name);
    if (!text)
        return fallback;
    char *end;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    return errno || end == text || *end || value < 0 ? -1 : value;
}

static enum err check_session(struct request *request, const char *session_id) {
    bool exists = false;
    const char *only = request->who.guest_session_id;
    if (uuid_is_valid(session_id) && (!only || strcmp(only, session_id) == 0)) {
        enum err failed = live_session_exists(request->worker->db, session_id, &exists);
        if (failed)
            return failed;
    }
    return exists ? ERR_OK : request_fail(request, ERR_NOT_FOUND, "Session not found");
}

/* Which stream the caller asks for, once it may have it. */
static enum err choose_stream(struct request *request, char stream[UUID_TEXT_SIZE]) {
    const char *session_id = request_query(request, "session");
    if (!session_id || !*session_id) {
        if (request->who.guest_session_id)
            return request_fail(request, ERR_NOT_FOUND, "Session not found");
        snprintf(stream, UUID_TEXT_SIZE, "%s", LIVE_LISTS);
        return ERR_OK;
    }
    enum err failed = check_session(request, session_id);
    if (!failed)
        uuid_normalise(session_id, stream);
    return failed;
}

static struct member *member_create(const struct request *request, const char *stream, size_t backlog_count) {
    struct member *member = calloc(1, sizeof *member + backlog_count * sizeof *member->backlog);
    if (!member)
        abort();
    bool guest = request->who.guest_session_id != NULL;
    const char *key = guest ? request->who.guest_id : request->who.key;
    member->live = request->worker->live;
    member->public.guest = guest;
    member->complete = true;
    member->backlog_count = backlog_count;
    snprintf(member->stream, sizeof member->stream, "%s", stream);
    snprintf(member->key, sizeof member->key, "%s", key ? key : "");
    snprintf(member->name, sizeof member->name, "%s", request->who.name ? request->who.name : "");
    return member;
}

/* Reads what happened after `last`; a guest and a first visit get none of it. */
static enum err read_replay(struct request *request, const char *stream, int64_t last, struct event **events,
                            size_t *count) {
    *count = 0;
    if (last < 0 || request->who.guest_session_id)
        return ERR_OK;
    int64_t from = last > REPLAY_SLACK ? last - REPLAY_SLACK : 0;
    return live_list_events(request->worker->db, stream, from, request->who.key, request->arena, events,
                            count);
}

static enum err live_open_http(struct request *request, struct response *response) {
    char stream[UUID_TEXT_SIZE];
    enum err failed = choose_stream(request, stream);
    if (failed)
        return failed;
    uint64_t published_before = live_published_count(request->worker->live);
    int64_t head = 0;
    if ((failed = live_last_sequence(request->worker->db, stream, &head)))
        return failed;
    struct event *events = NULL;
    size_t count = 0;
    if ((failed = read_replay(request, stream, query_sequence(request, "last", -1), &events, &count)))
        return failed;

    bool complete = count < LIVE_REPLAY_MAX;
    struct member *member = member_create(request, stream, complete ? count : 0);
    member->complete = complete;
    if (complete && count)
        memcpy(member->backlog, events, count * sizeof *events);
    member->published_before = published_before;
    member->replayed =
        complete && count && events[count - 1].sequence > head ? events[count - 1].sequence : head;
    response_upgrade(response, &live_protocol, member);
    return ERR_OK;
}

static enum err live_list_http(struct request *request, struct response *response) {
    const char *session_id = request_param(request, "session_id");
    enum err failed = check_session(request, session_id);
    if (failed)
        return failed;
    int64_t after = query_sequence(request, "after", 0);
    if (after < 0)
        return request_fail_field(request, "after", "A valid integer is required.");
    int64_t last = 0;
    struct event *events;
    size_t count;
    if ((failed = live_last_sequence(request->worker->db, session_id, &last)))
        return failed;
    if ((failed = live_list_events(request->worker->db, session_id, after, request->who.key, request->arena,
                                   &events, &count)))
        return failed;
    /* An event may have come between the two reads; a full page ends before the newest. */
    if (count && (count == LIVE_REPLAY_MAX || events[count - 1].sequence > last))
        last = events[count - 1].sequence;

    struct json *json = response_json(response, 200);
    json_begin_object(json, NULL);
    json_begin_array(json, "events");
    for (size_t i = 0; i < count; i++) {
        json_begin_object(json, NULL);
        event_write(json, &events[i]);
        json_end_object(json);
    }
    json_end_array(json);
    json_put_integer(json, "last", last);
    json_end_object(json);
    return ERR_OK;
}

const struct route live_routes[] = {
    {"GET", "/api/live/", live_open_http, .access = ACCESS_GUEST, .rate = RATE_NORMAL},
    {"GET", "/api/sessions/{session_id}/events/", live_list_http, .rate = RATE_NORMAL},
    {0},
};
