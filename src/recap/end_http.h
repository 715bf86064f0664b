/* The handler of end_http.c, for the route table in recap_http.c. It stands here and not with the interviews
 * because an end makes a recap and empties the call, and interviews know of neither. */
#ifndef RECAP_END_HTTP_H
#define RECAP_END_HTTP_H

#include "recap/recap.h"

enum err interview_end_http(struct request *request, struct response *response);

#endif
