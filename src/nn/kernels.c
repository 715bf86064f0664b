#include "nn/kernels.h"

#include <stdbool.h>
#include <string.h>
#if defined(__x86_64__)
#include <cpuid.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

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

static bool has_vnni(void) {
    return has_avx512() && __builtin_cpu_supports("avx512vnni");
}

/* The attention is computed by VNNI. */
static bool has_bf16(void) {
    return has_vnni() && __builtin_cpu_supports("avx512bf16");
}

/* The bits of leaf 7 are bf16, tiles and int8. A process has to ask for the registers, which all its threads
 * then may use (Linux, arch_prctl(2)). */
static bool has_amx(void) {
    enum { NEEDED = 1 << 22 | 1 << 24 | 1 << 25, REQUEST_PERMISSION = 0x1023, TILE_DATA = 18 };
    unsigned a, b, c, d;
    return has_bf16() && __get_cpuid_count(7, 0, &a, &b, &c, &d) && (d & NEEDED) == NEEDED &&
           syscall(SYS_arch_prctl, REQUEST_PERMISSION, TILE_DATA) == 0;
}
#endif

/* Faster ones first. */
static const struct {
    const struct kernels *kernels;
    bool (*runs_here)(void);
} TABLES[] = {
#if defined(__x86_64__)
    {&KERNELS_AMX_BF16, has_amx},     {&KERNELS_AMX_INT8, has_amx},      {&KERNELS_AVX512, has_avx512},
    {&KERNELS_AVX512_BF16, has_bf16}, {&KERNELS_AVX512_INT16, has_vnni}, {&KERNELS_AVX512_INT8, has_vnni},
    {&KERNELS_AVX2, has_avx2},        {&KERNELS_AVX2_BF16, has_avx2},    {&KERNELS_AVX2_INT16, has_avx2},
    {&KERNELS_AVX2_INT8, has_avx2},
#endif
    {&KERNELS_GENERIC, always},       {&KERNELS_GENERIC_BF16, always},   {&KERNELS_GENERIC_INT16, always},
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
    if (kernels_find("amx", "bf16") != NULL)
        return "bf16";
    bool has_sixteen = kernels_find("avx512", "f32") != NULL ? kernels_find("avx512", "int16") != NULL
                                                             : kernels_find("avx2", "int16") != NULL;
    return has_sixteen ? "int16" : "f32";
}

enum { CACHE_LINE = 64 };

const struct coding KERNELS_UNCODED = {.step = 1};

/* Rows are taken in blocks whose inputs stay in the second-level cache (1 MB on the processors this is tuned
 * for, of which half is left to a panel and the output). */
enum { BLOCK_BYTES = 512 * 1024 };

static size_t block_rows(size_t row_bytes, size_t tile_rows) {
    size_t rows = BLOCK_BYTES / row_bytes / tile_rows * tile_rows;
    return rows > tile_rows ? rows : tile_rows;
}

static void finish_rows(const struct product *product, const struct tiling *tiling, size_t column,
                        size_t first, size_t last) {
    if (product->gelu && first < last)
        tiling->gelu(product->out + first * product->out_stride + column, product->out_stride, last - first);
}

/* Evenly: two tiles of seven take less time than one of twelve and one of two, whose few sums wait for each
 * other. */
static size_t share_rows(size_t rows, size_t tiles, size_t step) {
    size_t share = (rows + tiles * step - 1) / (tiles * step) * step;
    return share < rows ? share : rows;
}

/* A tile is finished after the next one: what was just stored is not there yet.
 */
static void multiply_panel(const struct product *product, const struct tiling *tiling, size_t column) {
    size_t left = (product->rows + tiling->rows - 1) / tiling->rows, finished = 0;
    for (size_t row = 0, rows; row < product->rows; row += rows, left--) {
        rows = share_rows(product->rows - row, left, tiling->step);
        tiling->multiply(product, row, column, rows);
        finish_rows(product, tiling, column, finished, row);
        finished = row;
    }
    finish_rows(product, tiling, column, finished, product->rows);
}

static struct product take_rows(const struct product *product, size_t first, size_t most) {
    struct product part = *product;
    size_t left = product->rows - first;
    part.rows = left < most ? left : most;
    part.a += first * product->a_stride;
    part.out += first * product->out_stride;
    if (part.factors != NULL)
        part.factors += first;
    if (part.residual != NULL)
        part.residual += first * product->out_stride;
    if (part.row_codes != NULL)
        part.row_codes += first;
    return part;
}

void kernels_multiply_tiled(const struct product *product, const struct tiling *tiling) {
    size_t block = block_rows(product->depth * sizeof(float), tiling->rows);
    for (size_t first = 0; first < product->rows; first += block) {
        struct product part = take_rows(product, first, block);
        for (size_t column = 0; column < part.columns; column += tiling->columns)
            multiply_panel(&part, tiling, column);
    }
}

static size_t group_inputs(const struct coding *coding, size_t left) {
    return coding->group == 0 || left < coding->group ? left : coding->group;
}

/* Of all rows and, one after another, groups of inputs. */
static size_t code_bytes(const struct coding *coding, size_t rows, size_t depth) {
    size_t groups = coding->group == 0 ? 1 : (depth + coding->group - 1) / coding->group;
    size_t bytes = rows * groups * sizeof(struct row_code);
    return (bytes + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
}

/* Rows lie an odd number of cache lines apart: sixteen of them are read at a time, which a power of two would
 * lay into the same places of the first-level cache. */
static size_t coded_stride(const struct coding *coding, size_t depth) {
    size_t lines = (depth / coding->step * sizeof(float) + CACHE_LINE - 1) / CACHE_LINE;
    return (lines + 1 - lines % 2) * CACHE_LINE / sizeof(float);
}

size_t kernels_scratch_bytes(const struct kernels *kernels, size_t rows, size_t depth) {
    const struct coding *coding = kernels->coding;
    if (coding->encode_row == NULL)
        return 0;
    size_t step = kernels->tiling->step, whole = (rows + step - 1) / step * step;
    return code_bytes(coding, rows, depth) + whole * coded_stride(coding, depth) * sizeof(float);
}

void kernels_code_inputs(const struct kernels *kernels, struct product *product) {
    const struct coding *coding = kernels->coding;
    if (coding->encode_row == NULL)
        return;
    struct row_code *codes = product->scratch;
    float *out = (float *)product->scratch + code_bytes(coding, product->rows, product->depth) / sizeof *out;
    const float *inputs = product->a;
    const size_t stride = coded_stride(coding, product->depth);
    product->row_codes = codes;
    product->a = out;
    for (size_t row = 0; row < product->rows; row++, inputs += product->a_stride, out += stride) {
        for (size_t done = 0, group = row, count; done < product->depth;
             done += count, group += product->rows) {
            count = group_inputs(coding, product->depth - done);
            codes[group] = coding->encode_row(inputs + done, count, out + done / coding->step);
        }
    }
    product->a_stride = stride;
}

/* Group after group of inputs is added to the output; the codes of the next group lie `all_rows` further on.
 */
static void multiply_groups(const struct kernels *kernels, const struct product *product, size_t all_rows,
                            size_t first, size_t last) {
    const struct coding *coding = kernels->coding;
    struct product part = *product;
    for (size_t left = product->depth, count;; left -= count) {
        count = group_inputs(coding, left);
        part.depth = count / coding->step;
        part.gelu = product->gelu && count == left;
        for (size_t column = first; column < last; column += kernels->tiling->columns)
            multiply_panel(&part, kernels->tiling, column);
        if (count == left)
            break;
        part.a += part.depth;
        part.row_codes += all_rows;
        part.panels = (const unsigned char *)part.panels + kernels->packed_bytes(count, part.columns);
        part.bias = NULL;
        part.residual = part.out;
    }
}

void kernels_multiply_columns(const struct kernels *kernels, const struct product *product, size_t first,
                              size_t last) {
    const struct tiling *tiling = kernels->tiling;
    size_t block = block_rows(product->a_stride * sizeof(float), tiling->rows);
    if (tiling->begin != NULL)
        tiling->begin();
    for (size_t row = 0; row < product->rows; row += block) {
        struct product part = take_rows(product, row, block);
        multiply_groups(kernels, &part, product->rows, first, last);
    }
    if (tiling->end != NULL)
        tiling->end();
}
