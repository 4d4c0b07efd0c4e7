#include "cli/rule_paths.h"

#include "cli/data_folder.h"
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool is_there(const char *path)
{
    return access(path, R_OK) == 0;
}

/* The first rule file decides. */
static bool holds_rules(DIR *directory)
{
    for (struct dirent *entry; (entry = readdir(directory));)
        if (slice_ends_with(slice_of_string(entry->d_name), SLICE(".txt")) ||
            strcmp(entry->d_name, "shared") == 0)
            return true;
    return false;
}

static bool check_directory(const char *option, const char *path, bool may_be_empty,
                            struct console *console, struct error *err)
{
    DIR *directory = opendir(path);
    if (!directory)
        return error_set(err, "%s %s: %s", option, path, strerror(errno));
    if (!may_be_empty && !holds_rules(directory))
        console_news(console, "%s %s: there is no rule file (*.txt) in it", option, path);
    closedir(directory);
    return true;
}

static bool check_directories(const struct options *options, struct console *console,
                              struct error *err)
{
    const struct string_list *own = &options->rule_directories;
    const struct string_list *community = &options->community_directories;
    bool is_new = options->verb == VERB_RULES_NEW;
    for (size_t i = 0; i < own->count; i++)
        if (!check_directory("--rules", own->items[i], is_new, console, err))
            return false;
    for (size_t i = 0; i < community->count; i++)
        if (!check_directory("--community-rules", community->items[i], false, console,
                             err))
            return false;
    return true;
}

/* As the XDG Base Directory specification requires, a relative path is ignored. */
const char *rule_paths_find_users_rules(struct arena *a)
{
    const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    if (config && config[0] == '/')
        return arena_printf(a, "%s/winnow/rules", config);
    if (home && home[0] == '/')
        return arena_printf(a, "%s/.config/winnow/rules", home);
    return NULL;
}

static void add_users(struct arena *a, struct string_list *out)
{
    const char *path = rule_paths_find_users_rules(a);
    if (path && is_there(path))
        ARENA_PUSH(a, out, path);
}

static void add_own(struct arena *a, struct string_list *out)
{
    const char *path = data_folder_find(a, "share/winnow/rules", "rules", "default.txt");
    if (path)
        ARENA_PUSH(a, out, path);
}

bool rule_paths_find_rules(const struct options *options, struct console *console,
                           struct arena *a, struct string_list *out, struct error *err)
{
    *out = (struct string_list){0};
    if (!check_directories(options, console, err))
        return false;
    for (size_t i = 0; i < options->rule_directories.count; i++)
        ARENA_PUSH(a, out, options->rule_directories.items[i]);
    add_users(a, out);
    add_own(a, out);
    return true;
}

bool rule_paths_open_book(const struct options *options, struct console *console,
                          const struct string_list *directories, struct rulebook **out)
{
    const struct problem_list *problems = NULL;
    struct error err;
    char line[ERROR_LINE_MAX];
    struct rulebook_options book = {
        .directories = directories->items,
        .directory_count = directories->count,
        .rule_files = options->rule_files.items,
        .rule_file_count = options->rule_files.count,
        .community_directories = options->community_directories.items,
        .community_count = options->community_directories.count,
        .ftr_substring = options->ftr_substring,
    };
    if (!rulebook_open(out, &book, &problems, &err)) {
        console_error(console, "%s", error_line(&err, line));
        return false;
    }
    if (problems)
        console_report(console, problems);
    return !problems || problems->errors == 0;
}
