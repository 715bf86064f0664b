/* What a job description asks for, one thing at a time.
 *
 * Local and deterministic, English and Italian. It is cut into pieces (piece.c), of which a learned model
 * says what asks for something (judge.h), or rules do where there is no encoder (split.c); what a company
 * offers and says of itself is left out. Nothing here knows of CVs, notes or the database; what has been
 * found out about a requirement is src/matrix's.
 *
 * Functions on borrowed text; results live in the arena. Any thread.
 */
#ifndef REQUIREMENT_REQUIREMENT_H
#define REQUIREMENT_REQUIREMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct requirement_judge;

/* What a job description says of it: "must have", "what you will do", "nice to have". */
enum requirement_weight { REQUIREMENT_MUST, REQUIREMENT_DUTY, REQUIREMENT_WISH };
const char *requirement_weight_name(enum requirement_weight weight); /* "must", "duty", "wish" */

enum requirement_kind {
    REQUIREMENT_SKILL,
    REQUIREMENT_EXPERIENCE, /* time spent at something */
    REQUIREMENT_EDUCATION,
    REQUIREMENT_LANGUAGE,
    REQUIREMENT_LICENCE,   /* what an authority or a body of a profession has to grant */
    REQUIREMENT_CONDITION, /* place, hours, travel, pay, start, contract */
    REQUIREMENT_KIND_COUNT
};
const char *requirement_kind_name(enum requirement_kind kind); /* "skill", ... */

/* One thing that the job description asks for. */
struct requirement {
    const char *id;   /* 16 hex digits of its text: the same as long as the job description says it so */
    const char *text; /* as it stands there, shortened */
    const char *core; /* without "experience with", "ottima conoscenza di" and the like */
    enum requirement_weight weight;
    enum requirement_kind kind;
};

enum { REQUIREMENTS_MAX = 24 };

/* What the job description asks for, musts first, then duties, then wishes; at most `max`. `judge` says which
 * parts of it ask for something; NULL: rules do. */
size_t requirement_split(struct requirement_judge *judge, const char *job_text, struct arena *arena,
                         struct requirement *out, size_t max);
/* The folded name of a language that people speak. */
bool word_is_language(const char *folded);
/* What a text names of the things that job descriptions share, whatever the profession and in whichever of
 * the two languages: one bit each for a degree, a driving licence, nights, travel, English ... */
uint64_t requirement_concepts(const char *text, struct arena *arena);
/* Whether a name that the requirement has ("Kafka") stands in the folded text. */
bool requirement_shares_name(const struct requirement *requirement, const char *folded_text,
                             struct arena *arena);
/* Whether `text` speaks of the requirement: one of its telling words stands in it. */
bool requirement_is_named_in(const struct requirement *requirement, const char *text, struct arena *arena);

#endif
