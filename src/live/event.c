#include <stdio.h>

#include "base/json.h"
#include "live/live.h"
#include "live/live_internal.h"

void event_init(struct event *event, const char *stream, const char *name, const char *id, int64_t version,
                const char *visible_to) {
    *event = (struct event){.version = version};
    snprintf(event->stream, sizeof event->stream, "%s", stream);
    snprintf(event->name, sizeof event->name, "%s", name);
    snprintf(event->id, sizeof event->id, "%s", id);
    snprintf(event->visible_to, sizeof event->visible_to, "%s", visible_to ? visible_to : "");
}

void event_write(struct json *json, const struct event *event) {
    json_put_string(json, "stream", event->stream);
    json_put_integer(json, "seq", event->sequence);
    json_put_string(json, "name", event->name);
    json_put_string(json, "id", event->id);
    json_put_integer(json, "version", event->version);
}
