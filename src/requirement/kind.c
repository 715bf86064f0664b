/* Tells a licence from a language from a condition, by the words that only one kind has. */
#include "base/arena.h"
#include "base/text.h"
#include "requirement/requirement_internal.h"

#include <string.h>

/* Folded stems, separated by spaces; "_" stands for a space within a stem. */
static const char LICENCE[] =
    "licence licens certificat certified certificazion patente patentin abilitazion abilitat iscrizione_all "
    "iscritto_all iscritta_all albo_ ordine_dei ordine_degli registration_with registered_with registered_nurse "
    "chartered accredit haccp attestato attestati cqc driving_permit work_permit nmc_ esame_di_stato "
    "permesso_di_soggiorno security_clearance dbs_check";
static const char EDUCATION[] =
    "degree diploma laurea laureat bachelor master_s master's masters phd doctorate dottorato gcse a-levels "
    "maturita perito_ ragioner scuola_superiore high_school graduate_in graduated qualifica_di "
    "qualifica_professional titolo_di_studio titolo_di_infermier apprenticeship university specializzazione_in";
static const char CONDITION[] =
    "shift turni turno turnist travel trasfert weekend week-end night notturn notte festiv on-call on_call "
    "reperibil relocat trasferir trasferim remote da_remoto hybrid ibrid on_site on-site in_sede in_presenza "
    "salary ral retribuzion budget full-time full_time part-time part_time tempo_pieno indeterminato "
    "tempo_determinato contratto permanent_contract fixed-term notice_period preavviso start_date start_in "
    "immediate_start available availab disponibil own_car own_vehicle automunit overtime straordinari "
    "commut domicilio residen willing flexible_hours working_hours orari_";
static const char EXPERIENCE[] = "experience year esperienz anni anno track_record worked_in";

static const char LANGUAGES[] =
    " english italian german french spanish portuguese dutch arabic chinese mandarin russian polish romanian "
    "japanese swedish inglese italiano tedesco francese spagnolo portoghese olandese arabo cinese russo "
    "polacco rumeno giapponese svedese ";
/* After or before a language's name these make it a country's: Italian labour law, cucina francese. */
static const char OF_A_COUNTRY[] =
    " law laws tax taxes labour labor market markets cuisine accounting regulation regulations gaap customer "
    "customers client clients legislation school food wine wines literature speaking "
    "diritto mercato mercati cucina normativa legislazione clienti clientela letteratura fisco vini ";

bool word_is_language(const char *folded) {
    return word_is_in(LANGUAGES, folded);
}

static bool has_any(const char *folded, const char *stems) {
    enum { STEM_SIZE = 32 };
    char stem[STEM_SIZE];
    for (const char *at = stems; *at;) {
        size_t length = strcspn(at, " ");
        for (size_t i = 0; i < length && i < STEM_SIZE - 1; i++)
            stem[i] = at[i] == '_' ? ' ' : at[i];
        stem[length < STEM_SIZE ? length : STEM_SIZE - 1] = '\0';
        if (folded_has_stem(folded, stem))
            return true;
        at += length + (at[length] == ' ');
    }
    return false;
}

const char *requirement_language_in(const char *text, struct arena *arena) {
    struct word word;
    const char *before = "", *language = NULL;
    for (const char *at = text; word_next(text, &at, &word);) {
        const char *folded = word_fold(&word, arena);
        if (language && !word_is_in(OF_A_COUNTRY, folded))
            return language;
        language = word_is_language(folded) && !word_is_in(OF_A_COUNTRY, before) ? folded : NULL;
        before = folded;
    }
    return language;
}

enum requirement_kind requirement_kind_of(const char *text, struct arena *arena) {
    const char *folded = text_fold(arena, text);
    if (requirement_language_in(text, arena))
        return REQUIREMENT_LANGUAGE;
    if (has_any(folded, EDUCATION))
        return REQUIREMENT_EDUCATION;
    if (has_any(folded, LICENCE))
        return REQUIREMENT_LICENCE;
    if (has_any(folded, CONDITION))
        return REQUIREMENT_CONDITION;
    return has_any(folded, EXPERIENCE) ? REQUIREMENT_EXPERIENCE : REQUIREMENT_SKILL;
}

const char *requirement_kind_name(enum requirement_kind kind) {
    static const char *const NAMES[REQUIREMENT_KIND_COUNT] = {"skill",    "experience", "education",
                                                              "language", "licence",    "condition"};
    return NAMES[kind];
}

const char *requirement_weight_name(enum requirement_weight weight) {
    static const char *const NAMES[] = {"must", "duty", "wish"};
    return NAMES[weight];
}
