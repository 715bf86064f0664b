/* The vocabulary of a tokenizer.json, read from its text: a JSON tree of its 30,000 pieces takes ten times as
 * long.
 *
 * Only what such files usually have is understood: whatever is not, such as an escape other than \" and \\,
 * is for the JSON parser to read or to refuse.
 */
#ifndef NN_JSON_PIECES_H
#define NN_JSON_PIECES_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

struct json_piece {
    const char *bytes; /* within those of the list, not terminated */
    uint32_t length;
    int32_t id;
};

struct json_pieces {
    char *bytes;
    struct json_piece *items;
    size_t count;
};

enum { JSON_PIECE_ID_MAX = (2 << 20) - 1 };

/* Reads the object {"piece": id, ...} of model.vocab in the text of a file. Returns the rest of the file as a
 * tree, whose model.vocab is a number; NULL, and nothing in `pieces`, where that is for the JSON parser to
 * do. */
json_t *json_pieces_read(const char *text, size_t length, struct json_pieces *pieces);
void json_pieces_finish(struct json_pieces *pieces);

#endif
