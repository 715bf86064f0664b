/* Prints the pieces of advertisements for the trainer, so that it learns from exactly what the server judges.
 *
 * Advertisements on standard input, parted by form feeds. For each piece a line of fields separated by tabs:
 * the number of its sentence, where it begins and ends in that in bytes, the sentence, and the text to embed;
 * a form feed after each advertisement.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "insight/insight.h"
#include "requirement/requirement_internal.h"

static void print_pieces(const struct insight_model *model, const char *text, struct arena *arena) {
    struct pieces pieces;
    pieces_cut(markup_strip(text, arena), arena, &pieces);
    const char **embedded = pieces_to_embed(model, &pieces, arena);
    size_t sentence = 0;
    for (size_t i = 0; i < pieces.count; i++) {
        const struct piece *piece = &pieces.items[i];
        sentence += i > 0 && piece->line != piece[-1].line;
        printf("%zu\t%zu\t%zu\t%s\t%s\n", sentence, piece->start, piece->end, piece->line, embedded[i]);
    }
    printf("\f");
}

int main(void) {
    struct insight_model *model;
    if (insight_model_open(NULL, &model) != ERR_OK)
        abort();
    struct arena *arena = arena_create();
    char *text = NULL;
    size_t capacity = 0;
    ssize_t length;
    while ((length = getdelim(&text, &capacity, '\f', stdin)) > 0) {
        text[length - 1] = text[length - 1] == '\f' ? '\0' : text[length - 1];
        print_pieces(model, text, arena);
        arena_reset(arena);
    }
    free(text);
    arena_destroy(arena);
    insight_model_close(model);
    return 0;
}
