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

/* Where a tensor lies, in bytes of the body. */
struct span {
    size_t begin, end;
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

/* False when the offsets do not describe a stretch inside the file. */
static bool read_span(const struct weights *weights, const json_t *entry, struct span *span) {
    const json_t *offsets = json_object_get(entry, "data_offsets");
    json_int_t begin = json_integer_value(json_array_get(offsets, 0));
    json_int_t end = json_integer_value(json_array_get(offsets, 1));
    if (json_array_size(offsets) != 2 || begin < 0 || end < begin || (uint64_t)end > weights->body_size)
        return false;
    *span = (struct span){.begin = (size_t)begin, .end = (size_t)end};
    return true;
}

static int by_begin(const void *a, const void *b) {
    const struct span *left = a, *right = b;
    return left->begin < right->begin ? -1 : left->begin > right->begin;
}

/* Tensors that lie over one another would let a small file ask for any amount of memory. */
static bool check_spans(const struct weights *weights, char *problem, size_t problem_size) {
    size_t count = 0;
    struct span *spans = calloc(json_object_size(weights->header) + 1, sizeof *spans);
    const char *name, *bad = NULL;
    json_t *entry;
    if (spans == NULL)
        abort();
    json_object_foreach(weights->header, name, entry) {
        if (strcmp(name, "__metadata__") != 0 && !read_span(weights, entry, &spans[count++]) && bad == NULL)
            bad = name;
    }
    qsort(spans, count, sizeof *spans, by_begin);
    bool apart = true;
    for (size_t i = 1; i < count; i++)
        apart = apart && spans[i].begin >= spans[i - 1].end;
    free(spans);
    if (bad != NULL)
        snprintf(problem, problem_size, "%s is cut off or broken: the offsets of %.100s are wrong",
                 weights->path, bad);
    else if (!apart)
        snprintf(problem, problem_size, "%s is broken: its tensors overlap", weights->path);
    return bad == NULL && apart;
}

struct weights *weights_open(const char *path, char *problem, size_t problem_size) {
    struct weights *weights = calloc(1, sizeof *weights);
    if (weights == NULL || (weights->path = strdup(path)) == NULL)
        abort();
    if (map_file(weights, problem, problem_size) && read_header(weights, problem, problem_size) &&
        check_spans(weights, problem, problem_size))
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

bool weights_has(const struct weights *weights, const char *name) {
    return json_object_get(weights->header, name) != NULL;
}

static bool find_type(const char *name, enum tensor_type *type) {
    static const char *const NAMES[] = {[TENSOR_F32] = "F32", [TENSOR_F16] = "F16", [TENSOR_BF16] = "BF16"};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        if (strcmp(name, NAMES[i]) == 0) {
            *type = (enum tensor_type)i;
            return true;
        }
    }
    return false;
}

static size_t type_size(enum tensor_type type) {
    return type == TENSOR_F32 ? sizeof(float) : sizeof(uint16_t);
}

bool weights_find(const struct weights *weights, const struct tensor_request *request, struct tensor *found,
                  char *problem, size_t problem_size) {
    const char *name = request->name;
    const json_t *entry = json_object_get(weights->header, name);
    const char *type = json_string_value(json_object_get(entry, "dtype"));
    size_t columns = request->columns > 0 ? request->columns : 1;
    struct span span;
    if (type == NULL) {
        snprintf(problem, problem_size, "%s has no tensor %s", weights->path, name);
        return false;
    }
    if (!find_type(type, &found->type)) {
        snprintf(problem, problem_size, "%s stores %s as %.16s; F32, F16 or BF16 is needed", weights->path,
                 name, type);
        return false;
    }
    if (!has_shape(json_object_get(entry, "shape"), request->rows, request->columns)) {
        snprintf(problem, problem_size, "%s: %s has another shape than the %zu x %zu of its config.json",
                 weights->path, name, request->rows, columns);
        return false;
    }
    if (!read_span(weights, entry, &span) ||
        span.end - span.begin != request->rows * columns * type_size(found->type)) {
        snprintf(problem, problem_size, "%s is cut off or broken: the offsets of %s are wrong", weights->path,
                 name);
        return false;
    }
    found->bytes = weights->body + span.begin;
    return true;
}

static float make_float(uint32_t bits) {
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* IEEE half precision: 1 bit sign, 5 exponent, 10 fraction. */
static float widen_half(uint16_t half) {
    uint32_t sign = (uint32_t)(half & 0x8000u) << 16, exponent = half >> 10 & 0x1Fu, fraction = half & 0x3FFu;
    if (exponent == 0) /* zero, or a multiple of 2^-24 */
        return (sign != 0 ? -1.0f : 1.0f) * (float)fraction * 0x1p-24f;
    if (exponent == 0x1F)
        return make_float(sign | 0x7F800000u | fraction << 13);
    return make_float(sign | (exponent + 127 - 15) << 23 | fraction << 13);
}

void tensor_read(const struct tensor *tensor, size_t first, size_t count, float *out) {
    const unsigned char *bytes = tensor->bytes + first * type_size(tensor->type);
    if (tensor->type == TENSOR_F32) {
        memcpy(out, bytes, count * sizeof *out);
        return;
    }
    for (size_t i = 0; i < count; i++, bytes += sizeof(uint16_t)) {
        uint16_t bits;
        memcpy(&bits, bytes, sizeof bits);
        out[i] = tensor->type == TENSOR_BF16 ? make_float((uint32_t)bits << 16) : widen_half(bits);
    }
}

const float *tensor_floats(const struct tensor *tensor) {
    bool plain = tensor->type == TENSOR_F32 && (uintptr_t)tensor->bytes % sizeof(float) == 0;
    return plain ? (const float *)(const void *)tensor->bytes : NULL;
}

void weights_release_pages(const struct weights *weights) {
    madvise((void *)weights->bytes, weights->size, MADV_DONTNEED);
}
