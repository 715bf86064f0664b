/* Cuts a job description into the smallest pieces that could be asked for on their own. Too many rather than
 * too few: what belongs together is for the judge (judge.c) to say. */
#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "requirement/requirement_internal.h"

/* Between two words. Longer ones first. */
static const struct {
    const char *text;
    enum piece_joint joint;
} JOINTS[] = {
    {", and ", JOINT_AND},      {", e ", JOINT_AND},        {", plus ", JOINT_AND},
    {", but ", JOINT_OTHER},    {", ma ", JOINT_OTHER},     {", con ", JOINT_OTHER},
    {", with ", JOINT_OTHER},   {" and ", JOINT_AND},       {" e ", JOINT_AND},
    {" ed ", JOINT_AND},        {" nonché ", JOINT_AND},    {" plus ", JOINT_AND},
    {" & ", JOINT_AND},         {" + ", JOINT_AND},         {" with ", JOINT_OTHER},
    {" con ", JOINT_OTHER},     {" who ", JOINT_OTHER},     {" che ", JOINT_OTHER},
    {" but ", JOINT_OTHER},     {" ma ", JOINT_OTHER},      {" if ", JOINT_OTHER},
    {" se ", JOINT_OTHER},      {" ideally ", JOINT_OTHER}, {" meglio ", JOINT_OTHER},
    {" because ", JOINT_OTHER}, {" perché ", JOINT_OTHER},  {", ", JOINT_COMMA},
    {"; ", JOINT_COMMA},        {": ", JOINT_OTHER},        {" / ", JOINT_OTHER},
    {" | ", JOINT_OTHER},       {"|", JOINT_OTHER},         {"\t", JOINT_OTHER},
    {" - ", JOINT_OTHER},       {" – ", JOINT_OTHER},       {" — ", JOINT_OTHER},
    {" • ", JOINT_OTHER},       {" · ", JOINT_OTHER},       {" → ", JOINT_OTHER},
    {" * ", JOINT_OTHER},       {" (", JOINT_BRACKET},      {". ", JOINT_COMMA},
    {"? ", JOINT_COMMA},
};

/* "hold (or will get) the certificate" goes on behind its bracket. */
static bool is_aside(const char *bracket) {
    return text_starts_with(bracket, " (or ") || text_starts_with(bracket, " (o ");
}

static size_t joint_at(const char *at, enum piece_joint *joint) {
    for (size_t i = 0; i < sizeof JOINTS / sizeof *JOINTS; i++)
        if (text_starts_with(at, JOINTS[i].text) && !(JOINTS[i].joint == JOINT_BRACKET && is_aside(at))) {
            *joint = JOINTS[i].joint;
            return strlen(JOINTS[i].text);
        }
    bool is_wide = (unsigned char)at[0] == ' ' && (unsigned char)at[1] >= 0xE2; /* an emoji, an arrow */
    *joint = JOINT_OTHER;
    return is_wide ? 1 : 0;
}

/* The end of the piece that begins at `start`; *joint and *after say what parts it from the next one. */
static const char *piece_end(const char *start, enum piece_joint *joint, const char **after) {
    int depth = *start == '(';
    const char *at = start + (*start != '\0');
    for (; *at; at++) {
        size_t length = depth > 0 ? 0 : joint_at(at, joint);
        if (length) {
            *after = at + length - (*joint == JOINT_BRACKET);
            return at;
        }
        depth += (*at == '(') - (*at == ')' && depth > 0);
    }
    *after = at;
    return at;
}

static bool has_word(const char *text, const char *end, struct arena *arena) {
    return word_count(arena_strndup(arena, text, (size_t)(end - text))) > 0;
}

static void cut_line(struct pieces *pieces, const char *line, struct piece first, struct arena *arena) {
    struct piece next = first;
    for (const char *at = line, *after; *at; at = after) {
        enum piece_joint joint = JOINT_OTHER;
        const char *end = piece_end(at, &joint, &after);
        if (has_word(at, end, arena) && pieces->count < PIECES_MAX) {
            next.start = (size_t)(at - line);
            next.end = (size_t)(end - line);
            pieces->items[pieces->count++] = next;
            next.begins_line = false;
        }
        next.joint = joint;
    }
}

void pieces_cut(const char *plain, struct arena *arena, struct pieces *out) {
    *out = (struct pieces){.items = arena_array(arena, PIECES_MAX, sizeof *out->items)};
    const char *at = plain, *line;
    bool is_item;
    for (const char *before = at; (line = sentence_next(arena, plain, &at, &is_item)) != NULL; before = at) {
        bool begins_line = before == plain || memchr(before - 1, '\n', 1 + strspn(before, " \t\r\n")) != NULL;
        cut_line(out, line,
                 (struct piece){.line = line,
                                .begins_line = begins_line,
                                .is_item = is_item,
                                .ending = at[-1],
                                .joint = JOINT_OTHER},
                 arena);
    }
}
