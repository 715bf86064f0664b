#include "llm/llm_wording.h"

#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/text.h"
#include "live/worker.h"
#include "llm/llm.h"
#include "llm/prompts.h"

enum {
    SOURCES_MAX = 64, /* labelled passages in one prompt */
    PASSAGE_CODEPOINTS = 2000,
    JOB_CODEPOINTS = 6000,
    TEXT_CODEPOINTS = 600, /* of one sentence or question that comes back */
    FENCE_BYTES = 12,
    PHONE_DIGITS_MIN = 8, /* a year or a figure has fewer */
};

/* --- the material --- */

struct labelled {
    char label[24];
    struct wording_source source;
};

struct material {
    struct arena *arena;
    struct buffer text;
    char fence[FENCE_BYTES * 2 + 1];
    struct labelled items[SOURCES_MAX];
    size_t count;
};

static void material_init(struct material *material, struct arena *arena) {
    unsigned char random[FENCE_BYTES];
    *material = (struct material){.arena = arena, .text = {.arena = arena}};
    randombytes_buf(random, sizeof random);
    sodium_bin2hex(material->fence, sizeof material->fence, random, sizeof random);
    buffer_printf(&material->text, "%s\n", material->fence);
}

/* Where a word that is an e-mail address or an international telephone number ends, or NULL for any other
 * word. */
static const char *contact_end(const char *word) {
    size_t length = strcspn(word, " \t\r\n,;|()<>");
    const char *at = memchr(word, '@', length);
    if (at && at > word && memchr(at, '.', length - (size_t)(at - word)))
        return word + length;
    size_t span = *word == '+' ? strspn(word, "+0123456789 ().-/") : 0;
    size_t digits = 0;
    for (size_t i = 0; i < span; i++)
        digits += word[i] >= '0' && word[i] <= '9';
    return digits >= PHONE_DIGITS_MIN ? word + span : NULL;
}

/* CVs that came by the API have no sections, so addresses are taken out of every passage as well. */
static const char *without_contacts(struct arena *arena, const char *text) {
    struct buffer out = {.arena = arena};
    bool begins_word = true;
    while (*text) {
        const char *end = begins_word ? contact_end(text) : NULL;
        begins_word = strchr(" \t\r\n,;|()<>:", *text) != NULL;
        if (end)
            buffer_append_text(&out, "[...] ");
        else
            buffer_append_char(&out, *text);
        text = end ? end : text + 1;
    }
    return out.data ? out.data : "";
}

/* `number` 0: the label is the letter alone. */
static void add_passage(struct material *material, char letter, size_t number, struct wording_source source,
                        size_t codepoints_max) {
    if (material->count == SOURCES_MAX || text_is_blank(source.text))
        return;
    struct labelled *item = &material->items[material->count++];
    if (number)
        snprintf(item->label, sizeof item->label, "%c%zu", letter, number);
    else
        snprintf(item->label, sizeof item->label, "%c", letter);
    item->source = source;
    buffer_printf(
        &material->text, "[%s] %s\n", item->label,
        text_shorten(material->arena, without_contacts(material->arena, source.text), codepoints_max));
}

static void add_basis(struct material *material, const struct wording_basis *basis) {
    const char *job = arena_printf(material->arena, "%s\n%s", basis->job_title ? basis->job_title : "",
                                   basis->job_text ? basis->job_text : "");
    add_passage(material, 'J', 0, (struct wording_source){"job", basis->job_id, job}, JOB_CODEPOINTS);
    for (size_t i = 0; i < basis->chunk_count; i++) {
        const struct wording_chunk *chunk = &basis->chunks[i];
        if (!chunk->section || strcmp(chunk->section, "contact") != 0)
            add_passage(material, 'C', i + 1, (struct wording_source){"chunk", chunk->id, chunk->text},
                        PASSAGE_CODEPOINTS);
    }
}

static void add_conversation(struct material *material, const struct llm_conversation *conversation) {
    for (size_t i = 0; i < conversation->question_count; i++)
        add_passage(material, 'Q', i + 1, conversation->questions[i], PASSAGE_CODEPOINTS);
    for (size_t i = 0; i < conversation->note_count; i++)
        add_passage(material, 'N', i + 1, conversation->notes[i], PASSAGE_CODEPOINTS);
}

static const struct wording_source *source_of(const struct material *material, const char *label) {
    for (size_t i = 0; label && i < material->count; i++)
        if (strcmp(material->items[i].label, label) == 0)
            return &material->items[i].source;
    return NULL;
}

/* --- asking --- */

/* The prompt with the fence's text in its place. */
static const char *fill_prompt(const char *prompt, const struct material *material) {
    static const char mark[] = "{{fence}}";
    const char *at = strstr(prompt, mark);
    return arena_printf(material->arena, "%.*s%s%s", (int)(at - prompt), prompt, material->fence,
                        at + strlen(mark));
}

/* The parsed answer, or NULL. An answer that shows the fence has been talked into leaving its task: unusable.
 */
static json_t *ask(struct worker *worker, struct material *material, struct llm_task *task) {
    const char *answer;
    buffer_printf(&material->text, "%s\n", material->fence);
    task->system = fill_prompt(task->system, material);
    task->user = material->text.data;
    if (llm_ask(worker, task, material->arena, &answer) || strstr(answer, material->fence))
        return NULL;
    return json_loads(answer, JSON_REJECT_DUPLICATES, NULL);
}

/* --- checking what came back --- */

/* One line of plain text: no control characters, bounded; NULL when there is none. */
static const char *clean_text(const json_t *value, struct arena *arena) {
    const char *text = json_string_value(value);
    if (text_is_blank(text))
        return NULL;
    char *copy = arena_strdup(arena, text);
    for (char *c = copy; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7f)
            *c = ' ';
    return text_shorten(arena, text_trim(arena, copy), TEXT_CODEPOINTS);
}

static size_t take_sources(const struct material *material, const json_t *labels,
                           struct wording_source out[WORDING_SOURCES_MAX]) {
    size_t count = 0;
    for (size_t i = 0; i < json_array_size(labels) && count < WORDING_SOURCES_MAX; i++) {
        const struct wording_source *source =
            source_of(material, json_string_value(json_array_get(labels, i)));
        if (source)
            out[count++] = *source;
    }
    return count;
}

/* False when the text or every citation is missing. */
static bool take_question(const struct material *material, const json_t *value,
                          struct wording_question *out) {
    out->text = clean_text(json_object_get(value, "text"), material->arena);
    out->why = clean_text(json_object_get(value, "why"), material->arena);
    out->source_count = take_sources(material, json_object_get(value, "sources"), out->sources);
    return out->text && out->why && out->source_count > 0;
}

enum err llm_word_question_set(struct worker *worker, const struct wording_basis *basis, struct arena *arena,
                               struct wording_question out[QUESTION_SET_MAX], size_t *count) {
    struct material material;
    material_init(&material, arena);
    add_basis(&material, basis);
    struct llm_task task = {.purpose = "questions",
                            .schema = QUESTIONS_SCHEMA_JSON,
                            .system = basis->language == LANGUAGE_IT ? QUESTIONS_IT_TXT : QUESTIONS_EN_TXT};
    json_t *answer = ask(worker, &material, &task);
    const json_t *list = json_object_get(answer, "questions");
    *count = 0;
    for (size_t i = 0; i < json_array_size(list) && *count < QUESTION_SET_MAX; i++) {
        out[*count] = (struct wording_question){0};
        if (take_question(&material, json_array_get(list, i), &out[*count]))
            (*count)++;
    }
    json_decref(answer);
    return *count ? ERR_OK : ERR_BUSY;
}

enum err llm_word_next_question(struct worker *worker, const struct wording_basis *basis,
                                const struct llm_conversation *conversation,
                                const struct wording_question *local, struct arena *arena,
                                struct wording_question *out) {
    struct material material;
    material_init(&material, arena);
    add_basis(&material, basis);
    add_conversation(&material, conversation);
    buffer_printf(&material.text, "[D] %s\n", local->text);
    struct llm_task task = {.purpose = "next_question",
                            .session_id = conversation->session_id,
                            .schema = NEXT_QUESTION_SCHEMA_JSON,
                            .system =
                                basis->language == LANGUAGE_IT ? NEXT_QUESTION_IT_TXT : NEXT_QUESTION_EN_TXT};
    json_t *answer = ask(worker, &material, &task);
    *out = *local;
    bool usable = take_question(&material, answer, out);
    const char *good_answer = clean_text(json_object_get(answer, "good_answer"), arena);
    if (good_answer)
        out->good_answer = good_answer;
    json_decref(answer);
    return usable ? ERR_OK : ERR_BUSY;
}

static void take_sentences(const struct material *material, const json_t *list, struct recap_text *out,
                           enum recap_part part) {
    for (size_t i = 0; i < json_array_size(list) && out->counts[part] < RECAP_PART_SENTENCES_MAX; i++) {
        const json_t *value = json_array_get(list, i);
        struct cited_sentence *sentence = &out->sentences[part][out->counts[part]];
        sentence->text = clean_text(json_object_get(value, "text"), material->arena);
        sentence->source_count = take_sources(material, json_object_get(value, "sources"), sentence->sources);
        if (sentence->text && sentence->source_count > 0)
            out->counts[part]++;
    }
}

enum err llm_word_recap(struct worker *worker, const struct wording_basis *basis,
                        const struct llm_conversation *conversation, struct arena *arena,
                        struct recap_text *out) {
    static const char *const members[RECAP_PARTS] = {"summary", "strengths", "gaps_or_risks",
                                                     "recommended_next_steps"};
    struct material material;
    material_init(&material, arena);
    add_basis(&material, basis);
    add_conversation(&material, conversation);
    struct llm_task task = {.purpose = "recap",
                            .session_id = conversation->session_id,
                            .schema = RECAP_SCHEMA_JSON,
                            .system = basis->language == LANGUAGE_IT ? RECAP_IT_TXT : RECAP_EN_TXT};
    json_t *answer = ask(worker, &material, &task);
    *out = (struct recap_text){0};
    for (enum recap_part part = 0; part < RECAP_PARTS; part++)
        take_sentences(&material, json_object_get(answer, members[part]), out, part);
    json_decref(answer);
    return out->counts[RECAP_SUMMARY] ? ERR_OK : ERR_BUSY;
}
