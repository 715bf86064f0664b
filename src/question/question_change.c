#include "live/worker.h"
#include "question/question_http.h"
#include "question/question_store.h"

enum err question_update_in_write(struct db *db, void *context) {
    struct question_change *change = context;
    return question_update(db, &change->question, &change->event);
}

enum err question_delete_in_write(struct db *db, void *context) {
    struct question_change *change = context;
    return question_delete(db, &change->question, &change->event);
}

enum err question_set_asked_in_write(struct db *db, void *context) {
    struct question_change *change = context;
    return question_set_asked(db, &change->question, change->asked_at, change->asked_by, &change->event);
}

enum err question_write_change(struct request *request, db_write_fn fn, struct question_change *change) {
    enum err failed = db_write(request->worker->store, fn, change);
    if (!failed)
        live_publish(request->worker->live, &change->event);
    return failed;
}
