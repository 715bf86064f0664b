/* The packed model, as encoder_load.c makes it and encoder.c computes with it. */
#ifndef NN_ENCODER_PRIVATE_H
#define NN_ENCODER_PRIVATE_H

#include "nn/encoder.h"
#include "nn/weights.h"

struct linear {
    const struct kernels *kernels;
    const void *panels; /* in the kernels' precision */
    const float *bias;
    size_t depth;
    size_t columns;
};

struct layer {
    struct linear query_key; /* side by side; the query already divided by the root of the head's width */
    struct linear value;
    struct linear attended;
    struct norm attention_norm;
    struct linear widened;
    struct linear narrowed;
    struct norm output_norm;
};

/* The tensors of a layer. */
enum part {
    PART_QUERY,
    PART_KEY,
    PART_VALUE,
    PART_ATTENDED,
    PART_ATTENTION_NORM,
    PART_WIDENED,
    PART_NARROWED,
    PART_OUTPUT_NORM,
    PART_COUNT
};

/* How an architecture calls them: LAYER.NUMBER.PART.weight and .bias. */
struct naming {
    const char *layer;
    const char *parts[PART_COUNT];
};

/* What a sequence becomes. */
enum pooling {
    POOL_MEAN,  /* the mean of its tokens, of length 1 */
    POOL_FIRST, /* its first token, of length 1 */
    POOL_STATE, /* its first token as it is, for a classifier */
};

struct shape {
    size_t width; /* of a token */
    size_t heads;
    size_t head_width;
    size_t wide; /* between the two layers of the feed-forward part */
    size_t layers;
    size_t vocabulary;
    size_t token_types;    /* rows of that table; 0: there is none */
    size_t position_rows;  /* likewise */
    size_t first_position; /* the row of the first token */
    size_t tokens_max;     /* that a sequence may have */
    float epsilon;
};

/* immutable after encoder_open */
struct encoder {
    const struct encoder *base; /* whose weights and lower layers this one shares; NULL: it has its own */
    const struct kernels *kernels;
    struct shape shape;
    enum pooling pooling;
    const struct naming *naming;
    const char *prefix;      /* of the names of all tensors */
    struct weights *weights; /* stays open: the word vectors are read from the mapped file */
    struct tensor words;     /* vocabulary x width, in the file */
    const float *positions;  /* ENCODER_TOKENS_MAX x width, with the token type added */
    struct norm embedding_norm;
    /* Members of an ensemble share all layers before this one; without one it is all of them. */
    size_t shared_layers;
    size_t members;
    struct layer *layers; /* members x shape.layers */
    unsigned char *store; /* owns all that is packed */
    size_t store_used;    /* bytes, likewise */
    size_t store_size;
};

#endif
