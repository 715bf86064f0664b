#include "nn/tokenizer.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "nn/added_tokens.h"
#include "nn/splitter.h"
#include "nn/unigram.h"
#include "nn/wordpiece.h"

enum { TEMPLATE_MAX = 4 /* special tokens on each side of a text */ };

struct ids {
    int32_t items[TEMPLATE_MAX];
    size_t count;
};

struct tokenizer {
    /* Exactly one model. A WordPiece one of an uncased BERT does everything by itself, and fast. */
    struct wordpiece *wordpiece;
    struct unigram *unigram;
    bool is_plain;
    struct normaliser *normaliser;
    struct splitter *splitter;
    struct added_tokens *added;
    struct ids before, after;
    size_t count;
};

/* --- Encoding --- */

struct encoding {
    const struct tokenizer *tokenizer;
    struct id_list ids;
    struct word_list words;
    char *utf8; /* of one word */
    size_t utf8_size;
};

static void encode_word(struct encoding *encoding, const uint32_t *word, size_t count) {
    size_t length = 0;
    if (UTF8_MAX * count > encoding->utf8_size) {
        encoding->utf8_size = 2 * UTF8_MAX * count;
        encoding->utf8 = realloc(encoding->utf8, encoding->utf8_size);
        if (encoding->utf8 == NULL)
            abort();
    }
    for (size_t i = 0; i < count; i++)
        length += codes_encode(word[i], encoding->utf8 + length);
    if (encoding->tokenizer->unigram != NULL)
        unigram_encode(encoding->tokenizer->unigram, encoding->utf8, length, &encoding->ids);
    else
        wordpiece_encode_word(encoding->tokenizer->wordpiece, encoding->utf8, length, count, &encoding->ids);
}

static bool is_full(const struct encoding *encoding) {
    return encoding->ids.count == encoding->ids.capacity;
}

/* A stretch of normalised text without added tokens. */
static void encode_plain(struct encoding *encoding, const struct codes *text, bool is_first) {
    struct word_list *words = &encoding->words;
    splitter_apply(encoding->tokenizer->splitter, text, is_first, words);
    for (size_t i = 0, start = 0; i < words->count && !is_full(encoding); start = words->ends[i++])
        encode_word(encoding, words->text.items + start, words->ends[i] - start);
}

typedef void encode_function(struct encoding *encoding, const struct codes *text, bool is_first);

/* Gives the added tokens of a text their ids and what stands between them to `encode`. */
static void encode_between(struct encoding *encoding, const struct codes *text, bool normalised,
                           bool is_first, encode_function *encode) {
    struct added_match match = {0};
    for (size_t at = 0; at < text->count && !is_full(encoding); at = match.end) {
        bool found = added_tokens_find(encoding->tokenizer->added, normalised, text, at, &match);
        if (!found)
            match.start = match.end = text->count;
        struct codes between = {.items = text->items + at, .count = match.start - at}; /* borrowed */
        if (between.count > 0)
            encode(encoding, &between, is_first && at == 0);
        if (found && !is_full(encoding))
            encoding->ids.items[encoding->ids.count++] = match.id;
    }
}

/* A stretch of the text as it came, without the tokens that are looked for there. */
static void encode_raw(struct encoding *encoding, const struct codes *text, bool is_first) {
    struct codes normal = {0};
    codes_put_all(&normal, text->items, text->count);
    bool kept = normaliser_apply(encoding->tokenizer->normaliser, &normal);
    encode_between(encoding, &normal, true, is_first && kept, encode_plain);
    codes_finish(&normal);
}

static void put_ids(struct id_list *list, const struct ids *ids) {
    memcpy(list->items + list->count, ids->items, ids->count * sizeof *ids->items);
    list->count += ids->count;
}

size_t tokenizer_encode(const struct tokenizer *tokenizer, const char *text, size_t length, int32_t *ids,
                        size_t capacity) {
    assert(capacity >= TOKENIZER_CAPACITY_LEAST);
    if (tokenizer->is_plain)
        return wordpiece_encode(tokenizer->wordpiece, text, length, ids, capacity);
    struct encoding encoding = {.tokenizer = tokenizer,
                                .ids = {.items = ids, .capacity = capacity - tokenizer->after.count}};
    struct codes codes = {0};
    codes_put_utf8(&codes, text, length);
    put_ids(&encoding.ids, &tokenizer->before);
    encode_between(&encoding, &codes, false, true, encode_raw);
    encoding.ids.capacity = capacity;
    put_ids(&encoding.ids, &tokenizer->after);
    codes_finish(&codes);
    word_list_finish(&encoding.words);
    free(encoding.utf8);
    return encoding.ids.count;
}

/* --- Opening --- */

static void refuse(struct model_folder *folder, const char *key, const char *what) {
    model_folder_fail(folder, "%s/tokenizer.json: %s: %s", folder->path, key, what);
}

static void add_id(struct model_folder *folder, struct ids *ids, const json_t *id) {
    if (ids->count == TEMPLATE_MAX)
        refuse(folder, "post_processor", "it has too many special tokens");
    else if (!json_is_integer(id) || json_integer_value(id) < 0 || json_integer_value(id) > INT32_MAX)
        refuse(folder, "post_processor", "a special token has no id");
    else
        ids->items[ids->count++] = (int32_t)json_integer_value(id);
}

/* One part of a template: a special token, or the place of the text. */
static void read_part(struct tokenizer *tokenizer, struct model_folder *folder, const json_t *part,
                      const json_t *specials, bool *seen_text) {
    const json_t *special = json_object_get(part, "SpecialToken"),
                 *sequence = json_object_get(part, "Sequence");
    const char *name = json_string_value(json_object_get(special != NULL ? special : sequence, "id"));
    if (name == NULL || (sequence != NULL && (strcmp(name, "A") != 0 || *seen_text))) {
        refuse(folder, "post_processor", "single is no template around one text");
        return;
    }
    if (sequence != NULL) {
        *seen_text = true;
        return;
    }
    const json_t *ids = json_object_get(json_object_get(specials, name), "ids");
    if (json_array_size(ids) == 0)
        refuse(folder, "post_processor", "a special token of the template has no ids");
    for (size_t i = 0; i < json_array_size(ids); i++)
        add_id(folder, *seen_text ? &tokenizer->after : &tokenizer->before, json_array_get(ids, i));
}

static void read_template(struct tokenizer *tokenizer, struct model_folder *folder, const json_t *json) {
    const json_t *single = json_object_get(json, "single"),
                 *specials = json_object_get(json, "special_tokens");
    bool seen_text = false;
    for (size_t i = 0; i < json_array_size(single); i++)
        read_part(tokenizer, folder, json_array_get(single, i), specials, &seen_text);
    if (!seen_text)
        refuse(folder, "post_processor", "single has no place for the text");
}

static void read_post_processor(struct tokenizer *tokenizer, struct model_folder *folder,
                                const json_t *json) {
    const char *type = json_string_value(json_object_get(json, "type"));
    type = type == NULL ? "" : type;
    if (strcmp(type, "TemplateProcessing") == 0) {
        read_template(tokenizer, folder, json);
    } else if (strcmp(type, "BertProcessing") == 0 || strcmp(type, "RobertaProcessing") == 0) {
        add_id(folder, &tokenizer->before, json_array_get(json_object_get(json, "cls"), 1));
        add_id(folder, &tokenizer->after, json_array_get(json_object_get(json, "sep"), 1));
    } else {
        refuse(folder, "post_processor",
               "only TemplateProcessing, BertProcessing and RobertaProcessing are supported");
    }
    if (tokenizer->before.count + tokenizer->after.count == 0)
        refuse(folder, "post_processor", "it puts no special token around a text");
}

static void read_model(struct tokenizer *tokenizer, struct model_folder *folder, const json_t *json,
                       struct json_pieces *pieces) {
    const json_t *model = json_object_get(json, "model");
    const char *type = json_string_value(json_object_get(model, "type"));
    const char *splitter = json_string_value(json_object_get(json_object_get(json, "pre_tokenizer"), "type"));
    type = type == NULL ? "" : type;
    if (folder->failed)
        return;
    if (strcmp(type, "Unigram") == 0) {
        tokenizer->unigram = unigram_create(folder, model);
    } else if (strcmp(type, "WordPiece") == 0) {
        if (splitter == NULL || strcmp(splitter, "BertPreTokenizer") != 0)
            refuse(folder, "pre_tokenizer", "a WordPiece model needs the BertPreTokenizer");
        else
            tokenizer->wordpiece = pieces->count > 0 ? wordpiece_create_from(folder, model, pieces)
                                                     : wordpiece_create(folder, model);
    } else {
        refuse(folder, "model.type", "only WordPiece and Unigram are supported");
    }
}

static size_t model_count(const struct tokenizer *tokenizer) {
    return tokenizer->unigram != NULL ? unigram_count(tokenizer->unigram)
                                      : wordpiece_count(tokenizer->wordpiece);
}

/* Ids that the tokenizer can make beside the model's own. */
static void count_ids(struct tokenizer *tokenizer) {
    const struct ids *sides[] = {&tokenizer->before, &tokenizer->after};
    size_t added = added_tokens_count(tokenizer->added);
    tokenizer->count = model_count(tokenizer);
    if (added > tokenizer->count)
        tokenizer->count = added;
    for (size_t side = 0; side < 2; side++)
        for (size_t i = 0; i < sides[side]->count; i++)
            if ((size_t)sides[side]->items[i] >= tokenizer->count)
                tokenizer->count = (size_t)sides[side]->items[i] + 1;
}

static bool is_special(const struct wordpiece *wordpiece, const char *name, json_int_t id) {
    for (size_t i = 0; name != NULL && i < WORDPIECE_SPECIALS; i++)
        if (strcmp(wordpiece_special_name(i), name) == 0)
            return wordpiece_special_id(wordpiece, i) == id;
    return false;
}

static bool is_not(const json_t *json, const char *key, bool value) {
    const json_t *found = json_object_get(json, key);
    return json_is_boolean(found) && json_is_true(found) != value;
}

/* Whether wordpiece_encode, which knows nothing else, does the same as the parts. */
static bool is_plain_bert(const struct tokenizer *tokenizer, const json_t *json) {
    const json_t *normaliser = json_object_get(json, "normalizer"),
                 *added = json_object_get(json, "added_tokens");
    const char *type = json_string_value(json_object_get(normaliser, "type"));
    const struct ids *before = &tokenizer->before, *after = &tokenizer->after;
    if (tokenizer->wordpiece == NULL || type == NULL || strcmp(type, "BertNormalizer") != 0 ||
        is_not(normaliser, "clean_text", true) || is_not(normaliser, "lowercase", true) ||
        is_not(normaliser, "strip_accents", true) || is_not(normaliser, "handle_chinese_chars", true))
        return false;
    for (size_t i = 0; i < json_array_size(added); i++) {
        const json_t *token = json_array_get(added, i);
        if (!is_special(tokenizer->wordpiece, json_string_value(json_object_get(token, "content")),
                        json_integer_value(json_object_get(token, "id"))) ||
            is_not(token, "lstrip", false) || is_not(token, "rstrip", false) ||
            is_not(token, "normalized", false))
            return false;
    }
    return json_array_size(added) == WORDPIECE_SPECIALS && before->count == 1 && after->count == 1 &&
           is_special(tokenizer->wordpiece, "[CLS]", before->items[0]) &&
           is_special(tokenizer->wordpiece, "[SEP]", after->items[0]);
}

/* The file as a tree, its vocabulary apart where that is quicker. */
static json_t *read_tree(struct model_folder *folder, struct json_pieces *pieces) {
    static const char NAME[] = "tokenizer.json";
    size_t length;
    char *text = model_folder_read_text(folder, NAME, &length);
    json_t *tree = text != NULL ? json_pieces_read(text, length, pieces) : NULL;
    if (text != NULL && tree == NULL)
        tree = model_folder_parse(folder, NAME, text, length);
    free(text);
    return tree;
}

static void read_json(struct tokenizer *tokenizer, struct model_folder *folder) {
    struct json_pieces pieces = {0};
    json_t *json = read_tree(folder, &pieces);
    if (json == NULL)
        return;
    tokenizer->normaliser = normaliser_create(folder, json_object_get(json, "normalizer"));
    tokenizer->splitter = splitter_create(folder, json_object_get(json, "pre_tokenizer"));
    tokenizer->added =
        added_tokens_create(folder, json_object_get(json, "added_tokens"), tokenizer->normaliser);
    read_post_processor(tokenizer, folder, json_object_get(json, "post_processor"));
    read_model(tokenizer, folder, json, &pieces);
    if (splitter_needs_start(tokenizer->splitter) && normaliser_strips_start(tokenizer->normaliser))
        refuse(folder, "pre_tokenizer",
               "prepend_scheme \"first\" is not supported with a normalizer that strips the start");
    if (!folder->failed) {
        tokenizer->is_plain = is_plain_bert(tokenizer, json);
        count_ids(tokenizer);
    }
    json_pieces_finish(&pieces);
    json_decref(json);
}

/* A folder of before tokenizer.json: BERT's tokenizer, with the options that tokenizer_config.json may have.
 */
static void read_vocabulary(struct tokenizer *tokenizer, struct model_folder *folder, const char *path) {
    json_t *config = model_folder_find(folder, "tokenizer_config.json");
    bool lower_case = !json_is_false(json_object_get(config, "do_lower_case"));
    bool ideographs = !json_is_false(json_object_get(config, "tokenize_chinese_chars"));
    const json_t *accents = json_object_get(config, "strip_accents");
    bool strip = json_is_boolean(accents) ? json_is_true(accents) : lower_case;
    json_decref(config);
    tokenizer->wordpiece = wordpiece_open(path, folder->problem, folder->problem_size);
    if (tokenizer->wordpiece == NULL) {
        folder->failed = true;
        return;
    }
    tokenizer->is_plain = lower_case && ideographs && strip;
    tokenizer->normaliser = normaliser_create_bert(lower_case, strip, ideographs);
    tokenizer->splitter = splitter_create_bert();
    tokenizer->added = added_tokens_create(folder, NULL, tokenizer->normaliser);
    for (size_t i = 0; i < WORDPIECE_SPECIALS; i++)
        added_tokens_add(tokenizer->added, wordpiece_special_name(i),
                         wordpiece_special_id(tokenizer->wordpiece, i));
    tokenizer->before = (struct ids){.items = {wordpiece_special_id(tokenizer->wordpiece, 0)}, .count = 1};
    tokenizer->after = (struct ids){.items = {wordpiece_special_id(tokenizer->wordpiece, 1)}, .count = 1};
    count_ids(tokenizer);
}

struct tokenizer *tokenizer_open(const char *path, char *problem, size_t problem_size) {
    char json[MODEL_PATH_SIZE], vocabulary[MODEL_PATH_SIZE];
    struct stat status;
    struct model_folder folder = {.path = path, .problem = problem, .problem_size = problem_size};
    struct tokenizer *tokenizer = calloc(1, sizeof *tokenizer);
    if (tokenizer == NULL)
        abort();
    snprintf(json, sizeof json, "%s/tokenizer.json", path);
    snprintf(vocabulary, sizeof vocabulary, "%s/vocab.txt", path);
    if (stat(json, &status) != 0 && errno == ENOENT)
        read_vocabulary(tokenizer, &folder, vocabulary);
    else
        read_json(tokenizer, &folder);
    if (!folder.failed)
        return tokenizer;
    tokenizer_close(tokenizer);
    return NULL;
}

void tokenizer_close(struct tokenizer *tokenizer) {
    if (tokenizer == NULL)
        return;
    wordpiece_close(tokenizer->wordpiece);
    unigram_destroy(tokenizer->unigram);
    normaliser_destroy(tokenizer->normaliser);
    splitter_destroy(tokenizer->splitter);
    added_tokens_destroy(tokenizer->added);
    free(tokenizer);
}

size_t tokenizer_count(const struct tokenizer *tokenizer) {
    return tokenizer->count;
}
