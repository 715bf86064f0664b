/* Questions files as people save them: numbers, bullets, Windows encodings, Word. */
#include "cmocka_setup.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "doc/doc.h"

static struct arena *arena;
static struct doc_reader *reader;

static int set_up(void **state) {
    arena = arena_create();
    reader = doc_reader_create(HELPER_PATH);
    return 0;
}

static int tear_down(void **state) {
    doc_reader_destroy(reader);
    arena_destroy(arena);
    return 0;
}

struct list {
    enum err err;
    const char **questions;
    size_t count;
    const char *problem;
};

static struct list parse(const char *file_name, const void *bytes, size_t length) {
    struct list list = {0};
    struct doc_input input = {.bytes = bytes, .length = length, .file_name = file_name};
    list.err = doc_read_questions(reader, &input, arena, &list.questions, &list.count, &list.problem);
    return list;
}

static struct list parse_fixture(const char *name) {
    enum { CAPACITY = 100000 };
    char *bytes = arena_alloc(arena, CAPACITY);
    FILE *file = fopen(arena_printf(arena, "%s/tests/fixtures/%s", SOURCE_ROOT, name), "rb");
    assert_non_null(file);
    size_t length = fread(bytes, 1, CAPACITY, file);
    fclose(file);
    return parse(name, bytes, length);
}

static void assert_questions(struct list list, const char *const *expected, size_t count) {
    assert_int_equal(list.err, ERR_OK);
    assert_int_equal(list.count, count);
    for (size_t i = 0; i < count; i++)
        assert_string_equal(list.questions[i], expected[i]);
}

static void numbers_and_bullets_go_and_an_asterisk_stays(void **state) {
    static const char text[] =
        "1) Come gestisci un incidente?\r\n2. Che cosa e un indice?\n- Parlami di te\n• Usi Docker?\n"
        "\nno\n  12)   Domanda con spazi  \n* asterisco resta\n";
    static const char *const expected[] = {
        "Come gestisci un incidente?", "Che cosa e un indice?", "Parlami di te", "Usi Docker?",
        "Domanda con spazi",           "* asterisco resta"};
    assert_questions(parse("a.txt", text, sizeof text - 1), expected, 6);
}

static void every_encoding_of_windows_gives_the_same_list(void **state) {
    static const char *const expected[] = {"Perché vuoi cambiare lavoro?",
                                           "Come gestisci un incidente?",
                                           "Parlami di te",
                                           "Usi Docker?",
                                           "Quale è il tuo più grande errore?",
                                           "* asterisco resta"};
    assert_questions(parse_fixture("questions-utf8.txt"), expected, 6);
    assert_questions(parse_fixture("questions-utf8-bom.txt"), expected, 6);
    assert_questions(parse_fixture("questions-utf16.txt"), expected, 6);
    assert_questions(parse_fixture("questions-windows-1252.txt"), expected, 6);
}

static void typographic_marks_of_windows_1252_survive(void **state) {
    static const char *const expected[] = {"Why “Acme”… – and for €5?"};
    static const char text[] = "Why \x93"
                               "Acme\x94\x85 \x96 and for \x80"
                               "5?";
    assert_questions(parse("a.TXT", text, sizeof text - 1), expected, 1);
}

static void a_docx_gives_a_question_a_paragraph(void **state) {
    static const char *const expected[] = {"Perché vuoi cambiare lavoro?", "Come gestisci un incidente?",
                                           "Parlami di te", "Quale database preferisci?",
                                           "Come decidi che cosa fare prima?"};
    assert_questions(parse_fixture("questions.docx"), expected, 5);
}

static void lines_of_five_characters_are_dropped_and_of_six_kept(void **state) {
    static const char *const expected[] = {"perchè"};
    assert_questions(parse("a.txt", "perch\nperch\xc3\xa8\n", 14), expected, 1);
}

static void an_empty_file_has_no_questions(void **state) {
    assert_questions(parse("a.txt", "", 0), NULL, 0);
    assert_questions(parse("a.docx", "", 0), NULL, 0);
}

static void other_types_and_damaged_files_are_refused(void **state) {
    assert_int_equal(parse("a.odt", "x", 1).err, ERR_UNSUPPORTED);
    assert_int_equal(parse(NULL, "x", 1).err, ERR_UNSUPPORTED);
    assert_int_equal(parse("a.docx", "no zip", 6).err, ERR_UNREADABLE);
    assert_int_equal(parse_fixture("damaged.docx").err, ERR_UNREADABLE);
}

static void bytes_without_meaning_do_no_harm(void **state) {
    char bytes[512];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(i * 37);
    assert_int_equal(parse("a.txt", bytes, sizeof bytes).err, ERR_OK);
    assert_int_equal(parse("a.txt",
                           "\xff\xfe"
                           "a",
                           3)
                         .err,
                     ERR_OK);
    assert_int_equal(parse("a.txt", "\xff\xfe\x00\xdc\x00\xd8", 6).err, ERR_OK);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(numbers_and_bullets_go_and_an_asterisk_stays),
        TEST(every_encoding_of_windows_gives_the_same_list),
        TEST(typographic_marks_of_windows_1252_survive),
        TEST(a_docx_gives_a_question_a_paragraph),
        TEST(lines_of_five_characters_are_dropped_and_of_six_kept),
        TEST(an_empty_file_has_no_questions),
        TEST(other_types_and_damaged_files_are_refused),
        TEST(bytes_without_meaning_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
