#include "recap/recap_content.h"

#include <jansson.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { ID_BYTES = 16 };

const char *const RECAP_PART_NAMES[RECAP_PARTS] = {"summary", "strengths", "gaps_or_risks",
                                                   "recommended_next_steps"};

const char *recap_kind_name(enum recap_kind kind) {
    return kind == RECAP_LLM ? "llm" : "local";
}

/* --- making --- */

static void write_sources(struct json *json, const struct cited_sentence *sentence) {
    json_begin_array(json, "sources");
    for (size_t i = 0; i < sentence->source_count; i++) {
        json_begin_object(json, NULL);
        json_put_string(json, "type", sentence->sources[i].type);
        json_put_string(json, "id", sentence->sources[i].id);
        json_put_string(json, "text", sentence->sources[i].text);
        json_end_object(json);
    }
    json_end_array(json);
}

static void write_new_sentence(struct json *json, enum recap_part part,
                               const struct cited_sentence *sentence) {
    unsigned char hash[ID_BYTES];
    char id[ID_BYTES * 2 + 1];
    crypto_generichash(hash, sizeof hash, (const unsigned char *)sentence->text, strlen(sentence->text),
                       (const unsigned char *)RECAP_PART_NAMES[part], strlen(RECAP_PART_NAMES[part]));
    sodium_bin2hex(id, sizeof id, hash, sizeof hash);
    json_begin_object(json, NULL);
    json_put_string(json, "sentence_id", id);
    json_put_string(json, "text", sentence->text);
    write_sources(json, sentence);
    json_end_object(json);
}

static const char *text_as_content(const struct recap_text *text, struct arena *arena) {
    struct json json;
    json_init(&json, arena);
    json_begin_object(&json, NULL);
    for (enum recap_part part = 0; part < RECAP_PARTS; part++) {
        json_begin_array(&json, RECAP_PART_NAMES[part]);
        for (size_t i = 0; i < text->counts[part]; i++)
            write_new_sentence(&json, part, &text->sentences[part][i]);
        json_end_array(&json);
    }
    json_end_object(&json);
    return json.out.data;
}

static const char *text_member(const json_t *object, const char *key) {
    return json_string_value(json_object_get(object, key));
}

static const struct recap_edit *edit_of(const struct recap_edit_list *edits, const json_t *sentence) {
    const char *id = text_member(sentence, "sentence_id");
    for (size_t i = 0; id && i < edits->count; i++)
        if (strcmp(edits->items[i].sentence_id, id) == 0)
            return &edits->items[i];
    return NULL;
}

static json_t *find_sentence(const json_t *list, const char *id) {
    for (size_t i = 0; id && i < json_array_size(list); i++)
        if (strcmp(text_member(json_array_get(list, i), "sentence_id"), id) == 0)
            return json_array_get(list, i);
    return NULL;
}

static void keep_edited(json_t *made, const json_t *earlier, const struct recap_edit_list *edits) {
    for (enum recap_part part = 0; part < RECAP_PARTS; part++) {
        const json_t *old = json_object_get(earlier, RECAP_PART_NAMES[part]);
        json_t *list = json_object_get(made, RECAP_PART_NAMES[part]);
        for (size_t i = 0; i < json_array_size(old); i++) {
            json_t *sentence = json_array_get(old, i);
            if (edit_of(edits, sentence) && !find_sentence(list, text_member(sentence, "sentence_id")))
                json_array_append(list, sentence);
        }
    }
}

const char *recap_content_make(const struct recap_text *text, const char *earlier,
                               const struct recap_edit_list *edits, struct arena *arena) {
    const char *content = text_as_content(text, arena);
    if (!earlier || edits->count == 0)
        return content;
    json_t *made = json_loads(content, 0, NULL);
    json_t *old = json_loads(earlier, 0, NULL);
    keep_edited(made, old, edits);
    char *merged = json_dumps(made, JSON_COMPACT);
    const char *copy = arena_strdup(arena, merged);
    free(merged);
    json_decref(old);
    json_decref(made);
    return copy;
}

/* --- reading --- */

static json_t *sentence_of(const json_t *root, const char *sentence_id) {
    for (enum recap_part part = 0; part < RECAP_PARTS; part++) {
        json_t *found = find_sentence(json_object_get(root, RECAP_PART_NAMES[part]), sentence_id);
        if (found)
            return found;
    }
    return NULL;
}

bool recap_content_has(const char *content, const char *sentence_id) {
    json_t *root = json_loads(content, 0, NULL);
    bool found = sentence_of(root, sentence_id) != NULL;
    json_decref(root);
    return found;
}

static void write_sentence(struct json *json, const json_t *sentence, const struct recap_edit_list *edits,
                           enum recap_kind kind) {
    const struct recap_edit *edit = edit_of(edits, sentence);
    char *sources = json_dumps(json_object_get(sentence, "sources"), JSON_COMPACT);
    json_begin_object(json, NULL);
    json_put_string(json, "sentence_id", text_member(sentence, "sentence_id"));
    json_put_string(json, "text", edit ? edit->text : text_member(sentence, "text"));
    json_put_string(json, "original_text", text_member(sentence, "text"));
    json_put_bool(json, "edited", edit != NULL);
    json_put_string(json, "edited_by", edit ? edit->edited_by_name : NULL);
    json_put_raw(json, "sources", sources);
    json_put_string(json, "made_by", recap_kind_name(kind));
    json_end_object(json);
    free(sources);
}

void recap_content_write_sections(struct json *json, const char *key, const char *content,
                                  const struct recap_edit_list *edits, enum recap_kind kind) {
    json_t *root = json_loads(content, 0, NULL);
    json_begin_object(json, key);
    for (enum recap_part part = 0; part < RECAP_PARTS; part++) {
        const json_t *list = json_object_get(root, RECAP_PART_NAMES[part]);
        json_begin_array(json, RECAP_PART_NAMES[part]);
        for (size_t i = 0; i < json_array_size(list); i++)
            write_sentence(json, json_array_get(list, i), edits, kind);
        json_end_array(json);
    }
    json_end_object(json);
    json_decref(root);
}

static const char *shown_text(const json_t *sentence, const struct recap_edit_list *edits) {
    const struct recap_edit *edit = edit_of(edits, sentence);
    return edit ? edit->text : text_member(sentence, "text");
}

static void write_summary_text(struct json *json, const json_t *list, const struct recap_edit_list *edits) {
    struct buffer text = {.arena = json->out.arena};
    buffer_append_text(&text, "");
    for (size_t i = 0; i < json_array_size(list); i++)
        buffer_printf(&text, "%s%s", i ? " " : "", shown_text(json_array_get(list, i), edits));
    json_put_string(json, RECAP_PART_NAMES[RECAP_SUMMARY], text.data);
}

void recap_content_write_plain(struct json *json, const char *content, const struct recap_edit_list *edits) {
    json_t *root = json_loads(content, 0, NULL);
    json_begin_object(json, "llm_recap");
    write_summary_text(json, json_object_get(root, RECAP_PART_NAMES[RECAP_SUMMARY]), edits);
    for (enum recap_part part = RECAP_STRENGTHS; part < RECAP_PARTS; part++) {
        const json_t *list = json_object_get(root, RECAP_PART_NAMES[part]);
        json_begin_array(json, RECAP_PART_NAMES[part]);
        for (size_t i = 0; i < json_array_size(list); i++)
            json_put_string(json, NULL, shown_text(json_array_get(list, i), edits));
        json_end_array(json);
    }
    json_end_object(json);
    json_decref(root);
}

void recap_content_write_sentence(struct json *json, const char *content, const char *sentence_id,
                                  const struct recap_edit_list *edits, enum recap_kind kind) {
    json_t *root = json_loads(content, 0, NULL);
    write_sentence(json, sentence_of(root, sentence_id), edits, kind);
    json_decref(root);
}
