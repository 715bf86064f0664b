/* Addresses in a small hash table, forgotten when they are idle. The limits stand here, one row a class. */
#include "net/peer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { SLOTS = 1024, CLASSES = RATE_NONE };

struct bucket {
    double missing; /* tokens below full */
    int64_t at;
};

struct peer {
    char address[ADDRESS_TEXT_SIZE];
    bool is_loopback;
    unsigned connections;
    struct bucket buckets[CLASSES];
    struct peer *next;
};

struct peers {
    struct peer *slots[SLOTS];
    bool has_passwords;
};

/* Several recruiters share an office's address, so the limits are a few times what one person needs. */
static const struct {
    double per_second, burst;
} LIMITS[CLASSES] = {
    [RATE_NORMAL] = {200, 2000},
    [RATE_UPLOAD] = {120 / 3600.0, 40},
    [RATE_LLM] = {240 / 3600.0, 60},
    [RATE_LOGIN] = {10 / 60.0, 10},
};

struct peers *peers_create(bool has_passwords) {
    struct peers *peers = calloc(1, sizeof *peers);
    if (peers == NULL)
        abort();
    peers->has_passwords = has_passwords;
    return peers;
}

void peers_destroy(struct peers *peers) {
    if (peers == NULL)
        return;
    for (size_t i = 0; i < SLOTS; i++) {
        for (struct peer *peer = peers->slots[i]; peer != NULL;) {
            struct peer *next = peer->next;
            free(peer);
            peer = next;
        }
    }
    free(peers);
}

void peer_format(const struct sockaddr *address, char out[ADDRESS_TEXT_SIZE]) {
    const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)(const void *)address;
    const struct sockaddr_in *v4 = (const struct sockaddr_in *)(const void *)address;
    out[0] = '\0';
    if (address->sa_family == AF_INET)
        inet_ntop(AF_INET, &v4->sin_addr, out, ADDRESS_TEXT_SIZE);
    else if (address->sa_family == AF_INET6 && IN6_IS_ADDR_V4MAPPED(&v6->sin6_addr))
        inet_ntop(AF_INET, v6->sin6_addr.s6_addr + 12, out, ADDRESS_TEXT_SIZE);
    else if (address->sa_family == AF_INET6)
        inet_ntop(AF_INET6, &v6->sin6_addr, out, ADDRESS_TEXT_SIZE);
}

/* One subscriber has a whole /64 of IPv6 and would otherwise have as many buckets. */
static void write_key(const char *address, char key[ADDRESS_TEXT_SIZE]) {
    struct in6_addr v6;
    strncpy(key, address, ADDRESS_TEXT_SIZE - 1);
    key[ADDRESS_TEXT_SIZE - 1] = '\0';
    if (inet_pton(AF_INET6, address, &v6) != 1 || IN6_IS_ADDR_LOOPBACK(&v6))
        return;
    memset(v6.s6_addr + 8, 0, 8);
    inet_ntop(AF_INET6, &v6, key, ADDRESS_TEXT_SIZE);
}

/* FNV-1a; the texts are of addresses that completed a TCP handshake, so nobody picks them freely. */
static size_t hash(const char *text) {
    uint32_t value = 2166136261u;
    for (; *text != '\0'; text++)
        value = (value ^ (unsigned char)*text) * 16777619u;
    return value % SLOTS;
}

struct peer *peer_get(struct peers *peers, const char *address) {
    char key[ADDRESS_TEXT_SIZE];
    write_key(address, key);
    struct peer **slot = &peers->slots[hash(key)];
    for (struct peer *peer = *slot; peer != NULL; peer = peer->next) {
        if (strcmp(peer->address, key) == 0)
            return peer;
    }
    struct peer *peer = calloc(1, sizeof *peer);
    if (peer == NULL)
        abort();
    memcpy(peer->address, key, sizeof key);
    peer->is_loopback = text_starts_with(key, "127.") || strcmp(key, "::1") == 0;
    peer->next = *slot;
    *slot = peer;
    return peer;
}

const char *peer_address(const struct peer *peer) {
    return peer->address;
}

unsigned peer_connections(const struct peer *peer) {
    return peer->connections;
}

void peer_connect(struct peer *peer) {
    peer->connections++;
}

void peer_disconnect(struct peer *peer) {
    peer->connections--;
}

static void refill(struct bucket *bucket, double per_second, int64_t now) {
    bucket->missing -= (double)(now - bucket->at) * 1e-6 * per_second;
    if (bucket->missing < 0)
        bucket->missing = 0;
    bucket->at = now;
}

bool peer_take_token(const struct peers *peers, struct peer *peer, enum rate_class rate, int64_t now,
                     unsigned *wait_s) {
    bool guesses = rate == RATE_LOGIN && peers->has_passwords;
    if (rate == RATE_NONE || (peer->is_loopback && !guesses))
        return true;
    struct bucket *bucket = &peer->buckets[rate];
    refill(bucket, LIMITS[rate].per_second, now);
    double lacking = bucket->missing + 1 - LIMITS[rate].burst;
    if (lacking > 0) {
        *wait_s = (unsigned)(lacking / LIMITS[rate].per_second) + 1;
        return false;
    }
    bucket->missing += 1;
    return true;
}

static bool is_idle(struct peer *peer, int64_t now) {
    bool idle = peer->connections == 0;
    for (int i = 0; i < CLASSES; i++) {
        refill(&peer->buckets[i], LIMITS[i].per_second, now);
        idle = idle && peer->buckets[i].missing <= 0;
    }
    return idle;
}

void peers_sweep(struct peers *peers, int64_t now) {
    for (size_t i = 0; i < SLOTS; i++) {
        for (struct peer **link = &peers->slots[i]; *link != NULL;) {
            struct peer *peer = *link;
            if (is_idle(peer, now)) {
                *link = peer->next;
                free(peer);
            } else {
                link = &peer->next;
            }
        }
    }
}
