/* GET /metrics: what operators watch, in the text format of Prometheus. No content and no names. */
#ifndef APP_METRICS_HTTP_H
#define APP_METRICS_HTTP_H

#include "net/http.h"

enum err metrics_http(struct request *request, struct response *response);

#endif
