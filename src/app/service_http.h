/* Routes of the service itself: health, readiness, the list of resources and the OpenAPI file. */
#ifndef APP_SERVICE_HTTP_H
#define APP_SERVICE_HTTP_H

#include "net/http.h"

extern const struct route service_routes[];

#endif
