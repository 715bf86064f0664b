/* Interviews: who talks about which job, in which language, on which CV, from the start to the end.
 *
 * The CV that a candidate has when the interview starts is pinned to it. An interview without one uses the
 * candidate's active CV as soon as there is one. Nothing here knows of notes, questions or the call.
 */
#ifndef INTERVIEW_INTERVIEW_H
#define INTERVIEW_INTERVIEW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/uuid.h"
#include "db/db.h"
#include "live/live.h"
#include "net/http.h"
#include "wording/wording.h"

struct json;

extern const struct route interview_routes[];
extern const char *const interview_sql[];

/* An interview with what belongs to it. Pointers live in the arena it was read into. */
struct interview {
    const char *id;
    const char *status; /* "live" or "completed" */
    int64_t started_at; /* 0: unknown */
    int64_t ended_at;   /* 0: not yet */
    enum language language;
    int64_t version;
    const char *cv_id;        /* NULL: none */
    double coverage_distance; /* between the CV and the job description; below 0: unknown */
    const char *candidate_id;
    const char *candidate_name;
    const char *job_id;
    const char *job_title;
    const char *job_text;
};

bool interview_is_over(const struct interview *interview);

/* ERR_NOT_FOUND for an unknown id. */
enum err interview_find(struct db *db, const char *id, struct arena *arena, struct interview *out);
/* The interview that the path's {session_id} names; otherwise answers 404. */
enum err interview_require(struct request *request, struct interview *out);
/* The same when only its existence matters: answers 404 or nothing. */
enum err interview_require_id(struct request *request, const char **id);

/* What starting an interview takes and gives. */
struct interview_start {
    const char *candidate_id;
    const char *job_id;
    const char *language;   /* "en" or "it"; NULL: that of the job description */
    const char *started_by; /* recruiter key and name; NULL: nobody known */
    const char *started_by_name;
    char id[UUID_TEXT_SIZE]; /* of the new interview, by uuid_create */
    struct event events[2];  /* out: to publish after the commit, on the interview's stream and the lists' */
    const char *problem;     /* out: the sentence for ERR_NOT_FOUND */
};

/* Stores a started interview, inside db_write. ERR_NOT_FOUND when the candidate or the job is unknown. */
enum err interview_insert(struct db *db, struct interview_start *start);

/* A change of one interview; the functions below run inside db_write. */
struct interview_change {
    const char *id;
    const char *language;   /* interview_set_language */
    struct event events[2]; /* out: to publish */
    bool changed;           /* out: false when it was so already, and no event was made */
};

/* Ends it for everyone, inside db_write. Ending again changes nothing: the first end is the one that
 * happened. */
enum err interview_end(struct db *db, struct interview_change *change);
/* After the text of a job changed: the coverage of its interviews, inside db_write. */
enum err interview_recompute_coverage(struct db *db, const char *job_id);

/* The members of the interview's detail, {session_id, status, candidate, job, ...}, into the object that is
 * open in `json`; the routes that answer with it are src/matrix's, which adds what has been found out. */
enum err interview_write_detail(struct request *request, const struct interview *interview,
                                struct json *json);
/* Changes what the request's body names, and *interview with it. */
enum err interview_patch(struct request *request, struct interview *interview);

/* "coverage_score": the number of the contract, or null when unknown. */
void interview_write_coverage(struct json *json, double distance);

#endif
