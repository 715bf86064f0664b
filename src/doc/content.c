#include "doc/content.h"

#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"

enum { SHORT_LINE_CODEPOINTS = 140, SKILL_CODEPOINTS = 60, PROSE_CODEPOINTS = 80 };

static bool is_year_at(const char *text, size_t at) {
    const char *year = text + at;
    if ((strncmp(year, "19", 2) != 0 && strncmp(year, "20", 2) != 0) || !isdigit((unsigned char)year[2]) ||
        !isdigit((unsigned char)year[3]))
        return false;
    return !isdigit((unsigned char)year[4]) && (at == 0 || !isdigit((unsigned char)year[-1]));
}

bool content_has_year(const char *text) {
    for (size_t at = 0; text[at] != '\0' && strlen(text + at) >= 4; at++)
        if (is_year_at(text, at))
            return true;
    return false;
}

/* Whether a word of the folded text begins with one of the stems. */
static bool has_stem(const char *folded, const char *const *stems, size_t count) {
    for (size_t i = 0; i < count; i++)
        for (const char *at = strstr(folded, stems[i]); at != NULL; at = strstr(at + 1, stems[i]))
            if (at == folded || !isalpha((unsigned char)at[-1]))
                return true;
    return false;
}

bool content_names_study(const char *text, struct arena *arena) {
    static const char *const stems[] = {
        "universit", "politecnic",    "polytechnic",  "college",          "school",    "academ",
        "accadem",   "liceo",         "istituto tec", "istituto profess", "ipsia",     "itis",
        "laurea",    "diplom",        "degree",       "bachelor",         "master in", "master of",
        "bsc",       "msc",           "phd",          "dottorat",         "gcse",      "a-level",
        "nvq",       "licenza media", "maturita",     "apprenticeship",   "faculty"};
    return has_stem(text_fold(arena, text), stems, sizeof stems / sizeof *stems);
}

static bool names_language(const char *text, struct arena *arena) {
    static const char *const stems[] = {
        "english", "italian", "french",  "frances",  "german", "tedesc", "spanish", "spagnol", "portugu",
        "portogh", "dutch",   "arab",    "chinese",  "cinese", "russ",   "polish",  "polacc",  "greek",
        "inglese", "sloven",  "turkish", "romanian", "romen",  "hindi",  "ukrain"};
    return has_stem(text_fold(arena, text), stems, sizeof stems / sizeof *stems);
}

/* What is counted over the paragraphs of a section. */
struct traits {
    size_t lines, dated, studies, languages, skills, prose;
    bool address;
};

static struct traits count_traits(const struct paragraph *paragraphs, size_t count, struct arena *arena) {
    struct traits traits = {.lines = count};
    for (size_t i = 0; i < count; i++) {
        const char *text = paragraphs[i].text;
        size_t codepoints = text_count_codepoints(text);
        bool dated = !paragraphs[i].item && codepoints <= SHORT_LINE_CODEPOINTS && content_has_year(text);
        traits.dated += dated;
        traits.studies +=
            !paragraphs[i].item && codepoints <= SHORT_LINE_CODEPOINTS && content_names_study(text, arena);
        traits.languages += codepoints <= SKILL_CODEPOINTS && names_language(text, arena);
        traits.skills += !dated && codepoints <= SKILL_CODEPOINTS;
        traits.prose += !paragraphs[i].item && codepoints >= PROSE_CODEPOINTS;
        traits.address = traits.address || (codepoints <= SHORT_LINE_CODEPOINTS && strchr(text, '@') != NULL);
    }
    return traits;
}

const char *content_kind(const struct paragraph *paragraphs, size_t count, struct arena *arena) {
    struct traits traits = count_traits(paragraphs, count, arena);
    if (count == 0)
        return "other";
    if (traits.address)
        return "contact";
    if (traits.languages * 2 > traits.lines)
        return "languages";
    if (traits.dated > 0 && traits.studies >= traits.dated)
        return "education";
    if (traits.dated >= 2)
        return "experience";
    if (traits.prose > 0 && traits.prose == traits.lines)
        return "summary";
    return traits.skills == traits.lines && traits.lines >= 3 ? "skills" : "other";
}
