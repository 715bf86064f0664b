#include "cmocka_setup.h"

#include <jansson.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "nn/embed.h"
#include "nn/kernels.h"
#include "nn/weights.h"

static const char MODEL[] = SOURCE_ROOT "/models/all-MiniLM-L6-v2";
static const char GOLDEN[] = SOURCE_ROOT "/tests/golden/vectors.jsonl";

enum {
    LINE_MAX_BYTES = 1 << 16,
    GOLDEN_MAX = 64,
    ALONE_BYTES_MAX = 200, /* longer texts are embedded only in company, which is the same arithmetic */
    MEGABYTE = 1 << 20,
};

static const double TOLERANCE = 1e-5;

static void skip_without_model(void) {
    if (access(MODEL, R_OK) != 0) {
        print_message("no model here (scripts/fetch-model): skipped\n");
        skip();
    }
}

static struct embed_model *open_model(const char *precision, const char *kernels) {
    char problem[256];
    struct embed_options options = {.precision = precision, .kernels = kernels};
    struct embed_model *model = embed_model_open_with(MODEL, &options, problem, sizeof problem);
    if (model == NULL)
        print_message("%s\n", problem);
    return model;
}

static void assert_vectors_equal(const float *got, const float *want) {
    for (int i = 0; i < EMBED_DIMENSIONS; i++)
        if (!(fabs((double)got[i] - (double)want[i]) <= TOLERANCE))
            fail_msg("dimension %d is %.9g instead of %.9g", i, (double)got[i], (double)want[i]);
}

static double cosine(const float *a, const float *b) {
    double sum = 0;
    for (int i = 0; i < EMBED_DIMENSIONS; i++)
        sum += (double)a[i] * (double)b[i];
    return sum;
}

struct golden {
    size_t count;
    json_t *rows[GOLDEN_MAX];
    const char *texts[GOLDEN_MAX];
    size_t lengths[GOLDEN_MAX];
    float vectors[GOLDEN_MAX][EMBED_DIMENSIONS];
};

static void read_golden(struct golden *golden) {
    FILE *file = fopen(GOLDEN, "r");
    char *line = malloc(LINE_MAX_BYTES);
    assert_non_null(file);
    for (golden->count = 0; fgets(line, LINE_MAX_BYTES, file) != NULL; golden->count++) {
        assert_true(golden->count < GOLDEN_MAX);
        json_t *row = json_loads(line, 0, NULL);
        assert_non_null(row);
        golden->rows[golden->count] = row;
        golden->texts[golden->count] = json_string_value(json_object_get(row, "text"));
        golden->lengths[golden->count] = json_string_length(json_object_get(row, "text"));
        for (int i = 0; i < EMBED_DIMENSIONS; i++)
            golden->vectors[golden->count][i] =
                (float)json_number_value(json_array_get(json_object_get(row, "vector"), (size_t)i));
    }
    free(line);
    fclose(file);
}

static void free_golden(struct golden *golden) {
    for (size_t i = 0; i < golden->count; i++)
        json_decref(golden->rows[i]);
}

static void check_against_golden(const char *kernels, const struct golden *golden) {
    struct embed_model *model = open_model("f32", kernels);
    if (model == NULL)
        return; /* this processor does not run them */
    struct embedder *embedder = embedder_create(model);
    float one[EMBED_DIMENSIONS], all[GOLDEN_MAX][EMBED_DIMENSIONS];
    embed_texts(embedder, golden->texts, golden->lengths, golden->count, all[0]);
    for (size_t i = 0; i < golden->count; i++) {
        assert_vectors_equal(all[i], golden->vectors[i]);
        if (golden->lengths[i] > ALONE_BYTES_MAX)
            continue;
        embed_text(embedder, golden->texts[i], golden->lengths[i], one);
        assert_vectors_equal(one, golden->vectors[i]);
    }
    embedder_destroy(embedder);
    embed_model_close(model);
}

static void vectors_are_those_of_the_reference_on_every_kernel(void **state) {
    static const char *const KERNELS[] = {"generic", "avx2", "avx512"};
    static struct golden golden;
    skip_without_model();
    read_golden(&golden);
    assert_true(golden.count >= 20);
    for (size_t i = 0; i < sizeof KERNELS / sizeof *KERNELS; i++)
        check_against_golden(KERNELS[i], &golden);
    free_golden(&golden);
}

static void check_fidelity(const char *precision, double least_cosine, const struct golden *golden) {
    struct embed_model *model = open_model(precision, NULL);
    assert_non_null(model);
    struct embedder *embedder = embedder_create(model);
    float vectors[GOLDEN_MAX][EMBED_DIMENSIONS];
    embed_texts(embedder, golden->texts, golden->lengths, golden->count, vectors[0]);
    for (size_t i = 0; i < golden->count; i++) {
        if (cosine(vectors[i], golden->vectors[i]) < least_cosine)
            fail_msg("%s: cosine %.6f for \"%.60s\"", precision, cosine(vectors[i], golden->vectors[i]),
                     golden->texts[i]);
    }
    embedder_destroy(embedder);
    embed_model_close(model);
}

static void lower_precisions_stay_close_to_the_reference(void **state) {
    static struct golden golden;
    skip_without_model();
    read_golden(&golden);
    check_fidelity("bf16", 0.9999, &golden);
    check_fidelity("int16", 0.9999, &golden);
    check_fidelity("int8", 0.995, &golden);
    check_fidelity(kernels_default_precision(), 0.9999, &golden);
    free_golden(&golden);
}

static void two_threads_give_the_vectors_of_one(void **state) {
    static struct golden golden;
    skip_without_model();
    read_golden(&golden);
    struct embed_model *model = open_model("f32", NULL);
    struct embedder *embedder = embedder_create(model);
    float vectors[GOLDEN_MAX][EMBED_DIMENSIONS];
    embedder_use_second_thread(embedder);
    for (int round = 0; round < 2; round++) {
        memset(vectors, 0, sizeof vectors);
        embed_texts(embedder, golden.texts, golden.lengths, golden.count, vectors[0]);
        for (size_t i = 0; i < golden.count; i++)
            assert_vectors_equal(vectors[i], golden.vectors[i]);
    }
    embedder_destroy(embedder);
    embed_model_close(model);
    free_golden(&golden);
}

/* What a server does all day: texts that come alone, on several threads with a second one each. */
enum { ROUNDS = 4, CALLERS = 2 };

struct caller {
    const struct embed_model *model;
    const struct golden *golden;
    size_t others;
};

static void *embed_one_by_one(void *context) {
    struct caller *caller = context;
    const struct golden *golden = caller->golden;
    struct embedder *alone = embedder_create(caller->model), *shared = embedder_create(caller->model);
    float want[EMBED_DIMENSIONS], got[EMBED_DIMENSIONS];
    embedder_use_second_thread(shared);
    for (size_t i = 0; i < golden->count; i++) {
        if (golden->lengths[i] > ALONE_BYTES_MAX)
            continue;
        embed_text(alone, golden->texts[i], golden->lengths[i], want);
        for (int round = 0; round < ROUNDS; round++) {
            embed_text(shared, golden->texts[i], golden->lengths[i], got);
            caller->others += memcmp(got, want, sizeof got) != 0;
        }
    }
    embedder_destroy(shared);
    embedder_destroy(alone);
    return NULL;
}

static void a_text_on_two_threads_has_the_very_vector_of_one(void **state) {
    static struct golden golden;
    static const char *const PRECISIONS[] = {"int16", "int8"};
    skip_without_model();
    read_golden(&golden);
    for (size_t p = 0; p < sizeof PRECISIONS / sizeof *PRECISIONS; p++) {
        pthread_t threads[CALLERS];
        struct embed_model *model = open_model(PRECISIONS[p], NULL);
        struct caller callers[CALLERS];
        for (size_t i = 0; i < CALLERS; i++) {
            callers[i] = (struct caller){.model = model, .golden = &golden};
            assert_int_equal(pthread_create(&threads[i], NULL, embed_one_by_one, &callers[i]), 0);
        }
        for (size_t i = 0; i < CALLERS; i++) {
            pthread_join(threads[i], NULL);
            assert_int_equal(callers[i].others, 0);
        }
        embed_model_close(model);
    }
    free_golden(&golden);
}

static void what_lies_past_256_tokens_does_not_matter(void **state) {
    skip_without_model();
    struct embed_model *model = open_model("f32", NULL);
    struct embedder *embedder = embedder_create(model);
    char *text = malloc(MEGABYTE);
    float whole[EMBED_DIMENSIONS], cut[EMBED_DIMENSIONS], shorter[EMBED_DIMENSIONS];
    for (size_t i = 0; i < MEGABYTE; i++)
        text[i] = "word "[i % 5];
    memcpy(text + 5 * 254, "other", 5);
    embed_text(embedder, text, MEGABYTE, whole);
    embed_text(embedder, text, 5 * 254, cut);
    embed_text(embedder, text, 5 * 253, shorter);
    assert_vectors_equal(whole, cut);
    assert_true(cosine(cut, shorter) < 1 - 1e-6);
    free(text);
    embedder_destroy(embedder);
    embed_model_close(model);
}

static void a_piece_means_what_its_neighbours_make_of_it(void **state) {
    skip_without_model();
    static const char *const RIVER[] = {"bank", "of the river, where we fish"},
                             *const MONEY[] = {"bank", "account, where we save money"};
    struct embed_model *model = open_model("f32", NULL);
    struct embedder *embedder = embedder_create(model);
    float river[2][EMBED_DIMENSIONS], money[2][EMBED_DIMENSIONS], again[2][EMBED_DIMENSIONS];
    embed_pieces(embedder, RIVER, 2, river[0]);
    embed_pieces(embedder, MONEY, 2, money[0]);
    embed_pieces(embedder, RIVER, 2, again[0]);
    assert_vectors_equal(river[0], again[0]);
    assert_true(fabs(cosine(river[1], river[1]) - 1) < 1e-5);
    assert_true(cosine(river[0], money[0]) < 0.9);
    embedder_destroy(embedder);
    embed_model_close(model);
}

/* Far more tokens than the model reads at once. */
static void of_a_long_text_each_piece_is_read_beside_its_neighbours_alone(void **state) {
    skip_without_model();
    enum { PIECES = 200 };
    const char *pieces[PIECES];
    float vectors[PIECES][EMBED_DIMENSIONS], other[PIECES][EMBED_DIMENSIONS];
    for (size_t i = 0; i < PIECES; i++)
        pieces[i] = i % 2 ? "[SEP] - you bake bread" : "[SEP] - you drive a van";
    struct embed_model *model = open_model("f32", NULL);
    struct embedder *embedder = embedder_create(model);
    embed_pieces(embedder, pieces, PIECES, vectors[0]);
    pieces[0] = "[SEP] - cats eat red fish"; /* as many tokens */
    embed_pieces(embedder, pieces, PIECES, other[0]);
    for (size_t i = 0; i < PIECES; i++)
        assert_true(fabs(cosine(vectors[i], vectors[i]) - 1) < 1e-5);
    assert_true(cosine(vectors[1], other[1]) < 0.999);
    assert_vectors_equal(vectors[PIECES - 1], other[PIECES - 1]);
    embedder_destroy(embedder);
    embed_model_close(model);
}

static void a_text_may_be_cut_at_every_word(void **state) {
    skip_without_model();
    enum { PIECES = 600 };
    static const char *pieces[PIECES];
    static float vectors[PIECES][EMBED_DIMENSIONS];
    for (size_t i = 0; i < PIECES; i++)
        pieces[i] = i % 3 ? "bread" : "van";
    struct embed_model *model = open_model("f32", NULL);
    struct embedder *embedder = embedder_create(model);
    embed_pieces(embedder, pieces, PIECES, vectors[0]);
    for (size_t i = 0; i < PIECES; i++)
        assert_true(fabs(cosine(vectors[i], vectors[i]) - 1) < 1e-5);
    embedder_destroy(embedder);
    embed_model_close(model);
}

static void a_model_is_called_like_its_folder(void **state) {
    skip_without_model();
    struct embed_model *model = open_model("f32", NULL);
    assert_string_equal(embed_model_name(model), "all-MiniLM-L6-v2");
    assert_string_equal(embed_model_name(NULL), "lexical");
    embed_model_close(model);
}

static void the_lexical_embedder_finds_shared_words(void **state) {
    static const char *const TEXTS[] = {"Six years of PostgreSQL and C", "P\u00f3stgreSQL for six years!",
                                        "Gardening on the weekend", " ?!"};
    size_t lengths[4];
    float vectors[4][EMBED_DIMENSIONS];
    struct embedder *embedder = embedder_create(NULL);
    for (int i = 0; i < 4; i++)
        lengths[i] = strlen(TEXTS[i]);
    embed_texts(embedder, TEXTS, lengths, 4, vectors[0]);
    assert_true(fabs(cosine(vectors[0], vectors[0]) - 1) < 1e-5);
    assert_true(cosine(vectors[0], vectors[1]) > 0.6);
    assert_true(cosine(vectors[0], vectors[2]) < 0.3);
    assert_true(fabs(cosine(vectors[3], vectors[3])) < 1e-9);
    embedder_destroy(embedder);
}

/* A folder that holds the given files' contents; removed by remove_folder. */
struct folder {
    char path[64];
    char file[128];
};

static struct folder create_folder(const char *name, const void *bytes, size_t size) {
    struct folder folder = {.path = "/tmp/test-encoder-XXXXXX"};
    assert_non_null(mkdtemp(folder.path));
    snprintf(folder.file, sizeof folder.file, "%s/%s", folder.path, name);
    FILE *file = fopen(folder.file, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    fclose(file);
    return folder;
}

static void remove_folder(const struct folder *folder) {
    unlink(folder->file);
    rmdir(folder->path);
}

/* A safetensors file of that header, padded with spaces to a multiple of 8, and 24 bytes of numbers. */
static struct folder create_weights(const char *header) {
    unsigned char bytes[1024] = {0};
    size_t length = (strlen(header) + 7) / 8 * 8;
    snprintf((char *)bytes + 8, sizeof bytes - 8, "%-*s", (int)length, header);
    bytes[0] = (unsigned char)length;
    memcpy(bytes + 8 + length, (float[]){1, 2, 3, 4, 5, 6}, 24);
    return create_folder("model.safetensors", bytes, 8 + length + 24);
}

/* Opens such a file and asks for the 2 x 2 tensor "t"; the sentence must contain `problem`, or be none for
 * NULL. */
static void check_tensor(const char *header, const char *problem) {
    char sentence[512] = "";
    struct folder folder = create_weights(header);
    struct weights *weights = weights_open(folder.file, sentence, sizeof sentence);
    struct tensor_request request = {.name = "t", .rows = 2, .columns = 2};
    struct tensor tensor;
    bool found = weights != NULL && weights_find(weights, &request, &tensor, sentence, sizeof sentence);
    if (problem == NULL) {
        float values[4];
        assert_true(found);
        tensor_read(&tensor, 0, 4, values);
        assert_true(values[3] == 4);
    } else {
        assert_false(found);
        if (strstr(sentence, problem) == NULL)
            fail_msg("\"%s\" does not say \"%s\"", sentence, problem);
        assert_non_null(strstr(sentence, folder.file));
    }
    weights_close(weights);
    remove_folder(&folder);
}

static void a_tensor_is_found_in_a_good_file(void **state) {
    check_tensor("{\"t\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]}}", NULL);
}

static void broken_weight_files_are_refused_with_a_sentence(void **state) {
    check_tensor("{\"u\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]}}", "has no tensor t");
    check_tensor("{\"t\":{\"dtype\":\"I64\",\"shape\":[2,2],\"data_offsets\":[0,16]}}", "I64");
    check_tensor("{\"t\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}", "another shape");
    check_tensor("{\"t\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[12,28]}}", "offsets of t");
    check_tensor("{\"t\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[-8,8]}}", "offsets of t");
    check_tensor("{\"t\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[16,0]}}", "offsets of t");
    check_tensor("{\"t\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,8]}}", "offsets of t");
    check_tensor("{\"t\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":7}}", "offsets of t");
    check_tensor("{\"t\":{\"dtype\":\"F16\",\"shape\":[2,2],\"data_offsets\":[0,16]}}", "offsets of t");
    check_tensor("{\"t\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]},"
                 "\"u\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]}}",
                 "overlap");
    check_tensor("{\"t\":5}", "offsets of t");
    check_tensor("[1]", "broken header");
    check_tensor("{\"t\":", "broken header");
}

static void a_header_longer_than_the_file_is_refused(void **state) {
    static const unsigned char BYTES[] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, '{', '}'};
    char sentence[512];
    struct folder folder = create_folder("model.safetensors", BYTES, sizeof BYTES);
    assert_null(weights_open(folder.file, sentence, sizeof sentence));
    assert_non_null(strstr(sentence, "cut off"));
    remove_folder(&folder);
    folder = create_folder("model.safetensors", BYTES, 3);
    assert_null(weights_open(folder.file, sentence, sizeof sentence));
    assert_non_null(strstr(sentence, "too short"));
    remove_folder(&folder);
}

static void a_missing_model_is_named_in_the_sentence(void **state) {
    char sentence[512];
    assert_null(embed_model_open("/no/such/model", sentence, sizeof sentence));
    assert_non_null(strstr(sentence, "/no/such/model"));
}

/* Puts the real model's file of that name into the folder; the caller unlinks `link`. */
static void link_from_model(const struct folder *folder, const char *name, char link[192]) {
    char target[128];
    snprintf(target, sizeof target, "%s/%s", MODEL, name);
    snprintf(link, 192, "%s/%s", folder->path, name);
    assert_int_equal(symlink(target, link), 0);
}

static void assert_refused(const char *folder, const char *problem) {
    char sentence[512];
    assert_null(embed_model_open(folder, sentence, sizeof sentence));
    if (strstr(sentence, problem) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", sentence, problem);
}

/* Opens the real model's vocabulary with another config.json. */
static void check_config(const char *config, const char *problem) {
    char link[192];
    struct folder folder = create_folder("config.json", config, strlen(config));
    link_from_model(&folder, "vocab.txt", link);
    assert_refused(folder.path, problem);
    unlink(link);
    remove_folder(&folder);
}

#define CONFIG(width, type)                                                                                  \
    "{\"hidden_size\":" width ",\"model_type\":\"" type                                                      \
    "\",\"num_attention_heads\":12,\"num_hidden_layers\":6,"                                                 \
    "\"intermediate_size\":1536,\"vocab_size\":30522,\"max_position_embeddings\":512,\"layer_norm_eps\":1e-" \
    "12}"

static void models_of_another_shape_are_refused_with_a_sentence(void **state) {
    skip_without_model();
    check_config(CONFIG("768", "bert"), "768 dimensions");
    check_config(CONFIG("384", "t5"), "model_type is t5");
    check_config(CONFIG("-1", "bert"), "hidden_size is -1");
    check_config("{}", "hidden_size");
    check_config("{", "cannot be read");
    check_config(CONFIG("384", "bert"), "model.safetensors cannot be opened");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vectors_are_those_of_the_reference_on_every_kernel),
        cmocka_unit_test(lower_precisions_stay_close_to_the_reference),
        cmocka_unit_test(two_threads_give_the_vectors_of_one),
        cmocka_unit_test(a_text_on_two_threads_has_the_very_vector_of_one),
        cmocka_unit_test(what_lies_past_256_tokens_does_not_matter),
        cmocka_unit_test(a_piece_means_what_its_neighbours_make_of_it),
        cmocka_unit_test(of_a_long_text_each_piece_is_read_beside_its_neighbours_alone),
        cmocka_unit_test(a_text_may_be_cut_at_every_word),
        cmocka_unit_test(a_model_is_called_like_its_folder),
        cmocka_unit_test(the_lexical_embedder_finds_shared_words),
        cmocka_unit_test(a_tensor_is_found_in_a_good_file),
        cmocka_unit_test(broken_weight_files_are_refused_with_a_sentence),
        cmocka_unit_test(a_header_longer_than_the_file_is_refused),
        cmocka_unit_test(a_missing_model_is_named_in_the_sentence),
        cmocka_unit_test(models_of_another_shape_are_refused_with_a_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
