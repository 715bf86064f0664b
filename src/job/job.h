/* Job descriptions: what a candidate is interviewed for. Each carries the vector of its text. */
#ifndef JOB_JOB_H
#define JOB_JOB_H

#include <stdint.h>

#include "base/err.h"
#include "net/http.h"

struct db;

/* Code points. A description of 50,000 is some 20 pages; the body limit alone would allow 2.5 MB. */
enum { JOB_TITLE_MAX = 500, JOB_TEXT_MAX = 50000 };

extern const struct route job_routes[];
extern const char *const job_sql[];

/* A row of "JOB_DESCRIPTIONS". Pointers live in the arena it was read into. */
struct job {
    const char *id;
    const char *title;
    const char *description_text;
    const float *embedding; /* 384 of description_text; NULL: none, or not asked for */
    int64_t created_at;
};

/* ERR_NOT_FOUND when there is none. */
enum err job_find(struct db *db, const char *id, struct arena *arena, struct job *out);
/* All, newest first; without embeddings where `brief`. */
enum err job_each(struct db *db, bool brief, struct arena *arena,
                  void (*visit)(void *context, const struct job *job), void *context);
/* The three writers run inside db_write. update and delete answer ERR_NOT_FOUND for an unknown id. */
enum err job_insert(struct db *db, const struct job *job);
enum err job_update(struct db *db, const struct job *job);
enum err job_delete(struct db *db, const char *id);

/* {id, title, description_text, embedding, created_at} */
void job_write(struct json *json, const char *key, const struct job *job);

#endif
