#include "matrix/matrix_internal.h"

#include "live/worker.h"
#include "requirement/requirement_memo.h"

static struct matrix_reader reader_of(struct request *request) {
    return (struct matrix_reader){
        .request = request, .arena = request->arena, .insight_model = request->worker->insight_model};
}

/* A word that several requirements share says less about which of them is meant. */
static void weigh(struct wanted *wanted, size_t count) {
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < wanted[i].terms.own.count; k++) {
            struct term *term = &wanted[i].terms.own.items[k];
            size_t found = 0;
            for (size_t j = 0; j < count; j++)
                found += terms_have(&wanted[j].terms, term->hash);
            term->weight = found > 1 ? 1.0f / (float)found : 1.0f;
        }
}

static void read_measure(const struct requirement *requirement, struct arena *arena,
                         struct claim_measure *out) {
    *out = (struct claim_measure){0};
    if (requirement->kind == REQUIREMENT_LANGUAGE || requirement->kind == REQUIREMENT_EXPERIENCE)
        claim_measure(requirement->text, arena, out);
    if (requirement->kind == REQUIREMENT_EXPERIENCE)
        out->level_least = 0;
    else
        out->months = 0;
}

static struct wanted *read_requirements(const struct matrix_reader *reader, const char *job_text,
                                        struct matrix *matrix) {
    struct requirement *requirements = arena_array(reader->arena, REQUIREMENTS_MAX, sizeof *requirements);
    struct wanted *wanted = arena_array(reader->arena, REQUIREMENTS_MAX, sizeof *wanted);
    matrix->count =
        requirement_memo_split(reader->request->worker->jobs, job_text, reader->arena, requirements);
    matrix->rows = arena_array(reader->arena, matrix->count + 1, sizeof *matrix->rows);
    for (size_t i = 0; i < matrix->count; i++) {
        matrix->rows[i].requirement = requirements[i];
        wanted[i].requirement = &matrix->rows[i].requirement;
        terms_read(reader->insight_model, requirements[i].text, reader->arena, &wanted[i].terms);
        read_measure(&requirements[i], reader->arena, &wanted[i].asked);
    }
    weigh(wanted, matrix->count);
    struct terms *all[REQUIREMENTS_MAX];
    for (size_t i = 0; i < matrix->count; i++)
        all[i] = &wanted[i].terms;
    terms_embed(reader->request->worker, all, matrix->count, reader->arena);
    for (size_t i = 0; i < matrix->count; i++)
        matrix->rows[i].vector = wanted[i].terms.vector;
    return wanted;
}

enum err matrix_compute(struct request *request, const struct interview *interview,
                        const struct note_list *notes, const struct question_list *questions,
                        struct matrix *out) {
    struct matrix_reader reader = reader_of(request);
    *out = (struct matrix){0};
    struct wanted *wanted = read_requirements(&reader, interview->job_text, out);
    enum err failed = passage_find_all(&reader, wanted, interview->cv_id, out);
    if (failed)
        return failed;
    state_find(&reader, wanted, notes, questions, out);
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
