/* The encoder with a mate, which this file puts in the place of base/mate.c: it takes items in any order and
 * holds some up until much later. What the vectors are must not depend on it. */
#include "cmocka_setup.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mate.h"
#include "nn/adapter.h"
#include "nn/embed.h"
#include "nn/kernels.h"

static const char MODEL[] = SOURCE_ROOT "/models/all-MiniLM-L6-v2";
static const char *const TEXTS[] = {
    "led the migration of a payment system to event streams",
    "yes",
    "",
    "The candidate described how she moved the billing service from a monolith to four services, what broke "
    "on "
    "the way and how the team noticed it before any customer did.",
};

enum { TEXT_COUNT = sizeof TEXTS / sizeof *TEXTS, ROUNDS = 8, HELD_STEPS_MOST = 60, ITEMS_MOST = 64 };

struct mate {
    bool is_called;
    size_t held; /* steps until the item that is held up is run; 0: there is none */
    mate_run *run;
    void *context;
    size_t item;
};

static unsigned long drawn;
static size_t times_held, times_shared;

static size_t draw(size_t below) {
    drawn = drawn * 6364136223846793005UL + 1442695040888963407UL;
    return (size_t)(drawn >> 33) % below;
}

static void pass_time(struct mate *mate, size_t steps) {
    if (mate->held > steps)
        mate->held -= steps;
    else if (mate->held > 0) {
        mate->run(mate->context, mate->item, 1, MATE_HELPER);
        mate->held = 0;
    }
}

struct mate *mate_create(void) {
    return calloc(1, sizeof(struct mate));
}

void mate_destroy(struct mate *mate) {
    if (mate != NULL)
        pass_time(mate, HELD_STEPS_MOST);
    free(mate);
}

bool mate_is_free(const struct mate *mate) {
    return mate == NULL || mate->held == 0;
}

void mate_call(struct mate *mate) {
    mate->is_called = mate_is_free(mate);
}

void mate_dismiss(struct mate *mate) {
    mate->is_called = false;
}

static void hold_up(struct mate *mate, mate_run *run, void *context, size_t item) {
    mate->run = run;
    mate->context = context;
    mate->item = item;
    mate->held = 1 + draw(HELD_STEPS_MOST);
    mate->is_called = false;
    times_held++;
}

static void shuffle(size_t *items, size_t count) {
    for (size_t i = 0; i < count; i++)
        items[i] = i;
    for (size_t i = count; i > 1; i--) {
        size_t other = draw(i), item = items[i - 1];
        items[i - 1] = items[other];
        items[other] = item;
    }
}

bool mate_share(struct mate *mate, mate_run *run, void *context, size_t count) {
    size_t items[ITEMS_MOST];
    assert_true(count <= ITEMS_MOST);
    if (mate != NULL)
        pass_time(mate, 1);
    if (mate != NULL && mate->held > 0)
        assert_ptr_not_equal(context,
                             mate->context); /* the item is in the middle of reading and writing it */
    if (mate == NULL || !mate->is_called) {
        run(context, 0, count, MATE_OWNER);
        return true;
    }
    shuffle(items, count);
    bool is_held = draw(20) == 0;
    size_t late = draw(3); /* it has nothing of some steps, so that the next finds it unprepared */
    for (size_t i = 0; i < count - is_held; i++)
        run(context, items[i], 1, late == 0 ? MATE_OWNER : draw(MATE_LANES));
    times_shared++;
    if (is_held)
        hold_up(mate, run, context, items[count - 1]);
    return !is_held;
}

static void embed_all(struct embedder *embedder, float vectors[TEXT_COUNT][EMBED_DIMENSIONS]) {
    for (size_t i = 0; i < TEXT_COUNT; i++)
        embed_text(embedder, TEXTS[i], strlen(TEXTS[i]), vectors[i]);
}

static void check_sharing(const struct embed_model *model) {
    float alone[TEXT_COUNT][EMBED_DIMENSIONS], shared[TEXT_COUNT][EMBED_DIMENSIONS];
    struct embedder *one = embedder_create(model), *two = embedder_create(model);
    embedder_use_second_thread(two);
    embed_all(one, alone);
    for (int round = 0; round < ROUNDS; round++) {
        embed_all(two, shared);
        assert_memory_equal(shared, alone, sizeof alone);
    }
    embedder_destroy(one);
    embedder_destroy(two);
}

static struct embed_model *open_model(const char *precision) {
    char problem[256];
    struct embed_options options = {.precision = precision};
    struct embed_model *model = embed_model_open_with(MODEL, &options, problem, sizeof problem);
    assert_non_null(model);
    return model;
}

static void skip_without_model(void) {
    if (access(MODEL, R_OK) != 0) {
        print_message("no model here (scripts/fetch-model): skipped\n");
        skip();
    }
}

static void vectors_do_not_depend_on_who_computes_what(void **state) {
    static const char *const PRECISIONS[] = {"f32", "bf16", "int16", "int8"};
    skip_without_model();
    for (size_t i = 0; i < sizeof PRECISIONS / sizeof *PRECISIONS; i++) {
        struct embed_model *model = open_model(PRECISIONS[i]);
        check_sharing(model);
        embed_model_close(model);
    }
    assert_true(times_shared > 500);
    assert_true(times_held > 20);
}

/* --- an ensemble --- */

extern const char matrix_builtin_adapter[], matrix_builtin_adapter_end[];
extern const char requirement_builtin_adapter[], requirement_builtin_adapter_end[];

/* The first adapter of each of two tasks, one after another. */
struct two_adapters {
    unsigned char *bytes;
    size_t first, second; /* their sizes */
};

static struct two_adapters read_adapters(void) {
    struct adapter adapter;
    struct two_adapters two = {
        .first = adapter_init(&adapter, matrix_builtin_adapter,
                              (size_t)(matrix_builtin_adapter_end - matrix_builtin_adapter)),
        .second = adapter_init(&adapter, requirement_builtin_adapter,
                               (size_t)(requirement_builtin_adapter_end - requirement_builtin_adapter))};
    two.bytes = malloc(two.first + two.second);
    assert_non_null(two.bytes);
    memcpy(two.bytes, matrix_builtin_adapter, two.first);
    memcpy(two.bytes + two.first, requirement_builtin_adapter, two.second);
    return two;
}

static struct embed_model *adapt(const struct embed_model *base, const void *bytes, size_t size) {
    char problem[256];
    struct embed_model *model = embed_model_adapt(base, bytes, size, problem, sizeof problem);
    assert_non_null(model);
    return model;
}

static void a_vector_of_an_ensemble_is_the_mean_of_its_members(void **state) {
    float vectors[3][TEXT_COUNT][EMBED_DIMENSIONS];
    skip_without_model();
    struct two_adapters two = read_adapters();
    struct embed_model *base = open_model("int16");
    struct embed_model *models[] = {adapt(base, two.bytes, two.first + two.second),
                                    adapt(base, two.bytes, two.first),
                                    adapt(base, two.bytes + two.first, two.second)};
    check_sharing(models[0]);
    for (size_t i = 0; i < 3; i++) {
        struct embedder *embedder = embedder_create(models[i]);
        embed_all(embedder, vectors[i]);
        embedder_destroy(embedder);
    }
    for (size_t text = 0; text < TEXT_COUNT; text++)
        for (size_t i = 0; i < EMBED_DIMENSIONS; i++)
            assert_float_equal(vectors[0][text][i], (vectors[1][text][i] + vectors[2][text][i]) / 2, 1e-6f);
    for (size_t i = 0; i < 3; i++)
        embed_model_close(models[i]);
    embed_model_close(base);
    free(two.bytes);
}

static void a_broken_member_makes_no_ensemble(void **state) {
    char problem[256];
    skip_without_model();
    struct two_adapters two = read_adapters();
    struct embed_model *base = open_model("int16");
    assert_null(embed_model_adapt(base, two.bytes, two.first + two.second - 1, problem, sizeof problem));
    assert_string_equal(problem, "the adapter was made for another encoder");
    embed_model_close(base);
    free(two.bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vectors_do_not_depend_on_who_computes_what),
        cmocka_unit_test(a_vector_of_an_ensemble_is_the_mean_of_its_members),
        cmocka_unit_test(a_broken_member_makes_no_ensemble),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
