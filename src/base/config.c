/* Reads the settings row by row of one table, so that files, environment and flags follow the same rules.
 * Everything is checked here, before anything is opened: a server that starts has a configuration that works.
 */
#include "base/config.h"

#include <errno.h>
#include <jansson.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/text.h"

enum { FILE_SIZE_MAX = 64 * 1024 };

enum kind { KIND_TEXT, KIND_NUMBER, KIND_BOOL, KIND_AUTH };

/* One row a setting: its name in files and in the environment, where it goes, and what it is without a value.
 */
struct setting {
    const char *name;
    enum kind kind;
    size_t offset;
    const char *fallback;
    unsigned min, max;
};

#define AT(field) offsetof(struct config, field)

static const struct setting SETTINGS[] = {
    {"DATA_DIR", KIND_TEXT, AT(data_dir), "data"},
    {"WEB_DIR", KIND_TEXT, AT(web_dir), NULL},
    {"DOC_HELPER", KIND_TEXT, AT(helper_path), NULL},
    {"EMBEDDING_MODEL", KIND_TEXT, AT(model_dir), NULL},
    {"SENTIMENT_MODEL", KIND_TEXT, AT(sentiment_dir), NULL},
    {"LISTEN", KIND_TEXT, AT(listen_address), "127.0.0.1"},
    {"PORT", KIND_NUMBER, AT(port), "8000", 0, 65535},
    {"WORKERS", KIND_NUMBER, AT(workers), "0", 0, 256},
    {"AUTH", KIND_AUTH, AT(auth), "open"},
    {"SECRET_KEY", KIND_TEXT, AT(secret_key), NULL},
    {"DEBUG", KIND_BOOL, AT(debug), "false"},
    {"ALLOWED_HOSTS", KIND_TEXT, AT(allowed_hosts), ""},
    {"CORS_ALLOWED_ORIGINS", KIND_TEXT, AT(cors_origins), "http://localhost:3000"},
    {"TRUSTED_PROXIES", KIND_TEXT, AT(trusted_proxies), ""},
    {"PUBLIC_URL", KIND_TEXT, AT(public_url), NULL},
    {"TLS_CERT", KIND_TEXT, AT(tls_cert), NULL},
    {"TLS_KEY", KIND_TEXT, AT(tls_key), NULL},
    {"ICE_SERVERS", KIND_TEXT, AT(ice_servers), "[]"},
    {"JITSI_DOMAIN", KIND_TEXT, AT(jitsi_domain), NULL},
    {"JITSI_APP_ID", KIND_TEXT, AT(jitsi_app_id), NULL},
    {"JITSI_APP_SECRET", KIND_TEXT, AT(jitsi_app_secret), NULL},
    {"OPENAI_API_KEY", KIND_TEXT, AT(openai_api_key), NULL},
    {"OPENAI_MODEL", KIND_TEXT, AT(openai_model), "gpt-4o-mini"},
    {"OPENAI_BASE_URL", KIND_TEXT, AT(openai_base_url), "https://api.openai.com/v1"},
    {"LLM_DAILY_CALLS", KIND_NUMBER, AT(llm_daily_calls), "500", 0, INT_MAX},
    {"LLM_TIMEOUT_MS", KIND_NUMBER, AT(llm_timeout_ms), "20000", 100, 600000},
};

enum { SETTING_COUNT = sizeof SETTINGS / sizeof SETTINGS[0] };

/* Names of the existing deployment that need another store: starting without it would look like lost data. */
static const char *const UNSUPPORTED[] = {"DATABASE_URL", "DATABASE_HOST", "SUPABASE_URL"};

struct reading {
    struct config *config;
    char *problem;
    size_t problem_size;
};

__attribute__((format(printf, 2, 3))) static bool refuse(struct reading *reading, const char *format, ...) {
    va_list args;
    va_start(args, format);
    vsnprintf(reading->problem, reading->problem_size, format, args);
    va_end(args);
    return false;
}

static bool set_number(struct reading *reading, const struct setting *setting, const char *value) {
    char *end;
    errno = 0;
    unsigned long number = strtoul(value, &end, 10);
    if (errno != 0 || end == value || *end != '\0' || *value == '-' || number < setting->min ||
        number > setting->max)
        return refuse(reading, "%s is \"%s\", but it must be a number from %u to %u.", setting->name, value,
                      setting->min, setting->max);
    *(unsigned *)((char *)reading->config + setting->offset) = (unsigned)number;
    return true;
}

/* Index of `value` in a list that ends with NULL, or -1. */
static int find_word(const char *const *words, const char *value) {
    for (int i = 0; words[i] != NULL; i++) {
        if (strcasecmp(words[i], value) == 0)
            return i;
    }
    return -1;
}

static bool set_bool(struct reading *reading, const struct setting *setting, const char *value) {
    static const char *const WORDS[] = {"false", "true", "0", "1", "no", "yes", "off", "on", NULL};
    int word = find_word(WORDS, value);
    if (word < 0)
        return refuse(reading, "%s is \"%s\", but it must be true or false.", setting->name, value);
    *(bool *)((char *)reading->config + setting->offset) = word % 2 == 1;
    return true;
}

static bool set_auth(struct reading *reading, const struct setting *setting, const char *value) {
    static const char *const WORDS[] = {"open", "local", "oidc", "firebase", NULL};
    int word = find_word(WORDS, value);
    if (word < 0)
        return refuse(reading, "%s is \"%s\", but it must be open, local, oidc or firebase.", setting->name,
                      value);
    reading->config->auth = (enum auth_mode)word;
    return true;
}

static bool set_value(struct reading *reading, const struct setting *setting, const char *value) {
    switch (setting->kind) {
    case KIND_NUMBER:
        return set_number(reading, setting, value);
    case KIND_BOOL:
        return set_bool(reading, setting, value);
    case KIND_AUTH:
        return set_auth(reading, setting, value);
    case KIND_TEXT:
        break;
    }
    *(const char **)((char *)reading->config + setting->offset) =
        *value != '\0' || setting->fallback != NULL ? arena_strdup(reading->config->arena, value) : NULL;
    return true;
}

static const struct setting *find_setting(const char *name) {
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        if (strcmp(SETTINGS[i].name, name) == 0)
            return &SETTINGS[i];
    }
    return NULL;
}

static bool set_by_name(struct reading *reading, const char *name, const char *value) {
    for (size_t i = 0; i < sizeof UNSUPPORTED / sizeof UNSUPPORTED[0]; i++) {
        if (strcmp(UNSUPPORTED[i], name) == 0 && *value != '\0')
            return refuse(
                reading,
                "%s is set, but this version keeps everything in the data folder. Remove it to start.", name);
    }
    const struct setting *setting = find_setting(name);
    return setting == NULL ||
           set_value(reading, setting, value); /* a shared file may hold other programs' names */
}

/* Removes one pair of quotes around a value, as shells and other readers of such files do. */
static char *unquote(char *value) {
    size_t length = strlen(value);
    if (length >= 2 && (value[0] == '"' || value[0] == '\'') && value[length - 1] == value[0]) {
        value[length - 1] = '\0';
        return value + 1;
    }
    return value;
}

static bool read_line(struct reading *reading, const char *path, unsigned number, char *line) {
    char *text = text_trim(reading->config->arena, line);
    if (text_starts_with(text, "export "))
        text = text_trim(reading->config->arena, text + 7);
    if (*text == '\0' || *text == '#')
        return true;
    char *equals = strchr(text, '=');
    if (equals == NULL)
        return refuse(reading, "%s, line %u: expected NAME=value.", path, number);
    *equals = '\0';
    return set_by_name(reading, text_trim(reading->config->arena, text),
                       unquote(text_trim(reading->config->arena, equals + 1)));
}

static bool read_lines(struct reading *reading, const char *path, char *text) {
    char *rest = text;
    unsigned number = 0;
    for (char *line; (line = strsep(&rest, "\n")) != NULL;) {
        if (!read_line(reading, path, ++number, line))
            return false;
    }
    return true;
}

static bool read_file(struct reading *reading, const char *path, bool must_exist) {
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return !must_exist && errno == ENOENT ? true : refuse(reading, "%s: %s.", path, strerror(errno));
    char *text = arena_alloc(reading->config->arena, FILE_SIZE_MAX + 1);
    size_t length = fread(text, 1, FILE_SIZE_MAX + 1, file);
    bool whole = ferror(file) == 0 && length <= FILE_SIZE_MAX;
    fclose(file);
    if (!whole)
        return refuse(reading, "%s cannot be read, or is above %d KB.", path, FILE_SIZE_MAX / 1024);
    return read_lines(reading, path, text);
}

static bool read_environment(struct reading *reading) {
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        const char *value = getenv(SETTINGS[i].name);
        if (value != NULL && !set_value(reading, &SETTINGS[i], value))
            return false;
    }
    for (size_t i = 0; i < sizeof UNSUPPORTED / sizeof UNSUPPORTED[0]; i++) {
        const char *value = getenv(UNSUPPORTED[i]);
        if (value != NULL && !set_by_name(reading, UNSUPPORTED[i], value))
            return false;
    }
    return true;
}

static bool read_flags(struct reading *reading, const struct config_flags *flags) {
    const struct {
        const char *name, *value;
    } given[] = {{"DATA_DIR", flags->data_dir}, {"LISTEN", flags->listen_address}, {"PORT", flags->port}};
    for (size_t i = 0; i < sizeof given / sizeof given[0]; i++) {
        if (given[i].value != NULL && !set_by_name(reading, given[i].name, given[i].value))
            return false;
    }
    return true;
}

static bool set_defaults(struct reading *reading) {
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        const struct setting *setting = &SETTINGS[i];
        if (setting->fallback != NULL && !set_value(reading, setting, setting->fallback))
            return false;
    }
    return true;
}

/* The folder of the running binary, without final slash. */
static const char *find_binary_dir(struct arena *arena) {
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    if (length <= 0)
        return ".";
    path[length] = '\0';
    *strrchr(path, '/') = '\0';
    return arena_strdup(arena, path);
}

/* What lies beside the binary: the build folder of a checkout, or one folder of an installation. */
static void find_companions(struct config *config) {
    const char *dir = find_binary_dir(config->arena);
    if (config->web_dir == NULL)
        config->web_dir = arena_printf(config->arena, "%s/web", dir);
    if (config->helper_path == NULL)
        config->helper_path = arena_printf(config->arena, "%s/interview-copilot-doc", dir);
    if (config->model_dir == NULL)
        config->model_dir = arena_printf(config->arena, "%s/../models/all-MiniLM-L6-v2", dir);
    if (config->workers == 0) {
        long cores = sysconf(_SC_NPROCESSORS_ONLN);
        config->workers = cores > 2 ? (unsigned)cores : 2;
    }
}

static bool is_loopback(const char *address) {
    return strcmp(address, "localhost") == 0 || strcmp(address, "::1") == 0 ||
           text_starts_with(address, "127.");
}

static bool check_public_url(struct reading *reading) {
    struct config *config = reading->config;
    if (config->public_url == NULL)
        return true;
    if (!text_starts_with(config->public_url, "http://") && !text_starts_with(config->public_url, "https://"))
        return refuse(reading, "PUBLIC_URL is \"%s\", but it must start with http:// or https://.",
                      config->public_url);
    size_t length = strlen(config->public_url);
    while (length > 0 && config->public_url[length - 1] == '/')
        length--;
    config->public_url = arena_strndup(config->arena, config->public_url, length);
    return true;
}

static bool check_ice_servers(struct reading *reading) {
    json_t *servers = json_loads(reading->config->ice_servers, 0, NULL);
    bool is_array = json_is_array(servers);
    json_decref(servers);
    return is_array ||
           refuse(reading, "ICE_SERVERS must be a JSON array such as [{\"urls\":\"stun:host:3478\"}].");
}

static bool check_jitsi(struct reading *reading) {
    const char *domain = reading->config->jitsi_domain;
    if (domain == NULL)
        return true;
    bool plain =
        domain[strspn(domain, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:")] == '\0';
    return plain ||
           refuse(reading, "JITSI_DOMAIN is \"%s\", but it must be a host name such as meet.example.org.",
                  domain);
}

static bool check(struct reading *reading) {
    const struct config *config = reading->config;
    if (config->auth != AUTH_OPEN)
        return refuse(reading,
                      "AUTH is set to sign people in, but this version has no accounts yet. Use AUTH=open "
                      "on this computer.");
    if (!is_loopback(config->listen_address))
        return refuse(reading,
                      "LISTEN is \"%s\", but with AUTH=open the server only listens on this computer "
                      "(127.0.0.1 or ::1).",
                      config->listen_address);
    if ((config->tls_cert == NULL) != (config->tls_key == NULL))
        return refuse(reading, "TLS_CERT and TLS_KEY belong together, but only one of them is set.");
    return check_public_url(reading) && check_ice_servers(reading) && check_jitsi(reading);
}

bool config_init(struct config *config, const struct config_flags *flags, char *problem,
                 size_t problem_size) {
    *config = (struct config){.arena = arena_create()};
    struct reading reading = {config, problem, problem_size};
    bool good = set_defaults(&reading) &&
                (flags->config_file == NULL || read_file(&reading, flags->config_file, true)) &&
                read_file(&reading, ".env", false) && read_environment(&reading) &&
                read_flags(&reading, flags);
    if (good) {
        find_companions(config);
        good = check(&reading);
    }
    if (!good)
        config_finish(config);
    return good;
}

void config_finish(struct config *config) {
    arena_destroy(config->arena);
    *config = (struct config){0};
}
