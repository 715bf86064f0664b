/* Writes what the server makes of interviews, so that the trainer learns from exactly that.
 *
 * usage: matrix-features <LINES >LINES
 *
 * What is read: "=" begins an interview, "R KIND TEXT" is a requirement of it, "? TEXT" a question, "- TEXT"
 * a note and "> TEXT" a note that answers the last question. What is written: of a requirement its English;
 * of anything said its English, with the question before a note that answers one, and a line of six signs for
 * each requirement: same concept, same language, other language, named, covered, meets best.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "insight/insight.h"
#include "live/worker.h"
#include "matrix/subject.h"
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

static void add_requirement(struct interview *interview, const char *line) {
    size_t at = interview->count++, length = strcspn(line, " ");
    const char *text = line + length + 1;
    text = arena_strndup(interview->arena, text, strlen(text));
    interview->requirements[at] = (struct requirement){
        .text = text, .core = core_of(text, interview->arena), .kind = kind_named(line, length)};
    interview->all[at] = &interview->requirements[at];
    gist_read(interview->worker.insight_model, interview->requirements[at].text, interview->arena,
              &interview->gists[at]);
    puts(interview->gists[at].english);
}

static void write_signs(struct interview *interview, const struct gist *gist) {
    struct subject_signs signs[REQUIREMENTS_MAX];
    if (interview->subjects == NULL)
        interview->subjects = subjects_create(&interview->worker, interview->all, interview->gists,
                                              interview->count, interview->arena);
    subjects_measure(interview->subjects, gist, interview->arena, signs);
    for (size_t i = 0; i < interview->count; i++)
        printf("%g %g %g %g %.5g %.5g ", signs[i].same_concept, signs[i].same_language,
               signs[i].other_language, signs[i].named, signs[i].covered, signs[i].meets_best);
    putchar('\n');
}

static void write_said(struct interview *interview, char kind, const char *text) {
    struct gist gist;
    gist_read(interview->worker.insight_model, text, interview->arena, &gist);
    if (kind == '?')
        interview->question = arena_strndup(interview->arena, gist.english, strlen(gist.english));
    if (kind == '>' && interview->question)
        printf("%s ", interview->question);
    puts(gist.english);
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

int main(void) {
    struct insight_model *insight;
    if (insight_model_open(NULL, &insight) != ERR_OK)
        return 1;
    struct passage_vocabulary *vocabulary = passage_vocabulary_create(insight);
    static struct interview interview;
    interview.worker = (struct worker){.insight_model = insight, .vocabulary = vocabulary};
    interview.arena = arena_create();
    char *line = NULL;
    size_t capacity = 0;
    while (getline(&line, &capacity, stdin) > 0)
        read_line(&interview, line);
    free(line);
    arena_destroy(interview.arena);
    passage_vocabulary_destroy(vocabulary);
    insight_model_close(insight);
    return 0;
}
