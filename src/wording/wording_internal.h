/* What the files of src/wording share: facts of a CV, and the bank of phrases. Others use wording.h.
 */
#ifndef WORDING_WORDING_INTERNAL_H
#define WORDING_WORDING_INTERNAL_H

#include "base/arena.h"
#include "requirement/words.h"
#include "wording/wording.h"

/* --- topic.c: what a note is about --- */

struct topic {
    const char *name;  /* PostgreSQL: stands in the note and in the job description or the CV; NULL: none */
    const char *lead;  /* "Let me come back to testing. " or "" */
    bool is_practical; /* salary, notice, place of work: a fact to settle, not a skill to try */
    const struct wording_chunk *chunk;     /* where the name stands in the CV; NULL: nowhere */
    const struct requirement *requirement; /* where it stands in the job description; NULL: nowhere */
};
void topic_find(const struct wording_basis *basis, const char *note, struct arena *arena, struct topic *out);

/* --- facts.c: what a CV says, as it says it --- */

/* Work at one place. */
struct entry {
    const struct wording_chunk *chunk;
    const char *label;    /* "Backend Engineer, Example Retail" as it stands there */
    const char *employer; /* "Example Retail"; NULL when the label cannot be told apart */
    const char *dates;    /* "2018–2020" */
    bool is_current;
    int last_year;
};
/* The latest work in the chunks; false when none is recognised. */
bool entry_find_latest(const struct wording_basis *basis, struct arena *arena, struct entry *out);
/* The work that a chunk is about. */
bool entry_find(const struct wording_chunk *chunk, struct arena *arena, struct entry *out);

struct quotation {
    const struct wording_chunk *chunk;
    const char *text; /* ready to stand between quotation marks */
};
/* A sentence of the CV that speaks of the requirement. */
bool quotation_for_requirement(const struct wording_basis *basis, const struct requirement *requirement,
                               struct arena *arena, struct quotation *out);
/* A sentence of the chunk with the name in it. */
bool quotation_with_name(const struct wording_chunk *chunk, const char *name, struct arena *arena,
                         struct quotation *out);
/* A name that stands in both the requirement and the CV, perhaps only in a list of skills; NULL: none. */
const char *name_in_cv(const struct wording_basis *basis, const struct requirement *requirement,
                       struct arena *arena, const struct wording_chunk **chunk);
/* A result with a figure in it. */
bool quotation_with_figure(const struct wording_basis *basis, struct arena *arena, struct quotation *out);

/* --- phrase.c: the bank --- */

enum phrase_kind {
    PHRASE_EXAMPLE,   /* a claim without an example */
    PHRASE_CLARIFY,   /* two things do not agree */
    PHRASE_LEVEL,     /* an unsure answer */
    PHRASE_NARROW,    /* the question was not answered */
    PHRASE_DEPTH,     /* something concrete: one level deeper */
    PHRASE_DRIVE,     /* interest, own initiative */
    PHRASE_RISK,      /* a clear negative */
    PHRASE_SETTLE,    /* a practical fact */
    PHRASE_EVIDENCE,  /* a requirement that the CV speaks of */
    PHRASE_CLOSEST,   /* a requirement that the CV does not name */
    PHRASE_LANGUAGE,  /* a language that the role asks for */
    PHRASE_CONDITION, /* place, hours, travel, start: what the candidate has to accept */
    PHRASE_LATEST,    /* the latest work, over */
    PHRASE_CURRENT,   /* the latest work, still going on */
    PHRASE_FIGURE,    /* a figure in the CV */
    PHRASE_WISH,      /* why this role */
    PHRASE_CLOSE,     /* nothing else is open */
    PHRASE_PREPARED,  /* explains a question that a person prepared */
    PHRASE_KIND_COUNT
};

/* What a phrase can speak of. NULL: not known. */
struct phrase_slots {
    const char *lead; /* "" when there is none */
    const char *topic;
    const char *quote;
    const char *employer;
    const char *dates;
    const char *place;
    const char *requirement;
    const char *job;
};

/* One wording; {slot} stands for a slot, and it is used only when all of its slots are known. */
struct phrase {
    enum phrase_kind kind;
    const char *text;
    const char *simpler;
};
struct phrase_bank {
    const struct phrase *phrases;
    size_t count;
    const char *why[PHRASE_KIND_COUNT];
    const char *why_first; /* of a prepared question before the first note */
    const char *why_wish;  /* instead of why[] for a requirement that is not a must */
    const char *good_answer[PHRASE_KIND_COUNT];
    const char *lead_requirement; /* the same with {requirement} */
    const char *lead;             /* "Let us stay with {topic} for a moment. " */
};
extern const struct phrase_bank phrase_bank_en, phrase_bank_it;
const struct phrase_bank *phrase_bank_of(enum language language);

/* Words `out` by a phrase of `kind`: among those that use the most of what is known, `variant` picks. Sets
 * text, simpler, why and good_answer. */
void phrase_word(enum language language, enum phrase_kind kind, const struct phrase_slots *slots,
                 unsigned variant, struct arena *arena, struct wording_question *out);
/* `text` with its {slots} filled. */
const char *phrase_fill(const char *text, const struct phrase_slots *slots, struct arena *arena);
void question_add_source(struct wording_question *question, const char *type, const char *id,
                         const char *text);
/* A number that is the same for the same text everywhere (FNV-1a). */
unsigned text_hash(const char *text);

#endif
