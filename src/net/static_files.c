#include "net/static_files.h"

#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "net/answer.h"
#include "net/exchange.h"
#include "net/range.h"

static const struct {
    const char *suffix, *type;
} TYPES[] = {
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".yaml", "application/yaml"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".webp", "image/webp"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".ttf", "font/ttf"},
    {".wasm", "application/wasm"},
    {".pdf", "application/pdf"},
    {".txt", "text/plain; charset=utf-8"},
};

static const struct { const char *token, *suffix; } ENCODINGS[] = {{"br", ".br"}, {"gzip", ".gz"}};

/* A file that was found, and how it is sent. */
struct found {
    int fd;
    struct stat info;
    const char *type;
    const char *encoding; /* NULL: as it is */
};

static const char *type_of(const char *name) {
    for (size_t i = 0; i < sizeof TYPES / sizeof TYPES[0]; i++) {
        if (text_ends_with_ignoring_case(name, TYPES[i].suffix))
            return TYPES[i].type;
    }
    return "application/octet-stream";
}

/* Hidden names and what could leave a folder are never opened. */
static bool is_plain(const char *segment) {
    return segment[0] != '\0' && segment[0] != '.' && strchr(segment, '/') == NULL;
}

/* The folder that holds the last segment, or -1. */
static int open_folder(const char *root, const char *const *segments, size_t count) {
    int folder = open(root, O_PATH | O_DIRECTORY | O_CLOEXEC);
    for (size_t i = 0; i + 1 < count && folder >= 0; i++) {
        int inner = is_plain(segments[i])
                        ? openat(folder, segments[i], O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
                        : -1;
        close(folder);
        folder = inner;
    }
    return folder;
}

static bool open_file(int folder, const char *name, struct found *found) {
    int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return false;
    if (fstat(fd, &found->info) != 0 || !S_ISREG(found->info.st_mode)) {
        close(fd);
        return false;
    }
    found->fd = fd;
    return true;
}

/* Opens the smallest form that the client takes; a part of a file is always of the plain one. */
static bool open_best(const struct exchange *exchange, int folder, const char *name, struct found *found) {
    const char *accepted = request_header(&exchange->request, "Accept-Encoding");
    bool plain = accepted == NULL || request_header(&exchange->request, "Range") != NULL;
    found->type = type_of(name);
    for (size_t i = 0; i < sizeof ENCODINGS / sizeof ENCODINGS[0] && !plain; i++) {
        char variant[NAME_MAX + 1];
        int length = snprintf(variant, sizeof variant, "%s%s", name, ENCODINGS[i].suffix);
        bool fits = length > 0 && (size_t)length < sizeof variant;
        if (fits && strstr(accepted, ENCODINGS[i].token) != NULL && open_file(folder, variant, found)) {
            found->encoding = ENCODINGS[i].token;
            return true;
        }
    }
    return open_file(folder, name, found);
}

static bool find(const char *root, const struct exchange *exchange, struct found *found) {
    static const char *const INDEX[] = {"index.html"};
    const struct uri *uri = &exchange->request_hidden.uri;
    const char *const *segments = uri->segments;
    size_t count = uri->segment_count;
    bool is_page = count == 0 || strchr(segments[count - 1], '.') == NULL;
    if (is_page) {
        segments = INDEX;
        count = 1;
    }
    if (!is_plain(segments[count - 1]))
        return false;
    int folder = open_folder(root, segments, count);
    if (folder < 0)
        return false;
    bool opened = open_best(exchange, folder, segments[count - 1], found);
    close(folder);
    if (is_page)
        found->type = TYPES[0].type;
    return opened;
}

static const char *write_etag(const struct exchange *exchange, const struct found *found) {
    return arena_printf(exchange->request.arena, "\"%" PRIx64 "-%" PRIx64 "%s%s\"",
                        (uint64_t)found->info.st_mtim.tv_sec * 1000000000u +
                            (uint64_t)found->info.st_mtim.tv_nsec,
                        (uint64_t)found->info.st_size, found->encoding != NULL ? "-" : "",
                        found->encoding != NULL ? found->encoding : "");
}

bool static_files_answer(const char *root, struct exchange *exchange) {
    struct found found = {.fd = -1};
    if (!find(root, exchange, &found))
        return false;
    const char *etag = write_etag(exchange, &found);
    const char *known = request_header(&exchange->request, "If-None-Match");
    struct MHD_Response *answer;
    if (known != NULL && strstr(known, etag) != NULL) {
        close(found.fd);
        answer = MHD_create_response_from_buffer(0, (void *)(uintptr_t) "", MHD_RESPMEM_PERSISTENT);
        exchange->response.status = MHD_HTTP_NOT_MODIFIED;
    } else {
        answer = range_respond(exchange, found.fd, (uint64_t)found.info.st_size);
        answer_put(answer, "Content-Type", found.type);
        if (found.encoding != NULL)
            answer_put(answer, "Content-Encoding", found.encoding);
    }
    bool is_hashed = text_starts_with(exchange->request.path, "/assets/");
    answer_put(answer, "Cache-Control", is_hashed ? "public, max-age=31536000, immutable" : "no-cache");
    answer_put(answer, "ETag", etag);
    answer_put(answer, "Vary", "Accept-Encoding, origin");
    answer_put_common(exchange, answer);
    exchange->answer = answer;
    exchange->answer_status = (unsigned)exchange->response.status;
    exchange->answer_length = exchange->response_hidden.length;
    return true;
}
