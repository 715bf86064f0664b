/* The one table of all routes: the domains' own tables, in the order in which the OpenAPI file describes
 * them. */
#ifndef APP_ROUTES_H
#define APP_ROUTES_H

#include <stdbool.h>

#include "net/http.h"

/* Ended by NULL; each table is ended by a row without a method. */
extern const struct route *const app_routes[];

/* Whether the web application shows the call at this path: such a document may load JITSI_DOMAIN. */
bool routes_is_call_document(const char *path);

/* The command `routes`: a line METHOD PATTERN ACCESS for each row, for checks against the OpenAPI file. */
int routes_command(int argc, char **argv);

#endif
