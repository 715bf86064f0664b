#include "cmocka_setup.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "net/router.h"
#include "net/uri.h"

#define ID "9f3ed3af-50a1-4247-ba4d-c4873b4f3de3"

static struct arena *arena;
static struct router *router;
static struct route_match match;

static const struct route cvs[] = {
    {.method = "GET", .pattern = "/api/cvs/"},
    {.method = "GET", .pattern = "/api/cvs/{id}/"},
    {.method = "DELETE", .pattern = "/api/cvs/{cv_id}/"},
    {.method = "POST", .pattern = "/api/cvs/upload/"},
    {0},
};
static const struct route others[] = {
    {.method = "GET", .pattern = "/healthz"},
    {.method = "POST", .pattern = "/api/{kind}/{session_id}/notes/{note_id}/"},
    {0},
};
static const struct route *const tables[] = {cvs, others, NULL};

static const struct route *find(const char *method, const char *target) {
    struct uri uri;
    assert_true(uri_parse(&uri, arena, target));
    router_find(router, arena, method, &uri, &match);
    return match.route;
}

static void the_final_slash_does_not_matter(void **state) {
    assert_ptr_equal(find("GET", "/api/cvs/"), &cvs[0]);
    assert_ptr_equal(find("GET", "/api/cvs"), &cvs[0]);
    assert_ptr_equal(find("GET", "/healthz/"), &others[0]);
    assert_null(find("GET", "/api/cvs//"));
    assert_null(match.allow);
}

static void an_id_is_a_uuid_in_lower_case(void **state) {
    assert_ptr_equal(find("GET", "/api/cvs/9F3ED3AF-50A1-4247-BA4D-C4873B4F3DE3/"), &cvs[1]);
    assert_string_equal(match.params[0].name, "id");
    assert_string_equal(match.params[0].value, ID);
    assert_null(find("GET", "/api/cvs/abc/"));
    assert_null(match.allow);
}

static void rows_of_one_path_may_name_their_parameters_differently(void **state) {
    assert_ptr_equal(find("DELETE", "/api/cvs/" ID "/"), &cvs[2]);
    assert_string_equal(match.params[0].name, "cv_id");
}

static void a_literal_wins_over_a_parameter(void **state) {
    assert_ptr_equal(find("POST", "/api/cvs/upload/"), &cvs[3]);
    assert_null(find("GET", "/api/cvs/upload/"));
    assert_string_equal(match.allow, "POST, OPTIONS");
}

static void another_method_is_told_what_is_allowed(void **state) {
    assert_null(find("PATCH", "/api/cvs/" ID "/"));
    assert_string_equal(match.allow, "GET, DELETE, HEAD, OPTIONS");
    assert_null(find("BREW", "/api/cvs/"));
    assert_string_equal(match.allow, "GET, HEAD, OPTIONS");
    assert_ptr_equal(find("HEAD", "/api/cvs/"), &cvs[0]);
}

static void several_parameters_keep_their_places(void **state) {
    assert_ptr_equal(find("POST", "/api/sessions/" ID "/notes/" ID "/"), &others[1]);
    assert_int_equal(match.param_count, 3);
    assert_string_equal(match.params[0].value, "sessions");
    assert_string_equal(match.params[2].name, "note_id");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_final_slash_does_not_matter),
        cmocka_unit_test(an_id_is_a_uuid_in_lower_case),
        cmocka_unit_test(rows_of_one_path_may_name_their_parameters_differently),
        cmocka_unit_test(a_literal_wins_over_a_parameter),
        cmocka_unit_test(another_method_is_told_what_is_allowed),
        cmocka_unit_test(several_parameters_keep_their_places),
    };
    arena = arena_create();
    router = router_create(tables);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    router_destroy(router);
    arena_destroy(arena);
    return failed;
}
