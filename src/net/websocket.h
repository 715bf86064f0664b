/* WebSocket connections (RFC 6455) on the I/O loop, through wslay.
 *
 * A handler that has checked who may listen answers with response_upgrade(response, &protocol, context); from
 * then on the callbacks run on the I/O thread. They must not block: work that needs the database goes through
 * REST. Limits: 64 KB a message, 50 messages and 64 KB a second, 1 MB of unsent bytes; a ping each 20 s,
 * closed when two go unanswered. Every function here is for the I/O thread only.
 */
#ifndef NET_WEBSOCKET_H
#define NET_WEBSOCKET_H

#include <stddef.h>
#include <stdint.h>

struct websocket;

struct ws_protocol {
    void (*on_open)(struct websocket *socket, void *context);
    /* A whole text message, NUL-terminated. Binary messages close the socket with 1003. */
    void (*on_message)(struct websocket *socket, void *context, const char *text, size_t length);
    /* Always called once, also after websocket_close; frees the context. */
    void (*on_close)(struct websocket *socket, void *context);
};

void websocket_send(struct websocket *socket, const char *text, size_t length); /* copies */
void websocket_close(struct websocket *socket, uint16_t code, const char *reason);

#endif
