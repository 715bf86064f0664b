#include "nn/kernels.h"

#include <stdbool.h>
#include <string.h>

#include "nn/kernels_private.h"

static bool always(void) {
    return true;
}

#if defined(__x86_64__)
static bool has_avx2(void) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}

static bool has_avx512(void) {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
}

static bool has_bf16(void) {
    return has_avx512() && __builtin_cpu_supports("avx512bf16");
}

static bool has_vnni(void) {
    return has_avx512() && __builtin_cpu_supports("avx512vnni");
}
#endif

/* Faster ones first. */
static const struct {
    const struct kernels *kernels;
    bool (*runs_here)(void);
} TABLES[] = {
#if defined(__x86_64__)
    {&KERNELS_AVX512, has_avx512},    {&KERNELS_AVX512_BF16, has_bf16}, {&KERNELS_AVX512_INT16, has_vnni},
    {&KERNELS_AVX512_INT8, has_vnni}, {&KERNELS_AVX2, has_avx2},        {&KERNELS_AVX2_BF16, has_avx2},
    {&KERNELS_AVX2_INT16, has_avx2},  {&KERNELS_AVX2_INT8, has_avx2},
#endif
    {&KERNELS_GENERIC, always},       {&KERNELS_GENERIC_BF16, always},  {&KERNELS_GENERIC_INT16, always},
    {&KERNELS_GENERIC_INT8, always},
};

const struct kernels *kernels_find(const char *name, const char *precision) {
    for (size_t i = 0; i < sizeof TABLES / sizeof *TABLES; i++) {
        const struct kernels *kernels = TABLES[i].kernels;
        if ((name == NULL || strcmp(kernels->name, name) == 0) &&
            strcmp(kernels->precision, precision) == 0 && TABLES[i].runs_here())
            return kernels;
    }
    return NULL;
}

const char *kernels_default_precision(void) {
    bool has_sixteen = kernels_find("avx512", "f32") != NULL ? kernels_find("avx512", "int16") != NULL
                                                             : kernels_find("avx2", "int16") != NULL;
    return has_sixteen ? "int16" : "f32";
}

/* The rows are shared out evenly: two tiles of seven take less time than one of twelve and one of two, whose
 * few sums wait for each other. */
static void multiply_block(const struct product *product, const struct tiling *tiling, size_t first,
                           size_t last) {
    for (size_t column = 0; column < product->columns; column += tiling->columns) {
        size_t left = (last - first + tiling->rows - 1) / tiling->rows;
        for (size_t row = first, rows; row < last; row += rows, left--) {
            rows = (last - row + left - 1) / left;
            tiling->tiles[rows - 1](product, row, column);
            if (product->gelu)
                tiling->gelu(product->out + row * product->out_stride + column, product->out_stride, rows);
        }
    }
}

void kernels_multiply_tiled(const struct product *product, const struct tiling *tiling, size_t block) {
    for (size_t first = 0; first < product->rows; first += block)
        multiply_block(product, tiling, first, first + block < product->rows ? first + block : product->rows);
}

enum { ROWS_MOST = BLOCK_BYTES / 128 };

void kernels_multiply_coded(const struct product *product, const struct tiling *tiling,
                            const struct coding *coding) {
    size_t row_bytes = product->depth * coding->input_bytes, block = block_rows(row_bytes, tiling->rows);
    struct row_code *codes = product->scratch;
    unsigned char *inputs = (unsigned char *)(codes + ROWS_MOST);
    if (block > ROWS_MOST)
        block = ROWS_MOST / tiling->rows * tiling->rows;
    for (size_t first = 0; first < product->rows; first += block) {
        struct product part = *product;
        size_t left = product->rows - first;
        part.rows = left < block ? left : block;
        for (size_t row = 0; row < part.rows; row++)
            codes[row] = coding->encode_row(product->a + (first + row) * product->a_stride, product->depth,
                                            inputs + row * row_bytes);
        part.a = (const float *)(const void *)inputs;
        part.row_codes = codes;
        part.depth = part.a_stride = row_bytes / sizeof(float);
        part.out += first * product->out_stride;
        if (part.factors != NULL)
            part.factors += first;
        if (part.residual != NULL)
            part.residual += first * product->out_stride;
        kernels_multiply_tiled(&part, tiling, block);
    }
}
