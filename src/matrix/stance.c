/* What a note says of one requirement: evidence for it, a clear negative, or nothing that settles it.
 *
 * The risk of the note tells doubt from evidence; how the words deny, lack and hedge tells a clear negative
 * from an open point.
 */
#include <math.h>
#include <string.h>

#include "claim/claim.h"
#include "insight/insight.h"
#include "live/worker.h"
#include "matrix/matrix_internal.h"
#include "nn/vector_memo.h"

const char *stance_name(enum stance stance) {
    static const char *const NAMES[] = {"open", "for", "against"};
    return NAMES[stance];
}

/* Weights of a multinomial logistic regression over the notes of the scripted interviews whose mistakes may
 * be seen (eval/interviews). */
struct weights {
    double good, doubtful; /* LOW against HIGH, MEDIUM against both: logarithms of the chances */
    double evasive, denies, lacks, vague, unsure, bias;
};
static const struct weights WEIGHTS[] = {
    [STANCE_OPEN] = {-0.65, 0.7, 1.05, 0.7, -0.7, 1.0, 1.15, -1.35},
    [STANCE_FOR] = {0.9, -0.8, -0.1, -1.35, -0.8, -0.65, -0.65, 1.1},
    [STANCE_AGAINST] = {-0.25, 0.1, -0.95, 0.65, 1.5, -0.35, -0.5, 0.35},
};

static double odds(float chance, float other) {
    static const float LEAST = 0.02f;
    return log((double)(chance + LEAST) / (double)(other + LEAST));
}

static double weigh(const struct weights *weights, const struct insight *insight) {
    const float *score = insight->score;
    double sum = weights->bias + weights->good * odds(score[RISK_LOW], score[RISK_HIGH]) +
                 weights->doubtful * odds(score[RISK_MEDIUM], 1 - score[RISK_MEDIUM]);
    sum += insight->signals[SIGNAL_EVASIVENESS] ? weights->evasive : 0;
    sum += insight->cues & INSIGHT_DENIES ? weights->denies : 0;
    sum += insight->cues & INSIGHT_LACKS ? weights->lacks : 0;
    sum += insight->cues & INSIGHT_VAGUE ? weights->vague : 0;
    return sum + (insight->cues & INSIGHT_UNSURE ? weights->unsure : 0);
}

static enum stance likeliest(const struct insight *insight) {
    enum stance best = STANCE_OPEN;
    for (enum stance stance = STANCE_FOR; stance <= STANCE_AGAINST; stance++)
        if (weigh(&WEIGHTS[stance], insight) > weigh(&WEIGHTS[best], insight))
            best = stance;
    return best;
}

/* Less than the level or the time that is asked for is a negative, whatever the words; enough of it settles
 * what they do not deny. */
static enum stance measure(const struct claim_measure *asked, const char *part, const struct insight *insight,
                           struct arena *arena) {
    struct claim_measure said;
    enum stance stance = likeliest(insight);
    if (asked->level_least == 0 && asked->months == 0)
        return stance;
    claim_measure(part, arena, &said);
    bool of_level = asked->level_least > 0;
    double most = of_level ? said.level_most : said.months;
    double least = of_level ? asked->level_least : asked->months;
    if (most == 0)
        return stance;
    if (most < least)
        return STANCE_AGAINST;
    return insight->cues & (INSIGHT_DENIES | INSIGHT_LACKS) ? stance : STANCE_FOR;
}

enum stance stance_of(const struct matrix_reader *reader, const struct claim_measure *asked,
                      const char *part) {
    const struct worker *worker = reader->request->worker;
    const char *glossed = insight_text_to_embed(reader->insight_model, part, reader->arena);
    size_t length = strlen(glossed);
    float vector[INSIGHT_EMBEDDING_SIZE];
    struct insight insight;
    if (worker->insight_embedder)
        vector_memo_embed(worker->insight_vectors, worker->insight_embedder, &glossed, &length, 1, vector);
    insight_judge(reader->insight_model, part, worker->insight_embedder ? vector : NULL, reader->arena,
                  &insight);
    return measure(asked, part, &insight, reader->arena);
}
