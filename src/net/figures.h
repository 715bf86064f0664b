/* What operators watch of the HTTP server: what it has done since its start, and what it holds now. */
#ifndef NET_FIGURES_H
#define NET_FIGURES_H

#include <stddef.h>
#include <stdint.h>

struct server;

enum { FIGURES_CLASSES = 6 /* first digit of a status */, FIGURES_LIMITS = 12 };
/* Upper limits of the classes of time, in seconds; there is one more class above the last. */
extern const double figures_limits[FIGURES_LIMITS];

struct server_figures {
    uint64_t answers[FIGURES_CLASSES];       /* by the first digit of their status */
    uint64_t answers_in[FIGURES_LIMITS + 1]; /* by time: from the request line until all was sent */
    double seconds;                          /* all those times together */
    size_t connections;
    size_t websockets; /* of the connections */
    size_t waiting[2]; /* requests that no worker has begun, by enum pool */
};

/* For handlers of the fast pool, which the server outlives. */
void server_read_figures(const struct server *server, struct server_figures *out);

#endif
