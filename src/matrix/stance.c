/* What a note says of one requirement: evidence for it, a clear negative, or nothing that settles it.
 *
 * Two judges, whose scores are added: the risk of the words with how they deny, lack and hedge, and what
 * relation.c learned of the vectors. Either alone errs more (docs/decisions/032).
 */
#include <math.h>
#include <string.h>

#include "claim/claim.h"
#include "insight/insight.h"
#include "live/worker.h"
#include "matrix/matrix_internal.h"
#include "matrix/relation.h"
#include "nn/embed.h"
#include "nn/vector_memo.h"

const char *stance_name(enum stance stance) {
    static const char *const NAMES[] = {"open", "for", "against"};
    return NAMES[stance];
}

/* Weights of a multinomial logistic regression over the notes of the scripted interviews whose mistakes may
 * be seen (eval/interviews), halved for the sum with the other judge. */
struct weights {
    double good, doubtful; /* LOW against HIGH, MEDIUM against both: logarithms of the chances */
    double evasive, denies, lacks, vague, unsure, bias;
};
static const struct weights WEIGHTS[] = {
    [STANCE_OPEN] = {-0.325, 0.35, 0.525, 0.35, -0.35, 0.5, 0.575, -0.675},
    [STANCE_FOR] = {0.45, -0.4, -0.05, -0.675, -0.4, -0.325, -0.325, 0.55},
    [STANCE_AGAINST] = {-0.125, 0.05, -0.475, 0.325, 0.75, -0.175, -0.25, 0.175},
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

/* `vector` is NULL where there is no encoder: the words then decide. */
static enum stance likeliest(const struct insight *insight, const float *vector) {
    double scores[STANCE_COUNT] = {0};
    enum stance best = STANCE_OPEN;
    if (vector)
        relation_score_stances(vector, scores);
    for (enum stance stance = STANCE_OPEN; stance < STANCE_COUNT; stance++) {
        scores[stance] += weigh(&WEIGHTS[stance], insight);
        best = scores[stance] > scores[best] ? stance : best;
    }
    return best;
}

/* Less than the level or the time that is asked for is a negative, whatever the words; enough of it settles
 * what they do not deny. */
static enum stance measure(const struct claim_measure *asked, const char *part, const struct insight *insight,
                           enum stance stance, struct arena *arena) {
    struct claim_measure said;
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

/* NULL where there is no encoder. */
static const float *embed(struct vector_memo *memo, struct embedder *embedder, const char *text, float *out) {
    size_t length = strlen(text);
    if (embedder == NULL)
        return NULL;
    vector_memo_embed(memo, embedder, &text, &length, 1, out);
    return out;
}

enum stance stance_of(const struct matrix_reader *reader, const struct claim_measure *asked,
                      const char *part) {
    struct worker *worker = reader->request->worker;
    const char *english = insight_text_to_embed(reader->insight_model, part, reader->arena);
    float by_relation[EMBED_DIMENSIONS], by_risk[INSIGHT_EMBEDDING_SIZE];
    const float *vector = embed(worker->relation_vectors, worker->relation_embedder, english, by_relation);
    const float *insight_vector = embed(worker->insight_vectors, worker->insight_embedder, english, by_risk);
    struct insight insight;
    insight_judge(reader->insight_model, part, insight_vector, reader->arena, &insight);
    return measure(asked, part, &insight, likeliest(&insight, vector), reader->arena);
}
