#include "styles.h"

#include <stdlib.h>
#include <string.h>

enum { STYLE_DEPTH_MAX = 12 }; /* basedOn chains of Word are three long */

bool node_is(const xmlNode *node, const char *name) {
    return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

const xmlNode *node_child(const xmlNode *node, const char *name) {
    for (const xmlNode *child = node != NULL ? node->children : NULL; child != NULL; child = child->next)
        if (node_is(child, name))
            return child;
    return NULL;
}

const char *node_attribute(const xmlNode *node, const char *name) {
    for (const xmlAttr *attribute = node != NULL ? node->properties : NULL; attribute != NULL;
         attribute = attribute->next)
        if (strcmp((const char *)attribute->name, name) == 0 && attribute->children != NULL &&
            attribute->children->content != NULL)
            return (const char *)attribute->children->content;
    return "";
}

/* A toggle property: present without a value means on. */
static void apply_toggle(const xmlNode *properties, const char *name, bool *value) {
    const xmlNode *node = node_child(properties, name);
    if (node == NULL)
        return;
    const char *text = node_attribute(node, "val");
    *value = strcmp(text, "0") != 0 && strcmp(text, "false") != 0 && strcmp(text, "off") != 0 &&
             strcmp(text, "none") != 0;
}

/* Whether an RRGGBB colour is so light that it cannot be read on white paper (contrast under 1.3). */
static bool is_near_white(const char *hex) {
    if (strlen(hex) != 6)
        return false;
    unsigned long value = strtoul(hex, NULL, 16);
    return ((value >> 16) & 0xFF) >= 0xE0 && ((value >> 8) & 0xFF) >= 0xE0 && (value & 0xFF) >= 0xD0;
}

static bool is_coloured_ground(const xmlNode *shading) {
    const char *fill = node_attribute(shading, "fill");
    return fill[0] != '\0' && strcmp(fill, "auto") != 0 && !is_near_white(fill);
}

bool fill_is_coloured(const xmlNode *solid_fill) {
    const xmlNode *colour = node_child(solid_fill, "srgbClr"), *theme = node_child(solid_fill, "schemeClr");
    const char *name = node_attribute(theme, "val");
    if (colour != NULL)
        return !is_near_white(node_attribute(colour, "val"));
    return theme != NULL && strncmp(name, "bg", 2) != 0 && strncmp(name, "lt", 2) != 0;
}

static bool names_a_heading(const char *style_name) {
    char *lower = g_ascii_strdown(style_name, -1);
    bool heading = g_str_has_prefix(lower, "heading") || g_str_has_prefix(lower, "titolo") ||
                   strcmp(lower, "section") == 0;
    g_free(lower);
    return heading;
}

static void apply_own(const xmlNode *properties, struct look *look) {
    const xmlNode *colour = node_child(properties, "color"), *size = node_child(properties, "sz");
    const xmlNode *shading = node_child(properties, "shd"), *outline = node_child(properties, "outlineLvl");
    apply_toggle(properties, "vanish", &look->vanish);
    apply_toggle(properties, "b", &look->bold);
    if (colour != NULL)
        look->white = is_near_white(node_attribute(colour, "val"));
    if (shading != NULL)
        look->shaded = is_coloured_ground(shading);
    if (node_child(properties, "highlight") != NULL)
        look->shaded = true;
    if (size != NULL)
        look->size = (double)strtoul(node_attribute(size, "val"), NULL, 10) / 2; /* sz counts half points */
    if (node_child(properties, "numPr") != NULL)
        look->list = true;
    if (outline != NULL)
        look->heading = strtoul(node_attribute(outline, "val"), NULL, 10) < 9; /* 9: body text */
}

/* What one w:style says after what it is based on has been applied. */
static void apply_style(const xmlNode *root, const xmlNode *style, struct look *look, unsigned depth) {
    const char *parent = node_attribute(node_child(style, "basedOn"), "val");
    for (const xmlNode *other = root->children; parent[0] != '\0' && depth < STYLE_DEPTH_MAX && other != NULL;
         other = other->next)
        if (node_is(other, "style") && strcmp(node_attribute(other, "styleId"), parent) == 0) {
            apply_style(root, other, look, depth + 1);
            break;
        }
    if (names_a_heading(node_attribute(node_child(style, "name"), "val")))
        look->heading = true;
    if (strncmp(node_attribute(node_child(style, "name"), "val"), "List", 4) == 0)
        look->list = true;
    apply_own(node_child(style, "pPr"), look);
    apply_own(node_child(style, "rPr"), look);
}

void styles_init(struct styles *styles, const xmlNode *root) {
    *styles = (struct styles){.looks = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free)};
    if (root == NULL)
        return;
    const xmlNode *defaults = node_child(root, "docDefaults");
    apply_own(node_child(node_child(defaults, "rPrDefault"), "rPr"), &styles->base);
    apply_own(node_child(node_child(defaults, "pPrDefault"), "pPr"), &styles->base);
    for (const xmlNode *style = root->children; style != NULL; style = style->next) {
        if (!node_is(style, "style"))
            continue;
        struct look *look = g_new0(struct look, 1);
        apply_style(root, style, look, 0);
        if (strcmp(node_attribute(style, "default"), "1") == 0 &&
            strcmp(node_attribute(style, "type"), "paragraph") == 0 && look->size > 0)
            styles->base.size = look->size;
        g_hash_table_replace(styles->looks, g_strdup(node_attribute(style, "styleId")), look);
    }
}

void styles_finish(struct styles *styles) {
    g_hash_table_unref(styles->looks);
}

static void apply_named(const struct styles *styles, const xmlNode *reference, struct look *look) {
    const struct look *named = g_hash_table_lookup(styles->looks, node_attribute(reference, "val"));
    if (reference == NULL || named == NULL)
        return;
    look->vanish |= named->vanish;
    look->white |= named->white;
    look->shaded |= named->shaded;
    look->bold |= named->bold;
    look->heading |= named->heading;
    look->list |= named->list;
    if (named->size > 0)
        look->size = named->size;
}

void styles_apply(const struct styles *styles, const xmlNode *properties, struct look *look) {
    if (properties == NULL)
        return;
    apply_named(styles, node_child(properties, "pStyle"), look);
    apply_named(styles, node_child(properties, "rStyle"), look);
    apply_own(properties, look);
}

const char *look_hidden_reason(const struct look *look) {
    enum { TINY_POINTS = 4 };
    if (look->vanish)
        return "vanish";
    if (look->size > 0 && look->size <= TINY_POINTS)
        return "tiny";
    return look->white && !look->shaded ? "white" : NULL;
}
