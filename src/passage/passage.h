/* Passages of a CV: the sentence, item or entry line that a note or question is about.
 *
 * A chunk of a CV is up to 900 characters, too long to point at; a passage is some 60 to 300 of them within a
 * chunk, with the entry that it stands under as its heading. A query finds passages by its words (in English
 * and Italian, across them, by meaning where the vocabulary knows it) and by the vectors of the sentence
 * encoder, fused into one order. Nothing here knows of the database: src/cv reads the chunks and stores none
 * of this.
 *
 * A vocabulary is made once and shared by all threads; everything else lives in the arena given.
 */
#ifndef PASSAGE_PASSAGE_H
#define PASSAGE_PASSAGE_H

#include <stddef.h>

struct arena;
struct embedder;
struct insight_model;
struct passage_vocabulary;

/* A chunk to split. Borrowed. */
struct passage_chunk {
    const char *text;
    const char *title; /* of its section, as the CV has it; NULL or "": none */
};

struct passage {
    size_t chunk;        /* index into the chunks */
    const char *text;    /* as it stands in the chunk, line breaks as spaces */
    size_t start, end;   /* where in the chunk, in code points; end is one past the last */
    const char *heading; /* the entry that it stands under; "": none known */
    const float *vector; /* 384, of passage_text_to_embed; NULL: unknown, as after passage_split */
};

struct passage_list {
    struct passage *items; /* in reading order */
    size_t count;
};

enum { PASSAGES_MAX = 1024 /* some twenty dense pages; what lies beyond is not searched */ };

/* Borrows `model`, which must outlive the vocabulary. */
struct passage_vocabulary *passage_vocabulary_create(const struct insight_model *model);
void passage_vocabulary_destroy(struct passage_vocabulary *vocabulary);

void passage_split(const struct passage_chunk *chunks, size_t count, struct arena *arena,
                   struct passage_list *out);
/* What the sentence encoder gets for a passage or a query: Italian words in English, which it knows better;
 * `text` itself where nothing changes. */
const char *passage_text_to_embed(const struct passage_vocabulary *vocabulary, const char *text,
                                  struct arena *arena);

/* Sets the vectors of all passages, which live in the arena; an embedder's usual thread rule. */
void passage_embed(const struct passage_vocabulary *vocabulary, struct embedder *embedder,
                   struct passage_list *passages, struct arena *arena);

/* The parts of a search; the server uses all of them. */
enum {
    PASSAGE_BY_CHUNK =
        1, /* likeness of the query to the whole chunk: stands in for passages without vector */
    PASSAGE_BY_VECTOR = 2,  /* likeness of the query to the passage */
    PASSAGE_BY_WORDS = 4,   /* words and their forms */
    PASSAGE_BY_MEANING = 8, /* with PASSAGE_BY_WORDS: what the words mean, across both languages */
    PASSAGE_BY_ALL = 15
};

/* What is looked for. Without vector and likenesses the words decide. */
struct passage_query {
    const char *text;
    const float *vector;         /* 384, of passage_text_to_embed; NULL: unknown */
    const float *chunk_likeness; /* cosine of the query's and each chunk's vectors; NULL: unknown */
};

struct passage_hit {
    size_t passage; /* index into the list */
    float likeness; /* cosine of the vectors, of the chunk's where the passage has none; 0: unknown */
    float words;    /* sum over the words that meet; 0: none */
    float score;    /* what the order goes by: how far it stands out among the passages of this CV */
};

/* Passages whose words are read, ready to be searched by some parts: most of the work of a search, and the
 * same for every query. Borrows both; lives in the arena and never changes. */
struct passage_index;
struct passage_index *passage_index_build(const struct passage_vocabulary *vocabulary,
                                          const struct passage_list *passages, unsigned parts,
                                          struct arena *arena);
/* How well each passage answers by its words alone: one score a passage into `out`, in reading order; 0 when
 * no word meets. `english` is passage_text_to_embed of the text. The index's parts must have
 * PASSAGE_BY_WORDS. */
void passage_score_words(const struct passage_index *index, const char *text, const char *english,
                         struct arena *arena, float *out);
/* Orders all passages, best first, into `out`, which has room for them; one that says nearly the same as an
 * earlier one goes to the end. */
void passage_rank(const struct passage_index *index, const struct passage_query *query, struct arena *arena,
                  struct passage_hit *out);

#endif
