/* All SQL of notes. */
#include "note/note_store.h"

#include <math.h>
#include <string.h>

#include "base/clock.h"

#define COLUMNS                                                                                              \
    "n.id, n.session_id, n.author, n.note_text, n.created_at, t.recruiter_key, t.question_id, t.written_at," \
    " t.edited_at, t.deleted_at, t.late, t.afterthought, t.version, a.jd_similarity, a.risk_level,"          \
    " a.risk_score, a.signals, a.reasons, a.evidence, a.followup_question, a.followup_made_by"
#define TABLES                                                                                               \
    " FROM \"INTERVIEW_NOTES\" n LEFT JOIN note_state t ON t.note_id = n.id"                                 \
    " LEFT JOIN note_analysis a ON a.note_id = n.id"

static const char SQL_NOTE_LIST[] =
    "SELECT " COLUMNS TABLES " WHERE n.session_id = $1 AND t.deleted_at IS NULL ORDER BY n.created_at, n.id";
static const char SQL_NOTE_TEXTS[] =
    "SELECT n.id, n.note_text FROM \"INTERVIEW_NOTES\" n LEFT JOIN note_state t ON t.note_id = n.id"
    " WHERE n.session_id = $1 AND t.deleted_at IS NULL ORDER BY n.created_at, n.id";
static const char SQL_NOTE_FIND[] = "SELECT " COLUMNS TABLES " WHERE n.id = $1";
static const char SQL_NOTE_RECENT_VECTORS[] =
    "SELECT n.embedding FROM \"INTERVIEW_NOTES\" n LEFT JOIN note_state t ON t.note_id = n.id"
    " WHERE n.session_id = $1 AND t.deleted_at IS NULL AND n.embedding IS NOT NULL"
    " ORDER BY n.created_at DESC, n.id DESC LIMIT $2";
static const char SQL_NOTE_JOB_DISTANCE[] =
    "SELECT embedding <=> $2 FROM \"JOB_DESCRIPTIONS\" WHERE id = $1 AND embedding IS NOT NULL";
static const char SQL_NOTE_VERSIONS[] =
    "SELECT version, note_text, changed_at FROM note_history WHERE note_id = $1 ORDER BY version";

static const char SQL_NOTE_INSERT[] =
    "INSERT INTO \"INTERVIEW_NOTES\" (id, session_id, author, note_text, embedding, created_at)"
    " VALUES ($1, $2, $3, $4, $5, $6)";
static const char SQL_STATE_INSERT[] =
    "INSERT INTO note_state (note_id, session_id, recruiter_key, question_id, written_at, late, afterthought)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7)";
static const char SQL_ANALYSIS_PUT[] =
    "INSERT INTO note_analysis (note_id, jd_similarity, risk_level, risk_score, reasons, signals, evidence,"
    " followup_question, followup_made_by, model, created_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
    " ON CONFLICT (note_id) DO UPDATE SET jd_similarity = $2, risk_level = $3, risk_score = $4, reasons = $5,"
    " signals = $6, evidence = $7, followup_question = $8, followup_made_by = $9, model = $10, created_at = "
    "$11";
static const char SQL_NOTE_UPDATE[] =
    "UPDATE \"INTERVIEW_NOTES\" SET note_text = $2, embedding = $3 WHERE id = $1";
static const char SQL_STATE_EDIT[] = "UPDATE note_state SET version = version + 1, edited_at = $3"
                                     " WHERE note_id = $1 AND version = $2 AND deleted_at IS NULL";
static const char SQL_STATE_DELETE[] =
    "UPDATE note_state SET version = version + 1, deleted_at = $2 WHERE note_id = $1 RETURNING version";
static const char SQL_HISTORY_INSERT[] =
    "INSERT INTO note_history (note_id, version, note_text, changed_at, changed_by)"
    " SELECT id, $2, note_text, $3, $4 FROM \"INTERVIEW_NOTES\" WHERE id = $1";

const char *const note_sql[] = {
    SQL_NOTE_LIST,         SQL_NOTE_TEXTS,
    SQL_NOTE_FIND,         SQL_NOTE_RECENT_VECTORS,
    SQL_NOTE_JOB_DISTANCE, SQL_NOTE_VERSIONS,
    SQL_NOTE_INSERT,       SQL_STATE_INSERT,
    SQL_ANALYSIS_PUT,      SQL_NOTE_UPDATE,
    SQL_STATE_EDIT,        SQL_STATE_DELETE,
    SQL_HISTORY_INSERT,    NULL,
};

/* --- reading --- */

static const char *text_or(const char *text, const char *fallback) {
    return text ? text : fallback;
}

/* Notes of the existing product have neither state nor analysis. */
static void read_note(struct query *query, struct arena *arena, struct note *out) {
    *out = (struct note){
        .id = query_text(query, 0, arena),
        .session_id = query_text(query, 1, arena),
        .author = text_or(query_text(query, 2, arena), ""),
        .text = query_text(query, 3, arena),
        .created_at = query_time(query, 4),
        .recruiter_key = query_text(query, 5, arena),
        .question_id = query_text(query, 6, arena),
        .written_at = query_time(query, 7),
        .edited_at = query_time(query, 8),
        .deleted_at = query_time(query, 9),
        .late = query_bool(query, 10),
        .afterthought = query_bool(query, 11),
        .version = query_is_null(query, 12) ? 1 : query_integer(query, 12),
        .jd_similarity = query_is_null(query, 13) ? -1 : query_real(query, 13),
        .risk_level = query_text(query, 14, arena),
        .risk_score = query_real(query, 15),
        .signals_json = text_or(query_text(query, 16, arena), "[]"),
        .reasons_json = text_or(query_text(query, 17, arena), "[]"),
        .evidence_json = text_or(query_text(query, 18, arena), "[]"),
        .followup_question = query_text(query, 19, arena),
        .followup_made_by = query_text(query, 20, arena),
    };
}

enum err note_list(struct db *db, const char *session_id, struct arena *arena, struct note_list *out) {
    struct query query;
    size_t capacity = 0;
    query_begin(&query, db, SQL_NOTE_LIST);
    query_bind_text(&query, 1, session_id);
    *out = (struct note_list){0};
    while (query_next(&query)) {
        out->items = arena_grow(arena, out->items, out->count, &capacity, sizeof *out->items);
        read_note(&query, arena, &out->items[out->count++]);
    }
    return query_finish(&query);
}

enum err note_each_text(struct db *db, const char *session_id, struct arena *arena,
                        void (*visit)(void *context, const char *id, const char *text), void *context) {
    struct query query;
    query_begin(&query, db, SQL_NOTE_TEXTS);
    query_bind_text(&query, 1, session_id);
    while (query_next(&query))
        visit(context, query_text(&query, 0, arena), query_text(&query, 1, arena));
    return query_finish(&query);
}

enum err note_find(struct db *db, const char *id, struct arena *arena, struct note *out) {
    struct query query;
    query_begin(&query, db, SQL_NOTE_FIND);
    query_bind_text(&query, 1, id);
    bool found = query_next(&query);
    if (found)
        read_note(&query, arena, out);
    enum err failed = query_finish(&query);
    return failed ? failed : found ? ERR_OK : ERR_NOT_FOUND;
}

enum err note_recent_vectors(struct db *db, const char *session_id, long limit, struct arena *arena,
                             const float **vectors, size_t *count) {
    struct query query;
    query_begin(&query, db, SQL_NOTE_RECENT_VECTORS);
    query_bind_text(&query, 1, session_id);
    query_bind_integer(&query, 2, limit);
    *count = 0;
    while (query_next(&query))
        vectors[(*count)++] = query_vector(&query, 0, arena);
    return query_finish(&query);
}

enum err note_job_similarity(struct db *db, const char *job_id, const float *vector, double *similarity) {
    struct query query;
    query_begin(&query, db, SQL_NOTE_JOB_DISTANCE);
    query_bind_text(&query, 1, job_id);
    query_bind_vector(&query, 2, vector);
    *similarity = query_next(&query) ? fmax(0, 1 - query_real(&query, 0)) : 0;
    return query_finish(&query);
}

enum err note_each_version(struct db *db, const char *note_id, struct arena *arena,
                           void (*visit)(void *context, const struct note_version *version), void *context) {
    struct query query;
    query_begin(&query, db, SQL_NOTE_VERSIONS);
    query_bind_text(&query, 1, note_id);
    while (query_next(&query)) {
        struct note_version version = {
            .version = query_integer(&query, 0),
            .text = query_text(&query, 1, arena),
            .changed_at = query_time(&query, 2),
        };
        visit(context, &version);
    }
    return query_finish(&query);
}

/* --- writing --- */

static enum err append_event(struct db *db, const struct note *note, int64_t version, struct event *event) {
    event_init(event, note->session_id, "note", note->id, version, NULL);
    return event_append(db, event);
}

static const char *signals_as_json(const struct insight *insight, struct arena *arena) {
    struct json json;
    json_init(&json, arena);
    insight_write_signals(insight, &json, NULL);
    return json.out.data;
}

static const char *reasons_as_json(const struct insight *insight, struct arena *arena) {
    struct json json;
    json_init(&json, arena);
    insight_write_reasons(insight, &json, NULL);
    return json.out.data;
}

/* Ids, not texts: what a CV says stands in one place, and goes with it. */
static const char *evidence_as_json(const struct chunk_list *chunks, struct arena *arena) {
    struct json json;
    json_init(&json, arena);
    json_begin_array(&json, NULL);
    for (size_t i = 0; i < chunks->count; i++) {
        json_begin_object(&json, NULL);
        json_put_string(&json, "chunk_id", chunks->items[i].id);
        json_put_real(&json, "distance", chunks->items[i].distance);
        json_put_integer(&json, "start", chunks->items[i].passage_start);
        json_put_integer(&json, "end", chunks->items[i].passage_end);
        json_end_object(&json);
    }
    json_end_array(&json);
    return json.out.data;
}

static enum err put_analysis(struct db *db, const struct note *note, const struct note_analysis *analysis,
                             const char *model) {
    struct arena *arena = arena_create();
    struct query query;
    query_begin(&query, db, SQL_ANALYSIS_PUT);
    query_bind_text(&query, 1, note->id);
    query_bind_real(&query, 2, analysis->jd_similarity);
    query_bind_text(&query, 3, risk_level_name(analysis->insight.risk));
    query_bind_real(&query, 4, analysis->risk_score);
    query_bind_text(&query, 5, reasons_as_json(&analysis->insight, arena));
    query_bind_text(&query, 6, signals_as_json(&analysis->insight, arena));
    query_bind_text(&query, 7, evidence_as_json(&analysis->evidence, arena));
    query_bind_text(&query, 8, analysis->followup.text);
    query_bind_text(&query, 9, analysis->followup_made_by);
    query_bind_text(&query, 10, model);
    query_bind_time(&query, 11, clock_now());
    enum err failed = query_run(&query, NULL);
    arena_destroy(arena);
    return failed;
}

static enum err insert_row(struct db *db, const struct note *note, const float *embedding) {
    struct query query;
    query_begin(&query, db, SQL_NOTE_INSERT);
    query_bind_text(&query, 1, note->id);
    query_bind_text(&query, 2, note->session_id);
    query_bind_text(&query, 3, note->author);
    query_bind_text(&query, 4, note->text);
    query_bind_vector(&query, 5, embedding);
    query_bind_time(&query, 6, note->created_at);
    return query_run(&query, NULL);
}

static enum err insert_state(struct db *db, const struct note *note) {
    struct query query;
    query_begin(&query, db, SQL_STATE_INSERT);
    query_bind_text(&query, 1, note->id);
    query_bind_text(&query, 2, note->session_id);
    query_bind_text(&query, 3, note->recruiter_key);
    query_bind_text(&query, 4, note->question_id);
    query_bind_time(&query, 5, note->written_at);
    query_bind_bool(&query, 6, note->late);
    query_bind_bool(&query, 7, note->afterthought);
    return query_run(&query, NULL);
}

enum err note_insert(struct db *db, const struct note *note, const struct note_analysis *analysis,
                     const char *model, struct event *event) {
    enum err failed = insert_row(db, note, analysis->embedding);
    if (!failed)
        failed = insert_state(db, note);
    if (!failed)
        failed = put_analysis(db, note, analysis, model);
    return failed ? failed : append_event(db, note, 1, event);
}

static enum err keep_old_text(struct db *db, const struct note *note, int64_t now) {
    struct query query;
    query_begin(&query, db, SQL_HISTORY_INSERT);
    query_bind_text(&query, 1, note->id);
    query_bind_integer(&query, 2, note->version);
    query_bind_time(&query, 3, now);
    query_bind_text(&query, 4, note->recruiter_key);
    return query_run(&query, NULL);
}

/* Takes the next version if the stored one is still the one that was edited. */
static enum err take_version(struct db *db, const struct note *note, int64_t now) {
    struct query query;
    int64_t changed = 0;
    query_begin(&query, db, SQL_STATE_EDIT);
    query_bind_text(&query, 1, note->id);
    query_bind_integer(&query, 2, note->version);
    query_bind_time(&query, 3, now);
    enum err failed = query_run(&query, &changed);
    return failed ? failed : changed ? ERR_OK : ERR_CONFLICT;
}

static enum err update_row(struct db *db, const struct note *note, const float *embedding) {
    struct query query;
    query_begin(&query, db, SQL_NOTE_UPDATE);
    query_bind_text(&query, 1, note->id);
    query_bind_text(&query, 2, note->text);
    query_bind_vector(&query, 3, embedding);
    return query_run(&query, NULL);
}

enum err note_update(struct db *db, const struct note *note, const struct note_analysis *analysis,
                     const char *model, struct event *event) {
    int64_t now = clock_now();
    enum err failed = take_version(db, note, now);
    if (!failed)
        failed = keep_old_text(db, note, now);
    if (!failed)
        failed = update_row(db, note, analysis->embedding);
    if (!failed)
        failed = put_analysis(db, note, analysis, model);
    return failed ? failed : append_event(db, note, note->version + 1, event);
}

enum err note_set_deleted(struct db *db, const struct note *note, int64_t deleted_at, struct event *event) {
    struct query query;
    query_begin(&query, db, SQL_STATE_DELETE);
    query_bind_text(&query, 1, note->id);
    query_bind_time(&query, 2, deleted_at);
    int64_t version = query_next(&query) ? query_integer(&query, 0) : 0;
    enum err failed = query_finish(&query);
    if (!failed && version == 0)
        failed = ERR_NOT_FOUND;
    return failed ? failed : append_event(db, note, version, event);
}
