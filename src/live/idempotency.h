/* Every POST may carry an `Idempotency-Key`: sent again, it gets the first answer again and changes nothing.
 *
 * The server runs every handler through idempotency_run (server_setup.around). It knows a key by who sent it
 * and to which path; the same key with another body is 422, and while the first is still being answered 409.
 * Only successes are kept, for seven days: a refused request may be mended and sent again.
 *
 * By default the answer is stored right after the handler; a crash in between would let a resend act twice.
 * Where that matters (notes above all) the handler builds its answer first and calls idempotency_store inside
 * the transaction of the change, so that both are kept or neither.
 */
#ifndef LIVE_IDEMPOTENCY_H
#define LIVE_IDEMPOTENCY_H

#include <stdbool.h>

#include "base/err.h"

struct db;
struct request;
struct response;

/* Runs the route's handler, or replays an earlier answer. */
enum err idempotency_run(struct request *request, struct response *response);

/* Inside db_write: keeps the finished JSON answer with the change. Does nothing for a request without a key.
 * ERR_CONFLICT when another process has just done the same. */
enum err idempotency_store(struct db *db, const struct request *request, const struct response *response);
/* True when the request carries a key: it was kept by its sender until it could be delivered. */
bool idempotency_has_key(const struct request *request);

#endif
