#include "cmocka_setup.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "nn/kernels.h"

enum { FAST_COUNT = 2, ROWS_MAX = 27, DEPTH_MAX = 1543, COLUMNS_MAX = 96, GAP = 5 };

static const char *const FAST[FAST_COUNT] = {"avx2", "avx512"};

/* Numbers in [-1, 1) that are the same in every run. */
static float next_number(void) {
    static uint32_t seed = 12345;
    seed = seed * 1664525u + 1013904223u;
    return (float)(int32_t)seed / 2147483648.0f;
}

static float *numbers(size_t count) {
    float *values = malloc(count * sizeof *values);
    assert_non_null(values);
    for (size_t i = 0; i < count; i++)
        values[i] = next_number();
    return values;
}

static void assert_close(const float *got, const float *want, size_t count, double tolerance) {
    for (size_t i = 0; i < count; i++)
        if (!(fabs((double)got[i] - want[i]) <= tolerance * (1 + fabs((double)want[i]))))
            fail_msg("number %zu is %.9g instead of %.9g", i, (double)got[i], (double)want[i]);
}

/* Calls `check` with every fast kernel of this processor. */
static void for_each_fast_kernel(void (*check)(const struct kernels *fast, const struct kernels *generic)) {
    for (int i = 0; i < FAST_COUNT; i++) {
        const struct kernels *fast = kernels_find(FAST[i], "f32");
        if (fast == NULL)
            print_message("this processor has no %s: not tested\n", FAST[i]);
        else
            check(fast, kernels_find("generic", "f32"));
    }
}

/* Random operands for one product; rows lie apart by `GAP` numbers that nothing may touch. */
struct operands {
    float *a, *panels, *bias, *residual, *fast_out, *generic_out;
    size_t a_stride, out_stride, out_count;
};

static struct operands create_operands(size_t rows, size_t depth, size_t columns) {
    struct operands o = {.a_stride = depth + GAP, .out_stride = columns + GAP};
    float *weights = numbers(columns * depth);
    o.out_count = rows * o.out_stride;
    o.a = numbers(rows * o.a_stride);
    o.panels = malloc(columns * depth * sizeof(float));
    kernels_find("generic", "f32")
        ->pack(&(struct packing){.weights = weights,
                                 .depth = depth,
                                 .columns = columns,
                                 .factor = 1,
                                 .total_columns = columns,
                                 .panels = o.panels});
    free(weights);
    o.bias = numbers(columns);
    o.residual = numbers(o.out_count);
    o.fast_out = numbers(o.out_count);
    o.generic_out = malloc(o.out_count * sizeof(float));
    memcpy(o.generic_out, o.fast_out, o.out_count * sizeof(float));
    return o;
}

static void destroy_operands(struct operands *o) {
    float *all[] = {o->a, o->panels, o->bias, o->residual, o->fast_out, o->generic_out};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]);
}

struct size {
    size_t rows, depth, columns;
};

static void compare_products(const struct kernels *fast, const struct kernels *generic, struct size size,
                             unsigned options) {
    struct operands o = create_operands(size.rows, size.depth, size.columns);
    struct product product = {.a = o.a,
                              .a_stride = o.a_stride,
                              .rows = size.rows,
                              .depth = size.depth,
                              .panels = o.panels,
                              .columns = size.columns,
                              .bias = options & 1 ? o.bias : NULL,
                              .residual = options & 2 ? o.residual : NULL,
                              .gelu = options & 4 ? 1 : 0,
                              .out = o.fast_out,
                              .out_stride = o.out_stride};
    fast->multiply(&product);
    product.out = o.generic_out;
    generic->multiply(&product);
    assert_close(o.fast_out, o.generic_out, o.out_count, 1e-5);
    destroy_operands(&o);
}

static void check_products(const struct kernels *fast, const struct kernels *generic) {
    static const size_t DEPTHS[] = {1, 2, 31, 32, 384, DEPTH_MAX};
    for (size_t rows = 1; rows <= ROWS_MAX; rows++)
        for (size_t i = 0; i < sizeof DEPTHS / sizeof *DEPTHS; i++)
            compare_products(fast, generic, (struct size){rows, DEPTHS[i], 32 * (1 + rows % 3)},
                             (unsigned)(rows + i) % 8);
    compare_products(fast, generic, (struct size){131, DEPTH_MAX, COLUMNS_MAX},
                     7); /* several blocks of rows */
}

static void fast_products_equal_the_generic_ones_on_odd_sizes(void **state) {
    for_each_fast_kernel(check_products);
}

static void check_softmax(const struct kernels *fast, const struct kernels *generic) {
    for (size_t width = PANEL_WIDTH; width <= 8 * PANEL_WIDTH; width += PANEL_WIDTH) {
        size_t rows = 3, count = rows * width;
        float *got = numbers(count), *want = malloc(count * sizeof *want);
        for (size_t i = 0; i < count; i++)
            got[i] = i % 11 == 0 ? -1e30f : 40 * got[i];
        memcpy(want, got, count * sizeof *want);
        fast->softmax(got, rows, width);
        generic->softmax(want, rows, width);
        assert_close(got, want, count, 1e-6);
        free(got);
        free(want);
    }
}

static void fast_softmax_equals_the_generic_one(void **state) {
    for_each_fast_kernel(check_softmax);
}

static void check_norm(const struct kernels *fast, const struct kernels *generic) {
    for (size_t width = PANEL_WIDTH; width <= 13 * PANEL_WIDTH; width += PANEL_WIDTH) {
        size_t rows = 3, count = rows * width;
        float *got = numbers(count), *want = malloc(count * sizeof *want);
        float *scale = numbers(width), *shift = numbers(width);
        memset(got, 0, width * sizeof *got); /* a row without variance */
        memcpy(want, got, count * sizeof *want);
        fast->normalise(got, rows, width, scale, shift, 1e-12f);
        generic->normalise(want, rows, width, scale, shift, 1e-12f);
        assert_close(got, want, count, 1e-5);
        free(got);
        free(want);
        free(scale);
        free(shift);
    }
}

static void fast_norm_equals_the_generic_one(void **state) {
    for_each_fast_kernel(check_norm);
}

/* Whole numbers that 8 bits hold in either coding, among them the largest, so that nothing is rounded. */
static void make_exact(float *values, size_t rows, size_t depth, float lowest, float highest) {
    for (size_t row = 0; row < rows; row++, values += depth) {
        for (size_t i = 0; i < depth; i++)
            values[i] = floorf((next_number() + 1) / 2 * (highest - lowest + 1)) + lowest;
        values[row % depth] = highest;
        values[(row + 1) % depth] = lowest;
    }
}

static void compare_exact_products(const struct kernels *coarse, struct size size, float highest_input) {
    const struct kernels *generic = kernels_find("generic", "f32");
    float *a = numbers(size.rows * size.depth), *weights = numbers(size.columns * size.depth);
    float *got = numbers(size.rows * size.columns), *want = numbers(size.rows * size.columns);
    size_t bytes = coarse->packed_bytes(size.depth, size.columns);
    void *packed = aligned_alloc(64, (bytes + 63) / 64 * 64);
    void *scratch = aligned_alloc(64, KERNELS_SCRATCH_BYTES);
    float *panels = malloc(generic->packed_bytes(size.depth, size.columns));
    make_exact(a, size.rows, size.depth, 0, highest_input);
    make_exact(weights, size.columns, size.depth, -127, 127);
    struct packing packing = {.weights = weights,
                              .depth = size.depth,
                              .columns = size.columns,
                              .factor = 1,
                              .total_columns = size.columns,
                              .panels = packed};
    coarse->pack(&packing);
    packing.panels = panels;
    generic->pack(&packing);
    struct product product = {.a = a,
                              .a_stride = size.depth,
                              .rows = size.rows,
                              .depth = size.depth,
                              .panels = packed,
                              .columns = size.columns,
                              .out = got,
                              .out_stride = size.columns,
                              .scratch = scratch};
    coarse->multiply_weights(&product);
    product.panels = panels;
    product.out = want;
    generic->multiply(&product);
    assert_close(got, want, size.rows * size.columns, 1e-5);
    void *all[] = {a, weights, got, want, packed, scratch, panels};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]);
}

static void check_coarse_products(const char *precision, float highest_input) {
    const struct kernels *coarse = kernels_find(NULL, precision);
    if (coarse == NULL) {
        print_message("this processor has no %s: not tested\n", precision);
        return;
    }
    for (size_t rows = 1; rows <= ROWS_MAX; rows++)
        compare_exact_products(coarse, (struct size){rows, 32 * (1 + rows % 5), 32 * (1 + rows % 3)},
                               highest_input);
    compare_exact_products(coarse, (struct size){401, 1536, 64}, highest_input); /* several blocks of rows */
}

static void products_in_bf16_are_exact_where_nothing_is_rounded(void **state) {
    check_coarse_products("bf16", 127);
}

static void products_in_int8_are_exact_where_nothing_is_rounded(void **state) {
    check_coarse_products("int8", 255);
}

/* The whole curve by way of a product with weights of 1: GELU(x) against the error function in double. */
static void check_gelu(const struct kernels *kernels) {
    float panels[PANEL_WIDTH], out[PANEL_WIDTH];
    for (size_t i = 0; i < PANEL_WIDTH; i++)
        panels[i] = 1;
    for (float x = -12; x <= 12; x += 1.0f / 64) {
        struct product product = {.a = &x,
                                  .a_stride = 1,
                                  .rows = 1,
                                  .depth = 1,
                                  .panels = panels,
                                  .columns = PANEL_WIDTH,
                                  .gelu = 1,
                                  .out = out,
                                  .out_stride = PANEL_WIDTH};
        kernels->multiply(&product);
        assert_true(fabs(out[0] - 0.5 * (double)x * (1 + erf((double)x * sqrt(0.5)))) <= 1e-6);
    }
}

static void gelu_is_the_exact_one_on_every_kernel(void **state) {
    check_gelu(kernels_find("generic", "f32"));
    for (int i = 0; i < FAST_COUNT; i++)
        if (kernels_find(FAST[i], "f32") != NULL)
            check_gelu(kernels_find(FAST[i], "f32"));
}

static void unknown_kernels_are_not_found(void **state) {
    assert_null(kernels_find("mmx", "f32"));
    assert_null(kernels_find("generic", "f8"));
    assert_non_null(kernels_find(NULL, "f32"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fast_products_equal_the_generic_ones_on_odd_sizes),
        cmocka_unit_test(products_in_bf16_are_exact_where_nothing_is_rounded),
        cmocka_unit_test(products_in_int8_are_exact_where_nothing_is_rounded),
        cmocka_unit_test(fast_softmax_equals_the_generic_one),
        cmocka_unit_test(fast_norm_equals_the_generic_one),
        cmocka_unit_test(gelu_is_the_exact_one_on_every_kernel),
        cmocka_unit_test(unknown_kernels_are_not_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
