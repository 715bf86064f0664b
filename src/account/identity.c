#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "account/account.h"
#include "base/buffer.h"
#include "base/config.h"
#include "base/text.h"
#include "live/worker.h"
#include "net/form.h"
#include "net/http.h"

#define NAME_COOKIE "__Host-ic-recruiter"
enum {
    NAME_COOKIE_AGE_S = 180 * 24 * 3600 /* half a year: nobody is asked again in the middle of a season */
};

static bool is_open(const struct request *request) {
    return request->worker->config->auth == AUTH_OPEN;
}

/* NULL when a % is not followed by two hex digits. */
static char *percent_decode(struct arena *arena, const char *text) {
    char *out = arena_alloc(arena, strlen(text) + 1);
    size_t length = 0;
    for (; *text; text++) {
        if (*text != '%') {
            out[length++] = *text;
            continue;
        }
        char digits[3] = {text[1], text[1] ? text[2] : '\0', '\0'}, *end;
        unsigned long byte = strtoul(digits, &end, 16);
        if (end != digits + 2 || byte == 0)
            return NULL;
        out[length++] = (char)byte;
        text += 2;
    }
    return out;
}

static const char *percent_encode(struct arena *arena, const char *text) {
    struct buffer out = {.arena = arena};
    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        bool plain = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9');
        if (plain)
            buffer_append_char(&out, (char)*c);
        else
            buffer_printf(&out, "%%%02X", *c);
    }
    return out.data;
}

static bool has_control_character(const char *text) {
    size_t length = strlen(text), position = 0;
    for (uint32_t c; (c = text_next_codepoint(text, length, &position)) != 0;)
        /* C0, DEL and C1, line separators, and the marks that turn the direction of what follows */
        if (c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x2028 && c <= 0x202E) ||
            (c >= 0x2066 && c <= 0x2069))
            return true;
    return false;
}

const char *identity_check_name(struct request *request, const char *name, const char **problem) {
    const char *trimmed = text_trim(request->arena, name);
    if (*trimmed == '\0')
        *problem = "This field may not be blank.";
    else if (text_count_codepoints(trimmed) > IDENTITY_NAME_MAX)
        *problem = arena_printf(request->arena, "Ensure this field has no more than %d characters.",
                                IDENTITY_NAME_MAX);
    else if (!text_is_utf8(trimmed, strlen(trimmed)) || has_control_character(trimmed))
        *problem = "A name is one line of plain text.";
    else
        return trimmed;
    return NULL;
}

void identity_remember_name(struct request *request, struct response *response, const char *name) {
    response_cookie(response, NAME_COOKIE, percent_encode(request->arena, name), NAME_COOKIE_AGE_S);
    request->who.key = request->who.name = name;
}

/* The picked name is the key as well: there is nothing else to know a person by without accounts. */
static void identify_by_picked_name(struct request *request) {
    const char *cookie = request_cookie(request, NAME_COOKIE), *problem;
    const char *name = cookie ? percent_decode(request->arena, cookie) : NULL;
    if (name)
        request->who.key = request->who.name = identity_check_name(request, name, &problem);
}

void account_identify(struct request *request) {
    if (is_open(request))
        identify_by_picked_name(request);
}

const char *identity_author(struct request *request, struct form *form, const char *field) {
    const char *claimed = form_text_max(form, field, FORM_ALLOW_NULL | FORM_ALLOW_BLANK, IDENTITY_KEY_MAX);
    if (request->who.name)
        return request->who.name;
    return claimed && is_open(request) ? claimed : "";
}

const char *identity_recruiter(struct request *request, struct form *form) {
    const char *claimed =
        form_text_max(form, "recruiter_id", FORM_ALLOW_NULL | FORM_ALLOW_BLANK, IDENTITY_KEY_MAX);
    if (request->who.key)
        return request->who.key;
    return claimed && *claimed && is_open(request) ? claimed : NULL;
}

const char *identity_recruiter_of_query(const struct request *request) {
    if (request->who.key)
        return request->who.key;
    const char *claimed = is_open(request) ? request_query(request, "recruiter_id") : NULL;
    return claimed && *claimed ? claimed : NULL;
}
