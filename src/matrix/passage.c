/* The best passages of the CV for each requirement. */
#include <string.h>

#include "base/text.h"
#include "live/worker.h"
#include "matrix/matrix_internal.h"
#include "passage/passage.h"

enum { PASSAGE_CODEPOINTS = 240 };

struct passage_search {
    const struct matrix_reader *reader;
    const struct wanted *wanted;
    struct matrix *matrix;
};

/* Strongest first. */
static void keep(struct matrix_row *row, const struct matrix_passage *passage) {
    size_t at = row->passage_count;
    while (at > 0 && row->passages[at - 1].strength < passage->strength)
        at--;
    if (at == MATRIX_PASSAGES_MAX)
        return;
    size_t last = row->passage_count < MATRIX_PASSAGES_MAX ? row->passage_count++ : MATRIX_PASSAGES_MAX - 1;
    memmove(&row->passages[at + 1], &row->passages[at], (last - at) * sizeof *row->passages);
    row->passages[at] = *passage;
}

/* What stands far from every requirement need not be read. */
static bool may_be_about_one(const struct passage_search *search, const float *vector) {
    static const double FAR = 0.25;
    for (size_t i = 0; vector && i < search->matrix->count; i++)
        if (vector_likeness(vector, search->matrix->rows[i].vector) >= FAR)
            return true;
    return vector == NULL;
}

static void read_passage(void *context, const struct chunk *chunk, const struct passage *passage) {
    const struct passage_search *search = context;
    struct arena *arena = search->reader->arena;
    double likely[REQUIREMENTS_MAX];
    bool is_contact = chunk->section && strcmp(chunk->section, "contact") == 0;
    if (is_contact || !may_be_about_one(search, passage->vector))
        return;
    struct gist gist;
    gist_read(search->reader->insight_model, passage->text, arena, &gist);
    gist.vector = passage->vector;
    subjects_weigh(search->wanted->subjects, SUBJECT_OF_PASSAGE, &gist, NULL, arena, likely);
    for (size_t i = 0; i < search->matrix->count; i++) {
        if (likely[i] < subject_likely(SUBJECT_OF_PASSAGE))
            continue;
        struct matrix_passage found = {
            .chunk_id = chunk->id,
            .text = text_shorten(arena, passage->text, PASSAGE_CODEPOINTS),
            .section = chunk->section,
            .page = chunk->page_number,
            .strength = likely[i],
        };
        keep(&search->matrix->rows[i], &found);
    }
}

enum err passage_find_all(const struct matrix_reader *reader, const struct wanted *wanted, const char *cv_id,
                          struct matrix *matrix) {
    struct passage_search search = {reader, wanted, matrix};
    return cv_id ? cv_each_passage(reader->request, cv_id, read_passage, &search) : ERR_OK;
}
