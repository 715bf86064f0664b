/* Differences to the upper layers of an encoder that fit it to another task than likeness of meaning.
 *
 * Low rank (LoRA, Hu et al. 2021): a layer's weights W (outputs x inputs) become W + (A B)^T, with A inputs x
 * rank and B rank x outputs; biases and norms are replaced. Layout, little-endian: "ICADAPT1", u64
 * fingerprint of the last norm of the encoder, u32 first layer, layers, rank, width; then for each layer from
 * the first: for query, key, value, attention output, intermediate and output A and B as bfloat16 and the
 * bias as float; then scale and shift of its two norms as float. It is read where it lies, which must be
 * aligned for floats.
 */
#ifndef NN_ADAPTER_H
#define NN_ADAPTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct adapter {
    const unsigned char *layer_bytes; /* borrowed: of the first adapted layer */
    uint64_t fingerprint;
    size_t first_layer, layers, rank, width;
};

struct adapter_linear {
    const uint16_t *a, *b;
    const float *bias;
    size_t inputs, outputs, rank;
};

struct adapter_norm {
    const float *scale, *shift;
};

/* The adapter that `bytes` begin with. Returns its size; 0 when there is none of this layout. */
size_t adapter_init(struct adapter *adapter, const void *bytes, size_t size);
/* FNV-1a of the bytes of `count` floats. */
uint64_t adapter_fingerprint(const float *values, size_t count);
/* What replaces the layer of that name ("encoder.layer.3.output.dense"); false when it stays as it is. */
bool adapter_find_linear(const struct adapter *adapter, const char *name, struct adapter_linear *found);
/* The same for a norm ("encoder.layer.3.output.LayerNorm"). */
bool adapter_find_norm(const struct adapter *adapter, const char *name, struct adapter_norm *found);
/* Writes the adjusted weights into `merged` (outputs x inputs, as `weights`). */
void adapter_merge(const struct adapter_linear *linear, const float *weights, float *merged);

#endif
