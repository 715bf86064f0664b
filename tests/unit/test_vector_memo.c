/* Vectors that are remembered are those that the encoder made. */
#include "cmocka_setup.h"

#include <stdio.h>
#include <string.h>

#include "nn/embed.h"
#include "nn/vector_memo.h"

static void assert_as_embedded(struct vector_memo *memo, struct embedder *embedder, const char *const *texts,
                               size_t count) {
    float found[3 * EMBED_DIMENSIONS], wanted[EMBED_DIMENSIONS];
    size_t lengths[3] = {0};
    for (size_t i = 0; i < count; i++)
        lengths[i] = strlen(texts[i]);
    vector_memo_embed(memo, embedder, texts, lengths, count, found);
    for (size_t i = 0; i < count; i++) {
        embed_text(embedder, texts[i], lengths[i], wanted);
        assert_memory_equal(found + i * EMBED_DIMENSIONS, wanted, sizeof wanted);
    }
}

static void known_and_new_texts_come_back_in_their_order(void **state) {
    struct vector_memo *memo = vector_memo_create();
    struct embedder *embedder = embedder_create(NULL);
    assert_as_embedded(memo, embedder, (const char *[]){"night shifts"}, 1);
    assert_as_embedded(memo, embedder, (const char *[]){"driving licence", "night shifts", "Kafka"}, 3);
    assert_as_embedded(memo, embedder, NULL, 0);
    embedder_destroy(embedder);
    vector_memo_destroy(memo);
}

static void more_texts_than_it_holds_are_all_right(void **state) {
    struct vector_memo *memo = vector_memo_create();
    struct embedder *embedder = embedder_create(NULL);
    for (int i = 0; i < 9000; i++) {
        char text[32];
        snprintf(text, sizeof text, "note number %d", i);
        assert_as_embedded(memo, embedder, (const char *[]){text, "night shifts"}, 2);
    }
    embedder_destroy(embedder);
    vector_memo_destroy(memo);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_and_new_texts_come_back_in_their_order),
        cmocka_unit_test(more_texts_than_it_holds_are_all_right),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
