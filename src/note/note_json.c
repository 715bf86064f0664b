/* Notes as JSON. */
#include <jansson.h>
#include <string.h>

#include "live/worker.h"
#include "note/note_http.h"

static const struct chunk *find_read(const struct note_writer *writer, const char *id) {
    for (size_t i = 0; i < writer->count; i++)
        if (strcmp(writer->chunks[i].id, id) == 0)
            return &writer->chunks[i];
    return NULL;
}

static void remember(struct note_writer *writer, const struct chunk *chunk) {
    writer->chunks = arena_grow(writer->request->arena, writer->chunks, writer->count, &writer->capacity,
                                sizeof *writer->chunks);
    writer->chunks[writer->count++] = *chunk;
}

/* A chunk that is gone with its CV is left out. */
static enum err write_evidence_item(struct note_writer *writer, struct json *json, const json_t *item) {
    const struct request *request = writer->request;
    const char *id = json_string_value(json_object_get(item, "chunk_id"));
    if (id == NULL)
        return ERR_OK;
    const struct chunk *known = find_read(writer, id);
    struct chunk chunk;
    if (known)
        chunk = *known;
    else {
        enum err failed = chunk_find(request->worker->db, id, request->arena, &chunk);
        if (failed)
            return failed == ERR_NOT_FOUND ? ERR_OK : failed;
        remember(writer, &chunk);
    }
    chunk.distance = json_number_value(json_object_get(item, "distance"));
    chunk_set_passage(&chunk, json_integer_value(json_object_get(item, "start")),
                      json_integer_value(json_object_get(item, "end")), request->arena);
    chunk_write_hit(json, NULL, &chunk);
    return ERR_OK;
}

static enum err write_evidence(struct note_writer *writer, struct json *json, const struct note *note) {
    enum err failed = ERR_OK;
    json_t *items = json_loads(note->evidence_json, 0, NULL);
    json_begin_array(json, "evidence_chunks");
    for (size_t i = 0; i < json_array_size(items) && !failed; i++)
        failed = write_evidence_item(writer, json, json_array_get(items, i));
    json_end_array(json);
    json_decref(items);
    return failed;
}

static void write_similarity(struct json *json, double similarity) {
    if (similarity < 0)
        json_put_null(json, "jd_similarity");
    else
        json_put_real(json, "jd_similarity", similarity);
}

/* A note that came from the existing product is read by its words alone, each time: it takes microseconds. */
static void write_verdict(struct note_writer *writer, struct json *json, const struct note *note) {
    if (note->risk_level) {
        json_put_string(json, "risk_level", note->risk_level);
        json_put_real(json, "risk_score", note->risk_score);
        json_put_raw(json, "note_signals", note->signals_json);
        json_put_raw(json, "reasons", note->reasons_json);
        return;
    }
    struct insight insight;
    insight_analyse(writer->request->worker->insight_model, note->text, NULL, writer->request->arena,
                    &insight);
    json_put_string(json, "risk_level", risk_level_name(insight.risk));
    json_put_null(json, "risk_score");
    insight_write_signals(&insight, json, "note_signals");
    insight_write_reasons(&insight, json, "reasons");
}

static bool is_callers_own(const struct note *note, const struct request *request) {
    return note->recruiter_key && request->who.key && strcmp(note->recruiter_key, request->who.key) == 0;
}

enum err note_write(struct note_writer *writer, struct json *json, const char *key, const struct note *note) {
    json_begin_object(json, key);
    json_put_string(json, "note_id", note->id);
    json_put_string(json, "author", note->author);
    json_put_bool(json, "mine", is_callers_own(note, writer->request));
    json_put_string(json, "text", note->text);
    json_put_time(json, "created_at", note->created_at);
    json_put_time(json, "written_at", note->written_at);
    json_put_bool(json, "late", note->late);
    json_put_bool(json, "afterthought", note->afterthought);
    json_put_bool(json, "edited", note->edited_at != 0);
    json_put_integer(json, "version", note->version);
    json_put_string(json, "question_id", note->question_id);
    write_similarity(json, note->jd_similarity);
    write_verdict(writer, json, note);
    json_put_string(json, "followup_question", note->followup_question);
    enum err failed = write_evidence(writer, json, note);
    json_end_object(json);
    return failed;
}
