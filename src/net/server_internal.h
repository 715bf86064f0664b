/* What the files of src/net/ share of the server. Private to src/net/. */
#ifndef NET_SERVER_INTERNAL_H
#define NET_SERVER_INTERNAL_H

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "net/exchange.h"
#include "net/figures.h"
#include "net/peer.h"
#include "net/pool.h"
#include "net/server.h"

enum {
    SECOND_US = 1000000,
    HEADER_BYTES_MAX = 16 * 1024,
    HEADER_FIELDS_MAX = 100,
    /* MHD's memory a connection: 16 KB of headers and the answer's head; an idle socket stays near 17 KB */
    CONNECTION_MEMORY = 24 * 1024,
    HEADER_DEADLINE_S = 10,
    KEEP_ALIVE_S = 30,
    BODY_GRACE_S = 10,
    BODY_RATE_MIN = 1024, /* bytes a second, up and down, after the grace */
    /* what is read and thrown away so that a refused client gets to see its answer */
    DISCARD_MAX = 64 * 1024 * 1024,
    /* all bodies together: a handful of the largest uploads at once */
    BODY_MEMORY_MAX = 256 * 1024 * 1024,
    DRAIN_DEADLINE_S = 25, /* longer than the slowest handler, which waits for the LLM */
};

struct post {
    void (*fn)(void *context);
    void *context;
    struct post *next;
};

/* What figures.h tells, as it is counted: by the I/O thread, read by any. */
struct figures {
    atomic_uint_fast64_t answers[FIGURES_CLASSES], answers_in[FIGURES_LIMITS + 1], time_us;
    atomic_size_t connections, websockets;
};

/* Comma separated settings, cut once. */
struct word_list {
    const char **words;
    size_t count;
};

struct server {
    /* immutable after create */
    struct server_setup setup;
    const struct config *config;
    struct arena *arena;
    struct router *router;
    struct word_list allowed_hosts, cors_origins, trusted_proxies;
    const char *public_origin; /* of PUBLIC_URL; NULL without */
    bool is_tls, is_public_tls;
    unsigned port;
    struct MHD_Daemon *daemon;
    int listen_fd, mhd_fd, epoll_fd, wake_fd;
    struct thread_pool *pools[2]; /* by enum pool */

    /* I/O thread only */
    struct connection *connections;
    struct exchange *free_exchanges;
    size_t free_count, active_exchanges, body_memory;
    struct peers *peers;
    struct websocket *websockets, *dirty_websockets;
    struct arena *log_arena;
    int64_t next_sweep;
    bool draining;
    unsigned instance; /* random: the first half of request ids */
    uint64_t request_count;

    struct figures figures;
    atomic_bool stop_wanted;
    atomic_bool is_late; /* the drain took too long: what no worker has begun is answered 503 */

    pthread_mutex_t mu;
    /* guarded by mu */
    struct exchange *finished_first, *finished_last;
    struct post *posts_first, *posts_last;
    bool woken, closed;
};

/* exchange.c: the life of an exchange on the I/O thread; MHD's callbacks. */
enum MHD_Result exchange_on_accept(void *server, const struct sockaddr *address, socklen_t length);
void exchange_on_connection(void *server, struct MHD_Connection *mhd, void **socket_context,
                            enum MHD_ConnectionNotificationCode code);
void *exchange_on_request_line(void *server, const char *target, struct MHD_Connection *mhd);
enum MHD_Result exchange_on_request(void *server, struct MHD_Connection *mhd, const char *url,
                                    const char *method, const char *version, const char *upload_data,
                                    size_t *upload_data_size, void **unused);
void exchange_on_completed(void *server, struct MHD_Connection *mhd, void **unused,
                           enum MHD_RequestTerminationCode code);
/* Logs and frees the exchange of a connection that leaves HTTP. */
void exchange_release(struct connection *connection);
void exchange_free_all(struct server *server);
/* Shuts sockets that are too slow. */
void exchange_sweep(struct server *server, int64_t now);
/* Runs identification, access check and handler on a worker, then hands the exchange back. */
void exchange_work(void *exchange, struct worker *worker);

/* guard.c: whether a request is let in. Otherwise the response is filled in. */
bool guard_admit(struct exchange *exchange, const char *version);
/* Fills in the answer for a body above the route's limit. */
void guard_refuse_length(struct exchange *exchange);

/* figures.c */
void figures_count_answer(struct figures *figures, unsigned status, int64_t time_us);

/* server.c: gives a finished exchange back to the I/O thread. Any thread. */
void server_hand_back(struct exchange *exchange);

#endif
