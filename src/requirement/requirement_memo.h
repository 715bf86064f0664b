/* Remembers what job descriptions ask for: an interview wants to know it with every note, and to judge a
 * long one takes some thirty milliseconds. Shared by all threads; two that meet a new one at once both read
 * it. */
#ifndef REQUIREMENT_REQUIREMENT_MEMO_H
#define REQUIREMENT_REQUIREMENT_MEMO_H

#include "requirement/requirement.h"

struct requirement_judge;
struct requirement_memo;

/* Borrows the judge; NULL: positions are read by rules. */
struct requirement_memo *requirement_memo_create(struct requirement_judge *judge);
void requirement_memo_destroy(struct requirement_memo *memo);

/* As requirement_split with REQUIREMENTS_MAX; `out` has room for so many, and their texts are the arena's. */
size_t requirement_memo_split(struct requirement_memo *memo, const char *job_text, struct arena *arena,
                              struct requirement *out);
/* The same in an array of the arena. */
const struct requirement *requirement_memo_list(struct requirement_memo *memo, const char *job_text,
                                                struct arena *arena, size_t *count);

#endif
