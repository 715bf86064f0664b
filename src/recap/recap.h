/* The recap of an interview: what was covered, what speaks for and against, what to do next.
 *
 * The local recap is made from the requirement matrix, the notes, their risk and the questions; it is there
 * at once and stored when the interview ends. A language model may word a second one, which a person can
 * choose instead. Every sentence names its sources; people edit sentence by sentence, and making a recap
 * again keeps what they edited. An interview without notes says nothing about the candidate.
 */
#ifndef RECAP_RECAP_H
#define RECAP_RECAP_H

#include <stddef.h>
#include <stdint.h>

#include "cv/cv.h"
#include "interview/interview.h"
#include "llm/llm_wording.h"
#include "matrix/matrix.h"
#include "net/http.h"
#include "note/note.h"
#include "question/question.h"

extern const struct route recap_routes[];
extern const char *const recap_sql[];

enum recap_kind { RECAP_LOCAL, RECAP_LLM };
const char *recap_kind_name(enum recap_kind kind); /* "local", "llm": made_by in the API */

/* Everything a recap is made from. Pointers live in the request's arena. */
struct recap_material {
    struct interview interview;
    struct note_list notes;
    struct question_list questions; /* all of the interview */
    struct chunk_list nearest;      /* CV chunks nearest to the job description; empty without a CV */
    struct matrix matrix;           /* what CV and interview say of the requirements */
};

enum err recap_collect(struct request *request, const struct interview *interview,
                       struct recap_material *out);
/* Words the recap from its material, in the interview's language. */
void recap_word_locally(const struct recap_material *material, struct arena *arena, struct recap_text *out);
/* Makes the local recap of an interview that is over and stores it, unless one is stored already. */
enum err recap_store_at_end(struct request *request, const char *session_id);

#endif
