#include "account/account.h"
#include "base/config.h"
#include "base/text.h"
#include "live/worker.h"
#include "llm/llm.h"
#include "net/form.h"
#include "net/http.h"
#include "nn/embed.h"

static const char *const AUTH_NAMES[] = {
    [AUTH_OPEN] = "open", [AUTH_LOCAL] = "local", [AUTH_OIDC] = "oidc", [AUTH_FIREBASE] = "firebase"};

static void write_me(struct request *request, struct response *response) {
    struct json *json = response_json(response, 200);
    json_begin_object(json, NULL);
    json_put_string(json, "mode", AUTH_NAMES[request->worker->config->auth]);
    json_put_string(json, "key", request->who.key);
    json_put_string(json, "name", request->who.name);
    json_end_object(json);
}

static enum err me_get_http(struct request *request, struct response *response) {
    write_me(request, response);
    return ERR_OK;
}

static enum err me_put_http(struct request *request, struct response *response) {
    struct form form;
    enum err failed = form_parse(request, &form);
    if (failed)
        return failed;
    const char *problem = NULL, *name = form_text(&form, "name", FORM_REQUIRED);
    if (name && (name = identity_check_name(request, name, &problem)) == NULL)
        form_error(&form, "name", "%s", problem);
    if (form_check(&form))
        return ERR_INVALID;
    if (request->worker->config->auth != AUTH_OPEN)
        return request_fail(request, ERR_CONFLICT,
                            "Your name is the one of your account and cannot be picked here.");
    identity_remember_name(request, response, name);
    write_me(request, response);
    return ERR_OK;
}

static void write_model(struct json *json, const struct worker *worker) {
    json_begin_object(json, "model");
    json_put_string(json, "name", embed_model_name(worker->embed_model));
    json_put_bool(json, "degraded", worker->embed_model == NULL);
    json_end_object(json);
}

static void write_llm(struct json *json, const struct worker *worker) {
    json_begin_object(json, "llm");
    json_put_bool(json, "configured", worker->llm != NULL);
    json_put_string(json, "model", worker->llm ? worker->config->openai_model : NULL);
    json_put_bool(json, "available", worker->llm && llm_is_available(worker->llm));
    json_end_object(json);
}

static void write_call(struct json *json, const struct config *config) {
    json_begin_object(json, "call");
    json_put_string(json, "mode", config->jitsi_domain ? "jitsi" : "builtin");
    json_put_string(json, "jitsi_domain", config->jitsi_domain);
    json_end_object(json);
}

/* Whether a browser on another computer gets camera and cookies: those want https or loopback. */
static bool is_reachable_from_elsewhere(const struct config *config) {
    return config->public_url && text_starts_with(config->public_url, "https://");
}

static enum err status_get_http(struct request *request, struct response *response) {
    const struct worker *worker = request->worker;
    struct json *json = response_json(response, 200);
    json_begin_object(json, NULL);
    json_put_string(json, "version", IC_VERSION);
    write_model(json, worker);
    write_llm(json, worker);
    write_call(json, worker->config);
    json_put_string(json, "public_url", worker->config->public_url);
    json_put_bool(json, "reachable_from_other_computers", is_reachable_from_elsewhere(worker->config));
    json_put_string(json, "auth", AUTH_NAMES[worker->config->auth]);
    json_end_object(json);
    return ERR_OK;
}

const struct route account_routes[] = {
    {.method = "GET", .pattern = "/api/me/", .handler = me_get_http},
    {.method = "PUT", .pattern = "/api/me/", .handler = me_put_http, .body_limit = BODY_SMALL},
    {.method = "GET", .pattern = "/api/status/", .handler = status_get_http},
    {0},
};
