/* What the files of this folder share beside suggestion.h and suggestion_store.h. */
#ifndef SUGGESTION_SUGGESTION_HTTP_H
#define SUGGESTION_SUGGESTION_HTTP_H

#include "suggestion/suggestion.h"

/* The card of a recruiter; of nobody known, "". */
const char *suggestion_card_of(const char *recruiter_key);

/* next_question_http.c */
enum err next_question_http(struct request *request, struct response *response);

#endif
