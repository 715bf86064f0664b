/* Any bytes as a questions file in plain text. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "doc/doc.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    struct arena *arena = arena_create();
    struct doc_reader *reader = doc_reader_create("/nonexistent");
    struct doc_input input = {.bytes = bytes, .length = length, .file_name = "questions.txt"};
    const char **questions, *problem;
    size_t count;
    enum err err = doc_read_questions(reader, &input, arena, &questions, &count, &problem);
    assert(err == ERR_OK);
    for (size_t i = 0; i < count; i++)
        assert(text_is_utf8(questions[i], strlen(questions[i])) && text_count_codepoints(questions[i]) > 5);
    doc_reader_destroy(reader);
    arena_destroy(arena);
    return 0;
}
