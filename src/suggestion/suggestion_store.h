/* Rows of suggestions for the handlers of this folder. */
#ifndef SUGGESTION_SUGGESTION_STORE_H
#define SUGGESTION_SUGGESTION_STORE_H

#include "suggestion/suggestion.h"

enum err suggestion_find(struct db *db, const char *id, struct arena *arena, struct suggestion *out);

/* The functions below run inside db_write and append the suggestion's event. */

enum err suggestion_insert(struct db *db, const struct suggestion *suggestion, struct event *event);
/* ERR_CONFLICT when it is not offered any more. */
enum err suggestion_decide(struct db *db, const struct suggestion *suggestion, const char *state,
                           const char *question_id, struct event *event);
enum err suggestion_reword(struct db *db, const struct suggestion *suggestion, const char *text,
                           struct event *event);

#endif
