#include "suggestion/value.h"

#include <string.h>

static const double MUST = 3, DUTY = 1.5, WISH = 1;
/* What is left to learn of it. A contradicted requirement is heard once more, by the follow-up of its note.
 */
static const double UNTOUCHED = 1, ASKED = 0.7, CONTRADICTED = 0.25;
/* Without a passage in the CV there is more to find out. */
static const double CV_SILENT = 1.25;
/* A recruiter has thought of how to ask. */
static const double PREPARED = 1.4;
/* How much a requirement gains that the last note speaks of, or is near to. */
static const double TOUCHED = 1.5, NEAR = 0.5;

static double weight_of(const struct matrix_row *row) {
    switch (row->requirement.weight) {
    case REQUIREMENT_MUST:
        return MUST;
    case REQUIREMENT_DUTY:
        return DUTY;
    default:
        return WISH;
    }
}

static double openness_of(const struct matrix_row *row) {
    switch (row->state) {
    case STATE_UNTOUCHED:
        return UNTOUCHED;
    case STATE_ASKED:
        return ASKED;
    case STATE_CONTRADICTED:
        return CONTRADICTED;
    default:
        return 0;
    }
}

static bool speaks_of(const struct matrix_row *row, const struct note *note) {
    for (size_t i = 0; i < row->mention_count && note; i++)
        if (strcmp(row->mentions[i].id, note->id) == 0)
            return true;
    return false;
}

static double likeness(const float *a, const float *b) {
    double dot = 0;
    for (int i = 0; i < VECTOR_SIZE && a && b; i++)
        dot += (double)a[i] * (double)b[i];
    return dot > 0 ? dot : 0;
}

static double value_of(const struct matrix_row *row, const struct note *last_note, const float *vector) {
    double value = weight_of(row) * openness_of(row) * (row->passage_count ? 1 : CV_SILENT) *
                   (row->prepared ? PREPARED : 1);
    return value * (speaks_of(row, last_note) ? TOUCHED : 1 + NEAR * likeness(row->vector, vector));
}

size_t value_rank(const struct matrix *matrix, const struct note *last_note, const float *last_note_vector,
                  const struct matrix_row *out[REQUIREMENTS_MAX]) {
    double values[REQUIREMENTS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < matrix->count; i++) {
        const struct matrix_row *row = &matrix->rows[i];
        double value = value_of(row, last_note, last_note_vector);
        if (value <= 0)
            continue;
        size_t at = count++;
        for (; at > 0 && values[at - 1] < value; at--) {
            values[at] = values[at - 1];
            out[at] = out[at - 1];
        }
        values[at] = value;
        out[at] = row;
    }
    return count;
}
