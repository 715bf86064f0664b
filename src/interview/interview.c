#include "interview/interview.h"

#include "cv/cv.h"
#include "interview/interview_store.h"
#include "live/worker.h"

static const char NOT_FOUND[] = "Session not found";

bool interview_is_over(const struct interview *interview) {
    return interview->ended_at != 0;
}

enum err interview_require(struct request *request, struct interview *out) {
    const char *id = request_param(request, "session_id");
    enum err failed = interview_find(request->worker->db, id, request->arena, out);
    return failed == ERR_NOT_FOUND ? request_fail(request, failed, NOT_FOUND) : failed;
}

enum err interview_require_id(struct request *request, const char **id) {
    *id = request_param(request, "session_id");
    enum err failed = interview_exists(request->worker->db, *id);
    return failed == ERR_NOT_FOUND ? request_fail(request, failed, NOT_FOUND) : failed;
}

void interview_write_coverage(struct json *json, double distance) {
    if (distance < 0)
        json_put_null(json, "coverage_score");
    else
        json_put_real(json, "coverage_score", coverage_from_distance(distance).score);
}
