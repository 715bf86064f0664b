/* Finds what a note is about: a name that the job description or the CV has too, or a theme that interviews
 * share. */
#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "wording/wording_internal.h"

/* A theme by the stems of words that stand for it in a note, in either language, separated by spaces; "_"
 * stands for a space within a stem. The phrases go on from "Let me come back to" and
 * "Restiamo un momento". */
struct theme {
    const char *stems;
    const char *en;
    const char *it;
    bool is_practical;
};

static const struct theme THEMES[] = {
    {"salary stipendi ral. retribu compens", "your salary expectations", "sulle tue aspettative economiche",
     true},
    {"notice_period preavviso availab disponibil start_date", "your start date", "sulla tua disponibilità",
     true},
    {"relocat trasferir trasferiment trasferta remote smart_working da_remoto hybrid ibrid in_office",
     "the place of work", "sul luogo di lavoro", true},
    {"on-call on_call reperibil turni. shift. shifts.", "on-call duty", "sulla reperibilità", true},
    {"team_lead leadership led_a guida_di guidato coordin capo_ managed_a manager responsabile_di",
     "leading people", "sulla guida delle persone", false},
    {"english inglese german tedesco french francese spanish spagnolo lingua lingue language",
     "working in another language", "sul lavoro in un'altra lingua", false},
    {"conflict conflitt litig disagree disaccord feedback", "disagreement in a team",
     "sui disaccordi in un gruppo", false},
    {"left_the leave lasciat dimission licenzi resign job_change cambio_di cambiare_lavoro",
     "your reasons for changing jobs", "sui motivi dei tuoi cambi di lavoro", false},
    {"test. tests. testing collaud", "testing", "sui test", false},
    {"code_review review_del revision", "reviewing work", "sulla revisione del lavoro", false},
    {"deadline scadenz pressure pressione", "working to a deadline", "sulle scadenze", false},
    {"customer client cliente clienti negotiat negozia", "working with customers",
     "sul rapporto con i clienti", false},
    {"incident outage guasto disservizi failure failed fallit", "what happens when something fails",
     "su quello che succede quando qualcosa si guasta", false},
    {"team. teams. colleag collegh gruppo", "working with colleagues", "sul lavoro con i colleghi", false},
};

static const struct theme *find_theme(const char *folded_note) {
    for (size_t i = 0; i < sizeof THEMES / sizeof *THEMES; i++)
        if (folded_has_any_stem(folded_note, THEMES[i].stems))
            return &THEMES[i];
    return NULL;
}

/* Written like names, but nobody has "a case with English" or "a case with CV". */
static bool is_no_topic(const char *folded) {
    return word_is_language(folded) || strcmp(folded, "cv") == 0;
}

static bool is_shared_name(const struct word *word, const char *folded_note, bool capitalised,
                           struct arena *arena) {
    bool is_name = capitalised ? word_is_capitalised_name(word) : word_is_name(word);
    const char *folded = is_name ? word_fold(word, arena) : NULL;
    return is_name && !is_no_topic(folded) && folded_has_word(folded_note, folded);
}

/* In a heading such as "TALKS AND PUBLICATIONS" capitals mark no names; in a list such as "AWS, SQL" they do.
 */
static bool stands_in_heading(const char *text, const struct word *word) {
    const char *line = word->start;
    while (line > text && line[-1] != '\n')
        line--;
    for (; *line && *line != '\n'; line++)
        if (islower((unsigned char)*line) || *line == ',')
            return false;
    return true;
}

/* The first name of `text` that the note has too, as `text` spells it, with the names that follow it: Power
 * BI. */
static const char *find_shared_name(const char *text, const char *folded_note, bool capitalised,
                                    struct arena *arena) {
    struct word word, next;
    for (const char *at = text; word_next(text, &at, &word);) {
        if (!is_shared_name(&word, folded_note, capitalised, arena) ||
            (!capitalised && stands_in_heading(text, &word)))
            continue;
        const char *end = word.start + word.length;
        while (word_next(text, &at, &next) && next.start == end + 1 && *end == ' ' &&
               is_shared_name(&next, folded_note, true, arena))
            end = next.start + next.length;
        return arena_strndup(arena, word.start, (size_t)(end - word.start));
    }
    return NULL;
}

static void find_name_in_job(const struct wording_basis *basis, const char *folded_note, struct arena *arena,
                             struct topic *out) {
    for (size_t i = 0; i < basis->requirement_count && out->name == NULL; i++) {
        out->name = find_shared_name(basis->requirements[i].text, folded_note, true, arena);
        if (out->name)
            out->requirement = &basis->requirements[i];
    }
}

static const struct requirement *find_requirement(const struct wording_basis *basis, const char *note,
                                                  struct arena *arena) {
    for (size_t i = 0; i < basis->requirement_count; i++)
        if (requirement_is_named_in(&basis->requirements[i], note, arena))
            return &basis->requirements[i];
    return NULL;
}

/* In a CV only what is spelled like the name of a thing: its capitals are people and places as well. */
static void find_name_in_cv(const struct wording_basis *basis, const char *folded_note, struct arena *arena,
                            struct topic *out) {
    for (size_t i = 0; i < basis->chunk_count && !out->chunk; i++) {
        const struct wording_chunk *chunk = &basis->chunks[i];
        if (out->name) {
            const char *folded = text_fold(arena, out->name);
            out->chunk = folded_has_word(text_fold(arena, chunk->text), folded) ? chunk : NULL;
            continue;
        }
        out->name = find_shared_name(chunk->text, folded_note, false, arena);
        out->chunk = out->name ? chunk : NULL;
    }
}

/* A practical point is settled as such, whatever the job description says of it. */
void topic_find(const struct wording_basis *basis, const char *note, struct arena *arena, struct topic *out) {
    const char *folded = text_fold(arena, note);
    const struct phrase_bank *bank = phrase_bank_of(basis->language);
    const struct theme *theme = find_theme(folded);
    *out = (struct topic){.lead = ""};
    find_name_in_job(basis, folded, arena, out);
    find_name_in_cv(basis, folded, arena, out);
    if (out->name)
        return;
    struct phrase_slots slots = {0};
    out->is_practical = theme && theme->is_practical;
    if (!out->is_practical && (out->requirement = find_requirement(basis, note, arena)) != NULL) {
        slots.requirement = out->requirement->core;
        out->lead = phrase_fill(bank->lead_requirement, &slots, arena);
    } else if (theme) {
        slots.topic = basis->language == LANGUAGE_IT ? theme->it : theme->en;
        out->lead = phrase_fill(bank->lead, &slots, arena);
    }
}
