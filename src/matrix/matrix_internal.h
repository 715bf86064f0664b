/* What the files of src/matrix share. Others use matrix.h. */
#ifndef MATRIX_MATRIX_INTERNAL_H
#define MATRIX_MATRIX_INTERNAL_H

#include "claim/claim.h"
#include "matrix/matrix.h"
#include "matrix/subject.h"

/* What texts are read with. */
struct matrix_reader {
    struct request *request;
    struct arena *arena;
    const struct insight_model *insight_model;
};

/* --- clause.c: a note piece by piece --- */

enum { CLAUSES_MAX = 24 };

struct clause {
    const char *start, *end; /* in the note */
    bool goes_on;            /* after no more than a comma */
    const char *text;
    struct gist gist; /* read when it is wanted */
};
/* Takes a note apart at its marks and contrasts. */
size_t clause_split(const char *note, struct arena *arena, struct clause out[CLAUSES_MAX]);
/* Whether something is said of what is named, so that it can be judged alone: "SQL strong", not "SQL". */
bool clause_is_remark(const struct matrix_reader *reader, const struct clause *clause);

/* --- stance.c: what a note says of a requirement --- */

/* `asked` is the level or time that it asks for; all 0 for none. */
enum stance stance_of(const struct matrix_reader *reader, const struct claim_measure *asked,
                      const char *part);

/* --- state.c: what the interview says of the requirements --- */

/* The requirements of the matrix, ready to be looked up in texts. */
struct wanted {
    struct subjects *subjects;
    struct claim_measure *asked; /* of each: of a language or of experience; all 0 for others */
};
/* Sets mentions and state of the rows. */
void state_find(const struct matrix_reader *reader, const struct wanted *wanted,
                const struct note_list *notes, const struct question_list *questions, struct matrix *matrix);

/* --- passage.c: what the CV says of them --- */

enum err passage_find_all(const struct matrix_reader *reader, const struct wanted *wanted, const char *cv_id,
                          struct matrix *matrix);

/* --- why.c --- */

/* One sentence that says why a row is in its state. */
const char *why_word(const struct matrix_row *row, enum language language, struct arena *arena);

#endif
