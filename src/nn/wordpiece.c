#include "nn/wordpiece.h"

#include <assert.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nn/words.h"

enum {
    VOCABULARY_BYTES_MAX = 16 << 20, /* the largest multilingual WordPiece vocabulary is near 1 MB */
    SPECIAL_COUNT = 5,
    NO_PIECE = -1,
};

/* Found in the text itself, as the reference does: leftmost first. None is the start of another. */
static const char *const SPECIALS[SPECIAL_COUNT] = {"[CLS]", "[SEP]", "[UNK]", "[PAD]", "[MASK]"};
enum { CLS, SEP, UNK };

struct piece {
    const char *bytes; /* within `text`, not terminated; without the ## of a continuation */
    uint32_t length;
    bool continues;
};

struct slot {
    uint32_t hash;
    int32_t id; /* NO_PIECE: empty */
};

struct wordpiece {
    char *text; /* the file */
    struct piece *pieces;
    size_t count;
    struct slot *slots; /* open addressing, a power of two */
    size_t mask;
    uint32_t longest; /* bytes of the longest piece */
    int32_t special_ids[SPECIAL_COUNT];
};

static void *allocate(size_t count, size_t size) {
    void *memory = calloc(count > 0 ? count : 1, size);
    if (memory == NULL)
        abort();
    return memory;
}

/* FNV-1a; a continuation starts elsewhere, so that "##a" and "a" differ. */
static uint32_t hash_start(bool continues) {
    return continues ? 0x811c9dc5u ^ 0x2323u : 0x811c9dc5u;
}

static uint32_t hash_add(uint32_t hash, char byte) {
    return (hash ^ (unsigned char)byte) * 0x01000193u;
}

/* FNV leaves the low bits weak on short input. */
static size_t slot_of(const struct wordpiece *wordpiece, uint32_t hash) {
    return (hash ^ hash >> 15) & wordpiece->mask;
}

static int32_t find_piece(const struct wordpiece *wordpiece, uint32_t hash, const char *bytes,
                          uint32_t length, bool continues) {
    size_t at = slot_of(wordpiece, hash);
    for (; wordpiece->slots[at].id != NO_PIECE; at = (at + 1) & wordpiece->mask) {
        if (wordpiece->slots[at].hash != hash)
            continue;
        const struct piece *piece = &wordpiece->pieces[wordpiece->slots[at].id];
        if (piece->length == length && piece->continues == continues &&
            memcmp(piece->bytes, bytes, length) == 0)
            return wordpiece->slots[at].id;
    }
    return NO_PIECE;
}

static uint32_t hash_piece(const struct piece *piece) {
    uint32_t hash = hash_start(piece->continues);
    for (uint32_t i = 0; i < piece->length; i++)
        hash = hash_add(hash, piece->bytes[i]);
    return hash;
}

static char *read_file(const char *path, size_t *length, char *problem, size_t problem_size) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        snprintf(problem, problem_size, "%s cannot be opened: %s", path, strerror(errno));
        return NULL;
    }
    char *text = allocate(VOCABULARY_BYTES_MAX + 1, 1);
    *length = fread(text, 1, VOCABULARY_BYTES_MAX + 1, file);
    bool good = !ferror(file) && *length > 0 && *length <= VOCABULARY_BYTES_MAX;
    fclose(file);
    if (!good) {
        snprintf(problem, problem_size, "%s is empty, unreadable or larger than %d bytes", path,
                 VOCABULARY_BYTES_MAX);
        free(text);
        return NULL;
    }
    return text;
}

static size_t count_lines(const char *text, size_t length) {
    size_t lines = length > 0 && text[length - 1] != '\n';
    for (size_t i = 0; i < length; i++)
        lines += text[i] == '\n';
    return lines;
}

static struct piece make_piece(const char *line, size_t length) {
    if (length > 0 && line[length - 1] == '\r')
        length--;
    bool continues = length > 2 && memcmp(line, "##", 2) == 0;
    size_t skip = continues ? 2 : 0;
    return (struct piece){.bytes = line + skip, .length = (uint32_t)(length - skip), .continues = continues};
}

static void split_pieces(struct wordpiece *wordpiece, size_t length) {
    const char *line = wordpiece->text, *end = wordpiece->text + length;
    for (size_t i = 0; i < wordpiece->count; i++) {
        const char *stop = memchr(line, '\n', (size_t)(end - line));
        if (stop == NULL)
            stop = end;
        wordpiece->pieces[i] = make_piece(line, (size_t)(stop - line));
        if (wordpiece->pieces[i].length > wordpiece->longest)
            wordpiece->longest = wordpiece->pieces[i].length;
        line = stop < end ? stop + 1 : end;
    }
}

static void index_pieces(struct wordpiece *wordpiece) {
    size_t size = 1024;
    while (size < 2 * wordpiece->count)
        size *= 2;
    wordpiece->mask = size - 1;
    wordpiece->slots = allocate(size, sizeof *wordpiece->slots);
    for (size_t i = 0; i < size; i++)
        wordpiece->slots[i].id = NO_PIECE;
    for (size_t i = 0; i < wordpiece->count; i++) {
        uint32_t hash = hash_piece(&wordpiece->pieces[i]);
        size_t at = slot_of(wordpiece, hash);
        while (wordpiece->slots[at].id != NO_PIECE)
            at = (at + 1) & wordpiece->mask;
        wordpiece->slots[at] = (struct slot){.hash = hash, .id = (int32_t)i};
    }
}

static int32_t find_special(const struct wordpiece *wordpiece, const char *name) {
    struct piece piece = make_piece(name, strlen(name));
    return find_piece(wordpiece, hash_piece(&piece), piece.bytes, piece.length, false);
}

struct wordpiece *wordpiece_open(const char *path, char *problem, size_t problem_size) {
    size_t length;
    char *text = read_file(path, &length, problem, problem_size);
    if (text == NULL)
        return NULL;
    struct wordpiece *wordpiece = allocate(1, sizeof *wordpiece);
    wordpiece->text = realloc(text, length);
    if (wordpiece->text == NULL)
        abort();
    wordpiece->count = count_lines(wordpiece->text, length);
    wordpiece->pieces = allocate(wordpiece->count, sizeof *wordpiece->pieces);
    split_pieces(wordpiece, length);
    index_pieces(wordpiece);
    for (int i = 0; i < SPECIAL_COUNT; i++) {
        wordpiece->special_ids[i] = find_special(wordpiece, SPECIALS[i]);
        if (wordpiece->special_ids[i] == NO_PIECE) {
            snprintf(problem, problem_size, "%s has no %s: it is not the vocabulary of a BERT model", path,
                     SPECIALS[i]);
            wordpiece_close(wordpiece);
            return NULL;
        }
    }
    return wordpiece;
}

void wordpiece_close(struct wordpiece *wordpiece) {
    if (wordpiece == NULL)
        return;
    free(wordpiece->slots);
    free(wordpiece->pieces);
    free(wordpiece->text);
    free(wordpiece);
}

size_t wordpiece_count(const struct wordpiece *wordpiece) {
    return wordpiece->count;
}

/* Longest piece that starts at `bytes`; its length goes to *taken. */
static int32_t longest_piece(const struct wordpiece *wordpiece, const char *bytes, size_t length,
                             bool continues, size_t *taken) {
    uint32_t hashes[WORD_BYTES_MAX + 1];
    size_t most = length < wordpiece->longest ? length : wordpiece->longest;
    hashes[0] = hash_start(continues);
    for (size_t i = 0; i < most; i++)
        hashes[i + 1] = hash_add(hashes[i], bytes[i]);
    for (*taken = most; *taken > 0; --*taken) {
        int32_t id = find_piece(wordpiece, hashes[*taken], bytes, (uint32_t)*taken, continues);
        if (id != NO_PIECE)
            return id;
    }
    return NO_PIECE;
}

/* Writes the ids of one word and returns how many; one [UNK] where it has a part that no piece covers. */
static size_t encode_word(const struct wordpiece *wordpiece, const struct words *word, int32_t *ids) {
    size_t count = 0;
    if (word->chars > WORD_CHARS_MAX) {
        ids[0] = wordpiece->special_ids[UNK];
        return 1;
    }
    for (size_t at = 0, taken; at < word->byte_length; at += taken) {
        ids[count] = longest_piece(wordpiece, word->bytes + at, word->byte_length - at, at > 0, &taken);
        if (ids[count++] == NO_PIECE) {
            ids[0] = wordpiece->special_ids[UNK];
            return 1;
        }
    }
    return count;
}

/* Appends the ids of a stretch without special tokens. */
static size_t encode_stretch(const struct wordpiece *wordpiece, const char *text, size_t length, int32_t *ids,
                             size_t count, size_t capacity) {
    struct words words;
    int32_t word_ids[WORD_BYTES_MAX];
    words_init(&words, text, length);
    while (count < capacity && words_next(&words)) {
        size_t pieces = encode_word(wordpiece, &words, word_ids);
        for (size_t i = 0; i < pieces && count < capacity; i++)
            ids[count++] = word_ids[i];
    }
    return count;
}

/* The next special token in the text: where it starts and which it is; `length` when there is none. */
static size_t find_special_in_text(const char *text, size_t length, int *which) {
    for (const char *at = text; (at = memchr(at, '[', length - (size_t)(at - text))) != NULL; at++) {
        size_t left = length - (size_t)(at - text);
        for (int i = 0; i < SPECIAL_COUNT; i++) {
            size_t size = strlen(SPECIALS[i]);
            if (size <= left && memcmp(at, SPECIALS[i], size) == 0) {
                *which = i;
                return (size_t)(at - text);
            }
        }
    }
    return length;
}

size_t wordpiece_encode(const struct wordpiece *wordpiece, const char *text, size_t length, int32_t *ids,
                        size_t capacity) {
    assert(capacity >= 2);
    size_t count = 1, position = 0, limit = capacity - 1;
    ids[0] = wordpiece->special_ids[CLS];
    while (position < length && count < limit) {
        int which = 0;
        size_t stretch = find_special_in_text(text + position, length - position, &which);
        count = encode_stretch(wordpiece, text + position, stretch, ids, count, limit);
        position += stretch;
        if (position < length && count < limit) {
            ids[count++] = wordpiece->special_ids[which];
            position += strlen(SPECIALS[which]);
        }
    }
    ids[count++] = wordpiece->special_ids[SEP];
    return count;
}
