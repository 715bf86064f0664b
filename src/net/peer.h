/* Who is connected: connections and token buckets per address. I/O thread only. Private to src/net/. */
#ifndef NET_PEER_H
#define NET_PEER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

#include "net/http.h"

enum { ADDRESS_TEXT_SIZE = 46, PEER_CONNECTIONS_MAX = 100, PROXY_CONNECTIONS_MAX = 8192 };

struct peers;
struct peer;

/* `has_passwords`: there is something to guess, so not even this computer may try without limit. */
struct peers *peers_create(bool has_passwords);
void peers_destroy(struct peers *peers);
/* The numeric text of a socket address; IPv4 in IPv6 as IPv4. */
void peer_format(const struct sockaddr *address, char out[ADDRESS_TEXT_SIZE]);
/* Finds or adds. The peer stays while it has connections, at least until the next sweep. */
struct peer *peer_get(struct peers *peers, const char *address);
const char *peer_address(const struct peer *peer);
unsigned peer_connections(const struct peer *peer);
void peer_connect(struct peer *peer);
void peer_disconnect(struct peer *peer);
/* Takes one token; people at this very computer need none. Otherwise false and the seconds until there is
 * one. */
bool peer_take_token(const struct peers *peers, struct peer *peer, enum rate_class rate, int64_t now,
                     unsigned *wait_s);
/* Forgets those without connections whose buckets are full again. */
void peers_sweep(struct peers *peers, int64_t now);

#endif
