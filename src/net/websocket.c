/* WebSockets: the handshake, wslay on the upgraded socket, limits and pings.
 *
 * wslay frames, checks UTF-8 and answers pings; this file gives it the socket and the clock. A socket is only
 * ever freed from its own event, from websockets_flush or from websockets_sweep, never from a callback of
 * another one.
 */
#include "net/websocket.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <wslay/wslay.h>

#include "base/clock.h"
#include "net/answer.h"
#include "net/server_internal.h"
#include "net/websocket_internal.h"

enum {
    MESSAGE_MAX = 64 * 1024,
    MESSAGES_A_SECOND = 50,
    BYTES_A_SECOND = 64 * 1024,
    UNSENT_MAX = 1024 * 1024,
    PING_S = 20,
    PINGS_UNANSWERED_MAX = 2,
    CLOSE_S = 5, /* for the other side to answer a close */
};

struct websocket {
    const struct ws_protocol *protocol;
    void *context;
    struct server *server; /* NULL until it opens */
    struct MHD_UpgradeResponseHandle *handle;
    wslay_event_context_ptr wslay;
    int fd;
    char *early; /* bytes that came with the handshake */
    size_t early_length, early_used;
    int64_t last_ping, closing_since; /* monotonic; 0: not closing */
    unsigned pings_unanswered;
    int64_t window_start; /* of the count of messages and bytes */
    unsigned window_messages;
    size_t window_bytes;
    bool is_broken, is_dirty, wants_write;
    bool is_discarding; /* all is said; what still comes is thrown away, so that no reset overtakes the close
                           frame */
    struct websocket *previous, *next, *next_dirty;
};

/* --- the handshake --- */

struct websocket *websocket_create(const struct ws_protocol *protocol, void *context) {
    struct websocket *socket = calloc(1, sizeof *socket);
    if (socket == NULL)
        abort();
    socket->protocol = protocol;
    socket->context = context;
    socket->fd = -1;
    return socket;
}

void websocket_discard(struct websocket *socket) {
    socket->protocol->on_close(socket, socket->context);
    free(socket);
}

static bool has_token(const char *list, const char *token) {
    return list != NULL && strcasestr(list, token) != NULL;
}

static bool refuse_handshake(struct exchange *exchange, int status, const char *sentence) {
    exchange->response_hidden.kind = BODY_NONE; /* the socket stays with the exchange, which discards it */
    exchange_fail(exchange, status, "%s", sentence);
    return false;
}

static bool check_handshake(struct exchange *exchange) {
    const struct request *request = &exchange->request;
    const char *version = request_header(request, "Sec-WebSocket-Version");
    const char *key = request_header(request, "Sec-WebSocket-Key");
    if (!has_token(request_header(request, "Upgrade"), "websocket") ||
        !has_token(request_header(request, "Connection"), "upgrade")) {
        refuse_handshake(exchange, 426, "This address is for WebSocket connections.");
        response_header(&exchange->response, "Upgrade", "websocket");
        return false;
    }
    if (version == NULL || strcmp(version, "13") != 0) {
        refuse_handshake(exchange, 426, "Only version 13 of the WebSocket protocol is spoken here.");
        response_header(&exchange->response, "Sec-WebSocket-Version", "13");
        return false;
    }
    if (key == NULL || strlen(key) != 24 || strcmp(key + 22, "==") != 0)
        return refuse_handshake(exchange, 400, "Sec-WebSocket-Key is missing or malformed.");
    return true;
}

/* RFC 6455, section 4.2.2: the key and a fixed text, hashed. */
static const char *accept_value(struct exchange *exchange) {
    struct arena *arena = exchange->request.arena;
    const char *text = arena_printf(arena, "%s258EAFA5-E914-47DA-95CA-C5AB0DC85B11",
                                    request_header(&exchange->request, "Sec-WebSocket-Key"));
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    if (EVP_Digest(text, strlen(text), digest, &length, EVP_sha1(), NULL) != 1)
        abort();
    unsigned char *value = arena_alloc(arena, 2 * length + 4);
    EVP_EncodeBlock(value, digest, (int)length);
    return (const char *)value;
}

static void on_upgrade(void *cls, struct MHD_Connection *mhd, void *unused, const char *extra,
                       size_t extra_length, MHD_socket fd, struct MHD_UpgradeResponseHandle *handle);

struct MHD_Response *websocket_respond(struct exchange *exchange, struct websocket *socket) {
    if (!check_handshake(exchange))
        return NULL;
    struct MHD_Response *answer = MHD_create_response_for_upgrade(on_upgrade, socket);
    if (answer == NULL)
        abort();
    answer_put(answer, "Upgrade", "websocket");
    answer_put(answer, "Sec-WebSocket-Accept", accept_value(exchange));
    return answer;
}

/* --- wslay's callbacks --- */

static ssize_t receive_bytes(wslay_event_context_ptr wslay, uint8_t *out, size_t size, int flags,
                             void *user) {
    struct websocket *socket = user;
    if (socket->early_used < socket->early_length) {
        size_t left = socket->early_length - socket->early_used;
        size_t taken = left < size ? left : size;
        memcpy(out, socket->early + socket->early_used, taken);
        socket->early_used += taken;
        return (ssize_t)taken;
    }
    ssize_t count = recv(socket->fd, out, size, 0);
    if (count > 0)
        return count;
    bool would_block = count < 0 && (errno == EAGAIN || errno == EINTR);
    wslay_event_set_error(wslay, would_block ? WSLAY_ERR_WOULDBLOCK : WSLAY_ERR_CALLBACK_FAILURE);
    return -1;
}

static ssize_t send_bytes(wslay_event_context_ptr wslay, const uint8_t *bytes, size_t length, int flags,
                          void *user) {
    struct websocket *socket = user;
    ssize_t count = send(socket->fd, bytes, length, MSG_NOSIGNAL);
    if (count >= 0)
        return count;
    bool would_block = errno == EAGAIN || errno == EINTR;
    wslay_event_set_error(wslay, would_block ? WSLAY_ERR_WOULDBLOCK : WSLAY_ERR_CALLBACK_FAILURE);
    return -1;
}

/* Counts a message; false when this second has had its share. */
static bool count_message(struct websocket *socket, size_t length) {
    int64_t now = clock_monotonic();
    if (now - socket->window_start >= SECOND_US) {
        socket->window_start = now;
        socket->window_messages = 0;
        socket->window_bytes = 0;
    }
    socket->window_messages++;
    socket->window_bytes += length;
    return socket->window_messages <= MESSAGES_A_SECOND && socket->window_bytes <= BYTES_A_SECOND;
}

static void deliver(struct websocket *socket, const uint8_t *bytes, size_t length) {
    char *text = malloc(length + 1);
    if (text == NULL)
        abort();
    memcpy(text, bytes, length);
    text[length] = '\0';
    socket->protocol->on_message(socket, socket->context, text, length);
    free(text);
}

static void take_message(wslay_event_context_ptr wslay, const struct wslay_event_on_msg_recv_arg *message,
                         void *user) {
    struct websocket *socket = user;
    if (socket->closing_since != 0)
        return;
    if (!count_message(socket, message->msg_length)) {
        wslay_event_shutdown_read(wslay);
        websocket_close(socket, WSLAY_CODE_POLICY_VIOLATION, "Too many messages");
    } else if (message->opcode == WSLAY_PONG) {
        socket->pings_unanswered = 0;
    } else if (message->opcode == WSLAY_TEXT_FRAME) {
        deliver(socket, message->msg, message->msg_length);
    } else if (message->opcode == WSLAY_BINARY_FRAME) {
        websocket_close(socket, WSLAY_CODE_UNSUPPORTED_DATA, "Text messages only");
    }
}

/* --- opening, reading and writing --- */

static void watch(struct websocket *socket, int operation) {
    struct epoll_event event = {.events = EPOLLIN | (socket->wants_write ? EPOLLOUT : 0), .data.ptr = socket};
    epoll_ctl(socket->server->epoll_fd, operation, socket->fd, &event);
}

static void drop(struct websocket *socket) {
    struct server *server = socket->server;
    epoll_ctl(server->epoll_fd, EPOLL_CTL_DEL, socket->fd, NULL);
    atomic_fetch_sub(&server->figures.websockets, 1);
    if (socket->previous != NULL)
        socket->previous->next = socket->next;
    else
        server->websockets = socket->next;
    if (socket->next != NULL)
        socket->next->previous = socket->previous;
    for (struct websocket **link = &server->dirty_websockets; socket->is_dirty && *link != NULL;) {
        if (*link == socket) {
            *link = socket->next_dirty;
            break;
        }
        link = &(*link)->next_dirty;
    }
    socket->closing_since = 1; /* whatever on_close sends goes nowhere */
    socket->protocol->on_close(socket, socket->context);
    wslay_event_context_free(socket->wslay);
    MHD_upgrade_action(socket->handle, MHD_UPGRADE_ACTION_CLOSE);
    free(socket->early);
    free(socket);
}

static void mark_dirty(struct websocket *socket) {
    if (socket->is_dirty || socket->server == NULL)
        return;
    socket->is_dirty = true;
    socket->next_dirty = socket->server->dirty_websockets;
    socket->server->dirty_websockets = socket;
}

static void start_discarding(struct websocket *socket) {
    socket->is_discarding = true;
    if (socket->closing_since == 0)
        socket->closing_since = clock_monotonic();
    shutdown(socket->fd, SHUT_WR);
}

/* Drops the socket when it is done or broken; otherwise writes what can be written. */
static void flush(struct websocket *socket) {
    if (!socket->is_broken && wslay_event_get_queued_msg_length(socket->wslay) > UNSENT_MAX)
        socket->is_broken = true;
    if (!socket->is_broken && !socket->is_discarding && wslay_event_send(socket->wslay) != 0)
        socket->is_broken = true;
    bool wants_write = wslay_event_want_write(socket->wslay);
    bool is_over = !wants_write && !wslay_event_want_read(socket->wslay);
    if (socket->is_broken || (is_over && wslay_event_get_close_received(socket->wslay))) {
        drop(socket);
        return;
    }
    if (is_over && !socket->is_discarding)
        start_discarding(socket);
    if (wants_write != socket->wants_write) {
        socket->wants_write = wants_write;
        watch(socket, EPOLL_CTL_MOD);
    }
}

static void discard(struct websocket *socket) {
    char unread[16 * 1024];
    ssize_t count = recv(socket->fd, unread, sizeof unread, 0);
    if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR))
        socket->is_broken = true;
}

static void receive(struct websocket *socket) {
    if (!wslay_event_want_read(socket->wslay))
        discard(socket);
    else if (wslay_event_recv(socket->wslay) != 0)
        socket->is_broken = true;
    mark_dirty(socket);
}

static void open_socket(struct websocket *socket) {
    static const struct wslay_event_callbacks CALLBACKS = {
        .recv_callback = receive_bytes, .send_callback = send_bytes, .on_msg_recv_callback = take_message};
    if (wslay_event_context_server_init(&socket->wslay, &CALLBACKS, socket) != 0)
        abort();
    wslay_event_config_set_max_recv_msg_length(socket->wslay, MESSAGE_MAX);
    int on = 1;
    fcntl(socket->fd, F_SETFL, fcntl(socket->fd, F_GETFL) | O_NONBLOCK);
    setsockopt(socket->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on); /* fails on MHD's TLS pipe: no matter */
    socket->last_ping = socket->window_start = clock_monotonic();
    struct server *server = socket->server;
    socket->next = server->websockets;
    if (socket->next != NULL)
        socket->next->previous = socket;
    server->websockets = socket;
    atomic_fetch_add(&server->figures.websockets, 1);
    watch(socket, EPOLL_CTL_ADD);
}

static void on_upgrade(void *cls, struct MHD_Connection *mhd, void *unused, const char *extra,
                       size_t extra_length, MHD_socket fd, struct MHD_UpgradeResponseHandle *handle) {
    struct websocket *socket = cls;
    struct connection *connection =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
    socket->server = connection->exchange->server;
    socket->fd = fd;
    socket->handle = handle;
    if (extra_length > 0) {
        socket->early = malloc(extra_length);
        if (socket->early == NULL)
            abort();
        memcpy(socket->early, extra, extra_length);
        socket->early_length = extra_length;
    }
    connection->is_upgraded = true;
    connection->exchange->response_hidden.websocket = NULL;
    exchange_release(connection);
    open_socket(socket);
    socket->protocol->on_open(socket, socket->context);
    if (socket->server->draining)
        websocket_close(socket, WSLAY_CODE_GOING_AWAY, "The server is stopping");
    receive(socket);
}

void websocket_on_ready(struct websocket *socket) {
    receive(socket);
}

/* --- for the protocols --- */

void websocket_send(struct websocket *socket, const char *text, size_t length) {
    if (socket->server == NULL || socket->closing_since != 0)
        return;
    struct wslay_event_msg message = {WSLAY_TEXT_FRAME, (const uint8_t *)text, length};
    if (wslay_event_queue_msg(socket->wslay, &message) != 0)
        socket->is_broken = true;
    mark_dirty(socket);
}

void websocket_close(struct websocket *socket, uint16_t code, const char *reason) {
    if (socket->server == NULL || socket->closing_since != 0)
        return;
    socket->closing_since = clock_monotonic();
    if (wslay_event_queue_close(socket->wslay, code, (const uint8_t *)reason, strlen(reason)) != 0)
        socket->is_broken = true;
    mark_dirty(socket);
}

/* --- for the loop --- */

void websockets_flush(struct server *server) {
    while (server->dirty_websockets != NULL) {
        struct websocket *socket = server->dirty_websockets;
        server->dirty_websockets = socket->next_dirty;
        socket->is_dirty = false;
        flush(socket);
    }
}

static void ping(struct websocket *socket, int64_t now) {
    struct wslay_event_msg message = {WSLAY_PING, NULL, 0};
    socket->last_ping = now;
    socket->pings_unanswered++;
    if (wslay_event_queue_msg(socket->wslay, &message) != 0)
        socket->is_broken = true;
    mark_dirty(socket);
}

void websockets_sweep(struct server *server, int64_t now) {
    for (struct websocket *socket = server->websockets; socket != NULL;) {
        struct websocket *next = socket->next;
        bool is_late = socket->closing_since != 0 && now - socket->closing_since > CLOSE_S * SECOND_US;
        bool wants_ping = socket->closing_since == 0 && now - socket->last_ping >= PING_S * SECOND_US;
        if (is_late || (wants_ping && socket->pings_unanswered >= PINGS_UNANSWERED_MAX))
            drop(socket);
        else if (wants_ping)
            ping(socket, now);
        socket = next;
    }
    websockets_flush(server);
}

void websockets_close_all(struct server *server) {
    for (struct websocket *socket = server->websockets; socket != NULL; socket = socket->next)
        websocket_close(socket, WSLAY_CODE_GOING_AWAY, "The server is stopping");
}

void websockets_drop_all(struct server *server) {
    while (server->websockets != NULL)
        drop(server->websockets);
}
