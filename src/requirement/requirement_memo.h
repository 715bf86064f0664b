/* Remembers what job descriptions ask for: an interview wants to know it with every note, and to take a long
 * one apart takes a millisecond. Of the latest few, by a hash of their text. A worker has its own and needs
 * no lock. */
#ifndef REQUIREMENT_REQUIREMENT_MEMO_H
#define REQUIREMENT_REQUIREMENT_MEMO_H

#include "requirement/requirement.h"

struct requirement_memo;

struct requirement_memo *requirement_memo_create(void);
void requirement_memo_destroy(struct requirement_memo *memo);
/* As requirement_split with REQUIREMENTS_MAX; `out` has room for so many, and their texts are the arena's. */
size_t requirement_memo_split(struct requirement_memo *memo, const char *job_text, struct arena *arena,
                              struct requirement *out);

#endif
