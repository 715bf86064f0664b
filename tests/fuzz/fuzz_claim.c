/* Any bytes as a note, a chunk of a CV and an earlier note: cut at the first two NULs. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "claim/claim.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    struct arena *arena = arena_create();
    const char *note = arena_strndup(arena, (const char *)bytes, length);
    const char *end = note + length;
    const char *chunk = note + strlen(note) < end ? note + strlen(note) + 1 : end;
    const char *earlier = chunk + strlen(chunk) < end ? chunk + strlen(chunk) + 1 : end;
    struct claim_text chunk_text = {.id = "chunk", .text = chunk},
                      note_text = {.id = "note", .text = earlier};
    struct claim_context context = {.language = LANGUAGE_EN,
                                    .chunks = &chunk_text,
                                    .chunk_count = 1,
                                    .notes = &note_text,
                                    .note_count = 1};
    struct claim_conflict found[CLAIM_CONFLICTS_MAX];
    size_t count = claim_find_conflicts(note, &context, arena, found),
           codepoints = text_count_codepoints(note);
    assert(count <= CLAIM_CONFLICTS_MAX);
    for (size_t i = 0; i < count; i++)
        assert(found[i].start < found[i].end && found[i].end <= codepoints && *found[i].source.text);
    arena_destroy(arena);
    return 0;
}
