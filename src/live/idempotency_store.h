/* The answers kept for an Idempotency-Key, as rows. */
#ifndef LIVE_IDEMPOTENCY_STORE_H
#define LIVE_IDEMPOTENCY_STORE_H

#include <stdint.h>

#include "base/err.h"

struct arena;
struct db;

struct kept_answer {
    const char *owner, *path, *key; /* together: the name of the row */
    const char *body_hash;
    int64_t status;
    const char *response; /* JSON; NULL: an empty body */
};

/* Fills the rest of *answer; ERR_NOT_FOUND when there is none. */
enum err kept_answer_find(struct db *db, struct arena *arena, struct kept_answer *answer);
/* Also forgets what has expired. */
enum err kept_answer_insert(struct db *db, const struct kept_answer *answer);

#endif
