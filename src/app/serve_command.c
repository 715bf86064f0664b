#include "app/serve_command.h"

#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "app/data_folder.h"
#include "base/arena.h"
#include "base/config.h"
#include "base/log.h"

enum { PROBLEM_SIZE = 512 };

static struct app *running; /* for the signal handler only */

static void stop_on_signal(int signal_number) {
    app_stop(running);
}

static void install_signals(struct app *app) {
    struct sigaction action = {.sa_handler = stop_on_signal};
    running = app;
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
}

struct serve_flags {
    struct config_flags config;
    bool only_check;
};

static bool read_flags(int argc, char **argv, struct serve_flags *flags) {
    static const struct option options[] = {
        {"data", required_argument, NULL, 'd'},   {"port", required_argument, NULL, 'p'},
        {"listen", required_argument, NULL, 'l'}, {"config", required_argument, NULL, 'c'},
        {"check-config", no_argument, NULL, 'k'}, {0},
    };
    int option;
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (option) {
        case 'd':
            flags->config.data_dir = optarg;
            break;
        case 'p':
            flags->config.port = optarg;
            break;
        case 'l':
            flags->config.listen_address = optarg;
            break;
        case 'c':
            flags->config.config_file = optarg;
            break;
        case 'k':
            flags->only_check = true;
            break;
        default:
            return false;
        }
    }
    return optind == argc;
}

/* Without PUBLIC_URL people use the address that is listened on. Port 0 is known only once it is bound;
 * nothing reads the setting before the first request. */
static void complete_public_url(struct config *config, unsigned port) {
    bool is_v6 = strchr(config->listen_address, ':') != NULL;
    if (!config->public_url && port)
        config->public_url =
            arena_printf(config->arena, "%s://%s%s%s:%u", config->tls_cert ? "https" : "http",
                         is_v6 ? "[" : "", config->listen_address, is_v6 ? "]" : "", port);
}

static int run(struct config *config) {
    char problem[PROBLEM_SIZE];
    struct app *app = NULL;
    complete_public_url(config, config->port);
    if (data_folder_prepare(config, problem, sizeof problem))
        app = app_create(config, problem, sizeof problem);
    if (!app) {
        fprintf(stderr, "interview-copilot: %s\n", problem);
        return 1;
    }
    install_signals(app);
    complete_public_url(config, app_port(app));
    printf("%s/\n", config->public_url);
    fflush(stdout);
    app_run(app);
    app_destroy(app);
    return 0;
}

int serve_command(int argc, char **argv) {
    char problem[PROBLEM_SIZE];
    struct serve_flags flags = {0};
    struct config config;
    if (!read_flags(argc, argv, &flags)) {
        fprintf(stderr,
                "usage: interview-copilot serve [--data DIR] [--port N] [--listen ADDRESS] [--config FILE]"
                " [--check-config]\n");
        return 2;
    }
    if (!config_init(&config, &flags.config, problem, sizeof problem)) {
        fprintf(stderr, "interview-copilot: %s\n", problem);
        return 1;
    }
    if (config.debug)
        log_set_level(LOG_DEBUG);
    int status = 0;
    if (flags.only_check)
        puts("The configuration is valid.");
    else
        status = run(&config);
    config_finish(&config);
    return status;
}
