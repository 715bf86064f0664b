/* Lines are JSON so that control characters of a message can never look like a line of their own. */
#include "base/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/json.h"

static atomic_int least_level = LOG_INFO;

void log_set_level(enum log_level least) {
    atomic_store(&least_level, (int)least);
}

bool log_is_on(enum log_level level) {
    return (int)level >= atomic_load_explicit(&least_level, memory_order_relaxed);
}

void log_begin(struct json *line, struct arena *arena, enum log_level level, const char *event) {
    static const char *const NAMES[] = {"debug", "info", "warning", "error"};
    json_init(line, arena);
    json_begin_object(line, NULL);
    json_put_time(line, "time", clock_now());
    json_put_string(line, "level", NAMES[level]);
    json_put_string(line, "event", event);
}

void log_end(struct json *line) {
    json_end_object(line);
    buffer_append_char(&line->out, '\n');
    /* One write keeps lines whole between threads; there is nobody to tell when it fails. */
    ssize_t written = write(STDERR_FILENO, line->out.data, line->out.length);
    (void)written;
}

void log_write(enum log_level level, const char *event, const char *format, ...) {
    if (!log_is_on(level))
        return;
    struct arena *arena = arena_create();
    struct json line;
    log_begin(&line, arena, level, event);
    va_list args;
    va_start(args, format);
    json_put_string(&line, "message", arena_vprintf(arena, format, args));
    va_end(args);
    log_end(&line);
    arena_destroy(arena);
}
