/* What the BERT uncased normaliser and word splitter do to each code point; the table is generated
 * (scripts/make_unicode_table.py). Code points in no range stay as they are and are part of a word. */
#ifndef NN_UNICODE_TABLE_H
#define NN_UNICODE_TABLE_H

#include <stddef.h>
#include <stdint.h>

enum unicode_kind {
    UNICODE_DROP,           /* vanishes, and what stands around it is adjacent */
    UNICODE_BREAK,          /* vanishes, but marks do not change order across it */
    UNICODE_SPACE,          /* ends a word */
    UNICODE_PUNCTUATION,    /* is a word of its own */
    UNICODE_IDEOGRAPH,      /* is a word of its own */
    UNICODE_EACH_IDEOGRAPH, /* becomes UNICODE_POOL[value + code - first], a word of its own */
    UNICODE_EACH,           /* becomes UNICODE_POOL[value + code - first] */
    UNICODE_DELTA,          /* every stride-th becomes code + value, those between stay */
    UNICODE_SEQUENCE,       /* becomes the UNICODE_POOL[value] code points that follow there */
    UNICODE_MARK,           /* a mark that stays; value is its canonical combining class */
};

struct unicode_range {
    uint32_t first;
    uint32_t last;
    uint8_t kind; /* enum unicode_kind */
    uint8_t stride;
    int32_t value;
};

/* Sorted and disjoint. */
extern const struct unicode_range UNICODE_RANGES[];
extern const size_t UNICODE_RANGE_COUNT;
extern const uint32_t UNICODE_POOL[];

#endif
