/* Any bytes as a safetensors file. */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "nn/weights.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void read_tensors(const struct weights *weights) {
    static const struct tensor_request REQUESTS[] = {{"t", 2, 2}, {"t", 4, 0}, {"u", 1, 0}};
    char problem[256];
    float values[4];
    for (size_t i = 0; i < sizeof REQUESTS / sizeof *REQUESTS; i++) {
        struct tensor tensor;
        size_t columns = REQUESTS[i].columns > 0 ? REQUESTS[i].columns : 1;
        if (weights_find(weights, &REQUESTS[i], &tensor, problem, sizeof problem))
            tensor_read(&tensor, 0, REQUESTS[i].rows * columns, values);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    char path[64], problem[256];
    int file = memfd_create("weights", 0);
    assert(file >= 0 && write(file, bytes, length) == (ssize_t)length);
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    struct weights *weights = weights_open(path, problem, sizeof problem);
    if (weights != NULL)
        read_tensors(weights);
    weights_close(weights);
    close(file);
    return 0;
}
