#include "requirement/requirement_memo.h"

#include <pthread.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena_memo.h"

struct requirement_memo {
    struct requirement_judge *judge; /* borrowed */
    pthread_mutex_t mutex;
    /* guarded by mutex */
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
    if (pthread_mutex_init(&memo->mutex, NULL))
        abort();
    return memo;
}

void requirement_memo_destroy(struct requirement_memo *memo) {
    if (memo == NULL)
        return;
    pthread_mutex_destroy(&memo->mutex);
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

static size_t copy_all(const struct requirement *from, size_t count, struct arena *arena,
                       struct requirement *out) {
    for (size_t i = 0; i < count; i++)
        out[i] = copy(&from[i], arena);
    return count;
}

/* What another worker may make forgotten is copied while nobody can. */
static bool recall(struct requirement_memo *memo, const unsigned char *key, struct arena *arena,
                   struct requirement *out, size_t *count) {
    pthread_mutex_lock(&memo->mutex);
    const struct kept *kept = arena_memo_find(memo->kept, key);
    if (kept)
        *count = copy_all(kept->requirements, kept->count, arena, out);
    pthread_mutex_unlock(&memo->mutex);
    return kept != NULL;
}

static void remember(struct requirement_memo *memo, const unsigned char *key,
                     const struct requirement *requirements, size_t count) {
    struct arena *own = arena_create();
    struct kept *kept = arena_alloc(own, sizeof *kept);
    kept->count = copy_all(requirements, count, own, kept->requirements);
    pthread_mutex_lock(&memo->mutex);
    arena_memo_put(memo->kept, key, own, kept);
    pthread_mutex_unlock(&memo->mutex);
}

size_t requirement_memo_split(struct requirement_memo *memo, const char *job_text, struct arena *arena,
                              struct requirement *out) {
    unsigned char key[ARENA_MEMO_KEY_SIZE];
    size_t count;
    crypto_generichash(key, sizeof key, (const unsigned char *)job_text, strlen(job_text), NULL, 0);
    if (!recall(memo, key, arena, out, &count)) {
        count = requirement_split(memo->judge, job_text, arena, out, REQUIREMENTS_MAX);
        remember(memo, key, out, count);
    }
    return count;
}

const struct requirement *requirement_memo_list(struct requirement_memo *memo, const char *job_text,
                                                struct arena *arena, size_t *count) {
    struct requirement *list = arena_array(arena, REQUIREMENTS_MAX, sizeof *list);
    *count = requirement_memo_split(memo, job_text, arena, list);
    return list;
}
