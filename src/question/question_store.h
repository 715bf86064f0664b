/* Rows of questions for the handlers of this folder. */
#ifndef QUESTION_QUESTION_STORE_H
#define QUESTION_QUESTION_STORE_H

#include "question/question.h"

/* Every question with its vector, newest first. */
enum err question_list_all(struct db *db, struct arena *arena, struct question_list *out);
enum err question_job_exists(struct db *db, const char *job_id);

/* All of them run inside db_write. */
enum err question_update(struct db *db, const struct question *question, struct event *event);
enum err question_delete(struct db *db, const struct question *question, struct event *event);
enum err question_set_position(struct db *db, const char *id, int64_t position);

#endif
