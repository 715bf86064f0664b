/* Words questions from what is known: the job description, the CV and the notes. Local and deterministic.
 *
 * Every question names its sources and claims nothing that does not stand in them: what a CV or a job
 * description says is quoted, what a note says is never repeated to the candidate. English and Italian. No
 * model, no network, no database: the callers rank the evidence and an LLM may word the same thing later,
 * these functions are what is there at once and always.
 *
 * Pure functions on borrowed text; results live in the arena. Any thread.
 */
#ifndef WORDING_WORDING_H
#define WORDING_WORDING_H

#include <stdbool.h>
#include <stddef.h>

#include "insight/insight.h"
#include "requirement/requirement.h"

struct arena;
struct json;

enum language { LANGUAGE_EN, LANGUAGE_IT };

const char *language_code(enum language language);  /* "en", "it" */
enum language language_from_code(const char *code); /* English for NULL and for what is unknown */
/* The likelier of the two, by counting function words; English when there are none. */
enum language language_detect(const char *text);

/* --- what questions are made from --- */

struct wording_chunk {
    const char *id; /* NULL while the CV is not stored yet: it then appears in no source */
    const char *text;
    const char *section; /* kind as in doc/doc.h; NULL: unknown */
    const char *passage; /* what of it is meant; NULL: all of it */
};

/* Everything known before anything is said. Borrowed. */
struct wording_basis {
    enum language language;
    const char *job_id; /* NULL: none */
    const char *job_title;
    const char *job_text;
    const struct requirement *requirements; /* of job_text */
    size_t requirement_count;
    const struct wording_chunk *chunks; /* nearest to what the question is about first */
    size_t chunk_count;
};

enum { WORDING_SOURCES_MAX = 3, QUESTION_SET_MAX = 8 };

/* --- what comes out --- */

struct wording_source {
    const char *type; /* chunk, note, job or question */
    const char *id;
    const char *text;
};

struct wording_question {
    const char *text;
    const char *simpler;     /* the same question in fewer and plainer words */
    const char *why;         /* one line for the recruiter */
    const char *good_answer; /* what a good answer contains, as the end of that sentence */
    const char *topic;       /* what it aims at: words of the job description or the CV */
    struct wording_source sources[WORDING_SOURCES_MAX];
    size_t source_count;
};

/* A note that a follow-up answers to. */
struct wording_note {
    const char *id; /* NULL: not stored */
    const char *text;
    const struct insight *insight;
};

/* Whether the note says clearly enough that something is open: a follow-up to it comes before anything else.
 */
bool wording_leaves_doubt(const struct insight *insight);
/* What to ask after a note, from its risk and signals, what it is about, and the chunks of the basis. */
void wording_follow_up(const struct wording_basis *basis, const struct wording_note *note,
                       struct arena *arena, struct wording_question *out);
/* A question about a requirement; `variant` picks among wordings. Uses the first chunk that speaks of it. */
void wording_probe_requirement(const struct wording_basis *basis, const struct requirement *requirement,
                               unsigned variant, struct arena *arena, struct wording_question *out);
/* A person's question in fewer words, or itself when it is simple already. */
const char *wording_simplify(const char *question, struct arena *arena);
/* What to say about a question that a person prepared, when it is suggested: why, a good answer, sources. */
void wording_explain_prepared(const struct wording_basis *basis, const char *question, struct arena *arena,
                              struct wording_question *out);
/* Why the first prepared question is suggested before anything has been said. */
const char *wording_why_first(enum language language);
/* A question that closes the interview well when nothing else is open. */
void wording_close(const struct wording_basis *basis, unsigned variant, struct arena *arena,
                   struct wording_question *out);
/* Questions to prepare with: the CV's latest work, its figures, the musts it speaks of and those it does not,
 * and the wish for the role. 1 to QUESTION_SET_MAX, each about something else. */
size_t wording_question_set(const struct wording_basis *basis, struct arena *arena,
                            struct wording_question out[QUESTION_SET_MAX]);

/* [{type, id, text}] as a member `key`. */
void wording_write_sources(struct json *json, const char *key, const struct wording_question *question);

#endif
