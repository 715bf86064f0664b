#include "app/metrics_http.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/buffer.h"
#include "live/worker.h"
#include "net/figures.h"
#include "nn/embed.h"
#include "nn/vector_memo.h"

static void begin(struct buffer *out, const char *name, const char *type, const char *help) {
    buffer_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void put(struct buffer *out, const char *name, const char *type, const char *help, double value) {
    begin(out, name, type, help);
    buffer_printf(out, "%s %.15g\n", name, value);
}

/* --- the HTTP server --- */

static void put_answers(struct buffer *out, const struct server_figures *figures) {
    begin(out, "interview_copilot_http_requests_total", "counter", "Requests answered, by class of status.");
    for (int i = 1; i < FIGURES_CLASSES; i++)
        buffer_printf(out, "interview_copilot_http_requests_total{status=\"%dxx\"} %" PRIu64 "\n", i,
                      figures->answers[i]);
}

static void put_times(struct buffer *out, const struct server_figures *figures) {
    static const char NAME[] = "interview_copilot_http_request_duration_seconds";
    uint64_t count = 0;
    begin(out, NAME, "histogram", "From the request line until the answer was sent.");
    for (size_t i = 0; i < FIGURES_LIMITS; i++)
        buffer_printf(out, "%s_bucket{le=\"%g\"} %" PRIu64 "\n", NAME, figures_limits[i],
                      count += figures->answers_in[i]);
    count += figures->answers_in[FIGURES_LIMITS];
    buffer_printf(out, "%s_bucket{le=\"+Inf\"} %" PRIu64 "\n", NAME, count);
    buffer_printf(out, "%s_sum %.6f\n%s_count %" PRIu64 "\n", NAME, figures->seconds, NAME, count);
}

static void put_server(struct buffer *out, const struct server *server) {
    struct server_figures figures;
    server_read_figures(server, &figures);
    put_answers(out, &figures);
    put_times(out, &figures);
    put(out, "interview_copilot_http_connections", "gauge", "Open connections, WebSockets included.",
        (double)figures.connections);
    put(out, "interview_copilot_websockets", "gauge", "Open WebSockets.", (double)figures.websockets);
    begin(out, "interview_copilot_queue_length", "gauge", "Requests that wait for a worker.");
    buffer_printf(out, "interview_copilot_queue_length{pool=\"fast\"} %zu\n", figures.waiting[POOL_FAST]);
    buffer_printf(out, "interview_copilot_queue_length{pool=\"slow\"} %zu\n", figures.waiting[POOL_SLOW]);
}

/* --- vectors that are remembered --- */

static void put_memos(struct buffer *out, const struct worker *worker) {
    struct vector_memo_counts text = vector_memo_count(worker->vectors);
    struct vector_memo_counts risk = vector_memo_count(worker->insight_vectors);
    struct vector_memo_counts relation = vector_memo_count(worker->relation_vectors);
    begin(out, "interview_copilot_vector_memo_hits_total", "counter",
          "Texts whose vector was remembered, by what it is for.");
    buffer_printf(out,
                  "interview_copilot_vector_memo_hits_total{of=\"text\"} %" PRIu64 "\n"
                  "interview_copilot_vector_memo_hits_total{of=\"risk\"} %" PRIu64 "\n"
                  "interview_copilot_vector_memo_hits_total{of=\"relation\"} %" PRIu64 "\n",
                  text.hits, risk.hits, relation.hits);
    begin(out, "interview_copilot_vector_memo_misses_total", "counter", "Texts that had to be embedded.");
    buffer_printf(out,
                  "interview_copilot_vector_memo_misses_total{of=\"text\"} %" PRIu64 "\n"
                  "interview_copilot_vector_memo_misses_total{of=\"risk\"} %" PRIu64 "\n"
                  "interview_copilot_vector_memo_misses_total{of=\"relation\"} %" PRIu64 "\n",
                  text.misses, risk.misses, relation.misses);
}

/* --- the process --- */

static double resident_bytes(void) {
    unsigned long pages = 0;
    FILE *file = fopen("/proc/self/statm", "re");
    if (file != NULL) {
        if (fscanf(file, "%*u %lu", &pages) != 1)
            pages = 0;
        fclose(file);
    }
    return (double)pages * (double)sysconf(_SC_PAGESIZE);
}

static double seconds_of(const struct timeval *time) {
    return (double)time->tv_sec + (double)time->tv_usec / 1e6;
}

static void put_process(struct buffer *out) {
    struct rusage usage = {0};
    getrusage(RUSAGE_SELF, &usage);
    put(out, "process_cpu_seconds_total", "counter", "Processor time used.",
        seconds_of(&usage.ru_utime) + seconds_of(&usage.ru_stime));
    put(out, "process_resident_memory_bytes", "gauge", "Resident memory.", resident_bytes());
}

static void put_build(struct buffer *out, const struct worker *worker) {
    begin(out, "interview_copilot_build_info", "gauge", "Version and sentence encoder; always 1.");
    buffer_printf(out, "interview_copilot_build_info{version=\"%s\",model=\"%s\"} 1\n", IC_VERSION,
                  embed_model_name(worker->embed_model));
}

enum err metrics_http(struct request *request, struct response *response) {
    struct buffer out = {.arena = request->arena};
    put_build(&out, request->worker);
    put_server(&out, request->worker->server);
    put_memos(&out, request->worker);
    put_process(&out);
    response_bytes(response, 200, "text/plain; version=0.0.4; charset=utf-8", out.data, out.length);
    return ERR_OK;
}
