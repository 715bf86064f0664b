/* What one note of a recruiter says about an answer: a risk, its signals, and the words that weighed.
 *
 * The verdict describes the evidence in the note, for the hiring decision; it is never about the person. It
 * reads English and Italian, mixed and hurried. It is local and deterministic: the same note and embedding
 * give the same result on every machine. Conflicts between a note and the CV or other notes are found by
 * others, who add them as reasons with a source.
 *
 * The model is immutable after insight_model_open and shared by all threads without locks; insight_analyse
 * may run on any thread, with that thread's arena. Results live in the arena.
 */
#ifndef INSIGHT_INSIGHT_H
#define INSIGHT_INSIGHT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct arena;
struct embed_model;
struct json;
struct insight_model;

enum { INSIGHT_EMBEDDING_SIZE = 384 };

enum risk_level { RISK_LOW, RISK_MEDIUM, RISK_HIGH, RISK_LEVEL_COUNT };

enum insight_signal {
    SIGNAL_HESITATION,    /* the note reports pauses, guesses, unsure answers */
    SIGNAL_INCONSISTENCY, /* the note says that two statements, or a statement and the CV, do not agree */
    SIGNAL_ENTHUSIASM,    /* the note reports interest, energy, own initiative */
    SIGNAL_EVASIVENESS,   /* the note says that the question was not answered */
    SIGNAL_CONCRETENESS,  /* the note reports examples, figures, facts of the answer */
    SIGNAL_COUNT
};

/* What the words of a note do, whatever they are about: bits. */
enum insight_cue {
    INSIGHT_DENIES = 1, /* not, never, without */
    INSIGHT_LACKS = 2,  /* something asked for is missing or refused */
    INSIGHT_VAGUE = 4,
    INSIGHT_UNSURE = 8 /* maybe, not sure */
};

/* What a note disagrees with. The passage is kept with the reason: it stays when its note or CV is gone. */
struct insight_source {
    const char *type; /* "chunk" or "note" */
    const char *id;   /* NULL: not stored */
    const char *text; /* the passage as it stands there */
    int64_t page;     /* 0: unknown */
};

struct insight_reason {
    const char *kind;   /* "word", "phrase" or "negation"; "cv" or "note": what the words disagree with;
                         * "classifier": `text` is the label that it gives the wording of the whole note */
    const char *text;   /* the words as they stand in the note */
    size_t start, end;  /* where they stand, in code points; end is one past the last */
    const char *toward; /* "LOW", "MEDIUM", "HIGH" or the name of a signal */
    const struct insight_source *source; /* NULL for reasons that come from the words alone */
    const char *explanation;             /* one sentence for the recruiter; with `source` only */
    const char *about;                   /* what disagrees: dates, language and so on; with `source` only */
};

struct insight {
    enum risk_level risk;
    float score[RISK_LEVEL_COUNT]; /* probabilities, sum 1 */
    bool signals[SIGNAL_COUNT];
    unsigned cues;                        /* of enum insight_cue */
    const struct insight_reason *reasons; /* strongest first: those of the risk, then those of each signal */
    size_t reason_count;
};

/* Loads the model that `path` names, or the one built into the program when `path` is NULL (which cannot
 * fail). ERR_NOT_FOUND when the file cannot be opened, ERR_UNREADABLE when it is not a model of this version.
 */
enum err insight_model_open(const char *path, struct insight_model **model);
void insight_model_close(struct insight_model *model);

/* The encoder whose embeddings insight_analyse expects: `base` adjusted to tell good evidence from bad, which
 * plain likeness of meaning does not. NULL when `base` is NULL or another encoder than the adjustment was
 * trained for: the words alone then decide. Close it with embed_model_close, before `base`. */
struct embed_model *insight_encoder_open(const struct embed_model *base);

/* The text to embed for insight_analyse: the note with its Italian words glossed in English, because the
 * sentence encoder knows little Italian; `note` itself where nothing changes. */
const char *insight_text_to_embed(const struct insight_model *model, const char *note, struct arena *arena);

/* The same of a text that is cut into pieces, the first up to byte ends[0]: what each comes to, in out[]. */
void insight_gloss_pieces(const struct insight_model *model, const char *text, const size_t *ends,
                          size_t count, struct arena *arena, const char **out);

/* As insight_analyse, without the reasons. */
void insight_judge(const struct insight_model *model, const char *note,
                   const float embedding[INSIGHT_EMBEDDING_SIZE], struct arena *arena, struct insight *out);
/* Analyses one note. `embedding` is what the encoder of insight_encoder_open makes of insight_text_to_embed,
 * or NULL where there is none: the words alone then decide. Any bytes are accepted; text beyond the first
 * 1,024 words is not read. */
void insight_analyse(const struct insight_model *model, const char *note,
                     const float embedding[INSIGHT_EMBEDDING_SIZE], struct arena *arena, struct insight *out);

const char *risk_level_name(enum risk_level level);          /* "LOW", "MEDIUM", "HIGH" */
const char *insight_signal_name(enum insight_signal signal); /* "hesitation", ... */

/* Writes {"risk", "scores":{...}, "signals":[names], "reasons":[...]} as a member `key`, or as an
 * element or the whole when `key` is NULL. */
void insight_write_json(const struct insight *insight, struct json *json, const char *key);
/* Its two lists alone, as members `key`: [names] and [{kind,text,start,end,toward}], a contradiction also
 * with `source` {type,id,text,page}, `explanation` and `about`. */
void insight_write_signals(const struct insight *insight, struct json *json, const char *key);
void insight_write_reasons(const struct insight *insight, struct json *json, const char *key);

#endif
