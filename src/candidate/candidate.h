/* Candidates: who is interviewed. Their CVs are in src/cv, their interviews in src/interview. */
#ifndef CANDIDATE_CANDIDATE_H
#define CANDIDATE_CANDIDATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "net/http.h"

struct db;
struct form;

/* Code points. Long enough for any real name or address, short enough to list. */
enum { CANDIDATE_NAME_MAX = 500, CANDIDATE_EMAIL_MAX = 500, CANDIDATE_LINK_MAX = 2000 };

extern const struct route candidate_routes[];
extern const char *const candidate_sql[];

/* A row of "CANDIDATI". Pointers live in the arena it was read into. */
struct candidate {
    const char *id;
    const char *full_name;
    const char *email;        /* NULL: unknown */
    const char *linkedin_url; /* NULL: unknown; whatever was typed, so not to be followed blindly */
    int64_t created_at;
};

/* ERR_NOT_FOUND when there is none. */
enum err candidate_find(struct db *db, const char *id, struct arena *arena, struct candidate *out);
/* All, newest first. */
enum err candidate_each(struct db *db, struct arena *arena,
                        void (*visit)(void *context, const struct candidate *candidate), void *context);
/* The three writers run inside db_write. update and delete answer ERR_NOT_FOUND for an unknown id. */
enum err candidate_insert(struct db *db, const struct candidate *candidate);
enum err candidate_update(struct db *db, const struct candidate *candidate);
enum err candidate_delete(struct db *db, const char *id);

/* {id, full_name, email, linkedin_url, created_at} */
void candidate_write(struct json *json, const char *key, const struct candidate *candidate);

#endif
