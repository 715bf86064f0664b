#include "requirement/requirement_memo.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena_memo.h"

struct requirement_memo {
    struct requirement_judge *judge; /* borrowed */
    struct arena_memo *kept;
};

struct kept {
    struct requirement requirements[REQUIREMENTS_MAX];
    size_t count;
};

struct requirement_memo *requirement_memo_create(struct requirement_judge *judge) {
    struct requirement_memo *memo = malloc(sizeof *memo);
    if (memo == NULL)
        abort();
    *memo = (struct requirement_memo){.judge = judge, .kept = arena_memo_create()};
    return memo;
}

void requirement_memo_destroy(struct requirement_memo *memo) {
    if (memo == NULL)
        return;
    arena_memo_destroy(memo->kept);
    free(memo);
}

static struct requirement copy(const struct requirement *requirement, struct arena *arena) {
    struct requirement copied = *requirement;
    copied.id = arena_strdup(arena, requirement->id);
    copied.text = arena_strdup(arena, requirement->text);
    copied.core = arena_strdup(arena, requirement->core);
    return copied;
}

/* `scratch` has what the splitting leaves behind; only the result is kept. */
static struct kept *make(struct requirement_judge *judge, const char *job_text, struct arena *arena,
                         struct arena *scratch) {
    struct requirement *found = arena_array(scratch, REQUIREMENTS_MAX, sizeof *found);
    struct kept *kept = arena_alloc(arena, sizeof *kept);
    kept->count = requirement_split(judge, job_text, scratch, found, REQUIREMENTS_MAX);
    for (size_t i = 0; i < kept->count; i++)
        kept->requirements[i] = copy(&found[i], arena);
    return kept;
}

size_t requirement_memo_split(struct requirement_memo *memo, const char *job_text, struct arena *arena,
                              struct requirement *out) {
    unsigned char key[ARENA_MEMO_KEY_SIZE];
    crypto_generichash(key, sizeof key, (const unsigned char *)job_text, strlen(job_text), NULL, 0);
    struct kept *kept = arena_memo_find(memo->kept, key);
    if (!kept) {
        struct arena *own = arena_create();
        kept = make(memo->judge, job_text, own, arena);
        arena_memo_put(memo->kept, key, own, kept);
    }
    for (size_t i = 0; i < kept->count; i++)
        out[i] = copy(&kept->requirements[i], arena);
    return kept->count;
}

const struct requirement *requirement_memo_list(struct requirement_memo *memo, const char *job_text,
                                                struct arena *arena, size_t *count) {
    struct requirement *list = arena_array(arena, REQUIREMENTS_MAX, sizeof *list);
    *count = requirement_memo_split(memo, job_text, arena, list);
    return list;
}
