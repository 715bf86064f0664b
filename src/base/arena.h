/* Memory that is released in one place: one arena a request, a batch or a command.
 *
 * Nothing in an arena is freed by hand. Allocation never fails: big input is bounded beforehand by the
 * route's body limit, so running out of memory aborts. An arena belongs to one thread at a time.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct arena;

struct arena *arena_create(void);
void arena_destroy(struct arena *arena);
/* Forgets everything allocated and keeps one block for the next use. */
void arena_reset(struct arena *arena);

/* Zeroed memory of `size` bytes aligned for any type. */
void *arena_alloc(struct arena *arena, size_t size);
/* The same without zeroing, for bytes that are overwritten at once. */
void *arena_alloc_bytes(struct arena *arena, size_t size);
/* Lengthens an allocation in place; false when it is not the last one or its block is full. */
bool arena_extend(struct arena *arena, void *last, size_t old_size, size_t new_size);
/* Zeroed array; aborts when count * size overflows. */
void *arena_array(struct arena *arena, size_t count, size_t size);
/* Room for one more item behind `count` of them: `items` itself, or a copy twice as large when *capacity is
 * used up. Begin with NULL and a capacity of 0. */
void *arena_grow(struct arena *arena, void *items, size_t count, size_t *capacity, size_t item_size);
char *arena_strdup(struct arena *arena, const char *text);
/* Copies `length` bytes and ends them with NUL. */
char *arena_strndup(struct arena *arena, const char *text, size_t length);
char *arena_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list args);

#endif
