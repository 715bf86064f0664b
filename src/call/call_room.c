#include "call/call_room.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/uuid.h"
#include "call/call.h"
#include "live/live.h"
#include "net/server.h"

enum { NAME_SIZE = 400 /* 80 code points and room to spare */ };

/* A socket that is in the call of its interview. */
struct peer {
    struct peer *next;
    uint64_t member;
    char stream[UUID_TEXT_SIZE];
    char name[NAME_SIZE];
    bool guest, audio, video, screen;
};

struct admitted {
    struct admitted *next;
    char guest_id[UUID_TEXT_SIZE];
};

/* Everything here belongs to the I/O thread. */
struct call {
    struct live *live;     /* borrowed */
    struct server *server; /* borrowed */
    struct peer *peers;
    struct admitted *admitted;
};

/* --- messages --- */

static struct json begin_message(struct arena *arena, const char *type) {
    struct json json;
    json_init(&json, arena);
    json_begin_object(&json, NULL);
    json_put_string(&json, "type", type);
    return json;
}

static void write_peer(struct json *json, const char *key, const struct peer *peer) {
    json_begin_object(json, key);
    json_put_integer(json, "member", (int64_t)peer->member);
    json_put_string(json, "name", peer->name);
    json_put_bool(json, "guest", peer->guest);
    json_put_bool(json, "audio", peer->audio);
    json_put_bool(json, "video", peer->video);
    json_put_bool(json, "screen", peer->screen);
    json_end_object(json);
}

static void send_to(struct call *call, const char *stream, uint64_t member, struct json *json) {
    json_end_object(json);
    live_send_to(call->live, stream, member, json->out.data, json->out.length);
}

/* To everybody in the room but `peer`. */
static void send_to_others(struct call *call, const struct peer *peer, struct json *json) {
    json_end_object(json);
    for (const struct peer *other = call->peers; other; other = other->next)
        if (other != peer && strcmp(other->stream, peer->stream) == 0)
            live_send_to(call->live, other->stream, other->member, json->out.data, json->out.length);
}

/* --- peers --- */

static struct peer *find_peer(struct call *call, const char *stream, uint64_t member) {
    for (struct peer *peer = call->peers; peer; peer = peer->next)
        if (peer->member == member && strcmp(peer->stream, stream) == 0)
            return peer;
    return NULL;
}

static size_t count_peers(const struct call *call, const char *stream) {
    size_t count = 0;
    for (const struct peer *peer = call->peers; peer; peer = peer->next)
        count += strcmp(peer->stream, stream) == 0;
    return count;
}

static bool is_admitted(const struct call *call, const char *guest_id) {
    for (const struct admitted *entry = call->admitted; entry; entry = entry->next)
        if (strcmp(entry->guest_id, guest_id) == 0)
            return true;
    return false;
}

static bool may_talk(const struct call *call, const struct live_member *member) {
    return strcmp(member->stream, LIVE_LISTS) != 0 && (!member->guest || is_admitted(call, member->key));
}

static void take_media(struct peer *peer, const json_t *message) {
    peer->audio = json_is_true(json_object_get(message, "audio"));
    peer->video = json_is_true(json_object_get(message, "video"));
    peer->screen = json_is_true(json_object_get(message, "screen"));
}

static struct peer *add_peer(struct call *call, const struct live_member *member) {
    struct peer *peer = calloc(1, sizeof *peer);
    if (!peer)
        abort();
    peer->member = member->id;
    peer->guest = member->guest;
    snprintf(peer->stream, sizeof peer->stream, "%s", member->stream);
    snprintf(peer->name, sizeof peer->name, "%s", member->name);
    peer->next = call->peers;
    call->peers = peer;
    return peer;
}

static void remove_peer(struct call *call, struct peer *peer, struct arena *arena) {
    struct json json = begin_message(arena, "call.peer_left");
    json_put_integer(&json, "member", (int64_t)peer->member);
    send_to_others(call, peer, &json);
    struct peer **link = &call->peers;
    while (*link != peer)
        link = &(*link)->next;
    *link = peer->next;
    free(peer);
}

/* --- what browsers say --- */

static void send_room(struct call *call, const struct peer *joined, struct arena *arena) {
    struct json json = begin_message(arena, "call.room");
    json_begin_array(&json, "peers");
    for (const struct peer *peer = call->peers; peer; peer = peer->next)
        if (peer != joined && strcmp(peer->stream, joined->stream) == 0)
            write_peer(&json, NULL, peer);
    json_end_array(&json);
    send_to(call, joined->stream, joined->member, &json);
}

static void on_join_call(struct call *call, const struct live_member *from, const json_t *message,
                         struct arena *arena) {
    struct peer *peer = find_peer(call, from->stream, from->id);
    if (!peer && count_peers(call, from->stream) >= CALL_PEERS_MAX) {
        struct json json = begin_message(arena, "call.full");
        send_to(call, from->stream, from->id, &json);
        return;
    }
    bool is_new = !peer;
    if (is_new)
        peer = add_peer(call, from);
    take_media(peer, message);
    send_room(call, peer, arena);
    struct json json = begin_message(arena, is_new ? "call.peer_joined" : "call.peer_state");
    write_peer(&json, "peer", peer);
    send_to_others(call, peer, &json);
}

static void on_state(struct call *call, struct peer *peer, const json_t *message, struct arena *arena) {
    take_media(peer, message);
    struct json json = begin_message(arena, "call.peer_state");
    write_peer(&json, "peer", peer);
    send_to_others(call, peer, &json);
}

static void on_signal(struct call *call, const struct peer *peer, const json_t *message,
                      struct arena *arena) {
    uint64_t to = (uint64_t)json_integer_value(json_object_get(message, "to"));
    char *data = json_dumps(json_object_get(message, "data"), JSON_COMPACT | JSON_ENCODE_ANY);
    if (data && find_peer(call, peer->stream, to)) {
        struct json json = begin_message(arena, "call.signal");
        json_put_integer(&json, "from", (int64_t)peer->member);
        json_put_raw(&json, "data", data);
        send_to(call, peer->stream, to, &json);
    }
    free(data);
}

static void dispatch(struct call *call, const struct live_member *from, const json_t *message,
                     struct arena *arena) {
    const char *type = json_string_value(json_object_get(message, "type"));
    if (strcmp(type, "call.join") == 0) {
        on_join_call(call, from, message, arena);
        return;
    }
    struct peer *peer = find_peer(call, from->stream, from->id);
    if (!peer)
        return;
    if (strcmp(type, "call.state") == 0)
        on_state(call, peer, message, arena);
    else if (strcmp(type, "call.signal") == 0)
        on_signal(call, peer, message, arena);
    else if (strcmp(type, "call.leave") == 0)
        remove_peer(call, peer, arena);
}

static void on_message(void *context, struct live *live, const struct live_member *from,
                       const json_t *message) {
    struct call *call = context;
    if (!may_talk(call, from))
        return;
    struct arena *arena = arena_create();
    dispatch(call, from, message, arena);
    arena_destroy(arena);
}

/* --- candidates whose page is open --- */

struct guest_news {
    struct call *call;
    const char *stream;
    uint64_t leaving; /* a socket that is about to go; 0: none */
    struct json json;
};

static void write_connected(void *context, const struct live_member *member) {
    struct guest_news *news = context;
    if (member->guest && member->id != news->leaving)
        json_put_string(&news->json, NULL, member->key);
}

static void send_news(void *context, const struct live_member *member) {
    const struct guest_news *news = context;
    if (!member->guest && member->id != news->leaving)
        live_send_to(news->call->live, news->stream, member->id, news->json.out.data, news->json.out.length);
}

static void tell_recruiters(struct call *call, const struct live_member *changed, bool leaves) {
    struct arena *arena = arena_create();
    struct guest_news news = {.call = call,
                              .stream = changed->stream,
                              .leaving = leaves ? changed->id : 0,
                              .json = begin_message(arena, "call.guests")};
    json_begin_array(&news.json, "connected");
    live_each_member(call->live, news.stream, write_connected, &news);
    json_end_array(&news.json);
    json_end_object(&news.json);
    live_each_member(call->live, news.stream, send_news, &news);
    arena_destroy(arena);
}

static void on_join(void *context, struct live *live, const struct live_member *member) {
    if (strcmp(member->stream, LIVE_LISTS) != 0)
        tell_recruiters(context, member, false);
}

static void on_leave(void *context, struct live *live, const struct live_member *member) {
    struct call *call = context;
    struct peer *peer = find_peer(call, member->stream, member->id);
    if (peer) {
        struct arena *arena = arena_create();
        remove_peer(call, peer, arena);
        arena_destroy(arena);
    }
    if (member->guest)
        tell_recruiters(call, member, true);
}

/* --- admission, asked for by the HTTP side --- */

struct admission {
    struct call *call;
    char guest_id[UUID_TEXT_SIZE];
    bool admitted;
};

static void forget(struct call *call, const char *guest_id) {
    for (struct admitted **link = &call->admitted; *link;) {
        struct admitted *entry = *link;
        if (strcmp(entry->guest_id, guest_id) == 0) {
            *link = entry->next;
            free(entry);
        } else {
            link = &entry->next;
        }
    }
}

static void remember(struct call *call, const char *guest_id) {
    struct admitted *entry = calloc(1, sizeof *entry);
    if (!entry)
        abort();
    snprintf(entry->guest_id, sizeof entry->guest_id, "%s", guest_id);
    entry->next = call->admitted;
    call->admitted = entry;
}

static void apply_admission(void *context) {
    struct admission *admission = context;
    forget(admission->call, admission->guest_id);
    if (admission->admitted)
        remember(admission->call, admission->guest_id);
    free(admission);
}

void call_post_admission(struct call *call, const char *guest_id, bool admitted) {
    struct admission *admission = calloc(1, sizeof *admission);
    if (!admission)
        abort();
    admission->call = call;
    admission->admitted = admitted;
    snprintf(admission->guest_id, sizeof admission->guest_id, "%s", guest_id);
    if (!server_post(call->server, apply_admission, admission))
        free(admission);
}

/* --- life --- */

struct call *call_create(void) {
    struct call *call = calloc(1, sizeof *call);
    if (!call)
        abort();
    return call;
}

void call_attach(struct call *call, struct live *live, struct server *server) {
    struct live_hooks hooks = {
        .context = call, .on_join = on_join, .on_leave = on_leave, .on_message = on_message};
    call->live = live;
    call->server = server;
    live_set_hooks(live, &hooks);
}

void call_destroy(struct call *call) {
    if (!call)
        return;
    while (call->peers) {
        struct peer *next = call->peers->next;
        free(call->peers);
        call->peers = next;
    }
    while (call->admitted) {
        struct admitted *next = call->admitted->next;
        free(call->admitted);
        call->admitted = next;
    }
    free(call);
}
