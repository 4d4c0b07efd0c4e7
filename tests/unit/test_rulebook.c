/* rulebook: which files apply, by host, include, fingerprint and option. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "page/parse.h"
#include "rules/host_names.h"
#include "rules/rulebook.h"

/* ---- a folder of rules ------------------------------------------------------------- */

/* Two rule directories in a folder that is created and removed for each test. */
struct folder {
    struct arena arena;
    char root[64];
    const char *first, *second;
};

static int make_folder(void **state)
{
    struct folder *f = calloc(1, sizeof *f);
    arena_open(&f->arena, SIZE_MAX);
    strcpy(f->root, "/tmp/winnow-rulebook-XXXXXX");
    assert_non_null(mkdtemp(f->root));
    f->first = arena_printf(&f->arena, "%s/first", f->root);
    f->second = arena_printf(&f->arena, "%s/second", f->root);
    mkdir(f->first, 0700);
    mkdir(f->second, 0700);
    mkdir(arena_printf(&f->arena, "%s/shared", f->first), 0700);
    mkdir(arena_printf(&f->arena, "%s/shared", f->second), 0700);
    *state = f;
    return 0;
}

static int remove_folder(void **state)
{
    struct folder *f = *state;
    char *command = arena_printf(&f->arena, "rm -rf '%s'", f->root);
    int failed = system(command);
    arena_close(&f->arena);
    free(f);
    return failed;
}

static void put(struct folder *f, const char *path, const char *text)
{
    FILE *file = fopen(arena_printf(&f->arena, "%s/%s", f->root, path), "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static struct rulebook *open_book(struct folder *f, const struct problem_list **problems)
{
    const char *const directories[] = {f->first, f->second};
    struct rulebook_options options = {.directories = directories, .directory_count = 2};
    struct rulebook *book;
    struct error err;
    if (!rulebook_open(&book, &options, problems, &err))
        fail_msg("%s: %s", err.file, err.text);
    return book;
}

/* Returns the path below the root, or "" if there is no file. */
static const char *site_path(struct folder *f, const struct rulebook *book,
                             const char *host)
{
    struct site_source source;
    struct error err;
    assert_true(
        rulebook_find_site(book, slice_of_string(host), &f->arena, &source, &err));
    return source.path.len
               ? arena_string(&f->arena, slice_after(source.path, strlen(f->root) + 1))
               : "";
}

/* "first" has own rules, "second" community rules. */
static struct rulebook *open_checked(struct folder *f,
                                     const struct problem_list **problems)
{
    const char *const own = f->first, *const community = f->second;
    struct rulebook_options options = {.directories = &own,
                                       .directory_count = 1,
                                       .community_directories = &community,
                                       .community_count = 1};
    struct rulebook *book;
    struct error err;
    if (!rulebook_open(&book, &options, problems, &err))
        fail_msg("%s: %s", err.file, err.text);
    return book;
}

/* ---- by host ----------------------------------------------------------------------- */

static void hosts_have_candidate_file_names(void **state)
{
    static const struct {
        const char *host, *names;
    } rows[] = {
        {"example.com", "example.com.txt"},
        {"www.example.com", "example.com.txt"},
        {"WWW.Example.COM.", "example.com.txt"},
        {"example.com:8080", "example.com.txt"},
        {"www.a.b.example.com",
         "a.b.example.com.txt .b.example.com.txt .example.com.txt"},
        {"blog.example.com", "blog.example.com.txt .example.com.txt"},
        {"localhost", "localhost.txt"},
        {"127.0.0.1", "127.0.0.1.txt"},
        {"10.1.2.3:80", "10.1.2.3.txt"},
        {"[::1]", "[::1].txt"},
        {"[::1]:8080", "[::1].txt"},
        {"xn--bcher-kva.example", "xn--bcher-kva.example.txt"},
        {"b\xc3\xbc"
         "cher.example",
         "b\xc3\xbc"
         "cher.example.txt"},
        {"my_host.example.com", "my_host.example.com.txt .example.com.txt"},
        {"", ""},
        {".", ""},
        {"..", ""},
        {".example.com", ""},
        {"a..example.com", ""},
        {"../etc/passwd", ""},
        {"a/b", ""},
        {"a\\b", ""},
        {"a b", ""},
        {"a%2fb", ""},
        {"www.", "www.txt"},
        {"shared/wordpress", ""},
    };
    struct folder *f = *state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct buffer names;
        struct slice name,
            host = host_names_normalize(&f->arena, slice_of_string(rows[i].host));
        buffer_open(&names, &f->arena);
        for (size_t n = 0; host.len && host_names_file_name(&f->arena, host, n, &name);
             n++)
            buffer_printf(&names, "%s%s", n ? " " : "", name.ptr);
        if (!slice_equal(buffer_slice(&names), slice_of_string(rows[i].names)))
            fail_msg("%s: %s", rows[i].host, names.ptr);
    }
    char *many = arena_printf(&f->arena, "%0300d", 0);
    assert_int_equal(host_names_normalize(&f->arena, slice_of_string(many)).len, 0);
}

static void first_directory_with_a_file_is_used(void **state)
{
    struct folder *f = *state;
    const struct problem_list *problems;
    put(f, "second/example.com.txt", "body: p\n");
    put(f, "second/.example.com.txt", "body: p\n");
    put(f, "second/x.example.com.txt", "body: p\n");
    put(f, "first/.b.example.com.txt", "body: p\n");
    put(f, "first/other.org.txt", "body: p\n");
    put(f, "second/other.org.txt", "body: p\n");
    struct rulebook *book = open_book(f, &problems);
    assert_int_equal(problems->count, 0);
    static const struct {
        const char *host, *path;
    } rows[] = {
        {"example.com", "second/example.com.txt"},
        {"www.example.com", "second/example.com.txt"},
        {"x.example.com", "second/x.example.com.txt"},
        {"y.example.com", "second/.example.com.txt"},
        {"a.b.example.com", "first/.b.example.com.txt"},
        {"other.org", "first/other.org.txt"},
        {"www.other.org:81", "first/other.org.txt"},
        {"nothing.net", ""},
        {"../first/other.org", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_string_equal(site_path(f, book, rows[i].host), rows[i].path);
    rulebook_close(book);
}

static void unreadable_site_file_is_an_error(void **state)
{
    struct folder *f = *state;
    const struct problem_list *problems;
    mkdir(arena_printf(&f->arena, "%s/first/dir.org.txt", f->root), 0700);
    struct rulebook *book = open_book(f, &problems);
    struct site_source source;
    struct error err;
    assert_false(rulebook_find_site(book, SLICE("dir.org"), &f->arena, &source, &err));
    assert_non_null(strstr(err.file, "first/dir.org.txt"));
    rulebook_close(book);
}

/* ---- startup problems -------------------------------------------------------------- */

static void missing_directory_is_an_error(void **state)
{
    struct folder *f = *state;
    const char *path = arena_printf(&f->arena, "%s/nowhere", f->root);
    struct rulebook_options options = {.directories = &path, .directory_count = 1};
    const struct problem_list *problems;
    struct rulebook *book;
    struct error err;
    assert_false(rulebook_open(&book, &options, &problems, &err));
    assert_string_equal(err.file, path);
    assert_non_null(strstr(err.text, "No such file"));

    options = (struct rulebook_options){.rule_files = &path, .rule_file_count = 1};
    assert_false(rulebook_open(&book, &options, &problems, &err));
    assert_string_equal(err.file, path);
    rulebook_close(NULL);
}

static void directory_without_rules_is_a_warning(void **state)
{
    struct folder *f = *state;
    const struct problem_list *problems;
    put(f, "second/default.txt", "strip: nav\n");
    struct rulebook *book = open_book(f, &problems);
    assert_int_equal(problems->count, 1);
    assert_int_equal(problems->errors, 0);
    assert_string_equal(problems->items[0].code, "no-rules");
    assert_true(slice_equal(problems->items[0].file, slice_of_string(f->first)));
    rulebook_close(book);
}

static void all_problems_at_startup_are_reported(void **state)
{
    struct folder *f = *state;
    const struct problem_list *problems;
    put(f, "first/default.txt", "stirp: nav\nstrip: p[\n");
    put(f, "first/shared/a.txt", "titl: x\ninclude: b\n");
    put(f, "first/shared/b.txt", "include: a\n");
    put(f, "second/shared/a.txt", "this one is hidden\n");
    put(f, "second/shared/c.txt", "include: nosuch\n");
    put(f, "second/example.com.txt", "not read at the start\n");
    struct rulebook *book = open_book(f, &problems);
    static const struct {
        const char *file;
        uint32_t line;
        const char *part;
    } expected[] = {
        {"first/shared/a.txt", 1, "did you mean \"title\"?"},
        {"first/default.txt", 1, "did you mean \"strip\"?"},
        {"first/default.txt", 2, "attribute name"},
        {"first/shared/b.txt", 1, "a goes in a circle"},
        {"first/shared/a.txt", 2, "b goes in a circle"},
        {"second/shared/c.txt", 1, "nosuch names no file"},
    };
    assert_int_equal(problems->errors, 6);
    for (size_t i = 0; i < 6; i++) {
        const struct problem *problem = &problems->items[i];
        assert_true(slice_ends_with(problem->file, slice_of_string(expected[i].file)));
        assert_int_equal(problem->line, expected[i].line);
        assert_non_null(strstr(arena_string(&f->arena, problem->text), expected[i].part));
    }
    rulebook_close(book);
}

/* ---- rulesets ---------------------------------------------------------------------- */

/* Returns the names of the files that apply, in order, without their folder. */
static const char *selected(struct folder *f, struct rulebook *book, const char *host,
                            const char *html, struct error *err)
{
    struct site_source source;
    struct page page;
    struct ruleset set;
    struct buffer names;
    assert_true(rulebook_find_site(book, slice_of_string(host), &f->arena, &source, err));
    const struct rulefile *site = rulebook_compile_site(book, &source);
    if (html)
        assert_true(parse_html(&f->arena, slice_of_string(html), &page, err));
    struct view view = {.page = &page, .arena = &f->arena};
    err->text[0] = '\0';
    bool ok = rulebook_select(book, site, html ? &view : NULL, &set, err);
    assert_int_equal(ok, !err->text[0]);
    buffer_open(&names, &f->arena);
    for (size_t i = 0; i < set.count; i++) {
        struct slice path = set.files[i]->path;
        path = slice_after(path, slice_find_last_char(path, '/') + 1);
        buffer_printf(&names, "%s%.*s:%d", i ? " " : "", SLICE_ARG(path),
                      (int)set.files[i]->authority);
    }
    return names.ptr;
}

static void files_apply_in_order(void **state)
{
    struct folder *f = *state;
    const struct problem_list *problems;
    struct error err;
    put(f, "first/site.org.txt", "body: p\ninclude: ippen\ninclude: more.txt\n");
    put(f, "first/broken.org.txt", "include: nosuch\ninclude: more\n");
    put(f, "first/default.txt", "strip: nav\ninclude: generic\n");
    put(f, "second/default.txt", "strip: never\n");
    put(f, "second/global.txt", "strip: x\n");
    put(f, "second/shared/ippen.txt", "strip: .i\ninclude: more\n");
    put(f, "second/shared/more.txt", "strip: .m\n");
    put(f, "second/shared/generic.txt", "strip: .g\n");
    put(f, "second/shared/wordpress.txt",
        "fingerprint: meta[name=generator][content^=WordPress]\n"
        "fingerprint: link[href*='/wp-content/']\n");
    struct rulebook *book = open_book(f, &problems);
    assert_int_equal(problems->count, 0);

    const char *plain = "<!doctype html><p>x",
               *press = "<!doctype html><meta name=generator content='WordPress 6'>"
                        "<link rel=stylesheet href='/wp-content/x.css'><p>x";
    const char *rest = "global.txt:1 default.txt:2 generic.txt:2";
    char *expected =
        arena_printf(&f->arena, "site.org.txt:0 ippen.txt:1 more.txt:1 %s", rest);
    assert_string_equal(selected(f, book, "www.site.org", plain, &err), expected);
    expected = arena_printf(
        &f->arena, "site.org.txt:0 ippen.txt:1 more.txt:1 wordpress.txt:1 %s", rest);
    assert_string_equal(selected(f, book, "site.org", press, &err), expected);
    expected = arena_printf(&f->arena, "wordpress.txt:1 %s", rest);
    assert_string_equal(selected(f, book, "nobody.org", press, &err), expected);
    assert_string_equal(selected(f, book, "nobody.org", NULL, &err), rest);
    expected = arena_printf(&f->arena, "broken.org.txt:0 more.txt:1 %s", rest);
    assert_string_equal(selected(f, book, "broken.org", plain, &err), expected);
    assert_non_null(strstr(err.text, "nosuch names no file"));
    assert_int_equal(err.line, 1);
    rulebook_close(book);
}

static void rule_files_replace_all_site_files(void **state)
{
    struct folder *f = *state;
    put(f, "first/site.org.txt", "body: p\n");
    put(f, "first/default.txt", "strip: nav\n");
    put(f, "one.txt", "body: .one\n");
    put(f, "two.txt", "strip: .two\n");
    const char *const directories[] = {f->first};
    const char *const files[] = {arena_printf(&f->arena, "%s/one.txt", f->root),
                                 arena_printf(&f->arena, "%s/two.txt", f->root)};
    struct rulebook_options options = {.directories = directories,
                                       .directory_count = 1,
                                       .rule_files = files,
                                       .rule_file_count = 2};
    const struct problem_list *problems;
    struct rulebook *book;
    struct error err;
    assert_true(rulebook_open(&book, &options, &problems, &err));
    const char *expected = "one.txt:0 two.txt:0 default.txt:2";
    assert_string_equal(selected(f, book, "site.org", NULL, &err), expected);
    assert_string_equal(selected(f, book, "", NULL, &err), expected);
    struct ruleset set;
    assert_true(rulebook_select(book, NULL, NULL, &set, &err));
    assert_int_equal(set.count, 3);
    rulebook_close(book);
}

static void site_files_are_compiled_once(void **state)
{
    struct folder *f = *state;
    const struct problem_list *problems;
    struct rulebook *book = open_book(f, &problems);
    struct site_source one = {SLICE("one.txt"), SLICE("body: p\n"), AUTHORITY_SITE};
    const struct rulefile *first = rulebook_compile_site(book, &one);
    assert_ptr_equal(rulebook_compile_site(book, &one), first);
    struct site_source changed = {SLICE("one.txt"), SLICE("body: b\n"), AUTHORITY_SITE};
    const struct rulefile *second = rulebook_compile_site(book, &changed);
    assert_ptr_not_equal(second, first);
    assert_string_not_equal(second->revision,
                            rulebook_compile_site(book, &one)->revision);
    for (int i = 0; i < 1000; i++) {
        struct slice path = slice_of_string(arena_printf(&f->arena, "%d.txt", i));
        struct site_source source = {path, SLICE("body: p\n"), AUTHORITY_SITE};
        const struct rulefile *file = rulebook_compile_site(book, &source);
        assert_true(slice_equal(file->path, path));
    }
    struct site_source none = {0};
    assert_null(rulebook_compile_site(book, &none));
    rulebook_close(book);
}

/* ---- community rules --------------------------------------------------------------- */

static void community_rules_come_after_own_rules(void **state)
{
    struct folder *f = *state;
    const struct problem_list *problems;
    struct site_source source;
    struct error err;
    put(f, "first/a.example.txt", "body: article\n");
    put(f, "second/a.example.txt", "body: main\n");
    put(f, "second/b.example.txt", "body: main\n");
    struct rulebook *book = open_checked(f, &problems);
    assert_string_equal(site_path(f, book, "a.example"), "first/a.example.txt");
    assert_string_equal(site_path(f, book, "b.example"), "second/b.example.txt");
    rulebook_find_site(book, SLICE("a.example"), &f->arena, &source, &err);
    assert_int_equal(source.authority, AUTHORITY_SITE);
    rulebook_find_site(book, SLICE("b.example"), &f->arena, &source, &err);
    assert_int_equal(source.authority, AUTHORITY_COMMUNITY);
    rulebook_close(book);
}

static void errors_in_community_rules_are_not_fatal(void **state)
{
    struct folder *f = *state;
    const struct problem_list *problems;
    struct ruleset set;
    struct error err;
    put(f, "first/default.txt", "strip: nav\n");
    put(f, "second/default.txt", "strip: main\n");
    put(f, "second/global.txt", "nonsense\nstrip: aside\n");
    put(f, "second/shared/one.txt", "include: nothing\n");
    struct rulebook *book = open_checked(f, &problems);
    assert_int_equal(problems->errors, 0);
    assert_int_equal(problems->count, 2);
    assert_true(rulebook_select(book, NULL, NULL, &set, &err));
    assert_int_equal(set.count, 2);
    assert_int_equal(set.files[0]->authority, AUTHORITY_COMMUNITY);
    assert_int_equal(set.files[0]->count, 1);
    assert_int_equal(set.files[1]->authority, AUTHORITY_DEFAULT);
    rulebook_close(book);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(community_rules_come_after_own_rules),
        TEST(errors_in_community_rules_are_not_fatal),
        TEST(hosts_have_candidate_file_names),
        TEST(first_directory_with_a_file_is_used),
        TEST(unreadable_site_file_is_an_error),
        TEST(missing_directory_is_an_error),
        TEST(directory_without_rules_is_a_warning),
        TEST(all_problems_at_startup_are_reported),
        TEST(files_apply_in_order),
        TEST(rule_files_replace_all_site_files),
        TEST(site_files_are_compiled_once),
    };
    return cmocka_run_group_tests_name("rulebook", tests, NULL, NULL);
}
