/* Secrets of the call: the candidate's link and cookie, the name of a Jitsi room and its JWT. */
#ifndef CALL_CALL_TOKEN_H
#define CALL_CALL_TOKEN_H

#include <stdbool.h>

struct arena;
struct config;

/* The token of a link: HMAC-SHA256 of its id under SECRET_KEY, in base64url. It is not stored, so a link can
 * be shown again only by the server that has the key. In the arena. */
const char *call_link_token(const struct config *config, const char *link_id, struct arena *arena);
/* 256 random bits in base64url, for a cookie. In the arena. */
const char *call_random_token(struct arena *arena);
/* SHA-256 in hex: what the database keeps of a token. In the arena. */
const char *call_token_hash(const char *token, struct arena *arena);
/* A room name that cannot be guessed from the interview's id. In the arena. */
const char *call_jitsi_room(const struct config *config, const char *session_id, struct arena *arena);
/* A JWT (HS256) that lets `name` into the room for a day, or NULL when JITSI_APP_SECRET is not set. Claims as
 * in Jitsi's lib-jitsi-meet doc/tokens.md. In the arena. */
const char *call_jitsi_jwt(const struct config *config, const char *room, const char *name, bool moderator,
                           struct arena *arena);

#endif
