#include "insight/insight.h"

#include <math.h>

#include "base/arena.h"
#include "base/json.h"
#include "insight/cues.h"
#include "insight/model.h"
#include "insight/reasons.h"
#include "insight/words.h"

static const char *const RISK_NAMES[] = {"LOW", "MEDIUM", "HIGH"};
static const char *const SIGNAL_NAMES[] = {"hesitation", "inconsistency", "enthusiasm", "evasiveness",
                                           "concreteness"};

const char *risk_level_name(enum risk_level level) {
    return RISK_NAMES[level];
}

const char *insight_signal_name(enum insight_signal signal) {
    return SIGNAL_NAMES[signal];
}

static void read_words(const struct insight_model *model, const char *note, struct arena *arena,
                       struct words *words) {
    words_split(words, note, arena);
    words_gloss(words, model->glossary, arena);
}

const char *insight_text_to_embed(const struct insight_model *model, const char *note, struct arena *arena) {
    struct words words;
    read_words(model, note, arena, &words);
    return words.glossed ? words_english(&words, arena) : note;
}

void insight_gloss_pieces(const struct insight_model *model, const char *text, const size_t *ends,
                          size_t count, struct arena *arena, const char **out) {
    struct words words;
    read_words(model, text, arena, &words);
    for (size_t i = 0, start = 0, term = 0; i < count; start = ends[i++])
        out[i] = words.glossed ? words_english_until(&words, ends[i], &term, arena)
                               : arena_strndup(arena, text + start, ends[i] - start);
}

static void set_scores(struct insight *out, const float *logit) {
    float largest = fmaxf(logit[0], fmaxf(logit[1], logit[2])), sum = 0;
    for (int k = 0; k < RISK_LEVEL_COUNT; k++) {
        out->score[k] = expf(logit[k] - largest);
        sum += out->score[k];
    }
    for (int k = 0; k < RISK_LEVEL_COUNT; k++) {
        out->score[k] /= sum;
    }
}

/* The likeliest; but where HIGH cannot be ruled out there is at least a doubt to look into: to overlook a
 * clear negative costs more than a second look. The words alone are too coarse for that. */
static enum risk_level decide(const float score[RISK_LEVEL_COUNT], float caution) {
    enum risk_level risk = RISK_LOW;
    for (int k = 0; k < RISK_LEVEL_COUNT; k++) {
        if (score[k] > score[risk])
            risk = (enum risk_level)k;
    }
    return risk == RISK_LOW && score[RISK_HIGH] >= caution ? RISK_MEDIUM : risk;
}

static void judge(const struct insight_model *model, const struct words *words, const float *embedding,
                  struct arena *arena, struct features *features, struct insight *out) {
    float score[MODEL_OUTPUTS];
    *out = (struct insight){.risk = RISK_LOW};
    if (words->count == 0) { /* nothing was said: nothing speaks against */
        out->score[RISK_LOW] = 1;
        return;
    }
    features_extract(features, words, model->lexicon, arena);
    model_score(model, features, embedding, score);
    set_scores(out, score);
    out->risk = decide(out->score, embedding != NULL ? *model->caution : 1.0f);
    for (int s = 0; s < SIGNAL_COUNT; s++) {
        out->signals[s] = score[RISK_LEVEL_COUNT + s] > 0;
    }
    out->cues = cues_find(words, model->lexicon, arena);
}

void insight_judge(const struct insight_model *model, const char *note,
                   const float embedding[INSIGHT_EMBEDDING_SIZE], struct arena *arena, struct insight *out) {
    struct words words;
    struct features features;
    read_words(model, note, arena, &words);
    judge(model, &words, embedding, arena, &features, out);
}

void insight_analyse(const struct insight_model *model, const char *note,
                     const float embedding[INSIGHT_EMBEDDING_SIZE], struct arena *arena,
                     struct insight *out) {
    struct words words;
    struct features features;
    read_words(model, note, arena, &words);
    judge(model, &words, embedding, arena, &features, out);
    if (words.count > 0)
        reasons_find(out, model, &words, &features, arena);
}

void insight_write_signals(const struct insight *insight, struct json *json, const char *key) {
    json_begin_array(json, key);
    for (int s = 0; s < SIGNAL_COUNT; s++)
        if (insight->signals[s])
            json_put_string(json, NULL, SIGNAL_NAMES[s]);
    json_end_array(json);
}

static void write_source(struct json *json, const struct insight_source *source) {
    json_begin_object(json, "source");
    json_put_string(json, "type", source->type);
    json_put_string(json, "id", source->id);
    json_put_string(json, "text", source->text);
    if (source->page > 0)
        json_put_integer(json, "page", source->page);
    else
        json_put_null(json, "page");
    json_end_object(json);
}

void insight_write_reasons(const struct insight *insight, struct json *json, const char *key) {
    json_begin_array(json, key);
    for (size_t i = 0; i < insight->reason_count; i++) {
        const struct insight_reason *reason = &insight->reasons[i];
        json_begin_object(json, NULL);
        json_put_string(json, "kind", reason->kind);
        json_put_string(json, "text", reason->text);
        json_put_integer(json, "start", (int64_t)reason->start);
        json_put_integer(json, "end", (int64_t)reason->end);
        json_put_string(json, "toward", reason->toward);
        if (reason->source) {
            write_source(json, reason->source);
            json_put_string(json, "explanation", reason->explanation);
            json_put_string(json, "about", reason->about);
        }
        json_end_object(json);
    }
    json_end_array(json);
}

void insight_write_json(const struct insight *insight, struct json *json, const char *key) {
    json_begin_object(json, key);
    json_put_string(json, "risk", risk_level_name(insight->risk));
    json_begin_object(json, "scores");
    for (int k = 0; k < RISK_LEVEL_COUNT; k++) {
        json_put_real(json, RISK_NAMES[k], roundf(insight->score[k] * 1000) / 1000.0);
    }
    json_end_object(json);
    insight_write_signals(insight, json, "signals");
    insight_write_reasons(insight, json, "reasons");
    json_end_object(json);
}
