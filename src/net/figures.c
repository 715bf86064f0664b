#include "net/figures.h"

#include "net/server_internal.h"

const double figures_limits[FIGURES_LIMITS] = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                               0.1,   0.25,   0.5,   1,    2.5,   10};

void figures_count_answer(struct figures *figures, unsigned status, int64_t time_us) {
    size_t class = 0;
    if (status == 0) /* the client left without an answer */
        return;
    while (class < FIGURES_LIMITS && (double)time_us > figures_limits[class] * SECOND_US)
        class ++;
    atomic_fetch_add(&figures->answers[status / 100], 1);
    atomic_fetch_add(&figures->answers_in[class], 1);
    atomic_fetch_add(&figures->time_us, (uint64_t)time_us);
}

void server_read_figures(const struct server *server, struct server_figures *out) {
    const struct figures *figures = &server->figures;
    for (size_t i = 0; i < FIGURES_CLASSES; i++)
        out->answers[i] = atomic_load(&figures->answers[i]);
    for (size_t i = 0; i <= FIGURES_LIMITS; i++)
        out->answers_in[i] = atomic_load(&figures->answers_in[i]);
    out->seconds = (double)atomic_load(&figures->time_us) / SECOND_US;
    out->connections = atomic_load(&figures->connections);
    out->websockets = atomic_load(&figures->websockets);
    for (int i = 0; i < 2; i++)
        out->waiting[i] = pool_waiting(server->pools[i]);
}
