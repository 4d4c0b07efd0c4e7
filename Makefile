# winnow: `make help` lists what there is.

CC ?= cc
BUILD ?= build
CFLAGS ?= -O2 -g
WARNINGS = -Wall -Wextra -Wshadow -Wconversion -Wno-sign-conversion
PACKAGES = libpcre2-8 jansson uchardet nettle
COMMAND_PACKAGES = libcurl

# Sources: the library's rooms, from the bottom up, and the command's.
LIBRARY_ROOMS = base page rules clean write
COMMAND_ROOMS = worker fetch command
LIBRARY_SOURCES := $(sort $(foreach room,$(LIBRARY_ROOMS),$(wildcard src/$(room)/*.c)))
COMMAND_SOURCES := $(sort $(foreach room,$(COMMAND_ROOMS),$(wildcard src/$(room)/*.c)))
UNIT_SOURCES := $(sort $(wildcard tests/unit/test_*.c))

ALL_CFLAGS = -std=c11 -D_GNU_SOURCE -fPIC -fvisibility=hidden -MMD -MP $(WARNINGS) \
	-Isrc -Iinclude $(shell pkg-config --cflags $(PACKAGES) $(COMMAND_PACKAGES)) $(CFLAGS)
# libgumbo.a: a static parse is a fifth faster than the shared library's.
LIBS = -l:libgumbo.a $(shell pkg-config --libs $(PACKAGES)) -lm
COMMAND_LIBS = $(shell pkg-config --libs $(COMMAND_PACKAGES))

LIBRARY_OBJECTS = $(LIBRARY_SOURCES:src/%.c=$(BUILD)/obj/%.o)
COMMAND_OBJECTS = $(COMMAND_SOURCES:src/%.c=$(BUILD)/obj/%.o)
MAIN_OBJECT = $(BUILD)/obj/command/main.o
UNIT_PROGRAMS = $(UNIT_SOURCES:tests/unit/%.c=$(BUILD)/unit/%)

.PHONY: all unit clean
.DELETE_ON_ERROR:

all: $(BUILD)/winnow

$(BUILD)/obj/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -c -o $@ $<

$(BUILD)/libwinnow.a: $(LIBRARY_OBJECTS)
	rm -f $@ && $(AR) rcs $@ $^

# The command's rooms without main, for the unit tests.
$(BUILD)/libcommand.a: $(filter-out $(MAIN_OBJECT),$(COMMAND_OBJECTS))
	@mkdir -p $(@D)
	rm -f $@ && $(AR) rcs $@ $^

$(BUILD)/winnow: $(MAIN_OBJECT) $(BUILD)/libcommand.a $(BUILD)/libwinnow.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS) $(COMMAND_LIBS)

$(BUILD)/unit/%: tests/unit/%.c $(BUILD)/libcommand.a $(BUILD)/libwinnow.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $< $(BUILD)/libcommand.a $(BUILD)/libwinnow.a \
		-lcmocka $(LIBS) $(COMMAND_LIBS)

unit: $(UNIT_PROGRAMS)
	@for program in $(UNIT_PROGRAMS); do $$program || exit 1; done

clean:
	rm -rf $(BUILD)

-include $(LIBRARY_OBJECTS:.o=.d) $(COMMAND_OBJECTS:.o=.d)
