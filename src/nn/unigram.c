#include "nn/unigram.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    PIECES_MAX = 2 << 20,
    PIECE_BYTES_MAX = 1024, /* the longest in use have 50 */
    NO_PIECE = -1,
    BYTES = 256,
};

static const double UNKNOWN_PENALTY = 10;

/* A node of the trie: its children lie side by side, in the order of their bytes. */
struct node {
    uint32_t first_child;
    uint16_t child_count;
    uint8_t byte;
    int32_t id; /* NO_PIECE: no piece ends here */
};

struct unigram {
    struct node *nodes;
    size_t node_count, node_capacity;
    double *scores;
    size_t count;
    int32_t unknown;
    double unknown_score;
    bool has_bytes;
    int32_t bytes[BYTES]; /* the pieces of single bytes */
};

struct piece {
    const char *text; /* in the JSON */
    uint32_t length;
    int32_t id;
};

static int compare(const void *a, const void *b) {
    const struct piece *left = a, *right = b;
    uint32_t common = left->length < right->length ? left->length : right->length;
    int order = memcmp(left->text, right->text, common);
    if (order != 0)
        return order;
    if (left->length != right->length)
        return left->length < right->length ? -1 : 1;
    return left->id < right->id ? -1 : left->id > right->id;
}

static size_t add_node(struct unigram *unigram, uint8_t byte) {
    if (unigram->node_count == unigram->node_capacity) {
        unigram->node_capacity *= 2;
        unigram->nodes = reallocarray(unigram->nodes, unigram->node_capacity, sizeof *unigram->nodes);
        if (unigram->nodes == NULL)
            abort();
    }
    unigram->nodes[unigram->node_count] = (struct node){.byte = byte, .id = NO_PIECE};
    return unigram->node_count++;
}

/* Sorted pieces that begin with the same `depth` bytes: the subtree of one node. */
struct branch {
    size_t first, end;
    size_t depth;
    size_t node;
};

/* Makes the children of a branch's node; each child's own pieces are reported for later. */
static size_t add_children(struct unigram *unigram, const struct piece *pieces, const struct branch *branch,
                           struct branch *children) {
    size_t at = branch->first, count = 0;
    for (; at < branch->end && pieces[at].length == branch->depth; at++)
        unigram->nodes[branch->node].id = pieces[at].id; /* of equal pieces the last counts */
    unigram->nodes[branch->node].first_child = (uint32_t)unigram->node_count;
    while (at < branch->end) {
        size_t first = at;
        char byte = pieces[at].text[branch->depth];
        while (at < branch->end && pieces[at].text[branch->depth] == byte)
            at++;
        children[count++] = (struct branch){first, at, branch->depth + 1, add_node(unigram, (uint8_t)byte)};
    }
    unigram->nodes[branch->node].child_count = (uint16_t)count;
    return count;
}

/* Depth first, with a stack of its own: pieces come from outside and may be long. */
static void build_trie(struct unigram *unigram, const struct piece *pieces, size_t count) {
    size_t capacity = 1024, used = 0;
    struct branch *stack = malloc(capacity * sizeof *stack);
    unigram->node_capacity = 2 * count + 16;
    unigram->nodes = malloc(unigram->node_capacity * sizeof *unigram->nodes);
    if (stack == NULL || unigram->nodes == NULL)
        abort();
    stack[used++] = (struct branch){0, count, 0, add_node(unigram, 0)};
    while (used > 0) {
        struct branch branch = stack[--used];
        if (used + BYTES > capacity) {
            capacity *= 2;
            stack = reallocarray(stack, capacity, sizeof *stack);
            if (stack == NULL)
                abort();
        }
        used += add_children(unigram, pieces, &branch, stack + used);
    }
    free(stack);
}

static const struct node *find_child(const struct unigram *unigram, const struct node *node, uint8_t byte) {
    const struct node *child = unigram->nodes + node->first_child;
    size_t low = 0, high = node->child_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (child[middle].byte < byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low < node->child_count && child[low].byte == byte ? child + low : NULL;
}

int32_t unigram_find(const struct unigram *unigram, const char *piece, size_t length) {
    const struct node *node = unigram->nodes;
    for (size_t i = 0; i < length && node != NULL; i++)
        node = find_child(unigram, node, (uint8_t)piece[i]);
    return node == NULL || length == 0 ? NO_PIECE : node->id;
}

static void refuse(struct model_folder *folder, const char *what) {
    model_folder_fail(folder, "%s/tokenizer.json: model: %s", folder->path, what);
}

static void read_piece(struct unigram *unigram, struct model_folder *folder, const json_t *entry, size_t id,
                       struct piece *piece) {
    const json_t *text = json_array_get(entry, 0), *score = json_array_get(entry, 1);
    if (json_array_size(entry) != 2 || !json_is_string(text) || !json_is_number(score) ||
        json_string_length(text) > PIECE_BYTES_MAX || !isfinite(json_number_value(score))) {
        model_folder_fail(folder, "%s/tokenizer.json: model: piece %zu of vocab is no text with a score",
                          folder->path, id);
        return;
    }
    *piece = (struct piece){json_string_value(text), (uint32_t)json_string_length(text), (int32_t)id};
    unigram->scores[id] = json_number_value(score);
    if (id == 0 || unigram->scores[id] < unigram->unknown_score)
        unigram->unknown_score = unigram->scores[id];
}

static void read_pieces(struct unigram *unigram, struct model_folder *folder, const json_t *vocabulary) {
    struct piece *pieces = calloc(unigram->count, sizeof *pieces);
    unigram->scores = calloc(unigram->count, sizeof *unigram->scores);
    if (pieces == NULL || unigram->scores == NULL)
        abort();
    for (size_t i = 0; i < unigram->count && !folder->failed; i++)
        read_piece(unigram, folder, json_array_get(vocabulary, i), i, &pieces[i]);
    unigram->unknown_score -= UNKNOWN_PENALTY;
    if (!folder->failed) {
        qsort(pieces, unigram->count, sizeof *pieces, compare);
        build_trie(unigram, pieces, unigram->count);
    }
    free(pieces);
}

static void find_bytes(struct unigram *unigram) {
    char name[16];
    for (unsigned byte = 0; byte < BYTES; byte++) {
        snprintf(name, sizeof name, "<0x%02X>", byte);
        unigram->bytes[byte] = unigram_find(unigram, name, strlen(name));
    }
}

struct unigram *unigram_create(struct model_folder *folder, const json_t *model) {
    const json_t *vocabulary = json_object_get(model, "vocab"), *unknown = json_object_get(model, "unk_id");
    size_t count = json_array_size(vocabulary);
    if (count == 0 || count > PIECES_MAX) {
        refuse(folder, "vocab is no list of pieces");
        return NULL;
    }
    if (!json_is_integer(unknown) || json_integer_value(unknown) < 0 ||
        json_integer_value(unknown) >= (json_int_t)count) {
        refuse(folder, "unk_id is none of the pieces");
        return NULL;
    }
    struct unigram *unigram = calloc(1, sizeof *unigram);
    if (unigram == NULL)
        abort();
    unigram->count = count;
    unigram->unknown = (int32_t)json_integer_value(unknown);
    unigram->has_bytes = json_is_true(json_object_get(model, "byte_fallback"));
    read_pieces(unigram, folder, vocabulary);
    if (!folder->failed) {
        find_bytes(unigram);
        return unigram;
    }
    unigram_destroy(unigram);
    return NULL;
}

void unigram_destroy(struct unigram *unigram) {
    if (unigram == NULL)
        return;
    free(unigram->nodes);
    free(unigram->scores);
    free(unigram);
}

size_t unigram_count(const struct unigram *unigram) {
    return unigram->count;
}

/* The best path to a place in the word: how it got there. */
struct step {
    double score;
    uint32_t start;
    int32_t id; /* NO_PIECE: nothing ends here */
};

static void offer(struct step *step, double score, size_t start, int32_t id) {
    if (step->id == NO_PIECE || score > step->score)
        *step = (struct step){score, (uint32_t)start, id};
}

static size_t char_length(char byte) {
    unsigned char lead = (unsigned char)byte;
    return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

/* Viterbi's algorithm: steps[i] becomes the best way to the first i bytes. */
static void find_path(const struct unigram *unigram, const char *text, size_t length, struct step *steps) {
    for (size_t i = 0; i <= length; i++)
        steps[i] = (struct step){.id = NO_PIECE};
    for (size_t start = 0; start < length; start += char_length(text[start])) {
        size_t one = char_length(text[start]);
        bool single = false;
        const struct node *node = unigram->nodes;
        for (size_t end = start; end < length; end++) {
            node = find_child(unigram, node, (uint8_t)text[end]);
            if (node == NULL)
                break;
            if (node->id == NO_PIECE)
                continue;
            offer(&steps[end + 1], unigram->scores[node->id] + steps[start].score, start, node->id);
            single = single || end + 1 - start == one;
        }
        if (!single)
            offer(&steps[start + one], unigram->unknown_score + steps[start].score, start, unigram->unknown);
    }
}

/* What an unknown stretch becomes; it may be a piece after all. */
static void put_unknown(const struct unigram *unigram, const char *text, size_t length, struct id_list *ids) {
    int32_t id = unigram_find(unigram, text, length);
    bool all_bytes = id == NO_PIECE && unigram->has_bytes;
    for (size_t i = 0; i < length && all_bytes; i++)
        all_bytes = unigram->bytes[(uint8_t)text[i]] != NO_PIECE;
    if (!all_bytes) {
        ids->items[ids->count++] = id == NO_PIECE ? unigram->unknown : id;
        return;
    }
    for (size_t i = 0; i < length && ids->count < ids->capacity; i++)
        ids->items[ids->count++] = unigram->bytes[(uint8_t)text[i]];
}

/* Where each piece of the best path ends; the caller frees it. */
static uint32_t *list_ends(const struct step *steps, size_t length, size_t *count) {
    *count = 0;
    for (size_t at = length; at > 0; at = steps[at].start)
        ++*count;
    uint32_t *ends = calloc(*count + 1, sizeof *ends);
    if (ends == NULL)
        abort();
    size_t piece = *count;
    for (size_t at = length; at > 0; at = steps[at].start)
        ends[--piece] = (uint32_t)at;
    return ends;
}

static void put_path(const struct unigram *unigram, const char *text, const struct step *steps, size_t length,
                     struct id_list *ids) {
    size_t count, start = 0;
    uint32_t *ends = list_ends(steps, length, &count);
    for (size_t i = 0; i < count && ids->count < ids->capacity; i++) {
        bool unknown = steps[ends[i]].id == unigram->unknown;
        while (unknown && i + 1 < count && steps[ends[i + 1]].id == unigram->unknown)
            i++;
        if (unknown)
            put_unknown(unigram, text + start, ends[i] - start, ids);
        else
            ids->items[ids->count++] = steps[ends[i]].id;
        start = ends[i];
    }
    free(ends);
}

void unigram_encode(const struct unigram *unigram, const char *word, size_t length, struct id_list *ids) {
    struct step *steps = malloc((length + 1) * sizeof *steps);
    if (steps == NULL)
        abort();
    find_path(unigram, word, length, steps);
    put_path(unigram, word, steps, length, ids);
    free(steps);
}
