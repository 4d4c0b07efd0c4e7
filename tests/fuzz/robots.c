/* robots: a line with a path, and a robots.txt. */
#include "fetch/robots.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice text = fuzz_slice(data, size), path = fuzz_split(&text, '\n');
    struct robots *robots = robots_parse(text, SLICE("winnow"));
    must(robots != NULL);
    unsigned line;
    robots_is_allowed(robots, path, &line);
    must(robots_delay_ms(robots) >= 0 &&
         robots_delay_ms(robots) <= (int64_t)ROBOTS_DELAY_MAX_S * 1000);
    robots_free(robots);
    return 0;
}
