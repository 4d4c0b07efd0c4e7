#include "fetch/robots.h"

#include "base/buffer.h"
#include <stdlib.h>
#include <string.h>

struct rule {
    uint32_t start, len; /* its normalised pattern, in robots.patterns */
    uint32_t line;
    bool allow;
    bool to_end; /* the pattern ended with $ */
};

struct robots {
    struct buffer patterns; /* on the heap, as the rules are: most files are small */
    struct rule *rules;
    size_t count, capacity;
    int64_t delay_ms;
    bool failed; /* there was no memory for a rule */
};

/* ---- one form for paths and patterns ----------------------------------------------- */

static bool is_unreserved(unsigned char c) /* RFC 3986, section 2.3 */
{
    return is_ascii_letter(c) || is_ascii_digit(c) || memchr("-._~", c, 4);
}

/* Browsers escape other characters, so servers see them escaped. */
static bool is_of_a_uri(unsigned char c)
{
    return c > ' ' && c < 0x7F && !memchr("\"<>\\^`{|}", c, 9);
}

static void append_escaped(struct buffer *out, unsigned char c)
{
    static const char digits[] = "0123456789ABCDEF";
    const char text[3] = {'%', digits[c >> 4], digits[c & 15]};
    buffer_append(out, slice_of(text, 3));
}

/* RFC 9309, section 2.2.2: octets are equal whether escaped or not, unless they are
   reserved. `*` and `$` of a path are escaped, so that only patterns contain them
   bare. */
static void append_normalised(struct buffer *out, struct slice s, bool is_pattern)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        int high = c == '%' && i + 2 < s.len ? ascii_hex_value(s.ptr[i + 1]) : -1;
        int low = high >= 0 ? ascii_hex_value(s.ptr[i + 2]) : -1;
        if (low >= 0) {
            c = (unsigned char)(high << 4 | low);
            i += 2;
            if (is_unreserved(c))
                buffer_append_char(out, (char)c);
            else
                append_escaped(out, c);
        } else if (!is_of_a_uri(c) || c == '$' || (c == '*' && !is_pattern)) {
            append_escaped(out, c);
        } else {
            buffer_append_char(out, (char)c);
        }
    }
}

/* ---- reading ----------------------------------------------------------------------- */

/* Reads the next line, which ends with CR, LF or both. */
static bool next_line(struct slice *rest, struct slice *line)
{
    if (!rest->len)
        return false;
    size_t end = 0;
    while (end < rest->len && rest->ptr[end] != '\n' && rest->ptr[end] != '\r')
        end++;
    *line = slice_of(rest->ptr, end);
    bool both =
        end + 1 < rest->len && rest->ptr[end] == '\r' && rest->ptr[end + 1] == '\n';
    *rest = slice_after(*rest, both ? end + 2 : end + 1);
    return true;
}

/* Splits "Name: value # comment" into name and value, trimmed. */
static bool split_line(struct slice line, struct slice *name, struct slice *value)
{
    struct slice text = line;
    size_t comment = slice_find_char(line, '#');
    if (comment < text.len)
        text.len = comment;
    size_t colon = slice_find_char(text, ':');
    if (colon >= text.len)
        return false;
    *name = slice_trim(slice_of(text.ptr, colon));
    *value = slice_trim(slice_after(text, colon + 1));
    return name->len > 0;
}

enum agent { AGENT_OTHER, AGENT_ANY, AGENT_OURS };

/* Whom a user-agent line names: "winnow/1.0 (text)" is winnow. */
static enum agent agent_of(struct slice value, struct slice product)
{
    if (value.len && value.ptr[0] == '*' &&
        (value.len == 1 || is_ascii_space((unsigned char)value.ptr[1])))
        return AGENT_ANY;
    size_t len = 0;
    while (len < value.len && (is_ascii_letter((unsigned char)value.ptr[len]) ||
                               value.ptr[len] == '-' || value.ptr[len] == '_'))
        len++;
    return slice_equal_nocase(slice_of(value.ptr, len), product) ? AGENT_OURS
                                                                 : AGENT_OTHER;
}

static bool reserve_rule(struct robots *robots)
{
    if (robots->count < robots->capacity)
        return true;
    size_t capacity = robots->capacity ? robots->capacity * 2 : 16;
    struct rule *rules = realloc(robots->rules, capacity * sizeof *rules);
    if (!rules)
        return false;
    robots->rules = rules;
    robots->capacity = capacity;
    return true;
}

static void add_rule(struct robots *robots, struct slice value, bool allow, uint32_t line)
{
    if (!value.len) /* "Disallow:" forbids nothing */
        return;
    if (!reserve_rule(robots)) {
        robots->failed = true;
        return;
    }
    bool to_end = value.ptr[value.len - 1] == '$';
    value.len -= to_end;
    size_t start = robots->patterns.len;
    append_normalised(&robots->patterns, value, true);
    size_t len = robots->patterns.len - start;
    robots->rules[robots->count++] =
        (struct rule){(uint32_t)start, (uint32_t)len, line, allow, to_end};
}

/* "10" or "0.5", in seconds, as milliseconds; 0 for anything else. */
static int64_t read_delay(struct slice value)
{
    int64_t ms = 0, scale = 1000;
    bool after_point = false;
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.ptr[i];
        if (c == '.' && !after_point) {
            after_point = true;
            continue;
        }
        if (!is_ascii_digit(c))
            return 0;
        if (after_point)
            scale /= 10;
        if (ms <= ROBOTS_DELAY_MAX_S * 1000)
            ms = after_point ? ms + (c - '0') * scale : ms * 10 + (c - '0') * 1000;
    }
    return ms > ROBOTS_DELAY_MAX_S * 1000 ? ROBOTS_DELAY_MAX_S * 1000 : ms;
}

/* Keeps the rules of the groups for `wanted`; returns whether there was such a group.
   Only allow and disallow lines end a run of user-agent lines (RFC 9309, section
   2.2.4). */
static bool read_groups(struct robots *robots, struct slice text, struct slice product,
                        enum agent wanted)
{
    bool found = false, in_group = false, in_agents = false;
    uint32_t number = 0;
    struct slice line, name, value;
    while (next_line(&text, &line)) {
        number++;
        if (!split_line(line, &name, &value))
            continue;
        bool allow = slice_equal_nocase(name, SLICE("allow"));
        if (slice_equal_nocase(name, SLICE("user-agent"))) {
            in_group = (in_agents && in_group) || agent_of(value, product) == wanted;
            in_agents = true;
            found |= in_group;
        } else if (allow || slice_equal_nocase(name, SLICE("disallow"))) {
            in_agents = false;
            if (in_group)
                add_rule(robots, value, allow, number);
        } else if (in_group && slice_equal_nocase(name, SLICE("crawl-delay"))) {
            int64_t delay = read_delay(value);
            robots->delay_ms = delay > robots->delay_ms ? delay : robots->delay_ms;
        }
    }
    return found;
}

struct robots *robots_parse(struct slice text, struct slice product)
{
    struct robots *robots = calloc(1, sizeof *robots);
    if (!robots)
        return NULL;
    buffer_open(&robots->patterns, NULL);
    if (text.len > ROBOTS_BYTES_MAX)
        text.len = ROBOTS_BYTES_MAX;
    if (slice_starts_with(text, SLICE("\xEF\xBB\xBF")))
        text = slice_after(text, 3);
    if (!read_groups(robots, text, product, AGENT_OURS))
        read_groups(robots, text, product, AGENT_ANY);
    if (robots->failed || robots->patterns.failed) {
        robots_free(robots);
        return NULL;
    }
    return robots;
}

void robots_free(struct robots *robots)
{
    if (!robots)
        return;
    buffer_close(&robots->patterns);
    free(robots->rules);
    free(robots);
}

/* ---- matching ---------------------------------------------------------------------- */

/* Whether the pattern matches the beginning of the path, or all of it. Each part between
   stars is searched after the one before it: the leftmost place leaves most of the path
   to the rest, so nothing is tried twice. */
static bool is_match(struct slice pattern, bool to_end, struct slice path)
{
    struct slice part;
    bool is_first = true;
    while (slice_split(&pattern, '*', &part)) {
        bool is_last = !pattern.ptr;
        if (is_last && to_end && is_first)
            return slice_equal(path, part);
        if (is_last && to_end)
            return slice_ends_with(path, part);
        size_t at = is_first ? (slice_starts_with(path, part) ? 0 : SIZE_MAX)
                             : slice_find(path, part);
        if (at == SIZE_MAX)
            return false;
        path = slice_after(path, at + part.len);
        is_first = false;
    }
    return true;
}

static const struct rule *find_rule(const struct robots *robots, struct slice path)
{
    const struct rule *best = NULL;
    for (size_t i = 0; i < robots->count; i++) {
        const struct rule *rule = &robots->rules[i];
        size_t len = rule->len + rule->to_end,
               best_len = best ? best->len + best->to_end : 0;
        if (best && (len < best_len || (len == best_len && best->allow >= rule->allow)))
            continue;
        if (is_match(slice_of(robots->patterns.ptr + rule->start, rule->len),
                     rule->to_end, path))
            best = rule;
    }
    return best;
}

bool robots_is_allowed(const struct robots *robots, struct slice path, unsigned *line)
{
    if (line)
        *line = 0;
    if (slice_equal(path, SLICE("/robots.txt"))) /* RFC 9309, section 2.2.2 */
        return true;
    struct buffer text;
    buffer_open(&text, NULL);
    append_normalised(&text, path, false);
    const struct rule *rule = find_rule(robots, buffer_slice(&text));
    bool failed = text.failed;
    buffer_close(&text);
    if (rule && line)
        *line = rule->line;
    return !failed && (!rule || rule->allow);
}

int64_t robots_delay_ms(const struct robots *robots)
{
    return robots->delay_ms;
}

size_t robots_size(const struct robots *robots)
{
    return sizeof *robots + robots->patterns.capacity +
           robots->capacity * sizeof *robots->rules;
}
