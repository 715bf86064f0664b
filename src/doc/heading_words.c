#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "doc/heading.h"

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
    {"researchinterests", "summary"},
    {"interessidiricerca", "summary"},
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

/* Beginnings of words by which a line that looks like a heading is understood, the more telling kinds first:
 * "Driving Experience", "Patenti e abilitazioni". Folded. */
static const struct {
    const char *kind;
    const char *stems[12];
} stems_of_kinds[] = {
    {"publications", {"publication", "pubblicazion", "papers", "articol", "talks", "conferen", "convegn"}},
    {"certifications",
     {"certif", "licenc", "licens", "attestat", "abilitazion", "patent", "corsi", "courses", "cards",
      "accredit"}},
    {"languages", {"language", "lingue", "linguist", "speak", "parlo"}},
    {"projects", {"project", "progett", "portfolio"}},
    {"other", {"award", "premi", "riconosc", "volunt", "volont", "referen", "hobb", "memberships"}},
    {"education",
     {"educat", "istruzion", "formazion", "studi", "study", "qualific", "degree", "academic background",
      "titoli"}},
    {"experience",
     {"experien", "esperien", "employ", "career", "carrier", "work exp", "worked", "lavor", "appointment",
      "posizion", "incaric", "impieg"}},
    {"skills",
     {"skill", "competen", "capacit", "strength", "forza", "expert", "conoscenz", "method", "metod", "tecnic",
      "techn", "tool"}},
    {"contact", {"contact", "contatt", "recapit"}},
    {"summary",
     {"profil", "summary", "about me", "objectiv", "obiettiv", "presentazion", "introduc", "statement"}},
    {"other", {"interest", "interess"}},
};

enum { HEADING_LETTERS_MAX = 48 };

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
    char key[HEADING_LETTERS_MAX * 4];
    if (text_count_codepoints(text) > HEADING_LETTERS_MAX)
        return NULL;
    make_key(text, arena, key, sizeof key);
    for (size_t i = 0; i < sizeof lexicon / sizeof *lexicon; i++)
        if (strcmp(lexicon[i].key, key) == 0)
            return lexicon[i].kind;
    return NULL;
}

/* Whether a word of the folded `text` begins with `stem`. */
static bool has_word_with(const char *text, const char *stem) {
    for (const char *at = strstr(text, stem); at != NULL; at = strstr(at + 1, stem))
        if (at == text || !isalpha((unsigned char)at[-1]))
            return true;
    return false;
}

const char *heading_kind_by_words(const char *text, struct arena *arena) {
    const char *folded = text_fold(arena, text);
    for (size_t i = 0; i < sizeof stems_of_kinds / sizeof *stems_of_kinds; i++)
        for (size_t j = 0; j < sizeof stems_of_kinds[i].stems / sizeof *stems_of_kinds[i].stems; j++)
            if (stems_of_kinds[i].stems[j] != NULL && has_word_with(folded, stems_of_kinds[i].stems[j]))
                return stems_of_kinds[i].kind;
    return NULL;
}
