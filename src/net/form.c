/* Reading the fields of a form, each with its check and the words for what is wrong. */
#include "net/form.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/uuid.h"
#include "net/exchange.h"

void form_error(struct form *form, const char *name, const char *format, ...) {
    va_list args;
    va_start(args, format);
    request_fail_field(form->request, name, arena_vprintf(form->request->arena, format, args));
    va_end(args);
    form->error_count++;
}

enum err form_check(struct form *form) {
    return form->error_count > 0 ? ERR_INVALID : ERR_OK;
}

bool form_has(const struct form *form, const char *name) {
    return json_object_get(form->fields, name) != NULL;
}

const json_t *form_json(const struct form *form, const char *name) {
    return json_object_get(form->fields, name);
}

/* The value to look at, or NULL when it is absent or null; says so when that is wrong. */
static const json_t *take_value(struct form *form, const char *name, unsigned flags) {
    const json_t *value = json_object_get(form->fields, name);
    if (value == NULL && (flags & FORM_REQUIRED))
        form_error(form, name, "This field is required.");
    if (!json_is_null(value))
        return value;
    if (!(flags & FORM_ALLOW_NULL))
        form_error(form, name, "This field may not be null.");
    return NULL;
}

/* Text of a string or a number; NULL for what has none, and for text with a NUL, which *has_nul tells. */
static const char *to_text(struct form *form, const json_t *value, bool *has_nul) {
    struct arena *arena = form->request->arena;
    *has_nul = false;
    if (json_is_integer(value))
        return arena_printf(arena, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    if (json_is_real(value)) {
        struct json number;
        json_init(&number, arena);
        json_put_real(&number, NULL, json_real_value(value));
        return number.out.data;
    }
    if (!json_is_string(value))
        return NULL;
    const char *text = json_string_value(value);
    *has_nul = strlen(text) != json_string_length(value);
    return *has_nul ? NULL : text_trim(arena, text);
}

const char *form_text(struct form *form, const char *name, unsigned flags) {
    const json_t *value = take_value(form, name, flags);
    if (value == NULL)
        return NULL;
    bool has_nul;
    const char *text = to_text(form, value, &has_nul);
    if (has_nul)
        form_error(form, name, "Null characters are not allowed.");
    else if (text == NULL)
        form_error(form, name, "Not a valid string.");
    else if (*text == '\0' && !(flags & FORM_ALLOW_BLANK))
        form_error(form, name, "This field may not be blank.");
    else
        return text;
    return NULL;
}

const char *form_text_max(struct form *form, const char *name, unsigned flags, size_t max) {
    const char *text = form_text(form, name, flags);
    if (text == NULL || text_count_codepoints(text) <= max)
        return text;
    form_error(form, name, "Ensure this field has no more than %zu characters.", max);
    return NULL;
}

const char *form_uuid(struct form *form, const char *name, unsigned flags) {
    const json_t *value = take_value(form, name, flags);
    if (value == NULL)
        return NULL;
    bool has_nul;
    const char *text = to_text(form, value, &has_nul);
    if (text != NULL && *text == '\0' && (flags & FORM_ALLOW_BLANK))
        return NULL;
    if (!uuid_is_valid(text)) {
        form_error(form, name, "Must be a valid UUID.");
        return NULL;
    }
    char *id = arena_alloc(form->request->arena, UUID_TEXT_SIZE);
    uuid_normalise(text, id);
    return id;
}

/* Reads "5", "5.0" and " 5 "; false for anything else. */
static bool to_integer(const char *text, long *number) {
    char *end;
    errno = 0;
    *number = strtol(text, &end, 10);
    if (errno != 0 || end == text)
        return false;
    if (*end == '.')
        end += 1 + strspn(end + 1, "0");
    return *end == '\0';
}

long form_integer(struct form *form, const char *name, long fallback, long min, long max) {
    const json_t *value = take_value(form, name, FORM_OPTIONAL);
    if (value == NULL)
        return fallback;
    bool has_nul;
    const char *text = to_text(form, value, &has_nul);
    long number;
    if (text == NULL || !to_integer(text, &number))
        form_error(form, name, "A valid integer is required.");
    else if (number < min)
        form_error(form, name, "Ensure this value is greater than or equal to %ld.", min);
    else if (number > max)
        form_error(form, name, "Ensure this value is less than or equal to %ld.", max);
    else
        return number;
    return fallback;
}

static bool is_one_of(const char *text, const char *const *words) {
    for (; *words != NULL; words++) {
        if (strcasecmp(text, *words) == 0)
            return true;
    }
    return false;
}

bool form_bool(struct form *form, const char *name, bool fallback) {
    static const char *const YES[] = {"true", "1", "on", "yes", "t", "y", "1.0", NULL};
    static const char *const NO[] = {"false", "0", "off", "no", "f", "n", "0.0", NULL};
    const json_t *value = take_value(form, name, FORM_OPTIONAL);
    if (value == NULL)
        return fallback;
    if (json_is_boolean(value))
        return json_is_true(value);
    bool has_nul;
    const char *text = to_text(form, value, &has_nul);
    if (text != NULL && is_one_of(text, YES))
        return true;
    if (text != NULL && is_one_of(text, NO))
        return false;
    form_error(form, name, "Must be a valid boolean.");
    return fallback;
}

bool form_vector(struct form *form, const char *name, float *out, size_t count) {
    const json_t *value = take_value(form, name, FORM_ALLOW_NULL);
    if (value == NULL)
        return false;
    if (!json_is_array(value)) {
        form_error(form, name, "Expected a list of %zu numbers.", count);
        return false;
    }
    if (json_array_size(value) != count) {
        form_error(form, name, "Expected %zu dimensions, not %zu.", count, json_array_size(value));
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        const json_t *number = json_array_get(value, i);
        out[i] = (float)json_number_value(number);
        if (!json_is_number(number) || !isfinite(out[i])) {
            form_error(form, name, "A valid number is required.");
            return false;
        }
    }
    return true;
}

const struct upload *form_file(struct form *form, const char *name, unsigned flags) {
    const struct request_private *hidden = form->request->hidden;
    const struct upload *file = NULL;
    for (size_t i = 0; i < hidden->upload_count; i++) {
        if (strcmp(hidden->uploads[i].name, name) == 0)
            file = hidden->uploads[i].file;
    }
    if (file == NULL && form_has(form, name))
        form_error(form, name, "The submitted data was not a file. Check the encoding type on the form.");
    else if (file == NULL && (flags & FORM_REQUIRED))
        form_error(form, name, "No file was submitted.");
    else if (file != NULL && file->length == 0 && !(flags & FORM_ALLOW_BLANK))
        form_error(form, name, "The submitted file is empty.");
    else
        return file;
    return NULL;
}
