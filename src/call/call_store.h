/* Rows of candidate links and of the candidates who came through them. */
#ifndef CALL_CALL_STORE_H
#define CALL_CALL_STORE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "db/db.h"

/* Pointers live in the arena given. */
struct call_link {
    const char *id;
    const char *session_id;
    int64_t expires_at;
    int64_t revoked_at; /* 0: valid */
};

struct call_guest {
    const char *id;
    const char *session_id;
    const char *link_id;
    const char *name;
    const char *state; /* lobby, admitted, denied or left */
    int64_t created_at;
};

struct call_guest_list {
    struct call_guest *items;
    size_t count;
};

/* The newest link of an interview that is neither revoked nor expired. ERR_NOT_FOUND without one. */
enum err call_link_find_valid(struct db *db, const char *session_id, int64_t now, struct arena *arena,
                              struct call_link *out);
enum err call_link_find_by_hash(struct db *db, const char *token_hash, struct arena *arena,
                                struct call_link *out);
enum err call_guest_find_by_hash(struct db *db, const char *cookie_hash, struct arena *arena,
                                 struct call_guest *out);
enum err call_guest_find(struct db *db, const char *id, struct arena *arena, struct call_guest *out);
enum err call_guest_list(struct db *db, const char *session_id, struct arena *arena,
                         struct call_guest_list *out);

/* The writers run inside db_write. */
enum err call_link_insert(struct db *db, const struct call_link *link, const char *token_hash,
                          const char *created_by);
enum err call_link_revoke_all(struct db *db, const char *session_id, int64_t now);
enum err call_guest_insert(struct db *db, const struct call_guest *guest, const char *cookie_hash);
/* Name and state of a guest. */
enum err call_guest_update(struct db *db, const struct call_guest *guest, const char *decided_by);

#endif
