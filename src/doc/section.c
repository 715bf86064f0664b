#include "doc/section.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/text.h"
#include "doc/chunker.h"
#include "doc/content.h"
#include "doc/guess.h"
#include "doc/heading.h"
#include "doc/margin.h"
#include "doc/paragraph.h"
#include "doc/quality.h"

enum {
    ENTRY_HEAD_CODEPOINTS_MAX = 140, /* a position, an employer, a place and dates on one line */
    ENTRY_HEAD_LINES_MAX = 4,
    OPENING_SECTION = 0,            /* without a heading: the name and what stands with it */
    COLUMN_SLACK_POINTS = 20,       /* the indent of a list at a column's top or bottom */
    OPENING_PROSE_CODEPOINTS = 160, /* a longer paragraph under the name is a summary without a heading */
};

/* A heading that governs a column, for text that goes on in the same column of the next page. */
struct column {
    unsigned page;
    float left;
    size_t section;
};

struct builder {
    struct arena *arena;
    const struct paragraphs *paragraphs;
    const char *const *kinds; /* of headings, by paragraph */
    struct doc_section *sections;
    size_t section_count;
    size_t current; /* the section of the next paragraph */
    struct column *columns;
    size_t column_count;
    float block_left; /* of the block under way */
    bool name_seen;
    bool has_headings; /* in the whole document */
    struct chunker chunker;
    /* The entry under way in a section of entries. */
    unsigned head_lines; /* so far; 0 once its body has begun or before it */
    bool in_body;
    bool has_date;
};

static bool is_short_line(const struct paragraph *paragraph) {
    size_t length = strlen(paragraph->text);
    return !paragraph->item && text_count_codepoints(paragraph->text) <= ENTRY_HEAD_CODEPOINTS_MAX &&
           strchr(".:;", paragraph->text[length - 1]) == NULL;
}

static bool is_dated_line(const struct paragraph *paragraph) {
    return is_short_line(paragraph) && content_has_year(paragraph->text);
}

/* Whether a date stands alone under paragraph `index`, at most an employer's line between. */
static bool is_above_date(const struct builder *builder, size_t index) {
    for (size_t i = index + 1; i <= index + 2 && i < builder->paragraphs->count; i++) {
        const struct paragraph *below = &builder->paragraphs->items[i];
        if (builder->kinds[i] != NULL || !is_short_line(below))
            return false;
        if (is_dated_line(below))
            return true;
    }
    return false;
}

/* A line that can open an entry: dated, or a title that is set apart or has its date below. A DOCX has no
 * places, so there bold type is enough. */
static bool is_title_line(const struct builder *builder, size_t index) {
    const struct paragraph *paragraph = &builder->paragraphs->items[index];
    bool strong = paragraph->bold || paragraph->heading_style;
    bool apart = paragraph->gap_above || paragraph->box_count == 0 ||
                 paragraph->size > builder->paragraphs->body_size + 0.4f;
    if (!is_short_line(paragraph))
        return false;
    return content_has_year(paragraph->text) || (strong && apart) ||
           ((strong || paragraph->gap_above) && is_above_date(builder, index));
}

static bool has_entries(const char *kind) {
    return strcmp(kind, "experience") == 0 || strcmp(kind, "education") == 0 || strcmp(kind, "projects") == 0;
}

/* "2018" below "ottobre 2015 – marzo": a date that needed two lines. */
static bool completes_date(const struct builder *builder, size_t index) {
    enum { REST_CODEPOINTS_MAX = 16 };
    const char *above = index > 0 ? builder->paragraphs->items[index - 1].text : "";
    size_t length = strlen(above);
    return length > 0 && content_has_year(above) && strpbrk(above, "-–") != NULL &&
           strchr("0123456789", above[length - 1]) == NULL &&
           text_count_codepoints(builder->paragraphs->items[index].text) <= REST_CODEPOINTS_MAX;
}

/* Whether paragraph `index` begins a new entry, given what the entry under way has; keeps account of it. */
static bool begins_entry(struct builder *builder, size_t index) {
    const struct paragraph *paragraph = &builder->paragraphs->items[index];
    bool title = is_title_line(builder, index);
    bool dated = is_dated_line(paragraph) && !completes_date(builder, index);
    bool second_date = builder->has_date && (dated || (paragraph->bold && is_above_date(builder, index)));
    bool extends_head = !builder->in_body && builder->head_lines < ENTRY_HEAD_LINES_MAX && !second_date;
    if (title && !extends_head) {
        builder->head_lines = 1;
        builder->in_body = false;
        builder->has_date = dated;
        return true;
    }
    if (title || (is_short_line(paragraph) && !builder->in_body))
        builder->head_lines++;
    else
        builder->in_body = true;
    builder->has_date = builder->has_date || dated;
    return false;
}

static void enter_section(struct builder *builder, size_t section) {
    chunker_flush(&builder->chunker);
    builder->chunker.title = NULL;
    builder->current = section;
    builder->head_lines = 0;
    builder->in_body = builder->has_date = false;
}

static void open_section(struct builder *builder, const char *kind, const char *title) {
    builder->sections[builder->section_count] = (struct doc_section){.kind = kind, .title = title};
    enter_section(builder, builder->section_count++);
}

static const char *title_of(struct builder *builder, const struct paragraph *heading) {
    size_t length = strlen(heading->text);
    while (length > 0 && strchr(": ", heading->text[length - 1]) != NULL)
        length--;
    return arena_strndup(builder->arena, heading->text, length);
}

/* The section that ended the column above, on this page or the one before; the current one if there is none.
 */
static size_t find_column_section(const struct builder *builder, const struct paragraph *paragraph) {
    for (size_t i = builder->column_count; i-- > 0;) {
        const struct column *column = &builder->columns[i];
        if (column->page + 1 >= paragraph->page &&
            fabsf(column->left - paragraph->left) < COLUMN_SLACK_POINTS)
            return column->section;
    }
    return builder->current;
}

/* Text without a heading goes on with its own column's section, not with the one that was read last. */
static void follow_column(struct builder *builder, const struct paragraph *paragraph) {
    size_t section = find_column_section(builder, paragraph);
    if (section != builder->current)
        enter_section(builder, section);
}

/* Keeps account of the columns: at the end of a block, which section it ended in. */
static void note_columns(struct builder *builder, size_t index) {
    const struct paragraph *paragraph = &builder->paragraphs->items[index];
    if (index > 0 && paragraph[-1].block != paragraph->block) {
        builder->columns[builder->column_count++] =
            (struct column){paragraph[-1].page, builder->block_left, builder->current};
        builder->block_left = paragraph->left;
        if (paragraph->box_count > 0 && builder->kinds[index] == NULL)
            follow_column(builder, paragraph);
    }
    builder->block_left = index > 0 ? fminf(builder->block_left, paragraph->left) : paragraph->left;
}

/* The name in large letters may come after a side column that was read first; it belongs at the top. */
static bool is_name_like(const struct builder *builder, const struct paragraph *paragraph) {
    return paragraph->page == 1 && builder->paragraphs->body_size > 0 &&
           paragraph->size >= 1.6f * builder->paragraphs->body_size && paragraph->box_count > 0;
}

/* The sentence that closes most Italian CVs; it belongs to no section. */
static bool is_privacy_statement(const char *text) {
    static const char *const beginnings[] = {"Autorizzo il trattamento",   "Acconsento al trattamento",
                                             "Autorizzo al trattamento",   "I authorise the processing",
                                             "I authorize the processing", "I hereby authorize"};
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
        if (strncasecmp(text, beginnings[i], strlen(beginnings[i])) == 0)
            return true;
    return false;
}

/* In a CV without headings, what an entry's first lines say decides its section. */
static const char *entry_kind(const struct builder *builder, size_t index) {
    for (size_t i = index; i < index + 3 && i < builder->paragraphs->count; i++)
        if (is_short_line(&builder->paragraphs->items[i]) &&
            content_names_study(builder->paragraphs->items[i].text, builder->arena))
            return "education";
    return "experience";
}

static void follow_content(struct builder *builder, size_t index, bool begins) {
    const char *current = builder->sections[builder->current].kind;
    if (builder->has_headings || !is_title_line(builder, index) ||
        !(is_dated_line(&builder->paragraphs->items[index]) || is_above_date(builder, index)) ||
        (has_entries(current) && !begins))
        return;
    const char *kind = entry_kind(builder, index);
    if (strcmp(kind, current) != 0) {
        open_section(builder, kind, "");
        (void)begins_entry(builder, index);
    }
}

static void place_paragraph(struct builder *builder, size_t index) {
    const struct paragraph *paragraph = &builder->paragraphs->items[index];
    note_columns(builder, index);
    if (paragraph->contact) {
        if (index == 0 || !paragraph[-1].contact)
            open_section(builder, "contact", "");
        chunker_add(&builder->chunker, builder->current, paragraph);
        return;
    }
    if (builder->kinds[index] != NULL) {
        open_section(builder, builder->kinds[index], title_of(builder, paragraph));
        chunker_set_title(&builder->chunker, paragraph);
        return;
    }
    const struct doc_section *section = &builder->sections[builder->current];
    if (!builder->name_seen && is_name_like(builder, paragraph)) {
        builder->name_seen = true;
        if (builder->current != OPENING_SECTION)
            enter_section(builder, OPENING_SECTION);
    } else if (is_privacy_statement(paragraph->text) && strcmp(section->kind, "other") != 0)
        open_section(builder, "other", "");
    else if (strcmp(section->kind, "contact") == 0 && section->title[0] == '\0' &&
             text_count_codepoints(paragraph->text) >= OPENING_PROSE_CODEPOINTS)
        open_section(builder, "summary", "");
    section = &builder->sections[builder->current];
    bool begins = has_entries(section->kind) && begins_entry(builder, index);
    if (begins)
        chunker_flush(&builder->chunker);
    follow_content(builder, index, begins);
    chunker_add(&builder->chunker, builder->current, paragraph);
}

/* Takes out sections without chunks, such as a heading above another, and lays each section's chunks
 * together: a column may go on after the other one. */
static void finish_sections(struct builder *builder, struct document *out) {
    const struct chunker *chunker = &builder->chunker;
    struct doc_chunk *chunks = arena_array(builder->arena, chunker->count + 1, sizeof *chunks);
    unsigned next_on_page[DOC_PAGES_MAX + 1] = {0};
    for (size_t i = 0; i < builder->section_count; i++) {
        struct doc_section section = builder->sections[i];
        section.first_chunk = out->chunk_count;
        for (size_t j = 0; j < chunker->count; j++)
            if (chunker->chunks[j].section == i) {
                struct doc_chunk *chunk = &chunks[out->chunk_count++];
                *chunk = chunker->chunks[j];
                chunk->section = out->section_count;
                chunk->index_on_page = next_on_page[chunk->page]++;
            }
        section.chunk_count = out->chunk_count - section.first_chunk;
        if (section.chunk_count > 0)
            builder->sections[out->section_count++] = section;
    }
    out->sections = builder->sections;
    out->chunks = chunks;
}

static const char *join_text(const struct paragraphs *paragraphs, struct arena *arena) {
    struct buffer text = {.arena = arena};
    for (size_t i = 0; i < paragraphs->count; i++) {
        if (i > 0)
            buffer_append_text(&text,
                               paragraphs->items[i].page != paragraphs->items[i - 1].page ? "\n\n" : "\n");
        buffer_append_text(&text, paragraphs->items[i].text);
    }
    return text.data;
}

static void build_sections(const struct paragraphs *paragraphs, struct arena *arena, struct document *out) {
    struct builder builder = {
        .arena = arena,
        .paragraphs = paragraphs,
        .kinds = headings_find(paragraphs, arena),
        /* Each paragraph opens at most one. */
        .sections = arena_array(arena, paragraphs->count + 1, sizeof *builder.sections),
        .columns = arena_array(arena, paragraphs->count + 1, sizeof *builder.columns),
    };
    for (size_t i = 0; i < paragraphs->count; i++)
        builder.has_headings = builder.has_headings || builder.kinds[i] != NULL;
    chunker_init(&builder.chunker, arena);
    open_section(&builder, "contact", "");
    for (size_t i = 0; i < paragraphs->count; i++)
        place_paragraph(&builder, i);
    chunker_flush(&builder.chunker);
    finish_sections(&builder, out);
}

void section_build_document(const struct source *source, struct arena *arena, struct document *out) {
    struct paragraphs paragraphs;
    struct source body;
    *out = (struct document){
        .format = source->format,
        .pages = source->pages,
        .hidden = source->hidden,
        .hidden_count = source->hidden_count,
        .stripped_codepoints = source->stripped,
    };
    margins_take_out(source, arena, &body, out);
    paragraphs_build(&body, arena, &paragraphs);
    out->text = join_text(&paragraphs, arena);
    build_sections(&paragraphs, arena, out);
    quality_judge(source, out);
    guess_person(&paragraphs, headings_find(&paragraphs, arena), arena, out);
    out->language = guess_language(out->text, arena);
}
