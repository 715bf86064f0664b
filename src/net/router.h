/* Finds the route row for a method and a path. Immutable after create: any thread.
 *
 * A literal segment wins over a parameter. A parameter called "id" or "..._id" matches UUIDs only and is
 * given in lower case, so handlers never see another id.
 */
#ifndef NET_ROUTER_H
#define NET_ROUTER_H

#include <stddef.h>

#include "net/http.h"

struct arena;
struct router;
struct uri;

enum { ROUTE_PARAMS_MAX = 4 };

struct route_match {
    const struct route *route; /* NULL: no such path, or not with this method */
    const char *allow;         /* value of the Allow header; NULL when there is no such path */
    struct {
        const char *name, *value;
    } params[ROUTE_PARAMS_MAX];
    size_t param_count;
};

/* Borrows the tables (each ended by a row without method, the list by NULL). Two rows for the same method and
 * pattern are a bug. */
struct router *router_create(const struct route *const *tables);
void router_destroy(struct router *router);
void router_find(const struct router *router, struct arena *arena, const char *method, const struct uri *uri,
                 struct route_match *match);

#endif
