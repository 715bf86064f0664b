#include <assert.h>
#include <string.h>

#include "base/buffer.h"
#include "base/json.h"
#include "base/text.h"
#include "wording/wording_internal.h"

unsigned text_hash(const char *text) {
    unsigned hash = 2166136261u;
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 16777619u;
    return hash;
}

const struct phrase_bank *phrase_bank_of(enum language language) {
    return language == LANGUAGE_IT ? &phrase_bank_it : &phrase_bank_en;
}

static const char *slot_value(const struct phrase_slots *slots, const char *name, size_t length) {
    const struct {
        const char *name, *value;
    } known[] = {{"lead", slots->lead},
                 {"topic", slots->topic},
                 {"quote", slots->quote},
                 {"employer", slots->employer},
                 {"dates", slots->dates},
                 {"place", slots->place},
                 {"requirement", slots->requirement},
                 {"job", slots->job}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strlen(known[i].name) == length && memcmp(known[i].name, name, length) == 0)
            return known[i].value;
    assert(!"a phrase names a slot that there is not");
    return NULL;
}

/* The number of slots that the text uses, or -1 when one of them is not known. */
static int count_slots(const char *text, const struct phrase_slots *slots) {
    int count = 0;
    for (const char *at = strchr(text, '{'); at; at = strchr(at + 1, '{')) {
        size_t length = strcspn(at + 1, "}");
        if (slot_value(slots, at + 1, length) == NULL)
            return -1;
        count += strncmp(at, "{lead}", 6) != 0;
    }
    return count;
}

const char *phrase_fill(const char *text, const struct phrase_slots *slots, struct arena *arena) {
    struct buffer out = {.arena = arena};
    while (*text) {
        size_t plain = strcspn(text, "{");
        buffer_append(&out, text, plain);
        text += plain;
        if (*text != '{')
            break;
        size_t length = strcspn(text + 1, "}");
        buffer_append_text(&out, slot_value(slots, text + 1, length));
        text += length + 2;
    }
    return out.data ? out.data : "";
}

/* The most that any phrase of the kind can use of what is known. */
static int most_slots(const struct phrase_bank *bank, enum phrase_kind kind,
                      const struct phrase_slots *slots) {
    int most = -1;
    for (size_t i = 0; i < bank->count; i++) {
        int count = bank->phrases[i].kind == kind ? count_slots(bank->phrases[i].text, slots) : -1;
        most = count > most ? count : most;
    }
    return most;
}

static const struct phrase *choose(const struct phrase_bank *bank, enum phrase_kind kind,
                                   const struct phrase_slots *slots, unsigned variant) {
    int most = most_slots(bank, kind, slots);
    assert(most >= 0); /* every kind has a phrase for what its callers always know */
    const struct phrase *fits[16];
    unsigned count = 0;
    for (size_t i = 0; i < bank->count && count < 16; i++)
        if (bank->phrases[i].kind == kind && count_slots(bank->phrases[i].text, slots) == most)
            fits[count++] = &bank->phrases[i];
    return fits[variant % count];
}

void phrase_word(enum language language, enum phrase_kind kind, const struct phrase_slots *slots,
                 unsigned variant, struct arena *arena, struct wording_question *out) {
    const struct phrase_bank *bank = phrase_bank_of(language);
    const struct phrase *phrase = choose(bank, kind, slots, variant);
    out->text = phrase_fill(phrase->text, slots, arena);
    out->simpler = phrase_fill(phrase->simpler, slots, arena);
    if (count_slots(bank->why[kind], slots) >= 0)
        out->why = phrase_fill(bank->why[kind], slots, arena);
    out->good_answer = phrase_fill(bank->good_answer[kind], slots, arena);
}

void question_add_source(struct wording_question *question, const char *type, const char *id,
                         const char *text) {
    if (id && question->source_count < WORDING_SOURCES_MAX)
        question->sources[question->source_count++] = (struct wording_source){type, id, text};
}

void wording_write_sources(struct json *json, const char *key, const struct wording_question *question) {
    json_begin_array(json, key);
    for (size_t i = 0; i < question->source_count; i++) {
        json_begin_object(json, NULL);
        json_put_string(json, "type", question->sources[i].type);
        json_put_string(json, "id", question->sources[i].id);
        json_put_string(json, "text", question->sources[i].text);
        json_end_object(json);
    }
    json_end_array(json);
}
