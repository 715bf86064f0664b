#include "nn/adapter.h"

#include <stdio.h>
#include <string.h>

enum { LINEARS = 6, NORMS = 2, WIDENING = 4, RANK_MAX = 256, WIDTH_MAX = 4096, LAYERS_MAX = 48 };

struct header {
    char magic[8];
    uint64_t fingerprint;
    uint32_t first_layer, layers, rank, width;
};

static const struct {
    const char *name;
    size_t inputs, outputs; /* in widths */
} PARTS[LINEARS] = {{"attention.self.query", 1, 1},      {"attention.self.key", 1, 1},
                    {"attention.self.value", 1, 1},      {"attention.output.dense", 1, 1},
                    {"intermediate.dense", 1, WIDENING}, {"output.dense", WIDENING, 1}};
static const char *const NORM_NAMES[NORMS] = {"attention.output.LayerNorm", "output.LayerNorm"};

static size_t linear_size(const struct adapter *adapter, size_t part) {
    size_t inputs = PARTS[part].inputs * adapter->width, outputs = PARTS[part].outputs * adapter->width;
    return (inputs + outputs) * adapter->rank * sizeof(uint16_t) + outputs * sizeof(float);
}

static size_t linears_size(const struct adapter *adapter, size_t count) {
    size_t size = 0;
    for (size_t part = 0; part < count; part++)
        size += linear_size(adapter, part);
    return size;
}

static size_t norm_size(const struct adapter *adapter) {
    return 2 * adapter->width * sizeof(float);
}

static size_t layer_size(const struct adapter *adapter) {
    return linears_size(adapter, LINEARS) + NORMS * norm_size(adapter);
}

size_t adapter_init(struct adapter *adapter, const void *bytes, size_t size) {
    struct header header;
    if (size < sizeof header)
        return 0;
    memcpy(&header, bytes, sizeof header);
    if (memcmp(header.magic, "ICADAPT1", sizeof header.magic) != 0 || header.layers > LAYERS_MAX ||
        header.first_layer >= header.layers || header.rank < 1 || header.rank > RANK_MAX ||
        header.width < 2 || header.width > WIDTH_MAX || header.width % 2 != 0)
        return 0;
    *adapter = (struct adapter){.layer_bytes = (const unsigned char *)bytes + sizeof header,
                                .fingerprint = header.fingerprint,
                                .first_layer = header.first_layer,
                                .layers = header.layers,
                                .rank = header.rank,
                                .width = header.width};
    size_t own = sizeof header + (adapter->layers - adapter->first_layer) * layer_size(adapter);
    return own <= size ? own : 0;
}

uint64_t adapter_fingerprint(const float *values, size_t count) {
    uint64_t hash = 14695981039346656037u;
    const unsigned char *bytes = (const unsigned char *)values;
    for (size_t i = 0; i < count * sizeof *values; i++)
        hash = (hash ^ bytes[i]) * 1099511628211u;
    return hash;
}

/* The bytes of the layer that `name` belongs to, and what follows its number in the name; NULL: not adapted.
 */
static const unsigned char *find_layer(const struct adapter *adapter, const char *name, const char **rest) {
    size_t index;
    int length = 0;
    if (sscanf(name, "encoder.layer.%zu.%n", &index, &length) != 1 || length == 0)
        return NULL;
    if (index < adapter->first_layer || index >= adapter->layers)
        return NULL;
    *rest = name + length;
    return adapter->layer_bytes + (index - adapter->first_layer) * layer_size(adapter);
}

bool adapter_find_linear(const struct adapter *adapter, const char *name, struct adapter_linear *found) {
    const char *rest;
    const unsigned char *layer = find_layer(adapter, name, &rest);
    for (size_t part = 0; layer != NULL && part < LINEARS; part++) {
        if (strcmp(rest, PARTS[part].name) != 0)
            continue;
        found->rank = adapter->rank;
        found->inputs = PARTS[part].inputs * adapter->width;
        found->outputs = PARTS[part].outputs * adapter->width;
        found->a = (const void *)(layer + linears_size(adapter, part));
        found->b = found->a + found->inputs * found->rank;
        found->bias = (const void *)(found->b + found->rank * found->outputs);
        return true;
    }
    return false;
}

bool adapter_find_norm(const struct adapter *adapter, const char *name, struct adapter_norm *found) {
    const char *rest;
    const unsigned char *layer = find_layer(adapter, name, &rest);
    for (size_t norm = 0; layer != NULL && norm < NORMS; norm++) {
        if (strcmp(rest, NORM_NAMES[norm]) != 0)
            continue;
        found->scale = (const void *)(layer + linears_size(adapter, LINEARS) + norm * norm_size(adapter));
        found->shift = found->scale + adapter->width;
        return true;
    }
    return false;
}

static float from_bfloat16(uint16_t upper_half) {
    uint32_t bits = (uint32_t)upper_half << 16;
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

void adapter_merge(const struct adapter_linear *linear, const float *weights, float *merged) {
    float column[WIDENING * WIDTH_MAX];
    memcpy(merged, weights, linear->outputs * linear->inputs * sizeof *merged);
    for (size_t r = 0; r < linear->rank; r++) {
        for (size_t i = 0; i < linear->inputs; i++)
            column[i] = from_bfloat16(linear->a[i * linear->rank + r]);
        for (size_t o = 0; o < linear->outputs; o++) {
            float b = from_bfloat16(linear->b[r * linear->outputs + o]);
            for (size_t i = 0; i < linear->inputs; i++)
                merged[o * linear->inputs + i] += column[i] * b;
        }
    }
}
