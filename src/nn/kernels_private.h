/* What the kernel files share: the tables that kernels.c chooses from, and constants of the functions. */
#ifndef NN_KERNELS_PRIVATE_H
#define NN_KERNELS_PRIVATE_H

#include <stdint.h>
#include <string.h>

#include "nn/kernels.h"

extern const struct kernels KERNELS_GENERIC;
extern const struct kernels KERNELS_GENERIC_BF16;
extern const struct kernels KERNELS_GENERIC_INT16;
extern const struct kernels KERNELS_GENERIC_INT8;

/* Shared by the generic tables, which differ in the product with weights only. */
void generic_multiply(const struct product *product);
void generic_gelu(float *out, size_t stride, size_t rows);
void generic_pack_rows(const float *rows, size_t stride, size_t count, size_t width, float *out);
void generic_softmax(float *values, size_t rows, size_t width, float *factors);
void generic_normalise(const float *values, size_t rows, size_t width, const struct norm *norm, float *out);
/* Writes the PANEL_WIDTH sums of a row with what the product adds to them. */
void generic_finish_row(const struct product *product, size_t row, size_t column, const float *sums);

#if defined(__x86_64__)
extern const struct kernels KERNELS_AVX2;
extern const struct kernels KERNELS_AVX2_BF16;
extern const struct kernels KERNELS_AVX2_INT16;
extern const struct kernels KERNELS_AVX2_INT8;
extern const struct kernels KERNELS_AVX512;
extern const struct kernels KERNELS_AVX512_BF16;
extern const struct kernels KERNELS_AVX512_INT16;
extern const struct kernels KERNELS_AVX512_INT8;
extern const struct kernels KERNELS_AMX_BF16;
extern const struct kernels KERNELS_AMX_INT8;

/* The same for AVX2... */
void avx2_multiply(const struct product *product);
void avx2_softmax(float *values, size_t rows, size_t width, float *factors);
void avx2_normalise(const float *values, size_t rows, size_t width, const struct norm *norm, float *out);
void avx2_gelu(float *out, size_t stride, size_t rows);

/* ...and for AVX-512. */
void avx512_multiply(const struct product *product);
void avx512_pack_rows(const float *rows, size_t stride, size_t count, size_t width, float *out);
void avx512_softmax(float *values, size_t rows, size_t width, float *factors);
void avx512_normalise(const float *values, size_t rows, size_t width, const struct norm *norm, float *out);
void avx512_gelu_coarse(float *out, size_t stride, size_t rows);
/* Both products in integers of 16 bits, for the coarser precisions. */
void avx512_attend(const struct attention *attention);
#endif

size_t kernels_packed_floats(size_t depth, size_t columns);
size_t kernels_packed_bf16(size_t depth, size_t columns);
size_t kernels_packed_int16(size_t depth, size_t columns);
size_t kernels_packed_int8(size_t depth, size_t columns);
void kernels_pack_floats(const struct packing *packing);
void kernels_pack_bf16(const struct packing *packing);
void kernels_pack_int16(const struct packing *packing);
void kernels_pack_int8(const struct packing *packing);
/* Of 8 bits as vpdpbusd takes them: for each INT8_GROUP of inputs the scales of all columns, the sums of
 * their codes, and panels where four inputs of a column stand side by side. */
size_t kernels_packed_quads(size_t depth, size_t columns);
void kernels_pack_quads(const struct packing *packing);

/* Rounds to nearest, ties to even; weights and activations are finite. */
static inline uint16_t kernels_to_bf16(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return (uint16_t)((bits + 0x7FFF + (bits >> 16 & 1)) >> 16);
}

/* The largest code of an input: with weights of 16 bits, which are fitted to it; and with weights of 8 bits,
 * so that `depth` products fit a sum of 32 bits. */
enum { INT16_INPUT_MOST = 4095, INT8_GROUP = 384 };
long kernels_int8_input_most(size_t depth);

struct tiling {
    /* Computes the tile whose first row and column are given, of `rows`. */
    void (*multiply)(const struct product *product, size_t row, size_t column, size_t rows);
    size_t rows;    /* of the largest tile */
    size_t step;    /* tiles have a multiple of that many rows, but for the last one */
    size_t columns; /* of each */
    void (*gelu)(float *out, size_t stride, size_t rows);
    void (*begin)(void), (*end)(void); /* around a thread's tiles; NULL: nothing to do */
};

/* A product with panels of floats, some rows at a time: each panel is used for all of them before the next.
 */
void kernels_multiply_tiled(const struct product *product, const struct tiling *tiling);

/* How the codes of a row of inputs are read: lowest + scale * code. */
struct row_code {
    float scale;
    float lowest;
};

/* How a table takes the inputs of a product with weights. Coded, an element of 32 bits is a step: the tiles
 * find the steps at `a`, their number in `depth` and the codes of each row in `row_codes`. */
struct coding {
    struct row_code (*encode_row)(const float *row, size_t depth, void *out); /* NULL: as floats */
    size_t step;  /* inputs that are multiplied and added at once */
    size_t group; /* inputs that have codes, scales and panels of their own; 0: all of a row */
};

/* As floats, one at a time. */
extern const struct coding KERNELS_UNCODED;

/* exp(x) = 2^n * exp(r) with |r| <= ln 2 / 2; the polynomial is the Taylor series to degree 6 (error 2e-7
 * relative). ln 2 is split so that n * LN2_HIGH is exact. Below EXP_LOWEST the result counts as 0 for every
 * use here. */
#define EXP_LOWEST -87.0f
#define LOG2_E 1.44269504f
#define LN2_HIGH 0.693359375f
#define LN2_LOW -2.12194440e-4f

/* erf(z) = z * P(z * z) / Q(z * z) for |z| <= ERF_MOST, beyond which it is 1 to rounding: the rational
 * approximation of Eigen's generic_fast_erf (error 2e-7). From the highest power down. */
#define ERF_MOST 4.0f
static const float ERF_P[] = {-2.72614225801306e-10f, 2.77068142495902e-08f,  -2.10102402082508e-06f,
                              -5.69250639462346e-05f, -7.34990630326855e-04f, -2.95459980854025e-03f,
                              -1.60960333262415e-02f};
static const float ERF_Q[] = {-1.45660718464996e-05f, -2.13374055278905e-04f, -1.68282697438203e-03f,
                              -7.37332916720468e-03f, -1.42647390514189e-02f};
enum { ERF_P_COUNT = sizeof ERF_P / sizeof *ERF_P, ERF_Q_COUNT = sizeof ERF_Q / sizeof *ERF_Q };
#define SQRT_HALF 0.70710678f

/* Loops over the rows of a tile must be unrolled, or the sums do not stay in registers. */
#if defined(__clang__)
#define UNROLL _Pragma("unroll")
#else
#define UNROLL _Pragma("GCC unroll 16")
#endif

#endif
