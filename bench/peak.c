/* Usage: build/bench/bench-peak
 *
 * What two threads of this machine can multiply and add in a second when nothing waits for memory, in
 * billions: one line of f32, one of the integers that int8 is computed with and, where there is AMX, one of
 * its integers. bench/embed_peers.py divides by it.
 */
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "nn/kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

enum { THREADS = 2, SUMS = 12, STEPS = 4 << 20, ROUNDS = 5 };

/* A loop of STEPS times SUMS independent operations; what they add to nothing reads. */
#define REPEAT_12(operation)                                                                                 \
    operation(0) operation(1) operation(2) operation(3) operation(4) operation(5) operation(6) operation(7)  \
        operation(8) operation(9) operation(10) operation(11)
#define YMM_FMA(n) "vfmadd231ps %%ymm14, %%ymm15, %%ymm" #n "\n\t"
#define YMM_MADD(n) "vpmaddwd %%ymm14, %%ymm15, %%ymm13\n\tvpaddd %%ymm13, %%ymm" #n ", %%ymm" #n "\n\t"
#define ZMM_FMA(n) "vfmadd231ps %%zmm14, %%zmm15, %%zmm" #n "\n\t"
#define ZMM_DOT(n) "vpdpbusd %%zmm14, %%zmm15, %%zmm" #n "\n\t"
#define SUMS_CHANGE                                                                                          \
    "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm13"

#define LOOP(name, instructions)                                                                             \
    static void *name(void *unused) {                                                                        \
        __asm__ volatile("vzeroall" ::: SUMS_CHANGE, "xmm14", "xmm15");                                      \
        for (int i = 0; i < STEPS; i++)                                                                      \
            __asm__ volatile(REPEAT_12(instructions)::: SUMS_CHANGE);                                        \
        return unused;                                                                                       \
    }
LOOP(ymm_f32, YMM_FMA)
LOOP(ymm_integers, YMM_MADD)
LOOP(zmm_f32, ZMM_FMA)
LOOP(zmm_integers, ZMM_DOT)

#define AMX_DOT                                                                                              \
    "tdpbusd %%tmm6, %%tmm4, %%tmm0\n\ttdpbusd %%tmm7, %%tmm4, %%tmm1\n\t"                                   \
    "tdpbusd %%tmm6, %%tmm5, %%tmm2\n\ttdpbusd %%tmm7, %%tmm5, %%tmm3\n\t"

/* Registers of 16 rows of 64 bytes: zeros, which no product changes. */
static void *amx_integers(void *unused) {
    static const struct {
        uint8_t palette, first_row, reserved[14];
        uint16_t row_bytes[16];
        uint8_t rows[16];
    } SHAPES = {.palette = 1,
                .row_bytes = {64, 64, 64, 64, 64, 64, 64, 64},
                .rows = {16, 16, 16, 16, 16, 16, 16, 16}};
    __asm__ volatile("ldtilecfg %0" ::"m"(SHAPES));
    for (int i = 0; i < STEPS; i++)
        __asm__ volatile(AMX_DOT AMX_DOT AMX_DOT ::);
    __asm__ volatile("tilerelease");
    return unused;
}

/* Billions of products a second of a loop whose instructions make `products` each. */
static double measure(void *(*loop)(void *), double products) {
    double best = 0;
    for (int round = 0; round < ROUNDS; round++) {
        pthread_t threads[THREADS];
        int64_t start = clock_monotonic();
        for (int i = 0; i < THREADS; i++)
            if (pthread_create(&threads[i], NULL, loop, NULL) != 0)
                abort();
        for (int i = 0; i < THREADS; i++)
            pthread_join(threads[i], NULL);
        double rate = THREADS * (double)STEPS * SUMS * products / (double)(clock_monotonic() - start) / 1000;
        best = rate > best ? rate : best;
    }
    return best;
}

int main(void) {
    if (__builtin_cpu_supports("avx512vnni"))
        printf("%f\n%f\n", measure(zmm_f32, 16), measure(zmm_integers, 64));
    else if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        printf("%f\n%f\n", measure(ymm_f32, 8), measure(ymm_integers, 16));
    if (kernels_find("amx", "int8") != NULL)
        printf("%f\n", measure(amx_integers, 16 * 16 * 64));
    return 0;
}
#else
int main(void) {
    return 0; /* no figure */
}
#endif
