#include "CToml.h"

#include <deque>
#include <new>
#include <string>

// A damaged file must end in a fault with its line. toml++ asserts in places where it would tell
// the fault a few lines later, and without assertions lets the optimiser rely on them: neither.
#undef NDEBUG
#define TOML_ASSERT(expression) static_cast<void>(0)
#include <toml++/toml.h>
#include <vector>

struct ctoml_document {
  std::vector<ctoml_entry> entries;
  std::deque<std::string> texts;  // a deque never moves what it holds
  std::string error;
  uint32_t line = 0, column = 0;

  void add(const toml::node &node, const toml::key *key) {
    ctoml_entry entry{};
    entry.line = node.source().begin.line;
    entry.column = node.source().begin.column;
    if (key) {
      entry.key = keep(std::string(key->str()), entry.key_length);
      entry.key_line = key->source().begin.line;
      entry.key_column = key->source().begin.column;
    }
    if (const auto *table = node.as_table()) {
      entry.kind = CTOML_TABLE;
      entry.children = table->size();
      entries.push_back(entry);
      for (const auto &[name, child] : *table) add(child, &name);
      return;
    }
    if (const auto *array = node.as_array()) {
      entry.kind = CTOML_ARRAY;
      entry.children = array->size();
      entries.push_back(entry);
      for (const auto &child : *array) add(child, nullptr);
      return;
    }
    if (const auto *text = node.as_string()) {
      entry.kind = CTOML_STRING;
      entry.text = keep(text->get(), entry.text_length);
    } else if (const auto *integer = node.as_integer()) {
      entry.kind = CTOML_INTEGER;
      entry.integer = integer->get();
    } else if (const auto *real = node.as_floating_point()) {
      entry.kind = CTOML_REAL;
      entry.real = real->get();
    } else if (const auto *boolean = node.as_boolean()) {
      entry.kind = CTOML_BOOLEAN;
      entry.integer = boolean->get() ? 1 : 0;
    } else {
      entry.kind = CTOML_DATE_TIME;
    }
    entries.push_back(entry);
  }

  const char *keep(const std::string &text, size_t &length) {
    length = text.size();
    return texts.emplace_back(text).c_str();
  }
};

ctoml_document *ctoml_parse(const char *bytes, size_t length) {
  auto *document = new (std::nothrow) ctoml_document;
  if (!document) return nullptr;
  try {
    document->add(toml::parse(std::string_view(bytes, length)), nullptr);
  } catch (const toml::parse_error &error) {
    document->error = error.description();
    document->line = error.source().begin.line;
    document->column = error.source().begin.column;
  } catch (const std::bad_alloc &) {
    delete document;
    return nullptr;
  }
  return document;
}

void ctoml_free(ctoml_document *document) { delete document; }

const char *ctoml_error(const ctoml_document *document, uint32_t *line, uint32_t *column) {
  if (document->error.empty()) return nullptr;
  *line = document->line;
  *column = document->column;
  return document->error.c_str();
}

const ctoml_entry *ctoml_entries(const ctoml_document *document, size_t *count) {
  *count = document->entries.size();
  return document->entries.data();
}
