#include "fetch/fetch.h"

struct fetch_options fetch_default_options(void)
{
    return (struct fetch_options){
        .hosts_at_once = 8,
        .connections_a_host = 1,
        .delay_s = 1,
        .retries = 2,
        .host_failures = 5,
        .max_wait_s = 300,
        .connect_timeout_s = 10,
        .timeout_s = 60,
        .max_bytes = 10 * 1024 * 1024,
        .max_redirects = 10,
        .robots = true,
    };
}
