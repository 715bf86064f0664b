/* A text as words with their meanings, and the dates and durations in it. For the files of src/claim. */
#ifndef CLAIM_WORDS_H
#define CLAIM_WORDS_H

#include "base/arena.h"
#include "claim/claim.h"

/* --- vocabulary.c: what words of both languages are good for --- */

/* A word may be of several classes; its value (month, level, number) counts for one of them. */
enum word_class {
    W_FUNCTION, /* says nothing by itself: articles, pronouns, auxiliaries, "only" */
    W_AT,       /* at, presso: a place of work follows */
    W_NUMBER,   /* value: the number */
    W_ONE,      /* a, one, un: a number only before a unit */
    W_UNIT,     /* year, month; value: months */
    W_HALF,
    W_MONTH, /* value: 1 to 12 */
    W_SEASON,
    W_NOW,
    W_FROM,
    W_TO,
    W_ABOUT,    /* about, circa; value 1: more than, -1: less than */
    W_NOT_LONG, /* before a duration: in, every, last; after it: ago, notice */
    W_WORK,     /* worked, stayed, experience */
    W_SAY,
    W_NOT,
    W_CV,       /* cv, form, paper: what follows is what the CV says */
    W_CONTRAST, /* but, ma: another statement begins */
    W_MAYBE,    /* would, will, if: no fact yet */
    W_OTHER,    /* client, boss: the sentence is about somebody else */
    W_OURS,     /* we, our, nostro: about the firm that hires */
    W_DETERMINER,
    W_ROLE,   /* value: seniority, as in SENIORITY_ */
    W_RANK,   /* junior, senior: moves the seniority of the role beside it */
    W_LEAD,   /* led, managed, gestito */
    W_PEOPLE, /* anyone, persone, drivers: who is led */
    W_TEAM,
    W_LANGUAGE, /* value: which */
    W_LEVEL,    /* value: as in levels.c */
    W_SPEAK,
    W_UNDERSTAND,
    W_DEGREE,  /* value: DEGREE_ */
    W_LICENCE, /* value: LICENCE_ */
    W_DRIVING, /* licence, patente: a category follows or precedes */
    W_EXPIRED,
    W_FINISH,
    W_UNFINISHED,
    W_STILL,
    W_LEFT,
    W_START,
};

struct vocabulary;
/* Built for each use, which takes some 20 microseconds: shared tables would need a lock. */
const struct vocabulary *vocabulary_create(struct arena *arena);
/* The classes of a folded word as bits, 0 for an unknown one. */
uint64_t vocabulary_find(const struct vocabulary *vocabulary, const char *folded, int *value);

/* --- reading.c: a text as words --- */

struct token {
    const char *text; /* folded; a mark such as "," or "-" is a token of its own */
    size_t byte, end; /* where it stands */
    size_t codepoint, codepoint_end;
    uint64_t classes;
    int value;
    double number;  /* when is_number */
    bool is_number; /* in digits, or a W_NUMBER */
    bool is_year;
    bool is_mark;
    bool is_capital;
    unsigned clause; /* between marks and words of contrast */
    unsigned sentence, line;
};

/* How the statements of a clause are meant. */
struct clause {
    bool of_cv;    /* the note reports what the CV says */
    bool is_other; /* about somebody else, the hiring firm, or not a fact yet */
};

struct claim;
struct reading {
    struct arena *arena;
    const struct vocabulary *vocabulary;
    const struct claim_text *source;
    bool is_cv;
    int this_month;       /* months since year 0; 0: not known */
    struct token *tokens; /* count of them and one empty one behind */
    size_t count;
    struct clause *clauses;
    struct claim *claims;
    size_t claim_count, claim_capacity;
};

void reading_split(struct reading *reading);
bool token_is(const struct token *token, enum word_class word_class);
bool token_equals(const struct token *token, const char *text);
/* The token `offset` from `at`, or an empty one outside of the text. */
const struct token *token_at(const struct reading *reading, size_t at, long offset);

/* --- when.c: dates and durations --- */

/* Months since year 0; a year alone begins in January and ends in December. 0: not said. */
struct period {
    int from, to;
    bool from_has_month, to_has_month;
    bool is_current;
    size_t first, last; /* tokens; last is one past */
};
bool period_read(const struct reading *reading, size_t at, struct period *out);
/* A date that something began at. */
bool period_begin(const struct reading *reading, size_t at, struct period *out);
/* Shortest and longest time that the period can be, in months; `to` must be set. */
void period_measure(const struct period *period, double *least, double *most);

struct duration {
    double months;
    int bound; /* 1: at least, -1: at most, 0: about */
    size_t first, last;
};
bool duration_read(const struct reading *reading, size_t at, struct duration *out);

#endif
