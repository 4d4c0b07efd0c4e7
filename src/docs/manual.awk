# Makes a manual page of a page in this folder and the tables that winnow prints:
#
#   winnow --help-man | awk -f manual.awk - winnow.1.in > winnow.1
#
# A line "@NAME@" is replaced by the table of that name; @VERSION@ is replaced anywhere.
# Lines between .EX and .EE are written as they are shown, without troff's escapes.

function fail(text) {
    print FILENAME ":" FNR ": " text > "/dev/stderr"
    failed = 1
    exit 1
}

# troff prints a bare hyphen, quotation mark, caret or tilde as another character, so that
# what a reader copies would not work.
function literal(line) {
    gsub(/\\/, "\\e", line)
    gsub(/'/, "\\(aq", line)
    gsub(/`/, "\\(ga", line)
    gsub(/\^/, "\\(ha", line)
    gsub(/~/, "\\(ti", line)
    return (line ~ /^\./ ? "\\&" : "") line
}

function put(line) {
    gsub(/-/, "\\-", line)
    print line
}

function put_table(name,    lines, count, i) {
    if (!(name in table))
        fail("there is no table " name)
    count = split(table[name], lines, "\n")
    for (i = 1; i < count; i++)
        put(lines[i])
}

NR == FNR {
    if ($0 ~ /^@.*@$/)
        table[name = $0] = ""
    else
        table[name] = table[name] $0 "\n"
    next
}

/^\.\\"/ { next }

/^\.EX/ {
    in_example = 1
    print ".PP\n.RS 4\n.EX"
    next
}

/^\.EE/ {
    in_example = 0
    print ".EE\n.RE"
    next
}

in_example {
    put(literal($0))
    next
}

/^@.*@$/ {
    put_table($0)
    next
}

# No hyphenation and no justification: names and options stay whole, as in git's pages.
/^\.TH / {
    sub(/$/, "\n.nh\n.ad l")
}

{
    version = table["@VERSION@"]
    gsub(/@VERSION@/, substr(version, 1, length(version) - 1))
    put($0)
}

END {
    if (!failed && in_example)
        fail("an .EX has no .EE")
    exit failed
}
