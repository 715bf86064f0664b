/* The local wording of questions: what is asked, in whose words, and what is never said. */
#include "cmocka_setup.h"

#include <string.h>

#include "base/arena.h"
#include "wording/wording.h"

static struct arena *arena;

static const char JOB_EN[] =
    "We build trains.\n\nMust have\n- At least five years of experience with PostgreSQL in production.\n"
    "- Experience with event-driven systems, such as Kafka or RabbitMQ.\n- Fluent German.\n\n"
    "What you will do\n- Design the data model of the ledger.\n\n"
    "Nice to have: Terraform in a public cloud.\n\nWe offer\n- Fruit and a dog in the office.\n";
static const char JOB_IT[] =
    "Cerchiamo una persona con esperienza in Python, Django, PostgreSQL e CI/CD. Offriamo una mensa.";

static const struct wording_chunk CHUNKS[] = {
    {"chunk-contact", "Anna Verdi\nanna.verdi@example.org\n+39 333 000 0000", "contact"},
    {"chunk-old", "Developer, Example Web\nMar 2014 – Feb 2016\nBuilt booking sites for twelve customers.",
     "experience"},
    {"chunk-now",
     "Senior Backend Engineer, Example Rail\nApril 2019 – present\nCut the time of PostgreSQL queries by 60 "
     "% at peak load.\n"
     "Introduced idempotency keys on\nkafka for the ticket machines.",
     "experience"},
    {"chunk-skills", "Python, Go, SQL, PostgreSQL, Kafka, Redis, Docker", "skills"},
};

static struct wording_basis basis_en(void) {
    struct requirement *requirements = arena_array(arena, REQUIREMENTS_MAX, sizeof *requirements);
    size_t count = requirement_split(NULL, JOB_EN, arena, requirements, REQUIREMENTS_MAX);
    return (struct wording_basis){.language = LANGUAGE_EN,
                                  .job_id = "job",
                                  .job_title = "Backend Engineer (m/f/d), Rome",
                                  .requirements = requirements,
                                  .requirement_count = count,
                                  .chunks = CHUNKS,
                                  .chunk_count = 4};
}

static struct insight insight_of(enum risk_level risk, int signal) {
    struct insight insight = {.risk = risk};
    insight.score[risk] = 0.9f;
    if (signal >= 0)
        insight.signals[signal] = true;
    return insight;
}

static struct wording_question follow_up(const struct wording_basis *basis, const char *text,
                                         enum risk_level risk, int signal) {
    struct insight insight = insight_of(risk, signal);
    struct wording_note note = {.id = "note", .text = text, .insight = &insight};
    struct wording_question question;
    wording_follow_up(basis, &note, arena, &question);
    return question;
}

static void assert_contains(const char *text, const char *piece) {
    if (strstr(text, piece) == NULL)
        fail_msg("\"%s\" does not contain \"%s\"", text, piece);
}

/* --- language --- */

static void the_language_is_told_by_function_words(void **state) {
    assert_int_equal(language_detect(JOB_EN), LANGUAGE_EN);
    assert_int_equal(language_detect(JOB_IT), LANGUAGE_IT);
    assert_int_equal(language_detect("Cerchiamo un backend engineer con esperienza di sistemi cloud"),
                     LANGUAGE_IT);
    assert_int_equal(language_detect(""), LANGUAGE_EN);
    assert_int_equal(language_detect("PostgreSQL Kubernetes"), LANGUAGE_EN);
}

/* --- requirements --- */

static void requirements_are_musts_then_duties_then_wishes_and_never_offers(void **state) {
    struct requirement found[REQUIREMENTS_MAX];
    size_t count = requirement_split(NULL, JOB_EN, arena, found, REQUIREMENTS_MAX);
    assert_int_equal(count, 5);
    const char *cores[] = {"PostgreSQL in production", "event-driven systems", "Fluent German",
                           "Design the data model of the ledger", "Terraform in a public cloud"};
    enum requirement_weight weights[] = {REQUIREMENT_MUST, REQUIREMENT_MUST, REQUIREMENT_MUST,
                                         REQUIREMENT_DUTY, REQUIREMENT_WISH};
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(found[i].core, cores[i]);
        assert_int_equal(found[i].weight, weights[i]);
    }
}

static void a_list_in_plain_prose_is_taken_apart(void **state) {
    struct requirement found[REQUIREMENTS_MAX];
    assert_int_equal(requirement_split(NULL, JOB_IT, arena, found, REQUIREMENTS_MAX), 4);
    assert_string_equal(found[0].core, "Python");
    assert_string_equal(found[3].core, "CI/CD");
}

static void at_most_as_many_requirements_as_asked_for_are_written(void **state) {
    struct requirement found[2];
    assert_int_equal(requirement_split(NULL, JOB_EN, arena, found, 2), 2);
    assert_int_equal(requirement_split(NULL, "", arena, found, 2), 0);
    assert_int_equal(requirement_split(NULL, "---\n:::\n. . .\n", arena, found, 2), 0);
}

static void a_requirement_is_named_by_its_names_or_by_its_words(void **state) {
    struct requirement events = {.text = "Experience with event-driven systems, such as Kafka",
                                 .core = "event-driven systems"};
    assert_true(requirement_is_named_in(&events, "used kafka for years", arena));
    assert_true(requirement_is_named_in(&events, "talks about Event-Driven design", arena));
    assert_false(requirement_is_named_in(&events, "used Kafkaesque words", arena));
    assert_false(requirement_is_named_in(&events, "likes systems", arena));
}

/* --- follow-ups --- */

static void a_follow_up_fits_the_signal(void **state) {
    struct wording_basis basis = basis_en();
    assert_contains(follow_up(&basis, "no real answer on kafka", RISK_MEDIUM, SIGNAL_EVASIVENESS).text,
                    "more narrowly");
    assert_contains(follow_up(&basis, "enjoys kafka", RISK_LOW, SIGNAL_ENTHUSIASM).text,
                    "draws you to Kafka");
    assert_contains(follow_up(&basis, "wants a higher salary", RISK_MEDIUM, -1).text, "salary expectations");
    assert_contains(follow_up(&basis, "knows nothing of kafka", RISK_HIGH, -1).text, "event-driven systems");
}

static void a_theme_is_not_seen_in_the_middle_of_another_word(void **state) {
    struct wording_basis basis = basis_en();
    assert_contains(follow_up(&basis, "vague on tests", RISK_MEDIUM, SIGNAL_EVASIVENESS).text, "testing");
    assert_null(
        strstr(follow_up(&basis, "testardo e vago", RISK_MEDIUM, SIGNAL_EVASIVENESS).text, "testing"));
    assert_null(strstr(follow_up(&basis, "rallenta molto", RISK_MEDIUM, SIGNAL_EVASIVENESS).text, "salary"));
}

static void a_word_of_a_heading_in_capitals_is_no_topic(void **state) {
    static const struct wording_chunk talks[] = {
        {"chunk-talks", "TALKS AND PUBLICATIONS\nPartitioning without tears, 2021.", "publications"},
        {"chunk-tools", "AWS, SQL", "skills"},
    };
    struct wording_basis basis = {.language = LANGUAGE_EN, .chunks = talks, .chunk_count = 2};
    assert_null(strstr(follow_up(&basis, "slow and vague", RISK_MEDIUM, SIGNAL_HESITATION).text, "AND"));
    assert_contains(follow_up(&basis, "knows sql", RISK_LOW, SIGNAL_ENTHUSIASM).text, "SQL");
}

static void a_contradiction_is_asked_about_with_the_words_of_the_cv(void **state) {
    struct wording_basis basis = basis_en();
    struct wording_question question =
        follow_up(&basis, "says somebody else did the postgresql queries", RISK_HIGH, SIGNAL_INCONSISTENCY);
    assert_contains(question.text, "Cut the time of PostgreSQL queries by 60 % at peak load");
    assert_string_equal(question.sources[0].type, "chunk");
    assert_string_equal(question.sources[0].id, "chunk-now");
    assert_string_equal(question.sources[question.source_count - 1].type, "note");
}

static void a_follow_up_repeats_nothing_that_only_the_note_says(void **state) {
    struct wording_basis basis = basis_en();
    const char *notes[] = {"Arrogant, his friend Bruno says he lied", "Boring guy from Naples, lazy",
                           "Too old for us?"};
    const char *words[] = {"Arrogant", "Bruno", "lied", "Boring", "Naples", "lazy", "old for"};
    for (size_t i = 0; i < 3; i++)
        for (int signal = -1; signal < SIGNAL_COUNT; signal++) {
            struct wording_question question = follow_up(&basis, notes[i], RISK_HIGH, signal);
            for (size_t k = 0; k < sizeof words / sizeof *words; k++)
                assert_null(strstr(question.text, words[k]));
        }
}

static void a_note_about_nothing_leads_to_the_first_open_requirement(void **state) {
    struct wording_basis basis = basis_en();
    assert_contains(follow_up(&basis, "Nice weather", RISK_LOW, -1).text, "PostgreSQL in production");
}

static void every_kind_of_note_has_a_whole_sentence_in_both_languages(void **state) {
    const char *notes[] = {"",
                           "kafka",
                           "wants a higher salary",
                           "PostgreSQL",
                           "team lead",
                           "\xff\xfe {topic} {",
                           "cut \xe2\x80"};
    for (int language = 0; language < 2; language++)
        for (int risk = 0; risk < RISK_LEVEL_COUNT; risk++)
            for (int signal = -1; signal < SIGNAL_COUNT; signal++)
                for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
                    struct wording_basis basis = basis_en();
                    basis.language = (enum language)language;
                    basis.chunk_count = i % 2 ? 4 : 0;
                    basis.requirement_count = i % 3 ? basis.requirement_count : 0;
                    struct wording_question question =
                        follow_up(&basis, notes[i], (enum risk_level)risk, signal);
                    assert_true(strlen(question.text) > 20);
                    assert_non_null(strchr("?.", question.text[strlen(question.text) - 1]));
                    assert_null(strstr(question.text, "{lead"));
                    assert_null(strchr(question.text, '}'));
                    assert_non_null(question.simpler);
                    assert_true(strlen(question.why) > 10 && strlen(question.good_answer) > 10);
                }
}

static void the_same_note_gets_the_same_question(void **state) {
    struct wording_basis basis = basis_en();
    struct wording_question first = follow_up(&basis, "not sure about kafka", RISK_MEDIUM, SIGNAL_HESITATION);
    struct wording_question second =
        follow_up(&basis, "not sure about kafka", RISK_MEDIUM, SIGNAL_HESITATION);
    assert_string_equal(first.text, second.text);
}

/* --- sets --- */

static void a_set_begins_with_the_current_work_and_quotes_the_cv(void **state) {
    struct wording_basis basis = basis_en();
    struct wording_question set[QUESTION_SET_MAX];
    size_t count = wording_question_set(&basis, arena, set);
    assert_in_range(count, 5, QUESTION_SET_MAX);
    assert_contains(set[0].text, "at Example Rail today");
    assert_contains(set[1].text, "Cut the time of PostgreSQL queries by 60 % at peak load");
    assert_contains(set[2].text, "Introduced idempotency keys on kafka for the ticket machines");
    for (size_t i = 0; i < count; i++) {
        assert_null(strstr(set[i].text, "dog"));
        assert_null(strstr(set[i].text, "example.org"));
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(set[i].text, set[k].text);
    }
    assert_contains(set[count - 1].text, "Backend Engineer position");
}

static void a_set_can_be_made_from_a_cv_alone_or_a_job_alone(void **state) {
    struct wording_question set[QUESTION_SET_MAX];
    struct wording_basis basis = basis_en();
    basis.job_title = basis.job_id = NULL;
    basis.requirement_count = 0;
    assert_in_range(wording_question_set(&basis, arena, set), 1, QUESTION_SET_MAX);
    basis = basis_en();
    basis.chunk_count = 0;
    assert_in_range(wording_question_set(&basis, arena, set), 5, QUESTION_SET_MAX);
    basis.requirement_count = 0;
    basis.language = LANGUAGE_IT;
    assert_in_range(wording_question_set(&basis, arena, set), 1, QUESTION_SET_MAX);
}

static void a_chunk_without_an_id_is_no_source(void **state) {
    struct wording_chunk unsaved = CHUNKS[2];
    unsaved.id = NULL;
    struct wording_basis basis = basis_en();
    basis.chunks = &unsaved;
    basis.chunk_count = 1;
    struct wording_question set[QUESTION_SET_MAX];
    size_t count = wording_question_set(&basis, arena, set);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < set[i].source_count; k++)
            assert_string_not_equal(set[i].sources[k].type, "chunk");
}

static void a_question_is_simplified_to_its_last_sentence(void **state) {
    assert_string_equal(
        wording_simplify("You led a migration. Which decisions were yours, and what would you change?",
                         arena),
        "Which decisions were yours?");
    assert_string_equal(wording_simplify("Parlami di te, e di che cosa fai?", arena),
                        "Parlami di te, e di che cosa fai?");
    assert_string_equal(wording_simplify("Tell me about yourself.", arena), "Tell me about yourself.");
}

static int create_arena(void **state) {
    arena = arena_create();
    return 0;
}

static int destroy_arena(void **state) {
    arena_destroy(arena);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_language_is_told_by_function_words),
        cmocka_unit_test(requirements_are_musts_then_duties_then_wishes_and_never_offers),
        cmocka_unit_test(a_list_in_plain_prose_is_taken_apart),
        cmocka_unit_test(at_most_as_many_requirements_as_asked_for_are_written),
        cmocka_unit_test(a_requirement_is_named_by_its_names_or_by_its_words),
        cmocka_unit_test(a_follow_up_fits_the_signal),
        cmocka_unit_test(a_theme_is_not_seen_in_the_middle_of_another_word),
        cmocka_unit_test(a_word_of_a_heading_in_capitals_is_no_topic),
        cmocka_unit_test(a_contradiction_is_asked_about_with_the_words_of_the_cv),
        cmocka_unit_test(a_follow_up_repeats_nothing_that_only_the_note_says),
        cmocka_unit_test(a_note_about_nothing_leads_to_the_first_open_requirement),
        cmocka_unit_test(every_kind_of_note_has_a_whole_sentence_in_both_languages),
        cmocka_unit_test(the_same_note_gets_the_same_question),
        cmocka_unit_test(a_set_begins_with_the_current_work_and_quotes_the_cv),
        cmocka_unit_test(a_set_can_be_made_from_a_cv_alone_or_a_job_alone),
        cmocka_unit_test(a_chunk_without_an_id_is_no_source),
        cmocka_unit_test(a_question_is_simplified_to_its_last_sentence),
    };
    return cmocka_run_group_tests(tests, create_arena, destroy_arena);
}
