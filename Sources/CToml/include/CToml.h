#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum ctoml_kind {
  CTOML_TABLE,
  CTOML_ARRAY,
  CTOML_STRING,
  CTOML_INTEGER,
  CTOML_REAL,
  CTOML_BOOLEAN,
  /* A date, a time, or both. */
  CTOML_DATE_TIME
};

/* One value of a document. Lines and columns count from 1. Texts live as long as the document. */
struct ctoml_entry {
  enum ctoml_kind kind;
  /* Where the value begins. */
  uint32_t line, column;
  /* The value's key and where it stands; without one in arrays and for the root. */
  const char *key;
  size_t key_length;
  uint32_t key_line, key_column;
  /* How many entries of a table or an array follow, each with its own behind it. */
  size_t children;
  const char *text;
  size_t text_length;
  int64_t integer;
  double real;
};

/* A parsed document, or what is wrong with it. */
struct ctoml_document;

/* Never fails with NULL unless memory is out; the caller frees what it gets. */
struct ctoml_document *ctoml_parse(const char *bytes, size_t length);
void ctoml_free(struct ctoml_document *document);

/* What is wrong and where; NULL if the document is sound. */
const char *ctoml_error(const struct ctoml_document *document, uint32_t *line, uint32_t *column);

/* The values depth first, the root table foremost; none if there is an error. */
const struct ctoml_entry *ctoml_entries(const struct ctoml_document *document, size_t *count);

#ifdef __cplusplus
}
#endif
