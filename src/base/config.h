/* The whole configuration, read and checked once at start, passed as `const *`.
 *
 * Sources, later ones win: built-in defaults, --config FILE, .env in the working directory, the environment,
 * and command-line flags. deploy/interview-copilot.env.sample is the manual: every name below stands there.
 * No other module reads the environment.
 */
#ifndef BASE_CONFIG_H
#define BASE_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

enum auth_mode { AUTH_OPEN, AUTH_LOCAL, AUTH_OIDC, AUTH_FIREBASE };

struct arena;

struct config {
    struct arena *arena;         /* owns the strings */
    const char *data_dir;        /* --data */
    const char *web_dir;         /* WEB_DIR: the built web application; default "web" beside the binary */
    const char *helper_path;     /* DOC_HELPER: the document helper; default beside the binary */
    const char *model_dir;       /* EMBEDDING_MODEL: a folder in the hub's layout */
    const char *sentiment_dir;   /* SENTIMENT_MODEL: a folder with a sentiment classifier; NULL: none */
    const char *listen_address;  /* --listen, 127.0.0.1 */
    unsigned port;               /* --port; 0 takes a free one */
    unsigned workers;            /* WORKERS, default: the number of cores, at least 2 */
    enum auth_mode auth;         /* AUTH */
    const char *secret_key;      /* SECRET_KEY; NULL: made and kept in the data folder by the serve command */
    bool debug;                  /* DEBUG */
    const char *allowed_hosts;   /* ALLOWED_HOSTS, comma separated; loopback names are always in */
    const char *cors_origins;    /* CORS_ALLOWED_ORIGINS, comma separated; default http://localhost:3000 */
    const char *trusted_proxies; /* TRUSTED_PROXIES, comma separated addresses */
    const char *public_url;      /* PUBLIC_URL without final slash; NULL: http://127.0.0.1:PORT */
    const char *tls_cert;        /* TLS_CERT: PEM file */
    const char *tls_key;         /* TLS_KEY: PEM file */
    const char *ice_servers;     /* ICE_SERVERS: JSON array as RTCPeerConnection takes it */
    const char *jitsi_domain;    /* JITSI_DOMAIN */
    const char *jitsi_app_id;    /* JITSI_APP_ID and JITSI_APP_SECRET: JWT for servers that want one */
    const char *jitsi_app_secret;
    const char *openai_api_key;  /* OPENAI_API_KEY */
    const char *openai_model;    /* OPENAI_MODEL, gpt-4o-mini */
    const char *openai_base_url; /* OPENAI_BASE_URL, https://api.openai.com/v1 */
    unsigned llm_daily_calls;    /* LLM_DAILY_CALLS, 500 */
    unsigned llm_timeout_ms;     /* LLM_TIMEOUT_MS, 20000: all tries together */
};

/* Where the command line has its say; NULL or 0 where a flag was absent. */
struct config_flags {
    const char *config_file;
    const char *data_dir;
    const char *listen_address;
    const char *port;
};

/* Fills *config; the strings live until config_finish. On failure returns false and writes a sentence that
 * names the setting and its value into `problem`. */
bool config_init(struct config *config, const struct config_flags *flags, char *problem, size_t problem_size);
void config_finish(struct config *config);

#endif
