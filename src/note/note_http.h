/* What the files of this folder share beside note.h and note_store.h. */
#ifndef NOTE_NOTE_HTTP_H
#define NOTE_NOTE_HTTP_H

#include "note/note.h"

/* Writes notes as every route shows them; chunks that several notes name are read once. Zero-initialise, then
 * set `request`. */
struct note_writer {
    const struct request *request;
    struct chunk *chunks; /* those read so far */
    size_t count;
    size_t capacity;
};
enum err note_write(struct note_writer *writer, struct json *json, const char *key, const struct note *note);

/* note_suggest_http.c */
enum err note_suggest_http(struct request *request, struct response *response);

#endif
