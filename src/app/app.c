#include "app/app.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "account/account.h"
#include "app/routes.h"
#include "base/arena_memo.h"
#include "base/config.h"
#include "base/log.h"
#include "call/call.h"
#include "db/db.h"
#include "doc/doc.h"
#include "insight/insight.h"
#include "insight/tone.h"
#include "live/idempotency.h"
#include "live/live.h"
#include "live/worker.h"
#include "llm/llm.h"
#include "matrix/relation.h"
#include "net/fetch.h"
#include "net/server.h"
#include "nn/embed.h"
#include "nn/vector_memo.h"
#include "passage/passage.h"
#include "requirement/judge.h"
#include "requirement/requirement_memo.h"

/* The slow pool mostly waits for the document helper or the LLM, so it has threads beyond the cores. */
enum { SLOW_WORKERS = 4 };

struct app {
    const struct config *config;
    struct db_store *store;
    struct embed_model *embed_model;
    struct insight_model *insight_model;
    struct passage_vocabulary *vocabulary;
    struct embed_model *insight_encoder; /* NULL: notes are judged by their words alone */
    struct requirement_judge *requirement_judge;
    struct requirement_memo *jobs;
    struct embed_model *relation_encoder; /* NULL: notes are compared with requirements by plain likeness */
    struct vector_memo *vectors, *insight_vectors, *relation_vectors;
    struct tone *tone; /* NULL: not asked for */
    struct doc_reader *doc_reader;
    struct call *call;
    struct live *live;
    struct llm *llm;
    struct worker *workers;
    struct worker **worker_list;
    size_t worker_count;
    struct server *server;
};

static void open_embed_model(struct app *app) {
    char problem[512];
    app->embed_model = embed_model_open(app->config->model_dir, problem, sizeof problem);
    if (!app->embed_model)
        log_write(LOG_WARNING, "degraded", "no embedding model, words are compared instead: %s", problem);
}

/* Unlike the embedding model it has no stand-in: risks without it would not be those that were asked for. */
static bool open_tone(struct app *app, char *problem, size_t problem_size) {
    char found[512];
    app->tone = tone_open(app->config->sentiment_dir, found, sizeof found);
    if (!app->tone)
        snprintf(problem, problem_size, "SENTIMENT_MODEL: %s", found);
    return app->tone != NULL;
}

static void init_worker(struct app *app, struct worker *worker) {
    *worker = (struct worker){
        .db = db_open_reader(app->store),
        .embedder = embedder_create(app->embed_model),
        .insight_embedder = app->insight_encoder ? embedder_create(app->insight_encoder) : NULL,
        .relation_embedder = app->relation_encoder ? embedder_create(app->relation_encoder) : NULL,
        .tone = tone_reader_create(app->tone),
        .cv_indexes = arena_memo_create(),
        .config = app->config,
        .embed_model = app->embed_model,
        .store = app->store,
        .doc_reader = app->doc_reader,
        .insight_model = app->insight_model,
        .jobs = app->jobs,
        .vectors = app->vectors,
        .insight_vectors = app->insight_vectors,
        .relation_vectors = app->relation_vectors,
        .vocabulary = app->vocabulary,
        .call = app->call,
        .live = app->live,
        .llm = app->llm,
    };
    embedder_use_second_thread(worker->embedder); /* someone waits for the CV that is being read */
}

static void create_workers(struct app *app) {
    app->worker_count = app->config->workers + SLOW_WORKERS;
    app->workers = calloc(app->worker_count, sizeof *app->workers);
    app->worker_list = calloc(app->worker_count, sizeof *app->worker_list);
    if (!app->workers || !app->worker_list)
        abort();
    for (size_t i = 0; i < app->worker_count; i++) {
        init_worker(app, &app->workers[i]);
        app->worker_list[i] = &app->workers[i];
    }
}

static void destroy_workers(struct app *app) {
    for (size_t i = 0; i < app->worker_count; i++) {
        arena_memo_destroy(app->workers[i].cv_indexes);
        tone_reader_destroy(app->workers[i].tone);
        embedder_destroy(app->workers[i].relation_embedder);
        embedder_destroy(app->workers[i].insight_embedder);
        embedder_destroy(app->workers[i].embedder);
        db_close(app->workers[i].db);
    }
    free(app->worker_list);
    free(app->workers);
}

static void end_waiting(struct worker *any_worker) {
    llm_cancel(any_worker->llm);
}

/* A recruiter by the account's means; on a candidate's routes also a guest by the call's. */
static void identify(struct request *request) {
    account_identify(request);
    if (request->route->access == ACCESS_GUEST)
        call_identify_guest(request);
}

static bool create_server(struct app *app, char *problem, size_t problem_size) {
    struct server_setup setup = {
        .config = app->config,
        .routes = app_routes,
        .workers = app->worker_list,
        .fast_workers = app->config->workers,
        .slow_workers = SLOW_WORKERS,
        .identify = identify,
        .is_call_document = routes_is_call_document,
        .around = idempotency_run,
        .on_stop = end_waiting,
    };
    app->server = server_create(&setup, problem, problem_size);
    if (!app->server)
        return false;
    for (size_t i = 0; i < app->worker_count; i++)
        app->workers[i].server = app->server; /* no request comes before server_run */
    live_attach(app->live, app->server);
    call_attach(app->call, app->live, app->server);
    return true;
}

struct app *app_create(const struct config *config, char *problem, size_t problem_size) {
    struct app *app = calloc(1, sizeof *app);
    if (!app || sodium_init() < 0)
        abort();
    fetch_init();
    app->config = config;
    app->store = db_store_create(config, problem, problem_size);
    if (!app->store) {
        app_destroy(app);
        return NULL;
    }
    if (config->sentiment_dir && !open_tone(app, problem, problem_size)) {
        app_destroy(app);
        return NULL;
    }
    open_embed_model(app);
    if (insight_model_open(NULL, &app->insight_model))
        abort(); /* the built-in model is part of the program */
    app->vocabulary = passage_vocabulary_create(app->insight_model);
    app->insight_encoder = insight_encoder_open(app->embed_model);
    app->relation_encoder = relation_encoder_open(app->embed_model);
    app->requirement_judge = requirement_judge_create(app->embed_model, app->insight_model);
    app->jobs = requirement_memo_create(app->requirement_judge);
    app->vectors = vector_memo_create();
    app->insight_vectors = vector_memo_create();
    app->relation_vectors = vector_memo_create();
    app->doc_reader = doc_reader_create(config->helper_path);
    app->call = call_create();
    app->live = live_create();
    app->llm = llm_create(config);
    create_workers(app);
    if (!create_server(app, problem, problem_size)) {
        app_destroy(app);
        return NULL;
    }
    return app;
}

void app_run(struct app *app) {
    server_run(app->server);
}

void app_stop(struct app *app) {
    server_stop(app->server);
}

unsigned app_port(const struct app *app) {
    return server_port(app->server);
}

/* In the reverse of the order in which things lean on each other. */
void app_destroy(struct app *app) {
    if (!app)
        return;
    server_destroy(app->server);
    destroy_workers(app);
    llm_destroy(app->llm);
    call_destroy(app->call);
    live_destroy(app->live);
    doc_reader_destroy(app->doc_reader);
    vector_memo_destroy(app->relation_vectors);
    vector_memo_destroy(app->insight_vectors);
    vector_memo_destroy(app->vectors);
    requirement_memo_destroy(app->jobs);
    requirement_judge_destroy(app->requirement_judge);
    passage_vocabulary_destroy(app->vocabulary);
    tone_close(app->tone);
    insight_model_close(app->insight_model);
    embed_model_close(app->relation_encoder);
    embed_model_close(app->insight_encoder);
    embed_model_close(app->embed_model);
    db_store_destroy(app->store);
    free(app);
}
