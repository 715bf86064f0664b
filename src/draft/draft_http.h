/* What the HTTP files of src/draft share. */
#ifndef DRAFT_DRAFT_HTTP_H
#define DRAFT_DRAFT_HTTP_H

#include "draft/draft_store.h"
#include "live/live.h"

/* The key under which this caller's drafts are kept; "" for a caller without a name in open mode. */
const char *draft_owner(const struct request *request);
/* The draft that the path names, or 404. */
enum err draft_from_path(struct request *request, struct draft *draft);
/* A new empty draft of the caller, not stored yet. */
void draft_init(struct request *request, struct draft *draft);
/* The API's Draft. */
enum err draft_write(struct request *request, struct json *json, const struct draft *draft);
/* Reads a CV and puts its file into the store; on success the stored file is the caller's to use or remove.
 */
enum err draft_take_cv(struct request *request, const char *file_name, const char *bytes, size_t length,
                       struct draft_document *out);

struct draft_change {
    enum { DRAFT_INSERT, DRAFT_UPDATE, DRAFT_DELETE } kind;
    struct draft *draft;
    bool replaces_document;
    const struct draft_document *document; /* with replaces_document: what takes the place; NULL: nothing */
    struct event event;                    /* filled by draft_change_write */
    struct arena *arena;                   /* filled by draft_change_write */
};
/* Stores the change with its event and publishes it. A stale version answers 409. */
enum err draft_change_write(struct request *request, struct draft_change *change);

enum err draft_generate_http(struct request *request, struct response *response); /* draft_start.c */
enum err draft_start_http(struct request *request, struct response *response);    /* draft_start.c */
enum err sample_create_http(struct request *request, struct response *response);  /* draft_sample.c */

#endif
