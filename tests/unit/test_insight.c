/* What a verdict on a note must be, without the sentence encoder: the words alone. tests/api/test_analyse.py
 * has it. */
#include "cmocka_setup.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/text.h"
#include "insight/insight.h"

static struct arena *arena;
static struct insight_model *model;

static struct insight analyse(const char *note) {
    struct insight insight;
    insight_analyse(model, note, NULL, arena, &insight);
    return insight;
}

static void assert_risk(const char *note, const char *risk) {
    const char *found = risk_level_name(analyse(note).risk);
    if (strcmp(found, risk) != 0)
        fail_msg("%s is called %s, not %s", note, found, risk);
}

static void the_examples_of_the_guideline_get_their_risk(void **state) {
    assert_risk("Could talk about compilers for hours, built one at home for fun", "LOW");
    assert_risk("Explained the failed release honestly and what changed after it", "LOW");
    assert_risk("No concerns on teamwork, two good examples", "LOW");
    assert_risk("Took a while, then said she thinks the index was a B-tree", "MEDIUM");
    assert_risk("Examples are all from university, nothing from work yet", "MEDIUM");
    assert_risk("CV says team lead, in the call he said he never led anyone", "HIGH");
    assert_risk("Refuses any code review, says it is for beginners", "HIGH");
    assert_risk("Entusiasta del prodotto, lo usa già e propone miglioramenti", "LOW");
    assert_risk("Nulla da segnalare sulle referenze, tutte positive", "LOW");
    assert_risk("Ci ha pensato a lungo, risposta incerta sui test", "MEDIUM");
    assert_risk("Molta teoria, pochi esempi suoi", "MEDIUM");
    assert_risk("Dice di parlare tedesco ma non ha capito la domanda in tedesco", "HIGH");
    assert_risk("Ha mentito sul voto di laurea, lo ha ammesso dopo", "HIGH");
}

static void the_examples_of_the_guideline_get_their_signals(void **state) {
    assert_true(analyse("Could talk about compilers for hours, built one at home for fun")
                    .signals[SIGNAL_ENTHUSIASM]);
    assert_true(
        analyse("Took a while, then said she thinks the index was a B-tree").signals[SIGNAL_HESITATION]);
    assert_true(
        analyse("CV says team lead, in the call he said he never led anyone").signals[SIGNAL_INCONSISTENCY]);
    assert_true(
        analyse("Entusiasta del prodotto, lo usa già e propone miglioramenti").signals[SIGNAL_ENTHUSIASM]);
    assert_true(analyse("Ci ha pensato a lungo, risposta incerta sui test").signals[SIGNAL_HESITATION]);
    assert_true(analyse("Dice di parlare tedesco ma non ha capito la domanda in tedesco")
                    .signals[SIGNAL_INCONSISTENCY]);
    assert_false(analyse("Refuses any code review, says it is for beginners").signals[SIGNAL_ENTHUSIASM]);
}

static void negation_and_scope_decide(void **state) {
    assert_risk("did not avoid the hard question", "LOW");
    assert_risk("no problem with on-call", "LOW");
    assert_risk("not only vague but false", "HIGH");
    assert_risk("nessun problema con i turni", "LOW");
    assert_risk("killed the process and restored the service", "LOW");
    assert_risk("handled a critical failure well", "LOW");
    assert_risk("Non ha evitato la domanda difficile", "LOW");
}

static void reasons_point_at_their_words(void **state) {
    static const char *const NOTES[] = {
        "È così: «non ha mai usato» Kubernetes… però l’entusiasmo c’è 😀",
        "CV says team lead, in the call he said he never led anyone",
        "Ci ha pensato a lungo, risposta incerta sui test",
    };
    for (size_t n = 0; n < sizeof NOTES / sizeof *NOTES; n++) {
        struct insight insight = analyse(NOTES[n]);
        assert_true(insight.reason_count > 0);
        for (size_t i = 0; i < insight.reason_count; i++) {
            const struct insight_reason *reason = &insight.reasons[i];
            const char *at = strstr(NOTES[n], reason->text);
            assert_non_null(at);
            char *before = arena_strndup(arena, NOTES[n], (size_t)(at - NOTES[n]));
            assert_int_equal(reason->start, text_count_codepoints(before));
            assert_int_equal(reason->end - reason->start, text_count_codepoints(reason->text));
        }
    }
}

static bool names_a_verdict(const char *toward) {
    for (int k = 0; k < RISK_LEVEL_COUNT; k++)
        if (strcmp(toward, risk_level_name((enum risk_level)k)) == 0)
            return true;
    for (int s = 0; s < SIGNAL_COUNT; s++)
        if (strcmp(toward, insight_signal_name((enum insight_signal)s)) == 0)
            return true;
    return false;
}

static void reasons_say_what_they_speak_for(void **state) {
    struct insight insight = analyse("Silenzi lunghi, poi una versione che contraddice il cv");
    assert_string_equal(insight.reasons[0].toward, risk_level_name(insight.risk));
    for (size_t i = 0; i < insight.reason_count; i++) {
        const char *kind = insight.reasons[i].kind;
        assert_true(names_a_verdict(insight.reasons[i].toward));
        assert_true(strcmp(kind, "word") == 0 || strcmp(kind, "phrase") == 0 ||
                    strcmp(kind, "negation") == 0);
    }
}

static void a_note_without_words_is_low_and_has_no_reason(void **state) {
    static const char *const NOTES[] = {"", "   \n", "—", "😀😀", "\xff\xfe"};
    for (size_t n = 0; n < sizeof NOTES / sizeof *NOTES; n++) {
        struct insight insight = analyse(NOTES[n]);
        assert_int_equal(insight.risk, RISK_LOW);
        for (int s = 0; s < SIGNAL_COUNT; s++)
            assert_false(insight.signals[s]);
    }
    assert_int_equal(analyse("").reason_count, 0);
}

static void a_huge_note_is_read_in_part(void **state) {
    enum { SIZE = 1 << 20 };
    char *note = arena_alloc(arena, SIZE + 1);
    for (size_t i = 0; i < SIZE; i++)
        note[i] = i % 7 == 6 ? ' ' : (char)('a' + i * 31 % 26);
    struct insight insight = analyse(note);
    assert_true(insight.reason_count > 0);
}

static void any_bytes_are_accepted(void **state) {
    unsigned seed = 1;
    char note[300];
    for (int round = 0; round < 300; round++) {
        for (size_t i = 0; i < sizeof note - 1; i++) {
            seed = seed * 1103515245u + 12345u;
            note[i] = (char)(1 + (seed >> 16) % 255);
        }
        note[sizeof note - 1] = '\0';
        struct insight insight = analyse(note);
        float sum = insight.score[0] + insight.score[1] + insight.score[2];
        assert_true(sum > 0.999f && sum < 1.001f);
    }
}

static const char *as_json(const struct insight *insight) {
    struct json json;
    json_init(&json, arena);
    insight_write_json(insight, &json, NULL);
    return json.out.data;
}

static void the_same_note_gives_the_same_verdict(void **state) {
    float embedding[INSIGHT_EMBEDDING_SIZE];
    for (int i = 0; i < INSIGHT_EMBEDDING_SIZE; i++)
        embedding[i] = (float)(i % 13 - 6) / 100;
    const char *note = "Ha cambiato versione due volte, poi ha ammesso l'errore";
    struct insight first, second;
    insight_analyse(model, note, embedding, arena, &first);
    insight_analyse(model, note, embedding, arena, &second);
    assert_string_equal(as_json(&first), as_json(&second));
}

static void italian_is_glossed_for_the_encoder_and_english_is_left_alone(void **state) {
    const char *english = "Explained the failed release honestly";
    assert_ptr_equal(insight_text_to_embed(model, english, arena), english);
    const char *gloss = insight_text_to_embed(model, "Molta teoria, pochi esempi", arena);
    assert_string_equal(gloss, "very theory, few example");
    assert_string_equal(insight_text_to_embed(model, "È bravo e preciso", arena), "is good and precise");
}

static void only_a_model_file_opens(void **state) {
    struct insight_model *other;
    assert_int_equal(insight_model_open("/nonexistent/model", &other), ERR_NOT_FOUND);
    assert_null(other);
    assert_int_equal(insight_model_open("/proc/self/cmdline", &other), ERR_UNREADABLE);
    insight_model_close(NULL);
}

static int set_up(void **state) {
    arena = arena_create();
    return insight_model_open(NULL, &model) == ERR_OK ? 0 : -1;
}

static int tear_down(void **state) {
    insight_model_close(model);
    arena_destroy(arena);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_examples_of_the_guideline_get_their_risk),
        cmocka_unit_test(the_examples_of_the_guideline_get_their_signals),
        cmocka_unit_test(negation_and_scope_decide),
        cmocka_unit_test(reasons_point_at_their_words),
        cmocka_unit_test(reasons_say_what_they_speak_for),
        cmocka_unit_test(a_note_without_words_is_low_and_has_no_reason),
        cmocka_unit_test(a_huge_note_is_read_in_part),
        cmocka_unit_test(any_bytes_are_accepted),
        cmocka_unit_test(the_same_note_gives_the_same_verdict),
        cmocka_unit_test(italian_is_glossed_for_the_encoder_and_english_is_left_alone),
        cmocka_unit_test(only_a_model_file_opens),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
