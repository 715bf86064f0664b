/* A document as JSON: printed by `extract`, answered by the API, kept in the database. One place for all
 * three. */
#include "base/json.h"
#include "doc/doc.h"

static void write_sections(struct json *json, const struct document *document) {
    json_begin_array(json, "sections");
    for (size_t i = 0; i < document->section_count; i++) {
        const struct doc_section *section = &document->sections[i];
        json_begin_object(json, NULL);
        json_put_string(json, "kind", section->kind);
        json_put_string(json, "title", section->title);
        json_put_integer(json, "first_chunk", (int64_t)section->first_chunk);
        json_put_integer(json, "chunk_count", (int64_t)section->chunk_count);
        json_end_object(json);
    }
    json_end_array(json);
}

static void write_boxes(struct json *json, const struct doc_chunk *chunk) {
    json_begin_array(json, "boxes");
    for (size_t i = 0; i < chunk->box_count; i++) {
        const struct doc_box *box = &chunk->boxes[i];
        json_begin_object(json, NULL);
        json_put_integer(json, "page", box->page);
        json_put_real(json, "x", box->x);
        json_put_real(json, "y", box->y);
        json_put_real(json, "width", box->width);
        json_put_real(json, "height", box->height);
        json_end_object(json);
    }
    json_end_array(json);
}

static void write_chunks(struct json *json, const struct document *document) {
    json_begin_array(json, "chunks");
    for (size_t i = 0; i < document->chunk_count; i++) {
        const struct doc_chunk *chunk = &document->chunks[i];
        json_begin_object(json, NULL);
        json_put_string(json, "text", chunk->text);
        json_put_integer(json, "page", chunk->page);
        json_put_integer(json, "index_on_page", chunk->index_on_page);
        json_put_integer(json, "section", (int64_t)chunk->section);
        write_boxes(json, chunk);
        json_end_object(json);
    }
    json_end_array(json);
}

static void write_hidden(struct json *json, const struct document *document) {
    json_begin_array(json, "hidden");
    for (size_t i = 0; i < document->hidden_count; i++) {
        json_begin_object(json, NULL);
        json_put_string(json, "text", document->hidden[i].text);
        json_put_integer(json, "page", document->hidden[i].page);
        json_put_string(json, "reason", document->hidden[i].reason);
        json_end_object(json);
    }
    json_end_array(json);
}

static void write_margins(struct json *json, const struct document *document) {
    json_begin_array(json, "margins");
    for (size_t i = 0; i < document->margin_count; i++) {
        json_begin_object(json, NULL);
        json_put_string(json, "text", document->margins[i].text);
        json_put_integer(json, "page", document->margins[i].page);
        json_end_object(json);
    }
    json_end_array(json);
}

void document_write_json(struct json *json, const char *key, const struct document *document) {
    json_begin_object(json, key);
    json_put_string(json, "format", document->format);
    json_put_string(json, "text", document->text);
    json_put_integer(json, "pages", document->pages);
    write_sections(json, document);
    write_chunks(json, document);
    write_hidden(json, document);
    write_margins(json, document);
    json_put_integer(json, "stripped_codepoints", (int64_t)document->stripped_codepoints);
    json_put_integer(json, "recognised_pages", document->recognised_pages);
    json_put_real(json, "quality", document->quality);
    json_put_string(json, "quality_note", document->quality_note);
    json_put_string(json, "language", document->language);
    json_put_string(json, "guessed_name", document->guessed_name);
    json_put_string(json, "guessed_email", document->guessed_email);
    json_put_string(json, "guessed_phone", document->guessed_phone);
    json_put_string(json, "guessed_linkedin", document->guessed_linkedin);
    json_end_object(json);
}
