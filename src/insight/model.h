/* The weights behind a verdict: a linear part over the words, and one over the embedding.
 *
 * The first can be traced to words and stands alone where there is no embedding; the second adds the meaning
 * of the whole. Their scores are blended by factors fitted on notes that neither was trained on. Outputs are
 * the three risks, then the signals. Written by training/risk/train.py.
 */
#ifndef INSIGHT_MODEL_H
#define INSIGHT_MODEL_H

#include <stddef.h>
#include <stdint.h>

#include "insight/features.h"
#include "insight/insight.h"

enum { MODEL_OUTPUTS = RISK_LEVEL_COUNT + SIGNAL_COUNT };

struct insight_model {
    void *file; /* owned; NULL for the built-in one */
    /* Point into the file or the program: */
    const int8_t (*weights)[MODEL_OUTPUTS]; /* FEATURE_COLUMNS rows */
    const float *scale;                     /* MODEL_OUTPUTS: what one step of a weight is worth */
    const float *bias;                      /* MODEL_OUTPUTS */
    const float *alone;           /* 2 x MODEL_OUTPUTS: factor and offset of the words without an embedding */
    const float *blend;           /* 3 x MODEL_OUTPUTS: factors of words and meaning, offset */
    const float *meaning_weights; /* MODEL_OUTPUTS x INSIGHT_EMBEDDING_SIZE */
    const float *meaning_bias;    /* MODEL_OUTPUTS */
    const float *caution;         /* 1: the chance of HIGH from which a note is not LOW */
    struct dictionary *glossary;  /* owned */
    struct dictionary *lexicon;   /* owned */
};

/* Scores of all outputs: log-odds for the signals (above 0 is yes), logits for the risks. */
void model_score(const struct insight_model *model, const struct features *features, const float *embedding,
                 float score[MODEL_OUTPUTS]);
/* What `feature` adds to `output` in the part over the words. */
float model_contribution(const struct insight_model *model, const struct feature *feature, size_t output);

#endif
