/* The prompt files of src/llm/prompts, built into the binary by scripts/embed_files.py. */
#ifndef LLM_PROMPTS_H
#define LLM_PROMPTS_H

extern const char QUESTIONS_EN_TXT[], QUESTIONS_IT_TXT[], QUESTIONS_SCHEMA_JSON[];
extern const char NEXT_QUESTION_EN_TXT[], NEXT_QUESTION_IT_TXT[], NEXT_QUESTION_SCHEMA_JSON[];
extern const char RECAP_EN_TXT[], RECAP_IT_TXT[], RECAP_SCHEMA_JSON[];

#endif
