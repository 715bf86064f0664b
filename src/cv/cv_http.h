/* Handlers of chunk_http.c and coverage_http.c, for the one route table of this folder in cv_http.c. */
#ifndef CV_CV_HTTP_H
#define CV_CV_HTTP_H

#include "net/http.h"

enum err chunk_list_http(struct request *request, struct response *response);
enum err chunk_create_http(struct request *request, struct response *response);
enum err chunk_get_http(struct request *request, struct response *response);
enum err chunk_update_http(struct request *request, struct response *response);
enum err chunk_delete_http(struct request *request, struct response *response);
enum err chunk_search_http(struct request *request, struct response *response);
enum err coverage_http(struct request *request, struct response *response);
enum err coverage_explain_http(struct request *request, struct response *response);

#endif
