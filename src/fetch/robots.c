#include "fetch/robots.h"

#include "base/buffer.h"
#include "fetch/robots_matcher.h"
#include <stdlib.h>
#include <string.h>

struct robots {
    struct buffer patterns; /* on the heap, as the rules are: most files are small */
    struct robots_rule *rules;
    size_t count, capacity;
    struct robots_matcher *matcher;
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

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

/* Reads the next line, which ends with CR, LF or both. */
static bool next_line(struct slice *rest, struct slice *line)
{
    if (!rest->len)
        return false;
    size_t end = 0;
    while (end < rest->len && !is_line_end(rest->ptr[end]))
        end++;
    *line = slice_of(rest->ptr, end);
    bool both =
        end + 1 < rest->len && rest->ptr[end] == '\r' && rest->ptr[end + 1] == '\n';
    *rest = slice_after(*rest, both ? end + 2 : end + 1);
    return true;
}

/* Splits "disallow /x", whose author has forgotten the colon. */
static bool split_words(struct slice text, struct slice *name, struct slice *value)
{
    struct slice third;
    return slice_next_word(&text, name) && slice_next_word(&text, value) &&
           !slice_next_word(&text, &third);
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
        return split_words(text, name, value);
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
    struct robots_rule *rules = realloc(robots->rules, capacity * sizeof *rules);
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
    if (robots->count >= ROBOTS_RULES_MAX ||
        robots->patterns.len + 3 * value.len > ROBOTS_PATTERN_BYTES_MAX)
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
        (struct robots_rule){(uint32_t)start, (uint32_t)len, line, allow, to_end};
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

/* Half of a last line would be a rule that nobody has written. */
static struct slice cut_to_limit(struct slice text)
{
    size_t end = text.len < ROBOTS_BYTES_MAX ? text.len : ROBOTS_BYTES_MAX;
    if (end < ROBOTS_BYTES_MAX || (end < text.len && is_line_end(text.ptr[end])))
        return slice_of(text.ptr, end);
    while (end && !is_line_end(text.ptr[end - 1]))
        end--;
    return slice_of(text.ptr, end);
}

/* Editors that know no UTF-8 have cut some marks. */
static struct slice skip_byte_order_mark(struct slice text)
{
    static const char mark[] = "\xEF\xBB\xBF";
    for (size_t i = 0; i < 3 && text.len && text.ptr[0] == mark[i]; i++)
        text = slice_after(text, 1);
    return text;
}

static bool compile(struct robots *robots)
{
    if (robots->failed || robots->patterns.failed)
        return false;
    robots->matcher = robots_matcher_compile(buffer_slice(&robots->patterns),
                                             robots->rules, robots->count);
    return robots->matcher != NULL;
}

struct robots *robots_parse(struct slice text, struct slice product)
{
    struct robots *robots = calloc(1, sizeof *robots);
    if (!robots)
        return NULL;
    buffer_open(&robots->patterns, NULL);
    text = skip_byte_order_mark(cut_to_limit(text));
    if (!read_groups(robots, text, product, AGENT_OURS))
        read_groups(robots, text, product, AGENT_ANY);
    if (!compile(robots)) {
        robots_free(robots);
        return NULL;
    }
    return robots;
}

void robots_free(struct robots *robots)
{
    if (!robots)
        return;
    robots_matcher_free(robots->matcher);
    buffer_close(&robots->patterns);
    free(robots->rules);
    free(robots);
}

/* ---- matching ---------------------------------------------------------------------- */

bool robots_is_allowed(const struct robots *robots, struct slice path, unsigned *line)
{
    const struct robots_rule *rule = NULL;
    struct buffer text;
    if (line)
        *line = 0;
    if (!robots->count || slice_equal(path, SLICE("/robots.txt"))) /* section 2.2.2 */
        return true;
    buffer_open(&text, NULL);
    if (path.len <= ROBOTS_PATH_MAX)
        append_normalised(&text, path.len ? path : SLICE("/"), false);
    bool is_found = text.len && !text.failed &&
                    robots_matcher_find(robots->matcher, buffer_slice(&text), &rule);
    buffer_close(&text);
    if (rule && line)
        *line = rule->line;
    return is_found && (!rule || rule->allow);
}

int64_t robots_delay_ms(const struct robots *robots)
{
    return robots->delay_ms;
}

size_t robots_size(const struct robots *robots)
{
    return sizeof *robots + robots->patterns.capacity +
           robots->capacity * sizeof *robots->rules +
           robots_matcher_size(robots->matcher);
}
