/* Who calls, and what this installation runs.
 *
 * identity.c is the one place that decides the caller's identity. In AUTH=open a recruiter picks a display
 * name, kept in a cookie, and it stands for an account; where that cookie is absent, the `author` and
 * `recruiter_id` that older clients send are believed. With accounts the signed-in person takes its place in
 * account_identify, and those fields are ignored. Handlers ask here and never look at cookies themselves.
 */
#ifndef ACCOUNT_ACCOUNT_H
#define ACCOUNT_ACCOUNT_H

#include "net/http.h"

struct form;

enum {
    IDENTITY_NAME_MAX = 80, /* code points: a full name with titles, short enough for a cookie */
    IDENTITY_KEY_MAX = 128, /* code points: the longest uid that Firebase gives out */
};

extern const struct route account_routes[];

/* Fills request->who. Runs on the worker before the access check. */
void account_identify(struct request *request);

/* The name that a change is signed with: the caller's, else (open mode only) the form's text field `field`,
 * else "". The field is checked in any case. Borrowed from the request. */
const char *identity_author(struct request *request, struct form *form, const char *field);
/* The recruiter key that a change belongs to: the caller's, else (open mode only) the form's `recruiter_id`,
 * else NULL. */
const char *identity_recruiter(struct request *request, struct form *form);
/* The same for a GET, whose recruiter_id is a query parameter. NULL: everybody's. */
const char *identity_recruiter_of_query(const struct request *request);

/* What a name that a person picked becomes, or NULL with a sentence in *problem when it cannot be one. */
const char *identity_check_name(struct request *request, const char *name, const char **problem);
/* Remembers the picked name in the caller's browser (open mode). */
void identity_remember_name(struct request *request, struct response *response, const char *name);

#endif
