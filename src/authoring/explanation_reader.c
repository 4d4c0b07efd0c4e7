#include "authoring/explanation_reader.h"

#include "base/json.h"

static struct slice read_text(struct arena *a, const struct json *object, const char *key)
{
    return arena_copy(a, json_text(json_get(object, key)));
}

static unsigned read_number(const struct json *object, const char *key)
{
    int64_t number = json_number(json_get(object, key));
    return number < 0 || number > INT32_MAX ? 0 : (unsigned)number;
}

static void read_block(struct arena *a, const struct json *object, struct slice line,
                       struct explanation *out)
{
    struct block_row row = {
        .line = line,
        .is_kept = slice_equal(json_text(json_get(object, "verdict")), SLICE("keep")),
        .by = read_text(a, object, "by"),
        .place = read_text(a, object, "place"),
        .reason = read_text(a, object, "reason"),
        .kind = read_text(a, object, "kind"),
        .text = read_text(a, object, "text"),
        .level = read_number(object, "level"),
    };
    const struct json *selectors = json_get(object, "selectors");
    size_t count = json_kind(selectors) == JSON_ARRAY_VALUE ? json_count(selectors) : 0;
    for (size_t i = 0; i < count; i++) {
        const struct json *item = json_at(selectors, i);
        struct selector_row selector = {read_text(a, item, "selector"),
                                        read_number(item, "blocks"),
                                        read_number(item, "changes")};
        ARENA_PUSH(a, &row.selectors, selector);
    }
    ARENA_PUSH(a, &out->blocks, row);
}

static void read_rule(struct arena *a, const struct json *object, struct slice line,
                      struct explanation *out)
{
    struct rule_row row = {
        .line = line,
        .place = read_text(a, object, "place"),
        .rule = read_text(a, object, "rule"),
        .state = read_text(a, object, "state"),
        .hits = read_number(object, "hits"),
        .characters = read_number(object, "characters"),
    };
    ARENA_PUSH(a, &out->rules, row);
}

static void read_note(struct arena *a, const struct json *object, struct slice line,
                      struct explanation *out)
{
    struct note_row row = {line, read_text(a, object, "place"),
                           read_text(a, object, "text")};
    ARENA_PUSH(a, &out->notes, row);
}

void explanation_reader_read(struct arena *a, const struct winnow_record *record,
                             struct explanation *out)
{
    struct slice rest = slice_of(record->text, record->text_length), line;
    *out = (struct explanation){0};
    while (slice_split(&rest, '\n', &line)) {
        struct json *object = line.len ? json_parse(line, NULL) : NULL;
        if (json_kind(object) == JSON_OBJECT_VALUE) {
            if (json_get(object, "verdict"))
                read_block(a, object, line, out);
            else if (json_get(object, "rule"))
                read_rule(a, object, line, out);
            else if (json_get(object, "note"))
                read_note(a, object, line, out);
            else
                out->body = read_text(a, object, "body");
        }
        json_drop(object);
    }
}
