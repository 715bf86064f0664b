/* A model folder in the hub's layout while it is being opened: its JSON files, and the first thing that was
 * found wrong with it.
 *
 * Everything in the folder is outside input. A failure is sticky: what follows it keeps its sentence, so that
 * readers may go on over missing values and look once at the end.
 */
#ifndef NN_MODEL_FOLDER_H
#define NN_MODEL_FOLDER_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

enum { MODEL_PATH_SIZE = 4096, MODEL_JSON_FLAGS = JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL };

struct model_folder {
    const char *path; /* borrowed */
    bool failed;
    char *problem; /* borrowed: gets the first failure's sentence */
    size_t problem_size;
};

__attribute__((format(printf, 2, 3))) void model_folder_fail(struct model_folder *folder, const char *format,
                                                             ...);
/* The parsed file, for the caller to json_decref; NULL after a failure, for one that is not there too. */
json_t *model_folder_read(struct model_folder *folder, const char *name);
/* The same, but a file that is not there is NULL and no failure. */
json_t *model_folder_find(struct model_folder *folder, const char *name);
/* The bytes of a file of JSON, for the caller to free; NULL after a failure, for one that is not there too.
 */
char *model_folder_read_text(struct model_folder *folder, const char *name, size_t *length);
/* The parsed text of the file `name`; NULL after a failure. */
json_t *model_folder_parse(struct model_folder *folder, const char *name, const char *text, size_t length);

#endif
