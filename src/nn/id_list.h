/* Token ids as they are made, into memory of the caller's that holds a known number of them. */
#ifndef NN_ID_LIST_H
#define NN_ID_LIST_H

#include <stddef.h>
#include <stdint.h>

struct id_list {
    int32_t *items; /* borrowed */
    size_t count;
    size_t capacity;
};

#endif
