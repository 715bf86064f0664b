#include "docx.h"

#include <libxml/parser.h>
#include <string.h>

#include "package.h"
#include "styles.h"

enum { NESTING_MAX = 40 }; /* tables in cells in text boxes; real files stay under 8 */

/* Where the walk through the document stands. */
struct walk {
    struct reading *reading;
    const struct styles *styles;
    unsigned block;
    bool too_much;
};

/* One paragraph as it is put together from its runs. */
struct paragraph {
    GString *text;
    struct look look; /* of the paragraph, before its runs */
    GString *hidden;  /* the current stretch of hidden text */
    const char *reason;
    size_t letters, bold_letters;
    double size;           /* of the largest run */
    GPtrArray *text_boxes; /* borrowed nodes: read after the paragraph that holds them */
};

static void walk_blocks(struct walk *walk, const xmlNode *parent, struct look look, unsigned depth);

static void flush_hidden(struct walk *walk, struct paragraph *paragraph) {
    if (paragraph->reason != NULL &&
        !reading_add_hidden(walk->reading, walk->reading->pages, paragraph->reason, paragraph->hidden->str,
                            paragraph->hidden->len))
        walk->too_much = true;
    g_string_truncate(paragraph->hidden, 0);
    paragraph->reason = NULL;
}

static void append_text(struct walk *walk, struct paragraph *paragraph, const struct look *look,
                        const char *text) {
    const char *reason = look_hidden_reason(look);
    if (reason != paragraph->reason)
        flush_hidden(walk, paragraph);
    if (reason != NULL) {
        paragraph->reason = reason;
        g_string_append(paragraph->hidden, text);
        return;
    }
    size_t length = strlen(text);
    g_string_append_len(paragraph->text, text, (gssize)length);
    paragraph->letters += length;
    paragraph->bold_letters += look->bold ? length : 0;
    paragraph->size = MAX(paragraph->size, look->size);
}

static void append_break(struct walk *walk, struct paragraph *paragraph, const struct look *look,
                         const xmlNode *node) {
    if (strcmp(node_attribute(node, "type"), "page") == 0)
        walk->reading->pages++;
    else
        append_text(walk, paragraph, look, "\n");
}

/* Text boxes stand twice in a file, once for old readers in mc:Fallback, which is skipped. */
static void find_text_boxes(struct paragraph *paragraph, const xmlNode *node, unsigned depth) {
    for (const xmlNode *child = node->children; child != NULL && depth < NESTING_MAX; child = child->next) {
        if (node_is(child, "txbxContent"))
            g_ptr_array_add(paragraph->text_boxes, (void *)child);
        else if (child->type == XML_ELEMENT_NODE && !node_is(child, "Fallback"))
            find_text_boxes(paragraph, child, depth + 1);
    }
}

static void walk_run(struct walk *walk, struct paragraph *paragraph, const xmlNode *run) {
    struct look look = paragraph->look;
    styles_apply(walk->styles, node_child(run, "rPr"), &look);
    for (const xmlNode *child = run->children; child != NULL; child = child->next) {
        if (node_is(child, "t") && child->children != NULL && child->children->content != NULL)
            append_text(walk, paragraph, &look, (const char *)child->children->content);
        else if (node_is(child, "tab") || node_is(child, "ptab"))
            append_text(walk, paragraph, &look, " ");
        else if (node_is(child, "noBreakHyphen"))
            append_text(walk, paragraph, &look, "-");
        else if (node_is(child, "br") || node_is(child, "cr"))
            append_break(walk, paragraph, &look, child);
        else if (node_is(child, "lastRenderedPageBreak"))
            walk->reading->pages++;
        else if (node_is(child, "AlternateContent") || node_is(child, "pict") || node_is(child, "drawing"))
            find_text_boxes(paragraph, child, 0);
    }
}

/* Deleted revisions (w:del), comments and field codes hold text that the page does not show; they are not
 * entered. */
static void walk_runs(struct walk *walk, struct paragraph *paragraph, const xmlNode *parent, unsigned depth) {
    static const char *const entered[] = {"hyperlink",  "ins",       "smartTag", "sdt",
                                          "sdtContent", "fldSimple", "moveTo"};
    for (const xmlNode *child = parent->children; child != NULL && depth < NESTING_MAX; child = child->next) {
        if (node_is(child, "r"))
            walk_run(walk, paragraph, child);
        for (size_t i = 0; i < G_N_ELEMENTS(entered); i++)
            if (node_is(child, entered[i]))
                walk_runs(walk, paragraph, child, depth + 1);
    }
}

/* A paragraph with line breaks gives a line for each: people write whole sections in one paragraph. */
static void add_paragraph(struct walk *walk, const struct paragraph *paragraph, unsigned page) {
    struct line line = {
        .page = page,
        .block = walk->block,
        .kind = paragraph->look.heading ? LINE_HEADING
                : paragraph->look.list  ? LINE_ITEM
                                        : LINE_PARAGRAPH,
        .size = paragraph->size,
        .bold = paragraph->letters > 0 && paragraph->bold_letters * 10 > paragraph->letters * 8,
    };
    for (const char *at = paragraph->text->str; at != NULL && !walk->too_much;) {
        const char *end = strchr(at, '\n');
        size_t length = end != NULL ? (size_t)(end - at) : strlen(at);
        walk->too_much = !reading_add_line(walk->reading, line, at, length);
        at = end != NULL ? end + 1 : NULL;
    }
}

static void paragraph_init(struct paragraph *paragraph, const struct walk *walk, const xmlNode *node,
                           struct look look) {
    *paragraph = (struct paragraph){.text = g_string_new(NULL),
                                    .hidden = g_string_new(NULL),
                                    .look = look,
                                    .text_boxes = g_ptr_array_new()};
    styles_apply(walk->styles, node_child(node, "pPr"), &paragraph->look);
}

static void paragraph_finish(struct paragraph *paragraph) {
    g_string_free(paragraph->text, TRUE);
    g_string_free(paragraph->hidden, TRUE);
    g_ptr_array_unref(paragraph->text_boxes);
}

/* The look of text in a box: white letters are seen where the box's shape is filled with a colour. */
static struct look look_of_text_box(const struct walk *walk, const xmlNode *content) {
    struct look look = walk->styles->base;
    const xmlNode *shape = content;
    while (shape != NULL && !node_is(shape, "wsp"))
        shape = shape->parent;
    const xmlNode *fill = node_child(node_child(shape, "spPr"), "solidFill");
    look.shaded = fill != NULL && fill_is_coloured(fill);
    return look;
}

static void walk_paragraph(struct walk *walk, const xmlNode *node, struct look look, unsigned depth) {
    struct paragraph paragraph;
    unsigned page = walk->reading->pages;
    paragraph_init(&paragraph, walk, node, look);
    walk_runs(walk, &paragraph, node, 0);
    flush_hidden(walk, &paragraph);
    if (paragraph.text->len == 0)
        walk->block++; /* an empty line is how people part blocks in Word */
    add_paragraph(walk, &paragraph, page);
    for (guint i = 0; i < paragraph.text_boxes->len; i++) {
        walk->block++;
        const xmlNode *content = g_ptr_array_index(paragraph.text_boxes, i);
        walk_blocks(walk, content, look_of_text_box(walk, content), depth + 1);
        walk->block++;
    }
    paragraph_finish(&paragraph);
}

static bool has_text(const xmlNode *node, unsigned depth) {
    for (const xmlNode *child = node->children; child != NULL && depth < NESTING_MAX; child = child->next)
        if (node_is(child, "t") || (child->type == XML_ELEMENT_NODE && has_text(child, depth + 1)))
            return true;
    return false;
}

/* The only paragraph with text in a cell; NULL if there are several, another table, or none. */
static const xmlNode *single_paragraph(const xmlNode *cell) {
    const xmlNode *single = NULL;
    for (const xmlNode *child = cell->children; child != NULL; child = child->next) {
        if (node_is(child, "tbl"))
            return NULL;
        if (!node_is(child, "p") || !has_text(child, 0))
            continue;
        if (single != NULL)
            return NULL;
        single = child;
    }
    return single;
}

/* A row of a data table: at least two cells with text, each of one paragraph. Other tables serve the layout.
 */
static bool is_data_row(const xmlNode *row) {
    unsigned cells = 0;
    for (const xmlNode *cell = row->children; cell != NULL; cell = cell->next) {
        if (!node_is(cell, "tc") || !has_text(cell, 0))
            continue;
        if (single_paragraph(cell) == NULL)
            return false;
        cells++;
    }
    return cells >= 2;
}

static struct look look_of_cell(const xmlNode *cell, struct look look) {
    const xmlNode *shading = node_child(node_child(cell, "tcPr"), "shd");
    const char *fill = node_attribute(shading, "fill");
    if (shading != NULL && fill[0] != '\0')
        look.shaded = strcmp(fill, "auto") != 0 && g_ascii_strcasecmp(fill, "FFFFFF") != 0;
    return look;
}

/* The cells of a row as one line, parted by bars. */
static void walk_data_row(struct walk *walk, const xmlNode *row, struct look look) {
    struct paragraph joined;
    unsigned page = walk->reading->pages;
    paragraph_init(&joined, walk, row, look);
    for (const xmlNode *cell = row->children; cell != NULL; cell = cell->next) {
        const xmlNode *node = node_is(cell, "tc") ? single_paragraph(cell) : NULL;
        if (node == NULL)
            continue;
        if (joined.text->len > 0)
            g_string_append(joined.text, " | ");
        joined.look = look_of_cell(cell, look);
        styles_apply(walk->styles, node_child(node, "pPr"), &joined.look);
        walk_runs(walk, &joined, node, 0);
    }
    flush_hidden(walk, &joined);
    joined.look.heading = joined.look.list = false;
    add_paragraph(walk, &joined, page);
    paragraph_finish(&joined);
}

static void walk_table(struct walk *walk, const xmlNode *table, struct look look, unsigned depth) {
    walk->block++;
    for (const xmlNode *row = table->children; row != NULL; row = row->next) {
        if (!node_is(row, "tr"))
            continue;
        if (is_data_row(row)) {
            walk_data_row(walk, row, look);
            continue;
        }
        for (const xmlNode *cell = row->children; cell != NULL; cell = cell->next)
            if (node_is(cell, "tc")) {
                walk->block++;
                walk_blocks(walk, cell, look_of_cell(cell, look), depth + 1);
            }
        walk->block++;
    }
    walk->block++;
}

static void walk_blocks(struct walk *walk, const xmlNode *parent, struct look look, unsigned depth) {
    if (depth > NESTING_MAX)
        return;
    for (const xmlNode *child = parent->children; child != NULL && !walk->too_much; child = child->next) {
        if (node_is(child, "p"))
            walk_paragraph(walk, child, look, depth);
        else if (node_is(child, "tbl"))
            walk_table(walk, child, look, depth);
        else if (node_is(child, "sdt") || node_is(child, "sdtContent") || node_is(child, "ins"))
            walk_blocks(walk, child, look, depth + 1);
    }
}

/* Stops the parser at a document type declaration, before any entity in it counts. */
static void refuse_doctype(void *context, const xmlChar *name, const xmlChar *external,
                           const xmlChar *system) {
    xmlParserCtxtPtr parser = context;
    *(bool *)parser->_private = true;
    xmlStopParser(parser);
}

static xmlDoc *parse_part(GBytes *part, enum reading_error *error) {
    bool has_doctype = false;
    gsize length;
    const char *bytes = g_bytes_get_data(part, &length);
    xmlParserCtxtPtr parser = xmlNewParserCtxt();
    if (parser == NULL) {
        *error = READING_DAMAGED;
        return NULL;
    }
    parser->_private = &has_doctype;
    parser->sax->internalSubset = refuse_doctype;
    xmlDoc *tree =
        xmlCtxtReadMemory(parser, bytes, (int)length, NULL, NULL,
                          XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA);
    xmlFreeParserCtxt(parser);
    if (tree != NULL && !has_doctype)
        return tree;
    *error = has_doctype ? READING_FORBIDDEN_XML : READING_DAMAGED;
    xmlFreeDoc(tree);
    return NULL;
}

/* The headers or footers, each text once: they repeat on every page and for first and even pages. */
static enum reading_error walk_margins(struct walk *walk, const GPtrArray *parts) {
    enum reading_error error = READING_OK;
    for (guint i = 0; error == READING_OK && i < parts->len; i++) {
        bool repeated = false;
        for (guint j = 0; j < i; j++)
            repeated = repeated || g_bytes_equal(g_ptr_array_index(parts, i), g_ptr_array_index(parts, j));
        xmlDoc *tree = repeated ? NULL : parse_part(g_ptr_array_index(parts, i), &error);
        if (tree != NULL) {
            walk_blocks(walk, xmlDocGetRootElement(tree), walk->styles->base, 0);
            walk->block++;
            xmlFreeDoc(tree);
        }
    }
    return error;
}

static enum reading_error walk_document(struct walk *walk, const struct package *package) {
    enum reading_error error = walk_margins(walk, package->headers);
    xmlDoc *tree = error == READING_OK ? parse_part(package->document, &error) : NULL;
    if (tree == NULL)
        return error;
    const xmlNode *body = node_child(xmlDocGetRootElement(tree), "body");
    if (body == NULL)
        error = READING_WRONG_TYPE;
    else
        walk_blocks(walk, body, walk->styles->base, 0);
    xmlFreeDoc(tree);
    walk->block++;
    return error == READING_OK ? walk_margins(walk, package->footers) : error;
}

enum reading_error docx_read(GBytes *bytes, struct reading *reading) {
    struct package package;
    struct styles styles;
    xmlDoc *style_tree = NULL;
    enum reading_error error = package_init(&package, bytes);
    if (error == READING_OK && package.styles != NULL)
        style_tree = parse_part(package.styles, &error);
    if (error == READING_OK) {
        styles_init(&styles, style_tree != NULL ? xmlDocGetRootElement(style_tree) : NULL);
        struct walk walk = {.reading = reading, .styles = &styles};
        reading->pages = 1;
        error = walk_document(&walk, &package);
        if (walk.too_much)
            error = READING_TOO_MUCH_TEXT;
        else if (reading->pages > READING_PAGES_MAX)
            error = READING_TOO_MANY_PAGES;
        styles_finish(&styles);
    }
    xmlFreeDoc(style_tree);
    package_finish(&package);
    return error;
}
