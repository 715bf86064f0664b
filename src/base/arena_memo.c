#include "base/arena_memo.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct kept {
    unsigned char key[ARENA_MEMO_KEY_SIZE];
    uint64_t used; /* when last; 0: empty */
    struct arena *arena;
    void *value;
};

struct arena_memo {
    uint64_t clock;
    struct kept kept[ARENA_MEMO_KEPT];
};

struct arena_memo *arena_memo_create(void) {
    struct arena_memo *memo = calloc(1, sizeof *memo);
    if (memo == NULL)
        abort();
    return memo;
}

void arena_memo_destroy(struct arena_memo *memo) {
    for (size_t i = 0; memo && i < ARENA_MEMO_KEPT; i++)
        arena_destroy(memo->kept[i].arena);
    free(memo);
}

void *arena_memo_find(struct arena_memo *memo, const unsigned char key[ARENA_MEMO_KEY_SIZE]) {
    for (size_t i = 0; i < ARENA_MEMO_KEPT; i++) {
        struct kept *kept = &memo->kept[i];
        if (kept->used == 0 || memcmp(kept->key, key, ARENA_MEMO_KEY_SIZE) != 0)
            continue;
        kept->used = ++memo->clock;
        return kept->value;
    }
    return NULL;
}

void arena_memo_put(struct arena_memo *memo, const unsigned char key[ARENA_MEMO_KEY_SIZE],
                    struct arena *arena, void *value) {
    struct kept *oldest = &memo->kept[0];
    for (size_t i = 1; i < ARENA_MEMO_KEPT; i++)
        if (memo->kept[i].used < oldest->used)
            oldest = &memo->kept[i];
    arena_destroy(oldest->arena);
    *oldest = (struct kept){.used = ++memo->clock, .arena = arena, .value = value};
    memcpy(oldest->key, key, ARENA_MEMO_KEY_SIZE);
}
