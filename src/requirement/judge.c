#include "requirement/judge.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/text.h"
#include "insight/insight.h"
#include "nn/embed.h"
#include "requirement/requirement_internal.h"

/* What a piece is. One that goes on with the piece before has no weight of its own. */
enum tag { TAG_NOTHING, TAG_MUST, TAG_DUTY, TAG_WISH, TAG_GOES_ON, TAG_COUNT };
enum { OUTPUTS = TAG_COUNT + REQUIREMENT_KIND_COUNT };

/* As train.py writes it: little-endian, like every machine this runs on. */
struct weights {
    char magic[8];
    float weights[OUTPUTS][EMBED_DIMENSIONS];
    float bias[OUTPUTS];
    float transitions[TAG_COUNT][TAG_COUNT]; /* from a tag to the next */
};
static const char MAGIC[8] = "ICSPLIT1";
static const float IMPOSSIBLE = -1e6f;

extern const char requirement_builtin_model[], requirement_builtin_model_end[];
extern const char requirement_builtin_adapter[], requirement_builtin_adapter_end[];

struct requirement_judge {
    /* immutable after create */
    const struct weights *weights; /* in the program */
    const struct insight_model *insight_model;
    struct embed_model *encoder;
    pthread_mutex_t mutex;
    /* guarded by mutex */
    struct embedder *embedder;
};

struct requirement_judge *requirement_judge_create(const struct embed_model *base,
                                                   const struct insight_model *insight_model) {
    char problem[256];
    const struct weights *weights = (const struct weights *)(const void *)requirement_builtin_model;
    size_t size = (size_t)(requirement_builtin_adapter_end - requirement_builtin_adapter);
    if (base == NULL)
        return NULL;
    if ((size_t)(requirement_builtin_model_end - requirement_builtin_model) != sizeof *weights ||
        memcmp(weights->magic, MAGIC, sizeof MAGIC) != 0)
        abort(); /* it is part of the program */
    struct embed_model *encoder =
        embed_model_adapt(base, requirement_builtin_adapter, size, problem, sizeof problem);
    if (encoder == NULL) {
        log_write(LOG_WARNING, "requirement", "positions are read by rules: %s", problem);
        return NULL;
    }
    struct requirement_judge *judge = malloc(sizeof *judge);
    if (judge == NULL)
        abort();
    *judge = (struct requirement_judge){.weights = weights,
                                        .insight_model = insight_model,
                                        .encoder = encoder,
                                        .embedder = embedder_create(encoder)};
    if (pthread_mutex_init(&judge->mutex, NULL))
        abort();
    return judge;
}

void requirement_judge_destroy(struct requirement_judge *judge) {
    if (judge == NULL)
        return;
    pthread_mutex_destroy(&judge->mutex);
    embedder_destroy(judge->embedder);
    embed_model_close(judge->encoder);
    free(judge);
}

/* --- what the encoder reads --- */

/* What stands before the first piece of a line or sentence: how the one before ended, where a line begins, a
 * bullet. */
static const char *lead_of(const struct pieces *pieces, size_t i, struct arena *arena) {
    const struct piece *piece = &pieces->items[i];
    char ending = i > 0 ? piece[-1].ending : '\0';
    const char *end = ending && strchr(".?!;", ending) ? arena_printf(arena, "%c ", ending) : "";
    return arena_printf(arena, "%s%s%s", end, i > 0 && piece->begins_line ? "[SEP] " : "",
                        piece->is_item ? "- " : "");
}

/* The pieces of the line that begins with piece `i`, in English. Returns how many. */
static size_t gloss_line(const struct insight_model *model, const struct pieces *pieces, size_t i,
                         struct arena *arena, const char **texts) {
    const struct piece *piece = &pieces->items[i];
    size_t count = 0;
    while (i + count < pieces->count && piece[count].line == piece->line)
        count++;
    size_t *ends = arena_array(arena, count, sizeof *ends);
    for (size_t k = 0; k < count; k++)
        ends[k] = k + 1 < count ? piece[k].end : strlen(piece->line);
    insight_gloss_pieces(model, piece->line, ends, count, arena, texts + i);
    for (size_t k = i; k < i + count; k++) {
        const char *text = text_trim(arena, texts[k]);
        texts[k] = arena_printf(arena, "%s%s", k == i ? lead_of(pieces, i, arena) : "", *text ? text : "-");
    }
    return count;
}

const char **pieces_to_embed(const struct insight_model *model, const struct pieces *pieces,
                             struct arena *arena) {
    const char **texts = arena_array(arena, pieces->count + 1, sizeof *texts);
    for (size_t i = 0; i < pieces->count;)
        i += gloss_line(model, pieces, i, arena, texts);
    return texts;
}

/* --- what it says --- */

static void score(const struct weights *weights, const float *vector, float *out) {
    for (size_t k = 0; k < OUTPUTS; k++) {
        out[k] = weights->bias[k];
        for (size_t i = 0; i < EMBED_DIMENSIONS; i++)
            out[k] += weights->weights[k][i] * vector[i];
    }
}

/* Only within a line, and only what asks for something can go on. */
static float transition(const struct weights *weights, enum tag from, enum tag to, bool same_line) {
    bool is_possible = to != TAG_GOES_ON || (same_line && from != TAG_NOTHING);
    return is_possible ? weights->transitions[from][to] : IMPOSSIBLE;
}

/* The likeliest tags of all pieces together (Viterbi). */
static enum tag *find_tags(const struct weights *weights, const struct pieces *pieces,
                           float (*scores)[OUTPUTS], struct arena *arena) {
    unsigned char(*best)[TAG_COUNT] = arena_array(arena, pieces->count, sizeof *best);
    enum tag *tags = arena_array(arena, pieces->count, sizeof *tags);
    scores[0][TAG_GOES_ON] = IMPOSSIBLE;
    for (size_t i = 1; i < pieces->count; i++) {
        bool same_line = pieces->items[i].line == pieces->items[i - 1].line;
        for (int to = 0; to < TAG_COUNT; to++) {
            float most = 2 * IMPOSSIBLE;
            for (int from = 0; from < TAG_COUNT; from++) {
                float sum =
                    scores[i - 1][from] + transition(weights, (enum tag)from, (enum tag)to, same_line);
                if (sum > most) {
                    most = sum;
                    best[i][to] = (unsigned char)from;
                }
            }
            scores[i][to] += most;
        }
    }
    size_t last = pieces->count - 1;
    for (int tag = 0; tag < TAG_COUNT; tag++)
        if (scores[last][tag] > scores[last][tags[last]])
            tags[last] = (enum tag)tag;
    for (size_t i = last; i > 0; i--)
        tags[i - 1] = (enum tag)best[i][tags[i]];
    return tags;
}

/* By all pieces of it together. */
static enum requirement_kind find_kind(float (*scores)[OUTPUTS], size_t first, size_t last) {
    enum requirement_kind kind = REQUIREMENT_SKILL;
    float most = 2 * IMPOSSIBLE;
    for (int k = 0; k < REQUIREMENT_KIND_COUNT; k++) {
        float sum = 0;
        for (size_t i = first; i <= last; i++)
            sum += scores[i][TAG_COUNT + k];
        if (sum > most) {
            most = sum;
            kind = (enum requirement_kind)k;
        }
    }
    return kind;
}

size_t judge_find(struct requirement_judge *judge, const struct pieces *pieces, struct arena *arena,
                  struct verdict **out) {
    if (pieces->count == 0)
        return 0;
    const char **texts = pieces_to_embed(judge->insight_model, pieces, arena);
    float *vectors = arena_array(arena, pieces->count * EMBED_DIMENSIONS, sizeof *vectors);
    pthread_mutex_lock(&judge->mutex);
    embed_pieces(judge->embedder, texts, pieces->count, vectors);
    pthread_mutex_unlock(&judge->mutex);
    float(*scores)[OUTPUTS] = arena_array(arena, pieces->count, sizeof *scores);
    for (size_t i = 0; i < pieces->count; i++)
        score(judge->weights, vectors + i * EMBED_DIMENSIONS, scores[i]);
    const enum tag *tags = find_tags(judge->weights, pieces, scores, arena);
    *out = arena_array(arena, pieces->count, sizeof **out);
    size_t count = 0;
    for (size_t i = 0, last; i < pieces->count; i = last + 1) {
        for (last = i; last + 1 < pieces->count && tags[last + 1] == TAG_GOES_ON; last++)
            ;
        if (tags[i] != TAG_NOTHING)
            (*out)[count++] = (struct verdict){i, last, (enum requirement_weight)(tags[i] - TAG_MUST),
                                               find_kind(scores, i, last)};
    }
    return count;
}
