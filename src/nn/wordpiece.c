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
    PIECES_MAX = JSON_PIECE_ID_MAX + 1,
    NO_PIECE = -1,
};

/* Found in the text itself, as the reference does: leftmost first. None is the start of another. */
static const char *const SPECIALS[WORDPIECE_SPECIALS] = {"[CLS]", "[SEP]", "[UNK]", "[PAD]", "[MASK]"};
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
    int32_t special_ids[WORDPIECE_SPECIALS];
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

/* Returns whether all pieces differ. */
static bool index_pieces(struct wordpiece *wordpiece) {
    bool differ = true;
    size_t size = 1024;
    while (size < 2 * wordpiece->count)
        size *= 2;
    wordpiece->mask = size - 1;
    wordpiece->slots = allocate(size, sizeof *wordpiece->slots);
    for (size_t i = 0; i < size; i++)
        wordpiece->slots[i].id = NO_PIECE;
    for (size_t i = 0; i < wordpiece->count; i++) {
        const struct piece *piece = &wordpiece->pieces[i];
        if (piece->bytes == NULL) /* an id without a piece */
            continue;
        uint32_t hash = hash_piece(piece);
        size_t at = slot_of(wordpiece, hash);
        differ =
            differ && find_piece(wordpiece, hash, piece->bytes, piece->length, piece->continues) == NO_PIECE;
        while (wordpiece->slots[at].id != NO_PIECE)
            at = (at + 1) & wordpiece->mask;
        wordpiece->slots[at] = (struct slot){.hash = hash, .id = (int32_t)i};
    }
    return differ;
}

static int32_t find_special(const struct wordpiece *wordpiece, const char *name) {
    struct piece piece = make_piece(name, strlen(name));
    return find_piece(wordpiece, hash_piece(&piece), piece.bytes, piece.length, false);
}

static void find_specials(struct wordpiece *wordpiece) {
    for (int i = 0; i < WORDPIECE_SPECIALS; i++)
        wordpiece->special_ids[i] = find_special(wordpiece, SPECIALS[i]);
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
    find_specials(wordpiece);
    for (int i = 0; i < WORDPIECE_SPECIALS; i++) {
        if (wordpiece->special_ids[i] == NO_PIECE) {
            snprintf(problem, problem_size, "%s has no %s: it is not the vocabulary of a BERT model", path,
                     SPECIALS[i]);
            wordpiece_close(wordpiece);
            return NULL;
        }
    }
    return wordpiece;
}

static void refuse(struct model_folder *folder, const char *what) {
    model_folder_fail(folder, "%s/tokenizer.json: model: %s", folder->path, what);
}

static void check_options(struct model_folder *folder, const json_t *model) {
    const json_t *prefix = json_object_get(model, "continuing_subword_prefix");
    const json_t *chars = json_object_get(model, "max_input_chars_per_word");
    const json_t *unknown = json_object_get(model, "unk_token");
    if (prefix != NULL && strcmp(json_is_string(prefix) ? json_string_value(prefix) : "", "##") != 0)
        refuse(folder, "continuing_subword_prefix is not ##");
    if (chars != NULL && json_integer_value(chars) != WORD_CHARS_MAX)
        refuse(folder, "max_input_chars_per_word is not 100");
    if (unknown != NULL &&
        strcmp(json_is_string(unknown) ? json_string_value(unknown) : "", SPECIALS[UNK]) != 0)
        refuse(folder, "unk_token is not [UNK]");
}

static bool is_id(const json_t *id) {
    return json_is_integer(id) && json_integer_value(id) >= 0 && json_integer_value(id) < PIECES_MAX;
}

static void copy_pieces(struct model_folder *folder, const json_t *vocabulary, struct json_pieces *pieces) {
    const char *key;
    json_t *id;
    size_t bytes = 0;
    json_object_foreach((json_t *)vocabulary, key, id) bytes += strlen(key);
    char *out = pieces->bytes = allocate(bytes, 1);
    pieces->items = allocate(json_object_size(vocabulary), sizeof *pieces->items);
    json_object_foreach((json_t *)vocabulary, key, id) {
        size_t length = strlen(key);
        if (!is_id(id))
            refuse(folder, "vocab has a piece without an id in its range");
        pieces->items[pieces->count++] =
            (struct json_piece){out, (uint32_t)length, (int32_t)json_integer_value(id)};
        memcpy(out, key, length);
        out += length;
    }
}

static void place_pieces(struct wordpiece *wordpiece, const struct json_pieces *pieces) {
    for (size_t i = 0; i < pieces->count; i++)
        if ((size_t)pieces->items[i].id >= wordpiece->count)
            wordpiece->count = (size_t)pieces->items[i].id + 1;
    wordpiece->pieces = allocate(wordpiece->count, sizeof *wordpiece->pieces);
    for (size_t i = 0; i < pieces->count; i++) {
        struct piece *piece = &wordpiece->pieces[pieces->items[i].id];
        *piece = make_piece(pieces->items[i].bytes, pieces->items[i].length);
        if (piece->length > wordpiece->longest)
            wordpiece->longest = piece->length;
    }
}

struct wordpiece *wordpiece_create_from(struct model_folder *folder, const json_t *model,
                                        struct json_pieces *pieces) {
    check_options(folder, model);
    if (pieces->count == 0)
        refuse(folder, "vocab has no pieces");
    if (folder->failed)
        return NULL;
    struct wordpiece *wordpiece = allocate(1, sizeof *wordpiece);
    place_pieces(wordpiece, pieces);
    wordpiece->text = pieces->bytes;
    pieces->bytes = NULL;
    if (!index_pieces(wordpiece))
        refuse(folder, "vocab has a piece twice");
    find_specials(wordpiece);
    if (wordpiece->special_ids[UNK] == NO_PIECE)
        refuse(folder, "vocab has no [UNK]");
    if (!folder->failed)
        return wordpiece;
    wordpiece_close(wordpiece);
    return NULL;
}

struct wordpiece *wordpiece_create(struct model_folder *folder, const json_t *model) {
    struct json_pieces pieces = {0};
    copy_pieces(folder, json_object_get(model, "vocab"), &pieces);
    struct wordpiece *wordpiece = wordpiece_create_from(folder, model, &pieces);
    json_pieces_finish(&pieces);
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

const char *wordpiece_special_name(size_t index) {
    return SPECIALS[index];
}

int32_t wordpiece_special_id(const struct wordpiece *wordpiece, size_t index) {
    return wordpiece->special_ids[index];
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

/* One [UNK] where the word has a part that no piece covers. */
void wordpiece_encode_word(const struct wordpiece *wordpiece, const char *word, size_t length, size_t chars,
                           struct id_list *ids) {
    int32_t found[WORD_BYTES_MAX];
    size_t count = 0;
    bool known = chars <= WORD_CHARS_MAX;
    for (size_t at = 0, taken; known && at < length; at += taken) {
        found[count] = longest_piece(wordpiece, word + at, length - at, at > 0, &taken);
        known = found[count++] != NO_PIECE;
    }
    if (!known) {
        found[0] = wordpiece->special_ids[UNK];
        count = 1;
    }
    for (size_t i = 0; i < count && ids->count < ids->capacity; i++)
        ids->items[ids->count++] = found[i];
}

/* Appends the ids of a stretch without special tokens. */
static void encode_stretch(const struct wordpiece *wordpiece, const char *text, size_t length,
                           struct id_list *ids) {
    struct words words;
    words_init(&words, text, length);
    while (ids->count < ids->capacity && words_next(&words))
        wordpiece_encode_word(wordpiece, words.bytes, words.byte_length, words.chars, ids);
}

/* The next special token in the text: where it starts and which it is; `length` when there is none. */
static size_t find_special_in_text(const char *text, size_t length, int *which) {
    for (const char *at = text; (at = memchr(at, '[', length - (size_t)(at - text))) != NULL; at++) {
        size_t left = length - (size_t)(at - text);
        for (int i = 0; i < WORDPIECE_SPECIALS; i++) {
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
    size_t position = 0;
    struct id_list list = {.items = ids, .count = 1, .capacity = capacity - 1};
    ids[0] = wordpiece->special_ids[CLS];
    while (position < length && list.count < list.capacity) {
        int which = 0;
        size_t stretch = find_special_in_text(text + position, length - position, &which);
        encode_stretch(wordpiece, text + position, stretch, &list);
        position += stretch;
        if (position < length && list.count < list.capacity) {
            ids[list.count++] = wordpiece->special_ids[which];
            position += strlen(SPECIALS[which]);
        }
    }
    ids[list.count] = wordpiece->special_ids[SEP];
    return list.count + 1;
}
