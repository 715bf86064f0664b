/* Entry point: one command a word. */
#include <stdio.h>
#include <string.h>

#include "app/routes.h"
#include "app/serve_command.h"
#include "doc/extract_command.h"
#include "nn/classify_command.h"
#include "nn/embed_command.h"
#include "note/analyse_command.h"
#include "passage/search_command.h"

struct command {
    const char *name;
    int (*run)(int argc, char **argv); /* argv[0] is the command's name; returns the exit status */
    const char *help;
};

static int print_version(int argc, char **argv) {
    puts("interview-copilot " IC_VERSION);
    return 0;
}

static const struct command commands[] = {
    {"analyse", analyse_command, "notes, one a line, to their risk, signals and reasons"},
    {"classify", classify_command, "texts, one a line, to the labels of a classifier"},
    {"embed", embed_command, "texts, one a line, to their vectors"},
    {"extract", extract_command, "FILE: print what is read in a CV (PDF or DOCX) as JSON"},
    {"routes", routes_command, "print the routes of the HTTP API and who may call them"},
    {"search", search_command, "--cv FILE: queries, one a line, to the passages of a CV that answer them"},
    {"serve", serve_command, "run the server: --data DIR --port N, see --help"},
    {"version", print_version, "print the version"},
};

static int print_usage(void) {
    fprintf(stderr, "usage: interview-copilot COMMAND ...\n");
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        fprintf(stderr, "  %-10s %s\n", commands[i].name, commands[i].help);
    return 2;
}

int main(int argc, char **argv) {
    for (size_t i = 0; argc > 1 && i < sizeof commands / sizeof *commands; i++)
        if (strcmp(commands[i].name, argv[1]) == 0)
            return commands[i].run(argc - 1, argv + 1);
    return print_usage();
}
