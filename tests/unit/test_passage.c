/* Passages of a CV: where they are cut, which words meet, which comes first. */
#include "cmocka_setup.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/text.h"
#include "insight/insight.h"
#include "passage/lexical.h"
#include "passage/passage.h"
#include "passage/stem.h"

static struct arena *arena;
static struct insight_model *model;
static struct passage_vocabulary *vocabulary;

static const struct passage_chunk CV[] = {
    {"Experience\nDepot Manager, Hull\nPennine Parcels, 2014 – 2020\n"
     "Brought late deliveries down from 8 to 3 percent. Ran 180 staff in two shifts.\n"
     "• Trained eleven supervisors; the depot passed two\naudits of dangerous goods.\n"
     "Wrote the business case for a conveyor in Straßenfeld.",
     "Experience"},
    {"Renewed the lease for ten years.", "Experience"},
    {"Languages\nEnglish\nDutch, fluent", "Languages"},
};
enum { CV_CHUNKS = sizeof CV / sizeof *CV };

static int set_up(void **state) {
    arena = arena_create();
    if (insight_model_open(NULL, &model))
        return 1;
    vocabulary = passage_vocabulary_create(model);
    return 0;
}

static int tear_down(void **state) {
    passage_vocabulary_destroy(vocabulary);
    insight_model_close(model);
    arena_destroy(arena);
    return 0;
}

static struct passage_list split(void) {
    struct passage_list list;
    passage_split(CV, CV_CHUNKS, arena, &list);
    return list;
}

static void a_passage_is_a_line_of_a_post_and_what_names_it_is_its_heading(void **state) {
    struct passage_list list = split();
    assert_int_equal(list.count, 6);
    assert_string_equal(list.items[0].text, "Depot Manager, Hull Pennine Parcels, 2014 – 2020");
    assert_string_equal(list.items[1].text,
                        "Brought late deliveries down from 8 to 3 percent. Ran 180 staff in two shifts.");
    assert_string_equal(list.items[1].heading, list.items[0].text);
    assert_string_equal(list.items[2].text,
                        "Trained eleven supervisors; the depot passed two audits of dangerous goods.");
    assert_string_equal(list.items[5].text, "English Dutch, fluent");
}

static void items_of_a_list_are_passages_by_themselves(void **state) {
    const struct passage_chunk chunk = {.text = "Skills\n• Lighting desks\n• Rigging, chain hoists\n– CAD",
                                        .title = "Skills"};
    struct passage_list list;
    passage_split(&chunk, 1, arena, &list);
    assert_int_equal(list.count, 3);
    assert_string_equal(list.items[0].text, "Lighting desks");
    assert_string_equal(list.items[1].text, "Rigging, chain hoists");
    assert_string_equal(list.items[2].text, "CAD");
}

static void an_entry_that_goes_on_in_the_next_chunk_keeps_its_heading(void **state) {
    struct passage_list list = split();
    assert_string_equal(list.items[4].text, "Renewed the lease for ten years.");
    assert_string_equal(list.items[4].heading, list.items[0].text);
    assert_string_equal(list.items[5].heading, "");
}

/* Bytes of `text` before its code point number `codepoints`. */
static size_t byte_at(const char *text, size_t codepoints) {
    size_t position = 0;
    for (size_t i = 0; i < codepoints; i++)
        text_next_codepoint(text, strlen(text), &position);
    return position;
}

static void the_places_of_passages_are_code_points_of_their_chunk(void **state) {
    struct passage_list list = split();
    for (size_t i = 0; i < list.count; i++) {
        const struct passage *passage = &list.items[i];
        const char *chunk = CV[passage->chunk].text;
        size_t start = byte_at(chunk, passage->start), end = byte_at(chunk, passage->end);
        char *found = arena_strndup(arena, chunk + start, end - start);
        for (char *c = found; *c; c++)
            *c = *c == '\n' ? ' ' : *c;
        assert_string_equal(found, passage->text);
    }
}

static void a_long_paragraph_is_cut_between_sentences(void **state) {
    struct buffer text = {.arena = arena};
    for (int i = 0; i < 8; i++)
        buffer_append_text(&text,
                           "Answered for a good seventy letters of this paragraph in every sentence. ");
    struct passage_chunk chunk = {.text = text.data};
    struct passage_list list;
    passage_split(&chunk, 1, arena, &list);
    assert_int_equal(list.count, 4);
    for (size_t i = 0; i < list.count; i++)
        assert_true(list.items[i].text[strlen(list.items[i].text) - 1] == '.');
}

static void splitting_bears_empty_and_strange_chunks(void **state) {
    static const struct passage_chunk STRANGE[] = {
        {"", ""}, {"\n \n", NULL}, {"• • •", ""}, {"\xff\xfe ok. \xc3", ""}, {"...", "..."}};
    struct passage_list list;
    passage_split(STRANGE, 5, arena, &list);
    for (size_t i = 0; i < list.count; i++)
        assert_true(list.items[i].end >= list.items[i].start);
}

static bool meet(const char *a, const char *b) {
    size_t length = passage_stem_length(a);
    return length == passage_stem_length(b) && memcmp(a, b, length) == 0;
}

static void forms_of_a_word_have_one_stem(void **state) {
    static const char *const SAME[][2] = {
        {"plan", "planning"},       {"manage", "managed"},         {"managing", "management"},
        {"delivery", "deliveries"}, {"supervisor", "supervisors"}, {"gestione", "gestire"},
        {"gestito", "gestire"},     {"reclamo", "reclami"},        {"banca", "banche"},
        {"riduzione", "riduzioni"},
    };
    for (size_t i = 0; i < sizeof SAME / sizeof *SAME; i++)
        assert_true(meet(SAME[i][0], SAME[i][1]));
    assert_false(meet("lease", "leader"));
    assert_int_equal(passage_stem_length("a"), 1);
    assert_int_equal(passage_stem_length(""), 0);
}

/* The first passage for a query, by its words alone. */
static const char *first_for(const char *text) {
    struct passage_list list = split();
    struct passage_query query = {.text = text};
    struct passage_hit hits[16];
    passage_rank(passage_index_build(vocabulary, &list, PASSAGE_BY_ALL, arena), &query, arena, hits);
    return hits[0].words > 0 ? list.items[hits[0].passage].text : "";
}

static void words_find_their_passage_in_any_form(void **state) {
    assert_string_equal(first_for("asked about the late delivery figures"), split().items[1].text);
    assert_string_equal(first_for("supervisor training"), split().items[2].text);
}

static void an_italian_note_finds_an_english_passage(void **state) {
    assert_string_equal(first_for("ha rinnovato l'affitto del capannone"),
                        "Renewed the lease for ten years.");
    assert_string_equal(first_for("ha formato i capi, controlli superati"), split().items[2].text);
}

static void a_note_that_meets_nothing_scores_nothing(void **state) {
    assert_string_equal(first_for(""), "");
    assert_string_equal(first_for("says that she is from there"), "");
    assert_string_equal(first_for("\xff\xfe \xc3"), "");
}

static void a_rare_word_outweighs_one_that_stands_everywhere(void **state) {
    static const struct passage_chunk DEPOTS[] = {{"Cut the waste of the Hull depot by a third.", ""},
                                                  {"Cut the waste of the Leeds depot by a half.", ""},
                                                  {"Cut the costs of the Hull depot by a third.", ""}};
    struct passage_list list;
    struct passage_query query = {.text = "waste in the leeds depot"};
    struct passage_hit hits[3];
    passage_split(DEPOTS, 3, arena, &list);
    passage_rank(passage_index_build(vocabulary, &list, PASSAGE_BY_WORDS, arena), &query, arena, hits);
    assert_int_equal(hits[0].passage, 1);
}

static void what_is_said_twice_is_shown_once_before_the_rest(void **state) {
    static const struct passage_chunk TWICE[] = {{"Halved the picking errors of the night shift.", ""},
                                                 {"Halved picking errors of the night shift.", ""},
                                                 {"Errors were rare.", ""}};
    struct passage_list list;
    struct passage_query query = {.text = "fewer errors in picking at night"};
    struct passage_hit hits[3];
    passage_split(TWICE, 3, arena, &list);
    passage_rank(passage_index_build(vocabulary, &list, PASSAGE_BY_ALL, arena), &query, arena, hits);
    assert_int_not_equal(hits[0].passage, 2);
    assert_int_equal(hits[1].passage, 2);
}

static void vectors_decide_where_words_are_silent(void **state) {
    float across[384] = {0}, along[384] = {0};
    across[1] = along[0] = 1;
    struct passage_list list = split();
    for (size_t i = 0; i < list.count; i++)
        list.items[i].vector = i == 3 ? along : across;
    struct passage_query query = {.text = "", .vector = along};
    struct passage_hit hits[16];
    passage_rank(passage_index_build(vocabulary, &list, PASSAGE_BY_ALL, arena), &query, arena, hits);
    assert_int_equal(hits[0].passage, 3);
    assert_true(hits[0].likeness > 0.99f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_passage_is_a_line_of_a_post_and_what_names_it_is_its_heading),
        cmocka_unit_test(items_of_a_list_are_passages_by_themselves),
        cmocka_unit_test(an_entry_that_goes_on_in_the_next_chunk_keeps_its_heading),
        cmocka_unit_test(the_places_of_passages_are_code_points_of_their_chunk),
        cmocka_unit_test(a_long_paragraph_is_cut_between_sentences),
        cmocka_unit_test(splitting_bears_empty_and_strange_chunks),
        cmocka_unit_test(forms_of_a_word_have_one_stem),
        cmocka_unit_test(words_find_their_passage_in_any_form),
        cmocka_unit_test(an_italian_note_finds_an_english_passage),
        cmocka_unit_test(a_note_that_meets_nothing_scores_nothing),
        cmocka_unit_test(a_rare_word_outweighs_one_that_stands_everywhere),
        cmocka_unit_test(what_is_said_twice_is_shown_once_before_the_rest),
        cmocka_unit_test(vectors_decide_where_words_are_silent),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
