/* "Try a sample interview": an invented candidate with a real PDF, as a draft that is ready to start.
 *
 * The papers come from the folder sample/ and are built into the binary, so that there is nothing to find at
 * run time. They go the way of every upload: the CV is read by the helper like anybody's.
 */
#include "draft/draft_http.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/uuid.h"
#include "cv/file_store.h"
#include "draft/sample_files.h"
#include "job/job.h"
#include "live/worker.h"
#include "nn/embed.h"

static const char SAMPLE_NAME[] = "Giulia Ferrante";
static const char SAMPLE_EMAIL[] = "giulia.ferrante@example.org";

/* --- the job description: its title on the first line --- */

struct same_job {
    const struct job *wanted;
    const char *found_id;
};

static void notice_same_job(void *context, const struct job *job) {
    struct same_job *same = context;
    if (strcmp(job->title, same->wanted->title) == 0 &&
        strcmp(job->description_text, same->wanted->description_text) == 0)
        same->found_id = job->id;
}

struct job_write {
    struct job job;
    struct event event;
};

static enum err insert_job(struct db *db, void *context) {
    struct job_write *write = context;
    enum err failed = job_insert(db, &write->job);
    return failed ? failed : event_append(db, &write->event);
}

/* The sample is tried more than once: its job description stands in the list only once. */
static enum err find_or_insert_job(struct request *request, const char **job_id) {
    char *title = arena_strdup(request->arena, JOB_DESCRIPTION_TXT);
    char *text = strchr(title, '\n');
    *text++ = '\0';
    char *id = arena_alloc(request->arena, UUID_TEXT_SIZE);
    uuid_create(id);
    struct job_write write = {.job = {.id = id,
                                      .title = title,
                                      .description_text = text_trim(request->arena, text),
                                      .created_at = clock_now()}};
    struct same_job same = {.wanted = &write.job};
    enum err failed = job_each(request->worker->db, true, request->arena, notice_same_job, &same);
    *job_id = same.found_id ? same.found_id : id;
    if (failed || same.found_id)
        return failed;
    float *vector = arena_array(request->arena, VECTOR_SIZE, sizeof *vector);
    embed_text(request->worker->embedder, write.job.description_text, strlen(write.job.description_text),
               vector);
    write.job.embedding = vector;
    event_init(&write.event, LIVE_LISTS, "job", id, 1, NULL);
    failed = db_write(request->worker->store, insert_job, &write);
    if (!failed)
        live_publish(request->worker->live, &write.event);
    return failed;
}

/* --- the questions: "1. text" a line --- */

static void take_questions(struct request *request, struct draft *draft) {
    struct draft_question *questions = arena_array(request->arena, DRAFT_QUESTIONS_MAX, sizeof *questions);
    char *rest = arena_strdup(request->arena, QUESTIONS_TXT);
    for (char *line; (line = strsep(&rest, "\n")) && draft->question_count < DRAFT_QUESTIONS_MAX;) {
        const char *text = line + strspn(line, "0123456789. ");
        if (text_is_blank(text))
            continue;
        struct draft_question *question = &questions[draft->question_count++];
        question->key = arena_printf(request->arena, "sample-%zu", draft->question_count);
        question->text = text;
        question->source = "file";
    }
    draft->questions = questions;
}

enum err sample_create_http(struct request *request, struct response *response) {
    struct draft draft;
    struct draft_document document;
    draft_init(request, &draft);
    draft.step = DRAFT_STEPS;
    draft.is_sample = true;
    draft.full_name = SAMPLE_NAME;
    draft.email = SAMPLE_EMAIL;
    take_questions(request, &draft);
    enum err failed = find_or_insert_job(request, &draft.job_id);
    if (!failed)
        failed =
            draft_take_cv(request, "giulia-ferrante-cv.pdf", (const char *)CV_PDF, CV_PDF_SIZE, &document);
    if (failed)
        return failed;
    struct draft_change change = {
        .kind = DRAFT_INSERT, .draft = &draft, .replaces_document = true, .document = &document};
    failed = draft_change_write(request, &change);
    if (failed) {
        file_store_remove(request->worker->config, document.stored_id);
        return failed;
    }
    return draft_write(request, response_json(response, 201), &draft);
}
