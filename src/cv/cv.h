/* CVs: the file that was uploaded, the text that was read from it, its chunks and their vectors.
 *
 * A CV belongs to a candidate; the newest one is active. Reading and indexing happen in cv_prepare, outside
 * any transaction; cv_insert then stores everything in the caller's transaction. Nothing here knows of
 * interviews.
 */
#ifndef CV_CV_H
#define CV_CV_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/uuid.h"
#include "db/db.h"
#include "doc/doc.h"
#include "net/http.h"
#include "passage/passage.h"

extern const struct route cv_routes[];
extern const char *const cv_sql[];

/* A row of "CVS". Pointers live in the arena it was read into. */
struct cv {
    const char *id;
    const char *candidate_id;
    const char *file_url;
    const char *raw_text; /* NULL: none */
    bool is_active;
    const float *embedding; /* 384, NULL: none */
    int64_t created_at;
};

/* A row of "CV_CHUNKS"; `distance`, `section` and the passage are set by searches only. */
struct chunk {
    const char *id;
    const char *cv_id;
    const char *content;
    int64_t page_number; /* 0: unknown */
    int64_t chunk_index;
    const float *embedding; /* NULL: none, or not asked for */
    double distance;
    const char *section; /* kind as in doc/doc.h; NULL: unknown */
    const char *passage; /* what of it was looked for, line breaks as spaces; NULL: none in particular */
    int64_t passage_start, passage_end; /* where it stands in `content`, in code points */
};

/* A document that has been read and indexed, ready to be stored. Everything lives in the request's arena. */
struct cv_prepared {
    char id[UUID_TEXT_SIZE];
    const char *file_name;
    const char *mime_type;
    size_t size_bytes;
    char stored_id[UUID_TEXT_SIZE]; /* the file in the file store */
    const char *file_url;
    struct document document;
    const float *text_embedding;   /* 384, of the whole text as far as the model reads */
    const float *chunk_embeddings; /* chunk_count x 384 */
    struct passage_list passages;  /* of all chunks, with vectors */
};

/* Reads the bytes in the sandboxed helper. On failure sets the request's error (422, 413, 415) and answers
 * it. */
enum err cv_read_document(struct request *request, const char *file_name, const char *bytes, size_t length,
                          struct document *out);
/* Computes the vectors of a document that was read. `stored_id` and the file facts are the caller's to fill.
 */
void cv_index_document(struct request *request, struct cv_prepared *prepared);
/* Stores a prepared CV as the candidate's active one. Inside db_write. */
enum err cv_insert(struct db *db, const struct cv_prepared *prepared, const char *candidate_id);
/* "application/pdf" or the DOCX type by the name's suffix; NULL for other names. */
const char *cv_mime_type(const char *file_name);

/* The media type of what was read, whatever the file was called. */
const char *cv_document_mime_type(const struct document *document);

enum err cv_find(struct db *db, const char *id, struct arena *arena, struct cv *out);
/* The active CV of a candidate; ERR_NOT_FOUND without one. */
enum err cv_find_active(struct db *db, const char *candidate_id, struct arena *arena, struct cv *out);
/* Cosine distance between the CV's vector and `vector`; ERR_NOT_FOUND when the CV or its vector is missing.
 */
enum err cv_distance(struct db *db, const char *cv_id, const float *vector, double *distance);

/* The files of a candidate's CVs: list them before the candidate is deleted, remove them after the commit. */
struct stored_files {
    const char **ids;
    size_t count, capacity;
    struct arena *arena;
};
enum err cv_list_files(struct request *request, const char *candidate_id, struct stored_files *out);
void cv_remove_files(struct request *request, const struct stored_files *files);

/* A chunk with its section and its boxes; the last three are NULL for chunks that came by the API. */
struct chunk_place {
    const char *chunk_id;
    const char *content;
    int64_t page_number;
    const char *section_kind;
    const char *section_title;
    const char *boxes_json;
};

/* By id; ERR_NOT_FOUND when there is none. */
enum err chunk_find(struct db *db, const char *id, struct arena *arena, struct chunk *out);
/* The chunks of a CV in reading order. */
enum err chunk_each_place(struct db *db, const char *cv_id, struct arena *arena,
                          void (*visit)(void *context, const struct chunk_place *place), void *context);

struct chunk_list {
    struct chunk *items;
    size_t count;
};
/* The `limit` chunks nearest to `vector`, nearest first; in one CV, or in all when cv_id is NULL. */
enum err chunk_search(struct db *db, const char *cv_id, const float *vector, long limit, struct arena *arena,
                      struct chunk_list *out);

enum { CV_SEARCH_ALL = INT_MAX };
/* What is looked for in a CV: a note or a question. Borrowed. */
struct cv_search {
    const char *cv_id;
    const char *text;
    const float *vector; /* 384, of the text itself */
    long limit;          /* CV_SEARCH_ALL: none */
};
struct passage;
struct cv_passage {
    struct chunk chunk;  /* that it stands in, with its distance to the vector; its passage is this one */
    const char *heading; /* the entry that it stands under; "": none known */
    double score;        /* how far it stands out among the passages of this CV */
};
struct cv_passage_list {
    struct cv_passage *items;
    size_t count;
};
/* The passages of a CV that the text is about, best first: words and meaning in both languages, and vectors.
 */
enum err cv_search_passages(struct request *request, const struct cv_search *search,
                            struct cv_passage_list *out);
/* Every passage of a CV in reading order, with the chunk that it stands in and its vector (NULL: none is
 * stored). Both live until `visit` returns. */
enum err cv_each_passage(struct request *request, const char *cv_id,
                         void (*visit)(void *context, const struct chunk *chunk,
                                       const struct passage *passage),
                         void *context);
/* The chunks that they stand in, each once, with its best passage. */
enum err cv_search_chunks(struct request *request, const struct cv_search *search, struct chunk_list *out);
/* Sets a chunk's passage by its place, as it was found earlier; nothing when the content has become shorter.
 */
void chunk_set_passage(struct chunk *chunk, int64_t start, int64_t end, struct arena *arena);

/* {chunk_id, content, page_number, chunk_index, distance}, and {passage, start, end} of a chunk with one */
void chunk_write_hit(struct json *json, const char *key, const struct chunk *chunk);
void chunk_write_hits(struct json *json, const char *key, const struct chunk_list *chunks);

/* The text a reader would not see: [{text, page, reason}]. */
const char *cv_hidden_as_json(const struct document *document, struct arena *arena);

/* The numbers of the coverage formula: similarity = max(0, 1 - distance), score = similarity * 100. */
struct coverage {
    double distance;   /* 6 decimals */
    double similarity; /* 6 decimals */
    double score;      /* 2 decimals */
};
struct coverage coverage_from_distance(double distance);

/* {cv_id, file_name, mime, pages, sections[{kind, title, chunks[]}], hidden[], quality, quality_note,
 * language}: members of the object that is open in `json`. Writes nothing for a CV without a document. */
enum err cv_write_reading(struct db *db, const char *cv_id, struct arena *arena, struct json *json);

#endif
