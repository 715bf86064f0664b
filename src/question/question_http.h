/* Handlers of the other files, for the one route table of this folder in question_http.c. */
#ifndef QUESTION_QUESTION_HTTP_H
#define QUESTION_QUESTION_HTTP_H

#include "net/http.h"

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
