/* Remembers the vectors of texts that are asked for again and again, such as those of a running interview.
 *
 * One for each model, shared by all threads. It holds the latest few thousand short texts by a hash of their
 * bytes; a text that is not there is embedded and takes the place of one that was not asked for lately.
 */
#ifndef NN_VECTOR_MEMO_H
#define NN_VECTOR_MEMO_H

#include <stddef.h>
#include <stdint.h>

struct embedder;
struct vector_memo;

struct vector_memo *vector_memo_create(void);
void vector_memo_destroy(struct vector_memo *memo);

/* As embed_texts, for texts that are likely to come again. `embedder` is of the memo's one model. */
void vector_memo_embed(struct vector_memo *memo, struct embedder *embedder, const char *const *texts,
                       const size_t *lengths, size_t count, float *out);

/* How many texts were remembered, and how many had to be embedded, since it was created. */
struct vector_memo_counts {
    uint64_t hits, misses;
};
struct vector_memo_counts vector_memo_count(struct vector_memo *memo);

#endif
