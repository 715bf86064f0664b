#include "requirement/requirement_memo.h"

#include <sodium.h>
#include <string.h>

#include "base/arena_memo.h"

struct kept {
    struct requirement requirements[REQUIREMENTS_MAX];
    size_t count;
};

static struct requirement copy(const struct requirement *requirement, struct arena *arena) {
    struct requirement copied = *requirement;
    copied.id = arena_strdup(arena, requirement->id);
    copied.text = arena_strdup(arena, requirement->text);
    copied.core = arena_strdup(arena, requirement->core);
    return copied;
}

/* `scratch` has what the splitting leaves behind; only the result is kept. */
static struct kept *make(const char *job_text, struct arena *arena, struct arena *scratch) {
    struct requirement *found = arena_array(scratch, REQUIREMENTS_MAX, sizeof *found);
    struct kept *kept = arena_alloc(arena, sizeof *kept);
    kept->count = requirement_split(job_text, scratch, found, REQUIREMENTS_MAX);
    for (size_t i = 0; i < kept->count; i++)
        kept->requirements[i] = copy(&found[i], arena);
    return kept;
}

size_t requirement_memo_split(struct arena_memo *memo, const char *job_text, struct arena *arena,
                              struct requirement *out) {
    unsigned char key[ARENA_MEMO_KEY_SIZE];
    crypto_generichash(key, sizeof key, (const unsigned char *)job_text, strlen(job_text), NULL, 0);
    struct kept *kept = arena_memo_find(memo, key);
    if (!kept) {
        struct arena *own = arena_create();
        kept = make(job_text, own, arena);
        arena_memo_put(memo, key, own, kept);
    }
    for (size_t i = 0; i < kept->count; i++)
        out[i] = copy(&kept->requirements[i], arena);
    return kept->count;
}
