#include "draft/draft.h"

#include <string.h>

#include "base/uuid.h"
#include "net/form.h"

static const char *const SOURCES[] = {"typed", "file", "generated"};

static const char *copy_text(const json_t *object, const char *key, struct arena *arena) {
    const char *text = json_string_value(json_object_get(object, key));
    return text ? arena_strdup(arena, text) : NULL;
}

/* The known source that `text` spells, so that nothing else ever reaches the database. */
static const char *source_from_text(const char *text) {
    for (size_t i = 0; text && i < sizeof SOURCES / sizeof SOURCES[0]; i++)
        if (strcmp(SOURCES[i], text) == 0)
            return SOURCES[i];
    return NULL;
}

static void take_questions(struct draft *draft, const json_t *list, struct arena *arena) {
    size_t count = json_array_size(list);
    struct draft_question *questions = arena_array(arena, count, sizeof *questions);
    for (size_t i = 0; i < count; i++) {
        const json_t *item = json_array_get(list, i);
        questions[i].key = copy_text(item, "key", arena);
        questions[i].text = copy_text(item, "text", arena);
        questions[i].source = source_from_text(json_string_value(json_object_get(item, "source")));
    }
    draft->questions = questions;
    draft->question_count = count;
}

static void take_candidate(struct draft *draft, const json_t *candidate, struct arena *arena) {
    draft->candidate_id = copy_text(candidate, "candidate_id", arena);
    draft->full_name = copy_text(candidate, "full_name", arena);
    draft->email = copy_text(candidate, "email", arena);
    draft->linkedin_url = copy_text(candidate, "linkedin_url", arena);
}

void draft_content_from_json(struct draft *draft, const char *content, struct arena *arena) {
    json_t *root = json_loads(content, 0, NULL);
    draft->step = json_integer_value(json_object_get(root, "step"));
    draft->is_sample = json_is_true(json_object_get(root, "is_sample"));
    draft->job_id = copy_text(root, "job_id", arena);
    draft->language = copy_text(root, "language", arena);
    take_candidate(draft, json_object_get(root, "candidate"), arena);
    take_questions(draft, json_object_get(root, "questions"), arena);
    json_decref(root);
}

void draft_write_questions(struct json *json, const struct draft *draft) {
    json_begin_array(json, "questions");
    for (size_t i = 0; i < draft->question_count; i++) {
        json_begin_object(json, NULL);
        json_put_string(json, "key", draft->questions[i].key);
        json_put_string(json, "text", draft->questions[i].text);
        json_put_string(json, "source", draft->questions[i].source);
        json_end_object(json);
    }
    json_end_array(json);
}

const char *draft_content_as_json(const struct draft *draft, struct arena *arena) {
    struct json json;
    json_init(&json, arena);
    json_begin_object(&json, NULL);
    json_put_integer(&json, "step", draft->step);
    json_put_bool(&json, "is_sample", draft->is_sample);
    json_put_string(&json, "job_id", draft->job_id);
    json_put_string(&json, "language", draft->language);
    json_begin_object(&json, "candidate");
    json_put_string(&json, "candidate_id", draft->candidate_id);
    json_put_string(&json, "full_name", draft->full_name);
    json_put_string(&json, "email", draft->email);
    json_put_string(&json, "linkedin_url", draft->linkedin_url);
    json_end_object(&json);
    draft_write_questions(&json, draft);
    json_end_object(&json);
    return json.out.data;
}

/* --- from a request --- */

static bool is_question(const json_t *item) {
    const char *text = json_string_value(json_object_get(item, "text"));
    return text && strlen(text) <= DRAFT_QUESTION_TEXT_MAX && json_is_string(json_object_get(item, "key")) &&
           source_from_text(json_string_value(json_object_get(item, "source")));
}

static void read_questions(struct form *form, struct draft *draft, struct arena *arena) {
    const json_t *list = form_json(form, "questions");
    if (!list)
        return;
    if (!json_is_array(list) || json_array_size(list) > DRAFT_QUESTIONS_MAX) {
        form_error(form, "questions", "Expected a list of at most %d questions.", DRAFT_QUESTIONS_MAX);
        return;
    }
    for (size_t i = 0; i < json_array_size(list); i++)
        if (!is_question(json_array_get(list, i))) {
            form_error(form, "questions",
                       "Question %zu needs a key, a text of at most %d bytes and a source.", i + 1,
                       DRAFT_QUESTION_TEXT_MAX);
            return;
        }
    take_questions(draft, list, arena);
}

static bool is_optional_text(const json_t *value) {
    return !value || json_is_null(value) || json_is_string(value);
}

static void read_candidate(struct form *form, struct draft *draft, struct arena *arena) {
    const json_t *candidate = form_json(form, "candidate");
    if (!candidate)
        return;
    const char *id = json_string_value(json_object_get(candidate, "candidate_id"));
    if (!json_is_object(candidate) && !json_is_null(candidate))
        form_error(form, "candidate", "Expected an object or null.");
    else if (id && !uuid_is_valid(id))
        form_error(form, "candidate", "Must be a valid UUID.");
    else if (!is_optional_text(json_object_get(candidate, "full_name")) ||
             !is_optional_text(json_object_get(candidate, "email")) ||
             !is_optional_text(json_object_get(candidate, "linkedin_url")))
        form_error(form, "candidate", "Not a valid string.");
    else
        take_candidate(draft, candidate, arena);
}

void draft_read_form(struct form *form, struct draft *draft, struct arena *arena) {
    draft->step = form_integer(form, "step", draft->step, 1, DRAFT_STEPS);
    read_candidate(form, draft, arena);
    const char *job_id = form_uuid(form, "job_description_id", FORM_ALLOW_NULL);
    if (form_has(form, "job_description_id"))
        draft->job_id = job_id;
    const char *language = form_text(form, "language", FORM_OPTIONAL);
    if (language && strcmp(language, "en") != 0 && strcmp(language, "it") != 0)
        form_error(form, "language", "\"%s\" is not a valid choice.", language);
    else if (language)
        draft->language = language;
    read_questions(form, draft, arena);
}
