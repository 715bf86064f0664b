/* The life of one exchange on the I/O thread: MHD's callbacks, reading the body, the way to a worker and
 * back. */
#include "net/exchange.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/log.h"
#include "net/answer.h"
#include "net/server_internal.h"
#include "net/websocket_internal.h"

enum { FREE_EXCHANGES_MAX = 64 };

/* --- connections --- */

enum MHD_Result exchange_on_accept(void *context, const struct sockaddr *address, socklen_t length) {
    struct server *server = context;
    char text[ADDRESS_TEXT_SIZE];
    peer_format(address, text);
    bool is_proxy = false;
    for (size_t i = 0; i < server->trusted_proxies.count; i++)
        is_proxy |= strcmp(server->trusted_proxies.words[i], text) == 0;
    unsigned most = is_proxy ? PROXY_CONNECTIONS_MAX : PEER_CONNECTIONS_MAX;
    return peer_connections(peer_get(server->peers, text)) < most ? MHD_YES : MHD_NO;
}

static void connect_socket(struct server *server, struct MHD_Connection *mhd, void **socket_context) {
    struct connection *connection = calloc(1, sizeof *connection);
    if (connection == NULL)
        abort();
    char address[ADDRESS_TEXT_SIZE];
    peer_format(MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr, address);
    connection->mhd = mhd;
    connection->fd = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    connection->since = clock_monotonic();
    connection->peer = peer_get(server->peers, address);
    peer_connect(connection->peer);
    connection->next = server->connections;
    if (connection->next != NULL)
        connection->next->previous = connection;
    server->connections = connection;
    *socket_context = connection;
    atomic_fetch_add(&server->figures.connections, 1);
}

static void disconnect_socket(struct server *server, struct connection *connection) {
    atomic_fetch_sub(&server->figures.connections, 1);
    peer_disconnect(connection->peer);
    if (connection->previous != NULL)
        connection->previous->next = connection->next;
    else
        server->connections = connection->next;
    if (connection->next != NULL)
        connection->next->previous = connection->previous;
    free(connection);
}

void exchange_on_connection(void *context, struct MHD_Connection *mhd, void **socket_context,
                            enum MHD_ConnectionNotificationCode code) {
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        connect_socket(context, mhd, socket_context);
    } else {
        disconnect_socket(context, *socket_context);
        *socket_context = NULL;
    }
}

static struct connection *connection_of(struct MHD_Connection *mhd) {
    return MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}

/* --- creating and freeing --- */

static struct exchange *take_exchange(struct server *server) {
    struct exchange *exchange = server->free_exchanges;
    if (exchange != NULL) {
        server->free_exchanges = exchange->next;
        server->free_count--;
    } else {
        exchange = calloc(1, sizeof *exchange);
        if (exchange == NULL)
            abort();
        exchange->request.arena = arena_create();
    }
    struct arena *arena = exchange->request.arena;
    *exchange = (struct exchange){.server = server, .request.arena = arena};
    return exchange;
}

static void give_exchange(struct server *server, struct exchange *exchange) {
    if (server->free_count == FREE_EXCHANGES_MAX) {
        arena_destroy(exchange->request.arena);
        free(exchange);
        return;
    }
    arena_reset(exchange->request.arena);
    exchange->next = server->free_exchanges;
    server->free_exchanges = exchange;
    server->free_count++;
}

void exchange_free_all(struct server *server) {
    for (struct exchange *exchange = server->free_exchanges; exchange != NULL;) {
        struct exchange *next = exchange->next;
        arena_destroy(exchange->request.arena);
        free(exchange);
        exchange = next;
    }
    server->free_exchanges = NULL;
}

void *exchange_on_request_line(void *context, const char *target, struct MHD_Connection *mhd) {
    struct server *server = context;
    struct exchange *exchange = take_exchange(server);
    exchange->connection = connection_of(mhd);
    exchange->connection->exchange = exchange;
    exchange->connection->has_been_used = true;
    exchange->started_at = clock_monotonic();
    exchange->target = target != NULL ? arena_strdup(exchange->request.arena, target) : NULL;
    snprintf(exchange->id, sizeof exchange->id, "%08x%08x", server->instance,
             (unsigned)server->request_count++);
    exchange->request.hidden = &exchange->request_hidden;
    exchange->request.id = exchange->id;
    exchange->request_hidden.mhd = mhd;
    exchange->response.hidden = &exchange->response_hidden;
    exchange->response_hidden.request = &exchange->request;
    exchange->response_hidden.fd = -1;
    exchange->body.arena = exchange->request.arena;
    server->active_exchanges++;
    return NULL;
}

/* Method, route, status and time: nothing that a person wrote. */
static void log_exchange(struct server *server, const struct exchange *exchange, int64_t time_us) {
    if (!log_is_on(LOG_INFO))
        return;
    struct json line;
    const struct route *route = exchange->request.route;
    log_begin(&line, server->log_arena, LOG_INFO, "request");
    json_put_string(&line, "method", exchange->request.method);
    json_put_string(&line, "route", route != NULL ? route->pattern : NULL);
    json_put_integer(&line, "status", exchange->answer_status);
    json_put_integer(&line, "us", time_us);
    json_put_integer(&line, "bytes", (int64_t)exchange->answer_length);
    json_put_string(&line, "request_id", exchange->id);
    log_end(&line);
    arena_reset(server->log_arena);
}

void exchange_release(struct connection *connection) {
    struct exchange *exchange = connection->exchange;
    if (exchange == NULL)
        return;
    struct server *server = exchange->server;
    if (exchange->request.method != NULL) {
        int64_t time_us = clock_monotonic() - exchange->started_at;
        figures_count_answer(&server->figures, exchange->answer_status, time_us);
        log_exchange(server, exchange, time_us);
    }
    if (exchange->answer != NULL)
        MHD_destroy_response(exchange->answer);
    if (exchange->response_hidden.websocket != NULL)
        websocket_discard(exchange->response_hidden.websocket);
    server->body_memory -= exchange->body_booked;
    server->active_exchanges--;
    connection->exchange = NULL;
    connection->since = clock_monotonic();
    give_exchange(server, exchange);
}

void exchange_on_completed(void *context, struct MHD_Connection *mhd, void **unused,
                           enum MHD_RequestTerminationCode code) {
    exchange_release(connection_of(mhd));
}

/* --- the way of a request --- */

static enum MHD_Result queue_answer(struct exchange *exchange) {
    bool opens_websocket = exchange->answer_status == MHD_HTTP_SWITCHING_PROTOCOLS;
    if (exchange->closes || (exchange->server->draining && !opens_websocket))
        answer_put(exchange->answer, "Connection", "close");
    enum MHD_Result queued =
        MHD_queue_response(exchange->request_hidden.mhd, exchange->answer_status, exchange->answer);
    MHD_destroy_response(exchange->answer);
    exchange->answer = NULL;
    exchange->stage = STAGE_SENDING;
    exchange->started_sending_at = clock_monotonic();
    return queued;
}

static enum MHD_Result answer_now(struct exchange *exchange) {
    if (exchange->answer == NULL)
        answer_build(exchange);
    return queue_answer(exchange);
}

/* Room for the body is booked before it is read, so that many big uploads cannot take all memory. */
static bool book_body(struct exchange *exchange, size_t length) {
    struct server *server = exchange->server;
    if (length > BODY_MEMORY_MAX - server->body_memory) {
        exchange_fail(exchange, 503, "Too many uploads at once. Try again in a moment.");
        response_header(&exchange->response, "Retry-After", "1");
        return false;
    }
    server->body_memory += length;
    exchange->body_booked += length;
    return true;
}

static void reserve_body(struct exchange *exchange) {
    const char *text = request_header(&exchange->request, "Content-Length");
    size_t length = text != NULL && exchange->body_limit > 0 ? strtoull(text, NULL, 10) : 0;
    if (length == 0)
        return;
    if (book_body(exchange, length))
        buffer_reserve(&exchange->body, length);
    else
        exchange->discards_body = true;
}

/* MHD sends "100 Continue" after this unless an answer is queued; and it reads no further once one is. */
static enum MHD_Result begin(struct exchange *exchange, const char *method, const char *version) {
    exchange->request.method = arena_strdup(exchange->request.arena, method);
    exchange->stage = STAGE_BODY;
    bool admitted = guard_admit(exchange, version);
    bool waits = request_header(&exchange->request, "Expect") != NULL;
    if (!admitted && (exchange->closes || waits)) {
        exchange->closes = true;
        return answer_now(exchange);
    }
    exchange->discards_body = !admitted || exchange->body_limit == 0;
    if (admitted)
        reserve_body(exchange);
    return MHD_YES;
}

static enum MHD_Result take_body(struct exchange *exchange, const char *bytes, size_t length) {
    exchange->body_seen += length;
    if (exchange->body_seen > DISCARD_MAX)
        return MHD_NO;
    if (exchange->discards_body)
        return MHD_YES;
    if (exchange->body_seen > exchange->body_limit) {
        guard_refuse_length(exchange);
        exchange->discards_body = true;
        return MHD_YES;
    }
    bool unbooked =
        exchange->body_seen > exchange->body_booked; /* chunked: the length is not known beforehand */
    if (unbooked && !book_body(exchange, length)) {
        exchange->discards_body = true;
        return MHD_YES;
    }
    buffer_append(&exchange->body, bytes, length);
    return MHD_YES;
}

static void attach_body(struct exchange *exchange) {
    struct request *request = &exchange->request;
    buffer_reserve(&exchange->body, 0);
    request->body = exchange->body.data;
    request->body_length = exchange->body.length;
}

static enum MHD_Result dispatch(struct exchange *exchange) {
    struct server *server = exchange->server;
    attach_body(exchange);
    exchange->stage = STAGE_WORKING;
    MHD_suspend_connection(exchange->request_hidden.mhd);
    struct thread_pool *pool =
        server->pools[exchange->request.route->pool]; /* none once the server has drained */
    if (pool != NULL && pool_submit(pool, exchange))
        return MHD_YES;
    exchange_fail(exchange, 503, "The server is busy. Try again in a moment.");
    response_header(&exchange->response, "Retry-After", "1");
    answer_build(exchange);
    server_hand_back(exchange);
    return MHD_YES;
}

enum MHD_Result exchange_on_request(void *context, struct MHD_Connection *mhd, const char *url,
                                    const char *method, const char *version, const char *upload_data,
                                    size_t *upload_data_size, void **unused) {
    struct exchange *exchange = connection_of(mhd)->exchange;
    if (exchange->stage == STAGE_NEW)
        return begin(exchange, method, version);
    if (exchange->stage == STAGE_ANSWER)
        return queue_answer(exchange);
    if (exchange->stage == STAGE_BODY && *upload_data_size > 0) {
        size_t length = *upload_data_size;
        *upload_data_size = 0;
        return take_body(exchange, upload_data, length);
    }
    if (exchange->stage != STAGE_BODY)
        return MHD_YES;
    return exchange->response.status != 0 || exchange->answer != NULL ? answer_now(exchange)
                                                                      : dispatch(exchange);
}

/* --- on the worker --- */

static enum err check_access(struct request *request, const struct config *config) {
    enum access access = request->route->access;
    bool is_member = request->who.key != NULL || config->auth == AUTH_OPEN;
    bool is_guest = request->who.guest_session_id != NULL;
    if (access == ACCESS_PUBLIC || is_member || (access == ACCESS_GUEST && is_guest))
        return ERR_OK;
    return request_fail_detail(request, ERR_DENIED, "Authentication credentials were not provided.");
}

static enum err run_handler(struct exchange *exchange) {
    struct request *request = &exchange->request;
    const struct server_setup *setup = &exchange->server->setup;
    if (atomic_load(&exchange->server->is_late))
        return request_fail_detail(request, ERR_BUSY, "The server is stopping.");
    if (setup->identify != NULL)
        setup->identify(request);
    enum err denied = check_access(request, setup->config);
    if (denied)
        return denied;
    handler_fn handler = setup->around != NULL ? setup->around : request->route->handler;
    return handler(request, &exchange->response);
}

void exchange_work(void *job, struct worker *worker) {
    struct exchange *exchange = job;
    struct request_private *hidden = exchange->request.hidden;
    exchange->request.worker = worker;
    exchange_finish_handler(exchange, run_handler(exchange));
    answer_build(exchange);
    json_decref(hidden->fields);
    hidden->fields = NULL;
    server_hand_back(exchange);
}

/* --- slow clients --- */

/* The latest moment at which this connection must have got on. INT64_MAX: it may take its time. */
static int64_t find_deadline(const struct connection *connection) {
    const struct exchange *exchange = connection->exchange;
    if (connection->is_upgraded)
        return INT64_MAX;
    if (exchange == NULL && !connection->has_been_used)
        return connection->since + HEADER_DEADLINE_S * SECOND_US;
    if (exchange == NULL)
        return connection->since + (KEEP_ALIVE_S + HEADER_DEADLINE_S) * SECOND_US;
    switch (exchange->stage) {
    case STAGE_NEW:
        return exchange->started_at + HEADER_DEADLINE_S * SECOND_US;
    case STAGE_BODY:
        return exchange->started_at +
               (int64_t)(BODY_GRACE_S + exchange->body_seen / BODY_RATE_MIN) * SECOND_US;
    case STAGE_SENDING:
        return exchange->started_sending_at +
               (int64_t)(KEEP_ALIVE_S + exchange->answer_length / BODY_RATE_MIN) * SECOND_US;
    case STAGE_WORKING:
    case STAGE_ANSWER:
        break;
    }
    return INT64_MAX;
}

void exchange_sweep(struct server *server, int64_t now) {
    for (struct connection *connection = server->connections; connection != NULL;
         connection = connection->next) {
        bool is_idle = connection->exchange == NULL && !connection->is_upgraded;
        if (now > find_deadline(connection) || (server->draining && is_idle))
            shutdown(connection->fd, SHUT_RDWR); /* MHD sees the end and closes */
    }
}
