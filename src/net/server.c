/* The server's loop and its life: MHD in external epoll mode, upgraded sockets, and work that comes back.
 *
 * MHD's own epoll thread is not used: it blocks when exactly 128 events are ready. MHD_resume_connection is
 * only called here, on the thread that runs MHD, followed by MHD_run.
 */
#include "net/server.h"

#include <errno.h>
#include <netdb.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/config.h"
#include "base/log.h"
#include "base/text.h"
#include "net/server_internal.h"
#include "net/websocket_internal.h"

enum {
    EVENTS_MAX = 128,
    BACKLOG = 1024,
    FAST_QUEUE = 1024, /* at a millisecond each, a second's work */
    SLOW_QUEUE = 64,
    CONNECTIONS_MAX = 16384,
    FILES_RESERVED = 256, /* descriptors for the database, uploads and static files */
    TLS_FILE_MAX = 256 * 1024,
    DRAIN_SWEEP_US = 20000,
    LATE_ANSWERS_US = 2000000, /* to send what the last handlers answered */
};

/* --- work that comes back, and calls from other threads --- */

/* Call with mu held. */
static void wake(struct server *server) {
    if (server->woken)
        return;
    server->woken = true;
    eventfd_write(server->wake_fd, 1);
}

void server_hand_back(struct exchange *exchange) {
    struct server *server = exchange->server;
    exchange->next = NULL;
    pthread_mutex_lock(&server->mu);
    if (server->finished_last != NULL)
        server->finished_last->next = exchange;
    else
        server->finished_first = exchange;
    server->finished_last = exchange;
    wake(server);
    pthread_mutex_unlock(&server->mu);
}

bool server_post(struct server *server, void (*fn)(void *context), void *context) {
    struct post *post = malloc(sizeof *post);
    if (post == NULL)
        abort();
    *post = (struct post){fn, context, NULL};
    pthread_mutex_lock(&server->mu);
    bool accepted = !server->closed;
    if (accepted) {
        if (server->posts_last != NULL)
            server->posts_last->next = post;
        else
            server->posts_first = post;
        server->posts_last = post;
        wake(server);
    }
    pthread_mutex_unlock(&server->mu);
    if (!accepted)
        free(post);
    return accepted;
}

void server_stop(struct server *server) {
    atomic_store(&server->stop_wanted, true);
    uint64_t one = 1;
    ssize_t written =
        write(server->wake_fd, &one, sizeof one); /* async-signal-safe; full means awake already */
    (void)written;
}

static void run_posts(struct post *post) {
    while (post != NULL) {
        struct post *next = post->next;
        post->fn(post->context);
        free(post);
        post = next;
    }
}

static void take_back(struct server *server) {
    eventfd_t count;
    eventfd_read(server->wake_fd, &count);
    pthread_mutex_lock(&server->mu);
    struct exchange *finished = server->finished_first;
    struct post *posts = server->posts_first;
    server->finished_first = server->finished_last = NULL;
    server->posts_first = server->posts_last = NULL;
    server->woken = false;
    pthread_mutex_unlock(&server->mu);
    while (finished != NULL) {
        struct exchange *next = finished->next;
        finished->stage = STAGE_ANSWER;
        MHD_resume_connection(finished->request_hidden.mhd);
        finished = next;
    }
    run_posts(posts);
}

/* --- the loop --- */

static int find_timeout(struct server *server) {
    int64_t now = clock_monotonic();
    int64_t wait_ms = server->next_sweep > now ? (server->next_sweep - now) / 1000 + 1 : 0;
    MHD_UNSIGNED_LONG_LONG mhd_ms;
    if (MHD_get_timeout(server->daemon, &mhd_ms) == MHD_YES && (int64_t)mhd_ms < wait_ms)
        wait_ms = (int64_t)mhd_ms;
    return (int)wait_ms;
}

static void sweep(struct server *server) {
    int64_t now = clock_monotonic();
    if (now < server->next_sweep)
        return;
    server->next_sweep = now + (server->draining ? DRAIN_SWEEP_US : SECOND_US);
    exchange_sweep(server, now);
    websockets_sweep(server, now);
    peers_sweep(server->peers, now);
}

static void run_once(struct server *server, bool waits) {
    struct epoll_event events[EVENTS_MAX];
    int count = epoll_wait(server->epoll_fd, events, EVENTS_MAX, waits ? find_timeout(server) : 0);
    for (int i = 0; i < count; i++) {
        void *source = events[i].data.ptr;
        if (source == &server->wake_fd)
            take_back(server);
        else if (source != &server->mhd_fd)
            websocket_on_ready(source);
    }
    websockets_flush(server); /* first: MHD_run then closes the sockets that were dropped */
    MHD_run(server->daemon);
    websockets_flush(server);
    sweep(server);
}

static void run_until_quiet(struct server *server, int64_t patience_us) {
    int64_t deadline = clock_monotonic() + patience_us;
    while (server->connections != NULL && clock_monotonic() < deadline)
        run_once(server, true);
}

/* Stops accepting, answers what was accepted, says goodbye to the sockets. */
static void drain(struct server *server) {
    /* what already waits in the kernel was accepted, as far as its sender can tell */
    for (int i = 0; i < 3; i++)
        run_once(server, false);
    server->draining = true;
    if (server->setup.on_stop)
        server->setup.on_stop(server->setup.workers[0]);
    close(MHD_quiesce_daemon(server->daemon));
    websockets_close_all(server);
    server->next_sweep = 0;
    run_until_quiet(server, DRAIN_DEADLINE_S * SECOND_US);
    atomic_store(&server->is_late, true);
    for (int i = 0; i < 2; i++) {
        pool_destroy(server->pools[i]); /* waits for the handlers that still run */
        server->pools[i] = NULL;
    }
    run_until_quiet(server, LATE_ANSWERS_US);
    log_write(LOG_INFO, "drained", "%zu requests left unanswered", server->active_exchanges);
}

void server_run(struct server *server) {
    while (!atomic_load(&server->stop_wanted))
        run_once(server, true);
    drain(server);
    pthread_mutex_lock(&server->mu);
    server->closed = true;
    pthread_mutex_unlock(&server->mu);
    take_back(server);
    MHD_run(server->daemon);
    websockets_drop_all(server);
    MHD_run(server->daemon);
}

/* --- creating --- */

__attribute__((format(printf, 3, 4))) static bool refuse(char *problem, size_t size, const char *format,
                                                         ...) {
    va_list args;
    va_start(args, format);
    vsnprintf(problem, size, format, args);
    va_end(args);
    return false;
}

static void cut_list(struct arena *arena, const char *text, struct word_list *list) {
    char *rest = arena_strdup(arena, text);
    list->words = arena_array(arena, strlen(text) / 2 + 1, sizeof *list->words);
    for (char *word; (word = strsep(&rest, ",")) != NULL;) {
        word = text_trim(arena, word);
        size_t length = strlen(word);
        if (length > 1 && word[length - 1] == '/')
            word[length - 1] = '\0';
        if (*word != '\0')
            list->words[list->count++] = word;
    }
}

/* The host of PUBLIC_URL is allowed, and its origin is ours. */
static void read_public_url(struct server *server, struct word_list *hosts) {
    const char *url = server->config->public_url;
    if (url == NULL)
        return;
    const char *host = strstr(url, "://") + 3;
    size_t host_length = strcspn(host, "/");
    server->public_origin = arena_strndup(server->arena, url, (size_t)(host - url) + host_length);
    server->is_public_tls = text_starts_with(url, "https://");
    size_t name_length = host[0] == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":/");
    const char **words = arena_array(server->arena, hosts->count + 1, sizeof *words);
    memcpy(words, hosts->words, hosts->count * sizeof *words);
    words[hosts->count++] = arena_strndup(server->arena, host, name_length);
    hosts->words = words;
}

static void read_lists(struct server *server) {
    const struct config *config = server->config;
    cut_list(server->arena, config->allowed_hosts, &server->allowed_hosts);
    cut_list(server->arena, config->cors_origins, &server->cors_origins);
    cut_list(server->arena, config->trusted_proxies, &server->trusted_proxies);
    read_public_url(server, &server->allowed_hosts);
}

static int bind_socket(const struct addrinfo *address) {
    int fd = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    int on = 1;
    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, address->ai_addr, address->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0)
        return fd;
    int failed = errno;
    close(fd);
    errno = failed;
    return -1;
}

static unsigned read_port(int fd) {
    struct sockaddr_storage bound;
    socklen_t length = sizeof bound;
    char port[8] = "0";
    if (getsockname(fd, (struct sockaddr *)&bound, &length) == 0)
        getnameinfo((struct sockaddr *)&bound, length, NULL, 0, port, sizeof port, NI_NUMERICSERV);
    return (unsigned)strtoul(port, NULL, 10);
}

static bool listen_on(struct server *server, char *problem, size_t size) {
    const struct config *config = server->config;
    char port[8];
    snprintf(port, sizeof port, "%u", config->port);
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
    struct addrinfo *found = NULL;
    int failed = getaddrinfo(config->listen_address, port, &hints, &found);
    if (failed != 0)
        return refuse(problem, size, "LISTEN is \"%s\": %s.", config->listen_address, gai_strerror(failed));
    server->listen_fd = bind_socket(found);
    freeaddrinfo(found);
    if (server->listen_fd < 0)
        return refuse(problem, size, "Cannot listen on %s port %u: %s.", config->listen_address, config->port,
                      strerror(errno));
    server->port = read_port(server->listen_fd);
    return true;
}

/* Every connection takes a descriptor: raises the limit as far as it goes and leaves room for the rest. */
static unsigned find_connection_limit(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return 512;
    limit.rlim_cur = limit.rlim_max < 65536 ? limit.rlim_max : 65536;
    setrlimit(RLIMIT_NOFILE, &limit);
    rlim_t usable = limit.rlim_cur > 2 * FILES_RESERVED ? limit.rlim_cur - FILES_RESERVED : FILES_RESERVED;
    return usable < CONNECTIONS_MAX ? (unsigned)usable : CONNECTIONS_MAX;
}

static void log_from_mhd(void *unused, const char *format, va_list args) {
    char text[512];
    vsnprintf(text, sizeof text, format, args);
    text[strcspn(text, "\n")] = '\0';
    log_write(LOG_DEBUG, "http", "%s", text);
}

static char *read_pem(struct server *server, const char *path, char *problem, size_t size) {
    FILE *file = fopen(path, "re");
    char *text = arena_alloc(server->arena, TLS_FILE_MAX);
    size_t length = file != NULL ? fread(text, 1, TLS_FILE_MAX - 1, file) : 0;
    if (length == 0)
        refuse(problem, size, "%s cannot be read: %s.", path, file == NULL ? strerror(errno) : "it is empty");
    if (file != NULL)
        fclose(file);
    return length > 0 ? text : NULL;
}

static bool start_mhd(struct server *server, char *problem, size_t size) {
    const struct config *config = server->config;
    unsigned flags = MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_ALLOW_UPGRADE | MHD_USE_ERROR_LOG;
    struct MHD_OptionItem tls[4] = {{MHD_OPTION_END, 0, NULL}};
    if (server->is_tls) {
        char *cert = read_pem(server, config->tls_cert, problem, size);
        char *key = cert != NULL ? read_pem(server, config->tls_key, problem, size) : NULL;
        if (key == NULL)
            return false;
        flags |= MHD_USE_TLS;
        tls[0] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_CERT, 0, cert};
        tls[1] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_KEY, 0, key};
        tls[2] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_PRIORITIES, 0,
                                         (void *)(uintptr_t) "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"};
        tls[3] = (struct MHD_OptionItem){MHD_OPTION_END, 0, NULL};
    }
    server->daemon = MHD_start_daemon(
        flags, 0, exchange_on_accept, server, exchange_on_request, server, MHD_OPTION_EXTERNAL_LOGGER,
        log_from_mhd, NULL, MHD_OPTION_LISTEN_SOCKET, server->listen_fd, MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY, MHD_OPTION_CONNECTION_LIMIT,
        find_connection_limit(), MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)KEEP_ALIVE_S,
        MHD_OPTION_URI_LOG_CALLBACK, exchange_on_request_line, server, MHD_OPTION_NOTIFY_COMPLETED,
        exchange_on_completed, server, MHD_OPTION_NOTIFY_CONNECTION, exchange_on_connection, server,
        MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, MHD_OPTION_ARRAY, tls, MHD_OPTION_END);
    if (server->daemon == NULL)
        return refuse(problem, size, "The HTTP server cannot start%s.",
                      server->is_tls ? ": check TLS_CERT and TLS_KEY" : "");
    server->listen_fd = -1; /* MHD's from here on */
    server->mhd_fd = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
    return true;
}

static void watch(struct server *server, int *fd) {
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = fd};
    if (epoll_ctl(server->epoll_fd, EPOLL_CTL_ADD, *fd, &event) != 0)
        abort();
}

static bool open_loop(struct server *server, char *problem, size_t size) {
    server->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    server->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (server->epoll_fd < 0 || server->wake_fd < 0)
        return refuse(problem, size, "Out of file descriptors.");
    watch(server, &server->mhd_fd);
    watch(server, &server->wake_fd);
    return true;
}

static void start_pools(struct server *server) {
    const struct server_setup *setup = &server->setup;
    server->pools[POOL_FAST] = pool_create(setup->workers, setup->fast_workers, FAST_QUEUE, exchange_work);
    server->pools[POOL_SLOW] =
        pool_create(setup->workers + setup->fast_workers, setup->slow_workers, SLOW_QUEUE, exchange_work);
}

struct server *server_create(const struct server_setup *setup, char *problem, size_t problem_size) {
    struct arena *arena = arena_create();
    struct server *server = arena_alloc(arena, sizeof *server);
    server->arena = arena;
    server->setup = *setup;
    server->config = setup->config;
    server->listen_fd = server->epoll_fd = server->wake_fd = -1;
    server->is_tls = setup->config->tls_cert != NULL;
    server->router = router_create(setup->routes);
    server->peers = peers_create(setup->config->auth != AUTH_OPEN);
    server->log_arena = arena_create();
    pthread_mutex_init(&server->mu, NULL);
    if (getrandom(&server->instance, sizeof server->instance, 0) < 0)
        abort();
    json_object_seed(0);
    read_lists(server);
    if (!listen_on(server, problem, problem_size) || !start_mhd(server, problem, problem_size) ||
        !open_loop(server, problem, problem_size)) {
        server_destroy(server);
        return NULL;
    }
    start_pools(server);
    return server;
}

unsigned server_port(const struct server *server) {
    return server->port;
}

void server_destroy(struct server *server) {
    if (server == NULL)
        return;
    for (int i = 0; i < 2; i++)
        pool_destroy(server->pools[i]);
    if (server->daemon != NULL)
        MHD_stop_daemon(server->daemon);
    if (server->listen_fd >= 0)
        close(server->listen_fd);
    if (server->epoll_fd >= 0)
        close(server->epoll_fd);
    if (server->wake_fd >= 0)
        close(server->wake_fd);
    exchange_free_all(server);
    peers_destroy(server->peers);
    router_destroy(server->router);
    arena_destroy(server->log_arena);
    pthread_mutex_destroy(&server->mu);
    arena_destroy(server->arena);
}
