#include "insight/tone.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "insight/insight.h"
#include "nn/classifier.h"

enum { HALVINGS = 8 };

/* What moves one level up for a wording that is certainly negative, and down for one that is certainly
 * positive: a risk that is overlooked costs more than a second look. */
static const float SHARE_UP = 0.25f, SHARE_DOWN = 0.125f;
/* Below this it says nothing: 60 to 40 is no opinion. */
static const float SAYS_SOMETHING = 0.2f;

struct tone {
    struct classifier *classifier;
    float negative[CLASSIFIER_LABELS_MAX]; /* what each label says: 1 negative, 0 positive */
};

struct tone_reader {
    const struct tone *tone; /* borrowed */
    struct classifier_reader *reader;
};

struct meaning {
    const char *label;
    size_t labels; /* of the model that uses it so; 0: any */
    float negative;
};

static const struct meaning MEANINGS[] = {
    {"negative", 0, 1},    {"neg", 0, 1},        {"neutral", 0, 0.5f},  {"neu", 0, 0.5f},
    {"positive", 0, 0},    {"pos", 0, 0},        {"LABEL_0", 2, 1},     {"LABEL_1", 2, 0},
    {"LABEL_0", 3, 1},     {"LABEL_1", 3, 0.5f}, {"LABEL_2", 3, 0},     {"1 star", 5, 1},
    {"2 stars", 5, 0.75f}, {"3 stars", 5, 0.5f}, {"4 stars", 5, 0.25f}, {"5 stars", 5, 0},
};

static bool find_meaning(const char *label, size_t labels, float *negative) {
    for (size_t i = 0; i < sizeof MEANINGS / sizeof *MEANINGS; i++) {
        if (strcasecmp(MEANINGS[i].label, label) == 0 &&
            (MEANINGS[i].labels == 0 || MEANINGS[i].labels == labels)) {
            *negative = MEANINGS[i].negative;
            return true;
        }
    }
    return false;
}

/* Every label must be understood, and they must reach from negative to positive. */
static bool read_labels(struct tone *tone, const char *folder, char *problem, size_t problem_size) {
    size_t count = classifier_label_count(tone->classifier);
    bool has_negative = false, has_positive = false;
    for (size_t i = 0; i < count; i++) {
        const char *label = classifier_label(tone->classifier, i);
        if (!find_meaning(label, count, &tone->negative[i])) {
            snprintf(problem, problem_size,
                     "%s: the label %s of config.json says nothing of a tone: NEGATIVE, NEUTRAL and "
                     "POSITIVE, LABEL_0 to "
                     "LABEL_1 or LABEL_2, or 1 star to 5 stars are understood",
                     folder, label);
            return false;
        }
        has_negative = has_negative || tone->negative[i] == 1;
        has_positive = has_positive || tone->negative[i] == 0;
    }
    if (!has_negative || !has_positive)
        snprintf(problem, problem_size, "%s: its labels do not reach from negative to positive", folder);
    return has_negative && has_positive;
}

struct tone *tone_open(const char *folder, char *problem, size_t problem_size) {
    struct tone *tone = calloc(1, sizeof *tone);
    if (tone == NULL)
        abort();
    tone->classifier = classifier_open(folder, NULL, problem, problem_size);
    if (tone->classifier != NULL && read_labels(tone, folder, problem, problem_size))
        return tone;
    tone_close(tone);
    return NULL;
}

void tone_close(struct tone *tone) {
    if (tone == NULL)
        return;
    classifier_close(tone->classifier);
    free(tone);
}

struct tone_reader *tone_reader_create(const struct tone *tone) {
    if (tone == NULL)
        return NULL;
    struct tone_reader *reader = calloc(1, sizeof *reader);
    if (reader == NULL)
        abort();
    reader->tone = tone;
    reader->reader = classifier_reader_create(tone->classifier);
    return reader;
}

void tone_reader_destroy(struct tone_reader *reader) {
    if (reader == NULL)
        return;
    classifier_reader_destroy(reader->reader);
    free(reader);
}

static enum risk_level highest(const float score[RISK_LEVEL_COUNT]) {
    enum risk_level best = RISK_LOW;
    for (int k = RISK_MEDIUM; k < RISK_LEVEL_COUNT; k++)
        if (score[k] > score[best])
            best = (enum risk_level)k;
    return best;
}

/* Moves a share of each level's probability one level up, or down where it is below 0. */
static void move(const float from[RISK_LEVEL_COUNT], float share, float to[RISK_LEVEL_COUNT]) {
    memcpy(to, from, RISK_LEVEL_COUNT * sizeof *to);
    for (int k = 0; k < RISK_LEVEL_COUNT; k++) {
        int target = share > 0 ? k + 1 : k - 1;
        if (target < 0 || target == RISK_LEVEL_COUNT)
            continue;
        to[k] -= fabsf(share) * from[k];
        to[target] += fabsf(share) * from[k];
    }
}

void tone_blend(float negative, struct insight *insight) {
    float lean = 2 * negative - 1, moved[RISK_LEVEL_COUNT];
    float share = lean * (lean > 0 ? SHARE_UP : SHARE_DOWN);
    for (int i = 0; i < HALVINGS; i++, share /= 2) {
        move(insight->score, share, moved);
        if (abs((int)highest(moved) - (int)insight->risk) > 1)
            continue;
        memcpy(insight->score, moved, sizeof moved);
        insight->risk = highest(moved);
        return;
    }
}

static void add_reason(struct insight *insight, const struct insight_reason *reason, struct arena *arena) {
    struct insight_reason *reasons = arena_array(arena, insight->reason_count + 1, sizeof *reasons);
    if (insight->reason_count > 0)
        memcpy(reasons, insight->reasons, insight->reason_count * sizeof *reasons);
    reasons[insight->reason_count++] = *reason;
    insight->reasons = reasons;
}

void tone_weigh(struct tone_reader *reader, const char *note, const char *text, struct arena *arena,
                struct insight *insight) {
    float probabilities[CLASSIFIER_LABELS_MAX], negative = 0, sum = 0;
    if (reader == NULL || insight->reason_count == 0) /* without a reason there were no words */
        return;
    const struct tone *tone = reader->tone;
    size_t best = 0, count = classifier_label_count(tone->classifier);
    classifier_read(reader->reader, text, strlen(text), probabilities);
    for (size_t i = 0; i < count; i++) {
        sum += probabilities[i];
        negative += probabilities[i] * tone->negative[i];
        best = probabilities[i] > probabilities[best] ? i : best;
    }
    negative = sum > 0 ? negative / sum : 0.5f;
    if (!(fabsf(2 * negative - 1) >= SAYS_SOMETHING))
        return;
    tone_blend(negative, insight);
    struct insight_reason reason = {.kind = "classifier",
                                    .text = classifier_label(tone->classifier, best),
                                    .end = text_count_codepoints(note),
                                    .toward = risk_level_name(negative > 0.5f ? RISK_HIGH : RISK_LOW)};
    add_reason(insight, &reason, arena);
}
