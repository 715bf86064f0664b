/* Any answer of the helper, through sections and chunks to JSON: what the server does with it must hold. */
#include <assert.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/text.h"
#include "doc/doc.h"
#include "doc/section.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void check_document(const struct document *document) {
    assert(text_is_utf8(document->text, __builtin_strlen(document->text)));
    size_t in_sections = 0;
    for (size_t i = 0; i < document->section_count; i++)
        in_sections += document->sections[i].chunk_count;
    assert(in_sections == document->chunk_count);
    for (size_t i = 0; i < document->chunk_count; i++) {
        assert(!text_is_blank(document->chunks[i].text));
        assert(document->chunks[i].section < document->section_count);
        assert(text_is_utf8(document->chunks[i].text, __builtin_strlen(document->chunks[i].text)));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    struct arena *arena = arena_create();
    struct source source;
    const char *error_name;
    struct document document;
    struct json json;
    if (source_parse((const char *)bytes, length, arena, &source, &error_name) == ERR_OK &&
        source.line_count > 0) {
        source.format = "pdf";
        section_build_document(&source, arena, &document);
        check_document(&document);
        json_init(&json, arena);
        document_write_json(&json, NULL, &document);
    }
    arena_destroy(arena);
    return 0;
}
