/* How text in a DOCX looks: the properties that decide whether it is seen, and whether it is a heading. */
#ifndef DOC_HELPER_STYLES_H
#define DOC_HELPER_STYLES_H

#include <glib.h>
#include <libxml/tree.h>
#include <stdbool.h>

struct look {
    bool vanish;
    bool white;  /* text colour FFFFFF or the like */
    bool shaded; /* stands on a coloured ground, where white text is seen */
    bool bold;
    bool heading;
    bool list;
    double size; /* points; 0 where nothing says */
};

struct styles {
    GHashTable *looks; /* style id → struct look */
    struct look base;  /* document defaults and the default paragraph style */
};

/* `root` is the root of word/styles.xml or NULL. */
void styles_init(struct styles *styles, const xmlNode *root);
void styles_finish(struct styles *styles);

/* Adds what w:rPr or w:pPr says, and the styles that they name, to *look. NULL properties change nothing. */
void styles_apply(const struct styles *styles, const xmlNode *properties, struct look *look);

/* NULL when the text is seen, else the reason. */
const char *look_hidden_reason(const struct look *look);

/* Whether a drawing's a:solidFill is a colour that white letters can be read on. */
bool fill_is_coloured(const xmlNode *solid_fill);

/* Helpers for WordprocessingML, which is read without regard to namespaces' prefixes. */
bool node_is(const xmlNode *node, const char *name);
const xmlNode *node_child(const xmlNode *node, const char *name);
/* The value of the attribute without its prefix; "" if absent. Borrowed. */
const char *node_attribute(const xmlNode *node, const char *name);

#endif
