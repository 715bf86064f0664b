/* What the HTTP files of src/question share: a change of one question, and the handlers of the other files
 * for the one route table in question_http.c. */
#ifndef QUESTION_QUESTION_HTTP_H
#define QUESTION_QUESTION_HTTP_H

#include "question/question.h"

/* One change of a question with its event; the functions below are for db_write. */
struct question_change {
    const struct request *request;   /* set where the answer is stored with the change */
    const struct response *response; /* likewise */
    struct question question;
    int64_t asked_at;
    const char *asked_by;
    struct event event;
};

enum err question_update_in_write(struct db *db, void *change);
enum err question_delete_in_write(struct db *db, void *change);
enum err question_set_asked_in_write(struct db *db, void *change);
/* Runs fn with the change in a transaction and publishes its event. */
enum err question_write_change(struct request *request, db_write_fn fn, struct question_change *change);

/* question_row_http.c */
enum err question_row_list_http(struct request *request, struct response *response);
enum err question_row_create_http(struct request *request, struct response *response);
enum err question_row_get_http(struct request *request, struct response *response);
enum err question_row_put_http(struct request *request, struct response *response);
enum err question_row_patch_http(struct request *request, struct response *response);
enum err question_row_delete_http(struct request *request, struct response *response);
enum err question_row_mark_asked_http(struct request *request, struct response *response);
/* question_source_http.c */
enum err question_parse_file_http(struct request *request, struct response *response);
enum err question_generate_http(struct request *request, struct response *response);

#endif
