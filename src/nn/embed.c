#include "nn/embed.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/aside.h"
#include "base/mate.h"
#include "nn/encoder.h"
#include "nn/lexical.h"
#include "nn/tokenizer.h"

enum {
    FEWEST_TOKENS = 2,        /* every text has [CLS] and [SEP] */
    TEXT_BYTES_READ = 1200,   /* about what 256 tokens are */
    SHARED_BYTES_LEAST = 600, /* some 10 ms of work, against 0.1 ms to start a thread */
    PIECE_TOKENS_MAX = 64,
    TOKENS_BEFORE = 64, /* that a stretch of pieces repeats of those before it, as their context */
    TOKENS_AFTER = 32,  /* that it reads ahead */
};

/* immutable after embed_model_open */
struct embed_model {
    const struct embed_model *base; /* whose tokenizer this one shares; NULL: it has its own */
    char *name;
    struct tokenizer *tokenizer;
    struct encoder *encoder;
};

struct embedder {
    const struct embed_model *model; /* borrowed; NULL: lexical */
    struct encoder_scratch *scratch;
    bool may_share;
    struct embedder *partner;        /* owned: what the second thread computes with; made when first needed */
    struct mate *mate;               /* owned: the second thread for few texts; likewise */
    int32_t ids[ENCODER_TOKENS_MAX]; /* the sequences that are gathered for one run */
    size_t lengths[ENCODER_TOKENS_MAX / FEWEST_TOKENS]; /* tokens of each */
};

static void *allocate(size_t size) {
    void *memory = calloc(1, size);
    if (memory == NULL)
        abort();
    return memory;
}

/* The last part of a path, whatever slashes follow it. */
static char *copy_folder_name(const char *folder) {
    size_t end = strlen(folder);
    while (end > 1 && folder[end - 1] == '/')
        end--;
    size_t start = end;
    while (start > 0 && folder[start - 1] != '/')
        start--;
    char *name = allocate(end - start + 1);
    memcpy(name, folder + start, end - start);
    return name;
}

struct embed_model *embed_model_open(const char *folder, char *problem, size_t problem_size) {
    const struct embed_options options = {.precision = kernels_default_precision()};
    return embed_model_open_with(folder, &options, problem, problem_size);
}

struct embed_model *embed_model_open_with(const char *folder, const struct embed_options *options,
                                          char *problem, size_t problem_size) {
    const struct kernels *kernels = kernels_find(options->kernels, options->precision);
    if (kernels == NULL) {
        snprintf(problem, problem_size, "this processor has no %s kernels for %s",
                 options->kernels == NULL ? "fast" : options->kernels, options->precision);
        return NULL;
    }
    struct embed_model *model = allocate(sizeof *model);
    model->name = copy_folder_name(folder);
    model->tokenizer = tokenizer_open(folder, problem, problem_size);
    if (model->tokenizer != NULL)
        model->encoder = encoder_open(folder,
                                      &(struct encoder_setup){.kernels = kernels,
                                                              .vocabulary = tokenizer_count(model->tokenizer),
                                                              .dimensions = EMBED_DIMENSIONS},
                                      problem, problem_size);
    if (model->encoder != NULL)
        return model;
    embed_model_close(model);
    return NULL;
}

void embed_model_close(struct embed_model *model) {
    if (model == NULL)
        return;
    encoder_close(model->encoder);
    if (model->base == NULL)
        tokenizer_close(model->tokenizer);
    free(model->name);
    free(model);
}

struct embed_model *embed_model_adapt(const struct embed_model *base, const void *bytes, size_t size,
                                      char *problem, size_t problem_size) {
    struct encoder *encoder = encoder_adapt(base->encoder, bytes, size, problem, problem_size);
    if (encoder == NULL)
        return NULL;
    struct embed_model *model = allocate(sizeof *model);
    model->base = base;
    model->name = copy_folder_name(base->name);
    model->tokenizer = base->tokenizer;
    model->encoder = encoder;
    return model;
}

const char *embed_model_name(const struct embed_model *model) {
    return model == NULL ? "lexical" : model->name;
}

struct embedder *embedder_create(const struct embed_model *model) {
    struct embedder *embedder = allocate(sizeof *embedder);
    embedder->model = model;
    if (model != NULL)
        embedder->scratch = encoder_scratch_create(model->encoder);
    return embedder;
}

void embedder_destroy(struct embedder *embedder) {
    if (embedder == NULL)
        return;
    embedder_destroy(embedder->partner);
    mate_destroy(embedder->mate);
    encoder_scratch_destroy(embedder->scratch);
    free(embedder);
}

void embedder_use_second_thread(struct embedder *embedder) {
    embedder->may_share = embedder->model != NULL;
}

void embed_text(struct embedder *embedder, const char *text, size_t length, float out[EMBED_DIMENSIONS]) {
    embed_texts(embedder, &text, &length, 1, out);
}

static void run(struct embedder *embedder, size_t count, float *out) {
    struct sequences sequences = {.ids = embedder->ids, .lengths = embedder->lengths, .count = count};
    encoder_run(embedder->scratch, embedder->mate, &sequences, out);
}

/* Gathers texts until the next does not fit: a run over many tokens uses the weights it loads more often. */
static void embed_with_model(struct embedder *embedder, const char *const *texts, const size_t *lengths,
                             size_t count, float *out) {
    int32_t next[ENCODER_TOKENS_MAX];
    size_t gathered = 0, tokens = 0;
    for (size_t i = 0; i < count; i++) {
        size_t size = tokenizer_encode(embedder->model->tokenizer, texts[i], lengths[i], next,
                                       encoder_tokens_max(embedder->model->encoder));
        if (tokens + size > ENCODER_TOKENS_MAX) {
            run(embedder, gathered, out);
            out += gathered * EMBED_DIMENSIONS;
            gathered = tokens = 0;
        }
        memcpy(embedder->ids + tokens, next, size * sizeof *next);
        tokens += size;
        embedder->lengths[gathered++] = size;
    }
    if (gathered > 0)
        run(embedder, gathered, out);
}

struct batch {
    struct embedder *embedder;
    const char *const *texts;
    const size_t *lengths;
    size_t count;
    float *out;
};

static void embed_batch(void *context) {
    const struct batch *batch = context;
    embed_with_model(batch->embedder, batch->texts, batch->lengths, batch->count, batch->out);
}

/* A rough measure of the time a text takes: what lies past the last token is not read. */
static size_t weigh(size_t length) {
    return length < TEXT_BYTES_READ ? length : TEXT_BYTES_READ;
}

/* Where the second half of the work starts; `count` when it is too little to share. */
static size_t find_middle(const size_t *lengths, size_t count) {
    size_t all = 0, first = 0, middle = 0;
    for (size_t i = 0; i < count; i++)
        all += weigh(lengths[i]);
    while (middle < count && 2 * first < all)
        first += weigh(lengths[middle++]);
    return all < SHARED_BYTES_LEAST ? count : middle;
}

static void embed_on_two_threads(struct embedder *embedder, const struct batch *batch, size_t middle) {
    struct aside aside;
    if (embedder->partner == NULL)
        embedder->partner = embedder_create(embedder->model);
    struct batch rest = {.embedder = embedder->partner,
                         .texts = batch->texts + middle,
                         .lengths = batch->lengths + middle,
                         .count = batch->count - middle,
                         .out = batch->out + middle * EMBED_DIMENSIONS};
    aside_begin(&aside, embed_batch, &rest);
    embed_with_model(embedder, batch->texts, batch->lengths, middle, batch->out);
    aside_finish(&aside);
}

/* Too little to be halved: both threads compute each layer together. */
static void embed_with_mate(struct embedder *embedder, struct batch *batch) {
    if (embedder->mate == NULL) {
        embedder->mate = mate_create();
        embedder->may_share = embedder->mate != NULL; /* the system has no thread to give */
    }
    mate_call(embedder->mate); /* it wakes while the tokens are found */
    embed_batch(batch);
    mate_dismiss(embedder->mate);
}

void embed_texts(struct embedder *embedder, const char *const *texts, const size_t *lengths, size_t count,
                 float *out) {
    struct batch batch = {embedder, texts, lengths, count, out};
    size_t middle = embedder->may_share ? find_middle(lengths, count) : count;
    if (middle < count)
        embed_on_two_threads(embedder, &batch, middle);
    else if (embedder->may_share)
        embed_with_mate(embedder, &batch);
    else if (embedder->model != NULL)
        embed_batch(&batch);
    else
        for (size_t i = 0; i < count; i++)
            lexical_embed(texts[i], lengths[i], out + i * EMBED_DIMENSIONS);
}

/* --- pieces of one text --- */

/* The tokens of pieces, without those that begin and end a text; `lengths` has how many each piece has. */
static int32_t *encode_pieces(const struct embedder *embedder, const char *const *pieces, size_t count,
                              size_t most, size_t *lengths) {
    size_t capacity = most < PIECE_TOKENS_MAX ? most : PIECE_TOKENS_MAX;
    int32_t *ids = allocate((count + 1) * PIECE_TOKENS_MAX * sizeof *ids), *at = ids, found[PIECE_TOKENS_MAX];
    for (size_t i = 0; i < count; i++, at += lengths[i - 1]) {
        size_t size =
            tokenizer_encode(embedder->model->tokenizer, pieces[i], strlen(pieces[i]), found, capacity);
        lengths[i] = size - FEWEST_TOKENS;
        memcpy(at, found + 1, lengths[i] * sizeof *at);
    }
    return ids;
}

/* What one run reads: pieces `first` up to `end`, of which those from `judged` up to `next` become vectors.
 */
struct stretch {
    size_t first, judged, next, end;
};

static struct stretch find_stretch(const size_t *lengths, size_t count, size_t judged, size_t most) {
    struct stretch stretch = {judged, judged, judged, judged};
    size_t tokens = FEWEST_TOKENS, before = 0, after = 0;
    size_t room = most - FEWEST_TOKENS - lengths[judged]; /* a model may read little at once */
    room = room < TOKENS_BEFORE ? room : TOKENS_BEFORE;
    while (stretch.first > 0 && before + lengths[stretch.first - 1] <= room)
        before += lengths[--stretch.first];
    for (tokens += before; stretch.end < count && tokens + lengths[stretch.end] <= most; stretch.end++)
        tokens += lengths[stretch.end];
    stretch.next = stretch.end;
    while (stretch.end < count && stretch.next > judged + 1 &&
           after + lengths[stretch.next - 1] <= TOKENS_AFTER)
        after += lengths[--stretch.next];
    return stretch;
}

/* Computes one stretch: what stands before the judged pieces becomes a vector too, which is dropped. */
static void run_stretch(struct embedder *embedder, const int32_t *ids, const size_t *lengths,
                        const struct stretch *stretch, float *out) {
    size_t tokens = 1, count = stretch->next - stretch->judged;
    size_t *stretches = allocate((count + 1) * sizeof *stretches);
    int32_t ends[TOKENIZER_CAPACITY_LEAST];
    tokenizer_encode(embedder->model->tokenizer, "", 0, ends, TOKENIZER_CAPACITY_LEAST);
    for (size_t i = stretch->first; i < stretch->end; i++)
        tokens += lengths[i];
    embedder->ids[0] = ends[0];
    memcpy(embedder->ids + 1, ids, (tokens - 1) * sizeof *ids);
    embedder->ids[tokens++] = ends[1];
    stretches[0] = 1;
    for (size_t i = stretch->first; i < stretch->judged; i++)
        stretches[0] += lengths[i];
    memcpy(stretches + 1, lengths + stretch->judged, count * sizeof *stretches);
    float *vectors = allocate((count + 1) * EMBED_DIMENSIONS * sizeof *vectors);
    struct sequences sequences = {.ids = embedder->ids,
                                  .lengths = &tokens,
                                  .count = 1,
                                  .stretches = stretches,
                                  .stretch_count = count + 1};
    encoder_run(embedder->scratch, embedder->mate, &sequences, vectors);
    memcpy(out, vectors + EMBED_DIMENSIONS, count * EMBED_DIMENSIONS * sizeof *out);
    free(vectors);
    free(stretches);
}

void embed_pieces(struct embedder *embedder, const char *const *pieces, size_t count, float *out) {
    size_t *lengths = allocate((count + 1) * sizeof *lengths);
    size_t most = encoder_tokens_max(embedder->model->encoder), reached = 0;
    int32_t *ids = encode_pieces(embedder, pieces, count, most, lengths), *at = ids;
    for (size_t judged = 0; judged < count;) {
        struct stretch stretch = find_stretch(lengths, count, judged, most);
        for (; reached < stretch.first; reached++)
            at += lengths[reached];
        for (; reached > stretch.first; reached--)
            at -= lengths[reached - 1];
        run_stretch(embedder, at, lengths, &stretch, out + judged * EMBED_DIMENSIONS);
        judged = stretch.next;
    }
    free(ids);
    free(lengths);
}
