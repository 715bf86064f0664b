/* Writes JSON as a stream into a buffer: compact, UTF-8, no \u escapes but for control characters.
 *
 * Parsing is jansson's, at the edge only (net/form.h). Every put function takes the member's key, or NULL
 * inside an array. Commas are the writer's. An unbalanced begin or end is a bug (assert).
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

struct json {
    struct buffer out;
    unsigned depth;
    bool need_comma;
};

void json_init(struct json *json, struct arena *arena);
void json_begin_object(struct json *json, const char *key);
void json_end_object(struct json *json);
void json_begin_array(struct json *json, const char *key);
void json_end_array(struct json *json);
/* NULL text becomes null. Bytes that are not UTF-8 become U+FFFD. */
void json_put_string(struct json *json, const char *key, const char *text);
void json_put_integer(struct json *json, const char *key, int64_t value);
/* The shortest text that reads back as the same double; always with a fraction or exponent (61.0). */
void json_put_real(struct json *json, const char *key, double value);
void json_put_bool(struct json *json, const char *key, bool value);
void json_put_null(struct json *json, const char *key);
/* ISO 8601 with microseconds and Z, from microseconds since 1970 UTC; 0 becomes null. */
void json_put_time(struct json *json, const char *key, int64_t time_us);
/* An array of floats, shortest round-trip text; NULL becomes null. */
void json_put_vector(struct json *json, const char *key, const float *values, size_t count);
/* A complete JSON text that is known to be valid, such as one read back from the database; NULL becomes null.
 */
void json_put_raw(struct json *json, const char *key, const char *valid_json);

#endif
