/* The arithmetic of the encoder: one table of functions for each instruction set, chosen at run time.
 *
 * Matrices are row-major float arrays with a stride in elements. Weights are packed once into panels of
 * PANEL_WIDTH columns: panel p holds, for each of the `depth` inputs in turn, the weights of outputs p*32 ..
 * p*32+31. Widths of panels, norms and softmax rows are multiples of PANEL_WIDTH. Every kernel gives the same
 * result as the generic one to rounding. Functions are pure: any thread.
 */
#ifndef NN_KERNELS_H
#define NN_KERNELS_H

#include <stddef.h>

enum { PANEL_WIDTH = 32 };

/* out[row][column] = bias[column] + sum over depth of a[row][i] * weight[i][column] + residual[row][column],
 * then GELU where asked. */
struct product {
    const float *a; /* rows x depth */
    size_t a_stride;
    size_t rows;
    size_t depth;
    const float *panels; /* columns / PANEL_WIDTH panels of depth x PANEL_WIDTH */
    size_t columns;
    const float *bias;     /* columns, or NULL */
    const float *residual; /* rows x columns with out_stride, may be `out` itself; or NULL */
    float *out;            /* rows x columns */
    size_t out_stride;
    int gelu; /* x * (1 + erf(x / sqrt 2)) / 2 */
};

struct kernels {
    const char *name;
    void (*multiply)(const struct product *product);
    /* In place: each row of `width` becomes exp(x) / sum of exp(x). */
    void (*softmax)(float *values, size_t rows, size_t width);
    /* In place: each row of `width` gets mean 0 and variance 1, then scale and shift. */
    void (*normalise)(float *values, size_t rows, size_t width, const float *scale, const float *shift,
                      float epsilon);
};

/* The fastest that this processor runs. */
const struct kernels *kernels_best(void);
/* "generic", "avx2" or "avx512"; NULL when unknown or when this processor cannot run it. */
const struct kernels *kernels_find(const char *name);

/* Packs `columns` rows of `depth` weights each, as a linear layer stores them (weights[column][i]), times
 * `factor`. */
void kernels_pack(const float *weights, size_t depth, size_t columns, float factor, float *panels);

#endif
