/* The registry of open sockets, and what is sent to them. All of it lives on the I/O thread; other threads
 * only post work to it.
 *
 * A socket must miss nothing between the moment a worker read its replay from the database and the moment it
 * is registered here. Rather than lock the two together, the registry remembers the last events that it sent:
 * what was published in between is taken from there, and when that is not enough the socket is told to come
 * again.
 */
#include "live/live.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "live/live_internal.h"
#include "net/server.h"
#include "net/websocket.h"

enum { BUCKETS = 256 };
/* Far more events than are published while one socket is being opened. */
enum { RECENT_EVENTS = 256 };
enum { CLOSE_TRY_AGAIN = 1013, CLOSE_POLICY = 1008 };

struct live {
    /* immutable after attach */
    struct server *server;
    struct live_hooks hooks;
    /* any thread */
    atomic_uint_fast64_t published;
    /* the I/O thread's own */
    struct member *buckets[BUCKETS];
    struct event recent[RECENT_EVENTS]; /* a ring; the next goes to recent[sent % RECENT_EVENTS] */
    uint64_t sent;
    uint64_t last_member_id;
    struct arena *arena; /* for one message at a time */
};

/* Work for the I/O thread. */
struct post {
    struct live *live;
    struct event event; /* of live_publish */
    char stream[UUID_TEXT_SIZE], key[RECRUITER_KEY_SIZE],
        *text; /* of live_tell (text) and live_disconnect (NULL) */
};

struct live *live_create(void) {
    struct live *live = calloc(1, sizeof *live);
    if (!live)
        abort();
    live->arena = arena_create();
    return live;
}

void live_attach(struct live *live, struct server *server) {
    live->server = server;
}

void live_set_hooks(struct live *live, const struct live_hooks *hooks) {
    live->hooks = *hooks;
}

void live_destroy(struct live *live) {
    if (!live)
        return;
    arena_destroy(live->arena);
    free(live);
}

uint64_t live_published_count(struct live *live) {
    return atomic_load(&live->published);
}

/* --- the registry --- */

static struct member **bucket_of(struct live *live, const char *stream) {
    uint32_t hash = 2166136261u; /* FNV-1a */
    for (const char *c = stream; *c; c++)
        hash = (hash ^ (unsigned char)*c) * 16777619u;
    return &live->buckets[hash % BUCKETS];
}

static void registry_add(struct live *live, struct member *member) {
    struct member **bucket = bucket_of(live, member->stream);
    member->next = *bucket;
    *bucket = member;
}

static void registry_remove(struct live *live, const struct member *member) {
    struct member **link = bucket_of(live, member->stream);
    while (*link != member)
        link = &(*link)->next;
    *link = member->next;
}

/* The first member of the stream at or after `member` in its bucket. */
static struct member *in_stream(struct member *member, const char *stream) {
    while (member && strcmp(member->stream, stream) != 0)
        member = member->next;
    return member;
}

#define FOR_EACH_MEMBER(each, live, name)                                                                    \
    for (struct member *each = in_stream(*bucket_of(live, name), name); each;                                \
         each = in_stream(each->next, name))

void live_each_member(struct live *live, const char *stream,
                      void (*fn)(void *context, const struct live_member *member), void *context) {
    FOR_EACH_MEMBER(member, live, stream)
    fn(context, &member->public);
}

bool live_send_to(struct live *live, const char *stream, uint64_t member_id, const char *text,
                  size_t length) {
    FOR_EACH_MEMBER(member, live, stream) {
        if (member->public.id == member_id) {
            websocket_send(member->socket, text, length);
            return true;
        }
    }
    return false;
}

/* --- messages --- */

/* Starts a message of that type; the caller adds its members and closes the object. */
static struct json begin_message(struct live *live, const char *type) {
    struct json json;
    arena_reset(live->arena);
    json_init(&json, live->arena);
    json_begin_object(&json, NULL);
    json_put_string(&json, "type", type);
    return json;
}

static void send_event(struct member *member, const struct event *event) {
    struct json json = begin_message(member->live, "event");
    event_write(&json, event);
    json_end_object(&json);
    websocket_send(member->socket, json.out.data, json.out.length);
}

static void send_ready(struct member *member) {
    struct json json = begin_message(member->live, "ready");
    json_put_integer(&json, "last", member->replayed);
    json_put_bool(&json, "complete", member->complete);
    json_put_integer(&json, "member", (int64_t)member->public.id);
    json_end_object(&json);
    websocket_send(member->socket, json.out.data, json.out.length);
}

static bool may_see(const struct member *member, const struct event *event) {
    if (member->public.guest || event->sequence <= member->replayed)
        return false;
    return !event->visible_to[0] || strcmp(event->visible_to, member->key) == 0;
}

/* A person with several screens is listed once. */
static bool is_first_screen(struct live *live, const struct member *member) {
    FOR_EACH_MEMBER(other, live, member->stream) {
        if (other == member)
            return true;
        if (!other->public.guest && strcmp(other->key, member->key) == 0)
            return false;
    }
    return true;
}

static void send_presence(struct live *live, const char *stream) {
    if (strcmp(stream, LIVE_LISTS) == 0)
        return;
    struct json json = begin_message(live, "presence");
    json_begin_array(&json, "people");
    FOR_EACH_MEMBER(member, live, stream) {
        if (member->public.guest || !is_first_screen(live, member))
            continue;
        json_begin_object(&json, NULL);
        json_put_string(&json, "key", member->key);
        json_put_string(&json, "name", member->name);
        json_end_object(&json);
    }
    json_end_array(&json);
    json_end_object(&json);
    FOR_EACH_MEMBER(member, live, stream) {
        if (!member->public.guest)
            websocket_send(member->socket, json.out.data, json.out.length);
    }
}

/* --- publishing --- */

static struct post *post_create(struct live *live) {
    struct post *post = calloc(1, sizeof *post);
    if (!post)
        abort();
    post->live = live;
    return post;
}

static void post_destroy(struct post *post) {
    free(post->text);
    free(post);
}

/* Without a server (a command, a unit test) nobody is listening. */
static void send_post(struct post *post, void (*fn)(void *context)) {
    if (!post->live->server || !server_post(post->live->server, fn, post))
        post_destroy(post);
}

static void deliver_event(void *context) {
    struct post *post = context;
    struct live *live = post->live;
    live->recent[live->sent++ % RECENT_EVENTS] = post->event;
    FOR_EACH_MEMBER(member, live, post->event.stream) {
        if (may_see(member, &post->event))
            send_event(member, &post->event);
    }
    post_destroy(post);
}

void live_publish(struct live *live, const struct event *event) {
    assert(event->sequence > 0); /* it was appended */
    atomic_fetch_add(&live->published, 1);
    struct post *post = post_create(live);
    post->event = *event;
    send_post(post, deliver_event);
}

static void deliver_text(void *context) {
    struct post *post = context;
    FOR_EACH_MEMBER(member, post->live, post->stream) {
        if (strcmp(member->key, post->key) == 0)
            websocket_send(member->socket, post->text, strlen(post->text));
    }
    post_destroy(post);
}

static void disconnect_key(void *context) {
    struct post *post = context;
    struct member *next;
    for (struct member *member = *bucket_of(post->live, post->stream); member; member = next) {
        next = member->next; /* closing may remove the member at once */
        if (strcmp(member->stream, post->stream) == 0 && strcmp(member->key, post->key) == 0)
            websocket_close(member->socket, CLOSE_POLICY, "removed");
    }
    post_destroy(post);
}

static struct post *post_to_key(struct live *live, const char *stream, const char *key) {
    struct post *post = post_create(live);
    snprintf(post->stream, sizeof post->stream, "%s", stream);
    snprintf(post->key, sizeof post->key, "%s", key);
    return post;
}

void live_tell(struct live *live, const char *stream, const char *key, const char *text) {
    struct post *post = post_to_key(live, stream, key);
    post->text = strdup(text);
    if (!post->text)
        abort();
    send_post(post, deliver_text);
}

void live_disconnect(struct live *live, const char *stream, const char *key) {
    send_post(post_to_key(live, stream, key), disconnect_key);
}

/* --- the socket's life --- */

/* What was published since the backlog was read; false when the registry no longer has all of it. */
static bool send_recent(struct member *member) {
    struct live *live = member->live;
    if (live_published_count(live) - member->published_before > RECENT_EVENTS)
        return false;
    uint64_t first = live->sent > RECENT_EVENTS ? live->sent - RECENT_EVENTS : 0;
    for (uint64_t i = first; i < live->sent; i++) {
        const struct event *event = &live->recent[i % RECENT_EVENTS];
        if (strcmp(event->stream, member->stream) == 0 && may_see(member, event))
            send_event(member, event);
    }
    return true;
}

static void on_open(struct websocket *socket, void *context) {
    struct member *member = context;
    struct live *live = member->live;
    member->socket = socket;
    member->public = (struct live_member){
        .id = ++live->last_member_id,
        .stream = member->stream,
        .key = member->key,
        .name = member->name,
        .guest = member->public.guest,
    };
    registry_add(live, member);
    for (size_t i = 0; i < member->backlog_count; i++)
        send_event(member, &member->backlog[i]);
    free(member->backlog);
    member->backlog = NULL;
    if (!send_recent(member)) {
        websocket_close(socket, CLOSE_TRY_AGAIN, "too busy to catch up");
        return;
    }
    send_ready(member);
    if (!member->public.guest)
        send_presence(live, member->stream);
    if (live->hooks.on_join)
        live->hooks.on_join(live->hooks.context, live, &member->public);
}

static void on_message(struct websocket *socket, void *context, const char *text, size_t length) {
    struct member *member = context;
    struct live *live = member->live;
    json_t *message = json_loadb(text, length, JSON_REJECT_DUPLICATES, NULL);
    if (!json_is_string(json_object_get(message, "type")))
        websocket_close(socket, CLOSE_POLICY, "a message is an object with a type");
    else if (live->hooks.on_message)
        live->hooks.on_message(live->hooks.context, live, &member->public, message);
    json_decref(message);
}

static void on_close(struct websocket *socket, void *context) {
    struct member *member = context;
    if (member->socket) {
        struct live *live = member->live;
        registry_remove(live, member);
        if (live->hooks.on_leave)
            live->hooks.on_leave(live->hooks.context, live, &member->public);
        if (!member->public.guest)
            send_presence(live, member->stream);
    }
    free(member->backlog);
    free(member);
}

const struct ws_protocol live_protocol = {.on_open = on_open, .on_message = on_message, .on_close = on_close};
