#include "nn/weights.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    HEADER_SIZE_BYTES = 8,       /* little-endian length of the JSON that follows */
    HEADER_BYTES_MAX = 16 << 20, /* far above any encoder; bounds what the parser is given */
};

struct weights {
    char *path;
    const unsigned char *bytes; /* the mapped file */
    size_t size;
    const unsigned char *body; /* after the header */
    size_t body_size;
    json_t *header;
};

static bool map_file(struct weights *weights, char *problem, size_t problem_size) {
    struct stat status;
    int file = open(weights->path, O_RDONLY | O_CLOEXEC);
    if (file < 0 || fstat(file, &status) != 0) {
        snprintf(problem, problem_size, "%s cannot be opened: %s", weights->path, strerror(errno));
        if (file >= 0)
            close(file);
        return false;
    }
    if (!S_ISREG(status.st_mode) || status.st_size <= HEADER_SIZE_BYTES) {
        snprintf(problem, problem_size, "%s is not a safetensors file: it is too short", weights->path);
        close(file);
        return false;
    }
    void *bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, file, 0);
    close(file);
    if (bytes == MAP_FAILED) {
        snprintf(problem, problem_size, "%s cannot be mapped: %s", weights->path, strerror(errno));
        return false;
    }
    weights->bytes = bytes;
    weights->size = (size_t)status.st_size;
    return true;
}

static bool read_header(struct weights *weights, char *problem, size_t problem_size) {
    uint64_t length = 0;
    json_error_t error;
    for (int i = HEADER_SIZE_BYTES - 1; i >= 0; i--)
        length = length << 8 | weights->bytes[i];
    if (length > HEADER_BYTES_MAX || length > weights->size - HEADER_SIZE_BYTES) {
        snprintf(problem, problem_size,
                 "%s is cut off or is not a safetensors file: its header claims %llu bytes", weights->path,
                 (unsigned long long)length);
        return false;
    }
    weights->header = json_loadb((const char *)weights->bytes + HEADER_SIZE_BYTES, (size_t)length,
                                 JSON_REJECT_DUPLICATES, &error);
    if (!json_is_object(weights->header)) {
        snprintf(problem, problem_size, "%s has a broken header: %s", weights->path,
                 weights->header == NULL ? error.text : "it is not an object");
        return false;
    }
    weights->body = weights->bytes + HEADER_SIZE_BYTES + length;
    weights->body_size = weights->size - HEADER_SIZE_BYTES - (size_t)length;
    return true;
}

struct weights *weights_open(const char *path, char *problem, size_t problem_size) {
    struct weights *weights = calloc(1, sizeof *weights);
    if (weights == NULL || (weights->path = strdup(path)) == NULL)
        abort();
    if (map_file(weights, problem, problem_size) && read_header(weights, problem, problem_size))
        return weights;
    weights_close(weights);
    return NULL;
}

void weights_close(struct weights *weights) {
    if (weights == NULL)
        return;
    json_decref(weights->header);
    if (weights->bytes != NULL)
        munmap((void *)weights->bytes, weights->size);
    free(weights->path);
    free(weights);
}

static bool has_shape(const json_t *shape, size_t rows, size_t columns) {
    size_t dimensions = columns > 0 ? 2 : 1;
    if (json_array_size(shape) != dimensions)
        return false;
    if (json_integer_value(json_array_get(shape, 0)) != (json_int_t)rows)
        return false;
    return columns == 0 || json_integer_value(json_array_get(shape, 1)) == (json_int_t)columns;
}

/* Where the tensor starts; NULL when its offsets do not describe `size` aligned bytes inside the file. */
static const float *find_bytes(const struct weights *weights, const json_t *offsets, size_t size) {
    json_int_t begin = json_integer_value(json_array_get(offsets, 0));
    json_int_t end = json_integer_value(json_array_get(offsets, 1));
    if (json_array_size(offsets) != 2 || begin < 0 || end < begin)
        return NULL;
    if ((uint64_t)end > weights->body_size || (uint64_t)(end - begin) != size)
        return NULL;
    const unsigned char *bytes = weights->body + begin;
    return (uintptr_t)bytes % sizeof(float) == 0 ? (const float *)(const void *)bytes : NULL;
}

const float *weights_find(const struct weights *weights, const char *name, size_t rows, size_t columns,
                          char *problem, size_t problem_size) {
    const json_t *entry = json_object_get(weights->header, name);
    const char *type = json_string_value(json_object_get(entry, "dtype"));
    if (entry == NULL || type == NULL) {
        snprintf(problem, problem_size, "%s has no tensor %s", weights->path, name);
        return NULL;
    }
    if (strcmp(type, "F32") != 0) {
        snprintf(problem, problem_size, "%s stores %s as %.16s; F32 is needed", weights->path, name, type);
        return NULL;
    }
    if (!has_shape(json_object_get(entry, "shape"), rows, columns)) {
        snprintf(problem, problem_size, "%s: %s has another shape than the %zu x %zu of its config.json",
                 weights->path, name, rows, columns > 0 ? columns : 1);
        return NULL;
    }
    size_t size = rows * (columns > 0 ? columns : 1) * sizeof(float);
    const float *values = find_bytes(weights, json_object_get(entry, "data_offsets"), size);
    if (values == NULL)
        snprintf(problem, problem_size, "%s is cut off or broken: the offsets of %s are wrong", weights->path,
                 name);
    return values;
}

void weights_release_pages(const struct weights *weights) {
    madvise((void *)weights->bytes, weights->size, MADV_DONTNEED);
}
