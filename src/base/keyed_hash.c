#include "base/keyed_hash.h"

#include <endian.h>
#include <pthread.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

/* ---- the key ----------------------------------------------------------------------- */

static struct hash_key process_key;

/* Where the kernel gives no random bits, a key that is harder to guess than a constant:
   the time, the process and where its stack was placed. */
static void make_do(struct hash_key *key)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    key->sip[0] = (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
    key->sip[1] = (uint64_t)(uintptr_t)&now ^ (uint64_t)getpid() << 32;
    key->factors[0] = hash_bytes(key, SLICE("first"));
    key->factors[1] = hash_bytes(key, SLICE("second"));
}

static void draw_key(void)
{
    struct hash_key *key = &process_key;
    /* so many bytes come at once, whatever signal arrives */
    if (getrandom(key, sizeof *key, GRND_NONBLOCK) != sizeof *key)
        make_do(key);
    key->factors[0] |= 1;
    key->factors[1] |= 1;
}

const struct hash_key *hash_key_of_process(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, draw_key);
    return &process_key;
}

/* ---- SipHash ----------------------------------------------------------------------- */

struct sip {
    uint64_t v0, v1, v2, v3;
};

static inline uint64_t rotate(uint64_t x, unsigned bits)
{
    return x << bits | x >> (64 - bits);
}

static inline void sip_round(struct sip *s)
{
    s->v0 += s->v1;
    s->v1 = rotate(s->v1, 13) ^ s->v0;
    s->v0 = rotate(s->v0, 32);
    s->v2 += s->v3;
    s->v3 = rotate(s->v3, 16) ^ s->v2;
    s->v0 += s->v3;
    s->v3 = rotate(s->v3, 21) ^ s->v0;
    s->v2 += s->v1;
    s->v1 = rotate(s->v1, 17) ^ s->v2;
    s->v2 = rotate(s->v2, 32);
}

static inline void sip_word(struct sip *s, uint64_t word)
{
    s->v3 ^= word;
    sip_round(s);
    s->v0 ^= word;
}

uint64_t hash_bytes(const struct hash_key *key, struct slice s)
{
    struct sip sip = {
        key->sip[0] ^ 0x736f6d6570736575, /* the paper's constants: "somepseu", */
        key->sip[1] ^ 0x646f72616e646f6d, /* "dorandom", */
        key->sip[0] ^ 0x6c7967656e657261, /* "lygenera", */
        key->sip[1] ^ 0x7465646279746573, /* "tedbytes" */
    };
    uint64_t word = 0;
    size_t at = 0;
    for (; s.len - at >= sizeof word; at += sizeof word) {
        memcpy(&word, s.ptr + at, sizeof word);
        sip_word(&sip, le64toh(word));
    }
    word = 0;
    if (at < s.len)
        memcpy(&word, s.ptr + at, s.len - at);
    sip_word(&sip, le64toh(word) | (uint64_t)s.len << 56);
    sip.v2 ^= 0xFF;
    for (int i = 0; i < 3; i++)
        sip_round(&sip);
    return sip.v0 ^ sip.v1 ^ sip.v2 ^ sip.v3;
}
