/* The encoder with a mate, which this file puts in the place of base/mate.c: it takes items in any order and
 * holds some up until much later. What the vectors are must not depend on it. */
#include "cmocka_setup.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mate.h"
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

static void check_precision(const char *precision) {
    char problem[256];
    float alone[TEXT_COUNT][EMBED_DIMENSIONS], shared[TEXT_COUNT][EMBED_DIMENSIONS];
    struct embed_options options = {.precision = precision};
    struct embed_model *model = embed_model_open_with(MODEL, &options, problem, sizeof problem);
    assert_non_null(model);
    struct embedder *one = embedder_create(model), *two = embedder_create(model);
    embedder_use_second_thread(two);
    embed_all(one, alone);
    for (int round = 0; round < ROUNDS; round++) {
        embed_all(two, shared);
        assert_memory_equal(shared, alone, sizeof alone);
    }
    embedder_destroy(one);
    embedder_destroy(two);
    embed_model_close(model);
}

static void vectors_do_not_depend_on_who_computes_what(void **state) {
    static const char *const PRECISIONS[] = {"f32", "bf16", "int16", "int8"};
    if (access(MODEL, R_OK) != 0) {
        print_message("no model here (scripts/fetch-model): skipped\n");
        skip();
    }
    for (size_t i = 0; i < sizeof PRECISIONS / sizeof *PRECISIONS; i++)
        check_precision(PRECISIONS[i]);
    assert_true(times_shared > 500);
    assert_true(times_held > 20);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vectors_do_not_depend_on_who_computes_what),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
