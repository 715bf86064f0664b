/* AVX2 with weights and inputs of 16 bits: twice the speed of f32 at half the memory, and closer to it than
 * bf16, because a row's scale leaves more bits than bf16's mantissa has. */
#if defined(__x86_64__)

#define COLUMN_BYTES 4
#define WEIGHTS(at, part) _mm256_loadu_ps((const float *)(const void *)(at))
#define INPUT_MOST(depth) INT16_INPUT_MOST
#include "nn/kernels_avx2_integers.h"

const struct kernels KERNELS_AVX2_INT16 = {
    .name = "avx2",
    .precision = "int16",
    .multiply = avx2_multiply,
    .tiling = &TILING,
    .coding = &CODING,
    .packed_bytes = kernels_packed_int16,
    .pack = kernels_pack_int16,
    .pack_rows = generic_pack_rows,
    .softmax = avx2_softmax,
    .normalise = avx2_normalise,
};

#endif
