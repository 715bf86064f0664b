/* The arithmetic of the encoder: one table of functions for each instruction set and precision, chosen at run
 * time.
 *
 * Matrices are row-major float arrays with a stride in elements. The second factor of a product is packed
 * into panels of PANEL_WIDTH columns; widths of panels, norms and softmax rows are multiples of PANEL_WIDTH.
 * Weights are packed once by `pack`, in the table's precision; what is made on the way (keys, values) is
 * packed as floats: panel p holds, for each of the `depth` inputs in turn, the numbers of columns p*32 ..
 * p*32+31. In f32, every table gives the result of the generic one to rounding; in the other precisions AVX2
 * does, and the products of AVX-512 in int16. Functions are pure: any thread.
 */
#ifndef NN_KERNELS_H
#define NN_KERNELS_H

#include <stddef.h>

enum { PANEL_WIDTH = 32 };

/* out[row][column] = factors[row] * sum over depth of a[row][i] * weight[i][column] + bias[column] +
 * residual[row][column], then GELU where asked. */
struct product {
    const float *a; /* rows x depth */
    size_t a_stride;
    size_t rows;
    size_t depth;
    const void *panels; /* depth x columns, packed */
    size_t columns;
    const float *factors;  /* rows, or NULL for 1 */
    const float *bias;     /* columns, or NULL */
    const float *residual; /* rows x columns with out_stride, may be `out` itself; or NULL */
    float *out;            /* rows x columns */
    size_t out_stride;
    int gelu;      /* x * (1 + erf(x / sqrt 2)) / 2 */
    void *scratch; /* with weights only: kernels_scratch_bytes, aligned to 64 */

    const struct row_code *row_codes; /* set by kernels_code_inputs */
};

/* What each of `length` tokens sees of the others through one head: out[row] = the mean of the values,
 * weighted by softmax(query[row] * keys). */
struct attention {
    const float *query; /* of the first token; its key lies `width` behind it, its value twice as far */
    size_t width;       /* of a token: of all heads */
    size_t stride;      /* from token to token */
    size_t length;
    size_t head_width; /* a multiple of PANEL_WIDTH */
    float *out;        /* of the first token; `width` from token to token */
    void *scratch;     /* kernels_attention_floats, aligned to 64 bytes */
};

/* Columns of a layer's weights on their way into panels; layers that are computed together are packed side by
 * side. */
struct packing {
    const float *weights; /* columns x depth, as a linear layer stores them */
    size_t depth;
    size_t columns;
    float factor;         /* applied to every weight */
    size_t first_column;  /* where these stand among... */
    size_t total_columns; /* ...all columns of the panels */
    void *panels;
};

struct coding;
struct row_code;
struct tiling;

struct norm {
    const float *scale, *shift; /* width */
    float epsilon;              /* added to the variance */
};

struct kernels {
    const char *name;
    const char *precision;
    const struct kernels *finer; /* for products whose rounding is felt most; NULL: these */
    /* panels: as floats. */
    void (*multiply)(const struct product *product);
    /* How products with weights are computed: kernels_private.h. */
    const struct tiling *tiling;
    const struct coding *coding;
    /* Of `depth` inputs, a multiple of PANEL_WIDTH, and `columns` outputs. */
    size_t (*packed_bytes)(size_t depth, size_t columns);
    void (*pack)(const struct packing *packing);
    /* Makes rows the columns of a product's panels, zeros behind the last: `out` gets rows of `width`, a
     * multiple of PANEL_WIDTH, from `count` of them that lie apart by `stride`. */
    void (*pack_rows)(const float *rows, size_t stride, size_t count, size_t width, float *out);
    /* NULL: by the functions here, in floats. */
    void (*attend)(const struct attention *attention);
    /* In place: each row of `width` becomes exp(x - its largest); `factors`, of `rows`, makes its sum 1. */
    void (*softmax)(float *values, size_t rows, size_t width, float *factors);
    /* Each row of `width` gets mean 0 and variance 1, then scale and shift; `out` may be `values`. */
    void (*normalise)(const float *values, size_t rows, size_t width, const struct norm *norm, float *out);
};

/* A product with panels as `pack` leaves them, in two steps. First all inputs are put into the precision of
 * the weights, in `scratch`; then any thread may compute any columns, multiples of PANEL_WIDTH, and they are
 * as if all had been computed together. */
size_t kernels_scratch_bytes(const struct kernels *kernels, size_t rows, size_t depth);
void kernels_code_inputs(const struct kernels *kernels, struct product *product);
void kernels_multiply_columns(const struct kernels *kernels, const struct product *product, size_t first,
                              size_t last);

void kernels_attend(const struct kernels *kernels, const struct attention *attention);
/* At most this many for that length and all shorter ones. */
size_t kernels_attention_floats(size_t length, size_t head_width);

/* The table of a name ("generic", "avx2", "avx512", "amx"; NULL: the fastest) and a precision ("f32", "bf16",
 * "int16", "int8"); NULL when there is none or this processor cannot run it. */
const struct kernels *kernels_find(const char *name, const char *precision);
/* The fastest precision here whose vectors still have a cosine of 0.9999 or more to those of f32. */
const char *kernels_default_precision(void);

#endif
