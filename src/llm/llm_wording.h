/* What the language model is asked to word: question sets, the next question, the recap.
 *
 * The material goes out as labelled passages between fences that cannot be guessed; the answer must cite the
 * labels, and every text without a valid citation is dropped, so that whatever reaches a screen names its
 * sources. Passages of the CV's contact section are never sent, nor the e-mail addresses and telephone
 * numbers of any other. All answers ERR_BUSY when there is no usable one: use the local wording.
 */
#ifndef LLM_LLM_WORDING_H
#define LLM_LLM_WORDING_H

#include <stddef.h>

#include "base/err.h"
#include "wording/wording.h"

struct arena;
struct worker;

/* Questions to prepare with. *count gets 1 to QUESTION_SET_MAX. */
enum err llm_word_question_set(struct worker *worker, const struct wording_basis *basis, struct arena *arena,
                               struct wording_question out[QUESTION_SET_MAX], size_t *count);

struct llm_conversation {
    const char *session_id;
    const struct wording_source *notes; /* oldest first; type "note" */
    size_t note_count;
    const struct wording_source *questions; /* asked, oldest first; type "question" */
    size_t question_count;
};

/* Words the question that was chosen locally. `out` keeps the local `simpler` and `topic`. */
enum err llm_word_next_question(struct worker *worker, const struct wording_basis *basis,
                                const struct llm_conversation *conversation,
                                const struct wording_question *local, struct arena *arena,
                                struct wording_question *out);

enum recap_part { RECAP_SUMMARY, RECAP_STRENGTHS, RECAP_GAPS, RECAP_NEXT_STEPS, RECAP_PARTS };
enum { RECAP_PART_SENTENCES_MAX = 8 };

struct cited_sentence {
    const char *text;
    struct wording_source sources[WORDING_SOURCES_MAX];
    size_t source_count;
};

struct recap_text {
    struct cited_sentence sentences[RECAP_PARTS][RECAP_PART_SENTENCES_MAX];
    size_t counts[RECAP_PARTS];
};

enum err llm_word_recap(struct worker *worker, const struct wording_basis *basis,
                        const struct llm_conversation *conversation, struct arena *arena,
                        struct recap_text *out);

#endif
