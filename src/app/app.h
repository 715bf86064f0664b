/* Puts the server together: store, models, workers, live updates, routes; and takes it apart again. */
#ifndef APP_APP_H
#define APP_APP_H

#include <stddef.h>

struct app;
struct config;
struct server;

/* NULL with a sentence in `problem`. `config` is borrowed and outlives the app. A missing embedding model is
 * no failure: it is logged and every screen says so. */
struct app *app_create(const struct config *config, char *problem, size_t problem_size);
/* Runs on the calling thread until app_stop. */
void app_run(struct app *app);
/* Async-signal-safe. */
void app_stop(struct app *app);
void app_destroy(struct app *app);
unsigned app_port(const struct app *app);

#endif
