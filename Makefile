# winnow. `make help` lists the targets.

BUILD  ?= build
PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib
CFLAGS ?= -O2 -g

# The pages of `make run`: a file with one URL per line, or else the demo site.
URLS   ?=
# The pages of `make bench`: a folder of .html or .html.gz files.
# Pages to measure the speed with, and folders of annotated pages to train on and to measure
# the quality with. Without CORPORA these are those of CORPUS, if that is given.
CORPUS ?= $(firstword $(wildcard ../shared/corpus/wcxb-dev/html) tests/fixtures)
ANNOTATED = $(addprefix ../shared/corpus/,wcxb-dev news-dev recipes-dev)
CORPORA ?= $(if $(filter file,$(origin CORPUS)),$(wildcard $(ANNOTATED)),$(CORPUS:%/html=%))

WARNINGS = -Wall -Wextra -Wshadow -Wconversion -Wno-sign-conversion
SANITIZE = -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
FUZZED   = -O1 -g -fsanitize=address,undefined,fuzzer-no-link \
	-fno-sanitize-recover=all -fno-omit-frame-pointer
PACKAGES = expat libpcre2-8 jansson uchardet nettle libxml-2.0
COMMAND_PACKAGES = libcurl libmicrohttpd libseccomp sqlite3 zlib libbrotlidec libzstd \
	libarchive

VERSION := $(shell sed -n 's/^.define WINNOW_VERSION *"\(.*\)"$$/\1/p' include/winnow.h)
SONAME  := libwinnow.so.$(firstword $(subst ., ,$(VERSION)))
CORES   := $(shell nproc)
PYTEST   = /usr/bin/python3 -B -m pytest -p no:cacheprovider -q

# ---- sources: the rooms of the library, from the bottom up, and those of the command ---

# In the order of src/README.md.
ROOMS := $(shell awk -F '`' '/^\| `/ { print $$2 }' src/README.md)
COMMAND_ROOMS = worker fetch container archive http cli authoring refresh upkeep reader exchange site command
LIBRARY_ROOMS := $(filter-out $(COMMAND_ROOMS) build,$(ROOMS))
LIBRARY_SOURCES := $(sort $(foreach room,$(LIBRARY_ROOMS),$(wildcard src/$(room)/*.c)))
COMMAND_SOURCES := $(sort $(foreach room,$(COMMAND_ROOMS),$(wildcard src/$(room)/*.c)))
PHRASE_FILES    := $(sort $(wildcard rules/phrases/*.tsv))
UNIT_SOURCES    := $(sort $(wildcard tests/unit/test_*.c))
BENCH_SOURCES   := $(sort $(wildcard tests/bench/*.c))
FUZZ_SOURCES    := $(sort $(wildcard tests/fuzz/*.c))
C_FILES := $(LIBRARY_SOURCES) $(COMMAND_SOURCES) $(UNIT_SOURCES) $(BENCH_SOURCES) \
	$(wildcard src/build/*.c) tests/model/dump.c $(FUZZ_SOURCES) \
	$(wildcard src/*/*.h include/*.h tests/unit/*.h tests/bench/*.h tests/fuzz/*.h)
# Formats and checks CSS and JavaScript.
BIOME = $(BUILD)/lint/node_modules/.bin/biome
SHELL_FILES := .ci/run src/packaging/deb.sh $(wildcard tests/*.sh tests/*/*.sh)

LIBRARY_OBJECTS = $(LIBRARY_SOURCES:src/%.c=$(BUILD)/obj/%.o) \
	$(BUILD)/obj/generated/phrase_tables.o
COMMAND_OBJECTS = $(COMMAND_SOURCES:src/%.c=$(BUILD)/obj/%.o)
MAIN_OBJECT     = $(BUILD)/obj/command/main.o
UNIT_PROGRAMS   = $(UNIT_SOURCES:tests/unit/%.c=$(BUILD)/unit/%)
# Where `make model` writes five models, each trained without a fifth of the sites.
FOLDS ?= $(BUILD)/model/folds
FOLD_PROGRAMS  := $(patsubst $(FOLDS)/content%.model,$(BUILD)/winnow-fold%, \
	$(wildcard $(FOLDS)/content*.model))
BENCH_PROGRAMS  = $(BENCH_SOURCES:tests/bench/%.c=$(BUILD)/bench/%)
FUZZ_PROGRAMS   = $(FUZZ_SOURCES:tests/fuzz/%.c=$(BUILD)/fuzz/%)

MANUALS = $(patsubst src/docs/%.in,$(BUILD)/%,$(wildcard src/docs/*.[1-8].in))

# Where each shell looks for completions, below share/.
COMPLETIONS = bash-completion/completions/winnow zsh/site-functions/_winnow \
	fish/vendor_completions.d/winnow.fish

# ---- flags ----------------------------------------------------------------------------

PACKAGE_CFLAGS := $(shell pkg-config --cflags $(PACKAGES) $(COMMAND_PACKAGES) 2>/dev/null)
PACKAGE_LIBS   := $(shell pkg-config --libs $(PACKAGES) 2>/dev/null)
COMMAND_LIBS   := $(shell pkg-config --libs $(COMMAND_PACKAGES) 2>/dev/null)

BASE_CFLAGS = -std=c11 -D_GNU_SOURCE -fPIC -fvisibility=hidden $(WARNINGS) \
	-Isrc -Iinclude $(PACKAGE_CFLAGS)
ALL_CFLAGS = $(BASE_CFLAGS) -MMD -MP $(CFLAGS)
# libgumbo.a parses a fifth faster than the shared library.
LIBS = -l:libgumbo.a $(PACKAGE_LIBS) -lunistring -lm

.PHONY: all deb deps run test test-plain test-sanitized unit test-deep fuzz fuzz-corpus fuzzers test-fresh \
	lint laws bench model \
	model-lines quality audit compare picture demo install uninstall clean help always
.DELETE_ON_ERROR:
.DEFAULT_GOAL = all

##@ everyday

all: $(BUILD)/winnow $(MANUALS) $(BUILD)/libwinnow.a $(BUILD)/libwinnow.so $(BUILD)/winnow.pc ## build winnow, libwinnow and the manual pages below build/

run: ## install what is missing, build, clean the demo site (URLS=file: your own list)
	@tests/deps.sh install build
	@[ -e $(BUILD)/winnow ] || ! [ -t 2 ] || \
		echo 'winnow: building; the first build takes about a minute' >&2
	@$(MAKE) -s -j$(CORES) all
	@tests/run.sh $(BUILD)/winnow $(URLS)

test: ## install what is missing, build with sanitizers, run every test
	@tests/deps.sh install build site test
	@$(MAKE) -s -j$(CORES) all $(BUILD)/model-dump
	@$(MAKE) -s -j$(CORES) BUILD=.sanitized CFLAGS='$(SANITIZE) -Werror' unit .sanitized/winnow .sanitized/model-dump
	@$(MAKE) -s -k -j2 --output-sync=target test-sanitized test-plain

# Side by side, because most tests wait for something. What they run is built already, and the
# flags of this make are not meant for the makes that they run.
test-sanitized:
	@MAKEFLAGS= $(PYTEST) tests/e2e --winnow=.sanitized/winnow --instrumented
test-plain:
	@MAKEFLAGS= $(PYTEST) tests/e2e --winnow=$(BUILD)/winnow

lint: laws ## check format, compiler warnings, scripts, style sheets and the rules of the source
	@tests/deps.sh check build lint
	clang-format --dry-run -Werror $(C_FILES)
	gcc -fsyntax-only -Werror $(BASE_CFLAGS) $(filter %.c,$(C_FILES))
	clang -fsyntax-only -Werror $(BASE_CFLAGS) $(filter %.c,$(C_FILES))
	@echo clang-tidy src
	@printf '%s\n' $(filter src/%.c,$(C_FILES)) | xargs -P $(CORES) -n 4 sh -c \
		'clang-tidy --quiet --warnings-as-errors="*" "$$@" -- $(BASE_CFLAGS) 2>/dev/null' tidy
	shellcheck $(SHELL_FILES)
	@$(MAKE) -s $(BIOME)
	$(BIOME) ci --colors=off --error-on-warnings --config-path=tests/lint src

bench: ## measure speed and memory of cleaning, fetching and the whole program (CORPUS=DIR)
	@tests/deps.sh check build site test
	@$(MAKE) -s -j$(CORES) all $(BENCH_PROGRAMS)
	@/usr/bin/python3 -B tests/bench/bench.py $(BUILD) $(CORPUS)

demo: ## build, and serve the example sites of `winnow demo`
	@$(MAKE) -s -j$(CORES) all
	@$(BUILD)/winnow demo

clean: ## remove all build folders
	rm -rf $(BUILD) .sanitized .fuzzing

help: ## list the targets
	@awk -F ':[^#]*## ' '/^##@/ { print substr($$0, 5) ":" } \
		/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

##@ now and then

deps: ## install all packages that the build, the tests and lint need
	@tests/deps.sh install build site test lint

unit: $(UNIT_PROGRAMS) ## run only the unit tests
	@for program in $(UNIT_PROGRAMS); do $$program || exit 1; done

laws: ## check the rules of the source; prints nothing if all is well
	@/usr/bin/python3 -B tests/laws.py

model: ## train the content model (CORPORA="DIR..." of annotated pages; RULES=DIR of FTR rules)
	@tests/deps.sh install build test model
	@$(MAKE) -s -j$(CORES) $(BUILD)/model-dump
	/usr/bin/python3 -B tests/model/train.py --corpus $(CORPORA) --work $(BUILD)/model \
		--dump $(BUILD)/model-dump --folds $(FOLDS) $(if $(RULES),--rules $(RULES))

model-lines: ## train the model of lines, for text that was extracted earlier (CORPORA="DIR...")
	@tests/deps.sh install build test model quality
	@$(MAKE) -s -j$(CORES) all $(BUILD)/model-dump
	/usr/bin/python3 -B tests/model/train_lines.py --corpus $(CORPORA) \
		--work $(BUILD)/model-lines --dump $(BUILD)/model-dump --winnow $(BUILD)/winnow

quality: ## measure how well annotated pages are cleaned (CORPORA="DIR..."; RULES=DIR; PEERS=1: tools from npm too)
	@tests/deps.sh check build test
	@$(if $(PEERS),tests/deps.sh install peers)
	@$(MAKE) -s -j$(CORES) all $(FOLD_PROGRAMS)
	@/usr/bin/python3 -B tests/model/quality.py $(BUILD)/winnow $(CORPORA) \
		$(if $(PEERS),--peers) $(if $(RULES),--rules $(RULES)) \
		$(if $(FOLD_PROGRAMS),--folds $(FOLDS))

audit: ## measure what each line of the generic rules drops of annotated pages (CORPORA="DIR...")
	@tests/deps.sh check build test
	@$(MAKE) -s -j$(CORES) all
	@/usr/bin/python3 -B tests/model/audit.py $(BUILD)/winnow $(CORPORA)

compare: ## compare the structure of ten pages with Readability, defuddle and pandoc
	@tests/deps.sh install build test peers compare
	@$(MAKE) -s -j$(CORES) all
	@/usr/bin/python3 -B tests/compare/compare.py $(BUILD)/winnow

picture: ## draw the picture of README again, with Chromium
	@tests/deps.sh check build test
	@$(MAKE) -s -j$(CORES) all
	/usr/bin/python3 -B tests/readme/picture.py $(BUILD)/winnow

test-deep: ## run the long tests too: a million URLs, valgrind, arm64, training, the Debian packages
	@tests/deps.sh install build site test deep model quality deb arm64
	@$(MAKE) -s -j$(CORES) all $(BUILD)/model-dump unit
	@for program in $(UNIT_PROGRAMS); do \
		valgrind -q --error-exitcode=1 --leak-check=full --trace-children=no \
		--suppressions=tests/valgrind.supp $$program \
		>$(BUILD)/valgrind.log 2>&1 || { cat $(BUILD)/valgrind.log; exit 1; }; done
	@tests/arm64.sh
	@$(PYTEST) tests/e2e --winnow=$(BUILD)/winnow --deep

fuzz: ## run each fuzz target for SECONDS (600), print the coverage (TARGETS=...: only these)
	@tests/deps.sh install build test lint fuzz
	@$(MAKE) -s -j$(CORES) BUILD=.fuzzing CC=clang CFLAGS='$(FUZZED)' \
		MODEL_CFLAGS=-fno-sanitize-coverage=trace-cmp fuzzers
	@tests/fuzz/run.sh .fuzzing $(or $(SECONDS),600) $(TARGETS)

fuzzers: $(FUZZ_PROGRAMS)

fuzz-corpus: ## write the small corpus of tests/fuzz/corpus from what `make fuzz` has found
	@tests/fuzz/run.sh .fuzzing merge

test-fresh: ## `make run` and `make test` on a fresh Debian 12 (needs root and debootstrap)
	@tests/deps.sh install fresh
	@tests/fresh.sh

# Where `make install` puts things.
ROOTED  = $(DESTDIR)$(PREFIX)
LIBRARY = $(DESTDIR)$(LIBDIR)
DATA    = $(ROOTED)/share/winnow
DOC     = $(ROOTED)/share/doc/winnow
# For the system's manager, and for those of its users.
UNITS   = $(addprefix $(ROOTED)/lib/systemd/,system user)

install: all ## install below PREFIX (/usr/local), with DESTDIR before it
	install -d $(ROOTED)/bin $(ROOTED)/include $(LIBRARY)/pkgconfig \
		$(ROOTED)/share/man/man1 $(ROOTED)/share/man/man5 $(DATA)/rules/shared $(DOC) \
		$(addprefix $(ROOTED)/share/,$(dir $(COMPLETIONS)))
	install -m 755 $(BUILD)/winnow $(ROOTED)/bin
	install -m 644 $(filter %.1,$(MANUALS)) $(ROOTED)/share/man/man1
	install -m 644 $(filter %.5,$(MANUALS)) $(ROOTED)/share/man/man5
	$(BUILD)/winnow --completion bash > $(ROOTED)/share/$(word 1,$(COMPLETIONS))
	$(BUILD)/winnow --completion zsh > $(ROOTED)/share/$(word 2,$(COMPLETIONS))
	$(BUILD)/winnow --completion fish > $(ROOTED)/share/$(word 3,$(COMPLETIONS))
	install -m 644 include/winnow.h $(ROOTED)/include
	install -m 644 $(BUILD)/libwinnow.a $(LIBRARY)
	install -m 644 $(BUILD)/libwinnow.so $(LIBRARY)/libwinnow.so.$(VERSION)
	ln -sf libwinnow.so.$(VERSION) $(LIBRARY)/$(SONAME)
	ln -sf $(SONAME) $(LIBRARY)/libwinnow.so
	$(call write_pc,$(PREFIX),$(LIBDIR)) > $(LIBRARY)/pkgconfig/winnow.pc
	install -m 644 include/winnow-record.schema.json $(DATA)
	install -m 644 $(wildcard rules/*.txt) $(DATA)/rules
	install -m 644 $(wildcard rules/shared/*.txt) $(DATA)/rules/shared
	cd src/demo && find . -type f -exec install -D -m 644 {} $(abspath $(DATA))/demo/{} \;
	install -m 644 $(wildcard src/docs/*.webp) $(DOC)
	for folder in $(UNITS); do \
		install -d $$folder && \
		install -m 644 src/packaging/winnow-refresh@.timer $$folder && \
		sed 's|@PREFIX@|$(PREFIX)|g' src/packaging/winnow-refresh@.service.in \
			> $$folder/winnow-refresh@.service || exit 1; done
	for file in README.md CHANGELOG.md $(wildcard src/docs/*.md); do \
		sed -E -f src/docs/install.sed $$file > $(DOC)/$${file##*/} || exit 1; done
	$(if $(DESTDIR),,ldconfig 2>/dev/null || :)

uninstall: ## remove what install has installed
	rm -f $(addprefix $(ROOTED)/,bin/winnow include/winnow.h $(addprefix share/,$(COMPLETIONS)) \
		$(addprefix share/man/man1/,$(notdir $(filter %.1,$(MANUALS)))) \
		$(addprefix share/man/man5/,$(notdir $(filter %.5,$(MANUALS))))) \
		$(LIBRARY)/libwinnow.* $(LIBRARY)/pkgconfig/winnow.pc \
		$(foreach folder,$(UNITS),$(addprefix $(folder)/winnow-refresh@,.service .timer))
	rm -rf $(DATA) $(DOC)

# In a build folder of its own: the flags of a distribution are not those of a checkout.
DEB = $(BUILD)/deb
deb: ## build Debian packages of the program and the library below build/deb
	@tests/deps.sh check build deb
	rm -rf $(DEB)/root $(DEB)/packages
	$(MAKE) -s BUILD=$(DEB)/build CFLAGS='$(shell dpkg-buildflags --get CFLAGS) \
		$(shell dpkg-buildflags --get CPPFLAGS)' \
		LDFLAGS='$(shell dpkg-buildflags --get LDFLAGS) -Wl,-z,now -Wl,--as-needed' \
		PREFIX=/usr LIBDIR=/usr/lib/$(shell dpkg-architecture -q DEB_HOST_MULTIARCH) \
		DESTDIR=$(abspath $(DEB))/root install
	src/packaging/deb.sh $(abspath $(DEB)) $(VERSION) $(SONAME)

# ---- what is built --------------------------------------------------------------------

# Everything depends on this file. It is written again, and so becomes newer, when a flag or
# the list of files has changed. Before that, missing packages are reported.
$(BUILD)/flags: always
	@mkdir -p $(@D)
	@echo '$(CC) $(ALL_CFLAGS) $(LDFLAGS) $(LIBS) $(LIBRARY_SOURCES) $(COMMAND_SOURCES)' \
		| cmp -s - $@ || { CC='$(CC)' tests/deps.sh check build && \
		echo '$(CC) $(ALL_CFLAGS) $(LDFLAGS) $(LIBS) $(LIBRARY_SOURCES) $(COMMAND_SOURCES)' > $@; }

# The comparisons of the trees would tell the fuzzer nothing and take half of its time.
$(BUILD)/obj/model/%.o: ALL_CFLAGS += $(MODEL_CFLAGS)

$(BUILD)/obj/%.o: src/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -c -o $@ $<

# Files that EMBED_FILE puts into these objects.
$(BUILD)/obj/authoring/explain_html.o: src/authoring/explain.css src/authoring/explain.js
$(BUILD)/obj/refresh/report.o: src/refresh/report.css
$(BUILD)/obj/site/assets.o: src/site/site.css src/site/site.js
$(BUILD)/obj/exchange/epub.o: src/exchange/book.css
$(BUILD)/obj/model/content_model_linked.o: src/model/content.model
$(BUILD)/obj/plaintext/line_model.o: src/plaintext/line.model

# The phrases of all languages as tables in C: see rules/phrases/README.md.
PHRASE_TABLES_OBJECTS = $(patsubst src/%.c,$(BUILD)/obj/%.o, \
	$(wildcard src/build/phrase_*.c src/base/*.c) src/phrases/normalize_phrase.c \
	src/phrases/phrase_lookup.c src/phrases/phrase_senses.c)
$(BUILD)/phrase-tables: $(PHRASE_TABLES_OBJECTS)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

# Newer when a file has come or gone.
$(BUILD)/phrase-files: always
	@mkdir -p $(@D)
	@echo '$(PHRASE_FILES)' | cmp -s - $@ || echo '$(PHRASE_FILES)' > $@

$(BUILD)/generated/phrase_tables.c: $(BUILD)/phrase-tables $(BUILD)/phrase-files $(PHRASE_FILES)
	@mkdir -p $(@D)
	$(EMULATOR) $(BUILD)/phrase-tables $@ $(PHRASE_FILES)

$(BUILD)/obj/generated/%.o: $(BUILD)/generated/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -c -o $@ $<

# Some libraries do not report their version at run time.
$(BUILD)/obj/command/help.o: ALL_CFLAGS += -DLIBRARIES="\"$(strip \
	$(foreach package,gumbo $(PACKAGES) libseccomp,$(package)/$(shell pkg-config --modversion $(package))))\""

# All objects of the library, for the command and the tests.
$(BUILD)/librooms.a: $(LIBRARY_OBJECTS) $(BUILD)/flags
	rm -f $@ && $(AR) rcs $@ $(LIBRARY_OBJECTS)

# Whether the models in the rooms are sound: the build fails if not, and so no start of
# winnow has to check them.
$(BUILD)/check-models: src/build/check_models.c $(BUILD)/librooms.a
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/models-checked: $(BUILD)/check-models
	$(EMULATOR) $< && touch $@

# The library for other programs: one object that exports only the names of winnow.h.
$(BUILD)/libwinnow.a: $(LIBRARY_OBJECTS) $(BUILD)/flags | $(BUILD)/models-checked
	$(LD) -r -o $(BUILD)/obj/winnow.o $(LIBRARY_OBJECTS)
	objcopy --localize-hidden $(BUILD)/obj/winnow.o
	rm -f $@ && $(AR) rcs $@ $(BUILD)/obj/winnow.o

$(BUILD)/libwinnow.so: $(LIBRARY_OBJECTS) $(BUILD)/flags | $(BUILD)/models-checked
	$(CC) $(CFLAGS) $(LDFLAGS) -shared -Wl,-soname,$(SONAME) -Wl,--exclude-libs,ALL \
		-Wl,-z,defs -o $@ $(LIBRARY_OBJECTS) $(LIBS)
	ln -sf libwinnow.so $(BUILD)/$(SONAME)

# The rooms of the command without main, for the unit tests.
$(BUILD)/libcommand.a: $(filter-out $(MAIN_OBJECT),$(COMMAND_OBJECTS)) $(BUILD)/flags
	rm -f $@ && $(AR) rcs $@ $(filter %.o,$^)

$(BUILD)/winnow: $(MAIN_OBJECT) $(BUILD)/libcommand.a $(BUILD)/librooms.a | $(BUILD)/models-checked
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS) $(COMMAND_LIBS)

# winnow with the model of one fold, which comes before the model in the archive.
$(BUILD)/winnow-fold%: $(BUILD)/folds/%.o $(MAIN_OBJECT) $(BUILD)/libcommand.a $(BUILD)/librooms.a
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $(BUILD)/folds/check$* $< src/build/check_models.c \
		$(BUILD)/librooms.a $(LIBS) && $(BUILD)/folds/check$*
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS) $(COMMAND_LIBS)

$(BUILD)/folds/%.o: src/model/content_model_linked.c $(FOLDS)/content%.model
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -DCONTENT_MODEL_FILE='"$(abspath $(FOLDS))/content$*.model"' -c -o $@ $<

$(BIOME): tests/lint/package.json tests/lint/package-lock.json
	@mkdir -p $(BUILD)/lint
	cp $^ $(BUILD)/lint
	npm ci --prefix $(BUILD)/lint --silent --no-audit --no-fund
	touch $@

$(MANUALS): $(BUILD)/%: src/docs/%.in src/docs/manual.awk $(BUILD)/winnow
	$(BUILD)/winnow --help-man | awk -f src/docs/manual.awk - $< > $@

# The arguments are the prefix and the folder of the libraries. In a checkout that is the
# build folder, which a program that is linked against it then searches when it starts.
write_pc = sed -e 's|@PREFIX@|$(1)|g' -e 's|@LIBDIR@|$(2)|g' -e 's|@VERSION@|$(VERSION)|g' \
	-e 's|@LIBS@|$(LIBS)|g' include/winnow.pc.in
$(BUILD)/winnow.pc: include/winnow.pc.in include/winnow.h $(BUILD)/flags
	$(call write_pc,$(CURDIR),$(abspath $(BUILD))) \
		| sed 's|^Libs: |&-Wl,-rpath,$${libdir} |' > $@

$(BUILD)/model-dump: tests/model/dump.c $(BUILD)/librooms.a
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $< $(BUILD)/librooms.a $(LIBS)

$(BUILD)/unit/% $(BUILD)/bench/%: LINK = $(BUILD)/libcommand.a $(BUILD)/librooms.a
$(BUILD)/unit/%: tests/unit/%.c $(BUILD)/libcommand.a $(BUILD)/librooms.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $< $(LINK) -lcmocka $(LIBS) $(COMMAND_LIBS)

# A comparison: gumbo as Debian's shared library.
$(BUILD)/bench/parse: tests/bench/parse.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $< -lgumbo -lz

$(BUILD)/bench/%: tests/bench/%.c $(BUILD)/libcommand.a $(BUILD)/librooms.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $< $(LINK) $(LIBS) $(COMMAND_LIBS) -lz

$(BUILD)/fuzz/%: tests/fuzz/%.c $(BUILD)/libcommand.a $(BUILD)/librooms.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -fsanitize=fuzzer $(LDFLAGS) -o $@ $< \
		$(BUILD)/libcommand.a $(BUILD)/librooms.a $(LIBS) $(COMMAND_LIBS)

-include $(LIBRARY_OBJECTS:.o=.d) $(COMMAND_OBJECTS:.o=.d) $(UNIT_PROGRAMS:=.d) \
	$(PHRASE_TABLES_OBJECTS:.o=.d) \
	$(BENCH_PROGRAMS:=.d) $(FUZZ_PROGRAMS:=.d) $(BUILD)/model-dump.d $(BUILD)/check-models.d
