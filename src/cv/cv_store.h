/* What the files of src/cv share: rows in and out of the database. Other folders use cv.h. */
#ifndef CV_CV_STORE_H
#define CV_CV_STORE_H

#include "cv/cv.h"

/* The original of a CV and what reading it found; pointers live in the arena given. */
struct cv_document {
    const char *file_name;
    const char *mime_type;
    const char *stored_id;
    int64_t pages;
    const char *hidden_json;
    double quality;
    const char *quality_note; /* NULL: nothing to say */
    const char *language;
};

enum err cv_each(struct db *db, struct arena *arena, void (*visit)(void *context, const struct cv *cv),
                 void *context);
enum err cv_insert_row(struct db *db, const struct cv *cv);
enum err cv_update_row(struct db *db, const struct cv *cv);
enum err cv_delete_row(struct db *db, const char *id);
enum err cv_candidate_exists(struct db *db, const char *candidate_id);
/* ERR_NOT_FOUND for an unknown job description; *vector is NULL when it has none. */
enum err cv_job_vector(struct db *db, const char *job_id, struct arena *arena, const float **vector);

enum err cv_find_document(struct db *db, const char *cv_id, struct arena *arena, struct cv_document *out);
/* The stored files of all CVs of a candidate. */
enum err cv_each_stored_file(struct db *db, const char *candidate_id, struct arena *arena,
                             void (*visit)(void *context, const char *stored_id), void *context);

enum err chunk_each(struct db *db, struct arena *arena,
                    void (*visit)(void *context, const struct chunk *chunk), void *context);
enum err chunk_insert_row(struct db *db, const struct chunk *chunk);
enum err chunk_update_row(struct db *db, const struct chunk *chunk);
enum err chunk_delete_row(struct db *db, const char *id);

/* A chunk of a CV that is searched, in reading order. */
struct searched_chunk {
    struct chunk chunk;
    const char *section_title;
};
enum err chunk_each_searched(struct db *db, const struct cv_search *search, struct arena *arena,
                             void (*visit)(void *context, const struct searched_chunk *chunk), void *context);

/* The vectors of passages. */
struct passage_row {
    const char *chunk_id;
    int64_t text_hash;
    const float *vector;
};
int64_t passage_hash(const char *text);
enum err passage_each_row(struct db *db, const char *cv_id, struct arena *arena,
                          void (*visit)(void *context, const struct passage_row *row), void *context);
/* Stores the vectors of those passages in the list that are of chunk number `index`. */
enum err passage_insert_rows(struct db *db, const char *chunk_id, const struct passage_list *passages,
                             size_t index);
enum err passage_delete_rows(struct db *db, const char *chunk_id);

#endif
