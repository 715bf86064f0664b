/* Time. Instants are microseconds since 1970-01-01 UTC in an int64_t, durations microseconds. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

enum { CLOCK_TEXT_SIZE = 28 }; /* 2026-01-31T23:59:59.123456Z and NUL */

int64_t clock_now(void);       /* wall clock */
int64_t clock_monotonic(void); /* for deadlines and durations */
void clock_format(int64_t time_us, char out[CLOCK_TEXT_SIZE]);
/* Reads ISO 8601 with Z or an offset and 0 to 9 fraction digits; false when it is not one. */
bool clock_parse(const char *text, int64_t *time_us);

#endif
