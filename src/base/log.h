/* One JSON object a line on standard error. Never log content: no CV, note, question, name, token or key. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdbool.h>

struct arena;
struct json;

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARNING, LOG_ERROR };

void log_set_level(enum log_level least);
/* `event` is a fixed word such as "request" or "db_failed"; `format` adds a short message. Any thread. */
void log_write(enum log_level level, const char *event, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* A line with members of its own: log_begin, json_put_..., log_end, when log_is_on. */
bool log_is_on(enum log_level level);
void log_begin(struct json *line, struct arena *arena, enum log_level level, const char *event);
void log_end(struct json *line);

#endif
