#include "cv/cv_index.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "live/worker.h"
#include "net/http.h"

enum { KEPT = 8 /* interviews that go on at once; some 300 KB each */, KEY_SIZE = 16 };

struct kept {
    unsigned char key[KEY_SIZE];
    uint64_t used;       /* when last; 0: empty */
    struct arena *arena; /* all of the index; NULL: empty */
    struct cv_index index;
};

struct cv_indexes {
    uint64_t clock;
    struct kept kept[KEPT];
};

struct cv_indexes *cv_indexes_create(void) {
    struct cv_indexes *indexes = calloc(1, sizeof *indexes);
    if (indexes == NULL)
        abort();
    return indexes;
}

void cv_indexes_destroy(struct cv_indexes *indexes) {
    for (size_t i = 0; indexes && i < KEPT; i++)
        arena_destroy(indexes->kept[i].arena);
    free(indexes);
}

/* --- by content --- */

static void hash_text(crypto_generichash_state *state, const char *text) {
    if (text)
        crypto_generichash_update(state, (const unsigned char *)text, strlen(text));
    crypto_generichash_update(state, (const unsigned char *)"", 1);
}

static void find_key(const struct searched_chunk *chunks, size_t count, unsigned char *key) {
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, KEY_SIZE);
    for (size_t i = 0; i < count; i++) {
        hash_text(&state, chunks[i].chunk.id);
        hash_text(&state, chunks[i].section_title);
        hash_text(&state, chunks[i].chunk.content);
    }
    crypto_generichash_final(&state, key, KEY_SIZE);
}

static struct kept *find_kept(struct cv_indexes *indexes, const unsigned char *key) {
    for (size_t i = 0; i < KEPT; i++)
        if (indexes->kept[i].used && memcmp(indexes->kept[i].key, key, KEY_SIZE) == 0)
            return &indexes->kept[i];
    return NULL;
}

static struct kept *find_oldest(struct cv_indexes *indexes) {
    struct kept *oldest = &indexes->kept[0];
    for (size_t i = 1; i < KEPT; i++)
        if (indexes->kept[i].used < oldest->used)
            oldest = &indexes->kept[i];
    return oldest;
}

/* --- making one --- */

struct rows {
    struct arena *arena;
    struct passage_row *items;
    size_t count, capacity;
};

static void add_row(void *context, const struct passage_row *row) {
    struct rows *rows = context;
    rows->items = arena_grow(rows->arena, rows->items, rows->count, &rows->capacity, sizeof *rows->items);
    rows->items[rows->count++] = *row;
}

static const float *find_vector(const struct rows *rows, const char *chunk_id, const char *text) {
    int64_t hash = passage_hash(text);
    for (size_t i = 0; i < rows->count; i++)
        if (rows->items[i].text_hash == hash && strcmp(rows->items[i].chunk_id, chunk_id) == 0)
            return rows->items[i].vector;
    return NULL;
}

static void split(const struct searched_chunk *chunks, size_t count, struct arena *arena,
                  struct passage_list *out) {
    struct passage_chunk *texts = arena_array(arena, count + 1, sizeof *texts);
    for (size_t i = 0; i < count; i++)
        texts[i] = (struct passage_chunk){chunks[i].chunk.content, chunks[i].section_title};
    passage_split(texts, count, arena, out);
}

static enum err build(struct request *request, const char *cv_id, const struct searched_chunk *chunks,
                      size_t count, struct kept *kept) {
    arena_destroy(kept->arena);
    *kept = (struct kept){.arena = arena_create()};
    struct rows rows = {.arena = kept->arena};
    enum err failed = passage_each_row(request->worker->db, cv_id, kept->arena, add_row, &rows);
    if (failed)
        return failed;
    struct passage_list *passages = &kept->index.passages;
    split(chunks, count, kept->arena, passages);
    for (size_t i = 0; i < passages->count; i++)
        passages->items[i].vector =
            find_vector(&rows, chunks[passages->items[i].chunk].chunk.id, passages->items[i].text);
    kept->index.words =
        passage_index_build(request->worker->vocabulary, passages, PASSAGE_BY_ALL, kept->arena);
    return ERR_OK;
}

enum err cv_indexes_find(struct request *request, const char *cv_id, const struct searched_chunk *chunks,
                         size_t count, const struct cv_index **out) {
    struct cv_indexes *indexes = request->worker->cv_indexes;
    unsigned char key[KEY_SIZE];
    find_key(chunks, count, key);
    struct kept *kept = find_kept(indexes, key);
    if (!kept) {
        kept = find_oldest(indexes);
        enum err failed = build(request, cv_id, chunks, count, kept);
        if (failed)
            return failed;
        memcpy(kept->key, key, KEY_SIZE);
    }
    kept->used = ++indexes->clock;
    *out = &kept->index;
    return ERR_OK;
}
