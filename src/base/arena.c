/* Blocks in a list, the newest first; an allocation moves a pointer. Obstack (glibc) was the alternative: its
 * macros hide returns and it cannot hand a block to the next request. */
#include "base/arena.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Big enough that an ordinary request needs one block, small enough to keep one a worker. */
enum { BLOCK_SIZE = 32 * 1024, ALIGNMENT = 16, FIRST_CAPACITY = 8 /* items of an array that grows */ };

struct block {
    struct block *next;
    size_t size;
    size_t used;
    _Alignas(ALIGNMENT) char bytes[];
};

struct arena {
    struct block *current;
};

static struct block *create_block(size_t size) {
    if (size > SIZE_MAX - sizeof(struct block))
        abort();
    struct block *block = malloc(sizeof *block + size);
    if (block == NULL)
        abort();
    block->next = NULL;
    block->size = size;
    block->used = 0;
    return block;
}

struct arena *arena_create(void) {
    struct arena *arena = malloc(sizeof *arena);
    if (arena == NULL)
        abort();
    arena->current = create_block(BLOCK_SIZE);
    return arena;
}

void arena_destroy(struct arena *arena) {
    if (arena == NULL)
        return;
    for (struct block *block = arena->current; block != NULL;) {
        struct block *next = block->next;
        free(block);
        block = next;
    }
    free(arena);
}

void arena_reset(struct arena *arena) {
    struct block *kept = NULL;
    for (struct block *block = arena->current; block != NULL;) {
        struct block *next = block->next;
        if (kept == NULL && block->size == BLOCK_SIZE)
            kept = block;
        else
            free(block);
        block = next;
    }
    kept = kept != NULL ? kept : create_block(BLOCK_SIZE);
    kept->next = NULL;
    kept->used = 0;
    arena->current = kept;
}

static size_t round_up(size_t size) {
    if (size > SIZE_MAX - ALIGNMENT)
        abort();
    return (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
}

void *arena_alloc_bytes(struct arena *arena, size_t size) {
    size_t rounded = round_up(size != 0 ? size : 1);
    struct block *block = arena->current;
    if (block->size - block->used < rounded) {
        block = create_block(rounded > BLOCK_SIZE ? rounded : BLOCK_SIZE);
        block->next = arena->current;
        arena->current = block;
    }
    void *bytes = block->bytes + block->used;
    block->used += rounded;
    return bytes;
}

void *arena_alloc(struct arena *arena, size_t size) {
    return memset(arena_alloc_bytes(arena, size), 0, size);
}

void *arena_array(struct arena *arena, size_t count, size_t size) {
    if (size != 0 && count > SIZE_MAX / size)
        abort();
    return arena_alloc(arena, count * size);
}

bool arena_extend(struct arena *arena, void *last, size_t old_size, size_t new_size) {
    struct block *block = arena->current;
    size_t old_rounded = round_up(old_size != 0 ? old_size : 1);
    size_t new_rounded = round_up(new_size);
    assert(new_rounded >= old_rounded);
    bool is_last = (char *)last + old_rounded == block->bytes + block->used;
    if (!is_last || block->size - block->used < new_rounded - old_rounded)
        return false;
    block->used += new_rounded - old_rounded;
    return true;
}

char *arena_strndup(struct arena *arena, const char *text, size_t length) {
    char *copy = arena_alloc_bytes(arena, length + 1);
    memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

void *arena_grow(struct arena *arena, void *items, size_t count, size_t *capacity, size_t item_size) {
    if (count < *capacity)
        return items;
    *capacity = *capacity != 0 ? *capacity * 2 : FIRST_CAPACITY;
    void *grown = arena_array(arena, *capacity, item_size);
    if (count != 0)
        memcpy(grown, items, count * item_size);
    return grown;
}

char *arena_strdup(struct arena *arena, const char *text) {
    return arena_strndup(arena, text, strlen(text));
}

char *arena_vprintf(struct arena *arena, const char *format, va_list args) {
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    assert(length >= 0);
    char *text = arena_alloc_bytes(arena, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, args);
    return text;
}

char *arena_printf(struct arena *arena, const char *format, ...) {
    va_list args;
    va_start(args, format);
    char *text = arena_vprintf(arena, format, args);
    va_end(args);
    return text;
}
