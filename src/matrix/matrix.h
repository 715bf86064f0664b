/* The requirement matrix: for each thing that the job asks for, what the CV says, what the interview has
 * brought, and where that leaves it.
 *
 * Computed from what is stored (job description, CV, notes, asked questions) each time it is wanted, in
 * milliseconds, so that it can never be out of date (docs/decisions/032). Deterministic and local. What is
 * asked next is src/suggestion's, what is written at the end src/recap's.
 */
#ifndef MATRIX_MATRIX_H
#define MATRIX_MATRIX_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "cv/cv.h"
#include "interview/interview.h"
#include "net/http.h"
#include "note/note.h"
#include "question/question.h"
#include "requirement/requirement.h"

extern const struct route matrix_routes[];

enum requirement_state {
    STATE_UNTOUCHED,    /* nobody asked, no note speaks of it */
    STATE_ASKED,        /* asked, or touched by a note that settles nothing */
    STATE_EVIDENCED,    /* the latest clear note reports sound evidence */
    STATE_CONTRADICTED, /* the latest clear note reports a clear negative */
    REQUIREMENT_STATE_COUNT
};
const char *requirement_state_name(enum requirement_state state); /* "untouched", ... */

/* What a note says for or against a requirement, or leaves open. */
enum stance { STANCE_OPEN, STANCE_FOR, STANCE_AGAINST, STANCE_COUNT };
const char *stance_name(enum stance stance); /* "open", "for", "against" */

/* A passage of the CV that speaks of a requirement. */
struct matrix_passage {
    const char *chunk_id;
    const char *text;    /* the sentence or line, as it stands there */
    const char *section; /* kind as in doc/doc.h; NULL: unknown */
    int64_t page;        /* 0: unknown */
    double strength;     /* 0 to 1 */
};

/* A note that speaks of a requirement, or an asked question that aims at it. */
struct matrix_mention {
    const char *type; /* "note" or "question" */
    const char *id;
    const char *text; /* of a note what it says of this requirement */
    enum stance stance;
    int64_t at;
};

enum { MATRIX_PASSAGES_MAX = 2, MATRIX_MENTIONS_MAX = 12 };

struct matrix_row {
    struct requirement requirement;
    enum requirement_state state;
    const char *why;                 /* one sentence */
    const float *vector;             /* of the requirement, glossed in English */
    const struct question *prepared; /* the first unasked question that aims at it; NULL: none */
    struct matrix_passage passages[MATRIX_PASSAGES_MAX];
    size_t passage_count;
    struct matrix_mention mentions[MATRIX_MENTIONS_MAX]; /* in the order of time, the latest ones */
    size_t mention_count;
};

struct matrix {
    struct matrix_row *rows; /* musts, then duties, then wishes */
    size_t count;
    size_t counts[REQUIREMENT_STATE_COUNT];
};

/* Reads all that it needs. Everything lives in the request's arena. */
enum err matrix_collect(struct request *request, const struct interview *interview, struct matrix *out);
/* The same from notes and questions that the caller has read already. */
enum err matrix_compute(struct request *request, const struct interview *interview,
                        const struct note_list *notes, const struct question_list *questions,
                        struct matrix *out);
/* {requirements: [...], counts: {...}} */
void matrix_write(struct json *json, const char *key, const struct matrix *matrix);

#endif
