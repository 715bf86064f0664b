/* Paragraphs, headings, sections and chunks from lines as the document helper finds them. */
#include "cmocka_setup.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/text.h"
#include "doc/chunker.h"
#include "doc/section.h"

enum { LINES_MAX = 200 };

/* A page under construction: lines of 10-point text, 13 points apart. */
struct page {
    struct arena *arena;
    struct source_line lines[LINES_MAX];
    size_t count;
    float y;
};

static struct arena *arena;
static struct page page;

static int set_up(void **state) {
    arena = arena_create();
    page = (struct page){.arena = arena, .y = 50};
    return 0;
}

static int tear_down(void **state) {
    arena_destroy(arena);
    return 0;
}

static struct source_line *add_line(const char *text) {
    struct source_line *line = &page.lines[page.count++];
    *line = (struct source_line){.text = text, .page = 1, .size = 10, .placed = true};
    line->box = (struct doc_box){1, 72, page.y, (float)strlen(text) * 5, 10};
    page.y += 13;
    return line;
}

static void add_gap(void) {
    page.y += 12;
}

static void add_heading(const char *text) {
    add_gap();
    struct source_line *line = add_line(text);
    line->size = 13;
    line->bold = true;
}

static struct document build(void) {
    struct document document;
    struct source source = {.format = "pdf", .pages = 2, .lines = page.lines, .line_count = page.count};
    section_build_document(&source, arena, &document);
    return document;
}

static const struct doc_section *find_section(const struct document *document, const char *kind) {
    for (size_t i = 0; i < document->section_count; i++)
        if (strcmp(document->sections[i].kind, kind) == 0)
            return &document->sections[i];
    fail_msg("there is no section of kind %s", kind);
    return NULL;
}

static void a_wrapped_sentence_becomes_one_paragraph(void **state) {
    add_line("This line is as wide as the column is and goes on with words");
    add_line("that did not fit on it.");
    struct document document = build();
    assert_string_equal(
        document.text,
        "This line is as wide as the column is and goes on with words that did not fit on it.");
    assert_int_equal(document.chunks[0].box_count, 2);
}

static void a_line_with_room_left_does_not_go_on(void **state) {
    add_line("This line is as wide as the column is and goes on with words");
    add_gap();
    add_line("English, fluent");
    add_line("German, some");
    assert_non_null(strstr(build().text, "English, fluent\nGerman, some"));
}

static void a_bullet_begins_a_new_paragraph(void **state) {
    add_line("• The first item of the list is as wide as the column allows");
    add_line("• The second item of the list is as wide as the column allo");
    assert_non_null(strstr(build().text, "allows\n• The second"));
}

static void a_word_broken_by_a_hyphen_is_joined(void **state) {
    add_line("This line is as wide as the column is and ends within experi-");
    add_line("ence.");
    assert_non_null(strstr(build().text, "within experience."));
}

static void a_sentence_goes_on_across_a_page_break(void **state) {
    add_line("This line is as wide as the column is and goes on with words");
    struct source_line *next = add_line("that stand on the next page.");
    next->page = next->box.page = 2;
    next->block = 1;
    assert_non_null(strstr(build().text, "with words that stand on the next page."));
}

static void headings_in_capitals_spaced_letters_and_with_colons_are_known(void **state) {
    add_line("Anna Verdi");
    add_heading("P R O F I L O");
    add_line("Una persona precisa.");
    add_heading("Esperienze lavorative:");
    add_line("Contabile, Ditta Esempio, 2019 – 2022");
    add_heading("EDUCATION & TRAINING");
    add_line("Diploma, 2010");
    struct document document = build();
    assert_string_equal(find_section(&document, "summary")->title, "P R O F I L O");
    assert_string_equal(find_section(&document, "experience")->title, "Esperienze lavorative");
    find_section(&document, "education");
}

static void a_heading_with_unknown_words_is_known_by_its_look(void **state) {
    add_line("Anna Verdi");
    add_heading("Experience");
    add_line("Clerk, Example Ltd, 2019 – 2022");
    add_heading("Adventures at sea");
    add_line("Sailed round an island.");
    add_heading("Skills");
    add_line("Knots");
    struct document document = build();
    assert_string_equal(find_section(&document, "other")->title, "Adventures at sea");
}

static void headings_that_nobody_knows_are_understood_by_what_stands_below(void **state) {
    add_line("Anna Verdi")->size = 20;
    add_line("anna.verdi@example.org");
    add_heading("Hello there");
    add_line("I keep the books of small firms and like it when the last column adds up, which it does.");
    add_heading("Cosa ho fatto");
    add_line("Contabile, Ditta Esempio, 2019 – 2022");
    add_line("Segretaria, Ditta Prova, 2015 – 2019");
    add_heading("Where it began");
    add_line("Diploma, Liceo di Esempio, 2010 – 2015");
    struct document document = build();
    assert_string_equal(find_section(&document, "summary")->title, "Hello there");
    assert_string_equal(find_section(&document, "experience")->title, "Cosa ho fatto");
    assert_string_equal(find_section(&document, "education")->title, "Where it began");
}

static void without_headings_entries_make_the_sections(void **state) {
    add_line("Anna Verdi");
    add_gap();
    add_line("Contabile")->bold = true;
    add_line("Ditta Esempio, 2019 – 2022");
    add_line("• Teneva i libri.");
    add_gap();
    add_line("Laurea in Economia")->bold = true;
    add_line("Università di Esempio, 2012 – 2015");
    struct document document = build();
    assert_int_equal(find_section(&document, "experience")->chunk_count, 1);
    assert_true(text_starts_with(document.chunks[find_section(&document, "education")->first_chunk].text,
                                 "Laurea in Economia"));
}

static void put(const char *text, unsigned number, float y) {
    struct source_line *line = add_line(text);
    line->page = line->box.page = number;
    line->block = number;
    line->box.y = y;
}

static void running_heads_and_page_numbers_are_set_apart(void **state) {
    for (unsigned number = 1; number <= 2; number++) {
        put("CV of Anna Verdi", number, 20);
        put(number == 1 ? "This sentence is as wide as the column is and goes on and"
                        : "ends on the second page.",
            number, 60);
        put(number == 1 ? "Page 1 of 2" : "Page 2 of 2", number, 800);
    }
    struct document document = build();
    assert_string_equal(document.text,
                        "This sentence is as wide as the column is and goes on and ends on the second page.");
    assert_int_equal(document.margin_count, 3);
    assert_string_equal(document.margins[0].text, "CV of Anna Verdi");
}

static void a_contact_block_at_the_foot_of_pages_is_a_section_once(void **state) {
    for (unsigned number = 1; number <= 2; number++) {
        put(number == 1 ? "Anna Verdi" : "Kept the books.", number, 60);
        put("anna.verdi@example.org • +39 02 5550 0199", number, 800);
    }
    struct document document = build();
    assert_string_equal(document.guessed_email, "anna.verdi@example.org");
    assert_string_equal(document.sections[document.section_count - 1].kind, "contact");
    assert_string_equal(document.chunks[document.chunk_count - 1].text,
                        "anna.verdi@example.org • +39 02 5550 0199");
}

static void an_address_broken_at_its_hyphen_keeps_it(void **state) {
    add_line("Find everything that I wrote at linkedin.com/in/anna-");
    add_line("verdi-example.");
    assert_non_null(strstr(build().text, "/in/anna-verdi-example."));
}

static void a_known_word_in_a_weaker_look_is_a_label(void **state) {
    add_line("Anna Verdi");
    add_heading("Skills");
    add_line("Languages")->bold = true;
    add_line("Python, C");
    add_heading("Experience");
    add_line("Clerk, Example Ltd, 2019 – 2022");
    struct document document = build();
    assert_non_null(
        strstr(document.chunks[find_section(&document, "skills")->first_chunk].text, "Languages\nPython, C"));
}

static void each_dated_entry_gets_a_chunk(void **state) {
    add_line("Anna Verdi");
    add_heading("Experience");
    add_line("Clerk, Example Ltd")->bold = true;
    add_line("2019 – 2022");
    add_line("• Kept the books.");
    add_line("Intern, Sample Inc")->bold = true;
    add_line("2017 – 2019");
    add_line("• Made lists.");
    add_heading("Skills");
    add_line("Books");
    struct document document = build();
    const struct doc_section *experience = find_section(&document, "experience");
    assert_int_equal(experience->chunk_count, 2);
    assert_string_equal(document.chunks[experience->first_chunk + 1].text,
                        "Intern, Sample Inc\n2017 – 2019\n• Made lists.");
}

static void a_heading_without_text_makes_no_section(void **state) {
    add_line("Anna Verdi");
    add_heading("Experience");
    add_heading("Skills");
    add_line("Knots");
    struct document document = build();
    for (size_t i = 0; i < document.section_count; i++) {
        assert_true(document.sections[i].chunk_count > 0);
        assert_string_not_equal(document.sections[i].kind, "experience");
    }
}

static void long_text_is_cut_between_sentences(void **state) {
    struct buffer text = {.arena = arena};
    for (int i = 0; i < 60; i++)
        buffer_printf(&text, "%sSentence number %d says e.g. that Dr. No from S.p.A. has 3.5 boats.",
                      i > 0 ? " " : "", i);
    struct source_line *line = add_line(text.data);
    line->kind = SOURCE_PARAGRAPH;
    struct document document = build();
    assert_true(document.chunk_count > 3);
    for (size_t i = 0; i < document.chunk_count; i++) {
        const char *chunk = document.chunks[i].text;
        assert_true(text_count_codepoints(chunk) <= DOC_CHUNK_CODEPOINTS_MAX);
        assert_true(text_starts_with(chunk, "Sentence number"));
        assert_string_equal(chunk + strlen(chunk) - strlen("3.5 boats."), "3.5 boats.");
    }
}

static void sentences_end_where_they_end(void **state) {
    assert_int_equal(chunker_sentence_length("One. Two."), strlen("One. "));
    assert_int_equal(chunker_sentence_length("Is it? Yes."), strlen("Is it? "));
    assert_int_equal(chunker_sentence_length("By Dr. No alone."), strlen("By Dr. No alone."));
    assert_int_equal(chunker_sentence_length("At 3.5 knots."), strlen("At 3.5 knots."));
    assert_int_equal(chunker_sentence_length("For J. Smith of Acme S.p.A. in Rome. Then more."),
                     strlen("For J. Smith of Acme S.p.A. in Rome. "));
}

static void numbers_on_a_page_restart(void **state) {
    add_line("Anna Verdi");
    add_heading("Skills");
    add_line("Knots");
    add_heading("Experience");
    struct source_line *line = add_line("Clerk, Example Ltd, 2019 – 2022");
    line->page = line->box.page = 2;
    line->block = 1;
    struct document document = build();
    assert_int_equal(document.chunks[document.chunk_count - 1].page, 1);
    assert_int_equal(document.chunks[0].index_on_page, 0);
    assert_int_equal(document.chunks[1].index_on_page, 1);
}

static void a_name_in_capitals_is_guessed_in_ordinary_letters(void **state) {
    add_line("CURRICULUM VITAE")->size = 24;
    add_line("ANNA MARIA DE ROSSI")->size = 20;
    add_line("Born in 1990 and looking for work in Rome");
    assert_string_equal(build().guessed_name, "Anna Maria De Rossi");
}

static void dates_are_no_phone_number(void **state) {
    add_line("Clerk from 2012 - 2019 2020 and 01/02/1990, order 12345678901234567");
    assert_null(build().guessed_phone);
}

static void the_language_is_told_by_common_words(void **state) {
    add_line("Ho lavorato con il gruppo di analisi per la gestione dei dati e della rete");
    assert_string_equal(build().language, "it");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_wrapped_sentence_becomes_one_paragraph),
        TEST(a_line_with_room_left_does_not_go_on),
        TEST(a_bullet_begins_a_new_paragraph),
        TEST(a_word_broken_by_a_hyphen_is_joined),
        TEST(a_sentence_goes_on_across_a_page_break),
        TEST(headings_in_capitals_spaced_letters_and_with_colons_are_known),
        TEST(a_heading_with_unknown_words_is_known_by_its_look),
        TEST(headings_that_nobody_knows_are_understood_by_what_stands_below),
        TEST(without_headings_entries_make_the_sections),
        TEST(running_heads_and_page_numbers_are_set_apart),
        TEST(a_contact_block_at_the_foot_of_pages_is_a_section_once),
        TEST(an_address_broken_at_its_hyphen_keeps_it),
        TEST(a_known_word_in_a_weaker_look_is_a_label),
        TEST(each_dated_entry_gets_a_chunk),
        TEST(a_heading_without_text_makes_no_section),
        TEST(long_text_is_cut_between_sentences),
        TEST(sentences_end_where_they_end),
        TEST(numbers_on_a_page_restart),
        TEST(a_name_in_capitals_is_guessed_in_ordinary_letters),
        TEST(dates_are_no_phone_number),
        TEST(the_language_is_told_by_common_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
