#include "cmocka_setup.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "nn/kernels.h"

enum { FAST_COUNT = 2, ROWS_MAX = 27, DEPTH_MAX = 1543, COLUMNS_MAX = 96, GAP = 5 };

static const char *const FAST[FAST_COUNT] = {"avx2", "avx512"};
static const char *const COARSE[] = {"bf16", "int16", "int8"};

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

/* Calls `check` with every table of this processor. */
static void for_each_table(void (*check)(const struct kernels *kernels)) {
    static const char *const NAMES[] = {"generic", "avx2", "avx512", "amx"};
    static const char *const PRECISIONS[] = {"f32", "bf16", "int16", "int8"};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        for (size_t j = 0; j < sizeof PRECISIONS / sizeof *PRECISIONS; j++) {
            const struct kernels *kernels = kernels_find(NAMES[i], PRECISIONS[j]);
            if (kernels != NULL)
                check(kernels);
            else
                print_message("this processor has no %s in %s: not tested\n", PRECISIONS[j], NAMES[i]);
        }
    }
}

/* Random operands for one product; rows lie apart by `GAP` numbers that nothing may touch. */
struct operands {
    float *a, *panels, *factors, *bias, *residual, *fast_out, *generic_out;
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
    o.factors = numbers(rows);
    o.bias = numbers(columns);
    o.residual = numbers(o.out_count);
    o.fast_out = numbers(o.out_count);
    o.generic_out = malloc(o.out_count * sizeof(float));
    memcpy(o.generic_out, o.fast_out, o.out_count * sizeof(float));
    return o;
}

static void destroy_operands(struct operands *o) {
    float *all[] = {o->a, o->panels, o->factors, o->bias, o->residual, o->fast_out, o->generic_out};
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
                              .factors = options & 8 ? o.factors : NULL,
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
                             (unsigned)(rows + i) % 16);
    compare_products(fast, generic, (struct size){131, DEPTH_MAX, COLUMNS_MAX},
                     7); /* several blocks of rows */
}

static void fast_products_equal_the_generic_ones_on_odd_sizes(void **state) {
    for_each_fast_kernel(check_products);
}

static void check_softmax(const struct kernels *fast, const struct kernels *generic) {
    for (size_t width = PANEL_WIDTH; width <= 8 * PANEL_WIDTH; width += PANEL_WIDTH) {
        size_t rows = 7, count = rows * width;
        float *got = numbers(count), *want = malloc(count * sizeof *want);
        for (size_t i = 0; i < count; i++)
            got[i] = i % 11 == 0 ? -1e30f : 40 * got[i];
        memcpy(want, got, count * sizeof *want);
        float factors[2][ROWS_MAX];
        fast->softmax(got, rows, width, factors[0]);
        generic->softmax(want, rows, width, factors[1]);
        assert_close(got, want, count, 1e-6);
        assert_close(factors[0], factors[1], rows, 1e-6);
        free(got);
        free(want);
    }
}

static void fast_softmax_equals_the_generic_one(void **state) {
    for_each_fast_kernel(check_softmax);
}

static void check_norm(const struct kernels *fast, const struct kernels *generic) {
    for (size_t width = PANEL_WIDTH; width <= 13 * PANEL_WIDTH; width += PANEL_WIDTH) {
        size_t rows = 7, count = rows * width;
        float *got = numbers(count), *want = malloc(count * sizeof *want);
        float *scale = numbers(width), *shift = numbers(width);
        memset(got, 0, width * sizeof *got); /* a row without variance */
        memcpy(want, got, count * sizeof *want);
        struct norm norm = {scale, shift, 1e-12f};
        fast->normalise(got, rows, width, &norm, got);
        generic->normalise(want, rows, width, &norm, want);
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

enum { LENGTH_MAX = 256 };

/* What a token sees, from the definition in kernels.h. */
static void attend_from(const struct attention *attention, const float *query, float *out) {
    const float *keys = attention->query + attention->width, *values = keys + attention->width;
    double weights[LENGTH_MAX], all = 0;
    for (size_t i = 0; i < attention->length; i++) {
        double score = 0;
        for (size_t j = 0; j < attention->head_width; j++)
            score += (double)query[j] * (double)keys[i * attention->stride + j];
        all += weights[i] = exp(score);
    }
    for (size_t j = 0; j < attention->head_width; j++) {
        double sum = 0;
        for (size_t i = 0; i < attention->length; i++)
            sum += weights[i] / all * (double)values[i * attention->stride + j];
        out[j] = (float)sum;
    }
}

/* The second of two heads; nothing else may be written. Keys are stretched by `contrast`, which makes some
 * scores stand out. */
static void check_attention(const struct kernels *kernels, size_t length, size_t head_width, float contrast) {
    size_t width = 2 * head_width, stride = 3 * width + GAP;
    size_t scratch_bytes = kernels_attention_floats(length, head_width) * sizeof(float);
    float *inputs = numbers(length * stride), *got = numbers(length * width);
    float *want = malloc(length * width * sizeof *want);
    struct attention attention = {.query = inputs + head_width,
                                  .width = width,
                                  .stride = stride,
                                  .length = length,
                                  .head_width = head_width,
                                  .out = got + head_width,
                                  .scratch = aligned_alloc(64, (scratch_bytes + 63) / 64 * 64)};
    memcpy(want, got, length * width * sizeof *want);
    for (size_t token = 0; token < length; token++)
        for (size_t i = 0; i < head_width; i++)
            inputs[token * stride + width + head_width + i] *= contrast;
    for (size_t token = 0; token < length; token++)
        attend_from(&attention, attention.query + token * stride, want + token * width + head_width);
    kernels_attend(kernels, &attention);
    assert_close(got, want, length * width, strcmp(kernels->precision, "f32") == 0 ? 1e-5 : 3e-3);
    free(inputs);
    free(got);
    free(want);
    free(attention.scratch);
}

static void check_attention_on_odd_sizes(const struct kernels *kernels) {
    static const float CONTRASTS[] = {0, 0.1f, 1, 3};
    static const size_t LENGTHS[] = {63, 64, 65, 131, 255, LENGTH_MAX};
    for (size_t length = 1; length <= ROWS_MAX + PANEL_WIDTH; length++)
        check_attention(kernels, length, 32 * (1 + length % 3), CONTRASTS[length % 4]);
    for (size_t i = 0; i < sizeof LENGTHS / sizeof *LENGTHS; i++)
        check_attention(kernels, LENGTHS[i], 32, CONTRASTS[i % 4]);
}

static void every_token_sees_the_weighted_mean_on_every_kernel(void **state) {
    for_each_table(check_attention_on_odd_sizes);
}

/* All scores alike and every value at its most: the largest sums there are. One number that is none shows. */
static void check_attention_extremes(const struct kernels *kernels, size_t length, size_t head_width) {
    size_t count = 3 * length * head_width, scratch = kernels_attention_floats(length, head_width);
    float *inputs = malloc(count * sizeof *inputs), *out = numbers(length * head_width);
    struct attention attention = {.query = inputs,
                                  .width = head_width,
                                  .stride = 3 * head_width,
                                  .length = length,
                                  .head_width = head_width,
                                  .out = out,
                                  .scratch = aligned_alloc(64, (scratch * sizeof(float) + 63) / 64 * 64)};
    for (size_t i = 0; i < count; i++)
        inputs[i] = -3;
    kernels_attend(kernels, &attention);
    for (size_t i = 0; i < length * head_width; i++)
        assert_true(fabs((double)out[i] + 3) <= 3e-3);
    for (size_t part = 0; part < 3; part++) {
        for (size_t token = 0; token < length; token++)
            inputs[(3 * token + part) * head_width] = NAN;
        kernels_attend(kernels, &attention);
        assert_true(isnan(out[0]));
        for (size_t token = 0; token < length; token++)
            inputs[(3 * token + part) * head_width] = 1;
    }
    free(inputs);
    free(out);
    free(attention.scratch);
}

static void sums_of_an_attention_do_not_overflow_and_hide_nothing(void **state) {
    static const size_t LENGTHS[] = {1, 2, 33, LENGTH_MAX};
    for (size_t i = 0; i < sizeof COARSE / sizeof *COARSE; i++) {
        const struct kernels *kernels = kernels_find(NULL, COARSE[i]);
        for (size_t j = 0; j < sizeof LENGTHS / sizeof *LENGTHS; j++)
            for (size_t head_width = 32; head_width <= 384; head_width *= 2)
                check_attention_extremes(kernels, LENGTHS[j], head_width);
    }
}

/* Whole numbers that 8 bits hold in either coding, among every 32 the largest and the lowest, so that nothing
 * is rounded. */
static void make_exact(float *values, size_t rows, size_t depth, float lowest, float highest) {
    for (size_t row = 0; row < rows; row++, values += depth) {
        for (size_t i = 0; i < depth; i++)
            values[i] = floorf((next_number() + 1) / 2 * (highest - lowest + 1)) + lowest;
        for (size_t i = 0; i < depth; i += PANEL_WIDTH) {
            values[i + row % PANEL_WIDTH] = highest;
            values[i + (row + 1) % PANEL_WIDTH] = lowest;
        }
    }
}

enum { SCRATCH_BYTES = 3 << 20 };

/* The same weights, packed for two tables. */
struct coarse_operands {
    float *a, *factors, *bias, *got, *want;
    void *packed, *reference, *scratch;
};

static void *pack(const struct kernels *kernels, const float *weights, struct size size) {
    size_t bytes = kernels->packed_bytes(size.depth, size.columns);
    void *packed = aligned_alloc(64, (bytes + 63) / 64 * 64);
    assert_non_null(packed);
    kernels->pack(&(struct packing){.weights = weights,
                                    .depth = size.depth,
                                    .columns = size.columns,
                                    .factor = 0.5f,
                                    .total_columns = size.columns,
                                    .panels = packed});
    return packed;
}

static void multiply_weights(const struct kernels *kernels, struct product product) {
    assert_true(kernels_scratch_bytes(kernels, product.rows, product.depth) <= SCRATCH_BYTES);
    kernels_code_inputs(kernels, &product);
    kernels_multiply_columns(kernels, &product, 0, product.columns);
}

/* Multiplies `a` with `weights` on both tables; `options` as for compare_products. Takes over both. */
static struct coarse_operands multiply_on_both(const struct kernels *kernels, const struct kernels *reference,
                                               struct size size, float *a, float *weights, unsigned options) {
    size_t count = size.rows * size.columns;
    struct coarse_operands o = {.a = a,
                                .factors = numbers(size.rows),
                                .bias = numbers(size.columns),
                                .got = numbers(count),
                                .want = malloc(count * sizeof(float)),
                                .packed = pack(kernels, weights, size),
                                .reference = pack(reference, weights, size),
                                .scratch = aligned_alloc(64, SCRATCH_BYTES)};
    memcpy(o.want, o.got, count * sizeof *o.want);
    struct product product = {.a = a,
                              .a_stride = size.depth,
                              .rows = size.rows,
                              .depth = size.depth,
                              .panels = o.packed,
                              .columns = size.columns,
                              .factors = options & 8 ? o.factors : NULL,
                              .bias = options & 1 ? o.bias : NULL,
                              .residual = options & 2 ? o.got : NULL,
                              .gelu = options & 4 ? 1 : 0,
                              .out = o.got,
                              .out_stride = size.columns,
                              .scratch = o.scratch};
    multiply_weights(kernels, product);
    product.panels = o.reference;
    product.out = o.want;
    product.residual = options & 2 ? o.want : NULL;
    multiply_weights(reference, product);
    free(weights);
    return o;
}

static void destroy_coarse_operands(struct coarse_operands *o) {
    void *all[] = {o->a, o->factors, o->bias, o->got, o->want, o->packed, o->reference, o->scratch};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]);
}

static void compare_coarse_products(const struct kernels *kernels, const struct kernels *reference,
                                    struct size size, unsigned options) {
    struct coarse_operands o = multiply_on_both(kernels, reference, size, numbers(size.rows * size.depth),
                                                numbers(size.columns * size.depth), options);
    assert_close(o.got, o.want, size.rows * size.columns, 1e-5);
    destroy_coarse_operands(&o);
}

static void check_coarse_products(const char *name, const char *precision) {
    const struct kernels *fast = kernels_find(name, precision);
    const struct kernels *generic = kernels_find("generic", precision);
    if (fast == NULL) {
        print_message("this processor has no %s in %s: not tested\n", precision, name);
        return;
    }
    for (size_t rows = 1; rows <= ROWS_MAX; rows++)
        compare_coarse_products(fast, generic, (struct size){rows, 32 * (1 + rows % 5), 32 * (1 + rows % 3)},
                                (unsigned)rows % 16);
    compare_coarse_products(fast, generic, (struct size){701, 1536, 64}, 15); /* several blocks of rows */
}

static void coarse_products_equal_the_generic_ones_on_odd_sizes(void **state) {
    for (size_t i = 0; i < sizeof COARSE / sizeof *COARSE; i++)
        check_coarse_products("avx2", COARSE[i]);
    check_coarse_products("avx512", "int16");
}

/* What rounding leaves of a product, against its size when nothing cancels out. */
static void check_loss(const char *precision, double most) {
    struct size size = {9, 384, 64};
    struct coarse_operands o =
        multiply_on_both(kernels_find("generic", precision), kernels_find("generic", "f32"), size,
                         numbers(size.rows * size.depth), numbers(size.columns * size.depth), 0);
    for (size_t i = 0; i < size.rows * size.columns; i++)
        assert_true(fabs((double)o.got[i] - o.want[i]) <= most * (double)size.depth / 8);
    destroy_coarse_operands(&o);
}

static void generic_coarse_products_lose_no_more_than_their_bits(void **state) {
    check_loss("bf16", 1.0 / 512);
    check_loss("int16", 1.0 / 2048);
    check_loss("int8", 1.0 / 254);
}

/* All inputs and all weights at their most: the largest sum there is. */
static void check_extremes(const struct kernels *kernels, size_t depth, float input, float weight) {
    struct size size = {7, depth, 32};
    float *a = malloc(size.rows * depth * sizeof *a),
          *weights = malloc(size.columns * depth * sizeof *weights);
    for (size_t i = 0; i < size.rows * depth; i++)
        a[i] = input;
    for (size_t i = 0; i < size.columns * depth; i++)
        weights[i] = weight;
    struct coarse_operands o = multiply_on_both(kernels, kernels_find("generic", "f32"), size, a, weights, 0);
    assert_close(o.got, o.want, size.rows * size.columns, 2e-3);
    destroy_coarse_operands(&o);
}

static void integer_sums_do_not_overflow(void **state) {
    static const char *const NAMES[] = {"generic", "avx2", "avx512", "amx"};
    for (size_t i = 0; i < 3; i++) {
        for (size_t j = 0; j < sizeof COARSE / sizeof *COARSE; j++) {
            const struct kernels *kernels = kernels_find(NAMES[i], COARSE[j]);
            for (size_t depth = 32; kernels != NULL && depth <= 3072; depth *= 2) {
                check_extremes(kernels, depth, 3, 5);
                check_extremes(kernels, depth, -3, 5);
                check_extremes(kernels, depth, 3, 0);
            }
        }
    }
}

/* AVX-512 codes inputs in its own way in int8: whole numbers that its bytes hold come out exactly. */
static void check_exact_products(const char *name, const char *precision, float highest_input) {
    const struct kernels *coarse = kernels_find(name, precision);
    if (coarse == NULL) {
        print_message("this processor has no %s in %s: not tested\n", precision, name);
        return;
    }
    for (size_t rows = 1; rows <= ROWS_MAX + 1; rows++) {
        struct size size = {rows, 32 * (1 + rows % 5), 32 * (1 + rows % 3)};
        if (rows > ROWS_MAX)
            size = (struct size){401, 1536, 64}; /* several blocks of rows */
        float *a = numbers(size.rows * size.depth), *weights = numbers(size.columns * size.depth);
        make_exact(a, size.rows, size.depth, 0, highest_input);
        make_exact(weights, size.columns, size.depth, -127, 127);
        struct coarse_operands o =
            multiply_on_both(coarse, kernels_find("generic", "f32"), size, a, weights, 0);
        assert_close(o.got, o.want, size.rows * size.columns, 1e-5);
        destroy_coarse_operands(&o);
    }
}

static void products_in_bf16_are_exact_where_nothing_is_rounded(void **state) {
    check_exact_products("generic", "bf16", 127);
    check_exact_products("avx2", "bf16", 127);
    check_exact_products("avx512", "bf16", 127);
    check_exact_products("amx", "bf16", 127);
}

static void products_in_int8_are_exact_where_nothing_is_rounded(void **state) {
    check_exact_products("avx512", "int8", 255);
    check_exact_products("amx", "int8", 255);
}

/* The whole curve by way of the bias of a product of zeros, against the error function in double. */
static void check_gelu(const struct kernels *kernels, double tolerance) {
    struct size size = {1, PANEL_WIDTH, PANEL_WIDTH};
    static const float ZEROS[PANEL_WIDTH * PANEL_WIDTH];
    float bias[PANEL_WIDTH], out[PANEL_WIDTH];
    void *panels = pack(kernels, ZEROS, size), *scratch = aligned_alloc(64, SCRATCH_BYTES);
    for (float x = -12; x <= 12; x += 1) {
        for (size_t i = 0; i < PANEL_WIDTH; i++)
            bias[i] = x + (float)i / PANEL_WIDTH;
        multiply_weights(kernels, (struct product){.a = ZEROS,
                                                   .a_stride = size.depth,
                                                   .rows = size.rows,
                                                   .depth = size.depth,
                                                   .panels = panels,
                                                   .columns = size.columns,
                                                   .bias = bias,
                                                   .out = out,
                                                   .out_stride = size.columns,
                                                   .gelu = 1,
                                                   .scratch = scratch});
        for (size_t i = 0; i < PANEL_WIDTH; i++) {
            double want = 0.5 * (double)bias[i] * (1 + erf((double)bias[i] * sqrt(0.5)));
            assert_true(fabs((double)out[i] - want) <= tolerance);
        }
    }
    free(panels);
    free(scratch);
}

static void check_gelu_of_table(const struct kernels *kernels) {
    check_gelu(kernels, strcmp(kernels->precision, "f32") == 0 ? 1e-6 : 6e-6);
}

static void gelu_is_that_of_the_error_function_on_every_kernel(void **state) {
    for_each_table(check_gelu_of_table);
}

static void unknown_kernels_are_not_found(void **state) {
    assert_null(kernels_find("mmx", "f32"));
    assert_null(kernels_find("generic", "f8"));
    assert_non_null(kernels_find(NULL, "f32"));
}

static void every_processor_computes_in_every_precision(void **state) {
    assert_non_null(kernels_find(NULL, "f32"));
    for (size_t i = 0; i < sizeof COARSE / sizeof *COARSE; i++)
        assert_non_null(kernels_find(NULL, COARSE[i]));
    assert_non_null(kernels_find(NULL, kernels_default_precision()));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fast_products_equal_the_generic_ones_on_odd_sizes),
        cmocka_unit_test(coarse_products_equal_the_generic_ones_on_odd_sizes),
        cmocka_unit_test(generic_coarse_products_lose_no_more_than_their_bits),
        cmocka_unit_test(integer_sums_do_not_overflow),
        cmocka_unit_test(products_in_bf16_are_exact_where_nothing_is_rounded),
        cmocka_unit_test(products_in_int8_are_exact_where_nothing_is_rounded),
        cmocka_unit_test(fast_softmax_equals_the_generic_one),
        cmocka_unit_test(fast_norm_equals_the_generic_one),
        cmocka_unit_test(every_token_sees_the_weighted_mean_on_every_kernel),
        cmocka_unit_test(sums_of_an_attention_do_not_overflow_and_hide_nothing),
        cmocka_unit_test(gelu_is_that_of_the_error_function_on_every_kernel),
        cmocka_unit_test(unknown_kernels_are_not_found),
        cmocka_unit_test(every_processor_computes_in_every_precision),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
