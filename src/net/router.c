/* The paths lie in one array and are compared in order: with some hundred rows of a few segments this takes
 * about a microsecond, so a tree would only be more to read. */
#include "net/router.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/text.h"
#include "base/uuid.h"
#include "net/uri.h"

/* The order in which an Allow header lists them. */
static const char *const METHODS[] = {"GET", "POST", "PUT", "PATCH", "DELETE"};
enum { METHOD_COUNT = 5 };

/* One path and the rows that share it; rows may call its parameters differently. */
struct entry {
    const struct route *routes[METHOD_COUNT];
    const char *const *names[METHOD_COUNT]; /* each row's segments */
    const char *const *segments;            /* the first row's */
    size_t segment_count;
};

struct router {
    struct arena *arena;
    struct entry *entries;
    size_t count;
};

static bool is_param(const char *segment) {
    return segment[0] == '{';
}

static int find_method(const char *method) {
    for (int i = 0; i < METHOD_COUNT; i++) {
        if (strcmp(METHODS[i], method) == 0)
            return i;
    }
    return strcmp(method, "HEAD") == 0 ? 0 : -1;
}

/* Cuts a pattern into segments that live in the router's arena. */
static const char *const *cut(struct arena *arena, const char *pattern, size_t *count) {
    struct uri *uri = arena_alloc(arena, sizeof *uri);
    bool good = uri_parse(uri, arena, pattern);
    assert(good);
    *count = uri->segment_count;
    return uri->segments;
}

static bool is_same(const struct entry *a, const struct entry *b) {
    if (a->segment_count != b->segment_count)
        return false;
    for (size_t i = 0; i < a->segment_count; i++) {
        bool same =
            is_param(a->segments[i]) ? is_param(b->segments[i]) : strcmp(a->segments[i], b->segments[i]) == 0;
        if (!same)
            return false;
    }
    return true;
}

static void add(struct router *router, const struct route *route) {
    struct entry fresh = {0};
    fresh.segments = cut(router->arena, route->pattern, &fresh.segment_count);
    struct entry *entry = router->entries;
    while (entry < router->entries + router->count && !is_same(entry, &fresh))
        entry++;
    if (entry == router->entries + router->count) {
        *entry = fresh;
        router->count++;
    }
    int method = find_method(route->method);
    assert(method >= 0 && entry->routes[method] == NULL);
    entry->routes[method] = route;
    entry->names[method] = fresh.segments;
}

struct router *router_create(const struct route *const *tables) {
    struct arena *arena = arena_create();
    struct router *router = arena_alloc(arena, sizeof *router);
    router->arena = arena;
    size_t rows = 0;
    for (size_t t = 0; tables[t] != NULL; t++) {
        for (const struct route *route = tables[t]; route->method != NULL; route++)
            rows++;
    }
    router->entries = arena_array(arena, rows, sizeof *router->entries);
    for (size_t t = 0; tables[t] != NULL; t++) {
        for (const struct route *route = tables[t]; route->method != NULL; route++)
            add(router, route);
    }
    return router;
}

void router_destroy(struct router *router) {
    if (router != NULL)
        arena_destroy(router->arena);
}

static bool is_id(const char *param) {
    return strcmp(param, "{id}") == 0 || text_ends_with_ignoring_case(param, "_id}");
}

static bool matches(const struct entry *entry, const struct uri *uri) {
    if (entry->segment_count != uri->segment_count)
        return false;
    for (size_t i = 0; i < entry->segment_count; i++) {
        const char *wanted = entry->segments[i];
        const char *given = uri->segments[i];
        bool good = !is_param(wanted) ? strcmp(wanted, given) == 0
                    : is_id(wanted)   ? uuid_is_valid(given)
                                      : given[0] != '\0';
        if (!good)
            return false;
    }
    return true;
}

/* Whether `a` is literal at the first segment where only one of them is. */
static bool is_more_literal(const struct entry *a, const struct entry *b) {
    for (size_t i = 0; i < a->segment_count; i++) {
        if (is_param(a->segments[i]) != is_param(b->segments[i]))
            return is_param(b->segments[i]);
    }
    return false;
}

static const struct entry *find_entry(const struct router *router, const struct uri *uri) {
    const struct entry *best = NULL;
    for (size_t i = 0; i < router->count; i++) {
        const struct entry *entry = &router->entries[i];
        if (matches(entry, uri) && (best == NULL || is_more_literal(entry, best)))
            best = entry;
    }
    return best;
}

static const char *write_allow(struct arena *arena, const struct entry *entry) {
    struct buffer allow = {.arena = arena};
    for (int i = 0; i < METHOD_COUNT; i++) {
        if (entry->routes[i] != NULL)
            buffer_printf(&allow, "%s, ", METHODS[i]);
    }
    buffer_append_text(&allow, entry->routes[0] != NULL ? "HEAD, OPTIONS" : "OPTIONS");
    return allow.data;
}

static void take_params(struct arena *arena, const char *const *names, const struct uri *uri,
                        struct route_match *match) {
    for (size_t i = 0; i < uri->segment_count; i++) {
        const char *name = names[i];
        if (!is_param(name))
            continue;
        assert(match->param_count < ROUTE_PARAMS_MAX);
        char *value = arena_strdup(arena, uri->segments[i]);
        if (is_id(name))
            uuid_normalise(uri->segments[i], value);
        match->params[match->param_count].name = arena_strndup(arena, name + 1, strlen(name) - 2);
        match->params[match->param_count++].value = value;
    }
}

void router_find(const struct router *router, struct arena *arena, const char *method, const struct uri *uri,
                 struct route_match *match) {
    *match = (struct route_match){0};
    const struct entry *entry = find_entry(router, uri);
    if (entry == NULL)
        return;
    int number = find_method(method);
    match->route = number >= 0 ? entry->routes[number] : NULL;
    if (match->route != NULL)
        take_params(arena, entry->names[number], uri, match);
    else
        match->allow = write_allow(arena, entry);
}
