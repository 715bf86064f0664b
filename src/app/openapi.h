/* api/openapi.yaml, built into the binary by scripts/embed_text.py: the served contract is the one it was
 * built with. */
#ifndef APP_OPENAPI_H
#define APP_OPENAPI_H

extern const char OPENAPI_YAML[];

#endif
