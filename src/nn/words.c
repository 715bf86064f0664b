#include "nn/words.h"

#include "nn/unicode_table.h"

enum { NOT_A_CHARACTER = 0xFFFD };

/* Hangul syllables decompose by arithmetic: The Unicode Standard, section 3.12. */
enum {
    HANGUL_FIRST = 0xAC00,
    HANGUL_LAST = 0xD7A3,
    HANGUL_LEAD = 0x1100,
    HANGUL_VOWEL = 0x1161,
    HANGUL_TAIL = 0x11A7,
    HANGUL_VOWELS = 21,
    HANGUL_TAILS = 28,
};

/* What one code point does to the word that is being read. */
enum step {
    STEP_GO_ON,
    STEP_END,       /* the word ended before this code point, which is consumed */
    STEP_END_AHEAD, /* the word ended before this code point, which starts the next */
    STEP_ALONE,     /* this code point is a word of its own */
};

void words_init(struct words *words, const char *text, size_t length) {
    words->text = text;
    words->length = length;
    words->position = 0;
    words->byte_length = 0;
    words->chars = 0;
    words->mark_count = 0;
}

static bool is_continuation(const unsigned char *byte, const unsigned char *end) {
    return byte < end && (*byte & 0xC0) == 0x80;
}

/* Decodes a code point of two bytes or more at `byte` and returns its bytes; 1 when it is none. */
static size_t decode(const unsigned char *byte, const unsigned char *end, uint32_t *code) {
    static const uint32_t SMALLEST[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t size = *byte >= 0xF0 ? 4 : *byte >= 0xE0 ? 3 : 2;
    uint32_t value = *byte & (0x7Fu >> size);
    *code = NOT_A_CHARACTER;
    if (*byte < 0xC2 || *byte > 0xF4)
        return 1;
    for (size_t i = 1; i < size; i++) {
        if (!is_continuation(byte + i, end))
            return 1;
        value = value << 6 | (byte[i] & 0x3Fu);
    }
    if (value < SMALLEST[size] || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000))
        return 1;
    *code = value;
    return size;
}

static const struct unicode_range *find_range(uint32_t code) {
    size_t low = 0, high = UNICODE_RANGE_COUNT;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (UNICODE_RANGES[middle].last < code)
            low = middle + 1;
        else
            high = middle;
    }
    const struct unicode_range *range = &UNICODE_RANGES[low];
    return low < UNICODE_RANGE_COUNT && range->first <= code ? range : NULL;
}

static void put_bytes(struct words *words, uint32_t code) {
    if (words->chars++ >= WORD_CHARS_MAX)
        return;
    char *out = words->bytes + words->byte_length;
    if (code < 0x80) {
        *out++ = (char)code;
    } else if (code < 0x800) {
        *out++ = (char)(0xC0 | code >> 6);
        *out++ = (char)(0x80 | (code & 0x3F));
    } else {
        if (code < 0x10000) {
            *out++ = (char)(0xE0 | code >> 12);
        } else {
            *out++ = (char)(0xF0 | code >> 18);
            *out++ = (char)(0x80 | (code >> 12 & 0x3F));
        }
        *out++ = (char)(0x80 | (code >> 6 & 0x3F));
        *out++ = (char)(0x80 | (code & 0x3F));
    }
    words->byte_length = (size_t)(out - words->bytes);
}

static void flush_marks(struct words *words) {
    for (unsigned i = 0; i < words->mark_count; i++)
        put_bytes(words, words->marks[i]);
    words->mark_count = 0;
}

static void put_char(struct words *words, uint32_t code) {
    flush_marks(words);
    put_bytes(words, code);
}

/* Stable insertion by class. A run longer than a word may be makes the word too long, in whatever order. */
static void put_mark(struct words *words, uint32_t code, uint8_t class) {
    if (words->mark_count == WORD_CHARS_MAX)
        flush_marks(words);
    unsigned at = words->mark_count++;
    for (; at > 0 && words->mark_classes[at - 1] > class; at--) {
        words->marks[at] = words->marks[at - 1];
        words->mark_classes[at] = words->mark_classes[at - 1];
    }
    words->marks[at] = code;
    words->mark_classes[at] = class;
}

static bool word_has_begun(const struct words *words) {
    return words->chars + words->mark_count > 0;
}

static enum step put_alone(struct words *words, uint32_t code) {
    if (word_has_begun(words))
        return STEP_END_AHEAD;
    put_bytes(words, code);
    return STEP_ALONE;
}

/* Puts a code point that the normaliser has made: it is not mapped again. */
static enum step put_mapped(struct words *words, uint32_t code) {
    const struct unicode_range *range = find_range(code);
    if (range != NULL && range->kind == UNICODE_PUNCTUATION)
        return put_alone(words, code);
    if (range != NULL && range->kind == UNICODE_MARK)
        put_mark(words, code, (uint8_t)range->value);
    else
        put_char(words, code);
    return STEP_GO_ON;
}

static enum step put_hangul(struct words *words, uint32_t code) {
    uint32_t index = code - HANGUL_FIRST;
    put_char(words, HANGUL_LEAD + index / (HANGUL_VOWELS * HANGUL_TAILS));
    put_char(words, HANGUL_VOWEL + index / HANGUL_TAILS % HANGUL_VOWELS);
    if (index % HANGUL_TAILS > 0)
        put_char(words, HANGUL_TAIL + index % HANGUL_TAILS);
    return STEP_GO_ON;
}

static enum step put_range(struct words *words, uint32_t code, const struct unicode_range *range) {
    uint32_t offset = code - range->first;
    switch ((enum unicode_kind)range->kind) {
    case UNICODE_DROP:
        return STEP_GO_ON;
    case UNICODE_BREAK:
        flush_marks(words);
        return STEP_GO_ON;
    case UNICODE_SPACE:
        return word_has_begun(words) ? STEP_END : STEP_GO_ON;
    case UNICODE_PUNCTUATION:
    case UNICODE_IDEOGRAPH:
        return put_alone(words, code);
    case UNICODE_EACH_IDEOGRAPH:
        return put_alone(words, UNICODE_POOL[(uint32_t)range->value + offset]);
    case UNICODE_EACH:
        return put_mapped(words, UNICODE_POOL[(uint32_t)range->value + offset]);
    case UNICODE_DELTA:
        return put_mapped(words, offset % range->stride == 0 ? code + (uint32_t)range->value : code);
    case UNICODE_SEQUENCE:
        for (uint32_t i = 1; i <= UNICODE_POOL[range->value]; i++)
            put_mapped(words, UNICODE_POOL[(uint32_t)range->value + i]);
        return STEP_GO_ON;
    case UNICODE_MARK:
        put_mark(words, code, (uint8_t)range->value);
        return STEP_GO_ON;
    }
    return STEP_GO_ON;
}

static enum step put_code(struct words *words, uint32_t code) {
    if (code >= HANGUL_FIRST && code <= HANGUL_LAST)
        return put_hangul(words, code);
    const struct unicode_range *range = find_range(code);
    if (range != NULL)
        return put_range(words, code, range);
    put_char(words, code);
    return STEP_GO_ON;
}

/* The lower case of ASCII letters and digits, 0 for what is no part of a plain run. */
static const char PLAIN[256] = {
    ['0'] = '0', ['1'] = '1', ['2'] = '2', ['3'] = '3', ['4'] = '4', ['5'] = '5', ['6'] = '6', ['7'] = '7',
    ['8'] = '8', ['9'] = '9', ['a'] = 'a', ['b'] = 'b', ['c'] = 'c', ['d'] = 'd', ['e'] = 'e', ['f'] = 'f',
    ['g'] = 'g', ['h'] = 'h', ['i'] = 'i', ['j'] = 'j', ['k'] = 'k', ['l'] = 'l', ['m'] = 'm', ['n'] = 'n',
    ['o'] = 'o', ['p'] = 'p', ['q'] = 'q', ['r'] = 'r', ['s'] = 's', ['t'] = 't', ['u'] = 'u', ['v'] = 'v',
    ['w'] = 'w', ['x'] = 'x', ['y'] = 'y', ['z'] = 'z', ['A'] = 'a', ['B'] = 'b', ['C'] = 'c', ['D'] = 'd',
    ['E'] = 'e', ['F'] = 'f', ['G'] = 'g', ['H'] = 'h', ['I'] = 'i', ['J'] = 'j', ['K'] = 'k', ['L'] = 'l',
    ['M'] = 'm', ['N'] = 'n', ['O'] = 'o', ['P'] = 'p', ['Q'] = 'q', ['R'] = 'r', ['S'] = 's', ['T'] = 't',
    ['U'] = 'u', ['V'] = 'v', ['W'] = 'w', ['X'] = 'x', ['Y'] = 'y', ['Z'] = 'z',
};

/* Most text is runs of ASCII letters and digits: these take the short way. */
static void take_plain_run(struct words *words) {
    const unsigned char *text = (const unsigned char *)words->text;
    size_t start = words->position, at = start;
    flush_marks(words);
    if (words->chars < WORD_CHARS_MAX) {
        size_t room = WORD_CHARS_MAX - words->chars;
        size_t end = words->length - at < room ? words->length : at + room;
        size_t used = words->byte_length;
        for (char plain; at < end && (plain = PLAIN[text[at]]) != 0; at++)
            words->bytes[used++] = plain;
        words->byte_length = used;
    }
    while (at < words->length && PLAIN[text[at]] != 0)
        at++;
    words->chars += (unsigned)(at - start);
    words->position = at;
}

/* What UNICODE_RANGES says of ASCII that is no letter or digit, without a search. */
static enum step put_ascii(struct words *words, uint32_t code) {
    if (code == ' ' || code == '\n' || code == '\t' || code == '\r')
        return word_has_begun(words) ? STEP_END : STEP_GO_ON;
    return code > ' ' && code < 0x7F ? put_alone(words, code) : STEP_GO_ON;
}

bool words_next(struct words *words) {
    const unsigned char *text = (const unsigned char *)words->text;
    words->byte_length = 0;
    words->chars = 0;
    for (enum step step = STEP_GO_ON; step == STEP_GO_ON && words->position < words->length;) {
        uint32_t code = text[words->position];
        size_t size = 1;
        if (PLAIN[code] != 0) {
            take_plain_run(words);
            continue;
        }
        if (code < 0x80) {
            step = put_ascii(words, code);
        } else {
            size = decode(text + words->position, text + words->length, &code);
            step = put_code(words, code);
        }
        if (step != STEP_END_AHEAD)
            words->position += size;
    }
    flush_marks(words);
    return words->chars > 0;
}
