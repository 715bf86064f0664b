#include "nn/charsmap.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nn/unicode.h"

enum {
    TRIE_BYTES_MAX = 16 << 20, /* that of NFKC has 200 KB */
    SHORT_CLUSTER = 6,         /* bytes from which a cluster is taken apart */
};

struct charsmap {
    unsigned char *bytes; /* owned */
    const unsigned char *units;
    size_t unit_count;
    const char *texts; /* what replaces, each with a zero behind it */
    size_t text_bytes;
};

static int base64_value(char digit) {
    if (digit >= 'A' && digit <= 'Z')
        return digit - 'A';
    if (digit >= 'a' && digit <= 'z')
        return digit - 'a' + 26;
    if (digit >= '0' && digit <= '9')
        return digit - '0' + 52;
    return digit == '+' ? 62 : digit == '/' ? 63 : -1;
}

/* Writes the bytes and their number; false when it is not base64. */
static bool decode_base64(const char *text, size_t length, unsigned char *out, size_t *count) {
    uint32_t bits = 0;
    unsigned held = 0;
    *count = 0;
    while (length > 0 && text[length - 1] == '=')
        length--;
    for (size_t i = 0; i < length; i++) {
        int value = base64_value(text[i]);
        if (value < 0)
            return false;
        bits = bits << 6 | (uint32_t)value;
        held += 6;
        if (held >= 8) {
            held -= 8;
            out[(*count)++] = (unsigned char)(bits >> held);
        }
    }
    return true;
}

static uint32_t read_u32(const unsigned char *bytes) {
    return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

static bool read_parts(struct charsmap *map, size_t size) {
    if (size < 8)
        return false;
    size_t trie = read_u32(map->bytes);
    if (trie % 4 != 0 || trie == 0 || trie > size - 4)
        return false;
    map->units = map->bytes + 4;
    map->unit_count = trie / 4;
    map->texts = (const char *)map->units + trie;
    map->text_bytes = size - 4 - trie;
    return true;
}

struct charsmap *charsmap_create(const char *base64, size_t length, char *problem, size_t problem_size) {
    size_t size;
    if (length > TRIE_BYTES_MAX) {
        snprintf(problem, problem_size, "is larger than %d bytes", TRIE_BYTES_MAX);
        return NULL;
    }
    struct charsmap *map = calloc(1, sizeof *map);
    if (map == NULL || (map->bytes = malloc(length + 1)) == NULL)
        abort();
    if (decode_base64(base64, length, map->bytes, &size) && read_parts(map, size))
        return map;
    snprintf(problem, problem_size, "is no table of SentencePiece in base64");
    charsmap_destroy(map);
    return NULL;
}

void charsmap_destroy(struct charsmap *map) {
    if (map == NULL)
        return;
    free(map->bytes);
    free(map);
}

/* A unit of the trie (Darts-clone): where its children start, whether it is the end of a key, its own byte.
 */
static bool read_unit(const struct charsmap *map, size_t at, uint32_t *unit) {
    if (at >= map->unit_count)
        return false;
    *unit = read_u32(map->units + 4 * at);
    return true;
}

static size_t unit_offset(uint32_t unit) {
    return (size_t)(unit >> 10) << ((unit & 1u << 9) >> 6);
}

/* What the shortest beginning of `key` that the trie knows becomes; NULL: it knows none. */
static const char *find_text(const struct charsmap *map, const char *key, size_t length, size_t *size) {
    uint32_t unit;
    if (!read_unit(map, 0, &unit))
        return NULL;
    size_t at = unit_offset(unit);
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)key[i];
        at ^= byte;
        if (byte == 0 || !read_unit(map, at, &unit) || (unit & (1u << 31 | 0xFFu)) != byte)
            return NULL;
        at ^= unit_offset(unit);
        if ((unit >> 8 & 1) == 0)
            continue;
        if (!read_unit(map, at, &unit) || (unit & 0x7FFFFFFFu) >= map->text_bytes)
            return NULL;
        const char *text = map->texts + (unit & 0x7FFFFFFFu);
        *size = strnlen(text, map->text_bytes - (unit & 0x7FFFFFFFu));
        return text;
    }
    return NULL;
}

/* What the rules must remember of the cluster so far. */
struct boundary {
    enum unicode_cluster last;
    bool after_picture;           /* a pictograph, then what extends it */
    bool joined_picture;          /* and then a joiner */
    bool after_consonant, linked; /* a consonant, what extends it, with a linker among that */
    bool odd_flags;
};

static bool hangul_holds(enum unicode_cluster last, enum unicode_cluster next) {
    if (last == CLUSTER_L)
        return next == CLUSTER_L || next == CLUSTER_V || next == CLUSTER_LV || next == CLUSTER_LVT;
    if (last == CLUSTER_LV || last == CLUSTER_V)
        return next == CLUSTER_V || next == CLUSTER_T;
    return (last == CLUSTER_LVT || last == CLUSTER_T) && next == CLUSTER_T;
}

/* Whether no boundary stands before `next`: the rules of UAX 29, GB3 to GB13. */
static bool holds(const struct boundary *state, enum unicode_cluster next) {
    if (state->last == CLUSTER_CR)
        return next == CLUSTER_LF;
    if (state->last == CLUSTER_LF || state->last == CLUSTER_CONTROL || next == CLUSTER_CR ||
        next == CLUSTER_LF || next == CLUSTER_CONTROL)
        return false;
    if (next == CLUSTER_EXTEND || next == CLUSTER_ZWJ || next == CLUSTER_LINKER || next == CLUSTER_SPACING)
        return true;
    if (state->last == CLUSTER_PREPEND || hangul_holds(state->last, next))
        return true;
    if (next == CLUSTER_CONSONANT)
        return state->linked;
    if (next == CLUSTER_PICTURE)
        return state->joined_picture;
    return next == CLUSTER_FLAG && state->last == CLUSTER_FLAG && state->odd_flags;
}

static void pass(struct boundary *state, enum unicode_cluster next) {
    bool extends = next == CLUSTER_EXTEND || next == CLUSTER_LINKER || next == CLUSTER_ZWJ;
    state->joined_picture = next == CLUSTER_ZWJ && state->after_picture;
    state->after_picture =
        next == CLUSTER_PICTURE || (extends && next != CLUSTER_ZWJ && state->after_picture);
    state->linked = state->after_consonant && (next == CLUSTER_LINKER || (extends && state->linked));
    state->after_consonant = next == CLUSTER_CONSONANT || (extends && state->after_consonant);
    state->odd_flags = next == CLUSTER_FLAG && !(state->last == CLUSTER_FLAG && state->odd_flags);
    state->last = next;
}

static void put_each(const struct charsmap *map, const uint32_t *items, size_t count, struct codes *out) {
    char bytes[UTF8_MAX];
    for (size_t i = 0; i < count; i++) {
        size_t size, length = codes_encode(items[i], bytes);
        const char *text = find_text(map, bytes, length, &size);
        if (text != NULL)
            codes_put_utf8(out, text, size);
        else
            codes_put(out, items[i]);
    }
}

static void put_cluster(const struct charsmap *map, const uint32_t *items, size_t count, struct codes *out) {
    char bytes[SHORT_CLUSTER + UTF8_MAX];
    size_t length = 0, size;
    for (size_t i = 0; i < count && length < SHORT_CLUSTER; i++)
        length += codes_encode(items[i], bytes + length);
    const char *text = length < SHORT_CLUSTER ? find_text(map, bytes, length, &size) : NULL;
    if (text != NULL)
        codes_put_utf8(out, text, size);
    else
        put_each(map, items, count, out);
}

void charsmap_apply(const struct charsmap *map, const struct codes *text, struct codes *out) {
    struct boundary state = {0};
    size_t start = 0;
    for (size_t i = 0; i < text->count; i++) {
        enum unicode_cluster next = (enum unicode_cluster)unicode_classify(text->items[i]).cluster;
        if (i > start && !holds(&state, next)) {
            put_cluster(map, text->items + start, i - start, out);
            start = i;
            state = (struct boundary){.last = state.last, .odd_flags = state.odd_flags};
        }
        pass(&state, next);
    }
    if (start < text->count)
        put_cluster(map, text->items + start, text->count - start, out);
}
