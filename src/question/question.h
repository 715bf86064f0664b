/* Prepared questions: those of an interview, in an order, and those of a job description that interviews draw
 * from.
 *
 * A question with a recruiter is that recruiter's own until it is asked; one without is everybody's. Rows of
 * the existing product have no state of ours: they come last, by age. The vectors are computed here, by
 * question_prepare, outside any transaction. Which question fits best now is src/suggestion's to say.
 */
#ifndef QUESTION_QUESTION_H
#define QUESTION_QUESTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/uuid.h"
#include "db/db.h"
#include "live/live.h"
#include "net/http.h"
#include "wording/wording.h"

extern const struct route question_routes[];
extern const char *const question_sql[];

enum { QUESTION_TEXT_MAX = 4000 /* code points: a page; nobody reads out more */ };

/* A row of "INTERVIEW_QUESTIONS" with its state. Pointers live in the arena it was read into. */
struct question {
    const char *id;
    const char *session_id; /* NULL: of the job description only */
    const char *job_id;
    const char *text;
    const char *recruiter_id; /* NULL: everybody's */
    const char *asked_by;
    int64_t asked_at; /* 0: not yet */
    int64_t created_at;
    const char *source; /* typed, file, generated or suggested */
    int64_t position;   /* ascending */
    int64_t version;
    const float *embedding; /* 384; NULL: none; question_rank leaves it out */
    double distance;        /* set by question_rank only */
};

struct question_list {
    struct question *items;
    size_t count;
};

/* Who looks: with a key, that recruiter's own and everybody's; `only_own` leaves everybody's out. Key NULL:
 * all. */
struct question_viewer {
    const char *key;
    bool only_own;
};

bool question_is_visible(const struct question *question, const struct question_viewer *viewer);
/* The viewer that a request without a recruiter_id stands for: the known caller, else all. */
struct question_viewer question_viewer_of(const struct request *request);

/* Gives a new question its id, time and vector. */
void question_prepare(struct request *request, struct question *question);
/* Stores a prepared question, inside db_write; with a position of 0 behind the others of its interview. */
enum err question_insert(struct db *db, struct question *question, const char *made_by);
/* In front of the others of its interview, inside db_write. */
enum err question_move_to_top(struct db *db, const char *session_id, const char *id);
/* Sets (or with 0 clears) when a question was asked and appends its event, inside db_write. ERR_NOT_FOUND
 * when it is gone. */
enum err question_set_asked(struct db *db, const struct question *question, int64_t asked_at,
                            const char *asked_by, struct event *event);
void question_init_event(struct event *event, const struct question *question);

enum err question_find(struct db *db, const char *id, struct arena *arena, struct question *out);
/* All of an interview, in order. */
enum err question_list(struct db *db, const char *session_id, struct arena *arena, struct question_list *out);
/* Which questions to rank: those of an interview, or with session_id NULL those of a job description. */
struct question_ranking {
    const char *session_id;
    const char *job_id;
    const float *vector; /* what they should be near to */
    struct question_viewer viewer;
};
/* The questions with a vector that the viewer may see, nearest first; of a job description each text once. At
 * most QUESTION_RANK_MAX. */
enum { QUESTION_RANK_MAX = 200 };
enum err question_rank(struct db *db, const struct question_ranking *ranking, struct arena *arena,
                       struct question_list *out);

/* {question_id, question_text, asked_at, ...}: one of an interview as every route shows it. */
void question_write(struct json *json, const char *key, const struct question *question,
                    const struct request *request);
/* {question_id, question_text, distance} */
void question_write_ranked(struct json *json, const char *key, const struct question *question);

/* The chunks of a CV, in its order, as what questions are made from; the rest of *basis stays. */
enum err question_basis_chunks(struct db *db, const char *cv_id, struct arena *arena,
                               struct wording_basis *basis);

/* The generated set, worded locally or by an LLM; the one place that decides. */
struct question_set {
    struct wording_question items[QUESTION_SET_MAX];
    size_t count;
    const char *made_by; /* "local" or "llm" */
};
void question_generate(struct request *request, const struct wording_basis *basis, struct question_set *out);
/* {questions, count, made_by, details}: the whole answer. */
void question_write_set(struct json *json, const struct question_set *set);

#endif
