#include "requirement/requirement_memo.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

enum { KEPT = 8 /* job descriptions of interviews that go on at once */, KEY_SIZE = 16 };

struct kept {
    unsigned char key[KEY_SIZE];
    uint64_t used;       /* when last; 0: empty */
    struct arena *arena; /* of the texts; NULL: empty */
    struct requirement requirements[REQUIREMENTS_MAX];
    size_t count;
};

struct requirement_memo {
    uint64_t clock;
    struct kept kept[KEPT];
};

struct requirement_memo *requirement_memo_create(void) {
    struct requirement_memo *memo = calloc(1, sizeof *memo);
    if (memo == NULL)
        abort();
    return memo;
}

void requirement_memo_destroy(struct requirement_memo *memo) {
    for (size_t i = 0; memo && i < KEPT; i++)
        arena_destroy(memo->kept[i].arena);
    free(memo);
}

static struct requirement copy(const struct requirement *requirement, struct arena *arena) {
    struct requirement copied = *requirement;
    copied.id = arena_strdup(arena, requirement->id);
    copied.text = arena_strdup(arena, requirement->text);
    copied.core = arena_strdup(arena, requirement->core);
    return copied;
}

/* `arena` has what the splitting leaves behind; only the result is kept. */
static void fill(struct kept *kept, const unsigned char *key, const char *job_text, struct arena *arena) {
    struct requirement *found = arena_array(arena, REQUIREMENTS_MAX, sizeof *found);
    arena_destroy(kept->arena);
    kept->arena = arena_create();
    kept->count = requirement_split(job_text, arena, found, REQUIREMENTS_MAX);
    for (size_t i = 0; i < kept->count; i++)
        kept->requirements[i] = copy(&found[i], kept->arena);
    memcpy(kept->key, key, KEY_SIZE);
}

size_t requirement_memo_split(struct requirement_memo *memo, const char *job_text, struct arena *arena,
                              struct requirement *out) {
    unsigned char key[KEY_SIZE];
    crypto_generichash(key, sizeof key, (const unsigned char *)job_text, strlen(job_text), NULL, 0);
    struct kept *kept = NULL, *oldest = &memo->kept[0];
    for (size_t i = 0; i < KEPT && !kept; i++) {
        if (memo->kept[i].used && memcmp(memo->kept[i].key, key, KEY_SIZE) == 0)
            kept = &memo->kept[i];
        else if (memo->kept[i].used < oldest->used)
            oldest = &memo->kept[i];
    }
    if (!kept) {
        kept = oldest;
        fill(kept, key, job_text, arena);
    }
    kept->used = ++memo->clock;
    for (size_t i = 0; i < kept->count; i++)
        out[i] = copy(&kept->requirements[i], arena);
    return kept->count;
}
