/* Drafts: an interview that is being prepared in the wizard.
 *
 * A draft lives on the server from the first click, so that back, forward and reload lose nothing, and
 * belongs to the recruiter who began it. Its fields are one JSON object in the database; the uploaded CV
 * stands beside it as a stored file with what was read from it, because there may be no candidate yet to own
 * a CV. Starting turns a draft into candidate, CV, interview and questions in one transaction and deletes it.
 */
#ifndef DRAFT_DRAFT_H
#define DRAFT_DRAFT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "net/http.h"

struct db;
struct form;

extern const struct route draft_routes[];
extern const char *const draft_sql[];

enum { DRAFT_QUESTIONS_MAX = 200, DRAFT_QUESTION_TEXT_MAX = 2000, DRAFT_STEPS = 4 };

struct draft_question {
    const char *key; /* the browser's handle for reordering */
    const char *text;
    const char *source; /* typed, file or generated */
};

/* What the wizard has collected. Pointers live in the request's arena; NULL is "not yet". */
struct draft {
    const char *id;
    const char *owner_key;
    int64_t version;
    int64_t created_at;
    int64_t updated_at;
    int64_t step; /* 1 to 4 */
    bool is_sample;
    const char *candidate_id; /* an existing candidate; NULL with full_name set: a new one */
    const char *full_name;
    const char *email;
    const char *linkedin_url;
    const char *job_id;
    const char *language; /* "en" or "it" */
    const struct draft_question *questions;
    size_t question_count;
};

/* The uploaded CV of a draft. */
struct draft_document {
    const char *stored_id; /* in the file store */
    const char *file_name;
    const char *mime_type;
    int64_t size_bytes;
    const char *reading_json; /* the API's DraftCv */
};

/* The fields between the database and the struct. */
const char *draft_content_as_json(const struct draft *draft, struct arena *arena);
void draft_content_from_json(struct draft *draft, const char *content, struct arena *arena);
/* The member "questions": [{key, text, source}]. */
void draft_write_questions(struct json *json, const struct draft *draft);
/* Overwrites the fields that the body has; what is wrong is recorded on the form. */
void draft_read_form(struct form *form, struct draft *draft, struct arena *arena);

#endif
