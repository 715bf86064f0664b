#include "nn/added_tokens.h"

#include <stdlib.h>
#include <string.h>

#include "nn/unicode.h"

enum { IDS_MAX = 2 << 20, BUCKETS = 256 };

struct token {
    struct codes content;
    int32_t id;
    bool takes_left, takes_right; /* the spaces on that side */
    bool normalised;
};

struct added_tokens {
    struct token *tokens;
    size_t count, capacity;
    size_t id_count;
    bool starts[BUCKETS]; /* by the low byte of a token's first code point */
};

static struct token *add(struct added_tokens *added) {
    if (added->count == added->capacity) {
        added->capacity = added->capacity > 0 ? 2 * added->capacity : 8;
        added->tokens = reallocarray(added->tokens, added->capacity, sizeof *added->tokens);
        if (added->tokens == NULL)
            abort();
    }
    added->tokens[added->count] = (struct token){0};
    return &added->tokens[added->count++];
}

static void finish_token(struct added_tokens *added, struct token *token) {
    if (token->content.count > 0)
        added->starts[token->content.items[0] % BUCKETS] = true;
    if ((size_t)token->id >= added->id_count)
        added->id_count = (size_t)token->id + 1;
}

static void read_token(struct added_tokens *added, struct model_folder *folder, const json_t *json,
                       const struct normaliser *normaliser) {
    const json_t *content = json_object_get(json, "content"), *id = json_object_get(json, "id");
    if (!json_is_string(content) || !json_is_integer(id) || json_integer_value(id) < 0 ||
        json_integer_value(id) >= IDS_MAX) {
        model_folder_fail(folder, "%s/tokenizer.json: added_tokens: one has no content or no id below %d",
                          folder->path, IDS_MAX);
        return;
    }
    if (json_is_true(json_object_get(json, "single_word")))
        model_folder_fail(folder, "%s/tokenizer.json: added_tokens: single_word of %.40s is not supported",
                          folder->path, json_string_value(content));
    struct token *token = add(added);
    token->id = (int32_t)json_integer_value(id);
    token->takes_left = json_is_true(json_object_get(json, "lstrip"));
    token->takes_right = json_is_true(json_object_get(json, "rstrip"));
    token->normalised = json_is_true(json_object_get(json, "normalized"));
    codes_put_utf8(&token->content, json_string_value(content), json_string_length(content));
    if (token->normalised)
        normaliser_apply(normaliser, &token->content);
    finish_token(added, token);
}

struct added_tokens *added_tokens_create(struct model_folder *folder, const json_t *json,
                                         const struct normaliser *normaliser) {
    struct added_tokens *added = calloc(1, sizeof *added);
    if (added == NULL)
        abort();
    if (json_array_size(json) > ADDED_TOKENS_MAX)
        model_folder_fail(folder, "%s/tokenizer.json has more than %d added_tokens", folder->path,
                          ADDED_TOKENS_MAX);
    for (size_t i = 0; i < json_array_size(json) && !folder->failed; i++)
        read_token(added, folder, json_array_get(json, i), normaliser);
    return added;
}

void added_tokens_add(struct added_tokens *added, const char *content, int32_t id) {
    struct token *token = add(added);
    token->id = id;
    codes_put_utf8(&token->content, content, strlen(content));
    finish_token(added, token);
}

void added_tokens_destroy(struct added_tokens *added) {
    if (added == NULL)
        return;
    for (size_t i = 0; i < added->count; i++)
        codes_finish(&added->tokens[i].content);
    free(added->tokens);
    free(added);
}

size_t added_tokens_count(const struct added_tokens *added) {
    return added->id_count;
}

static bool starts_at(const struct token *token, const struct codes *text, size_t at) {
    size_t count = token->content.count;
    return count > 0 && count <= text->count - at &&
           memcmp(text->items + at, token->content.items, count * sizeof *text->items) == 0;
}

static const struct token *longest_at(const struct added_tokens *added, bool normalised,
                                      const struct codes *text, size_t at) {
    const struct token *longest = NULL;
    for (size_t i = 0; i < added->count; i++) {
        const struct token *token = &added->tokens[i];
        if (token->normalised == normalised && starts_at(token, text, at) &&
            (longest == NULL || token->content.count > longest->content.count))
            longest = token;
    }
    return longest;
}

static bool is_space(uint32_t code) {
    return unicode_classify(code).flags & UNICODE_IS_SPACE;
}

bool added_tokens_find(const struct added_tokens *added, bool normalised, const struct codes *text,
                       size_t from, struct added_match *match) {
    for (size_t at = from; at < text->count; at++) {
        const struct token *token =
            added->starts[text->items[at] % BUCKETS] ? longest_at(added, normalised, text, at) : NULL;
        if (token == NULL)
            continue;
        *match = (struct added_match){at, at + token->content.count, token->id};
        while (token->takes_left && match->start > from && is_space(text->items[match->start - 1]))
            match->start--;
        while (token->takes_right && match->end < text->count && is_space(text->items[match->end]))
            match->end++;
        return true;
    }
    return false;
}
