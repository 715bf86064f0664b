/* Remembers a few things that are dear to make, each in an arena of its own, by a hash of what it is made of.
 *
 * A new one takes the place of the one that was not asked for longest. For one thread at a time.
 */
#ifndef BASE_ARENA_MEMO_H
#define BASE_ARENA_MEMO_H

#include "base/arena.h"

enum { ARENA_MEMO_KEPT = 8 /* interviews that go on at once */, ARENA_MEMO_KEY_SIZE = 16 };

struct arena_memo;

struct arena_memo *arena_memo_create(void);
void arena_memo_destroy(struct arena_memo *memo);

/* NULL: not remembered. Lives until ARENA_MEMO_KEPT others were put. */
void *arena_memo_find(struct arena_memo *memo, const unsigned char key[ARENA_MEMO_KEY_SIZE]);
/* Takes over `arena`, where `value` lies. */
void arena_memo_put(struct arena_memo *memo, const unsigned char key[ARENA_MEMO_KEY_SIZE],
                    struct arena *arena, void *value);

#endif
