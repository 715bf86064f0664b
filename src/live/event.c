#include <stdio.h>

#include "live/live.h"

void event_init(struct event *event, const char *stream, const char *name, const char *id, int64_t version,
                const char *visible_to) {
    *event = (struct event){.version = version};
    snprintf(event->stream, sizeof event->stream, "%s", stream);
    snprintf(event->name, sizeof event->name, "%s", name);
    snprintf(event->id, sizeof event->id, "%s", id);
    snprintf(event->visible_to, sizeof event->visible_to, "%s", visible_to ? visible_to : "");
}
