/* The fields of a request body, whatever its media type: JSON object, urlencoded or multipart.
 *
 * Reading a field checks it and records what is wrong under its name, in the words that existing clients know
 * ("This field is required."); form_check then answers 400 with all of them at once, in the order of reading:
 *
 *     struct form form;
 *     enum err failed = form_parse(request, &form);
 *     if (failed) return failed;
 *     const char *title = form_text(&form, "title", FORM_REQUIRED);
 *     long top_k = form_integer(&form, "top_k", 5, 1, 20);
 *     if (form_check(&form)) return ERR_INVALID;
 *
 * Text is trimmed; numbers and booleans in JSON are accepted as text; NUL is refused. Everything lives in the
 * request's arena. An empty body counts as {}.
 */
#ifndef NET_FORM_H
#define NET_FORM_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct request;

enum form_flags {
    FORM_OPTIONAL = 0,
    FORM_REQUIRED = 1,    /* absent: "This field is required." */
    FORM_ALLOW_NULL = 2,  /* otherwise null: "This field may not be null." */
    FORM_ALLOW_BLANK = 4, /* otherwise blank text: "This field may not be blank." */
};

enum { FORM_NO_MIN = -2147483647, FORM_NO_MAX = 2147483647 };

struct upload {
    const char *file_name; /* as the sender wrote it: for its suffix and for showing, never a path on disk */
    const char *bytes;     /* borrowed from the request */
    size_t length;
};

struct form {
    struct request *request; /* borrowed */
    json_t *fields;          /* borrowed: an object; multipart text fields are strings in it */
    unsigned error_count;
};

enum err form_parse(struct request *request, struct form *form);

bool form_has(const struct form *form, const char *name); /* present, even as null */
/* NULL when absent, null or refused. */
const char *form_text(struct form *form, const char *name, unsigned flags);
/* Text of at most `max` code points; longer: "Ensure this field has no more than N characters." */
const char *form_text_max(struct form *form, const char *name, unsigned flags, size_t max);
/* Lower-case UUID text; otherwise "Must be a valid UUID." */
const char *form_uuid(struct form *form, const char *name, unsigned flags);
/* `fallback` when absent; "A valid integer is required."; "Ensure this value is greater than or equal to N."
 */
long form_integer(struct form *form, const char *name, long fallback, long min, long max);
bool form_bool(struct form *form, const char *name, bool fallback);
/* An array of exactly `count` numbers into `out`; false when absent or null. */
bool form_vector(struct form *form, const char *name, float *out, size_t count);
/* The raw value, for arrays and objects of the product's own routes; NULL when absent. */
const json_t *form_json(const struct form *form, const char *name);
/* NULL when absent ("No file was submitted." if required) or, without FORM_ALLOW_BLANK, empty ("The submitted
 * file is empty."). */
const struct upload *form_file(struct form *form, const char *name, unsigned flags);
/* Records a message of the caller's own rule. */
void form_error(struct form *form, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* ERR_OK, or ERR_INVALID with the answer prepared. */
enum err form_check(struct form *form);

#endif
