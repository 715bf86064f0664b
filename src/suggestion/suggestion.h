/* The question on the suggestion card: one at a time for each recruiter, stored with what became of it.
 *
 * What to ask is decided here, locally: first what the last note leaves in doubt, then the most valuable
 * requirement that is still open, by a prepared question where one aims at it. How to say it is
 * src/wording's.
 */
#ifndef SUGGESTION_SUGGESTION_H
#define SUGGESTION_SUGGESTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "db/db.h"
#include "interview/interview.h"
#include "matrix/matrix.h"
#include "net/http.h"
#include "note/note.h"
#include "question/question.h"
#include "wording/wording.h"

extern const struct route suggestion_routes[];
extern const char *const suggestion_sql[];

/* A row of suggestion. Pointers live in the arena it was read into. */
struct suggestion {
    const char *id;
    const char *session_id;
    const char *recruiter_key; /* "": nobody known */
    const char *question_id;   /* the prepared question, or the one that it became; NULL: none */
    const char *topic;         /* a phrase of the job, or the id of the note that it follows up; "" */
    const char *text;
    const char *simpler_text; /* NULL: none */
    const char *why;
    const char *good_answer;
    const char *sources_json; /* [{type, id, text}] */
    const char *made_by;      /* local or llm */
    const char *state;        /* offered, accepted, later or dismissed */
    int64_t version;
    int64_t created_at;
};

struct suggestion_list {
    struct suggestion *items;
    size_t count;
};

/* What is known when the next question is chosen. Borrowed. */
struct suggestion_scene {
    const struct interview *interview;
    const struct note_list *notes;         /* oldest first */
    const float *last_note_vector;         /* NULL without notes */
    const struct question_list *questions; /* of the interview that the recruiter may see, in order */
    const struct question_list *ranked;    /* unasked, nearest to what is being said first */
    const struct matrix *matrix;           /* what CV and interview say of the requirements */
    const struct suggestion_list *earlier; /* of this recruiter, oldest first */
};

struct suggestion_choice {
    struct wording_question question;
    const char *question_id; /* set when it is a prepared one */
    const char *made_by;     /* "local" or "llm" */
};

/* Chooses the next question locally and words it: locally, or by the language model where one answers in
 * time. A prepared question keeps the words of the person who prepared it. */
enum err suggestion_choose(struct request *request, const struct suggestion_scene *scene,
                           struct suggestion_choice *out);
/* A question about one requirement, a row of the scene's matrix, that was neither asked nor dismissed before:
 * a prepared one that aims at it, else worded locally. ERR_CONFLICT when there is none left. */
enum err suggestion_choose_about(struct request *request, const struct suggestion_scene *scene,
                                 const struct matrix_row *row, struct suggestion_choice *out);

/* All of a recruiter in an interview, oldest first. */
enum err suggestion_list(struct db *db, const char *session_id, const char *recruiter_key,
                         struct arena *arena, struct suggestion_list *out);
/* The one on the card: the latest, while it is offered; NULL: none. */
const struct suggestion *suggestion_current(const struct suggestion_list *list);
/* {suggestion_id, question_id, text, ...} */
void suggestion_write(struct json *json, const char *key, const struct suggestion *suggestion);

#endif
