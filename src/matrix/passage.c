/* The best passages of the CV for each requirement. */
#include <string.h>

#include "base/text.h"
#include "live/worker.h"
#include "matrix/matrix_internal.h"
#include "requirement/words.h"

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

static bool is_contact(const struct chunk_place *place) {
    return place->section_kind && strcmp(place->section_kind, "contact") == 0;
}

static void read_sentence(const struct passage_search *search, const struct chunk_place *place,
                          const char *sentence) {
    const struct matrix_reader *reader = search->reader;
    struct terms terms;
    terms_read(reader->insight_model, sentence, reader->arena, &terms);
    for (size_t i = 0; i < search->matrix->count; i++) {
        double strength = wanted_strength(&search->wanted[i], &terms);
        if (strength <= 0)
            continue;
        struct matrix_passage passage = {
            .chunk_id = place->chunk_id,
            .text = text_shorten(reader->arena, sentence, PASSAGE_CODEPOINTS),
            .section = place->section_kind,
            .page = place->page_number,
            .strength = strength / 2,
        };
        keep(&search->matrix->rows[i], &passage);
    }
}

static void read_chunk(void *context, const struct chunk_place *place) {
    const struct passage_search *search = context;
    const char *at = place->content, *sentence;
    while (!is_contact(place) && (sentence = sentence_next(search->reader->arena, &at, NULL)) != NULL)
        read_sentence(search, place, sentence);
}

enum err passage_find_all(const struct matrix_reader *reader, const struct wanted *wanted, const char *cv_id,
                          struct matrix *matrix) {
    struct passage_search search = {reader, wanted, matrix};
    if (cv_id == NULL)
        return ERR_OK;
    struct db *db = reader->request->worker->db;
    return chunk_each_place(db, cv_id, reader->arena, read_chunk, &search);
}
