/* One JSON object a line on standard error. Never log content: no CV, note, question, name, token or key. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARNING, LOG_ERROR };

void log_set_level(enum log_level least);
/* `event` is a fixed word such as "request" or "db_failed"; `format` adds a short message. Any thread. */
void log_write(enum log_level level, const char *event, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
