#include "command/examples.h"

#include "base/array.h"

const struct example examples_of_command[] = {
    {"The text of a page:", "$ winnow http://harbour.example/timetable.html | head -1\n"
                            "Ferry timetable\n"},
    {"A list of pages into one file; what failed is kept, to be fed back in:",
     "$ winnow --failed failed.txt < urls.txt > corpus.txt\n"
     "$ grep '^==>' corpus.txt\n"
     "==> http://harbour.example/timetable.html <==\n"
     "==> http://docs.example/tide/reading-a-table.html <==\n"},
    {"A file for each page. What is there already is not asked for again:",
     "$ winnow --format markdown -o pages < urls.txt\n"
     "$ winnow --format markdown -o pages < urls.txt\n"
     "$ ls pages | wc -l\n"
     "3\n"},
    {"Markdown with what is known of the page before it:",
     "$ winnow --format markdown --front-matter http://kelp.example/sharpening.html |\n"
     "> head -9\n"
     "---\n"
     "title: \"Sharpening a plane iron on a kitchen table\"\n"
     "date: \"2024-11-02T09:00:00Z\"\n"
     "url: \"http://kelp.example/sharpening.html\"\n"
     "site: \"Kelp and Timber\"\n"
     "language: \"en\"\n"
     "---\n"
     "\n"
     "# Sharpening a plane iron on a kitchen table\n"},
    {"The news of a site, by its feed:",
     "$ winnow links --feed http://harbour.example/feed.xml | winnow | grep '^==>'\n"
     "==> http://harbour.example/news/night-ferry.html <==\n"
     "==> http://harbour.example/news/breakwater.html <==\n"},
    {"An old scrape, cleaned by the rules of the site that it came from:",
     "$ winnow --input text --url https://www.mintpressnews.com/x/ < dirty.txt |\n"
     "> head -1\n"
     "Dredging Of The Inner Basin Put Off For A Third Year\n"},
    {"Scrapes that are kept as records. What winnow does not know passes through:",
     "$ printf '%s\\n' '{\"id\": 7, \"text\": \"The quay is open.\", \"lang\": \"en\"}' "
     "|\n"
     "> winnow --input jsonl --format jsonl | grep -o '\"text\":.*'\n"
     "\"text\":\"The quay is open.\\n\",\"notes\":[],\"error\":null,\"lang\":\"en\"}\n"},
    {"Which rule took what, and a file of one's own:",
     "$ winnow rules new --rules rules http://harbour.example/news/breakwater.html\n"
     "rules/harbour.example.txt\n"
     "rules/pages/harbour.example.html\n"
     "$ echo 'strip: figcaption' >> rules/harbour.example.txt\n"
     "$ winnow explain --dropped --rules rules \\\n"
     "> http://harbour.example/news/breakwater.html | grep -A 1 Photo\n"
     "- The inner quay at low tide. Photo: Harbour Post\n"
     "  rules/harbour.example.txt:9: strip: figcaption\n"
     "$ winnow rules test rules\n"
     "3 passed, 0 failed\n"},
    {"An archive that keeps what it has fetched; the second line is cron's:",
     "$ winnow refresh --init archive --urls urls.txt\n"
     "$ winnow refresh archive\n"
     "$ cat archive/text/harbour.example/*.txt | head -1\n"
     "Ferry timetable\n"},
};
const size_t examples_of_command_count = COUNT_OF(examples_of_command);

const struct example examples_of_language[] = {
    {"A site's file, with its tests:",
     "$ cat > harbour.example.txt <<'END'\n"
     "> # The Harbour Post\n"
     "> title: h1\n"
     "> author: .entry-meta a\n"
     "> body: article.post\n"
     "> strip: .entry-meta, .author-bio\n"
     "> strip_line: /^Read more: /\n"
     ">\n"
     "> [path /news/**]\n"
     "> strip: figure\n"
     ">\n"
     "> [all]\n"
     "> test_url: http://harbour.example/news/breakwater.html\n"
     "> test_contains: nine weeks\n"
     "> test_not_contains: Photo:\n"
     "> END\n"
     "$ winnow rules check harbour.example.txt\n"
     "winnow: 1 file checked: 0 errors, 0 warnings\n"
     "$ winnow rules test --online harbour.example.txt\n"
     "2 passed, 0 failed\n"
     "$ winnow --rule harbour.example.txt http://harbour.example/news/breakwater.html |\n"
     "> cut -c 1-60 | head -3\n"
     "Breakwater repairs to close the inner quay\n"
     "\n"
     "The inner quay at Port Ansel will be closed for nine weeks f\n"},
    {"The same language where no HTML is left:",
     "$ cat > lines.txt <<'END'\n"
     "> strip_line: /^(Share|Follow us)$/i\n"
     "> replace_line(/^UPDATED: /):\n"
     "> strip_from_line: /^Photo: /\n"
     "> END\n"
     "$ cat > scrape.txt <<'END'\n"
     "> Share\n"
     "> UPDATED: The ice house is open again since Monday.\n"
     "> Follow us\n"
     "> Photo: Harbour Post\n"
     "> END\n"
     "$ winnow --rule lines.txt --input text scrape.txt\n"
     "The ice house is open again since Monday.\n"},
    {"Selectors in XPath, a value from an attribute, and a cut:",
     "$ cat > kelp.example.txt <<'END'\n"
     "> title: //meta[@property='og:title']/@content\n"
     "> date: time @datetime\n"
     "> body: //article\n"
     "> strip_from: h2:has-text(/^Related/)\n"
     "> END\n"
     "$ winnow --rule kelp.example.txt http://kelp.example/sharpening.html | head -1\n"
     "Sharpening a plane iron on a kitchen table\n"},
};
const size_t examples_of_language_count = COUNT_OF(examples_of_language);
