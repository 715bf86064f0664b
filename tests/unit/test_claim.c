/* What contradicts what, and what only looks like it. Whole notes are in eval/claims; here are the edges. */
#include "cmocka_setup.h"

#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "claim/claim_internal.h"

static struct arena *arena;

static struct claim_conflict conflicts[CLAIM_CONFLICTS_MAX];

static size_t find(const char *note, const char *cv, const char *earlier) {
    struct claim_text chunk = {.id = "chunk", .text = cv, .page = 3},
                      before = {.id = "note", .text = earlier};
    struct claim_context context = {.language = LANGUAGE_EN,
                                    .chunks = &chunk,
                                    .chunk_count = cv != NULL,
                                    .notes = &before,
                                    .note_count = earlier != NULL};
    return claim_find_conflicts(note, &context, arena, conflicts);
}

static struct reading read_text(const char *text) {
    static struct claim_text source;
    source.text = text;
    struct reading reading = {
        .arena = arena, .vocabulary = vocabulary_create(arena), .source = &source, .is_cv = true};
    reading_split(&reading);
    return reading;
}

/* --- dates and durations --- */

static void assert_months(const char *text, double months, int bound) {
    struct reading reading = read_text(text);
    struct duration duration;
    for (size_t i = 0; i < reading.count; i++)
        if (duration_read(&reading, i, &duration)) {
            assert_float_equal(duration.months, months, 0.01);
            assert_int_equal(duration.bound, bound);
            return;
        }
    if (months > 0)
        fail_msg("no duration in \"%s\"", text);
}

static void durations_are_read_in_words_and_figures_of_both_languages(void **state) {
    assert_months("five years", 60, 0);
    assert_months("about 3 years and 8 months", 44, 0);
    assert_months("3y 8m", 36, 0); /* "m" alone is no month */
    assert_months("a year and a half", 18, 0);
    assert_months("for half a year", 6, 0);
    assert_months("un anno e mezzo", 18, 0);
    assert_months("diciotto mesi", 18, 0);
    assert_months("1,5 anni", 18, 0);
    assert_months("more than ten years", 120, 1);
    assert_months("meno di due anni", 24, -1);
    assert_months("almeno 2 anni", 24, 1);
    assert_months("three times a year", 0, 0);
    assert_months("2019 years", 0, 0);
}

static void assert_period(const char *text, int from, int to, bool is_current) {
    struct reading reading = read_text(text);
    struct period period;
    for (size_t i = 0; i < reading.count; i++)
        if (period_read(&reading, i, &period)) {
            assert_int_equal(period.from, from);
            assert_int_equal(period.to, to);
            assert_int_equal(period.is_current, is_current);
            return;
        }
    fail_msg("no period in \"%s\"", text);
}

static void periods_are_read_with_years_months_and_today(void **state) {
    assert_period("2018–2021", 2018 * 12, 2021 * 12 + 11, false);
    assert_period("2018-21", 2018 * 12, 2021 * 12 + 11, false);
    assert_period("March 2019 – June 2021", 2019 * 12 + 2, 2021 * 12 + 5, false);
    assert_period("03/2020 - 12/2022", 2020 * 12 + 2, 2022 * 12 + 11, false);
    assert_period("dal 2019 ad oggi", 2019 * 12, 0, true);
    assert_period("Da marzo 2013 a dicembre 2017", 2013 * 12 + 2, 2017 * 12 + 11, false);
    assert_period("since 2019", 2019 * 12, 0, false);
    assert_period("2013 – in corso", 2013 * 12, 0, true);
}

/* --- tolerance --- */

static const char RETAIL[] = "Store Manager, Example Retail\nMarch 2019 – June 2021\nRan a shop.";

static void a_length_is_contradicted_only_when_it_is_far_off(void **state) {
    assert_int_equal(find("Five years at Example Retail", RETAIL, NULL), 1);
    assert_true(conflicts[0].is_clear);
    assert_int_equal(find("Three years at Example Retail", RETAIL, NULL), 0);
    assert_int_equal(find("About two years at Example Retail", RETAIL, NULL), 0);
    assert_int_equal(find("Six months at Example Retail", RETAIL, NULL), 1);
    assert_int_equal(find("Five years at Example Bank", RETAIL, NULL), 0);
}

static void neighbouring_years_agree(void **state) {
    assert_int_equal(find("Joined Example Retail in 2018", RETAIL, NULL), 0);
    assert_int_equal(find("Joined Example Retail in 2016", RETAIL, NULL), 1);
    assert_int_equal(conflicts[0].about, CLAIM_DATES);
}

static void levels_of_a_language_may_differ_by_one(void **state) {
    assert_int_equal(find("Her German is C1", "Languages: German B2", NULL), 0);
    assert_int_equal(find("Her German is C2", "Languages: German B2", NULL), 1);
    assert_false(conflicts[0].is_clear);
    assert_int_equal(find("speaks no German", "Languages: English, German", NULL), 1);
    assert_int_equal(find("speaks no French", "Languages: English, German", NULL), 0);
}

/* --- entries of a CV --- */

static void role_and_employer_stand_before_beside_or_below_the_dates(void **state) {
    static const char *const CVS[] = {
        "Store Manager, Example Retail, Leeds\nMarch 2019 – June 2021\n• Ran a shop.",
        "Store Manager\nExample Retail, Leeds, 2019 – 2021\nRan a shop.",
        "Store Manager   2019 – 2021\nExample Retail, Leeds\nRan a shop.",
        "Employment\n2019 – 2021\nStore Manager\nExample Retail, Leeds\nRan a shop.",
        "Store Manager, Example Retail   03/2019 - 06/2021\nRan a shop.",
    };
    for (size_t i = 0; i < sizeof CVS / sizeof *CVS; i++) {
        if (find("was an intern at Example Retail", CVS[i], NULL) != 1)
            fail_msg("not read: %s", CVS[i]);
        assert_int_equal(conflicts[0].about, CLAIM_ROLE);
        assert_int_equal(find("two years at Example Retail", CVS[i], NULL), 0);
        assert_int_equal(find("seven years at Example Retail", CVS[i], NULL), 1);
    }
}

static void a_post_that_goes_on_is_as_long_as_it_is_today(void **state) {
    struct claim_text chunk = {.id = "chunk", .text = "Nurse, Example Clinic\nMarch 2015 – present"};
    struct claim_context context = {.chunks = &chunk, .chunk_count = 1};
    const char *note = "two years at Example Clinic";
    assert_int_equal(claim_find_conflicts(note, &context, arena, conflicts), 0); /* today is not known */
    context.now = INT64_C(1767225600000000);                                     /* 2026 */
    assert_int_equal(claim_find_conflicts(note, &context, arena, conflicts), 1);
    assert_int_equal(claim_find_conflicts("ten years at Example Clinic", &context, arena, conflicts), 0);
}

static void several_posts_at_one_employer_count_together(void **state) {
    const char *cv = "Store Manager, Example Retail\n2018 – 2021\n\nClerk, Example Retail\n2014 – 2018";
    assert_int_equal(find("seven years at Example Retail", cv, NULL), 0);
    assert_int_equal(find("store manager at Example Retail for seven years", cv, NULL), 1);
    assert_int_equal(find("fifteen years at Example Retail", cv, NULL), 1);
}

/* --- what a contradiction tells --- */

static void a_contradiction_names_its_words_in_code_points_and_its_passage(void **state) {
    assert_int_equal(find("Però: speaks no German", "Languages\nEnglish (native)\nGerman (C1)", NULL), 1);
    assert_string_equal(conflicts[0].words, "speaks no German");
    assert_int_equal(conflicts[0].start, 6);
    assert_int_equal(conflicts[0].end, 22);
    assert_string_equal(conflicts[0].source.type, "chunk");
    assert_string_equal(conflicts[0].source.id, "chunk");
    assert_int_equal(conflicts[0].source.page, 3);
    assert_string_equal(conflicts[0].source.text, "German (C1)");
    assert_string_equal(conflicts[0].explanation,
                        "The CV says “German (C1)”; the note says “speaks no German”.");
}

static void what_the_note_says_of_the_cv_is_not_what_the_candidate_says(void **state) {
    assert_int_equal(find("CV says five years at Example Retail", RETAIL, NULL), 0);
    assert_int_equal(find("CV says two years at Example Retail but he said six months", RETAIL, NULL), 1);
    assert_string_equal(conflicts[0].words, "six months");
}

static void one_agreeing_passage_is_enough(void **state) {
    assert_int_equal(find("Her German is C1", "Languages: German A2\nGerman certificate: C1", NULL), 0);
}

static void the_cv_may_be_right_and_an_earlier_note_wrong(void **state) {
    assert_int_equal(find("Her German is C1", "Languages: German C1", "Her German is A2"), 1);
    assert_string_equal(conflicts[0].source.type, "note");
}

/* --- the verdict --- */

static void a_clear_contradiction_makes_the_risk_high_and_comes_first(void **state) {
    struct claim_text chunk = {.id = "chunk", .text = "Languages: German C1"};
    struct claim_context context = {.chunks = &chunk, .chunk_count = 1};
    struct insight_reason word = {.kind = "word", .text = "speaks", .toward = "LOW"};
    struct insight insight = {
        .risk = RISK_LOW, .score = {0.8f, 0.15f, 0.05f}, .reasons = &word, .reason_count = 1};
    claim_weigh("speaks no German", &context, arena, &insight);
    assert_int_equal(insight.risk, RISK_HIGH);
    assert_true(insight.signals[SIGNAL_INCONSISTENCY]);
    assert_true(insight.score[RISK_HIGH] > insight.score[RISK_LOW]);
    assert_float_equal(insight.score[0] + insight.score[1] + insight.score[2], 1, 1e-5);
    assert_int_equal(insight.reason_count, 2);
    assert_string_equal(insight.reasons[0].kind, "cv");
    assert_string_equal(insight.reasons[0].about, "language");
    assert_string_equal(insight.reasons[1].kind, "word");
}

static void a_small_contradiction_makes_the_risk_medium_at_least(void **state) {
    struct claim_text chunk = {.id = "chunk", .text = "Languages: German B2"};
    struct claim_context context = {.chunks = &chunk, .chunk_count = 1};
    struct insight insight = {.risk = RISK_LOW, .score = {0.9f, 0.05f, 0.05f}};
    claim_weigh("Her German is C2", &context, arena, &insight);
    assert_int_equal(insight.risk, RISK_MEDIUM);
    assert_float_equal(insight.score[0] + insight.score[1] + insight.score[2], 1, 1e-5);
}

/* --- any text --- */

static void long_and_broken_texts_are_read_as_far_as_the_limit(void **state) {
    char *text = arena_alloc(arena, 200001);
    memset(text, '9', 200000);
    assert_int_equal(find(text, text, text), 0);
    for (size_t i = 0; i < 200000; i++)
        text[i] = "never 5 years at \xC3 A, \n"[i % 22];
    assert_int_equal(find(text, RETAIL, NULL), 0);
    assert_int_equal(find("", "", ""), 0);
}

/* A minute without the limits. */
static void text_without_a_full_stop_takes_no_long_time(void **state) {
    enum { COPIES = 800 };
    struct buffer text = {.arena = arena};
    for (int i = 0; i < COPIES; i++)
        buffer_append_text(&text, "5 years at Example Retail B2 German ");
    struct claim_text chunks[40];
    for (int i = 0; i < 40; i++)
        chunks[i] = (struct claim_text){.id = "chunk", .text = text.data};
    struct claim_context context = {.chunks = chunks, .chunk_count = 40};
    clock_t start = clock();
    claim_find_conflicts(text.data, &context, arena, conflicts);
    assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 10);
}

static int set_up(void **state) {
    arena = arena_create();
    return 0;
}

static int tear_down(void **state) {
    arena_destroy(arena);
    return 0;
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(durations_are_read_in_words_and_figures_of_both_languages),
        CASE(periods_are_read_with_years_months_and_today),
        CASE(a_length_is_contradicted_only_when_it_is_far_off),
        CASE(neighbouring_years_agree),
        CASE(levels_of_a_language_may_differ_by_one),
        CASE(role_and_employer_stand_before_beside_or_below_the_dates),
        CASE(a_post_that_goes_on_is_as_long_as_it_is_today),
        CASE(several_posts_at_one_employer_count_together),
        CASE(a_contradiction_names_its_words_in_code_points_and_its_passage),
        CASE(what_the_note_says_of_the_cv_is_not_what_the_candidate_says),
        CASE(one_agreeing_passage_is_enough),
        CASE(the_cv_may_be_right_and_an_earlier_note_wrong),
        CASE(a_clear_contradiction_makes_the_risk_high_and_comes_first),
        CASE(a_small_contradiction_makes_the_risk_medium_at_least),
        CASE(text_without_a_full_stop_takes_no_long_time),
        CASE(long_and_broken_texts_are_read_as_far_as_the_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
