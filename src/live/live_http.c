/* Routes of the live updates: the socket, and the same events for clients that poll. */
#include <assert.h>
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
    enum err failed = ERR_OK;
    if (uuid_is_valid(session_id))
        failed = live_session_exists(request->worker->db, session_id, &exists);
    if (failed || exists)
        return failed;
    return request_fail(request, ERR_NOT_FOUND, "Session not found");
}

static struct member *member_create(const struct request *request, const char *stream) {
    struct member *member = calloc(1, sizeof *member);
    if (!member)
        abort();
    member->live = request->worker->live;
    member->complete = true;
    member->published_before = live_published_count(member->live);
    snprintf(member->stream, sizeof member->stream, "%s", stream);
    snprintf(member->key, sizeof member->key, "%s", request->who.key ? request->who.key : "");
    snprintf(member->name, sizeof member->name, "%s", request->who.name ? request->who.name : "");
    return member;
}

static void keep_backlog(struct member *member, const struct event_list *missed) {
    if (missed->count == 0)
        return;
    member->backlog_count = missed->count;
    member->backlog = malloc(missed->count * sizeof *member->backlog);
    if (!member->backlog)
        abort();
    memcpy(member->backlog, missed->events, missed->count * sizeof *member->backlog);
}

/* What happened since `last`, the newest sequence number that the caller saw; -1 for a first visit. */
struct replay {
    int64_t head; /* the newest number there is */
    struct event_list missed;
    bool complete; /* false: more happened than is worth sending */
};

static enum err read_replay(struct request *request, const char *stream, int64_t last,
                            struct replay *replay) {
    struct db *db = request->worker->db;
    *replay = (struct replay){.complete = true};
    enum err failed = live_last_sequence(db, stream, &replay->head);
    if (failed || last < 0)
        return failed;
    int64_t from = last > REPLAY_SLACK ? last - REPLAY_SLACK : 0;
    failed = live_list_events(db, stream, from, request->who.key, request->arena, &replay->missed);
    if (failed)
        return failed;
    const struct event_list *missed = &replay->missed;
    if (missed->count == LIVE_REPLAY_MAX) {
        replay->missed.count = 0;
        replay->complete = false;
    } else if (missed->count && missed->events[missed->count - 1].sequence > replay->head) {
        replay->head = missed->events[missed->count - 1].sequence; /* it came between the two reads */
    }
    return ERR_OK;
}

static enum err live_open_http(struct request *request, struct response *response) {
    char stream[UUID_TEXT_SIZE] = LIVE_LISTS;
    const char *session_id = request_query(request, "session");
    if (session_id && *session_id) {
        enum err failed = check_session(request, session_id);
        if (failed)
            return failed;
        uuid_normalise(session_id, stream);
    }
    /* Counted before the database is read: see live.c. */
    uint64_t published_before = live_published_count(request->worker->live);
    struct replay replay;
    enum err failed = read_replay(request, stream, query_sequence(request, "last", -1), &replay);
    if (failed)
        return failed;

    struct member *member = member_create(request, stream);
    member->published_before = published_before;
    member->complete = replay.complete;
    member->replayed = replay.head;
    keep_backlog(member, &replay.missed);
    response_upgrade(response, &live_protocol, member);
    return ERR_OK;
}

enum err live_upgrade_guest(struct request *request, struct response *response) {
    assert(request->who.guest_session_id && request->who.guest_id);
    struct member *member = member_create(request, request->who.guest_session_id);
    member->public.guest = true;
    snprintf(member->key, sizeof member->key, "%s", request->who.guest_id);
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
    struct event_list list;
    if ((failed = live_last_sequence(request->worker->db, session_id, &last)))
        return failed;
    failed =
        live_list_events(request->worker->db, session_id, after, request->who.key, request->arena, &list);
    if (failed)
        return failed;
    /* An event may have come between the two reads; a full page ends before the newest. */
    if (list.count && (list.count == LIVE_REPLAY_MAX || list.events[list.count - 1].sequence > last))
        last = list.events[list.count - 1].sequence;

    struct json *json = response_json(response, 200);
    json_begin_object(json, NULL);
    json_begin_array(json, "events");
    for (size_t i = 0; i < list.count; i++) {
        json_begin_object(json, NULL);
        event_write(json, &list.events[i]);
        json_end_object(json);
    }
    json_end_array(json);
    json_put_integer(json, "last", last);
    json_end_object(json);
    return ERR_OK;
}

const struct route live_routes[] = {
    {"GET", "/api/live/", live_open_http},
    {"GET", "/api/sessions/{session_id}/events/", live_list_http},
    {0},
};
