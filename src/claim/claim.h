/* Contradictions between a note and the CV or the earlier notes, found by rules.
 *
 * Facts that people state in words (work and its dates, durations, teams led, languages, degrees, licences,
 * figures) are read as typed claims and compared where they certainly speak of the same thing: the same
 * employer, language, degree, licence, skill or noun. Precision comes first: a false accusation harms a
 * person, so what is not certain is no contradiction. English and Italian, mixed.
 *
 * Not for likeness of meaning (cv/cv.h) and not for contradictions that a note reports by itself without
 * saying what differs (insight/insight.h). No database, no model. Pure functions on borrowed text; results
 * live in the arena. Any thread. Any bytes are accepted; of each text the first CLAIM_WORDS_MAX words are
 * read.
 */
#ifndef CLAIM_CLAIM_H
#define CLAIM_CLAIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "insight/insight.h"
#include "wording/wording.h"

struct arena;

enum { CLAIM_WORDS_MAX = 4096 };

/* A chunk of the CV or an earlier note. Borrowed. */
struct claim_text {
    const char *id; /* NULL: not stored */
    const char *text;
    int64_t page; /* 0: unknown */
};

/* What a note is compared with. Borrowed. */
struct claim_context {
    enum language language; /* of the explanations */
    int64_t now;            /* microseconds since 1970, for "2019 – present"; 0: not known */
    const struct claim_text *chunks;
    size_t chunk_count;
    const struct claim_text *notes; /* of the same interview, without the note itself */
    size_t note_count;
};

/* What two texts can disagree about. */
enum claim_about {
    CLAIM_DATES,
    CLAIM_DURATION,
    CLAIM_ROLE,
    CLAIM_LEADERSHIP,
    CLAIM_LANGUAGE,
    CLAIM_DEGREE,
    CLAIM_LICENCE,
    CLAIM_EMPLOYMENT,
    CLAIM_NUMBER,
    CLAIM_ABOUT_COUNT
};
const char *claim_about_name(enum claim_about about); /* "dates", "duration", ... */

/* One contradiction. */
struct claim_conflict {
    enum claim_about about;
    bool is_clear;     /* a core fact, far apart; otherwise something to look into */
    const char *words; /* of the note */
    size_t start, end; /* where they stand, in code points; end is one past the last */
    struct insight_source source;
    const char *explanation; /* one sentence in the language of the context */
};

enum { CLAIM_CONFLICTS_MAX = 4 /* more than a recruiter reads about one note */ };

/* Finds the contradictions of `note`, at most one for each thing that is claimed; clear ones first. */
size_t claim_find_conflicts(const char *note, const struct claim_context *context, struct arena *arena,
                            struct claim_conflict out[CLAIM_CONFLICTS_MAX]);
/* The same as reasons of a verdict: adds them in front, sets the signal and raises the risk, to HIGH for a
 * clear one and to at least MEDIUM for any. */
void claim_weigh(const char *note, const struct claim_context *context, struct arena *arena,
                 struct insight *insight);

/* How much of something a text speaks of; 0: it does not say. */
struct claim_measure {
    double level_least, level_most; /* of a language: A1 to C2 as 1 to 6, native 7; what the words can mean */
    double months;                  /* the longest time spent at something */
};
void claim_measure(const char *text, struct arena *arena, struct claim_measure *out);

#endif
