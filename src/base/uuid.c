#include "base/uuid.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/clock.h"

enum { BYTES = 16 };

static bool is_dash_place(int i) {
    return i == 8 || i == 13 || i == 18 || i == 23;
}

void uuid_create(char out[UUID_TEXT_SIZE]) {
    unsigned char bytes[BYTES];
    if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
        abort(); /* at most 256 bytes never come short once the pool is seeded */
    uint64_t milliseconds = (uint64_t)clock_now() / 1000;
    for (int i = 0; i < 6; i++)
        bytes[i] = (unsigned char)(milliseconds >> (40 - 8 * i));
    bytes[6] = (unsigned char)(0x70 | (bytes[6] & 0x0F));
    bytes[8] = (unsigned char)(0x80 | (bytes[8] & 0x3F));
    static const char HEX[] = "0123456789abcdef";
    char *end = out;
    for (int i = 0; i < BYTES; i++) {
        if (is_dash_place((int)(end - out)))
            *end++ = '-';
        *end++ = HEX[bytes[i] >> 4];
        *end++ = HEX[bytes[i] & 15];
    }
    *end = '\0';
}

bool uuid_is_valid(const char *text) {
    if (text == NULL)
        return false;
    for (int i = 0; i < UUID_TEXT_SIZE - 1; i++) {
        bool right = is_dash_place(i) ? text[i] == '-' : isxdigit((unsigned char)text[i]) != 0;
        if (!right)
            return false;
    }
    return text[UUID_TEXT_SIZE - 1] == '\0';
}

void uuid_normalise(const char *text, char out[UUID_TEXT_SIZE]) {
    for (int i = 0; i < UUID_TEXT_SIZE - 1; i++)
        out[i] = (char)tolower((unsigned char)text[i]);
    out[UUID_TEXT_SIZE - 1] = '\0';
}
