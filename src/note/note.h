/* Notes of an interview and what their analysis found.
 *
 * A note is analysed before it is stored: similarity to the job, risk and signals of its words, the passages
 * of the CV that it is about, a question to follow up with. All of it is stored with the note and changes
 * only when the text does. A note belongs to the recruiter who wrote it, who alone may edit (history is kept)
 * or delete it (and restore it).
 */
#ifndef NOTE_NOTE_H
#define NOTE_NOTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "cv/cv.h"
#include "insight/insight.h"
#include "interview/interview.h"
#include "net/http.h"
#include "wording/wording.h"

extern const struct route note_routes[];
extern const char *const note_sql[];

enum { NOTE_TEXT_MAX = 20000 /* code points: some ten pages, more than anybody types into one note */ };

/* A stored note. Pointers live in the arena it was read into. */
struct note {
    const char *id;
    const char *session_id;
    const char *author; /* as shown; "" when unknown */
    const char *text;
    int64_t created_at;
    const char *recruiter_key; /* whose note it is; NULL: nobody's */
    const char *question_id;   /* the question it answers; NULL: none */
    int64_t written_at;        /* by the author's clock; 0: unknown */
    int64_t edited_at;         /* 0: never */
    int64_t deleted_at;        /* 0: not deleted */
    bool late;                 /* written before the end, received after it */
    bool afterthought;         /* added after the end on purpose */
    int64_t version;           /* from 1 */
    double jd_similarity;      /* 0 to 1; below 0: unknown */
    const char *risk_level;    /* LOW, MEDIUM or HIGH; NULL: came from elsewhere and was not analysed */
    double risk_score;         /* 0 to 1: how likely a risk is, half for a medium one */
    const char *signals_json;  /* ["hesitation"] */
    const char *reasons_json;  /* as insight_write_reasons writes them */
    const char *evidence_json; /* [{"chunk_id", "distance", "start", "end"}], best first */
    const char *followup_question;
    const char *followup_made_by;
};

struct note_list {
    struct note *items;
    size_t count;
};

/* Those of an interview that are not deleted, oldest first. */
enum err note_list(struct db *db, const char *session_id, struct arena *arena, struct note_list *out);
/* By id, deleted or not. ERR_NOT_FOUND when there is none. */
enum err note_find(struct db *db, const char *id, struct arena *arena, struct note *out);
/* The vectors of the last `limit` notes, latest first: `vectors` has room for them, *count says how many. */
enum err note_recent_vectors(struct db *db, const char *session_id, long limit, struct arena *arena,
                             const float **vectors, size_t *count);

/* max(0, 1 - cosine distance) to the job's vector; 0 when the job has none. */
enum err note_job_similarity(struct db *db, const char *job_id, const float *vector, double *similarity);

/* What a note is compared with. */
struct note_context {
    const char *session_id;     /* the interview with the earlier notes; NULL: none */
    const char *cv_id;          /* NULL: none */
    struct wording_basis basis; /* without chunks: the analysis finds them */
    long chunks;                /* how many to find */
};
struct note_context note_context_of(struct request *request, const struct interview *interview);

struct note_analysis {
    const float *embedding; /* 384, of the text itself */
    double jd_similarity;
    struct insight insight;
    double risk_score;
    struct chunk_list evidence;
    struct wording_question followup;
    const char *followup_made_by; /* "local" or "llm" */
};

/* The verdict on the words of a note alone. */
void note_read(struct request *request, const char *text, struct insight *out);
/* Analyses a text, beside the CV and the notes before it: milliseconds, local. `note_id` NULL: not stored. */
enum err note_analyse(struct request *request, const struct note_context *context, const char *note_id,
                      const char *text, struct note_analysis *out);

#endif
