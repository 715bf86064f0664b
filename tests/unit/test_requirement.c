/* What a job description asks for: taken apart, weighed and named, in both languages. */
#include "cmocka_setup.h"

#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "insight/insight.h"
#include "nn/embed.h"
#include "requirement/judge.h"
#include "requirement/requirement_memo.h"

static const char MODEL[] = SOURCE_ROOT "/models/all-MiniLM-L6-v2";

static struct arena *arena;
static struct requirement found[REQUIREMENTS_MAX];

static size_t split(const char *job) {
    return requirement_split(NULL, job, arena, found, REQUIREMENTS_MAX);
}

static void assert_texts(const char *job, const char *const *texts) {
    size_t count = split(job), wanted = 0;
    while (texts[wanted])
        wanted++;
    for (size_t i = 0; i < count && i < wanted; i++)
        assert_string_equal(found[i].text, texts[i]);
    assert_int_equal(count, wanted);
}

static void a_line_that_asks_for_several_things_is_taken_apart(void **state) {
    assert_texts("Requirements\n- 5+ years of Java and SQL\n- Fluent in Italian and English\n",
                 (const char *[]){"5+ years of Java", "5+ years of SQL", "Fluent in Italian",
                                  "Fluent in English", NULL});
    assert_texts(
        "Requisiti\n- Laurea in infermieristica e iscrizione all'albo\n- Conoscenza di SAP e di Excel\n",
        (const char *[]){"Laurea in infermieristica", "iscrizione all'albo", "Conoscenza di SAP",
                         "Conoscenza di Excel", NULL});
}

static void what_belongs_together_stays_whole(void **state) {
    assert_texts("Requirements\n- Experience with Kafka or RabbitMQ\n- Rules of health and safety at work\n"
                 "- Fluent English, spoken and written\n",
                 (const char *[]){"Experience with Kafka or RabbitMQ", "Rules of health and safety at work",
                                  "Fluent English, spoken and written", NULL});
}

static void running_text_asks_for_things_without_its_introductions(void **state) {
    assert_texts("We bake bread. You should have experience in a bakery and you must speak fluent German. "
                 "Knowledge of "
                 "HACCP is an advantage. We offer free bread.",
                 (const char *[]){"experience in a bakery", "fluent German", "Knowledge of HACCP", NULL});
    assert_int_equal(found[2].weight, REQUIREMENT_WISH);
    assert_texts(
        "È richiesta la laurea in fisica e l'abilitazione all'insegnamento. Sarebbe gradita la conoscenza "
        "del tedesco.",
        (const char *[]){"laurea in fisica", "abilitazione all'insegnamento", "conoscenza del tedesco",
                         NULL});
}

static void what_a_company_says_of_itself_is_not_asked_for(void **state) {
    assert_texts(
        "Ci occupiamo di logistica da trent'anni e abbiamo sede a Lodi.\nAbbiamo tre magazzini, con molta "
        "esperienza nel freddo. È richiesta la conoscenza di SAP.",
        (const char *[]){"conoscenza di SAP", NULL});
    assert_texts(
        "We run three warehouses with years of experience in cold storage. Knowledge of SAP is required.",
        (const char *[]){"Knowledge of SAP", NULL});
}

static void labels_tables_and_telegrams_ask_line_by_line(void **state) {
    assert_texts("Job ID: 12\nMandatory skills: AutoCAD; Quality records\nLanguages: English C1\n"
                 "Desirable skills: BIM\nBenefits: a car\n",
                 (const char *[]){"AutoCAD", "Quality records", "English C1", "BIM", NULL});
    assert_texts("Requirement | Level | Must / nice\nGerman | native | must\nFrench | B2 | nice\n",
                 (const char *[]){"German native", "French B2", NULL});
    assert_int_equal(found[1].weight, REQUIREMENT_WISH);
    assert_texts("Baker, Exampleton.\nFood hygiene certificate essential. Nights. Tidy and quick.\n",
                 (const char *[]){"Food hygiene certificate", "Nights", "Tidy and quick", NULL});
    assert_texts("Art. 1 - Requisiti\na) laurea in fisica;\nb) patente B.\nArt. 2 - Trattamento economico\n"
                 "Come da contratto nazionale.\n",
                 (const char *[]){"laurea in fisica", "patente B", NULL});
}

static void a_list_asks_for_its_items_whatever_its_heading_unless_it_offers(void **state) {
    assert_texts("**A few words on you**\n* Patience with owners\n* Monitoring anaesthesia\n\n"
                 "**Dolce far niente**\n* 25 days' holiday\n* A pension\n",
                 (const char *[]){"Patience with owners", "Monitoring anaesthesia", NULL});
    assert_int_equal(found[1].weight, REQUIREMENT_DUTY);
}

static void what_follows_a_list_is_no_longer_under_its_heading(void **state) {
    assert_texts("Benefits\n- Free lunch\n\nWe ask for the right to work in the EU.\n",
                 (const char *[]){"right to work in the EU", NULL});
}

static void duties_are_found_in_running_text(void **state) {
    assert_texts("Reporting to the head, the successful candidate will plan daily routes.",
                 (const char *[]){"plan daily routes", NULL});
    assert_int_equal(found[0].weight, REQUIREMENT_DUTY);
    assert_texts(
        "La figura, inserita nel team IT di Campione Milanese, si occuperà di:\n- supporto agli utenti\n",
        (const char *[]){"supporto agli utenti", NULL});
    assert_int_equal(found[0].weight, REQUIREMENT_DUTY);
    assert_texts("Ti occuperai delle release su App Store.", (const char *[]){"release su App Store", NULL});
}

static void what_frames_a_requirement_is_left_out(void **state) {
    assert_texts("Applicants must have a forklift licence. A routing system is highly desirable. "
                 "Rappresenta un valore aggiunto la conoscenza di Revit.",
                 (const char *[]){"forklift licence", "A routing system", "conoscenza di Revit", NULL});
    assert_texts("IT skills are essential.", (const char *[]){"IT skills", NULL});
}

static void an_abbreviation_does_not_end_a_sentence(void **state) {
    assert_texts("Requisiti: diploma - esperienza min. 3 anni in mensa - patente cat. B",
                 (const char *[]){"diploma", "esperienza min. 3 anni in mensa", "patente cat. B", NULL});
    assert_texts("Requirements\n- Travel (approx. 30% of the time)\n",
                 (const char *[]){"Travel (approx. 30% of the time)", NULL});
}

static void the_last_of_a_list_and_another_thing_to_do_stand_alone(void **state) {
    assert_texts(
        "Requisiti\n- capacità di problem solving, attitudine al lavoro in team e resistenza allo stress\n"
        "- gestire una classe difficile e preparare le verifiche\n",
        (const char *[]){"capacità di problem solving", "attitudine al lavoro in team",
                         "resistenza allo stress", "gestire una classe difficile", "preparare le verifiche",
                         NULL});
}

static void each_kind_is_told_by_its_words(void **state) {
    static const struct {
        const char *line;
        enum requirement_kind kind;
    } LINES[] = {
        {"Solid PostgreSQL", REQUIREMENT_SKILL},
        {"Three years in retail", REQUIREMENT_EXPERIENCE},
        {"Laurea in economia", REQUIREMENT_EDUCATION},
        {"Inglese B2", REQUIREMENT_LANGUAGE},
        {"Italian labour law", REQUIREMENT_SKILL},
        {"Patente B", REQUIREMENT_LICENCE},
        {"Disponibilità a trasferte", REQUIREMENT_CONDITION},
        {"Willing to work at weekends", REQUIREMENT_CONDITION},
    };
    for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++) {
        assert_int_equal(split(arena_printf(arena, "Must have\n- %s\n", LINES[i].line)), 1);
        assert_string_equal(requirement_kind_name(found[0].kind), requirement_kind_name(LINES[i].kind));
    }
}

static void the_same_thing_is_kept_once_and_keeps_its_id(void **state) {
    assert_int_equal(split("Must have\n- Knowledge of Kafka\nNice to have\n- Kafka\n"), 1);
    const char *id = found[0].id;
    assert_int_equal(strlen(id), 16);
    assert_int_equal(split("Must have\n- Docker images\n- Knowledge of Kafka\n"), 2);
    assert_string_equal(found[1].id, id);
}

static void the_two_languages_name_the_same_concept(void **state) {
    assert_true(requirement_concepts("non fa le notti", arena) & requirement_concepts("night shifts", arena));
    assert_true(requirement_concepts("parla tedesco", arena) & requirement_concepts("Fluent German", arena));
    assert_false(requirement_concepts("parla tedesco", arena) & requirement_concepts("Fluent Dutch", arena));
    assert_int_equal(requirement_concepts("writes clean code", arena), 0);
}

/* --- by the judge --- */

static struct embed_model *encoder;
static struct insight_model *insight_model;
static struct requirement_judge *judge;

static int open_judge(void **state) {
    char problem[512];
    encoder = access(MODEL, R_OK) ? NULL : embed_model_open(MODEL, problem, sizeof problem);
    assert_int_equal(insight_model_open(NULL, &insight_model), ERR_OK);
    judge = requirement_judge_create(encoder, insight_model);
    return 0;
}

static int close_judge(void **state) {
    requirement_judge_destroy(judge);
    insight_model_close(insight_model);
    embed_model_close(encoder);
    return 0;
}

/* NULL: nothing that was found names it. */
static const struct requirement *find_judged(const char *job, const char *word) {
    size_t count = requirement_split(judge, job, arena, found, REQUIREMENTS_MAX);
    for (size_t i = 0; i < count; i++)
        if (strstr(found[i].text, word))
            return &found[i];
    return NULL;
}

static void what_is_asked_for_is_found_without_headings_or_cue_words(void **state) {
    static const char JOB[] = "hey, we're a bakery in Exampleton, twelve people and a cat.\n"
                              "what we're after: someone with two years in a bakery behind them, a food "
                              "hygiene certificate, German "
                              "good enough for the market stall.\n"
                              "forklift licence? lovely, but you'll live without it\n"
                              "we pay 2,400 a month and breakfast is on us\n";
    if (!judge)
        skip();
    assert_int_equal(find_judged(JOB, "two years")->kind, REQUIREMENT_EXPERIENCE);
    assert_int_equal(find_judged(JOB, "hygiene")->weight, REQUIREMENT_MUST);
    assert_int_equal(find_judged(JOB, "German")->kind, REQUIREMENT_LANGUAGE);
    assert_int_equal(find_judged(JOB, "orklift")->weight, REQUIREMENT_WISH);
    assert_null(find_judged(JOB, "cat."));
    assert_null(find_judged(JOB, "breakfast"));
}

static void a_list_that_mixes_demands_and_gifts_is_told_apart(void **state) {
    static const char JOB[] = "Officina Prova\n"
                              "- diploma di perito meccanico\n"
                              "- buoni pasto da 8 euro\n"
                              "- lettura del disegno tecnico\n"
                              "- parcheggio e palestra gratuita\n"
                              "- disponibilità al turno di notte\n";
    if (!judge)
        skip();
    assert_non_null(find_judged(JOB, "perito"));
    assert_non_null(find_judged(JOB, "disegno"));
    assert_int_equal(find_judged(JOB, "notte")->kind, REQUIREMENT_CONDITION);
    assert_null(find_judged(JOB, "pasto"));
    assert_null(find_judged(JOB, "palestra"));
}

static void the_name_of_the_post_is_not_asked_for_and_a_plain_heading_decides_the_weight(void **state) {
    static const char JOB[] = "Backend engineer.\nMust have\n- PostgreSQL in production.\n"
                              "- Experience with Kubernetes.\nNice to have\n- Terraform.\n";
    if (!judge)
        skip();
    assert_null(find_judged(JOB, "engineer"));
    assert_int_equal(find_judged(JOB, "Kubernetes")->weight, REQUIREMENT_MUST);
    assert_int_equal(find_judged(JOB, "Terraform")->weight, REQUIREMENT_WISH);
    assert_int_equal(requirement_split(judge, "Backend engineer", arena, found, REQUIREMENTS_MAX), 0);
}

static void what_stands_on_the_first_line_is_asked_for_unless_it_names_the_post(void **state) {
    static const char *const DEMANDS[] = {"Python and SQL", "Python e SQL\nOttimo inglese\nPatente B",
                                          "SQL in production\nFluent German"};
    static const char *const TITLES[] = {"Backend engineer", "Head of People and Culture",
                                         "Addetto vendite e cassa", "Sales and marketing manager"};
    if (!judge)
        skip();
    for (size_t i = 0; i < sizeof DEMANDS / sizeof *DEMANDS; i++) {
        const char *first = arena_strndup(arena, DEMANDS[i], strcspn(DEMANDS[i], " \n"));
        if (!find_judged(DEMANDS[i], first))
            fail_msg("%s is not asked for", first);
    }
    for (size_t i = 0; i < sizeof TITLES / sizeof *TITLES; i++)
        assert_int_equal(requirement_split(judge, TITLES[i], arena, found, REQUIREMENTS_MAX), 0);
}

static void what_was_judged_is_remembered_and_nothing_asks_for_nothing(void **state) {
    if (!judge)
        skip();
    assert_int_equal(requirement_split(judge, "", arena, found, REQUIREMENTS_MAX), 0);
    assert_int_equal(requirement_split(judge, "---\n:::\n. . .\n", arena, found, REQUIREMENTS_MAX), 0);
    struct requirement_memo *memo = requirement_memo_create(judge);
    static const char JOB[] = "Must have\n- Fluent German\n- Kubernetes in production\n";
    struct requirement first[REQUIREMENTS_MAX], again[REQUIREMENTS_MAX];
    size_t count = requirement_memo_split(memo, JOB, arena, first);
    assert_int_equal(count, 2);
    assert_int_equal(requirement_memo_split(memo, JOB, arena, again), count);
    assert_string_equal(first[0].text, again[0].text);
    requirement_memo_destroy(memo);
}

static int make_arena(void **state) {
    arena = arena_create();
    return 0;
}

static int drop_arena(void **state) {
    arena_destroy(arena);
    return 0;
}

/* More than it remembers, so that some are remembered and some forgotten. */
static void what_is_remembered_of_a_job_description_is_what_it_asks_for(void **state) {
    enum { JOBS = 20, ROUNDS = 3 };
    struct requirement_memo *memo = requirement_memo_create(NULL);
    struct requirement recalled[REQUIREMENTS_MAX];
    for (int i = 0; i < JOBS * ROUNDS; i++) {
        int number = i % 3 ? i % JOBS : 0;
        const char *job = arena_printf(arena, "Requirements\n- %d years of Java\n- Fluent German\n", number);
        size_t count = split(job);
        assert_int_equal(requirement_memo_split(memo, job, arena, recalled), count);
        for (size_t k = 0; k < count; k++) {
            assert_string_equal(recalled[k].id, found[k].id);
            assert_string_equal(recalled[k].text, found[k].text);
            assert_string_equal(recalled[k].core, found[k].core);
            assert_int_equal(recalled[k].kind, found[k].kind);
        }
    }
    requirement_memo_destroy(memo);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_that_asks_for_several_things_is_taken_apart),
        cmocka_unit_test(what_belongs_together_stays_whole),
        cmocka_unit_test(running_text_asks_for_things_without_its_introductions),
        cmocka_unit_test(what_a_company_says_of_itself_is_not_asked_for),
        cmocka_unit_test(labels_tables_and_telegrams_ask_line_by_line),
        cmocka_unit_test(a_list_asks_for_its_items_whatever_its_heading_unless_it_offers),
        cmocka_unit_test(what_follows_a_list_is_no_longer_under_its_heading),
        cmocka_unit_test(duties_are_found_in_running_text),
        cmocka_unit_test(what_frames_a_requirement_is_left_out),
        cmocka_unit_test(an_abbreviation_does_not_end_a_sentence),
        cmocka_unit_test(the_last_of_a_list_and_another_thing_to_do_stand_alone),
        cmocka_unit_test(each_kind_is_told_by_its_words),
        cmocka_unit_test(the_same_thing_is_kept_once_and_keeps_its_id),
        cmocka_unit_test(the_two_languages_name_the_same_concept),
        cmocka_unit_test_setup_teardown(what_is_asked_for_is_found_without_headings_or_cue_words, open_judge,
                                        close_judge),
        cmocka_unit_test_setup_teardown(
            the_name_of_the_post_is_not_asked_for_and_a_plain_heading_decides_the_weight, open_judge,
            close_judge),
        cmocka_unit_test_setup_teardown(what_stands_on_the_first_line_is_asked_for_unless_it_names_the_post,
                                        open_judge, close_judge),
        cmocka_unit_test_setup_teardown(a_list_that_mixes_demands_and_gifts_is_told_apart, open_judge,
                                        close_judge),
        cmocka_unit_test_setup_teardown(what_was_judged_is_remembered_and_nothing_asks_for_nothing,
                                        open_judge, close_judge),
        cmocka_unit_test(what_is_remembered_of_a_job_description_is_what_it_asks_for),
    };
    return cmocka_run_group_tests(tests, make_arena, drop_arena);
}
