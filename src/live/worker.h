/* What a worker thread owns or shares while it runs handlers; request->worker in every handler. */
#ifndef LIVE_WORKER_H
#define LIVE_WORKER_H

struct config;
struct call;
struct arena_memo;
struct db;
struct db_store;
struct doc_reader;
struct embed_model;
struct embedder;
struct insight_model;
struct live;
struct llm;
struct passage_vocabulary;
struct requirement_memo;
struct tone_reader;
struct server;
struct vector_memo;

struct worker {
    /* owned by this worker */
    struct db *db;                      /* read-only connection */
    struct embedder *embedder;          /* scratch over the shared weights; lexical when no model was found */
    struct embedder *insight_embedder;  /* of what insight_analyse reads; NULL: it goes by the words alone */
    struct embedder *relation_embedder; /* of notes beside requirements; NULL: plain likeness tells */
    struct tone_reader *tone;           /* NULL: no such classifier */
    struct arena_memo *cv_indexes;      /* of the CVs that were searched last */
    /* shared, thread-safe */
    const struct config *config;
    const struct embed_model *embed_model; /* NULL: none was found, the server is degraded */
    struct db_store *store;
    struct doc_reader *doc_reader;               /* runs the document helper */
    const struct insight_model *insight_model;   /* risk and signals of a note */
    struct requirement_memo *jobs;               /* what the latest job descriptions ask for */
    struct vector_memo *vectors;                 /* of texts that come again, by `embedder` */
    struct vector_memo *insight_vectors;         /* the same by `insight_embedder` */
    struct vector_memo *relation_vectors;        /* the same by `relation_embedder` */
    const struct passage_vocabulary *vocabulary; /* what words of CVs and notes mean */
    struct call *call;                           /* the room: who talks to whom */
    struct live *live;
    struct server *server;
    struct llm *llm; /* NULL without a key */
};

#endif
