/* Reads a safetensors file: a JSON header of names, types, shapes and offsets, then the raw numbers.
 *
 * The file is mapped, not read: a tensor is a pointer into it. It comes from outside and is checked in full
 * when it is opened or a tensor is asked for; no header makes the reader leave the mapping. Immutable after
 * it is opened: any thread.
 */
#ifndef NN_WEIGHTS_H
#define NN_WEIGHTS_H

#include <stddef.h>

struct weights;

/* NULL on failure, with a sentence in `problem`. */
struct weights *weights_open(const char *path, char *problem, size_t problem_size);
void weights_close(struct weights *weights);

/* The tensor of that name, rows x columns (columns 0: a vector of `rows`), f32; lives as long as `weights`.
 * NULL with a sentence in `problem` when it is missing, of another type or shape, or outside the file. */
const float *weights_find(const struct weights *weights, const char *name, size_t rows, size_t columns,
                          char *problem, size_t problem_size);

/* Gives the pages that were read back to the system; they are read again where they are needed. */
void weights_release_pages(const struct weights *weights);

#endif
