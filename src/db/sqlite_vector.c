/* cosine_distance for SQLite, with the meaning of pgvector's <=>. */
#include <assert.h>
#include <math.h>
#include <string.h>

#include "db/db.h"
#include "db/sqlite_internal.h"

/* Partial sums: as many as let the compiler keep them in vector registers without reordering float addition.
 */
enum { LANES = 16 };

static_assert(VECTOR_SIZE % LANES == 0, "a vector is a whole number of lanes");

static double sum_lanes(const float lanes[LANES]) {
    double sum = 0;
    for (int i = 0; i < LANES; i++)
        sum += (double)lanes[i];
    return sum;
}

static double vector_cosine_distance(const float *a, const float *b) {
    float dot[LANES] = {0}, a_square[LANES] = {0}, b_square[LANES] = {0};
    for (int i = 0; i < VECTOR_SIZE; i += LANES) {
        for (int lane = 0; lane < LANES; lane++) {
            dot[lane] += a[i + lane] * b[i + lane];
            a_square[lane] += a[i + lane] * a[i + lane];
            b_square[lane] += b[i + lane] * b[i + lane];
        }
    }
    double lengths = sqrt(sum_lanes(a_square) * sum_lanes(b_square));
    /* pgvector answers NaN for a zero vector; a distance of 1, "unrelated", keeps orderings meaningful. */
    if (lengths == 0)
        return 1;
    double cosine = sum_lanes(dot) / lengths;
    return 1 - fmax(-1, fmin(1, cosine));
}

static void cosine_distance(sqlite3_context *context, int count, sqlite3_value **values) {
    float vectors[2][VECTOR_SIZE]; /* copies: blobs may lie on odd addresses */
    for (int i = 0; i < count; i++) {
        if (sqlite3_value_type(values[i]) == SQLITE_NULL)
            return; /* the result stays NULL */
        if (sqlite3_value_bytes(values[i]) != (int)sizeof vectors[i]) {
            sqlite3_result_error(context, "cosine_distance: a vector of 384 floats is expected", -1);
            return;
        }
        memcpy(vectors[i], sqlite3_value_blob(values[i]), sizeof vectors[i]);
    }
    sqlite3_result_double(context, vector_cosine_distance(vectors[0], vectors[1]));
}

int sqlite_vector_register(sqlite3 *handle) {
    int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    return sqlite3_create_function(handle, "cosine_distance", 2, flags, NULL, cosine_distance, NULL, NULL);
}
