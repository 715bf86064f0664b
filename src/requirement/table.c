/* Rows of a table in plain text: "Trados | daily use | must". */
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/text.h"
#include "requirement/requirement_internal.h"

/* Cells that say no more than how much it is wanted. Folded, a bar before and after each. */
static const char MUSTS[] = "|must|must have|required|mandatory|essential|yes|obbligatorio|obbligatoria|"
                            "richiesto|richiesta|indispensabile|necessario|si|";
static const char WISHES[] = "|nice|nice to have|optional|desirable|preferred|plus|no|gradito|gradita|"
                             "facoltativo|preferenziale|preferibile|";

static bool is_cell_of(const char *cells, const char *folded, struct arena *arena) {
    return *folded && strstr(cells, arena_printf(arena, "|%s|", folded)) != NULL;
}

bool table_row_read(const char *line, struct arena *arena, struct table_row *out) {
    struct buffer text = {.arena = arena};
    *out = (struct table_row){0};
    if (strchr(line, '|') == NULL)
        return false;
    for (const char *at = line; *at;) {
        size_t length = strcspn(at, "|");
        const char *cell = text_trim(arena, arena_strndup(arena, at, length));
        const char *folded = text_fold(arena, cell);
        if (is_cell_of(MUSTS, folded, arena) || is_cell_of(WISHES, folded, arena)) {
            out->is_weighed = true;
            out->is_wish = is_cell_of(WISHES, folded, arena);
        } else if (*cell) {
            buffer_append_text(&text, text.length ? " " : "");
            buffer_append_text(&text, cell);
        }
        at += length + (at[length] == '|');
    }
    out->text = text.data ? text.data : "";
    return true;
}
