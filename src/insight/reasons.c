/* The model's part over the words is a sum over features, and every feature knows its words: each word gets
 * its share of what its features add to a verdict. Runs of words that stand out become a reason. The part
 * over the embedding cannot be traced to words and gives no reasons; it moves the verdict where the words
 * leave it open.
 */
#include "insight/reasons.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "insight/model.h"
#include "insight/words.h"

enum { RISK_REASONS = 3, SIGNAL_REASONS = 2, RUN_WORDS_MAX = 8, DENIER_DISTANCE = 3 };

/* A word stands out when it adds at least this part of what the strongest word adds. */
static const float STANDS_OUT = 0.4f;

struct span {
    size_t first, end;
    size_t denier; /* the negator in whose scope it stands; first where there is none */
};

struct tracing {
    struct insight_reason *reasons;
    size_t count;
    const struct insight_model *model;
    const struct words *words;
    const struct features *features;
    struct arena *arena;
    float *share;              /* of each word */
    const bool *filler;        /* of each word: no reason by itself */
    const bool *negator;       /* of each word */
    const struct span *phrase; /* of each word: the glossed phrase it belongs to */
};

struct run {
    size_t first, count;
    float weight;
};

/* Toward a risk counts what a word adds to it over the mean of the other two. */
static float weight_of(const struct tracing *t, const struct feature *feature, size_t output) {
    float own = model_contribution(t->model, feature, output);
    if (output >= RISK_LEVEL_COUNT) {
        return own;
    }
    float others = 0;
    for (size_t k = 0; k < RISK_LEVEL_COUNT; k++) {
        others += k == output ? 0 : model_contribution(t->model, feature, k);
    }
    return own - others / 2;
}

static void share_out(struct tracing *t, size_t output) {
    memset(t->share, 0, t->words->count * sizeof *t->share);
    for (size_t i = 0; i < t->features->count; i++) {
        const struct feature *feature = &t->features->items[i];
        float part =
            weight_of(t, feature, output) / (float)(feature->word_count > 0 ? feature->word_count : 1);
        for (size_t w = 0; w < feature->word_count; w++) {
            t->share[feature->first_word + w] += part;
        }
    }
}

static float strongest_share(const struct tracing *t) {
    float strongest = 0;
    for (size_t w = 0; w < t->words->count; w++) {
        if (!t->filler[w] && t->share[w] > strongest) {
            strongest = t->share[w];
        }
    }
    return strongest;
}

static bool joins_run(const struct tracing *t, size_t word, float least) {
    return t->share[word] >= least || (t->filler[word] && t->share[word] >= 0);
}

/* The run that starts at a word that stands out: its neighbours of the same clause, without fillers at its
 * end. */
static struct run run_at(const struct tracing *t, size_t first, float least) {
    struct run run = {.first = first};
    const struct word *words = t->words->words;
    for (size_t w = first; w < t->words->count && w < first + RUN_WORDS_MAX; w++) {
        if (words[w].clause != words[first].clause || !joins_run(t, w, least)) {
            break;
        }
        if (!t->filler[w] || t->share[w] >= least) {
            run.count = w - first + 1;
        }
    }
    for (size_t w = run.first; w < run.first + run.count; w++) {
        run.weight += t->share[w];
    }
    size_t end = t->phrase[run.first + run.count - 1].end;
    run.first = t->phrase[run.first].first;
    /* what is denied reads only with its negator */
    if (run.first - t->phrase[run.first].denier <= DENIER_DISTANCE)
        run.first = t->phrase[run.first].denier;
    run.count = end - run.first;
    return run;
}

static int heavier_first(const void *a, const void *b) {
    const struct run *left = a, *right = b;
    if (left->weight != right->weight) {
        return left->weight < right->weight ? 1 : -1;
    }
    return left->first < right->first ? -1 : 1;
}

static const char *kind_of_run(const struct tracing *t, const struct run *run) {
    for (size_t w = run->first; w < run->first + run->count; w++) {
        if (t->negator[w] && run->count > 1) {
            return "negation";
        }
    }
    return run->count > 1 ? "phrase" : "word";
}

static void add_reason(struct tracing *t, const struct run *run, const char *toward) {
    const struct word *first = &t->words->words[run->first], *last = first + run->count - 1;
    t->reasons[t->count++] = (struct insight_reason){
        .kind = kind_of_run(t, run),
        .text =
            arena_strndup(t->arena, t->words->note + first->start_byte, last->end_byte - first->start_byte),
        .start = first->start,
        .end = last->end,
        .toward = toward,
    };
}

static void trace(struct tracing *t, size_t output, size_t most, const char *toward) {
    share_out(t, output);
    float strongest = strongest_share(t);
    if (strongest <= 0) {
        return;
    }
    float least = strongest * STANDS_OUT;
    struct run *runs = arena_array(t->arena, t->words->count, sizeof *runs);
    size_t count = 0;
    for (size_t w = 0; w < t->words->count; w++) {
        if (!t->filler[w] && t->share[w] >= least) {
            struct run run = run_at(t, w, least);
            w = run.first + run.count - 1;
            if (count > 0 &&
                run.first < runs[count - 1].first + runs[count - 1].count) { /* reached back into it */
                runs[count - 1].count = run.first + run.count - runs[count - 1].first;
                runs[count - 1].weight += run.weight;
            } else {
                runs[count++] = run;
            }
        }
    }
    qsort(runs, count, sizeof *runs, heavier_first);
    for (size_t i = 0; i < count && i < most; i++) {
        add_reason(t, &runs[i], toward);
    }
}

static bool is_mark(const char *text) {
    return strchr("?!.%", text[0]) != NULL;
}

static void class_words(const struct words *words, bool *filler, bool *negator, struct span *phrase) {
    for (size_t w = 0; w < words->count; w++) {
        filler[w] = is_mark(words->words[w].text);
        phrase[w] = (struct span){w, w + 1, w};
    }
    size_t denier = 0;
    for (size_t i = 0; i < words->term_count; i++) {
        const struct term *term = &words->terms[i];
        size_t first = term->first_word, end = first + term->word_count;
        denier = term->negator ? first : denier;
        for (size_t w = first; w < end; w++) {
            filler[w] = filler[w] || (term->filler && term->word_count == 1);
            negator[w] = negator[w] || term->negator;
            phrase[w] = (struct span){first, end, term->negated ? denier : first};
        }
    }
}

/* Where no word pulls toward the verdict (the embedding decided), the word that opposes it least is named. */
static void name_least_opposed(struct tracing *t, const char *toward) {
    struct run run = {.count = 1};
    for (size_t w = 1; w < t->words->count; w++) {
        bool better =
            t->filler[w] == t->filler[run.first] ? t->share[w] > t->share[run.first] : !t->filler[w];
        if (better) {
            run.first = w;
        }
    }
    add_reason(t, &run, toward);
}

void reasons_find(struct insight *insight, const struct insight_model *model, const struct words *words,
                  const struct features *features, struct arena *arena) {
    bool *filler = arena_array(arena, words->count, sizeof *filler);
    bool *negator = arena_array(arena, words->count, sizeof *negator);
    struct span *phrase = arena_array(arena, words->count, sizeof *phrase);
    class_words(words, filler, negator, phrase);
    struct tracing t = {.model = model,
                        .words = words,
                        .features = features,
                        .arena = arena,
                        .filler = filler,
                        .negator = negator,
                        .phrase = phrase};
    t.reasons = arena_array(arena, RISK_REASONS + SIGNAL_COUNT * SIGNAL_REASONS + 1, sizeof *t.reasons);
    t.share = arena_array(arena, words->count, sizeof *t.share);
    trace(&t, insight->risk, RISK_REASONS, risk_level_name(insight->risk));
    if (t.count == 0) {
        name_least_opposed(&t, risk_level_name(insight->risk));
    }
    for (int s = 0; s < SIGNAL_COUNT; s++) {
        if (insight->signals[s]) {
            trace(&t, RISK_LEVEL_COUNT + (size_t)s, SIGNAL_REASONS,
                  insight_signal_name((enum insight_signal)s));
        }
    }
    insight->reasons = t.reasons;
    insight->reason_count = t.count;
}
