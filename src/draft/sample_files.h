/* The papers of the folder sample/, built into the binary by scripts/embed_files.py. */
#ifndef DRAFT_SAMPLE_FILES_H
#define DRAFT_SAMPLE_FILES_H

extern const unsigned char CV_PDF[];
extern const unsigned CV_PDF_SIZE;
extern const char JOB_DESCRIPTION_TXT[], QUESTIONS_TXT[];

#endif
