#include "call/call_token.h"

#include <sodium.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/json.h"

enum { TOKEN_BYTES = 32, ROOM_BYTES = 16, JWT_LIFETIME_S = 24 * 3600 };

static const char *base64url(const unsigned char *bytes, size_t length, struct arena *arena) {
    size_t size = sodium_base64_encoded_len(length, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *text = arena_alloc(arena, size);
    return sodium_bin2base64(text, size, bytes, length, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

static void hmac(const char *key, const char *purpose, const char *text, unsigned char out[TOKEN_BYTES]) {
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, (const unsigned char *)key, strlen(key));
    crypto_auth_hmacsha256_update(&state, (const unsigned char *)purpose, strlen(purpose));
    crypto_auth_hmacsha256_update(&state, (const unsigned char *)text, strlen(text));
    crypto_auth_hmacsha256_final(&state, out);
}

const char *call_link_token(const struct config *config, const char *link_id, struct arena *arena) {
    unsigned char bytes[TOKEN_BYTES];
    hmac(config->secret_key, "call link ", link_id, bytes);
    return base64url(bytes, sizeof bytes, arena);
}

const char *call_random_token(struct arena *arena) {
    unsigned char bytes[TOKEN_BYTES];
    randombytes_buf(bytes, sizeof bytes);
    return base64url(bytes, sizeof bytes, arena);
}

const char *call_token_hash(const char *token, struct arena *arena) {
    unsigned char hash[crypto_hash_sha256_BYTES];
    char *hex = arena_alloc(arena, sizeof hash * 2 + 1);
    crypto_hash_sha256(hash, (const unsigned char *)token, strlen(token));
    return sodium_bin2hex(hex, sizeof hash * 2 + 1, hash, sizeof hash);
}

const char *call_jitsi_room(const struct config *config, const char *session_id, struct arena *arena) {
    unsigned char bytes[TOKEN_BYTES];
    hmac(config->secret_key, "jitsi room ", session_id, bytes);
    char *hex = arena_alloc(arena, ROOM_BYTES * 2 + 1);
    return arena_printf(arena, "interview-%s", sodium_bin2hex(hex, ROOM_BYTES * 2 + 1, bytes, ROOM_BYTES));
}

static const char *jwt_payload(const struct config *config, const char *room, const char *name,
                               bool moderator, struct arena *arena) {
    struct json json;
    json_init(&json, arena);
    json_begin_object(&json, NULL);
    json_put_string(&json, "aud", "jitsi");
    json_put_string(&json, "iss", config->jitsi_app_id);
    json_put_string(&json, "sub", config->jitsi_domain);
    json_put_string(&json, "room", room);
    json_put_integer(&json, "exp", clock_now() / 1000000 + JWT_LIFETIME_S);
    json_begin_object(&json, "context");
    json_begin_object(&json, "user");
    json_put_string(&json, "name", name);
    json_put_bool(&json, "moderator", moderator);
    json_end_object(&json);
    json_end_object(&json);
    json_end_object(&json);
    return json.out.data;
}

const char *call_jitsi_jwt(const struct config *config, const char *room, const char *name, bool moderator,
                           struct arena *arena) {
    static const char header[] = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
    if (!config->jitsi_app_secret)
        return NULL;
    const char *payload = jwt_payload(config, room, name, moderator, arena);
    const char *signed_part =
        arena_printf(arena, "%s.%s", base64url((const unsigned char *)header, strlen(header), arena),
                     base64url((const unsigned char *)payload, strlen(payload), arena));
    unsigned char signature[TOKEN_BYTES];
    hmac(config->jitsi_app_secret, "", signed_part, signature);
    return arena_printf(arena, "%s.%s", signed_part, base64url(signature, sizeof signature, arena));
}
