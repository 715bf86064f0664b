/* What the normalisers and splitters of a tokenizer.json need to know of code points: classes, lower case,
 * decompositions, compositions. The data is measured on the reference (scripts/make_unicode_classes.py).
 *
 * The tokenizer of uncased BERT models has a table of its own (nn/unicode_table.h), which does all in one
 * step.
 */
#ifndef NN_UNICODE_H
#define NN_UNICODE_H

#include <stddef.h>
#include <stdint.h>

enum unicode_flag {
    UNICODE_CLEANED = 1,     /* BERT's clean-up drops it */
    UNICODE_CLEAN_SPACE = 2, /* it makes a plain space of it */
    UNICODE_IS_SPACE = 4,
    UNICODE_IS_IDEOGRAPH = 8,
    UNICODE_IS_PUNCTUATION = 16,
    UNICODE_IS_ACCENT = 32, /* a nonspacing mark: what BERT strips */
    UNICODE_IS_MARK = 64,   /* any mark: what StripAccents strips */
};

/* Classes of grapheme clusters, as far as their rules tell them apart: UAX 29. */
enum unicode_cluster {
    CLUSTER_OTHER,
    CLUSTER_CR,
    CLUSTER_LF,
    CLUSTER_CONTROL,
    CLUSTER_EXTEND,
    CLUSTER_ZWJ,
    CLUSTER_FLAG, /* a regional indicator */
    CLUSTER_PREPEND,
    CLUSTER_SPACING,
    CLUSTER_L,
    CLUSTER_V,
    CLUSTER_T,
    CLUSTER_LV,
    CLUSTER_LVT,
    CLUSTER_PICTURE,
    CLUSTER_CONSONANT, /* of an Indic conjunct */
    CLUSTER_LINKER,
};

struct unicode_class {
    uint32_t first, last; /* a range of code points */
    uint8_t flags;
    uint8_t cluster;
    uint8_t order; /* canonical combining class */
};

/* Sorted and disjoint. */
extern const struct unicode_class UNICODE_CLASSES[];
extern const size_t UNICODE_CLASS_COUNT;

enum unicode_form { UNICODE_LOWER, UNICODE_CANONICAL, UNICODE_COMPATIBLE };

struct unicode_class unicode_classify(uint32_t code);
/* What the code point becomes: `*count` code points that live forever; NULL: it stays. Decompositions are
 * complete; Hangul syllables are the caller's. A compatible form is not there where the canonical one is the
 * same.
 */
const uint32_t *unicode_find_form(enum unicode_form form, uint32_t code, size_t *count);
/* The composition of two code points; 0: there is none. */
uint32_t unicode_compose(uint32_t first, uint32_t second);

#endif
