/* Reads a safetensors file: a JSON header of names, types, shapes and offsets, then the raw numbers.
 *
 * The file is mapped, not read: a tensor is a place in it. It comes from outside and is checked in full when
 * it is opened or a tensor is asked for; no header makes the reader leave the mapping. Tensors of half
 * precision are widened as they are read, so that nobody else knows of them. Immutable after it is opened:
 * any thread.
 */
#ifndef NN_WEIGHTS_H
#define NN_WEIGHTS_H

#include <stdbool.h>
#include <stddef.h>

struct weights;

enum tensor_type { TENSOR_F32, TENSOR_F16, TENSOR_BF16 };

/* Lives as long as its weights; may start at any byte. */
struct tensor {
    const unsigned char *bytes;
    enum tensor_type type;
};

/* NULL on failure, with a sentence in `problem`. */
struct weights *weights_open(const char *path, char *problem, size_t problem_size);
void weights_close(struct weights *weights);

bool weights_has(const struct weights *weights, const char *name);
/* The tensor of that name, rows x columns (columns 0: a vector of `rows`). False with a sentence in `problem`
 * when it is missing, of another type or shape, or outside the file. */
struct tensor_request {
    const char *name;
    size_t rows, columns;
};
bool weights_find(const struct weights *weights, const struct tensor_request *request, struct tensor *found,
                  char *problem, size_t problem_size);

/* Writes `count` numbers from number `first` on. */
void tensor_read(const struct tensor *tensor, size_t first, size_t count, float *out);
/* The numbers where they lie when they are aligned floats, else NULL. */
const float *tensor_floats(const struct tensor *tensor);

/* Gives the pages that were read back to the system; they are read again where they are needed. */
void weights_release_pages(const struct weights *weights);

#endif
