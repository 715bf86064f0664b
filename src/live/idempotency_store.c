#include "live/idempotency_store.h"

#include <stddef.h>

#include "base/clock.h"
#include "db/db.h"

static const int64_t KEPT_US = INT64_C(7) * 24 * 3600 * 1000000; /* a browser's outbox is empty long before */

static const char SQL_ANSWER_FIND[] = "SELECT body_hash, status, response FROM idempotency"
                                      " WHERE owner = $1 AND route = $2 AND key = $3";
static const char SQL_ANSWER_INSERT[] =
    "INSERT INTO idempotency (owner, route, key, body_hash, status, response, created_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7)";
static const char SQL_ANSWER_EXPIRE[] = "DELETE FROM idempotency WHERE created_at < $1";

const char *const idempotency_sql[] = {SQL_ANSWER_FIND, SQL_ANSWER_INSERT, SQL_ANSWER_EXPIRE, NULL};

enum err kept_answer_find(struct db *db, struct arena *arena, struct kept_answer *answer) {
    struct query query;
    query_begin(&query, db, SQL_ANSWER_FIND);
    query_bind_text(&query, 1, answer->owner);
    query_bind_text(&query, 2, answer->path);
    query_bind_text(&query, 3, answer->key);
    bool found = query_next(&query);
    if (found) {
        answer->body_hash = query_text(&query, 0, arena);
        answer->status = query_integer(&query, 1);
        answer->response = query_text(&query, 2, arena);
    }
    enum err failed = query_finish(&query);
    return failed || found ? failed : ERR_NOT_FOUND;
}

static enum err expire(struct db *db, int64_t now) {
    struct query query;
    query_begin(&query, db, SQL_ANSWER_EXPIRE);
    query_bind_time(&query, 1, now - KEPT_US);
    return query_run(&query, NULL);
}

enum err kept_answer_insert(struct db *db, const struct kept_answer *answer) {
    int64_t now = clock_now();
    enum err failed = expire(db, now);
    if (failed)
        return failed;
    struct query query;
    query_begin(&query, db, SQL_ANSWER_INSERT);
    query_bind_text(&query, 1, answer->owner);
    query_bind_text(&query, 2, answer->path);
    query_bind_text(&query, 3, answer->key);
    query_bind_text(&query, 4, answer->body_hash);
    query_bind_integer(&query, 5, answer->status);
    query_bind_text(&query, 6, answer->response);
    query_bind_time(&query, 7, now);
    return query_run(&query, NULL);
}
