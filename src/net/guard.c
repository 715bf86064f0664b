/* Whether a request is let in, decided on its headers alone and before its body is read.
 *
 * The order of the checks is the order in which a client should hear of its mistakes: first what makes the
 * connection unsafe to go on with, then who may ask at all, then what it asks for.
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/config.h"
#include "base/text.h"
#include "net/server_internal.h"
#include "net/static_files.h"

#define CORS_METHODS "DELETE, GET, OPTIONS, PATCH, POST, PUT"
#define CORS_HEADERS                                                                                         \
    "accept, accept-encoding, authorization, content-type, dnt, origin, user-agent, x-csrftoken, "           \
    "x-requested-with, ngrok-skip-browser-warning, idempotency-key"

static const char *header(const struct exchange *exchange, const char *name) {
    return request_header(&exchange->request, name);
}

static bool list_has(const struct word_list *list, const char *word, size_t length) {
    for (size_t i = 0; i < list->count; i++) {
        if (strncasecmp(list->words[i], word, length) == 0 && list->words[i][length] == '\0')
            return true;
    }
    return false;
}

/* --- framing --- */

struct framing {
    unsigned fields, lengths, encodings, hosts;
    size_t bytes; /* of the header if every line is "name: value" and CR LF */
    bool is_odd;
};

/* A name of the grammar's "token" (RFC 9110, section 5.6.2): "Content-Length " is none. */
static bool is_token(const char *text) {
    size_t length = strlen(text);
    return length > 0 &&
           strspn(text, "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") ==
               length;
}

static enum MHD_Result count_header(void *context, enum MHD_ValueKind kind, const char *name,
                                    size_t name_length, const char *value, size_t value_length) {
    struct framing *framing = context;
    framing->fields++;
    framing->bytes += name_length + value_length + strlen(": \r\n");
    if (value == NULL || strlen(value) != value_length || !is_token(name)) {
        framing->is_odd = true;
    } else if (strcasecmp(name, "Content-Length") == 0) {
        framing->lengths++;
        framing->is_odd |= value_length == 0 || strspn(value, "0123456789") != value_length;
    } else if (strcasecmp(name, "Transfer-Encoding") == 0) {
        framing->encodings++;
        framing->is_odd |= strcasecmp(value, "chunked") != 0;
    } else if (strcasecmp(name, "Host") == 0) {
        framing->hosts++;
    }
    return MHD_YES;
}

/* MHD 0.9.75 is lenient: it cuts text at a NUL, unfolds lines, takes a lone LF for a line's end and several
 * spaces for one. A header that was written in the one plain way has exactly the size of its parts; the space
 * after a colon may be missing, and the text of a header that was cut is shorter than what came. */
static bool has_plain_size(const struct exchange *exchange, const char *version,
                           const struct framing *framing) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(exchange->request_hidden.mhd, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    const char *target = exchange->target != NULL ? exchange->target : "";
    size_t most = strlen(exchange->request.method) + strlen(target) + strlen(version) + strlen("  \r\n\r\n") +
                  framing->bytes;
    return info != NULL && info->header_size <= most && info->header_size + framing->fields >= most;
}

static bool refuse_and_close(struct exchange *exchange, int status, const char *sentence) {
    exchange->closes = true;
    exchange_fail(exchange, status, "%s", sentence);
    return false;
}

/* Two readers of one message must not disagree about where it ends (RFC 9112, section 6.3 and 11.2). */
static bool check_framing(struct exchange *exchange, const char *version) {
    struct framing framing = {0};
    MHD_get_connection_values_n(exchange->request_hidden.mhd, MHD_HEADER_KIND, count_header, &framing);
    bool old = strcmp(version, MHD_HTTP_VERSION_1_1) != 0;
    bool ambiguous = framing.is_odd || framing.lengths + framing.encodings > 1 || framing.hosts > 1 ||
                     (old && framing.encodings > 0);
    if (ambiguous)
        return refuse_and_close(exchange, 400, "The header of the request is ambiguous.");
    if (framing.fields > HEADER_FIELDS_MAX || framing.bytes > HEADER_BYTES_MAX)
        return refuse_and_close(exchange, 431, "The header of the request is too large.");
    if (!is_token(exchange->request.method) || !has_plain_size(exchange, version, &framing))
        return refuse_and_close(exchange, 400, "The header of the request is malformed.");
    return true;
}

static bool check_target(struct exchange *exchange) {
    struct request *request = &exchange->request;
    bool good = exchange->target != NULL;
    if (good && strlen(exchange->target) > URI_LENGTH_MAX)
        return refuse_and_close(exchange, 414, "The address of the request is too long.");
    bool is_asterisk = good && strcmp(exchange->target, "*") == 0 && strcmp(request->method, "OPTIONS") == 0;
    good = good && uri_parse(&request->hidden->uri, request->arena, is_asterisk ? "/" : exchange->target);
    if (!good) {
        exchange_fail(exchange, 400, "The address of the request is not valid.");
        return false;
    }
    request->path = request->hidden->uri.path;
    return true;
}

/* --- who asks --- */

static bool is_trusted_proxy(const struct server *server, const char *address, size_t length) {
    return list_has(&server->trusted_proxies, address, length);
}

/* The right-most address of X-Forwarded-For that is not one of our proxies; what stands left of it anybody
 * can write. */
static const char *find_forwarded(const struct exchange *exchange, const char *list) {
    const char *end = list + strlen(list);
    while (end > list) {
        const char *begin = end;
        while (begin > list && begin[-1] != ',')
            begin--;
        const char *word = text_trim(exchange->request.arena,
                                     arena_strndup(exchange->request.arena, begin, (size_t)(end - begin)));
        unsigned char bytes[16];
        if (inet_pton(AF_INET, word, bytes) != 1 && inet_pton(AF_INET6, word, bytes) != 1)
            return NULL;
        if (!is_trusted_proxy(exchange->server, word, strlen(word)))
            return word;
        end = begin > list ? begin - 1 : list;
    }
    return NULL;
}

/* Whether the request comes through a proxy whose word we take. */
static bool is_proxied(const struct exchange *exchange) {
    const char *address = peer_address(exchange->connection->peer);
    return is_trusted_proxy(exchange->server, address, strlen(address));
}

static enum MHD_Result take_forwarded(void *context, enum MHD_ValueKind kind, const char *name,
                                      const char *value) {
    if (strcasecmp(name, "X-Forwarded-For") == 0)
        *(const char **)context = value;
    return MHD_YES;
}

/* Some proxies append to the header, others add a line: what the nearest one wrote is at the end of the last
 * line. */
static const char *find_forwarded_line(const struct exchange *exchange) {
    const char *last = NULL;
    MHD_get_connection_values(exchange->request_hidden.mhd, MHD_HEADER_KIND, take_forwarded, &last);
    return last;
}

static void find_client(struct exchange *exchange) {
    const char *list = is_proxied(exchange) ? find_forwarded_line(exchange) : NULL;
    const char *forwarded = list != NULL ? find_forwarded(exchange, list) : NULL;
    exchange->request.client_address =
        forwarded != NULL ? forwarded
                          : arena_strdup(exchange->request.arena, peer_address(exchange->connection->peer));
}

static bool is_allowed_host(const struct server *server, const char *host, size_t length) {
    static const char *const OWN[] = {"localhost", "127.0.0.1", "[::1]"};
    for (size_t i = 0; i < sizeof OWN / sizeof OWN[0]; i++) {
        if (strlen(OWN[i]) == length && strncasecmp(OWN[i], host, length) == 0)
            return true;
    }
    for (size_t i = 0; i < server->allowed_hosts.count; i++) {
        const char *allowed = server->allowed_hosts.words[i];
        size_t size = strlen(allowed);
        bool below =
            allowed[0] == '.' && length >= size && strncasecmp(host + length - size, allowed, size) == 0;
        bool apex = allowed[0] == '.' && length == size - 1 && strncasecmp(host, allowed + 1, length) == 0;
        if (below || apex || strcmp(allowed, "*") == 0 ||
            (size == length && strncasecmp(host, allowed, size) == 0))
            return true;
    }
    return false;
}

/* Keeps pages of other sites from reaching the server under a name of theirs (DNS rebinding). */
static bool check_host(struct exchange *exchange) {
    const char *host = header(exchange, "Host");
    size_t length = 0;
    if (host != NULL)
        length = host[0] == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":");
    if (host != NULL && length <= strlen(host) && is_allowed_host(exchange->server, host, length))
        return true;
    exchange_fail(exchange, 400, "This host name is not in ALLOWED_HOSTS.");
    return false;
}

static bool is_same_origin(const struct exchange *exchange, const char *origin) {
    const struct server *server = exchange->server;
    if (server->public_origin != NULL && strcasecmp(origin, server->public_origin) == 0)
        return true;
    const char *forwarded = is_proxied(exchange) ? header(exchange, "X-Forwarded-Proto") : NULL;
    bool is_https = forwarded != NULL ? strcasecmp(forwarded, "https") == 0 : server->is_tls;
    const char *scheme = is_https ? "https://" : "http://";
    const char *host = header(exchange, "Host");
    size_t length = strlen(scheme);
    return host != NULL && strncasecmp(origin, scheme, length) == 0 && strcasecmp(origin + length, host) == 0;
}

static bool is_equal(const char *text, const char *expected) {
    return text != NULL && strcmp(text, expected) == 0;
}

/* A person following a link: the answer replaces the page that it came from and that page cannot read it. */
static bool is_navigation(const struct exchange *exchange) {
    return is_equal(header(exchange, "Sec-Fetch-Mode"), "navigate") &&
           is_equal(header(exchange, "Sec-Fetch-Dest"), "document") &&
           (is_equal(exchange->request.method, "GET") || is_equal(exchange->request.method, "HEAD"));
}

static bool is_from_here(const struct exchange *exchange, const char *origin) {
    if (origin != NULL)
        return exchange->cors_allowed || is_same_origin(exchange, origin);
    const char *site = header(exchange, "Sec-Fetch-Site");
    return site == NULL || strcmp(site, "same-origin") == 0 || strcmp(site, "none") == 0 ||
           is_navigation(exchange);
}

static bool answer_preflight(struct exchange *exchange) {
    response_empty(&exchange->response, 200);
    if (exchange->cors_allowed) {
        response_header(&exchange->response, "Access-Control-Allow-Methods", CORS_METHODS);
        response_header(&exchange->response, "Access-Control-Allow-Headers", CORS_HEADERS);
        response_header(&exchange->response, "Access-Control-Max-Age", "86400");
    }
    return false;
}

/* No page of another site may ask in the name of the person in front of it. */
static bool check_origin(struct exchange *exchange) {
    const char *origin = header(exchange, "Origin");
    exchange->cors_allowed =
        origin != NULL && list_has(&exchange->server->cors_origins, origin, strlen(origin));
    bool is_preflight = origin != NULL && is_equal(exchange->request.method, "OPTIONS") &&
                        header(exchange, "Access-Control-Request-Method") != NULL;
    if (is_preflight)
        return answer_preflight(exchange);
    if (is_from_here(exchange, origin))
        return true;
    exchange_fail(exchange, 403, "Pages of other sites may not use this server. See CORS_ALLOWED_ORIGINS.");
    return false;
}

/* --- what it asks for --- */

static bool refuse_method(struct exchange *exchange, const char *allow) {
    if (is_equal(exchange->request.method, "OPTIONS"))
        response_empty(&exchange->response, 200);
    else
        exchange_fail(exchange, 405, "Method \"%s\" not allowed.", exchange->request.method);
    response_header(&exchange->response, "Allow", allow);
    return false;
}

static bool answer_static(struct exchange *exchange) {
    if (!is_equal(exchange->request.method, "GET") && !is_equal(exchange->request.method, "HEAD"))
        return refuse_method(exchange, "GET, HEAD, OPTIONS");
    if (!static_files_answer(exchange->server->config->web_dir, exchange))
        exchange_fail(exchange, 404, "Not found.");
    return false;
}

static bool find_route(struct exchange *exchange) {
    struct request *request = &exchange->request;
    struct route_match *match = &request->hidden->match;
    router_find(exchange->server->router, request->arena, request->method, &request->hidden->uri, match);
    if (match->route == NULL && match->allow != NULL)
        return refuse_method(exchange, match->allow);
    if (match->route == NULL && !text_starts_with(request->path, "/api/"))
        return answer_static(exchange);
    if (match->route == NULL) {
        exchange_fail(exchange, 404, "Not found.");
        return false;
    }
    request->route = match->route;
    exchange->body_limit = match->route->body_limit;
    return true;
}

/* Browsers that open an address of the API get JSON too: there is no HTML version of it. */
static bool check_accept(struct exchange *exchange) {
    static const char *const GOOD[] = {"*/*", "application/*", "application/json", "text/html", "text/*"};
    const char *accept = header(exchange, "Accept");
    if (accept == NULL || *accept == '\0' || exchange->request.route->any_media)
        return true;
    for (size_t i = 0; i < sizeof GOOD / sizeof GOOD[0]; i++) {
        if (strcasestr(accept, GOOD[i]) != NULL)
            return true;
    }
    exchange_fail(exchange, 406, "Could not satisfy the request Accept header.");
    return false;
}

static bool check_rate(struct exchange *exchange) {
    unsigned wait_s = 0;
    struct peer *peer = peer_get(exchange->server->peers, exchange->request.client_address);
    if (peer_take_token(exchange->server->peers, peer, exchange->request.route->rate, clock_monotonic(),
                        &wait_s))
        return true;
    exchange_fail(exchange, 429, "Request was throttled. Expected available in %u second%s.", wait_s,
                  wait_s == 1 ? "" : "s");
    response_header(&exchange->response, "Retry-After", arena_printf(exchange->request.arena, "%u", wait_s));
    return false;
}

static bool is_media_type(const char *content_type, const char *media_type) {
    size_t length = strlen(media_type);
    if (content_type == NULL || strncasecmp(content_type, media_type, length) != 0)
        return false;
    return content_type[length] == '\0' || strchr("; \t", content_type[length]) != NULL;
}

static bool has_body(const struct exchange *exchange) {
    const char *length = header(exchange, "Content-Length");
    return header(exchange, "Transfer-Encoding") != NULL ||
           (length != NULL && strspn(length, "0") != strlen(length));
}

static bool check_media_type(struct exchange *exchange) {
    struct request_private *hidden = &exchange->request_hidden;
    hidden->content_type = header(exchange, "Content-Type");
    hidden->is_multipart = is_media_type(hidden->content_type, "multipart/form-data");
    if (exchange->body_limit == 0 || !has_body(exchange) || hidden->is_multipart)
        return true;
    bool is_form = is_media_type(hidden->content_type, "application/x-www-form-urlencoded");
    if (is_form ||
        (is_media_type(hidden->content_type, "application/json") && !exchange->request.route->multipart_only))
        return true;
    exchange_fail(exchange, 415, "Unsupported media type \"%s\" in request.",
                  hidden->content_type != NULL ? hidden->content_type : "");
    return false;
}

static bool check_length(struct exchange *exchange) {
    const char *text = header(exchange, "Content-Length");
    unsigned long long length = text != NULL ? strtoull(text, NULL, 10) : 0;
    if (exchange->body_limit == 0 || length <= exchange->body_limit)
        return true;
    guard_refuse_length(exchange);
    exchange->closes = length > DISCARD_MAX;
    return false;
}

void guard_refuse_length(struct exchange *exchange) {
    bool is_fields = !exchange->request_hidden.is_multipart && exchange->body_limit >= BODY_FIELDS;
    /* 400 is what existing clients get for fields of more than 2.5 MB */
    exchange_fail(exchange, is_fields ? 400 : 413,
                  "The request is larger than the %zu KB that are accepted here.",
                  exchange->body_limit / 1024);
}

bool guard_admit(struct exchange *exchange, const char *version) {
    if (!check_framing(exchange, version) || !check_target(exchange))
        return false;
    find_client(exchange);
    return check_host(exchange) && check_origin(exchange) && find_route(exchange) && check_accept(exchange) &&
           check_rate(exchange) && check_media_type(exchange) && check_length(exchange);
}
