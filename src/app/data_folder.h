/* The folder that holds everything that is kept: made at the first start, for its owner only. */
#ifndef APP_DATA_FOLDER_H
#define APP_DATA_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

struct config;

/* Creates config->data_dir (and the folders above it) where it is missing, and sets config->secret_key to the
 * one kept there when none is configured. False with a sentence in `problem`. */
bool data_folder_prepare(struct config *config, char *problem, size_t problem_size);

#endif
