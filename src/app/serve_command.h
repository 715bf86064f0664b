/* The command `serve`: configuration, server, signals. */
#ifndef APP_SERVE_COMMAND_H
#define APP_SERVE_COMMAND_H

/* serve [--data DIR] [--port N] [--listen ADDRESS] [--config FILE] [--check-config]. Prints the URL when it
 * is ready; SIGTERM and SIGINT end it after every accepted request was answered. Exit status 0, or 1 with a
 * sentence. */
int serve_command(int argc, char **argv);

#endif
