#include "matrix/matrix_internal.h"

#include "live/worker.h"
#include "requirement/requirement_memo.h"

static struct matrix_reader reader_of(struct request *request) {
    return (struct matrix_reader){
        .request = request, .arena = request->arena, .insight_model = request->worker->insight_model};
}

/* Where a position names a language and no level: B1. */
static const double LEVEL_TO_WORK_WITH = 3;

static void read_measure(const struct requirement *requirement, struct arena *arena,
                         struct claim_measure *out) {
    *out = (struct claim_measure){0};
    if (requirement->kind == REQUIREMENT_LANGUAGE || requirement->kind == REQUIREMENT_EXPERIENCE)
        claim_measure(requirement->text, arena, out);
    if (requirement->kind == REQUIREMENT_LANGUAGE && out->level_least == 0)
        out->level_least = LEVEL_TO_WORK_WITH;
    if (requirement->kind == REQUIREMENT_EXPERIENCE)
        out->level_least = 0;
    else
        out->months = 0;
}

static struct wanted read_requirements(const struct matrix_reader *reader, const char *job_text,
                                       struct matrix *matrix) {
    struct arena *arena = reader->arena;
    struct requirement *found = arena_array(arena, REQUIREMENTS_MAX, sizeof *found);
    const struct requirement **requirements = arena_array(arena, REQUIREMENTS_MAX, sizeof *requirements);
    struct gist *gists = arena_array(arena, REQUIREMENTS_MAX, sizeof *gists), *all[REQUIREMENTS_MAX];
    struct wanted wanted = {.asked = arena_array(arena, REQUIREMENTS_MAX, sizeof *wanted.asked)};
    matrix->count = requirement_memo_split(reader->request->worker->jobs, job_text, arena, found);
    matrix->rows = arena_array(arena, matrix->count + 1, sizeof *matrix->rows);
    for (size_t i = 0; i < matrix->count; i++) {
        matrix->rows[i].requirement = found[i];
        requirements[i] = &matrix->rows[i].requirement;
        gist_read(reader->insight_model, found[i].text, arena, &gists[i]);
        read_measure(&found[i], arena, &wanted.asked[i]);
        all[i] = &gists[i];
    }
    gists_embed(reader->request->worker, all, matrix->count, arena);
    for (size_t i = 0; i < matrix->count; i++)
        matrix->rows[i].vector = gists[i].vector;
    wanted.subjects = subjects_create(reader->request->worker, requirements, gists, matrix->count, arena);
    return wanted;
}

enum err matrix_compute(struct request *request, const struct interview *interview,
                        const struct note_list *notes, const struct question_list *questions,
                        struct matrix *out) {
    struct matrix_reader reader = reader_of(request);
    *out = (struct matrix){0};
    struct wanted wanted = read_requirements(&reader, interview->job_text, out);
    enum err failed = passage_find_all(&reader, &wanted, interview->cv_id, out);
    if (failed)
        return failed;
    state_find(&reader, &wanted, notes, questions, out);
    for (size_t i = 0; i < out->count; i++)
        out->rows[i].why = why_word(&out->rows[i], interview->language, request->arena);
    return ERR_OK;
}

enum err matrix_collect(struct request *request, const struct interview *interview, struct matrix *out) {
    struct db *db = request->worker->db;
    struct note_list notes;
    struct question_list questions;
    enum err failed = note_list(db, interview->id, request->arena, &notes);
    if (!failed)
        failed = question_list(db, interview->id, request->arena, &questions);
    return failed ? failed : matrix_compute(request, interview, &notes, &questions, out);
}
