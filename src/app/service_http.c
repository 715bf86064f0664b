#include "app/service_http.h"

#include <string.h>

#include "app/api_texts.h"
#include "app/metrics_http.h"
#include "base/config.h"
#include "db/db.h"
#include "live/worker.h"

static void write_status(struct response *response, int status, const char *text) {
    struct json *json = response_json(response, status);
    json_begin_object(json, NULL);
    json_put_string(json, "status", text);
    json_end_object(json);
}

static enum err health_http(struct request *request, struct response *response) {
    write_status(response, 200, "ok");
    return ERR_OK;
}

static enum err readiness_http(struct request *request, struct response *response) {
    bool ready = db_store_is_ready(request->worker->store);
    write_status(response, ready ? 200 : 503, ready ? "ok" : "the database does not answer");
    return ERR_OK;
}

static void write_text(struct response *response, const char *content_type, const char *text) {
    response_bytes(response, 200, content_type, text, strlen(text));
}

static enum err openapi_http(struct request *request, struct response *response) {
    write_text(response, "application/yaml; charset=utf-8", OPENAPI_YAML);
    return ERR_OK;
}

static enum err reference_css_http(struct request *request, struct response *response) {
    write_text(response, "text/css; charset=utf-8", REFERENCE_CSS);
    return ERR_OK;
}

static bool wants_html(const struct request *request) {
    const char *accept = request_header(request, "Accept");
    return accept && strstr(accept, "text/html");
}

/* The list that existing clients know; for a browser, the readable description of the API. */
static enum err root_http(struct request *request, struct response *response) {
    static const char *const resources[] = {"candidates", "cvs", "chunks", "job-descriptions",
                                            "interview-questions"};
    if (wants_html(request)) {
        write_text(response, "text/html; charset=utf-8", API_REFERENCE_HTML);
        return ERR_OK;
    }
    struct json *json = response_json(response, 200);
    json_begin_object(json, NULL);
    for (size_t i = 0; i < sizeof resources / sizeof *resources; i++)
        json_put_string(
            json, resources[i],
            arena_printf(request->arena, "%s/api/%s/", request->worker->config->public_url, resources[i]));
    json_put_string(json, "openapi",
                    arena_printf(request->arena, "%s/api/openapi.yaml", request->worker->config->public_url));
    json_end_object(json);
    return ERR_OK;
}

const struct route service_routes[] = {
    {"GET", "/healthz", health_http, .access = ACCESS_PUBLIC, .rate = RATE_NONE},
    {"GET", "/readyz", readiness_http, .access = ACCESS_PUBLIC, .rate = RATE_NONE},
    {"GET", "/metrics", metrics_http, .rate = RATE_NONE, .any_media = true},
    {"GET", "/api/", root_http, .access = ACCESS_PUBLIC},
    {"GET", "/api/reference.css", reference_css_http, .access = ACCESS_PUBLIC, .any_media = true},
    {"GET", "/api/openapi.yaml", openapi_http, .access = ACCESS_PUBLIC, .any_media = true},
    {0},
};
