/* Collects paragraphs into chunks of at most DOC_CHUNK_CODEPOINTS_MAX characters that never cut a sentence.
 */
#ifndef DOC_CHUNKER_H
#define DOC_CHUNKER_H

#include "base/buffer.h"
#include "doc/paragraph.h"

struct chunker {
    struct arena *arena;
    struct doc_chunk *chunks; /* finished ones; index_on_page is not set */
    size_t count, capacity;
    /* The chunk under way. */
    struct buffer text;
    size_t codepoints;
    size_t section;
    unsigned page;
    struct doc_box *boxes;
    size_t box_count, box_capacity;
    const struct paragraph *title; /* goes in front of the next paragraph; alone it makes no chunk */
};

void chunker_init(struct chunker *chunker, struct arena *arena);
/* A section's heading: joins the chunk of the first paragraph after it. */
void chunker_set_title(struct chunker *chunker, const struct paragraph *title);
void chunker_add(struct chunker *chunker, size_t section, const struct paragraph *paragraph);
/* Ends the chunk under way, if there is one. */
void chunker_flush(struct chunker *chunker);

/* Bytes of the first sentence of `text`, the space after it included; all of it when there is one. */
size_t chunker_sentence_length(const char *text);

#endif
