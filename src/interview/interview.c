#include "interview/interview.h"

#include "cv/cv.h"
#include "interview/interview_store.h"
#include "live/worker.h"

static const char NOT_FOUND[] = "Session not found";

bool interview_is_over(const struct interview *interview) {
    return interview->ended_at != 0;
}

/* A path that cannot name an interview is an unknown address, not an unknown interview. */
static enum err read_id(struct request *request, const char **id) {
    const char *text = request_param(request, "session_id");
    if (!uuid_is_valid(text))
        return request_fail_detail(request, ERR_NOT_FOUND, "Not found.");
    char *normal = arena_alloc(request->arena, UUID_TEXT_SIZE);
    uuid_normalise(text, normal);
    *id = normal;
    return ERR_OK;
}

enum err interview_require(struct request *request, struct interview *out) {
    const char *id;
    enum err failed = read_id(request, &id);
    if (failed)
        return failed;
    failed = interview_find(request->worker->db, id, request->arena, out);
    return failed == ERR_NOT_FOUND ? request_fail(request, failed, NOT_FOUND) : failed;
}

enum err interview_require_id(struct request *request, const char **id) {
    enum err failed = read_id(request, id);
    if (failed)
        return failed;
    failed = interview_exists(request->worker->db, *id);
    return failed == ERR_NOT_FOUND ? request_fail(request, failed, NOT_FOUND) : failed;
}

void interview_write_coverage(struct json *json, double distance) {
    if (distance < 0)
        json_put_null(json, "coverage_score");
    else
        json_put_real(json, "coverage_score", coverage_from_distance(distance).score);
}
