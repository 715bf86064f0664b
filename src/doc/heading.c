#include "doc/heading.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"

enum { HEADING_CODEPOINTS_MAX = 48, HEADING_WORDS_MAX = 6 };

/* Folded, without spaces and marks, so that "P R O F I L O" and "Work experience:" are found. */
static const struct {
    const char *key;
    const char *kind;
} lexicon[] = {
    {"contact", "contact"},
    {"contacts", "contact"},
    {"contactme", "contact"},
    {"contactdetails", "contact"},
    {"contactinformation", "contact"},
    {"personalinformation", "contact"},
    {"personaldetails", "contact"},
    {"personaldata", "contact"},
    {"contatti", "contact"},
    {"contatto", "contact"},
    {"recapiti", "contact"},
    {"datipersonali", "contact"},
    {"datianagrafici", "contact"},
    {"informazionipersonali", "contact"},
    {"profile", "summary"},
    {"summary", "summary"},
    {"about", "summary"},
    {"aboutme", "summary"},
    {"whoiam", "summary"},
    {"objective", "summary"},
    {"careerobjective", "summary"},
    {"careersummary", "summary"},
    {"professionalsummary", "summary"},
    {"professionalprofile", "summary"},
    {"executivesummary", "summary"},
    {"personalprofile", "summary"},
    {"personalstatement", "summary"},
    {"introduction", "summary"},
    {"profilo", "summary"},
    {"profiloprofessionale", "summary"},
    {"profilopersonale", "summary"},
    {"sintesi", "summary"},
    {"presentazione", "summary"},
    {"chisono", "summary"},
    {"sudime", "summary"},
    {"obiettivo", "summary"},
    {"obiettiviprofessionali", "summary"},
    {"obiettivoprofessionale", "summary"},
    {"experience", "experience"},
    {"experiences", "experience"},
    {"workexperience", "experience"},
    {"workexperiences", "experience"},
    {"workhistory", "experience"},
    {"jobhistory", "experience"},
    {"employment", "experience"},
    {"employmenthistory", "experience"},
    {"professionalexperience", "experience"},
    {"professionalexperiences", "experience"},
    {"professionalbackground", "experience"},
    {"relevantexperience", "experience"},
    {"careerhistory", "experience"},
    {"career", "experience"},
    {"internships", "experience"},
    {"esperienza", "experience"},
    {"esperienze", "experience"},
    {"esperienzalavorativa", "experience"},
    {"esperienzelavorative", "experience"},
    {"esperienzaprofessionale", "experience"},
    {"esperienzeprofessionali", "experience"},
    {"esperienzedilavoro", "experience"},
    {"percorsoprofessionale", "experience"},
    {"carriera", "experience"},
    {"tirocini", "experience"},
    {"education", "education"},
    {"educationandtraining", "education"},
    {"educationtraining", "education"},
    {"trainingandeducation", "education"},
    {"academicbackground", "education"},
    {"academicqualifications", "education"},
    {"educationalbackground", "education"},
    {"qualifications", "education"},
    {"studies", "education"},
    {"training", "education"},
    {"istruzione", "education"},
    {"istruzioneeformazione", "education"},
    {"formazione", "education"},
    {"formazioneeistruzione", "education"},
    {"formazioneacademica", "education"},
    {"formazioneaccademica", "education"},
    {"titolidistudio", "education"},
    {"studi", "education"},
    {"percorsodistudi", "education"},
    {"percorsoformativo", "education"},
    {"skills", "skills"},
    {"skill", "skills"},
    {"keyskills", "skills"},
    {"coreskills", "skills"},
    {"corecompetencies", "skills"},
    {"competencies", "skills"},
    {"competences", "skills"},
    {"technicalskills", "skills"},
    {"technicalexpertise", "skills"},
    {"technologies", "skills"},
    {"toolsandtechnologies", "skills"},
    {"techstack", "skills"},
    {"expertise", "skills"},
    {"strengths", "skills"},
    {"softskills", "skills"},
    {"hardskills", "skills"},
    {"digitalskills", "skills"},
    {"personalskills", "skills"},
    {"professionalskills", "skills"},
    {"areasofexpertise", "skills"},
    {"skillsandtools", "skills"},
    {"competenze", "skills"},
    {"capacita", "skills"},
    {"capacitaecompetenze", "skills"},
    {"competenzetecniche", "skills"},
    {"competenzeinformatiche", "skills"},
    {"competenzedigitali", "skills"},
    {"competenzepersonali", "skills"},
    {"competenzeprofessionali", "skills"},
    {"competenzetrasversali", "skills"},
    {"competenzerelazionali", "skills"},
    {"competenzeorganizzative", "skills"},
    {"conoscenzeinformatiche", "skills"},
    {"conoscenzetecniche", "skills"},
    {"abilita", "skills"},
    {"languages", "languages"},
    {"language", "languages"},
    {"languageskills", "languages"},
    {"spokenlanguages", "languages"},
    {"foreignlanguages", "languages"},
    {"lingue", "languages"},
    {"linguestraniere", "languages"},
    {"conoscenzelinguistiche", "languages"},
    {"competenzelinguistiche", "languages"},
    {"lingueparlate", "languages"},
    {"projects", "projects"},
    {"project", "projects"},
    {"personalprojects", "projects"},
    {"selectedprojects", "projects"},
    {"sideprojects", "projects"},
    {"keyprojects", "projects"},
    {"opensource", "projects"},
    {"portfolio", "projects"},
    {"progetti", "projects"},
    {"progettipersonali", "projects"},
    {"certifications", "certifications"},
    {"certification", "certifications"},
    {"certificates", "certifications"},
    {"certificationsandcourses", "certifications"},
    {"coursesandcertifications", "certifications"},
    {"courses", "certifications"},
    {"licenses", "certifications"},
    {"licensesandcertifications", "certifications"},
    {"certificazioni", "certifications"},
    {"certificati", "certifications"},
    {"attestati", "certifications"},
    {"corsi", "certifications"},
    {"corsieattestati", "certifications"},
    {"corsidiformazione", "certifications"},
    {"corsiecertificazioni", "certifications"},
    {"formazionecontinua", "certifications"},
    {"abilitazioni", "certifications"},
    {"patenti", "certifications"},
    {"publications", "publications"},
    {"publication", "publications"},
    {"papers", "publications"},
    {"talks", "publications"},
    {"talksandpublications", "publications"},
    {"publicationsandtalks", "publications"},
    {"conferences", "publications"},
    {"pubblicazioni", "publications"},
    {"convegni", "publications"},
    {"interests", "other"},
    {"hobbies", "other"},
    {"hobbiesandinterests", "other"},
    {"interestsandhobbies", "other"},
    {"awards", "other"},
    {"achievements", "other"},
    {"honoursandawards", "other"},
    {"honorsandawards", "other"},
    {"volunteering", "other"},
    {"volunteerexperience", "other"},
    {"volunteerwork", "other"},
    {"memberships", "other"},
    {"references", "other"},
    {"availability", "other"},
    {"privacy", "other"},
    {"other", "other"},
    {"otherinformation", "other"},
    {"additionalinformation", "other"},
    {"drivinglicence", "other"},
    {"drivinglicense", "other"},
    {"interessi", "other"},
    {"hobby", "other"},
    {"hobbyeinteressi", "other"},
    {"interessiehobby", "other"},
    {"riconoscimenti", "other"},
    {"premi", "other"},
    {"volontariato", "other"},
    {"referenze", "other"},
    {"disponibilita", "other"},
    {"altro", "other"},
    {"altreinformazioni", "other"},
    {"ulterioriinformazioni", "other"},
    {"informazioniaggiuntive", "other"},
    {"patente", "other"},
    {"patentediguida", "other"},
    {"trattamentodeidatipersonali", "other"},
    {"autorizzazionealtrattamentodeidatipersonali", "other"},
};

/* How a heading looks; what two headings of one document share. */
struct look {
    int half_points;
    bool capitals;
    bool bold;
    bool styled;
};

static struct look look_of(const struct paragraph *paragraph) {
    return (struct look){(int)lroundf(paragraph->size * 2), paragraph->capitals, paragraph->bold,
                         paragraph->heading_style};
}

static bool is_same_look(struct look a, struct look b) {
    return a.half_points == b.half_points && a.capitals == b.capitals && a.bold == b.bold &&
           a.styled == b.styled;
}

/* Folded letters only; "and", "&" and "e" stay, "&" as "and" in English and as "e" in Italian keys is not
 * told apart. */
static void make_key(const char *text, struct arena *arena, char *key, size_t key_size) {
    size_t length = 0;
    for (const char *at = text_fold(arena, text); *at != '\0' && length + 4 < key_size; at++) {
        if (isalpha((unsigned char)*at)) {
            key[length++] = *at;
        } else if (*at == '&') {
            memcpy(key + length, "and", 3);
            length += 3;
        }
    }
    key[length] = '\0';
}

const char *heading_kind(const char *text, struct arena *arena) {
    char key[HEADING_CODEPOINTS_MAX * 4];
    if (text_count_codepoints(text) > HEADING_CODEPOINTS_MAX)
        return NULL;
    make_key(text, arena, key, sizeof key);
    for (size_t i = 0; i < sizeof lexicon / sizeof *lexicon; i++)
        if (strcmp(lexicon[i].key, key) == 0)
            return lexicon[i].kind;
    return NULL;
}

static size_t count_words(const char *text) {
    size_t words = 0;
    for (const char *at = text; *at != '\0'; at++)
        words += *at != ' ' && (at == text || at[-1] == ' ');
    return words;
}

static bool has_digit(const char *text) {
    return strpbrk(text, "0123456789@") != NULL;
}

/* The look that most headings with known words have. False when fewer than two agree. */
static bool find_common_look(const struct paragraphs *paragraphs, const char *const *kinds,
                             struct look *common) {
    enum { COMPARED_MAX = 64 }; /* no CV has so many headings, and the search is quadratic */
    struct look looks[COMPARED_MAX];
    size_t count = 0, best = 1;
    for (size_t i = 0; i < paragraphs->count && count < COMPARED_MAX; i++)
        if (kinds[i] != NULL)
            looks[count++] = look_of(&paragraphs->items[i]);
    for (size_t i = 0; i < count; i++) {
        size_t alike = 0;
        for (size_t j = 0; j < count; j++)
            alike += is_same_look(looks[i], looks[j]);
        if (alike > best) {
            best = alike;
            *common = looks[i];
        }
    }
    return best > 1;
}

/* A word of the list in a weaker look than the document's headings is a label inside of a section. Larger
 * letters than the text's make a heading with or without capitals. */
static bool is_weaker(struct look look, struct look common, float body_size) {
    bool larger = (float)look.half_points > body_size * 2 + 1.5f;
    return look.half_points < common.half_points ||
           (look.half_points == common.half_points &&
            ((common.capitals && !look.capitals && !larger) || (common.bold && !look.bold) ||
             (common.styled && !look.styled)));
}

/* Whether the common look sets headings apart from bold titles of entries. */
static bool is_distinctive(struct look look, const struct paragraphs *paragraphs) {
    return look.capitals || (float)look.half_points > paragraphs->body_size * 2 + 1.5f;
}

static bool could_be_heading(const struct paragraph *paragraph) {
    return !has_digit(paragraph->text) && !paragraph->item &&
           count_words(paragraph->text) <= HEADING_WORDS_MAX &&
           text_count_codepoints(paragraph->text) <= HEADING_CODEPOINTS_MAX &&
           strchr(paragraph->text, ',') == NULL;
}

const char *const *headings_find(const struct paragraphs *paragraphs, struct arena *arena) {
    struct look common = {0};
    const char **kinds = arena_array(arena, paragraphs->count + 1, sizeof *kinds);
    for (size_t i = 0; i < paragraphs->count; i++)
        kinds[i] = heading_kind(paragraphs->items[i].text, arena);
    if (!find_common_look(paragraphs, kinds, &common))
        return kinds;
    bool first_found = false;
    for (size_t i = 0; i < paragraphs->count; i++) {
        const struct paragraph *paragraph = &paragraphs->items[i];
        struct look look = look_of(paragraph);
        if (kinds[i] != NULL && is_weaker(look, common, paragraphs->body_size))
            kinds[i] = NULL;
        /* Before the first known heading stands the name, which may look like one. */
        else if (kinds[i] == NULL && first_found && is_same_look(look, common) &&
                 could_be_heading(paragraph) && is_distinctive(common, paragraphs))
            kinds[i] = "other";
        first_found = first_found || kinds[i] != NULL;
    }
    return kinds;
}
