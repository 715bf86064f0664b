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

enum {
    RISK_REASONS = 3,
    SIGNAL_REASONS = 2,
    RUN_WORDS_MAX = 8,
    DENIER_DISTANCE = 3,
    CLAUSE_WORDS = 6, /* a clause of so many words is shown whole */
    TELLING_WORDS = 3 /* in a piece of a longer one */
};

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
    const bool *weak;          /* of each word: a filler, or one that tells little without its neighbours */
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

static struct span clause_of(const struct tracing *t, size_t word) {
    const struct word *words = t->words->words;
    struct span clause = {.first = word, .end = word + 1};
    while (clause.first > 0 && words[clause.first - 1].clause == words[word].clause)
        clause.first--;
    while (clause.end < t->words->count && words[clause.end].clause == words[word].clause)
        clause.end++;
    return clause;
}

static size_t count_telling(const struct tracing *t, const struct run *run) {
    size_t count = 0;
    for (size_t w = run->first; w < run->first + run->count; w++)
        count += !t->weak[w];
    return count;
}

static bool is_joint(const char *text) {
    return strcmp(text, "and") == 0 || strcmp(text, "e") == 0 || strcmp(text, "ed") == 0;
}

/* Small words go from the ends, except where the clause itself begins or ends with them ("fixed it and moved
 * on"). */
static void trim_fillers(const struct tracing *t, struct run *run, const struct span *clause) {
    while (run->count > 1 && t->filler[run->first] &&
           (run->first > clause->first || is_joint(t->words->words[run->first].text))) {
        run->first++;
        run->count--;
    }
    while (run->count > 1 && run->first + run->count < clause->end && t->filler[run->first + run->count - 1])
        run->count--;
}

/* Gives a run the neighbours that it takes to read it: its clause, or of a long one the words around it. */
static void widen(const struct tracing *t, struct run *run) {
    struct span clause = clause_of(t, run->first);
    if (clause.end - clause.first <= CLAUSE_WORDS && run->first + run->count <= clause.end) {
        run->first = clause.first;
        run->count = clause.end - clause.first;
    }
    while (run->count < RUN_WORDS_MAX && count_telling(t, run) < TELLING_WORDS) {
        if (run->first + run->count < clause.end) {
            run->count++;
        } else if (run->first > clause.first) {
            run->first--;
            run->count++;
        } else {
            break;
        }
    }
    trim_fillers(t, run, &clause);
}

/* Adds the run, joined with those before it that it overlaps. */
static size_t add_run(struct run *runs, size_t count, struct run run) {
    size_t end = run.first + run.count;
    while (count > 0 && run.first < runs[count - 1].first + runs[count - 1].count) {
        const struct run *last = &runs[--count];
        end = last->first + last->count > end ? last->first + last->count : end;
        run.first = last->first < run.first ? last->first : run.first;
        run.weight += last->weight;
    }
    run.count = end - run.first;
    runs[count] = run;
    return count + 1;
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
            widen(t, &run);
            if (count_telling(t, &run) > 0)
                count = add_run(runs, count, run);
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

/* English, after the gloss. */
static bool is_weak(const char *text) {
    static const char WEAK[] = " but however though although yet instead while if because since until first "
                               "then last later now before after again some any other only just even also "
                               "once when where why says said asked made did does done not no all more ";
    const char *found = strstr(WEAK, text);
    return found != NULL && found[-1] == ' ' && found[strlen(text)] == ' ';
}

static void class_words(const struct words *words, bool *filler, bool *weak, bool *negator,
                        struct span *phrase) {
    for (size_t w = 0; w < words->count; w++) {
        filler[w] = is_mark(words->words[w].text);
        weak[w] = filler[w];
        phrase[w] = (struct span){w, w + 1, w};
    }
    size_t denier = 0;
    for (size_t i = 0; i < words->term_count; i++) {
        const struct term *term = &words->terms[i];
        size_t first = term->first_word, end = first + term->word_count;
        denier = term->negator ? first : denier;
        for (size_t w = first; w < end; w++) {
            filler[w] = filler[w] || (term->filler && term->word_count == 1);
            weak[w] = weak[w] || filler[w] || (is_weak(term->text) && term->word_count == 1);
            negator[w] = negator[w] || term->negator;
            phrase[w] = (struct span){first, end, term->negated ? denier : first};
        }
    }
}

/* Where no word pulls toward the verdict (the embedding decided), the word that opposes it least is named. */
static void name_least_opposed(struct tracing *t, const char *toward) {
    struct run run = {.count = 1};
    for (size_t w = 1; w < t->words->count; w++) {
        bool better = t->weak[w] == t->weak[run.first] ? t->share[w] > t->share[run.first] : !t->weak[w];
        if (better) {
            run.first = w;
        }
    }
    widen(t, &run);
    add_reason(t, &run, toward);
}

void reasons_find(struct insight *insight, const struct insight_model *model, const struct words *words,
                  const struct features *features, struct arena *arena) {
    bool *filler = arena_array(arena, words->count, sizeof *filler);
    bool *weak = arena_array(arena, words->count, sizeof *weak);
    bool *negator = arena_array(arena, words->count, sizeof *negator);
    struct span *phrase = arena_array(arena, words->count, sizeof *phrase);
    class_words(words, filler, weak, negator, phrase);
    struct tracing t = {.model = model,
                        .words = words,
                        .features = features,
                        .arena = arena,
                        .filler = filler,
                        .weak = weak,
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
