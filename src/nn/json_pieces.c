#include "nn/json_pieces.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "nn/model_folder.h"

enum { BYTES_OF_A_PIECE_LEAST = 5 /* "":0, */, NUMBER_SIZE = 24 };

static const char KEY[] = "\"vocab\"";

struct scanner {
    const char *at, *end;
};

static void *allocate(size_t count, size_t size) {
    void *memory = calloc(count + 1, size);
    if (memory == NULL)
        abort();
    return memory;
}

static void skip_spaces(struct scanner *scanner) {
    while (scanner->at < scanner->end && memchr(" \t\n\r", *scanner->at, 4) != NULL)
        scanner->at++;
}

static bool take(struct scanner *scanner, char wanted) {
    skip_spaces(scanner);
    if (scanner->at == scanner->end || *scanner->at != wanted)
        return false;
    scanner->at++;
    return true;
}

/* The character of a string that starts here; 0 where it is none, or one that is not understood. */
static char take_character(struct scanner *scanner) {
    char character = *scanner->at++;
    if (character != '\\')
        return (unsigned char)character < ' ' ? 0 : character;
    character = scanner->at < scanner->end ? *scanner->at++ : 0;
    return character == '"' || character == '\\' ? character : 0;
}

static bool take_string(struct scanner *scanner, char *out, uint32_t *length) {
    *length = 0;
    if (!take(scanner, '"'))
        return false;
    while (scanner->at < scanner->end && *scanner->at != '"') {
        char character = take_character(scanner);
        if (character == 0)
            return false;
        out[(*length)++] = character;
    }
    return take(scanner, '"');
}

/* What else a number may have is refused by what follows it. */
static bool take_id(struct scanner *scanner, int32_t *id) {
    skip_spaces(scanner);
    const char *start = scanner->at;
    *id = 0;
    while (scanner->at < scanner->end && *scanner->at >= '0' && *scanner->at <= '9' &&
           *id <= JSON_PIECE_ID_MAX)
        *id = 10 * *id + (*scanner->at++ - '0');
    bool canonical = scanner->at == start + 1 || (scanner->at > start && *start != '0');
    return canonical && *id <= JSON_PIECE_ID_MAX;
}

static bool take_pieces(struct scanner *scanner, struct json_pieces *pieces) {
    char *out = pieces->bytes;
    do {
        struct json_piece *piece = &pieces->items[pieces->count];
        piece->bytes = out;
        if (!take_string(scanner, out, &piece->length) || !take(scanner, ':') ||
            !take_id(scanner, &piece->id))
            return false;
        out += piece->length;
        pieces->count++;
    } while (take(scanner, ','));
    return take(scanner, '}');
}

/* Moves the scanner to the object of the first such key; false where there is none. */
static bool find_object(struct scanner *scanner) {
    const char *key = memmem(scanner->at, (size_t)(scanner->end - scanner->at), KEY, sizeof KEY - 1);
    if (key == NULL)
        return false;
    scanner->at = key + sizeof KEY - 1;
    if (!take(scanner, ':'))
        return false;
    skip_spaces(scanner);
    return scanner->at < scanner->end && *scanner->at == '{';
}

/* The file with a number in place of the object: where that stood. It is the vocabulary only if the tree has
 * the number there. */
static json_t *parse_rest(const char *text, size_t length, const char *object, const char *behind) {
    char number[NUMBER_SIZE];
    size_t before = (size_t)(object - text), after = length - (size_t)(behind - text);
    size_t digits = (size_t)snprintf(number, sizeof number, "%zu", before);
    char *rest = allocate(before + digits + after, 1);
    memcpy(rest, text, before);
    memcpy(rest + before, number, digits);
    memcpy(rest + before + digits, behind, after);
    json_t *tree = json_loadb(rest, before + digits + after, MODEL_JSON_FLAGS, NULL);
    free(rest);
    const json_t *found = json_object_get(json_object_get(tree, "model"), "vocab");
    if (json_is_integer(found) && json_integer_value(found) == (json_int_t)before)
        return tree;
    json_decref(tree);
    return NULL;
}

json_t *json_pieces_read(const char *text, size_t length, struct json_pieces *pieces) {
    struct scanner scanner = {.at = text, .end = text + length};
    json_t *tree = NULL;
    *pieces = (struct json_pieces){0};
    if (!find_object(&scanner))
        return NULL;
    const char *object = scanner.at++;
    size_t most = (size_t)(scanner.end - object);
    pieces->bytes = allocate(most, 1);
    pieces->items = allocate(most / BYTES_OF_A_PIECE_LEAST, sizeof *pieces->items);
    if (take_pieces(&scanner, pieces) && text_is_utf8(object, (size_t)(scanner.at - object)))
        tree = parse_rest(text, length, object, scanner.at);
    if (tree == NULL)
        json_pieces_finish(pieces);
    return tree;
}

void json_pieces_finish(struct json_pieces *pieces) {
    free(pieces->items);
    free(pieces->bytes);
    *pieces = (struct json_pieces){0};
}
