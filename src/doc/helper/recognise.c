#include "recognise.h"

#include <leptonica/allheaders.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <tesseract/capi.h>
#include <time.h>

#include "drawing.h"
#include "pieces.h"

enum {
    DPI = 250,
    CONFIDENCE_MIN = 25, /* percent; below are specks and rules that were taken for letters */
};

/* A4 at 300 dpi. */
static const double PIXELS_MAX = 9e6;
/* Sizes that differ by less are one size, measured twice. */
static const double SAME_SIZE = 0.14;

struct recogniser {
    TessBaseAPI *tesseract;
    double begun; /* on the monotonic clock */
    unsigned pages;
};

/* A word where it stands in the upright picture, in points: ascent to descent, as other text is placed. */
struct word {
    struct box box;
    double size;
    bool begins_line;
    char *text; /* g_free */
};

static double seconds_on(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* On a busy machine the time that somebody waits is what runs out. */
static double seconds_left(const struct recogniser *recogniser) {
    double processor = RECOGNISE_CPU_SECONDS - seconds_on(CLOCK_PROCESS_CPUTIME_ID);
    double waiting = RECOGNISE_WALL_SECONDS - (seconds_on(CLOCK_MONOTONIC) - recogniser->begun);
    return MIN(processor, waiting);
}

struct recogniser *recogniser_create(void) {
    TessBaseAPI *tesseract = TessBaseAPICreate();
    if (TessBaseAPIInit2(tesseract, NULL, "eng+ita", OEM_LSTM_ONLY) != 0) {
        TessBaseAPIDelete(tesseract);
        return NULL;
    }
    struct recogniser *recogniser = g_new0(struct recogniser, 1);
    recogniser->tesseract = tesseract;
    recogniser->begun = seconds_on(CLOCK_MONOTONIC);
    return recogniser;
}

void recogniser_destroy(struct recogniser *recogniser) {
    if (recogniser == NULL)
        return;
    TessBaseAPIDelete(recogniser->tesseract);
    g_free(recogniser);
}

static PIX *make_grey(const struct drawing *drawing) {
    PIX *picture = pixCreate(drawing->width, drawing->height, 8);
    if (picture == NULL)
        return NULL;
    l_uint32 *data = pixGetData(picture);
    int words = pixGetWpl(picture);
    for (int y = 0; y < drawing->height; y++)
        for (int x = 0; x < drawing->width; x++) {
            unsigned char rgb[3];
            drawing_pixel(drawing, x, y, rgb);
            SET_DATA_BYTE(data + (ptrdiff_t)y * words, x, (rgb[0] * 30 + rgb[1] * 59 + rgb[2] * 11) / 100);
        }
    return picture;
}

/* Turns a picture that lies askew, as scanners leave it; *skew is by how much, in radians. */
static PIX *straighten(PIX *picture, double *skew) {
    enum { BLACK_BELOW = 160 };
    static const l_float32 SURE = 3.0f; /* leptonica's measure of how clear the angle is */
    l_float32 degrees = 0, sureness = 0;
    PIX *binary = pixConvertTo1(picture, BLACK_BELOW);
    bool found = binary != NULL && pixFindSkew(binary, &degrees, &sureness) == 0 && sureness > SURE;
    pixDestroy(&binary);
    *skew = found ? degrees * G_PI / 180 : 0;
    PIX *turned =
        found ? pixRotate(picture, (l_float32)*skew, L_ROTATE_AREA_MAP, L_BRING_IN_WHITE, 0, 0) : NULL;
    if (turned == NULL) {
        *skew = 0;
        return picture;
    }
    pixDestroy(&picture);
    return turned;
}

static PIX *draw_upright(PopplerPage *page, double *scale, double *skew) {
    struct drawing drawing;
    PIX *picture = NULL;
    if (drawing_init(&drawing, page, DPI / 72.0, PIXELS_MAX))
        picture = make_grey(&drawing);
    *scale = drawing.scale;
    drawing_finish(&drawing);
    return picture != NULL ? straighten(picture, skew) : NULL;
}

/* A dot before a line is the mark of a list, whatever letter it was taken for. */
static bool is_bullet(const char *text, double height, const struct word *word) {
    return word->begins_line && g_utf8_strlen(text, -1) == 1 && height < 0.42 * word->size;
}

static bool take_word(TessResultIterator *at, double scale, struct word *word) {
    const TessPageIterator *place = TessResultIteratorGetPageIteratorConst(at);
    int left, top, right, bottom, x1, y1, x2, y2, points = 0, font;
    BOOL looks[6];
    char *text = TessResultIteratorGetUTF8Text(at, RIL_WORD);
    if (text == NULL || !TessPageIteratorBoundingBox(place, RIL_WORD, &left, &top, &right, &bottom) ||
        !TessPageIteratorBaseline(place, RIL_WORD, &x1, &y1, &x2, &y2)) {
        TessDeleteText(text);
        return false;
    }
    TessResultIteratorWordFontAttributes(at, &looks[0], &looks[1], &looks[2], &looks[3], &looks[4], &looks[5],
                                         &points, &font);
    double height = (bottom - top) / scale, baseline = (y1 + y2) / 2.0 / scale;
    word->size = points > 0 ? points : height;
    word->begins_line = TessPageIteratorIsAtBeginningOf(place, RIL_TEXTLINE);
    word->box =
        (struct box){left / scale, baseline - 0.78 * word->size, right / scale, baseline + 0.22 * word->size};
    word->text = g_strdup(is_bullet(text, height, word) ? "•" : text);
    TessDeleteText(text);
    return true;
}

/* Whether a word is more than a speck on the paper: letters, digits, or a mark that people set between them.
 */
static bool is_meant(const char *text) {
    static const char *const marks[] = {"-", "–", "—", "|", "•", "&", "+", "/", "·"};
    for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at))
        if (g_unichar_isalnum(g_utf8_get_char(at)))
            return true;
    for (size_t i = 0; i < G_N_ELEMENTS(marks); i++)
        if (strcmp(text, marks[i]) == 0)
            return true;
    return false;
}

static void clear_word(void *word) {
    g_free(((struct word *)word)->text);
}

static GArray *take_words(TessBaseAPI *tesseract, double scale, struct recognition *out) {
    GArray *words = g_array_new(FALSE, FALSE, sizeof(struct word));
    g_array_set_clear_func(words, clear_word);
    TessResultIterator *at = TessBaseAPIGetIterator(tesseract);
    bool begins_line = false;
    for (bool more = at != NULL; more; more = TessResultIteratorNext(at, RIL_WORD)) {
        struct word word;
        double confidence = TessResultIteratorConfidence(at, RIL_WORD);
        if (!take_word(at, scale, &word))
            continue;
        begins_line = begins_line || word.begins_line;
        if (confidence < CONFIDENCE_MIN || !is_meant(word.text)) {
            clear_word(&word);
            continue;
        }
        word.begins_line = begins_line;
        begins_line = false;
        g_array_append_val(words, word);
        out->confidence += confidence / 100;
        out->words++;
    }
    if (at != NULL)
        TessResultIteratorDelete(at);
    return words;
}

static int compare_doubles(const void *a, const void *b) {
    double first = *(const double *)a, second = *(const double *)b;
    return (first > second) - (first < second);
}

/* Makes sizes equal that were one on paper: those near the commonest, then each group of the others. */
static void even_sizes(GArray *words) {
    double *sizes = g_new(double, words->len + 1);
    for (guint i = 0; i < words->len; i++)
        sizes[i] = g_array_index(words, struct word, i).size;
    qsort(sizes, words->len, sizeof *sizes, compare_doubles);
    double body = words->len > 0 ? sizes[words->len / 2] : 0;
    for (guint i = 0; i < words->len; i++) {
        struct word *word = &g_array_index(words, struct word, i);
        double group = fabs(word->size / body - 1) <= SAME_SIZE ? body : 0;
        for (guint j = 0; group == 0 && j < words->len; j++)
            if (fabs(sizes[j] / body - 1) > SAME_SIZE && word->size / sizes[j] - 1 <= SAME_SIZE)
                group = sizes[j];
        word->size = group;
    }
    g_free(sizes);
}

/* Words of a line without a wide gap make a piece. */
static GArray *join_words(const GArray *words) {
    GArray *pieces = pieces_new();
    for (guint i = 0; i < words->len; i++) {
        const struct word *word = &g_array_index(words, struct word, i);
        struct piece *last = pieces->len > 0 ? &g_array_index(pieces, struct piece, pieces->len - 1) : NULL;
        bool joins = last != NULL && !word->begins_line &&
                     word->box.left - last->box.right < PIECE_GAP * word->size &&
                     word->box.left > last->box.left;
        if (!joins) {
            struct piece fresh = {.text = g_string_new(NULL), .box = word->box};
            g_array_append_val(pieces, fresh);
            last = &g_array_index(pieces, struct piece, pieces->len - 1);
        } else {
            g_string_append_c(last->text, ' ');
        }
        unsigned letters = (unsigned)g_utf8_strlen(word->text, -1);
        g_string_append(last->text, word->text);
        last->box = box_around(last->box, word->box);
        last->size = MAX(last->size, word->size);
        last->size_sum += word->size * letters;
        last->letters += letters;
    }
    return pieces;
}

/* Recognises within what is left of the processor time. */
static bool recognise(TessBaseAPI *tesseract, PIX *picture, double scale, double seconds) {
    ETEXT_DESC *monitor = TessMonitorCreate();
    TessMonitorSetDeadlineMSecs(monitor, (int)(seconds * 1000));
    TessBaseAPISetImage2(tesseract, picture);
    TessBaseAPISetSourceResolution(tesseract, (int)lround(scale * 72));
    bool done = TessBaseAPIRecognize(tesseract, monitor) == 0;
    TessMonitorDelete(monitor);
    return done;
}

bool recogniser_read(struct recogniser *recogniser, PopplerPage *page, struct recognition *out) {
    double scale, left = seconds_left(recogniser);
    *out = (struct recognition){0};
    if (recogniser->pages++ >= RECOGNISE_PAGES_MAX || left < 1)
        return false;
    PIX *picture = draw_upright(page, &scale, &out->skew);
    if (picture == NULL)
        return false;
    if (recognise(recogniser->tesseract, picture, scale, left)) {
        GArray *words = take_words(recogniser->tesseract, scale, out);
        even_sizes(words);
        if (words->len > 0)
            out->pieces = join_words(words);
        g_array_unref(words);
    }
    TessBaseAPIClear(recogniser->tesseract);
    pixDestroy(&picture);
    return out->pieces != NULL;
}
