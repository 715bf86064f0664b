/* The end of an interview: for everyone at once, with the recap stored and the candidates told. */
#include "recap/end_http.h"

#include "call/call.h"
#include "live/live.h"
#include "live/worker.h"

static enum err end_in_write(struct db *db, void *change) {
    return interview_end(db, change);
}

static void announce(struct request *request, const struct interview_change *change) {
    live_publish(request->worker->live, &change->events[0]);
    live_publish(request->worker->live, &change->events[1]);
    call_end(request->worker, change->id);
}

static void write_end(struct json *json, const struct interview *interview) {
    json_begin_object(json, NULL);
    json_put_string(json, "session_id", interview->id);
    json_put_string(json, "status", interview->status);
    json_put_time(json, "started_at", interview->started_at);
    json_put_time(json, "ended_at", interview->ended_at);
    json_end_object(json);
}

enum err interview_end_http(struct request *request, struct response *response) {
    struct interview interview;
    enum err failed = interview_require(request, &interview);
    if (failed)
        return failed;
    struct interview_change change = {.id = interview.id};
    failed = db_write(request->worker->store, end_in_write, &change);
    if (!failed && change.changed)
        announce(request, &change);
    if (!failed)
        failed = recap_store_at_end(request, interview.id);
    if (!failed)
        failed = interview_find(request->worker->db, interview.id, request->arena, &interview);
    if (!failed)
        write_end(response_json(response, 200), &interview);
    return failed;
}
