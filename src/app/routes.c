#include "app/routes.h"

#include <stdio.h>
#include <string.h>

#include "account/account.h"
#include "app/service_http.h"
#include "base/text.h"
#include "call/call.h"
#include "candidate/candidate.h"
#include "cv/cv.h"
#include "draft/draft.h"
#include "interview/interview.h"
#include "job/job.h"
#include "live/live.h"
#include "matrix/matrix.h"
#include "note/note.h"
#include "question/question.h"
#include "recap/recap.h"
#include "suggestion/suggestion.h"

const struct route *const app_routes[] = {
    service_routes, account_routes,  candidate_routes, job_routes,  cv_routes,
    draft_routes,   question_routes, interview_routes, note_routes, suggestion_routes,
    matrix_routes,  recap_routes,    call_routes,      live_routes, NULL,
};

bool routes_is_call_document(const char *path) {
    return text_starts_with(path, "/interviews/") || strcmp(path, "/join/") == 0;
}

static const char *access_name(enum access access) {
    static const char *const names[] = {
        [ACCESS_MEMBER] = "member", [ACCESS_PUBLIC] = "public", [ACCESS_GUEST] = "guest"};
    return names[access];
}

int routes_command(int argc, char **argv) {
    for (const struct route *const *table = app_routes; *table; table++)
        for (const struct route *route = *table; route->method; route++)
            printf("%s %s %s\n", route->method, route->pattern, access_name(route->access));
    return 0;
}
