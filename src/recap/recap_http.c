/* Routes of the recap. */
#include "recap/end_http.h"
#include "recap/recap_content.h"

#include <string.h>

#include "job/job.h"
#include "live/live.h"
#include "live/worker.h"
#include "llm/llm.h"
#include "net/form.h"

enum { TOP_CHUNKS = 5, SENTENCE_TEXT_MAX = 2000 };

/* --- the material --- */

enum err recap_collect(struct request *request, const struct interview *interview,
                       struct recap_material *out) {
    struct db *db = request->worker->db;
    struct job job;
    *out = (struct recap_material){.interview = *interview};
    enum err failed = note_list(db, interview->id, request->arena, &out->notes);
    if (!failed)
        failed = question_list(db, interview->id, request->arena, &out->questions);
    if (!failed)
        failed = job_find(db, interview->job_id, request->arena, &job);
    if (!failed && interview->cv_id && job.embedding)
        failed = chunk_search(db, interview->cv_id, job.embedding, TOP_CHUNKS, request->arena, &out->nearest);
    return failed ? failed : matrix_compute(request, interview, &out->notes, &out->questions, &out->matrix);
}

/* --- making --- */

struct recap_write {
    const char *session_id;
    enum recap_kind kind;
    const char *content;
    bool chooses;
    struct event event;
};

static enum err run_write(struct db *db, void *context) {
    struct recap_write *write = context;
    enum err failed = recap_put(db, write->session_id, write->kind, write->content);
    if (!failed && write->chooses)
        failed = recap_choose(db, write->session_id, write->kind);
    return failed ? failed : event_append(db, &write->event);
}

static enum err store(struct request *request, struct recap_write *write) {
    event_init(&write->event, write->session_id, "recap", write->session_id, 0, NULL);
    enum err failed = db_write(request->worker->store, run_write, write);
    if (!failed)
        live_publish(request->worker->live, &write->event);
    return failed;
}

static enum err word_by_llm(struct request *request, const struct recap_material *material,
                            struct recap_text *text) {
    struct arena *arena = request->arena;
    struct wording_chunk *chunks = arena_array(arena, material->nearest.count, sizeof *chunks);
    struct wording_source *notes = arena_array(arena, material->notes.count, sizeof *notes);
    struct wording_source *questions = arena_array(arena, material->questions.count, sizeof *questions);
    struct llm_conversation conversation = {.session_id = material->interview.id,
                                            .notes = notes,
                                            .note_count = material->notes.count,
                                            .questions = questions};
    for (size_t i = 0; i < material->nearest.count; i++) {
        const struct chunk *chunk = &material->nearest.items[i];
        chunks[i] = (struct wording_chunk){chunk->id, chunk->content, chunk->section};
    }
    for (size_t i = 0; i < material->notes.count; i++)
        notes[i] =
            (struct wording_source){"note", material->notes.items[i].id, material->notes.items[i].text};
    for (size_t i = 0; i < material->questions.count; i++) {
        const struct question *question = &material->questions.items[i];
        if (question->asked_at)
            questions[conversation.question_count++] =
                (struct wording_source){"question", question->id, question->text};
    }
    struct wording_basis basis = {
        .language = material->interview.language,
        .job_id = material->interview.job_id,
        .job_title = material->interview.job_title,
        .job_text = material->interview.job_text,
        .chunks = chunks,
        .chunk_count = material->nearest.count,
    };
    return llm_word_recap(request->worker, &basis, &conversation, arena, text);
}

/* Words, merges with what people edited, and stores. */
static enum err make(struct request *request, const struct recap_material *material, enum recap_kind kind) {
    const char *session_id = material->interview.id;
    struct recap_text *text = arena_alloc(request->arena, sizeof *text);
    struct recap_row earlier;
    struct recap_edit_list edits;
    enum err failed = ERR_OK;
    if (kind == RECAP_LLM)
        failed = word_by_llm(request, material, text);
    else
        recap_word_locally(material, request->arena, text);
    if (!failed)
        failed = recap_find(request->worker->db, session_id, kind, request->arena, &earlier);
    if (!failed)
        failed = recap_list_edits(request->worker->db, session_id, kind, request->arena, &edits);
    if (failed)
        return failed;
    struct recap_write write = {.session_id = session_id,
                                .kind = kind,
                                .chooses = kind == RECAP_LOCAL && !earlier.content,
                                .content = recap_content_make(text, earlier.content, &edits, request->arena)};
    return store(request, &write);
}

enum err recap_store_at_end(struct request *request, const char *session_id) {
    struct interview interview;
    struct recap_material material;
    struct recap_row stored;
    enum err failed = interview_find(request->worker->db, session_id, request->arena, &interview);
    if (!failed)
        failed = recap_find(request->worker->db, session_id, RECAP_LOCAL, request->arena, &stored);
    if (failed || stored.content)
        return failed;
    failed = recap_collect(request, &interview, &material);
    return failed ? failed : make(request, &material, RECAP_LOCAL);
}

/* --- the answer --- */

static void write_session(struct json *json, const struct interview *interview) {
    json_begin_object(json, "session");
    json_put_string(json, "session_id", interview->id);
    json_put_string(json, "status", interview->status);
    json_put_time(json, "started_at", interview->started_at);
    json_put_time(json, "ended_at", interview->ended_at);
    json_put_string(json, "candidate_id", interview->candidate_id);
    json_put_string(json, "cv_id", interview->cv_id);
    json_put_string(json, "job_description_id", interview->job_id);
    json_put_string(json, "jd_title", interview->job_title);
    json_put_string(json, "candidate_name", interview->candidate_name);
    json_put_string(json, "language", language_code(interview->language));
    json_end_object(json);
}

static void write_coverage(struct json *json, const struct recap_material *material) {
    json_begin_object(json, "coverage");
    if (material->interview.coverage_distance < 0) {
        json_put_null(json, "distance");
        json_put_null(json, "similarity");
        json_put_null(json, "coverage_score");
    } else {
        struct coverage coverage = coverage_from_distance(material->interview.coverage_distance);
        json_put_real(json, "distance", coverage.distance);
        json_put_real(json, "similarity", coverage.similarity);
        json_put_real(json, "coverage_score", coverage.score);
    }
    chunk_write_hits(json, "top_chunks", &material->nearest);
    json_end_object(json);
}

static void write_notes(struct json *json, const struct note_list *notes) {
    json_begin_array(json, "notes");
    for (size_t i = 0; i < notes->count; i++) {
        const struct note *note = &notes->items[i];
        json_begin_object(json, NULL);
        json_put_string(json, "note_id", note->id);
        json_put_string(json, "author", note->author);
        json_put_string(json, "note_text", note->text);
        json_put_string(json, "risk_level", note->risk_level ? note->risk_level : risk_level_name(RISK_LOW));
        json_put_time(json, "created_at", note->created_at);
        json_end_object(json);
    }
    json_end_array(json);
}

static void write_questions_where(struct json *json, const char *key, bool asked,
                                  const struct question_list *questions,
                                  const struct question_viewer *viewer) {
    json_begin_array(json, key);
    for (size_t i = 0; i < questions->count; i++) {
        const struct question *question = &questions->items[i];
        if ((question->asked_at != 0) != asked || !question_is_visible(question, viewer))
            continue;
        json_begin_object(json, NULL);
        json_put_string(json, "question_id", question->id);
        json_put_string(json, "question_text", question->text);
        json_put_time(json, "asked_at", question->asked_at);
        json_put_string(json, "asked_by", question->asked_by);
        json_put_time(json, "created_at", question->created_at);
        json_end_object(json);
    }
    json_end_array(json);
}

/* Both kinds as they are stored, with their edits; before the end only a local preview that is not. */
struct shown_recap {
    struct recap_row rows[2];
    struct recap_edit_list edits[2];
    enum recap_kind first;
    bool stored;
};

static enum err load_shown(struct request *request, const struct recap_material *material,
                           struct shown_recap *shown) {
    const char *session_id = material->interview.id;
    enum err failed = ERR_OK;
    *shown = (struct shown_recap){.stored = true};
    for (enum recap_kind kind = RECAP_LOCAL; kind <= RECAP_LLM && !failed; kind++) {
        failed = recap_find(request->worker->db, session_id, kind, request->arena, &shown->rows[kind]);
        if (!failed)
            failed =
                recap_list_edits(request->worker->db, session_id, kind, request->arena, &shown->edits[kind]);
    }
    shown->first = shown->rows[RECAP_LLM].content && shown->rows[RECAP_LLM].chosen ? RECAP_LLM : RECAP_LOCAL;
    if (failed || shown->rows[RECAP_LOCAL].content)
        return failed;
    struct recap_text *text = arena_alloc(request->arena, sizeof *text);
    recap_word_locally(material, request->arena, text);
    shown->stored = false;
    shown->rows[RECAP_LOCAL] = (struct recap_row){
        .content = recap_content_make(text, NULL, &shown->edits[RECAP_LOCAL], request->arena)};
    return ERR_OK;
}

static void write_alternative(struct json *json, const struct shown_recap *shown) {
    enum recap_kind other = shown->first == RECAP_LOCAL ? RECAP_LLM : RECAP_LOCAL;
    if (!shown->rows[other].content) {
        json_put_null(json, "alternative");
        return;
    }
    json_begin_object(json, "alternative");
    json_put_string(json, "made_by", recap_kind_name(other));
    json_put_time(json, "created_at", shown->rows[other].created_at);
    recap_content_write_sections(json, "sections", shown->rows[other].content, &shown->edits[other], other);
    json_end_object(json);
}

static enum err answer_recap(struct request *request, struct response *response,
                             const struct interview *interview) {
    struct recap_material material;
    struct shown_recap shown;
    struct question_viewer viewer = question_viewer_of(request);
    enum err failed = recap_collect(request, interview, &material);
    if (!failed)
        failed = load_shown(request, &material, &shown);
    if (failed)
        return failed;
    const struct recap_row *first = &shown.rows[shown.first];
    const struct recap_edit_list *edits = &shown.edits[shown.first];
    struct json *json = response_json(response, 200);
    json_begin_object(json, NULL);
    write_session(json, interview);
    write_coverage(json, &material);
    write_notes(json, &material.notes);
    matrix_write(json, "requirements", &material.matrix);
    json_begin_object(json, "questions");
    write_questions_where(json, "asked", true, &material.questions, &viewer);
    write_questions_where(json, "unasked", false, &material.questions, &viewer);
    json_end_object(json);
    recap_content_write_plain(json, first->content, edits);
    recap_content_write_sections(json, "sections", first->content, edits, shown.first);
    json_put_string(json, "made_by", recap_kind_name(shown.first));
    json_put_integer(json, "version", first->version);
    json_put_bool(json, "stored", shown.stored);
    json_put_time(json, "created_at", first->created_at);
    write_alternative(json, &shown);
    json_end_object(json);
    return ERR_OK;
}

static enum err recap_get_http(struct request *request, struct response *response) {
    struct interview interview;
    enum err failed = interview_require(request, &interview);
    if (!failed && interview_is_over(&interview))
        failed = recap_store_at_end(request, interview.id);
    return failed ? failed : answer_recap(request, response, &interview);
}

/* The interview of the path, once it is over: only then is there something stored to change. */
static enum err require_over(struct request *request, struct interview *interview) {
    enum err failed = interview_require(request, interview);
    if (failed)
        return failed;
    if (!interview_is_over(interview))
        return request_fail(request, ERR_CONFLICT,
                            "The recap is stored when the interview ends; until then it is a preview");
    return recap_store_at_end(request, interview->id);
}

/* What changing a recap begins with: an interview that is over, and the kind of recap in the body's field
 * `name`. */
static enum err require_over_and_kind(struct request *request, const char *name, struct interview *interview,
                                      enum recap_kind *kind) {
    struct form form;
    enum err failed = require_over(request, interview);
    if (!failed)
        failed = form_parse(request, &form);
    if (failed)
        return failed;
    const char *text = form_text(&form, name, FORM_REQUIRED);
    *kind = text && strcmp(text, recap_kind_name(RECAP_LLM)) == 0 ? RECAP_LLM : RECAP_LOCAL;
    if (text && strcmp(text, recap_kind_name(*kind)) != 0)
        form_error(&form, name, "\"%s\" is not a valid choice.", text);
    return form_check(&form);
}

static enum err recap_make_http(struct request *request, struct response *response) {
    struct interview interview;
    struct recap_material material;
    enum recap_kind kind;
    enum err failed = require_over_and_kind(request, "use", &interview, &kind);
    if (failed)
        return failed;
    if (kind == RECAP_LLM && !request->worker->llm)
        return request_fail(request, ERR_CONFLICT, "No language model is configured; the local recap stands");
    failed = recap_collect(request, &interview, &material);
    if (!failed)
        failed = make(request, &material, kind);
    if (failed == ERR_BUSY && kind == RECAP_LLM)
        return request_fail(request, failed,
                            "The language model gave no usable answer; the local recap stands");
    return failed ? failed : answer_recap(request, response, &interview);
}

struct recap_choice {
    const char *session_id;
    enum recap_kind kind;
    struct event event;
};

static enum err run_choice(struct db *db, void *context) {
    struct recap_choice *choice = context;
    enum err failed = recap_choose(db, choice->session_id, choice->kind);
    return failed ? failed : event_append(db, &choice->event);
}

static enum err recap_choose_http(struct request *request, struct response *response) {
    struct interview interview;
    struct recap_row row;
    enum recap_kind kind;
    enum err failed = require_over_and_kind(request, "made_by", &interview, &kind);
    if (failed)
        return failed;
    failed = recap_find(request->worker->db, interview.id, kind, request->arena, &row);
    if (!failed && !row.content)
        return request_fail(request, ERR_CONFLICT, "There is no such recap yet; make it first");
    struct recap_choice choice = {.session_id = interview.id, .kind = kind};
    event_init(&choice.event, interview.id, "recap", interview.id, 0, NULL);
    if (!failed)
        failed = db_write(request->worker->store, run_choice, &choice);
    if (failed)
        return failed;
    live_publish(request->worker->live, &choice.event);
    return answer_recap(request, response, &interview);
}

/* --- editing one sentence --- */

struct sentence_edit {
    struct recap_edit_change change;
    struct event event;
};

static enum err run_edit(struct db *db, void *context) {
    struct sentence_edit *edit = context;
    enum err failed = recap_put_edit(db, &edit->change);
    return failed ? failed : event_append(db, &edit->event);
}

/* Which of the two recaps has the sentence, and its content. */
static enum err find_sentence(struct request *request, const char *session_id, const char *sentence_id,
                              enum recap_kind *kind, const char **content) {
    for (*kind = RECAP_LOCAL; *kind <= RECAP_LLM; (*kind)++) {
        struct recap_row row;
        enum err failed = recap_find(request->worker->db, session_id, *kind, request->arena, &row);
        if (failed)
            return failed;
        *content = row.content;
        if (row.content && recap_content_has(row.content, sentence_id))
            return ERR_OK;
    }
    return request_fail(request, ERR_NOT_FOUND, "The recap has no such sentence any more; reload it");
}

static enum err answer_sentence(struct request *request, struct response *response,
                                const struct recap_edit_change *change, const char *content) {
    struct recap_edit_list edits;
    enum err failed =
        recap_list_edits(request->worker->db, change->session_id, change->kind, request->arena, &edits);
    if (!failed)
        recap_content_write_sentence(response_json(response, 200), content, change->sentence_id, &edits,
                                     change->kind);
    return failed;
}

static enum err recap_edit_http(struct request *request, struct response *response) {
    struct interview interview;
    struct form form;
    const char *content = NULL;
    struct sentence_edit edit = {.change = {.sentence_id = request_param(request, "sentence"),
                                            .edited_by = request->who.key,
                                            .edited_by_name = request->who.name}};
    enum err failed = require_over(request, &interview);
    if (!failed)
        failed = find_sentence(request, interview.id, edit.change.sentence_id, &edit.change.kind, &content);
    if (!failed)
        failed = form_parse(request, &form);
    if (failed)
        return failed;
    const char *text = form_text_max(&form, "text", FORM_REQUIRED | FORM_ALLOW_BLANK, SENTENCE_TEXT_MAX);
    if (form_check(&form))
        return ERR_INVALID;
    edit.change.text = *text ? text : NULL;
    edit.change.session_id = interview.id;
    event_init(&edit.event, interview.id, "recap", interview.id, 0, NULL);
    failed = db_write(request->worker->store, run_edit, &edit);
    if (failed)
        return failed;
    live_publish(request->worker->live, &edit.event);
    return answer_sentence(request, response, &edit.change, content);
}

const struct route recap_routes[] = {
    {"POST", "/api/sessions/{session_id}/end/", interview_end_http, .body_limit = BODY_FIELDS},
    {"GET", "/api/sessions/{session_id}/recap/", recap_get_http},
    {"POST", "/api/sessions/{session_id}/recap/", recap_make_http, .body_limit = BODY_SMALL, .rate = RATE_LLM,
     .pool = POOL_SLOW},
    {"PATCH", "/api/sessions/{session_id}/recap/", recap_choose_http, .body_limit = BODY_SMALL},
    {"PATCH", "/api/sessions/{session_id}/recap/sentences/{sentence}/", recap_edit_http,
     .body_limit = BODY_SMALL},
    {0},
};
