/* The description of the HTTP API, built into the binary so that it is the one that the binary serves:
 * api/openapi.yaml, the readable page that scripts/api_page.py makes of it, and the page's style. */
#ifndef APP_API_TEXTS_H
#define APP_API_TEXTS_H

extern const char OPENAPI_YAML[], API_REFERENCE_HTML[], REFERENCE_CSS[];

#endif
