#include "command/completion.h"

#include "cli/options.h"
#include <string.h>

/* ---- what an option is completed with ---------------------------------------------- */

static bool takes(const struct option_row *row, const char *what)
{
    return row->argument && strcmp(row->argument, what) == 0;
}

static void append_words(struct buffer *out, const struct option_row *row, enum verb verb)
{
    option_append_words(row, verb, " ", " ", out);
}

/* "rules check", with a space or another character between the words. */
static void append_verb(struct buffer *out, const struct verb_row *verb, char between)
{
    if (verb->group)
        buffer_printf(out, "%s%c", verb->group, between);
    buffer_append_string(out, verb->name ? verb->name : "");
}

/* The first words of all commands, each once. */
static void append_first_words(struct buffer *out)
{
    for (int i = VERB_FILTER + 1; i < VERB_COUNT; i++) {
        const struct verb_row *row = verb_row((enum verb)i);
        const struct verb_row *before = verb_row((enum verb)(i - 1));
        bool is_known =
            row->group && before->group && strcmp(row->group, before->group) == 0;
        if (!is_known)
            buffer_printf(out, "%s%s", i > VERB_FILTER + 1 ? " " : "",
                          row->group ? row->group : row->name);
    }
}

/* Appends text to go between single quotes; the characters in `marks` are escaped with a
   backslash. */
static void append_quoted(struct buffer *out, const char *text, const char *marks,
                          const char *quote)
{
    for (; *text; text++) {
        if (*text == '\'') {
            buffer_append_string(out, quote);
            continue;
        }
        if (strchr(marks, *text))
            buffer_append_char(out, '\\');
        buffer_append_char(out, *text);
    }
}

/* An option's help, quoted in the same way. */
static void append_description(struct buffer *out, const struct option_row *row,
                               enum verb verb, const char *marks, const char *quote)
{
    struct buffer help;
    buffer_open(&help, NULL);
    option_append_help(row, verb, row->help, &help);
    append_quoted(out, help.ptr, marks, quote);
    buffer_close(&help);
}

/* ---- bash -------------------------------------------------------------------------- */

static void append_bash_value(struct buffer *out, const struct option_row *row)
{
    buffer_append_string(out, "    ");
    if (row->letter)
        buffer_printf(out, "-%c|", row->letter);
    buffer_printf(out, "--%s) ", row->name);
    if (option_word_count(row)) {
        buffer_append_string(out, "COMPREPLY=($(compgen -W '");
        append_words(out, row, VERB_FILTER);
        buffer_append_string(out, "' -- \"$cur\"))");
    } else if (option_takes_path(row)) {
        buffer_printf(out, "compopt -o filenames; COMPREPLY=($(compgen -%c -- \"$cur\"))",
                      takes(row, "DIR") ? 'd' : 'f');
    } else {
        buffer_append_string(out, "COMPREPLY=()");
    }
    buffer_append_string(out, "; return ;;\n");
}

static void append_bash_options(struct buffer *out, enum verb verb)
{
    buffer_append_string(out, "options='");
    for (size_t i = 0; i < option_row_count; i++)
        if (option_is_shown(&option_rows[i], verb))
            buffer_printf(out, " --%s", option_rows[i].name);
    buffer_append_string(out, "'");
}

static void write_bash(struct buffer *out)
{
    buffer_append_string(out, "_winnow()\n{\n"
                              "    local cur=${COMP_WORDS[COMP_CWORD]}\n"
                              "    local prev=${COMP_WORDS[COMP_CWORD - 1]} options\n"
                              /* "=" is a word of its own in bash */
                              "    if [[ $cur == = ]]; then\n"
                              "        cur=\n"
                              "    elif [[ $prev == = ]]; then\n"
                              "        prev=${COMP_WORDS[COMP_CWORD - 2]}\n"
                              "    fi\n"
                              "    case $prev in\n");
    for (size_t i = 0; i < option_row_count; i++)
        if (option_rows[i].help && option_rows[i].argument)
            append_bash_value(out, &option_rows[i]);
    buffer_append_string(out, "    rules) COMPREPLY=($(compgen -W '");
    for (int i = VERB_FILTER + 1; i < VERB_COUNT; i++)
        if (verb_row((enum verb)i)->group)
            buffer_printf(out, " %s", verb_row((enum verb)i)->name);
    buffer_append_string(out, "' -- \"$cur\")); return ;;\n"
                              "    help) COMPREPLY=($(compgen -W 'all ");
    append_first_words(out);
    buffer_append_string(out, "' -- \"$cur\")); return ;;\n    esac\n"
                              "    case \"${COMP_WORDS[1]} ${COMP_WORDS[2]}\" in\n");
    for (int i = VERB_FILTER + 1; i < VERB_COUNT; i++) {
        buffer_append_string(out, "    '");
        append_verb(out, verb_row((enum verb)i), ' ');
        buffer_append_string(out, verb_row((enum verb)i)->group ? "') " : " '*) ");
        append_bash_options(out, (enum verb)i);
        buffer_append_string(out, " ;;\n");
    }
    buffer_append_string(out, "    *) ");
    append_bash_options(out, VERB_FILTER);
    buffer_append_string(out,
                         " ;;\n    esac\n"
                         "    if [[ $cur == -* ]]; then\n"
                         "        COMPREPLY=($(compgen -W \"$options\" -- \"$cur\"))\n"
                         "        return\n    fi\n"
                         "    compopt -o filenames\n"
                         "    COMPREPLY=($(compgen -f -- \"$cur\"))\n"
                         "    [[ $COMP_CWORD == 1 ]] &&\n"
                         "        COMPREPLY+=($(compgen -W '");
    append_first_words(out);
    buffer_append_string(out, "' -- \"$cur\"))\n}\ncomplete -F _winnow winnow\n");
}

/* ---- zsh --------------------------------------------------------------------------- */

/* An option by its name, or by its letter. */
static void append_zsh_option(struct buffer *out, const struct option_row *row,
                              enum verb verb, bool by_letter)
{
    bool repeats = row->kind == OPTION_LIST;
    buffer_printf(out, "        '%s", repeats ? "*" : "");
    if (by_letter)
        buffer_printf(out, "-%c%s[", row->letter, row->argument ? "+" : "");
    else
        buffer_printf(out, "--%s%s[", row->name, row->argument ? "=" : "");
    append_description(out, row, verb, "[]\\", "'\\''");
    buffer_append_char(out, ']');
    if (row->argument) {
        buffer_append_string(out, ": :");
        if (option_word_count(row)) {
            buffer_append_char(out, '(');
            append_words(out, row, verb);
            buffer_append_char(out, ')');
        } else if (option_takes_path(row)) {
            buffer_append_string(out, takes(row, "DIR") ? "_files -/" : "_files");
        }
    }
    buffer_append_string(out, "' \\\n");
}

static void append_zsh_options(struct buffer *out, enum verb verb)
{
    buffer_append_string(out, "_arguments \\\n");
    for (size_t i = 0; i < option_row_count; i++)
        for (int letter = 0; letter < 2; letter++)
            if (option_is_shown(&option_rows[i], verb) &&
                (!letter || option_rows[i].letter))
                append_zsh_option(out, &option_rows[i], verb, letter);
}

static void write_zsh(struct buffer *out)
{
    buffer_append_string(out, "#compdef winnow\n\n"
                              "if (( CURRENT == 3 )) && [[ $words[2] == rules ]]; then\n"
                              "    compadd --");
    for (int i = VERB_FILTER + 1; i < VERB_COUNT; i++)
        if (verb_row((enum verb)i)->group)
            buffer_printf(out, " %s", verb_row((enum verb)i)->name);
    buffer_append_string(out, "\n    return\nfi\n"
                              "if (( CURRENT == 3 )) && [[ $words[2] == help ]]; then\n"
                              "    compadd -- all ");
    append_first_words(out);
    buffer_append_string(out,
                         "\n    return\nfi\n"
                         "(( CURRENT == 2 )) && [[ $words[2] != -* ]] && compadd -- ");
    append_first_words(out);
    buffer_append_string(out, "\ncase \"$words[2] $words[3]\" in\n");
    for (int i = VERB_FILTER + 1; i < VERB_COUNT; i++) {
        buffer_append_string(out, "    '");
        append_verb(out, verb_row((enum verb)i), ' ');
        buffer_append_string(out, verb_row((enum verb)i)->group ? "') " : " '*) ");
        append_zsh_options(out, (enum verb)i);
        buffer_append_string(out, "        '*: :_files' ;;\n");
    }
    buffer_append_string(out, "    *) ");
    append_zsh_options(out, VERB_FILTER);
    buffer_append_string(out, "        '*: :_files' ;;\nesac\n");
}

/* ---- fish -------------------------------------------------------------------------- */

static void append_fish_condition(struct buffer *out, const struct verb_row *verb)
{
    if (!verb->name)
        buffer_append_string(out, "not __fish_seen_subcommand_from ");
    else
        buffer_append_string(out, "__fish_seen_subcommand_from ");
    if (!verb->name)
        append_first_words(out);
    else if (verb->group)
        buffer_printf(out, "%s; and __fish_seen_subcommand_from %s", verb->group,
                      verb->name);
    else
        buffer_append_string(out, verb->name);
}

static void append_fish_option(struct buffer *out, const struct option_row *row,
                               enum verb verb)
{
    buffer_append_string(out, "complete -c winnow -n '");
    append_fish_condition(out, verb_row(verb));
    buffer_printf(out, "' -l %s", row->name);
    if (row->letter)
        buffer_printf(out, " -s %c", row->letter);
    if (option_word_count(row)) {
        buffer_append_string(out, " -x -a '");
        append_words(out, row, verb);
        buffer_append_char(out, '\'');
    } else if (row->argument) {
        buffer_append_string(out, option_takes_path(row) ? " -r" : " -x");
    }
    buffer_append_string(out, " -d '");
    append_description(out, row, verb, "\\", "\\'");
    buffer_append_string(out, "'\n");
}

/* The second words of a group, but not after one of them. */
static void append_fish_group(struct buffer *out, const char *group)
{
    buffer_printf(out,
                  "__fish_seen_subcommand_from %s; and not "
                  "__fish_seen_subcommand_from",
                  group);
    for (int i = VERB_FILTER + 1; i < VERB_COUNT; i++)
        if (verb_row((enum verb)i)->group)
            buffer_printf(out, " %s", verb_row((enum verb)i)->name);
}

static void write_fish(struct buffer *out)
{
    for (int i = VERB_FILTER + 1; i < VERB_COUNT; i++) {
        const struct verb_row *row = verb_row((enum verb)i);
        buffer_append_string(out, "complete -c winnow -n '");
        if (row->group)
            append_fish_group(out, row->group);
        else
            buffer_append_string(out, "__fish_use_subcommand");
        buffer_printf(out, "' -a %s -d '", row->name);
        append_quoted(out, row->summary, "\\", "\\'");
        buffer_append_string(out, "'\n");
    }
    buffer_append_string(out, "complete -c winnow -n __fish_use_subcommand -a rules\n");
    buffer_append_string(out, "complete -c winnow -n '__fish_seen_subcommand_from help' "
                              "-a 'all ");
    append_first_words(out);
    buffer_append_string(out, "'\n");
    for (int verb = 0; verb < VERB_COUNT; verb++)
        for (size_t i = 0; i < option_row_count; i++)
            if (option_is_shown(&option_rows[i], (enum verb)verb))
                append_fish_option(out, &option_rows[i], (enum verb)verb);
}

void completion_write(struct buffer *out, enum shell shell)
{
    static void (*const writers[SHELL_COUNT])(struct buffer *) = {
        [SHELL_BASH] = write_bash,
        [SHELL_ZSH] = write_zsh,
        [SHELL_FISH] = write_fish,
    };
    if (writers[shell])
        writers[shell](out);
}
