/* Remembers what job descriptions ask for: an interview wants to know it with every note, and to take a long
 * one apart takes a millisecond. A worker has a memo of its own for it. */
#ifndef REQUIREMENT_REQUIREMENT_MEMO_H
#define REQUIREMENT_REQUIREMENT_MEMO_H

#include "requirement/requirement.h"

struct arena_memo;

/* As requirement_split with REQUIREMENTS_MAX; `out` has room for so many, and their texts are the arena's. */
size_t requirement_memo_split(struct arena_memo *memo, const char *job_text, struct arena *arena,
                              struct requirement *out);

#endif
