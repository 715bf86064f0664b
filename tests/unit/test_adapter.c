/* An encoder adjusted by an adapter: what the adapter says is what changes. */
#include "cmocka_setup.h"

#include <stdlib.h>
#include <string.h>

#include "nn/adapter.h"

enum { WIDTH = 4, RANK = 2, LAYERS = 2, HEADER = 32 };

/* bfloat16 of small whole numbers and halves */
static uint16_t bfloat16(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return (uint16_t)(bits >> 16);
}

struct writer {
    unsigned char bytes[4096];
    size_t size;
};

static void put(struct writer *out, const void *bytes, size_t size) {
    memcpy(out->bytes + out->size, bytes, size);
    out->size += size;
}

static void put_halves(struct writer *out, size_t count, float value) {
    for (size_t i = 0; i < count; i++)
        put(out, &(uint16_t){bfloat16(value)}, sizeof(uint16_t));
}

static void put_floats(struct writer *out, size_t count, float value) {
    for (size_t i = 0; i < count; i++)
        put(out, &value, sizeof value);
}

/* Adapts the last of two layers; every A is 1, every B 0.5, biases 3, scales 2, shifts -1. */
static struct writer *make_adapter(void) {
    static const size_t INPUTS[] = {1, 1, 1, 1, 1, 4}, OUTPUTS[] = {1, 1, 1, 1, 4, 1};
    struct writer *out = calloc(1, sizeof *out);
    assert_non_null(out);
    put(out, "ICADAPT1", 8);
    put(out, &(uint64_t){7}, sizeof(uint64_t));
    put(out, (uint32_t[]){1, LAYERS, RANK, WIDTH}, 4 * sizeof(uint32_t));
    for (size_t part = 0; part < 6; part++) {
        put_halves(out, INPUTS[part] * WIDTH * RANK, 1.0f);
        put_halves(out, RANK * OUTPUTS[part] * WIDTH, 0.5f);
        put_floats(out, OUTPUTS[part] * WIDTH, 3.0f);
    }
    for (size_t norm = 0; norm < 2; norm++) {
        put_floats(out, WIDTH, 2.0f);
        put_floats(out, WIDTH, -1.0f);
    }
    return out;
}

static void an_adapter_adds_the_product_of_its_low_rank_factors(void **state) {
    struct writer *bytes = make_adapter();
    struct adapter adapter;
    struct adapter_linear linear;
    float weights[WIDTH * 4 * WIDTH] = {[5] = 10}, merged[WIDTH * 4 * WIDTH];
    assert_int_equal(adapter_init(&adapter, bytes->bytes, bytes->size), bytes->size);
    assert_true(adapter_find_linear(&adapter, "encoder.layer.1.output.dense", &linear));
    assert_int_equal(linear.inputs, 4 * WIDTH);
    assert_int_equal(linear.outputs, WIDTH);
    adapter_merge(&linear, weights, merged);
    for (size_t i = 0; i < sizeof merged / sizeof *merged; i++)
        assert_float_equal(merged[i], weights[i] + RANK * 0.5f, 0);
    assert_float_equal(linear.bias[WIDTH - 1], 3.0f, 0);
    free(bytes);
}

static void layers_below_the_first_and_other_names_stay_as_they_are(void **state) {
    struct writer *bytes = make_adapter();
    struct adapter adapter;
    struct adapter_linear linear;
    struct adapter_norm norm;
    assert_int_equal(adapter_init(&adapter, bytes->bytes, bytes->size), bytes->size);
    assert_false(adapter_find_linear(&adapter, "encoder.layer.0.output.dense", &linear));
    assert_false(adapter_find_linear(&adapter, "encoder.layer.2.output.dense", &linear));
    assert_false(adapter_find_linear(&adapter, "embeddings", &linear));
    assert_false(adapter_find_norm(&adapter, "embeddings", &norm));
    assert_true(adapter_find_norm(&adapter, "encoder.layer.1.output.LayerNorm", &norm));
    assert_float_equal(norm.scale[0], 2.0f, 0);
    assert_float_equal(norm.shift[WIDTH - 1], -1.0f, 0);
    free(bytes);
}

static void an_adapter_that_is_cut_or_mislabelled_is_refused(void **state) {
    struct writer *bytes = make_adapter();
    struct adapter adapter;
    assert_false(adapter_init(&adapter, bytes->bytes, bytes->size - 1));
    assert_false(adapter_init(&adapter, bytes->bytes, HEADER - 1));
    bytes->bytes[0] = 'X';
    assert_false(adapter_init(&adapter, bytes->bytes, bytes->size));
    free(bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_adapter_adds_the_product_of_its_low_rank_factors),
        cmocka_unit_test(layers_below_the_first_and_other_names_stay_as_they_are),
        cmocka_unit_test(an_adapter_that_is_cut_or_mislabelled_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
