#include "cmocka_setup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/config.h"

static char problem[256];

/* Every test starts in an empty folder with none of the settings in the environment. */
static int enter_empty_folder(void **state) {
    static char folder[] = "/tmp/ic-config-XXXXXX";
    strcpy(folder + strlen(folder) - 6, "XXXXXX");
    clearenv();
    return mkdtemp(folder) == NULL || chdir(folder) != 0;
}

static int leave_folder(void **state) {
    char folder[128];
    unlink(".env");
    unlink("other.env");
    return getcwd(folder, sizeof folder) == NULL || rmdir(folder) != 0;
}

static void write_file(const char *path, const char *text) {
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void without_settings_the_defaults_hold(void **state) {
    struct config config;
    assert_true(config_init(&config, &(struct config_flags){0}, problem, sizeof problem));
    assert_string_equal(config.listen_address, "127.0.0.1");
    assert_int_equal(config.port, 8000);
    assert_true(config.workers >= 2);
    assert_int_equal(config.auth, AUTH_OPEN);
    assert_null(config.openai_api_key);
    assert_string_equal(config.openai_model, "gpt-4o-mini");
    assert_string_equal(config.cors_origins, "http://localhost:3000");
    config_finish(&config);
}

static void later_sources_win(void **state) {
    write_file("other.env", "OPENAI_MODEL=file\nPORT=1\nPUBLIC_URL=http://file.example.org/\nDEBUG=yes\n");
    write_file(".env", "# comment\n\nexport OPENAI_MODEL = \"dot env\"\r\nPORT=2\nSOMEBODY_ELSES=1\n");
    setenv("PORT", "3", 1);
    struct config config;
    struct config_flags flags = {.config_file = "other.env"};
    assert_true(config_init(&config, &flags, problem, sizeof problem));
    assert_string_equal(config.openai_model, "dot env");
    assert_int_equal(config.port, 3);
    assert_string_equal(config.public_url, "http://file.example.org");
    assert_true(config.debug);
    config_finish(&config);
    flags.port = "4";
    assert_true(config_init(&config, &flags, problem, sizeof problem));
    assert_int_equal(config.port, 4);
    config_finish(&config);
}

static void an_empty_value_is_no_value(void **state) {
    setenv("OPENAI_API_KEY", "", 1);
    struct config config;
    assert_true(config_init(&config, &(struct config_flags){0}, problem, sizeof problem));
    assert_null(config.openai_api_key);
    config_finish(&config);
}

static void a_wrong_value_is_refused_with_its_name(void **state) {
    static const char *const wrong[][2] = {
        {"PORT", "70000"},        {"PORT", "-1"},
        {"WORKERS", "many"},      {"DEBUG", "perhaps"},
        {"AUTH", "magic"},        {"AUTH", "local"},
        {"LISTEN", "0.0.0.0"},    {"PUBLIC_URL", "example.org"},
        {"ICE_SERVERS", "{}"},    {"JITSI_DOMAIN", "meet.example.org; script-src *"},
        {"TLS_CERT", "cert.pem"}, {"DATABASE_URL", "postgres://example.org/x"}};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        clearenv();
        setenv(wrong[i][0], wrong[i][1], 1);
        struct config config;
        assert_false(config_init(&config, &(struct config_flags){0}, problem, sizeof problem));
        assert_non_null(strstr(problem, wrong[i][0]));
    }
}

static void a_broken_or_missing_file_is_refused_with_its_place(void **state) {
    struct config config;
    struct config_flags flags = {.config_file = "missing.env"};
    assert_false(config_init(&config, &flags, problem, sizeof problem));
    assert_non_null(strstr(problem, "missing.env"));
    write_file(".env", "PORT=1\nnonsense\n");
    assert_false(config_init(&config, &(struct config_flags){0}, problem, sizeof problem));
    assert_non_null(strstr(problem, ".env, line 2"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(without_settings_the_defaults_hold, enter_empty_folder, leave_folder),
        cmocka_unit_test_setup_teardown(later_sources_win, enter_empty_folder, leave_folder),
        cmocka_unit_test_setup_teardown(an_empty_value_is_no_value, enter_empty_folder, leave_folder),
        cmocka_unit_test_setup_teardown(a_wrong_value_is_refused_with_its_name, enter_empty_folder,
                                        leave_folder),
        cmocka_unit_test_setup_teardown(a_broken_or_missing_file_is_refused_with_its_place,
                                        enter_empty_folder, leave_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
