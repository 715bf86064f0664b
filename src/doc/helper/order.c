#include "order.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    COLUMN_LINES_MIN =
        3,            /* fewer lines than this beside each other are a table row or a heading with its date */
    GUTTERS_MAX = 64, /* left edges tried in one region */
    DEPTH_MAX = 12,
};

struct region {
    struct piece *pieces;
    size_t count;
};

struct numbering {
    unsigned line;
    unsigned block;
    double gutter_before; /* of the page before */
    double gutter;        /* of this page; 0 without columns */
};

/* A gutter at `x` that the pieces from `first` to `last` (by y) leave free. */
struct gutter {
    double x;
    size_t first, last;
    size_t left, right; /* pieces on each side */
};

static double middle(const struct box *box) {
    return (box->top + box->bottom) / 2;
}

static bool on_one_baseline(const struct piece *a, const struct piece *b) {
    double overlap = MIN(a->box.bottom, b->box.bottom) - MAX(a->box.top, b->box.top);
    double smaller = MIN(a->box.bottom - a->box.top, b->box.bottom - b->box.top);
    return overlap > 0.6 * smaller && fabs(middle(&a->box) - middle(&b->box)) < 0.4 * MAX(a->size, b->size);
}

static int by_height(const void *a, const void *b) {
    double first = middle(&((const struct piece *)a)->box), second = middle(&((const struct piece *)b)->box);
    return (first > second) - (first < second);
}

static int by_left(const void *a, const void *b) {
    double first = ((const struct piece *)a)->box.left, second = ((const struct piece *)b)->box.left;
    return (first > second) - (first < second);
}

/* Lines of a region without columns: from top to bottom, and within one baseline from left to right. */
static void number_lines(struct region region, struct numbering *next) {
    qsort(region.pieces, region.count, sizeof *region.pieces, by_height);
    for (size_t first = 0, end; first < region.count; first = end) {
        for (end = first + 1;
             end < region.count && on_one_baseline(&region.pieces[first], &region.pieces[end]); end++)
            ;
        qsort(region.pieces + first, end - first, sizeof *region.pieces, by_left);
        for (size_t i = first; i < end; i++) {
            region.pieces[i].line = next->line;
            region.pieces[i].block = next->block;
        }
        next->line++;
    }
}

static bool is_left_of(const struct piece *piece, double x) {
    return piece->box.right <= x + 1;
}

static bool is_right_of(const struct piece *piece, double x) {
    return piece->box.left >= x - 1;
}

static size_t count_lines(const struct piece *pieces, size_t count) {
    size_t lines = count > 0;
    for (size_t i = 1; i < count; i++)
        lines += !on_one_baseline(&pieces[i - 1], &pieces[i]);
    return lines;
}

/* The longest run, in height order, of pieces that do not cross x. */
static struct gutter widest_run(struct region region, double x) {
    struct gutter best = {.x = x}, run = {.x = x};
    for (size_t i = 0; i < region.count; i++) {
        const struct piece *piece = &region.pieces[i];
        if (!is_left_of(piece, x) && !is_right_of(piece, x)) {
            run = (struct gutter){.x = x, .first = i + 1};
            continue;
        }
        run.left += is_left_of(piece, x);
        run.right += !is_left_of(piece, x);
        run.last = i;
        if (MIN(run.left, run.right) > MIN(best.left, best.right) ||
            (MIN(run.left, run.right) == MIN(best.left, best.right) &&
             run.left + run.right > best.left + best.right))
            best = run;
    }
    return best;
}

/* Pieces of each side of the gutter, stably parted: left ones first. Returns how many are left. */
static size_t part(struct piece *pieces, size_t count, double x) {
    struct piece *right = g_new(struct piece, count);
    size_t left_count = 0, right_count = 0;
    for (size_t i = 0; i < count; i++) {
        if (is_left_of(&pieces[i], x))
            pieces[left_count++] = pieces[i];
        else
            right[right_count++] = pieces[i];
    }
    memcpy(pieces + left_count, right, right_count * sizeof *right);
    g_free(right);
    return left_count;
}

static size_t count_aligned(const struct piece *some, size_t some_count, const struct piece *others,
                            size_t other_count) {
    size_t aligned = 0;
    for (size_t i = 0; i < some_count; i++)
        for (size_t j = 0; j < other_count; j++)
            if (on_one_baseline(&some[i], &others[j])) {
                aligned++;
                break;
            }
    return aligned;
}

static double mean_letters(const struct piece *pieces, size_t count) {
    size_t letters = 0;
    for (size_t i = 0; i < count; i++)
        letters += pieces[i].letters;
    return count > 0 ? (double)letters / (double)count : 0;
}

/* "2015 – 2019", "mar 2017 – oggi": what stands left of an entry, and hardly ever alone on a line of a
 * column. */
static bool is_date_label(const struct piece *piece) {
    enum { LETTERS_MAX = 34 };
    const char *text = piece->text->str;
    bool has_year = false;
    for (const char *at = text; *at != '\0' && !has_year; at++)
        has_year = (at == text || !g_ascii_isdigit(at[-1])) &&
                   (strncmp(at, "19", 2) == 0 || strncmp(at, "20", 2) == 0) && g_ascii_isdigit(at[2]) &&
                   g_ascii_isdigit(at[3]) && !g_ascii_isdigit(at[4]);
    return has_year && piece->letters <= LETTERS_MAX && strchr(text, ',') == NULL &&
           strchr(text, '@') == NULL;
}

/* How the labels at the left of a gutter stand to the text at its right. */
struct labels {
    size_t aligned;  /* on the baseline of a line at the right */
    size_t dates;    /* of those */
    size_t clashing; /* beside a line, on no baseline */
};

static struct labels count_labels(const struct piece *left, size_t left_count, const struct piece *right,
                                  size_t right_count) {
    struct labels labels = {0};
    for (size_t i = 0; i < left_count; i++) {
        bool aligned = count_aligned(&left[i], 1, right, right_count) > 0, beside = false;
        for (size_t j = 0; j < right_count && !aligned && !beside; j++)
            beside = middle(&left[i].box) > right[j].box.top && middle(&left[i].box) < right[j].box.bottom;
        labels.aligned += aligned;
        labels.dates += aligned && is_date_label(&left[i]);
        labels.clashing += beside;
    }
    return labels;
}

/* Whether dates stand left of their entries. Headings between them have nothing beside them and say nothing.
 */
static bool are_dated_rows(const struct piece *left, size_t left_count, const struct piece *right,
                           size_t right_count) {
    struct labels labels = count_labels(left, left_count, right, right_count);
    return labels.dates >= 2 && labels.dates * 10 >= labels.aligned * 4 &&
           labels.aligned * 10 >= (labels.aligned + labels.clashing) * 8;
}

/* Whether two sides of a gutter are rows: nearly every line of the sparser side stands beside one of the
 * other. Two equally full sides of long lines are newspaper columns on one grid. */
static bool are_rows(const struct piece *left, size_t left_count, const struct piece *right,
                     size_t right_count) {
    enum { PROSE_LETTERS = 24 };
    size_t left_lines = count_lines(left, left_count), right_lines = count_lines(right, right_count);
    bool left_is_sparser = left_lines <= right_lines;
    size_t aligned = left_is_sparser ? count_aligned(left, left_count, right, right_count)
                                     : count_aligned(right, right_count, left, left_count);
    size_t sparser = left_is_sparser ? left_count : right_count;
    bool both_prose = mean_letters(left, left_count) > PROSE_LETTERS &&
                      mean_letters(right, right_count) > PROSE_LETTERS &&
                      MIN(left_lines, right_lines) * 10 > MAX(left_lines, right_lines) * 7;
    return !both_prose &&
           (aligned * 10 >= sparser * 8 || are_dated_rows(left, left_count, right, right_count));
}

/* What the two sides of a gutter are to each other. */
enum arrangement { UNRELATED, ROWS, COLUMNS, TABLE };

static enum arrangement classify(struct region region, const struct gutter *gutter) {
    if (gutter->left < COLUMN_LINES_MIN || gutter->right < COLUMN_LINES_MIN)
        return UNRELATED;
    size_t count = gutter->last - gutter->first + 1;
    struct piece *copy = g_new(struct piece, count);
    memcpy(copy, region.pieces + gutter->first, count * sizeof *copy);
    size_t left = part(copy, count, gutter->x);
    enum arrangement found = UNRELATED;
    if (count_lines(copy, left) >= COLUMN_LINES_MIN &&
        count_lines(copy + left, count - left) >= COLUMN_LINES_MIN)
        found = are_rows(copy, left, copy + left, count - left) ? ROWS : COLUMNS;
    /* Rows count only where labels stand left of what they label; a date at the end of a line goes with the
     * line. */
    if (found == ROWS && mean_letters(copy, left) >= mean_letters(copy + left, count - left))
        found = UNRELATED;
    g_free(copy);
    return found;
}

/* How many pieces begin within 3 points right of x. */
static size_t count_sharing(struct region region, double x) {
    size_t sharing = 0;
    for (size_t i = 0; i < region.count; i++)
        sharing += fabs(region.pieces[i].box.left - 2 - x) < 3;
    return sharing;
}

/* Tries the left edges that several pieces share; the gutter with most text on its smaller side wins. */
static bool find_gutter(struct region region, enum arrangement wanted, struct gutter *best) {
    double tried[GUTTERS_MAX];
    size_t tried_count = 0;
    *best = (struct gutter){0};
    for (size_t i = 0; i < region.count && tried_count < GUTTERS_MAX; i++) {
        double x = region.pieces[i].box.left - 2;
        bool known = false;
        for (size_t j = 0; j < tried_count; j++)
            known = known || fabs(tried[j] - x) < 3;
        if (known || count_sharing(region, x) < COLUMN_LINES_MIN)
            continue;
        tried[tried_count++] = x;
        struct gutter gutter = widest_run(region, x);
        if (MIN(gutter.left, gutter.right) > MIN(best->left, best->right) &&
            classify(region, &gutter) == wanted)
            *best = gutter;
    }
    return best->left > 0;
}

static bool has_partner(const struct piece *piece, struct region others) {
    return count_aligned(piece, 1, others.pieces, others.count) > 0;
}

static double gap_above(const struct piece *piece) {
    return piece->box.top - piece[-1].box.bottom;
}

/* The space between the lines of one label, told from lines with nothing beside them. Negative when the
 * labels have one line each: then the lines with something beside them stand no further apart than the
 * others. */
static double find_label_leading(struct region left, struct region right) {
    double leading = -1;
    size_t partnered = 0, apart = 0;
    for (size_t i = 1; i < left.count; i++)
        if (!has_partner(&left.pieces[i], right) && gap_above(&left.pieces[i]) > -left.pieces[i].size &&
            (leading < 0 || gap_above(&left.pieces[i]) < leading))
            leading = MAX(gap_above(&left.pieces[i]), 0);
    for (size_t i = 1; leading >= 0 && i < left.count; i++)
        if (has_partner(&left.pieces[i], right)) {
            partnered++;
            apart += gap_above(&left.pieces[i]) > leading + 0.1 * left.pieces[i].size;
        }
    return apart * 2 >= partnered ? leading : -1;
}

/* Whether a date label goes on in a second line: "ottobre 2015 – marzo" and "2018". */
static bool is_rest_of_date(const struct piece *piece) {
    const char *above = piece[-1].text->str;
    bool open = g_str_has_suffix(above, "–") || g_str_has_suffix(above, "-");
    bool year = strspn(piece->text->str, "0123456789") == piece->text->len && piece->text->len == 4;
    return gap_above(piece) < 0.6 * piece->size && is_date_label(piece) &&
           (open || (year && strpbrk(above, "0123456789") != NULL && strstr(above, " ") != NULL));
}

/* Row by row: the lines of a label, then what stands beside them. A label of one line shares its line. */
static void number_rows(struct region left, struct region right, struct numbering *next) {
    double leading = find_label_leading(left, right);
    size_t taken = 0;
    for (size_t first = 0, end; first < left.count; first = end) {
        for (end = first + 1;
             end < left.count &&
             (is_rest_of_date(&left.pieces[end]) ||
              (leading >= 0 && gap_above(&left.pieces[end]) <= leading + 0.1 * left.pieces[end].size));
             end++)
            ;
        double limit = end < left.count ? left.pieces[end].box.top - 0.2 * left.pieces[end].size : HUGE_VAL;
        size_t beside = taken;
        while (beside < right.count && right.pieces[beside].box.top < limit)
            beside++;
        struct region label = {left.pieces + first, end - first},
                      content = {right.pieces + taken, beside - taken};
        bool one_line =
            end - first == 1 && content.count > 0 && on_one_baseline(label.pieces, content.pieces);
        number_lines(label, next);
        if (one_line)
            next->line--;
        number_lines(content, next);
        taken = beside;
    }
}

/* Where a cell begins in a column: the first line, or one set apart from the line above it. */
static bool begins_cell(struct region column, size_t index, double leading) {
    const struct piece *piece = &column.pieces[index];
    return index == 0 ||
           (!on_one_baseline(&piece[-1], piece) && gap_above(piece) > leading + 0.4 * piece->size);
}

static double find_leading(struct region column) {
    double leading = HUGE_VAL;
    for (size_t i = 1; i < column.count; i++)
        if (!on_one_baseline(&column.pieces[i - 1], &column.pieces[i]))
            leading = MIN(leading, gap_above(&column.pieces[i]));
    return MAX(leading, 0);
}

/* Whether the two sides are cells of a table: each cell at the right begins on a baseline of the left side.
 * In columns that is chance, and rare for all of several. */
static bool is_table(struct region left, struct region right) {
    enum { CELLS_MIN = 4 };
    double leading = find_leading(right);
    size_t cells = 0;
    for (size_t i = 0; i < right.count; i++)
        if (begins_cell(right, i, leading)) {
            if (!has_partner(&right.pieces[i], left))
                return false;
            cells++;
        }
    return cells >= CELLS_MIN;
}

static void order_region(struct region region, struct numbering *next, unsigned depth);

/* A row whose right cell has one line: both begin on one line, as a title and its date do. */
static void number_short_row(struct region left, struct region right, struct numbering *next) {
    size_t head = 0;
    while (head < left.count && on_one_baseline(&left.pieces[head], right.pieces))
        head++;
    number_lines((struct region){left.pieces, head}, next);
    next->line -= head > 0;
    number_lines(right, next);
    number_lines((struct region){left.pieces + head, left.count - head}, next);
}

/* A row of a table. What stands at the left below the end of the right cell, and apart, is no part of it. */
static void number_table_row(struct region left, struct region right, struct numbering *next,
                             unsigned depth) {
    const struct piece *last = &right.pieces[right.count - 1];
    size_t end = 0;
    if (count_lines(right.pieces, right.count) == 1) {
        number_short_row(left, right, next);
        return;
    }
    while (end < left.count && (end == 0 || left.pieces[end].box.top < last->box.bottom ||
                                gap_above(&left.pieces[end]) < 0.8 * left.pieces[end].size))
        end++;
    order_region((struct region){left.pieces, end}, next, depth);
    order_region(right, next, depth);
    order_region((struct region){left.pieces + end, left.count - end}, next, depth);
}

static void number_table(struct region left, struct region right, struct numbering *next, unsigned depth) {
    double leading = find_leading(right);
    size_t done = 0;
    for (size_t first = 0, end; first < right.count; first = end) {
        for (end = first + 1; end < right.count && !begins_cell(right, end, leading); end++)
            ;
        double top = right.pieces[first].box.top, limit = HUGE_VAL;
        if (end < right.count)
            limit = right.pieces[end].box.top - 0.3 * right.pieces[end].size;
        size_t above = done;
        while (above < left.count && left.pieces[above].box.bottom < top)
            above++;
        number_lines((struct region){left.pieces + done, above - done}, next);
        for (done = above; done < left.count && left.pieces[done].box.top < limit; done++)
            ;
        number_table_row((struct region){left.pieces + above, done - above},
                         (struct region){right.pieces + first, end - first}, next, depth);
    }
}

/* The gutter of the page before, where this page leaves it free too: its columns go on. */
static bool find_known_gutter(struct region region, double x, struct gutter *found) {
    *found = widest_run(region, x);
    return x > 0 && found->left > 0 && found->right > 0;
}

/* Orders what is above a gutter, its two sides, and what is below. */
static void order_around(struct region region, const struct gutter *gutter, enum arrangement arrangement,
                         struct numbering *next, unsigned depth) {
    struct piece *first = region.pieces + gutter->first;
    size_t count = gutter->last - gutter->first + 1;
    size_t left_count = part(first, count, gutter->x);
    struct region left = {first, left_count}, right = {first + left_count, count - left_count};
    order_region((struct region){region.pieces, gutter->first}, next, depth + 1);
    if (arrangement == ROWS) {
        number_rows(left, right, next);
        next->block++;
    } else if (arrangement == TABLE) {
        number_table(left, right, next, depth + 1);
        next->block++;
    } else {
        order_region(left, next, depth + 1);
        order_region(right, next, depth + 1);
    }
    order_region((struct region){first + count, region.count - gutter->last - 1}, next, depth + 1);
}

static bool is_table_around(struct region region, const struct gutter *gutter) {
    size_t count = gutter->last - gutter->first + 1;
    struct piece *copy = g_new(struct piece, count);
    memcpy(copy, region.pieces + gutter->first, count * sizeof *copy);
    size_t left = part(copy, count, gutter->x);
    bool table = is_table((struct region){copy, left}, (struct region){copy + left, count - left});
    g_free(copy);
    return table;
}

static void order_region(struct region region, struct numbering *next, unsigned depth) {
    struct gutter gutter;
    enum arrangement arrangement = UNRELATED;
    if (region.count == 0)
        return;
    qsort(region.pieces, region.count, sizeof *region.pieces, by_height);
    if (depth < DEPTH_MAX && find_gutter(region, COLUMNS, &gutter))
        arrangement = is_table_around(region, &gutter) ? TABLE : COLUMNS;
    else if (depth == 0 && find_known_gutter(region, next->gutter_before, &gutter))
        arrangement = COLUMNS;
    else if (depth < DEPTH_MAX && find_gutter(region, ROWS, &gutter))
        arrangement = ROWS;
    if (depth == 0 && arrangement == COLUMNS)
        next->gutter = gutter.x;
    if (arrangement != UNRELATED) {
        order_around(region, &gutter, arrangement, next, depth);
    } else {
        number_lines(region, next);
        next->block++;
    }
}

static int by_line(const void *a, const void *b) {
    const struct piece *first = a, *second = b;
    if (first->line != second->line)
        return first->line < second->line ? -1 : 1;
    return by_left(a, b);
}

/* Moves the pieces that run sideways to the end, each a line of its own. Returns how many are before them. */
static size_t set_sideways_apart(struct piece *pieces, size_t count) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (!pieces[i].sideways) {
            struct piece piece = pieces[i];
            pieces[i] = pieces[kept];
            pieces[kept++] = piece;
        }
    return kept;
}

void order_pieces(struct piece *pieces, size_t count, double *gutter) {
    struct numbering next = {.gutter_before = *gutter};
    size_t straight = set_sideways_apart(pieces, count);
    order_region((struct region){pieces, straight}, &next, 0);
    for (size_t i = straight; i < count; i++) {
        pieces[i].line = next.line++;
        pieces[i].block = next.block++;
    }
    *gutter = next.gutter;
    if (count > 0)
        qsort(pieces, count, sizeof *pieces, by_line);
}
