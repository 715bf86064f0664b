/* All SQL of the events. */
#include "live/live_store.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "db/db.h"
#include "live/live.h"

static const char SQL_STREAM_ADVANCE[] =
    "INSERT INTO event_stream (id, last_sequence) VALUES ($1, 1)"
    " ON CONFLICT (id) DO UPDATE SET last_sequence = event_stream.last_sequence + 1"
    " RETURNING last_sequence";

static const char SQL_EVENT_INSERT[] =
    "INSERT INTO event (stream, sequence, name, entity_id, version, visible_to, created_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7)";

static const char SQL_EVENT_LIST[] =
    "SELECT sequence, name, entity_id, version, visible_to FROM event"
    " WHERE stream = $1 AND sequence > $2 AND (visible_to IS NULL OR visible_to = $3)"
    " ORDER BY sequence LIMIT $4";

static const char SQL_STREAM_LAST[] = "SELECT last_sequence FROM event_stream WHERE id = $1";

static const char SQL_SESSION_EXISTS[] = "SELECT 1 FROM \"INTERVIEW_SESSIONS\" WHERE id = $1";

const char *const live_sql[] = {
    SQL_STREAM_ADVANCE, SQL_EVENT_INSERT, SQL_EVENT_LIST, SQL_STREAM_LAST, SQL_SESSION_EXISTS, NULL,
};

static enum err advance_stream(struct db *db, struct event *event) {
    struct query query;
    query_begin(&query, db, SQL_STREAM_ADVANCE);
    query_bind_text(&query, 1, event->stream);
    if (query_next(&query))
        event->sequence = query_integer(&query, 0);
    return query_run(&query, NULL);
}

enum err event_append(struct db *db, struct event *event) {
    enum err failed = advance_stream(db, event);
    if (failed)
        return failed;
    struct query query;
    query_begin(&query, db, SQL_EVENT_INSERT);
    query_bind_text(&query, 1, event->stream);
    query_bind_integer(&query, 2, event->sequence);
    query_bind_text(&query, 3, event->name);
    query_bind_text(&query, 4, event->id);
    query_bind_integer(&query, 5, event->version);
    query_bind_text(&query, 6, event->visible_to[0] ? event->visible_to : NULL);
    query_bind_time(&query, 7, clock_now());
    return query_run(&query, NULL);
}

enum err live_list_events(struct db *db, const char *stream, int64_t after, const char *key,
                          struct arena *arena, struct event_list *list) {
    list->events = arena_array(arena, LIVE_REPLAY_MAX, sizeof *list->events);
    list->count = 0;
    struct query query;
    query_begin(&query, db, SQL_EVENT_LIST);
    query_bind_text(&query, 1, stream);
    query_bind_integer(&query, 2, after);
    query_bind_text(&query, 3, key ? key : "");
    query_bind_integer(&query, 4, LIVE_REPLAY_MAX);
    while (query_next(&query)) {
        struct event *event = &list->events[list->count++];
        event_init(event, stream, query_text(&query, 1, arena), query_text(&query, 2, arena),
                   query_integer(&query, 3), query_text(&query, 4, arena));
        event->sequence = query_integer(&query, 0);
    }
    return query_finish(&query);
}

enum err live_last_sequence(struct db *db, const char *stream, int64_t *last) {
    *last = 0;
    struct query query;
    query_begin(&query, db, SQL_STREAM_LAST);
    query_bind_text(&query, 1, stream);
    if (query_next(&query))
        *last = query_integer(&query, 0);
    return query_finish(&query);
}

enum err live_session_exists(struct db *db, const char *session_id, bool *exists) {
    struct query query;
    query_begin(&query, db, SQL_SESSION_EXISTS);
    query_bind_text(&query, 1, session_id);
    *exists = query_next(&query);
    return query_finish(&query);
}
