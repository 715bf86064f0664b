/* Routes of the call: the recruiter's side (link, lobby) and the candidate's (join, state, leave). */
#include "call/call.h"

#include <string.h>

#include "account/account.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/uuid.h"
#include "call/call_room.h"
#include "call/call_store.h"
#include "call/call_token.h"
#include "interview/interview.h"
#include "live/live.h"
#include "live/worker.h"
#include "net/form.h"

#define GUEST_COOKIE "__Host-ic-guest"
enum { TOKEN_TEXT_MAX = 100, GUEST_COOKIE_AGE_S = 7 * 24 * 3600 };

static const int64_t LINK_LIFETIME_US = 7LL * 24 * 3600 * 1000000;

/* --- as JSON --- */

static bool uses_jitsi(const struct request *request) {
    return request->worker->config->jitsi_domain != NULL;
}

static void write_jitsi(struct json *json, struct request *request, const char *session_id, const char *name,
                        bool moderator) {
    const struct config *config = request->worker->config;
    if (!uses_jitsi(request)) {
        json_put_null(json, "jitsi");
        return;
    }
    const char *room = call_jitsi_room(config, session_id, request->arena);
    json_begin_object(json, "jitsi");
    json_put_string(json, "domain", config->jitsi_domain);
    json_put_string(json, "room", room);
    json_put_string(json, "jwt", call_jitsi_jwt(config, room, name, moderator, request->arena));
    json_end_object(json);
}

static void write_means(struct json *json, struct request *request) {
    json_put_string(json, "mode", uses_jitsi(request) ? "jitsi" : "builtin");
    json_put_raw(json, "ice_servers", request->worker->config->ice_servers);
}

/* The token stands behind the #, which browsers keep to themselves: no log and no Referer ever has it. */
static void write_link(struct json *json, const char *key, struct request *request,
                       const struct call_link *link) {
    const struct config *config = request->worker->config;
    json_begin_object(json, key);
    json_put_string(json, "url",
                    arena_printf(request->arena, "%s/join#%s", config->public_url,
                                 call_link_token(config, link->id, request->arena)));
    json_put_time(json, "expires_at", link->expires_at);
    json_end_object(json);
}

static void write_guests(struct json *json, const struct call_guest_list *guests) {
    json_begin_array(json, "guests");
    for (size_t i = 0; i < guests->count; i++) {
        const struct call_guest *guest = &guests->items[i];
        json_begin_object(json, NULL);
        json_put_string(json, "guest_id", guest->id);
        json_put_string(json, "name", guest->name);
        json_put_string(json, "state", guest->state);
        json_put_time(json, "joined_at", guest->created_at);
        json_end_object(json);
    }
    json_end_array(json);
}

/* --- the recruiter's side --- */

static enum err call_get_http(struct request *request, struct response *response) {
    const char *session_id;
    struct call_link link;
    struct call_guest_list guests;
    enum err failed = interview_require_id(request, &session_id);
    if (!failed)
        failed = call_guest_list(request->worker->db, session_id, request->arena, &guests);
    if (failed)
        return failed;
    enum err no_link =
        call_link_find_valid(request->worker->db, session_id, clock_now(), request->arena, &link);
    if (no_link && no_link != ERR_NOT_FOUND)
        return no_link;
    struct json *json = response_json(response, 200);
    json_begin_object(json, NULL);
    write_means(json, request);
    write_jitsi(json, request, session_id, request->who.name, true);
    if (no_link)
        json_put_null(json, "link");
    else
        write_link(json, "link", request, &link);
    write_guests(json, &guests);
    json_end_object(json);
    return ERR_OK;
}

struct call_change {
    struct call_link link;
    const char *token_hash;
    const char *recruiter;
    struct call_guest guest;
    const char *cookie_hash; /* set: the guest is new */
    struct event event;
};

static enum err insert_link(struct db *db, void *context) {
    struct call_change *change = context;
    enum err failed = call_link_insert(db, &change->link, change->token_hash, change->recruiter);
    return failed ? failed : event_append(db, &change->event);
}

static enum err revoke_links(struct db *db, void *context) {
    struct call_change *change = context;
    enum err failed = call_link_revoke_all(db, change->link.session_id, clock_now());
    return failed ? failed : event_append(db, &change->event);
}

static enum err write_change(struct request *request, db_write_fn fn, struct call_change *change,
                             const char *session_id) {
    event_init(&change->event, session_id, "call", session_id, 0, NULL);
    enum err failed = db_write(request->worker->store, fn, change);
    if (!failed)
        live_publish(request->worker->live, &change->event);
    return failed;
}

static enum err make_link(struct request *request, const char *session_id, struct call_link *link) {
    char *id = arena_alloc(request->arena, UUID_TEXT_SIZE);
    uuid_create(id);
    *link =
        (struct call_link){.id = id, .session_id = session_id, .expires_at = clock_now() + LINK_LIFETIME_US};
    const char *token = call_link_token(request->worker->config, id, request->arena);
    struct call_change change = {
        .link = *link, .token_hash = call_token_hash(token, request->arena), .recruiter = request->who.key};
    return write_change(request, insert_link, &change, session_id);
}

static enum err call_link_create_http(struct request *request, struct response *response) {
    struct interview interview;
    struct call_link link;
    enum err failed = interview_require(request, &interview);
    if (failed)
        return failed;
    if (interview_is_over(&interview))
        return request_fail(request, ERR_CONFLICT,
                            "The interview has ended; there is nothing to join any more");
    failed = call_link_find_valid(request->worker->db, interview.id, clock_now(), request->arena, &link);
    if (failed == ERR_NOT_FOUND)
        failed = make_link(request, interview.id, &link);
    if (!failed)
        write_link(response_json(response, 200), NULL, request, &link);
    return failed;
}

static enum err call_link_revoke_http(struct request *request, struct response *response) {
    struct call_change change = {0};
    enum err failed = interview_require_id(request, &change.link.session_id);
    if (!failed)
        failed = write_change(request, revoke_links, &change, change.link.session_id);
    if (!failed)
        response_empty(response, 204);
    return failed;
}

/* --- deciding about a candidate --- */

struct decision {
    const char *action;
    const char *state;
    const char *message; /* to the candidate's page; NULL: its sockets are closed instead */
};

static const struct decision DECISIONS[] = {
    {"admit", "admitted", "{\"type\":\"call.admitted\"}"},
    {"deny", "denied", "{\"type\":\"call.denied\"}"},
    {"remove", "left", NULL},
};

static const struct decision *find_decision(const char *action) {
    for (size_t i = 0; action && i < sizeof DECISIONS / sizeof *DECISIONS; i++)
        if (strcmp(DECISIONS[i].action, action) == 0)
            return &DECISIONS[i];
    return NULL;
}

static enum err update_guest(struct db *db, void *context) {
    struct call_change *change = context;
    enum err failed = call_guest_update(db, &change->guest, change->recruiter);
    return failed ? failed : event_append(db, &change->event);
}

static enum err find_guest(struct request *request, struct call_guest *guest) {
    enum err failed =
        call_guest_find(request->worker->db, request_param(request, "guest_id"), request->arena, guest);
    if (failed == ERR_NOT_FOUND ||
        (!failed && strcmp(guest->session_id, request_param(request, "session_id")) != 0))
        return request_fail(request, ERR_NOT_FOUND, "Nobody of this id has come through the link");
    return failed;
}

static void answer_ok(struct response *response) {
    struct json *json = response_json(response, 200);
    json_begin_object(json, NULL);
    json_put_string(json, "status", "ok");
    json_end_object(json);
}

static enum err call_decide_http(struct request *request, struct response *response) {
    struct call_change change = {.recruiter = request->who.key};
    struct form form;
    enum err failed = find_guest(request, &change.guest);
    if (!failed)
        failed = form_parse(request, &form);
    if (failed)
        return failed;
    const char *action = form_text(&form, "action", FORM_REQUIRED);
    const struct decision *decision = find_decision(action);
    if (action && !decision)
        form_error(&form, "action", "\"%s\" is not a valid choice.", action);
    if (form_check(&form))
        return ERR_INVALID;
    change.guest.state = decision->state;
    failed = write_change(request, update_guest, &change, change.guest.session_id);
    if (failed)
        return failed;
    bool admitted = strcmp(decision->state, "admitted") == 0;
    call_post_admission(request->worker->call, change.guest.id, admitted);
    if (decision->message)
        live_tell(request->worker->live, change.guest.session_id, change.guest.id, decision->message);
    else
        live_disconnect(request->worker->live, change.guest.session_id, change.guest.id);
    answer_ok(response);
    return ERR_OK;
}

/* --- the candidate's side --- */

/* ERR_NOT_FOUND without a valid cookie. */
static enum err guest_from_cookie(const struct request *request, struct call_guest *guest) {
    const char *cookie = request_cookie(request, GUEST_COOKIE);
    if (!cookie || strlen(cookie) > TOKEN_TEXT_MAX)
        return ERR_NOT_FOUND;
    return call_guest_find_by_hash(request->worker->db, call_token_hash(cookie, request->arena),
                                   request->arena, guest);
}

void call_identify_guest(struct request *request) {
    struct call_guest guest;
    if (guest_from_cookie(request, &guest))
        return;
    request->who.guest_id = guest.id;
    request->who.guest_session_id = guest.session_id;
}

static enum err answer_guest(struct request *request, struct response *response,
                             const struct call_guest *guest) {
    struct interview interview;
    enum err failed = interview_find(request->worker->db, guest->session_id, request->arena, &interview);
    if (failed)
        return failed;
    bool over = interview_is_over(&interview);
    struct json *json = response_json(response, 200);
    json_begin_object(json, NULL);
    json_put_string(json, "guest_id", guest->id);
    json_put_string(json, "name", guest->name);
    json_put_string(json, "state", over ? "ended" : guest->state);
    write_means(json, request);
    /* The room's name is for people who were let in. */
    if (!over && strcmp(guest->state, "admitted") == 0)
        write_jitsi(json, request, guest->session_id, guest->name, false);
    else
        json_put_null(json, "jitsi");
    json_put_null(json, "host_name");
    json_put_string(json, "session_status", interview.status);
    json_end_object(json);
    return ERR_OK;
}

/* The link that a token opens, or a sentence for the candidate. */
static enum err require_link(struct request *request, const char *token, struct call_link *link) {
    struct interview interview;
    enum err failed = call_link_find_by_hash(request->worker->db, call_token_hash(token, request->arena),
                                             request->arena, link);
    if (failed == ERR_NOT_FOUND)
        return request_fail(request, failed, "This link is not known. Ask for a new one.");
    if (failed)
        return failed;
    if (link->revoked_at || link->expires_at < clock_now())
        return request_fail(request, ERR_CONFLICT, "This link is no longer valid. Ask for a new one.");
    failed = interview_find(request->worker->db, link->session_id, request->arena, &interview);
    if (!failed && interview_is_over(&interview))
        return request_fail(request, ERR_CONFLICT, "This interview has ended.");
    return failed;
}

static enum err insert_guest(struct db *db, void *context) {
    struct call_change *change = context;
    enum err failed = call_guest_insert(db, &change->guest, change->cookie_hash);
    return failed ? failed : event_append(db, &change->event);
}

/* A browser that comes back keeps its place: an admitted candidate who reloads is not sent to the lobby
 * again. */
static enum err come_back(struct request *request, const char *name, struct call_change *change) {
    bool waits_again = strcmp(change->guest.state, "left") == 0 || strcmp(change->guest.state, "denied") == 0;
    change->guest.name = name;
    if (waits_again)
        change->guest.state = "lobby";
    return write_change(request, update_guest, change, change->guest.session_id);
}

static enum err come_first(struct request *request, struct response *response, const struct call_link *link,
                           const char *name, struct call_change *change) {
    char *id = arena_alloc(request->arena, UUID_TEXT_SIZE);
    const char *cookie = call_random_token(request->arena);
    uuid_create(id);
    change->guest = (struct call_guest){.id = id,
                                        .session_id = link->session_id,
                                        .link_id = link->id,
                                        .name = name,
                                        .state = "lobby",
                                        .created_at = clock_now()};
    change->cookie_hash = call_token_hash(cookie, request->arena);
    enum err failed = write_change(request, insert_guest, change, link->session_id);
    if (!failed)
        response_cookie(response, GUEST_COOKIE, cookie, GUEST_COOKIE_AGE_S);
    return failed;
}

/* No stricter rate than elsewhere: a token of 256 bits is not guessed. */
static enum err call_join_http(struct request *request, struct response *response) {
    struct form form;
    struct call_link link;
    struct call_change change = {0};
    const char *problem = NULL;
    enum err failed = form_parse(request, &form);
    if (failed)
        return failed;
    const char *token = form_text_max(&form, "token", FORM_REQUIRED, TOKEN_TEXT_MAX);
    const char *name = form_text(&form, "name", FORM_REQUIRED);
    if (name && !(name = identity_check_name(request, name, &problem)))
        form_error(&form, "name", "%s", problem);
    if (form_check(&form))
        return ERR_INVALID;
    failed = require_link(request, token, &link);
    if (failed)
        return failed;
    bool known = guest_from_cookie(request, &change.guest) == ERR_OK &&
                 strcmp(change.guest.session_id, link.session_id) == 0;
    failed = known ? come_back(request, name, &change) : come_first(request, response, &link, name, &change);
    return failed ? failed : answer_guest(request, response, &change.guest);
}

/* The guest behind the cookie; a recruiter has no place on these routes. */
static enum err require_guest(struct request *request, struct call_guest *guest) {
    enum err failed = guest_from_cookie(request, guest);
    if (failed == ERR_NOT_FOUND)
        return request_fail(request, ERR_DENIED, "Open the link that you were sent");
    return failed;
}

/* null for a browser that has not joined: no cookie is the ordinary case of a first visit, not an error. */
static enum err call_guest_get_http(struct request *request, struct response *response) {
    struct call_guest guest;
    enum err failed = guest_from_cookie(request, &guest);
    if (failed == ERR_NOT_FOUND) {
        json_put_null(response_json(response, 200), NULL);
        return ERR_OK;
    }
    return failed ? failed : answer_guest(request, response, &guest);
}

static enum err call_leave_http(struct request *request, struct response *response) {
    struct call_change change = {0};
    enum err failed = require_guest(request, &change.guest);
    if (failed)
        return failed;
    change.guest.state = "left";
    failed = write_change(request, update_guest, &change, change.guest.session_id);
    if (failed)
        return failed;
    call_post_admission(request->worker->call, change.guest.id, false);
    live_disconnect(request->worker->live, change.guest.session_id, change.guest.id);
    answer_ok(response);
    return ERR_OK;
}

/* After a restart of the server nobody is known as admitted any more; the stored state says it again here. */
static enum err call_live_http(struct request *request, struct response *response) {
    struct call_guest guest;
    enum err failed = require_guest(request, &guest);
    if (failed)
        return failed;
    call_post_admission(request->worker->call, guest.id, strcmp(guest.state, "admitted") == 0);
    request->who.name = guest.name;
    return live_upgrade_guest(request, response);
}

void call_end(struct worker *worker, const char *session_id) {
    static const char message[] = "{\"type\":\"call.ended\"}";
    struct arena *arena = arena_create();
    struct call_guest_list guests;
    if (call_guest_list(worker->db, session_id, arena, &guests) == ERR_OK)
        for (size_t i = 0; i < guests.count; i++) {
            call_post_admission(worker->call, guests.items[i].id, false);
            live_tell(worker->live, session_id, guests.items[i].id, message);
        }
    arena_destroy(arena);
}

const struct route call_routes[] = {
    {"GET", "/api/sessions/{session_id}/call/", call_get_http},
    {"POST", "/api/sessions/{session_id}/call/link/", call_link_create_http, .body_limit = BODY_SMALL},
    {"DELETE", "/api/sessions/{session_id}/call/link/", call_link_revoke_http},
    {"POST", "/api/sessions/{session_id}/call/guests/{guest_id}/", call_decide_http,
     .body_limit = BODY_SMALL},
    {"POST", "/api/call/join/", call_join_http, .access = ACCESS_PUBLIC, .body_limit = BODY_SMALL},
    {"GET", "/api/call/", call_guest_get_http, .access = ACCESS_PUBLIC},
    {"POST", "/api/call/leave/", call_leave_http, .access = ACCESS_GUEST, .body_limit = BODY_SMALL},
    {"GET", "/api/call/live/", call_live_http, .access = ACCESS_GUEST},
    {0},
};
