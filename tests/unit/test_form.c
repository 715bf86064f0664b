/* Bodies of every media type, read as handlers read them; failures as a client would see them. */
#include "cmocka_setup.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "net/exchange.h"
#include "net/form.h"

static struct arena *arena;
static struct exchange exchange;
static struct form form;

/* A request with this body, as the server would hand it to a worker. */
static enum err parse(const char *content_type, const char *body, size_t length) {
    json_decref(exchange.request_hidden.fields);
    arena_reset(arena);
    exchange = (struct exchange){.request.arena = arena};
    exchange.request.hidden = &exchange.request_hidden;
    exchange.response.hidden = &exchange.response_hidden;
    exchange.response_hidden.request = &exchange.request;
    exchange.request_hidden.content_type = content_type;
    exchange.request_hidden.is_multipart = strncmp(content_type, "multipart", 9) == 0;
    exchange.request.body = arena_strndup(arena, body, length);
    exchange.request.body_length = length;
    return form_parse(&exchange.request, &form);
}

static enum err parse_json(const char *body) {
    return parse("application/json", body, strlen(body));
}

/* The body that the failure recorded so far gives. */
static const char *failure(void) {
    exchange_finish_handler(&exchange, ERR_INVALID);
    return exchange.response.json.out.data;
}

static void an_empty_body_is_an_empty_object(void **state) {
    assert_int_equal(parse_json(""), ERR_OK);
    assert_false(form_has(&form, "a"));
    assert_int_equal(form_check(&form), ERR_OK);
}

static void text_is_trimmed_and_numbers_are_text(void **state) {
    assert_int_equal(parse_json("{\"a\":\"  x \",\"b\":42,\"c\":1.5,\"d\":null}"), ERR_OK);
    assert_string_equal(form_text(&form, "a", FORM_REQUIRED), "x");
    assert_string_equal(form_text(&form, "b", FORM_REQUIRED), "42");
    assert_string_equal(form_text(&form, "c", FORM_REQUIRED), "1.5");
    assert_null(form_text(&form, "d", FORM_ALLOW_NULL));
    assert_null(form_text(&form, "e", FORM_OPTIONAL));
    assert_int_equal(form_check(&form), ERR_OK);
}

static void what_is_wrong_with_fields_is_said_at_once_in_the_order_of_reading(void **state) {
    assert_int_equal(
        parse_json("{\"blank\":\" \",\"null\":null,\"object\":{},\"nul\":\"a\\u0000b\",\"id\":\"x\","
                   "\"long\":\"èèèè\"}"),
        ERR_OK);
    form_text(&form, "missing", FORM_REQUIRED);
    form_text(&form, "blank", FORM_REQUIRED);
    form_text(&form, "null", FORM_REQUIRED);
    form_text(&form, "object", FORM_REQUIRED);
    form_text(&form, "nul", FORM_REQUIRED);
    form_uuid(&form, "id", FORM_REQUIRED);
    form_text_max(&form, "long", FORM_REQUIRED, 3);
    form_error(&form, "missing", "Also %d.", 2);
    assert_int_equal(form_check(&form), ERR_INVALID);
    assert_string_equal(failure(), "{\"missing\":[\"This field is required.\",\"Also 2.\"],"
                                   "\"blank\":[\"This field may not be blank.\"],"
                                   "\"null\":[\"This field may not be null.\"],"
                                   "\"object\":[\"Not a valid string.\"],"
                                   "\"nul\":[\"Null characters are not allowed.\"],"
                                   "\"id\":[\"Must be a valid UUID.\"],"
                                   "\"long\":[\"Ensure this field has no more than 3 characters.\"]}");
}

static void integers_have_bounds_and_a_fallback(void **state) {
    parse_json("{\"a\":3,\"b\":\" 4 \",\"c\":5.0}");
    assert_int_equal(form_integer(&form, "a", 9, 1, 20), 3);
    assert_int_equal(form_integer(&form, "b", 9, 1, 20), 4);
    assert_int_equal(form_integer(&form, "c", 9, 1, 20), 5);
    assert_int_equal(form_integer(&form, "d", 9, 1, 20), 9);
    assert_int_equal(form_check(&form), ERR_OK);
    parse_json("{\"a\":\"x\",\"b\":0,\"c\":21,\"d\":1.5,\"e\":true,\"f\":99999999999999999999}");
    for (const char *name = "abcdef"; *name != '\0'; name++)
        form_integer(&form, (const char[]){*name, '\0'}, 9, 1, 20);
    assert_string_equal(failure(), "{\"a\":[\"A valid integer is required.\"],"
                                   "\"b\":[\"Ensure this value is greater than or equal to 1.\"],"
                                   "\"c\":[\"Ensure this value is less than or equal to 20.\"],"
                                   "\"d\":[\"A valid integer is required.\"],"
                                   "\"e\":[\"A valid integer is required.\"],"
                                   "\"f\":[\"A valid integer is required.\"]}");
}

static void booleans_and_vectors_are_read(void **state) {
    parse_json("{\"a\":true,\"b\":\"False\",\"c\":1,\"v\":[1,2.5,-3],\"w\":[1,2],\"x\":[1,\"2\",3],\"y\":7}");
    float vector[3];
    assert_true(form_bool(&form, "a", false));
    assert_false(form_bool(&form, "b", true));
    assert_true(form_bool(&form, "c", false));
    assert_true(form_bool(&form, "d", true));
    assert_true(form_vector(&form, "v", vector, 3));
    assert_true(vector[1] == 2.5f && vector[2] == -3);
    assert_int_equal(form_check(&form), ERR_OK);
    assert_false(form_vector(&form, "w", vector, 3));
    assert_false(form_vector(&form, "x", vector, 3));
    assert_false(form_vector(&form, "y", vector, 3));
    assert_int_equal(form.error_count, 3);
}

static void broken_json_is_explained_as_existing_clients_know_it(void **state) {
    static const char *const cases[][2] = {
        {"{\"full_name\":", "Expecting value: line 1 column 14 (char 13)"},
        {" ", "Expecting value: line 1 column 2 (char 1)"},
        {"{\"è\":1,\n x}", "Expecting property name enclosed in double quotes: line 2 column 2 (char 9)"},
        {"{\"a\" 1}", "Expecting ':' delimiter: line 1 column 6 (char 5)"},
        {"[1 2]", "Expecting ',' delimiter: line 1 column 4 (char 3)"},
        {"{} x", "Extra data: line 1 column 4 (char 3)"},
        {"{\"a\":\"x", "Unterminated string starting at: line 1 column 6 (char 5)"},
        {"{\"a\":\"\\x\"}", "Invalid \\escape: line 1 column 7 (char 6)"},
        {"{\"a\":NaN}", "Expecting value: line 1 column 6 (char 5)"},
        {"{\"a\":01}", "Expecting ',' delimiter: line 1 column 7 (char 6)"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(parse_json(cases[i][0]), ERR_INVALID);
        json_t *body = json_loads(failure(), 0, NULL);
        const char *detail = json_string_value(json_object_get(body, "detail"));
        char expected[160];
        snprintf(expected, sizeof expected, "JSON parse error - %s", cases[i][1]);
        assert_string_equal(detail, expected);
        json_decref(body);
    }
}

static void text_that_is_not_utf8_is_refused_with_its_place(void **state) {
    assert_int_equal(parse_json("{\"full_name\":\"\xff\"}"), ERR_INVALID);
    assert_string_equal(failure(), "{\"detail\":\"JSON parse error - 'utf-8' codec can't decode byte 0xff in "
                                   "position 14: invalid start byte\"}");
    assert_int_equal(parse("application/json", "{}\0{}", 5), ERR_INVALID);
}

static void only_an_object_is_taken(void **state) {
    assert_int_equal(parse_json("[1]"), ERR_INVALID);
    assert_string_equal(failure(),
                        "{\"non_field_errors\":[\"Invalid data. Expected a dictionary, but got list.\"]}");
    assert_int_equal(parse_json("\"x\""), ERR_INVALID);
    assert_int_equal(parse_json("null"), ERR_INVALID);
    assert_string_equal(failure(), "{\"non_field_errors\":[\"No data provided\"]}");
}

static void nesting_is_limited(void **state) {
    char body[2 * 40 + 16] = "{\"a\":";
    for (int depth = 31; depth <= 32; depth++) {
        size_t length = 5;
        memset(body + length, '[', (size_t)depth);
        memset(body + length + depth, ']', (size_t)depth);
        strcpy(body + length + 2 * (size_t)depth, "}");
        assert_int_equal(parse_json(body), depth == 31 ? ERR_OK : ERR_INVALID);
    }
}

static void urlencoded_fields_are_text(void **state) {
    const char *body = "full_name=Form+Person&city=Forl%C3%AC&empty=";
    assert_int_equal(parse("application/x-www-form-urlencoded; charset=utf-8", body, strlen(body)), ERR_OK);
    assert_string_equal(form_text(&form, "full_name", FORM_REQUIRED), "Form Person");
    assert_string_equal(form_text(&form, "city", FORM_REQUIRED), "Forlì");
    assert_string_equal(form_text(&form, "empty", FORM_ALLOW_BLANK), "");
    assert_int_equal(parse("application/x-www-form-urlencoded", "a=%zz", 5), ERR_INVALID);
}

#define MULTIPART "multipart/form-data; boundary=xX"

static void multipart_has_fields_and_files(void **state) {
    static const char body[] =
        "--xX\r\nContent-Disposition: form-data; name=\"id\"\r\n\r\n 42 \r\n"
        "--xX\r\nContent-Type: application/pdf\r\n"
        "content-disposition: form-data; filename=\"C:\\cv \\\"x\\\" \xc3\xa8.pdf\"; name=\"file\"\r\n"
        "\r\n%PDF\0\r\n--x\r\n"
        "\r\n--xX\r\nContent-Disposition: form-data; name=none; filename=\"\"\r\n\r\n\r\n"
        "--xX\r\nContent-Disposition: form-data; name=empty; filename=e.pdf\r\n\r\n\r\n"
        "--xX--\r\n";
    assert_int_equal(parse(MULTIPART, body, sizeof body - 1), ERR_OK);
    assert_string_equal(form_text(&form, "id", FORM_REQUIRED), "42");
    const struct upload *file = form_file(&form, "file", FORM_REQUIRED);
    assert_non_null(file);
    assert_string_equal(file->file_name, "cv \"x\" è.pdf");
    assert_int_equal(file->length, 12);
    assert_memory_equal(file->bytes, "%PDF\0\r\n--x\r\n", 12);
    assert_int_equal(form_check(&form), ERR_OK);
    assert_null(form_file(&form, "empty", FORM_REQUIRED));
    assert_null(form_file(&form, "none", FORM_REQUIRED));
    assert_null(form_file(&form, "id", FORM_REQUIRED));
    assert_string_equal(failure(),
                        "{\"empty\":[\"The submitted file is empty.\"],"
                        "\"none\":[\"No file was submitted.\"],"
                        "\"id\":[\"The submitted data was not a file. Check the encoding type on the "
                        "form.\"]}");
}

static void broken_multipart_is_refused(void **state) {
    static const char *const bad[] = {
        "--xX",
        "--xX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nno end",
        "--xX\r\nno header end",
        "--xX\r\nContent-Type: text/plain\r\n\r\nno name\r\n--xX--",
        "--xXContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--xX--",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(parse(MULTIPART, bad[i], strlen(bad[i])), ERR_INVALID);
    assert_int_equal(parse("multipart/form-data", "--xX--\r\n", 8), ERR_INVALID);
    assert_int_equal(parse(MULTIPART, "--xX--\r\n", 8), ERR_OK);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_body_is_an_empty_object),
        cmocka_unit_test(text_is_trimmed_and_numbers_are_text),
        cmocka_unit_test(what_is_wrong_with_fields_is_said_at_once_in_the_order_of_reading),
        cmocka_unit_test(integers_have_bounds_and_a_fallback),
        cmocka_unit_test(booleans_and_vectors_are_read),
        cmocka_unit_test(broken_json_is_explained_as_existing_clients_know_it),
        cmocka_unit_test(text_that_is_not_utf8_is_refused_with_its_place),
        cmocka_unit_test(only_an_object_is_taken),
        cmocka_unit_test(nesting_is_limited),
        cmocka_unit_test(urlencoded_fields_are_text),
        cmocka_unit_test(multipart_has_fields_and_files),
        cmocka_unit_test(broken_multipart_is_refused),
    };
    arena = arena_create();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    json_decref(exchange.request_hidden.fields);
    arena_destroy(arena);
    return failed;
}
