#include "cv/cv_index.h"

#include <sodium.h>
#include <string.h>

#include "base/arena_memo.h"
#include "live/worker.h"
#include "net/http.h"

/* --- by content --- */

static void hash_text(crypto_generichash_state *state, const char *text) {
    if (text)
        crypto_generichash_update(state, (const unsigned char *)text, strlen(text));
    crypto_generichash_update(state, (const unsigned char *)"", 1);
}

static void find_key(const struct searched_chunk *chunks, size_t count, unsigned char *key) {
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, ARENA_MEMO_KEY_SIZE);
    for (size_t i = 0; i < count; i++) {
        hash_text(&state, chunks[i].chunk.id);
        hash_text(&state, chunks[i].section_title);
        hash_text(&state, chunks[i].chunk.content);
    }
    crypto_generichash_final(&state, key, ARENA_MEMO_KEY_SIZE);
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
                      size_t count, struct arena *arena, struct cv_index *out) {
    struct rows rows = {.arena = arena};
    enum err failed = passage_each_row(request->worker->db, cv_id, arena, add_row, &rows);
    if (failed)
        return failed;
    struct passage_list *passages = &out->passages;
    split(chunks, count, arena, passages);
    for (size_t i = 0; i < passages->count; i++)
        passages->items[i].vector =
            find_vector(&rows, chunks[passages->items[i].chunk].chunk.id, passages->items[i].text);
    out->words = passage_index_build(request->worker->vocabulary, passages, PASSAGE_BY_ALL, arena);
    return ERR_OK;
}

enum err cv_index_find(struct request *request, const char *cv_id, const struct searched_chunk *chunks,
                       size_t count, const struct cv_index **out) {
    struct arena_memo *memo = request->worker->cv_indexes;
    unsigned char key[ARENA_MEMO_KEY_SIZE];
    find_key(chunks, count, key);
    *out = arena_memo_find(memo, key);
    if (*out)
        return ERR_OK;
    struct arena *arena = arena_create();
    struct cv_index *index = arena_alloc(arena, sizeof *index);
    enum err failed = build(request, cv_id, chunks, count, arena, index);
    if (failed) {
        arena_destroy(arena);
        return failed;
    }
    arena_memo_put(memo, key, arena, index);
    *out = index;
    return ERR_OK;
}
