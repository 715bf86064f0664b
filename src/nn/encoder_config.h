/* What the JSON files of a model folder say about its encoder: shape, names of tensors, pooling. */
#ifndef NN_ENCODER_CONFIG_H
#define NN_ENCODER_CONFIG_H

#include "nn/encoder_private.h"
#include "nn/model_folder.h"

/* Reads config.json into `shape` and `naming`. */
void encoder_config_read(struct model_folder *folder, struct shape *shape, const struct naming **naming);
/* Reads modules.json, the pooling's config and sentence_bert_config.json, where they are there: how a
 * sentence encoder makes one vector of its tokens, and how many it was trained to read. */
void encoder_config_read_usage(struct model_folder *folder, struct shape *shape, enum pooling *pooling);

#endif
