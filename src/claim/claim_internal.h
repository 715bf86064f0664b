/* What the files of src/claim share: the claims read from one text, and their comparison. */
#ifndef CLAIM_CLAIM_INTERNAL_H
#define CLAIM_CLAIM_INTERNAL_H

#include "base/arena.h"
#include "claim/words.h"

/* --- claims --- */

struct span {
    size_t first, last; /* tokens; last is one past; equal: none */
};

enum claim_kind {
    KIND_WORK,     /* an entry of the CV: period, place, role */
    KIND_DURATION, /* months at a place, of a skill, or in all */
    KIND_PERIOD,
    KIND_ROLE,
    KIND_LEADERSHIP,
    KIND_LANGUAGE,
    KIND_DEGREE,
    KIND_LICENCE,
    KIND_EMPLOYMENT,
    KIND_NUMBER,
};

struct claim {
    enum claim_kind kind;
    bool is_denied;    /* never, no, not finished, no longer */
    struct span words; /* what is said */
    struct span place; /* the employer as named in a note, the heading of an entry in a CV */
    struct span role;  /* words of the role */
    int subject;       /* language, degree, licence */
    double low, high;  /* level, head count or figure, seniority, months */
    struct period period;
    bool is_only;      /* of a role: "only a waiter" */
    bool is_total;     /* of a duration: all experience */
    const char *topic; /* folded: the noun of a figure */
};

enum { CLAIMS_MAX = 40 /* of one text; bounds the comparisons */ };

/* NULL when the words are not the candidate's own statement, or there are too many. */
struct claim *reading_add(struct reading *reading, enum claim_kind kind, struct span words);

enum {
    SENIORITY_TRAINEE = 1,
    SENIORITY_ASSISTANT,
    SENIORITY_NORMAL,
    SENIORITY_SENIOR,
    SENIORITY_LEAD,
    SENIORITY_HEAD
};

/* Reads all claims of a text. */
void claim_read(struct reading *reading);
/* Parts of it, one file each. */
void claim_read_entries(struct reading *reading);
void claim_read_work(struct reading *reading);
void claim_read_leadership(struct reading *reading);
void claim_read_languages(struct reading *reading);
void claim_read_credentials(struct reading *reading);
/* Lowest and highest seniority that the words of a role can mean; 0 when they name none. */
void seniority_read(const struct reading *reading, struct span words, double *low, double *high);

/* --- place.c: names of employers, places and skills --- */

/* The name that begins at `at`, or an empty span. */
struct span name_at(const struct reading *reading, size_t at);
/* Whether every telling word of the name stands in `where` of the other text. */
bool name_is_in(const struct reading *reading, struct span name, const struct reading *other,
                struct span where);
/* Whether only small words such as "only for" stand between: "at Hartwell only eight months". */
bool names_are_linked(const struct reading *reading, struct span a, struct span b);
struct span sentence_of(const struct reading *reading, size_t at);

/* How two claims disagree. */
enum verdict { UNRELATED, AGREE, DIFFER, DIFFER_CLEARLY };
struct comparison {
    const struct reading *note, *other;
    const struct claim *ours, *theirs;
};
enum verdict claim_compare(const struct comparison *comparison);
/* A length of time that lies between two others. */
enum verdict claim_compare_length(const struct claim *ours, double least, double most);

/* --- explain.c --- */

/* The sentence or line of a claim as it stands, on one line. */
const char *claim_passage(const struct reading *reading, const struct claim *claim);
const char *claim_explain(enum language language, const struct comparison *comparison);

#endif
