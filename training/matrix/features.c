/* Writes what the server makes of interviews, so that the trainer learns from exactly that.
 *
 * usage: matrix-features MODEL_FOLDER <LINES >FLOATS
 *
 * Lines: "=" begins an interview, "R KIND TEXT" is a requirement of it, "? TEXT" a question, "- TEXT" a note
 * and
 * "> TEXT" a note that answers the last question. Floats as they are in memory: of a requirement its vector,
 * 384; of anything said its vector, with the question before a note that answers one; the vectors of the note
 * alone, by the plain encoder and by that of the risk; then for each requirement six signs: same concept,
 * same language, other language, named, covered, meets best.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "insight/insight.h"
#include "live/worker.h"
#include "matrix/subject.h"
#include "nn/embed.h"
#include "nn/vector_memo.h"
#include "passage/passage.h"
#include "requirement/requirement_internal.h"

struct interview {
    struct worker worker;
    struct arena *arena;
    struct requirement requirements[REQUIREMENTS_MAX];
    const struct requirement *all[REQUIREMENTS_MAX];
    struct gist gists[REQUIREMENTS_MAX];
    size_t count;
    struct subjects *subjects; /* made when the first text is said */
    const char *question;      /* the last one */
};

static enum requirement_kind kind_named(const char *name, size_t length) {
    enum requirement_kind kind = 0;
    while (kind < REQUIREMENT_KIND_COUNT && (strlen(requirement_kind_name(kind)) != length ||
                                             memcmp(requirement_kind_name(kind), name, length) != 0))
        kind++;
    return kind;
}

static void write_floats(const float *values, size_t count) {
    if (fwrite(values, sizeof *values, count, stdout) != count)
        abort();
}

static void write_vector(struct embedder *embedder, struct vector_memo *memo, const char *text) {
    float vector[EMBED_DIMENSIONS];
    size_t length = strlen(text);
    vector_memo_embed(memo, embedder, &text, &length, 1, vector);
    write_floats(vector, EMBED_DIMENSIONS);
}

static void add_requirement(struct interview *interview, const char *line) {
    size_t at = interview->count++, length = strcspn(line, " ");
    const char *text = line + length + 1;
    text = arena_strndup(interview->arena, text, strlen(text));
    interview->requirements[at] = (struct requirement){
        .text = text, .core = core_of(text, interview->arena), .kind = kind_named(line, length)};
    interview->all[at] = &interview->requirements[at];
    gist_read(interview->worker.insight_model, interview->requirements[at].text, interview->arena,
              &interview->gists[at]);
    write_vector(interview->worker.embedder, interview->worker.vectors, interview->gists[at].english);
}

static void write_signs(struct interview *interview, const struct gist *gist) {
    struct subject_signs signs[REQUIREMENTS_MAX];
    if (interview->subjects == NULL)
        interview->subjects = subjects_create(&interview->worker, interview->all, interview->gists,
                                              interview->count, interview->arena);
    subjects_measure(interview->subjects, gist, interview->arena, signs);
    for (size_t i = 0; i < interview->count; i++) {
        const float values[] = {(float)signs[i].same_concept,   (float)signs[i].same_language,
                                (float)signs[i].other_language, (float)signs[i].named,
                                (float)signs[i].covered,        (float)signs[i].meets_best};
        write_floats(values, sizeof values / sizeof *values);
    }
}

static void write_said(struct interview *interview, char kind, const char *text) {
    const struct worker *worker = &interview->worker;
    struct gist gist;
    gist_read(worker->insight_model, text, interview->arena, &gist);
    if (kind == '?')
        interview->question = gist.english;
    bool answers = kind == '>' && interview->question;
    write_vector(worker->embedder, worker->vectors,
                 answers ? arena_printf(interview->arena, "%s %s", interview->question, gist.english)
                         : gist.english);
    write_vector(worker->embedder, worker->vectors, gist.english);
    write_vector(worker->insight_embedder, worker->insight_vectors, gist.english);
    write_signs(interview, &gist);
}

static void read_line(struct interview *interview, char *line) {
    line[strcspn(line, "\n")] = '\0';
    if (*line == 'R' && interview->count < REQUIREMENTS_MAX) {
        add_requirement(interview, line + 2);
    } else if (*line && strchr("?->", *line)) {
        write_said(interview, *line, line + 2);
    } else if (*line == '=') {
        arena_reset(interview->arena);
        interview->count = 0;
        interview->subjects = NULL;
        interview->question = NULL;
    }
}

int main(int argc, char **argv) {
    char problem[256];
    struct insight_model *insight;
    struct embed_model *model = argc == 2 ? embed_model_open(argv[1], problem, sizeof problem) : NULL;
    if (model == NULL || insight_model_open(NULL, &insight) != ERR_OK)
        return 1;
    struct embed_model *insight_encoder = insight_encoder_open(model);
    if (insight_encoder == NULL)
        return 1; /* the lexical stand-in must teach nothing */
    struct passage_vocabulary *vocabulary = passage_vocabulary_create(insight);
    static struct interview interview;
    interview.worker = (struct worker){.insight_model = insight,
                                       .vocabulary = vocabulary,
                                       .embedder = embedder_create(model),
                                       .insight_embedder = embedder_create(insight_encoder),
                                       .vectors = vector_memo_create(),
                                       .insight_vectors = vector_memo_create()};
    interview.arena = arena_create();
    char *line = NULL;
    size_t capacity = 0;
    while (getline(&line, &capacity, stdin) > 0)
        read_line(&interview, line);
    free(line);
    arena_destroy(interview.arena);
    vector_memo_destroy(interview.worker.vectors);
    vector_memo_destroy(interview.worker.insight_vectors);
    embedder_destroy(interview.worker.embedder);
    embedder_destroy(interview.worker.insight_embedder);
    passage_vocabulary_destroy(vocabulary);
    embed_model_close(insight_encoder);
    embed_model_close(model);
    insight_model_close(insight);
    return 0;
}
