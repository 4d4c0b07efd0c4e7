#include "rules/xpath.h"

#include "base/array.h"
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    /* Limits of libxml2 operations per expression: the number that a reasonable
       expression may take per node (contains() over the whole page takes five), and the
       number of nodes that a small page's expression may look at. An operation that joins
       node sets looks at every node, so the second limit is divided by the number of
       nodes: some seconds in total. */
    OPERATIONS_A_NODE = 20,
    NODES_LOOKED_AT_MAX = 2000 * 1000 * 1000,
    /* Bytes of text read by a function that count as one operation. Text comes in short
       pieces, one per node, and finding them is the work. */
    BYTES_AN_OPERATION = 32,
    ID_WORDS_MAX = 1000, /* ids per id() call; each is looked up in the whole page */
};

struct xpath {
    xmlXPathCompExprPtr compiled;
    xmlNsPtr *namespaces; /* each prefix is its own namespace URI */
    int namespace_count;
    bool asks_page_again;
};

/* Nodes and attributes are allocated in the arena; libxml2 reads the tree and never frees
   it. The handles of libxml2 itself are freed when the arena is closed. */
struct xpath_mirror {
    const struct page *page;
    struct arena *arena;
    const uint8_t *hidden; /* the view's; may be NULL */
    uint8_t *linked_as;    /* copy of hidden from when the tree was linked */
    uint64_t *text_before; /* [i]: bytes of text before node i */
    xmlDoc document;
    xmlNode *nodes;       /* one per node of the page */
    xmlAttr *attributes;  /* one per attribute of the page */
    xmlNode *values;      /* the text child of each attribute */
    char *strings, *next; /* space for names and texts, each with its NUL */
    xmlXPathContextPtr context;
    xmlXPathObjectPtr result;
    int failure;                  /* libxml2's error code; 0 for none */
    const struct xpath *answered; /* last evaluated; NULL if the tree changed */
    struct value_list answer;
    bool has_fault;
    struct error fault;
};

/* ---- strings ----------------------------------------------------------------------- */

static const xmlChar *put_string(struct xpath_mirror *m, struct slice s)
{
    char *place = m->next;
    if (s.len)
        memcpy(place, s.ptr, s.len);
    place[s.len] = '\0';
    m->next += s.len + 1;
    return (const xmlChar *)place;
}

static const xmlChar *put_lower(struct xpath_mirror *m, struct slice s)
{
    char *place = m->next;
    put_string(m, s);
    for (size_t i = 0; i < s.len; i++)
        place[i] = (char)ascii_lower((unsigned char)place[i]);
    return (const xmlChar *)place;
}

static size_t count_string_bytes(const struct page *page, uint32_t attribute_count)
{
    size_t bytes = 0;
    for (uint32_t i = 0; i < page->count; i++)
        bytes += page->nodes[i].text.len + 1;
    for (uint32_t i = 0; i < attribute_count; i++)
        bytes += page->attributes[i].name.len + page->attributes[i].value.len + 2;
    return bytes;
}

static xmlNsPtr new_namespace(struct arena *a, struct slice prefix)
{
    xmlNsPtr ns = arena_calloc(a, 1, sizeof *ns);
    ns->type = XML_NAMESPACE_DECL;
    ns->prefix = (const xmlChar *)arena_string(a, prefix);
    /* libxml2 has already bound "xml" */
    ns->href = slice_equal(prefix, SLICE("xml")) ? XML_XML_NAMESPACE : ns->prefix;
    return ns;
}

/* fb:like is one name in HTML; libxml2 expects a prefix and a local name. */
static const xmlChar *split_name(struct xpath_mirror *m, const xmlChar *name,
                                 xmlNsPtr *ns)
{
    struct slice whole = slice_of_string((const char *)name);
    size_t colon = slice_find_char(whole, ':');
    if (colon == SIZE_MAX || colon == 0 || colon + 1 == whole.len)
        return name;
    *ns = new_namespace(m->arena, slice_of(whole.ptr, colon));
    return name + colon + 1;
}

/* ---- the mirror -------------------------------------------------------------------- */

/* SVG's xlink:href is "href" in the page's array: a second attribute of the same name is
   left out. */
static bool has_one_before(const xmlNode *node, const xmlChar *name)
{
    for (const xmlAttr *attribute = node->properties; attribute;
         attribute = attribute->next)
        if (xmlStrEqual(attribute->name, name))
            return true;
    return false;
}

static void make_attribute(struct xpath_mirror *m, xmlNode *node, uint32_t index,
                           xmlAttr *before)
{
    const struct attribute *from = &m->page->attributes[index];
    xmlAttr *attribute = &m->attributes[index];
    xmlNode *value = &m->values[index];
    attribute->type = XML_ATTRIBUTE_NODE;
    attribute->name = put_lower(m, slice_of(from->name.ptr, from->name.len));
    attribute->name = split_name(m, attribute->name, &attribute->ns);
    attribute->parent = node;
    attribute->doc = &m->document;
    attribute->children = attribute->last = value;
    attribute->prev = before;
    value->type = XML_TEXT_NODE;
    value->name = BAD_CAST "text";
    value->content = (xmlChar *)put_string(m, from->value);
    value->parent = (xmlNode *)attribute;
    value->doc = &m->document;
}

static void make_attributes(struct xpath_mirror *m, uint32_t index)
{
    const struct node *from = &m->page->nodes[index];
    xmlNode *node = &m->nodes[index];
    bool is_unseen_language = from->flags & NODE_FOREIGN;
    xmlAttr *before = NULL;
    for (uint32_t i = from->attributes; i < from->attributes + from->attribute_count;
         i++) {
        xmlAttr *attribute = &m->attributes[i];
        make_attribute(m, node, i, before);
        if (is_unseen_language && has_one_before(node, attribute->name))
            continue;
        if (before)
            before->next = attribute;
        else
            node->properties = attribute;
        before = attribute;
    }
}

static void make_node(struct xpath_mirror *m, uint32_t index)
{
    const struct node *from = &m->page->nodes[index];
    xmlNode *node = &m->nodes[index];
    node->doc = &m->document;
    if (node_is_text(from)) {
        node->type = XML_TEXT_NODE;
        node->name = BAD_CAST "text";
        node->content = (xmlChar *)put_string(m, from->text);
        return;
    }
    node->type = XML_ELEMENT_NODE;
    node->name = from->tag == TAG_OTHER ? put_lower(m, from->text)
                                        : BAD_CAST tag_name((enum tag)from->tag);
    node->name = split_name(m, node->name, &node->ns);
    /* as xmlXPathOrderDocElems() does: positions compare without a tree walk */
    node->content = (void *)(-(ptrdiff_t)index - 1);
    make_attributes(m, index);
}

static void build(struct xpath_mirror *m, const struct view *view)
{
    const struct page *page = m->page = view->page;
    const struct node *last = &page->nodes[page->count - 1];
    uint32_t attribute_count = last->attributes + last->attribute_count;
    m->hidden = view->hidden;
    m->nodes = arena_calloc(m->arena, page->count, sizeof *m->nodes);
    m->attributes = arena_calloc(m->arena, attribute_count, sizeof *m->attributes);
    m->values = arena_calloc(m->arena, attribute_count, sizeof *m->values);
    m->next = arena_alloc(m->arena, count_string_bytes(page, attribute_count));
    m->text_before =
        arena_alloc(m->arena, ((size_t)page->count + 1) * sizeof *m->text_before);
    m->document.type = XML_HTML_DOCUMENT_NODE;
    m->document.doc = &m->document;
    m->text_before[0] = 0;
    for (uint32_t i = 0; i < page->count; i++) {
        make_node(m, i);
        const struct node *node = &page->nodes[i];
        m->text_before[i + 1] =
            m->text_before[i] + (node_is_text(node) ? node->text.len : 0);
    }
}

/* ---- visible nodes ----------------------------------------------------------------- */

static bool is_seen(const struct xpath_mirror *m, uint32_t index)
{
    return !m->hidden || !m->hidden[index];
}

static void link_child(xmlNode *parent, xmlNode *node)
{
    node->parent = parent;
    node->prev = parent->last;
    node->next = node->children = node->last = NULL;
    if (parent->last)
        parent->last->next = node;
    else
        parent->children = node;
    parent->last = node;
}

/* Links the visible nodes and their ancestors. */
static void link_nodes(struct xpath_mirror *m)
{
    const struct page *page = m->page;
    m->document.children = m->document.last = NULL;
    for (uint32_t i = 0; i < page->count;) {
        const struct node *node = &page->nodes[i];
        if (!is_seen(m, i) && !memchr(m->hidden + i, 0, node->end - i)) {
            i = node->end;
            continue;
        }
        /* xmlDoc starts with the same fields as xmlNode */
        link_child(node->parent == NODE_NONE ? (xmlNode *)&m->document
                                             : &m->nodes[node->parent],
                   &m->nodes[i]);
        i++;
    }
}

/* Updates the tree to the view: unlinks what was dropped since the last evaluation. */
static void follow(struct xpath_mirror *m)
{
    uint32_t count = m->page->count;
    bool is_linked = m->linked_as;
    if (is_linked && (!m->hidden || memcmp(m->linked_as, m->hidden, count) == 0))
        return;
    m->answered = NULL;
    link_nodes(m);
    if (!is_linked)
        m->linked_as = arena_calloc(m->arena, count, 1);
    if (m->hidden)
        memcpy(m->linked_as, m->hidden, count);
}

/* ---- functions --------------------------------------------------------------------- */

static struct xpath_mirror *mirror_of(xmlXPathParserContextPtr parser)
{
    return parser->context->userData;
}

static uint32_t index_of(const struct xpath_mirror *m, const xmlNode *node)
{
    return (uint32_t)(node - m->nodes);
}

static size_t text_length(const struct xpath_mirror *m, const xmlNode *node)
{
    if (node == (const xmlNode *)&m->document)
        return m->text_before[m->page->count];
    if (node->type != XML_ELEMENT_NODE)
        return 0;
    uint32_t i = index_of(m, node);
    return m->text_before[m->page->nodes[i].end] - m->text_before[i];
}

/* One operation may read the text of the whole page; it is counted as many operations. */
static void count_text(xmlXPathParserContextPtr parser, int arguments)
{
    const struct xpath_mirror *m = mirror_of(parser);
    size_t bytes = arguments ? 0 : text_length(m, parser->context->node);
    for (int i = 1; i <= arguments && i <= parser->valueNr; i++) {
        const xmlXPathObject *value = parser->valueTab[parser->valueNr - i];
        if (value->type == XPATH_STRING && value->stringval)
            bytes += strlen((const char *)value->stringval);
        else if (value->type == XPATH_NODESET && value->nodesetval &&
                 value->nodesetval->nodeNr > 0) /* as in XPath, the first node is used */
            bytes += text_length(m, value->nodesetval->nodeTab[0]);
    }
    parser->context->opCount += bytes / BYTES_AN_OPERATION;
}

#define COUNTED(name, function)                                                          \
    static void name(xmlXPathParserContextPtr parser, int arguments)                     \
    {                                                                                    \
        count_text(parser, arguments);                                                   \
        function(parser, arguments);                                                     \
    }
COUNTED(call_concat, xmlXPathConcatFunction)
COUNTED(call_contains, xmlXPathContainsFunction)
COUNTED(call_number, xmlXPathNumberFunction)
COUNTED(call_starts_with, xmlXPathStartsWithFunction)
COUNTED(call_string, xmlXPathStringFunction)
COUNTED(call_string_length, xmlXPathStringLengthFunction)
COUNTED(call_substring, xmlXPathSubstringFunction)
COUNTED(call_substring_after, xmlXPathSubstringAfterFunction)
COUNTED(call_substring_before, xmlXPathSubstringBeforeFunction)
COUNTED(call_translate, xmlXPathTranslateFunction)

static void collapse(xmlChar *text)
{
    xmlChar *end = text;
    for (const xmlChar *c = text; *c; c++)
        if (!is_ascii_space(*c))
            *end++ = *c;
        else if (end > text && end[-1] != ' ')
            *end++ = ' ';
    if (end > text && end[-1] == ' ')
        end--;
    *end = '\0';
}

static void call_normalize_space(xmlXPathParserContextPtr parser, int arguments)
{
    call_string(parser, arguments);
    xmlXPathObjectPtr value = valuePop(parser);
    if (!value)
        return;
    if (value->stringval)
        collapse(value->stringval);
    valuePush(parser, value);
}

static xmlNode *find_id(struct xpath_mirror *m, struct slice id)
{
    uint32_t hash = hash_token(id);
    for (uint32_t i = 0; i < m->page->count; i++)
        if (m->page->nodes[i].id_hash == hash && is_seen(m, i) &&
            slice_equal(page_attribute(m->page, i, SLICE("id")), id))
            return &m->nodes[i];
    return NULL;
}

static void add_ids(struct xpath_mirror *m, xmlChar *words, xmlNodeSetPtr out)
{
    struct slice rest = slice_of_string((const char *)words), word;
    for (int i = 0; i < ID_WORDS_MAX && slice_next_word(&rest, &word); i++) {
        xmlNode *node = find_id(m, word);
        if (node)
            xmlXPathNodeSetAdd(out, node);
    }
    xmlFree(words);
}

/* The number of arguments was checked when the expression was parsed. */
static void call_id(xmlXPathParserContextPtr parser, int arguments)
{
    (void)arguments;
    struct xpath_mirror *m = mirror_of(parser);
    xmlXPathObjectPtr value = valuePop(parser);
    xmlNodeSetPtr found = xmlXPathNodeSetCreate(NULL);
    if (value && found) {
        const xmlNodeSet *nodes = value->type == XPATH_NODESET ? value->nodesetval : NULL;
        for (int i = 0; nodes && i < nodes->nodeNr && i < ID_WORDS_MAX; i++)
            add_ids(m, xmlXPathCastNodeToString(nodes->nodeTab[i]), found);
        if (value->type != XPATH_NODESET)
            add_ids(m, xmlXPathCastToString(value), found);
    }
    xmlXPathFreeObject(value);
    valuePush(parser, xmlXPathWrapNodeSet(found));
}

static bool is_language(struct slice have, struct slice wanted)
{
    return slice_starts_with_nocase(have, wanted) &&
           (have.len == wanted.len || have.ptr[wanted.len] == '-');
}

/* The language of a node in HTML: the nearest lang attribute. */
static void call_lang(xmlXPathParserContextPtr parser, int arguments)
{
    (void)arguments;
    const struct xpath_mirror *m = mirror_of(parser);
    xmlChar *wanted = xmlXPathPopString(parser);
    const xmlNode *node = parser->context->node;
    struct slice have = {0};
    while (node->type != XML_ELEMENT_NODE && node->parent)
        node = node->parent;
    for (; node->type == XML_ELEMENT_NODE && !have.ptr; node = node->parent)
        have = page_attribute(m->page, index_of(m, node), SLICE("lang"));
    bool is_it =
        have.ptr && wanted && is_language(have, slice_of_string((const char *)wanted));
    xmlFree(wanted);
    valuePush(parser, xmlXPathNewBoolean(is_it));
}

static void replace_functions(xmlXPathContextPtr context)
{
    static const struct {
        const char *name;
        xmlXPathFunction function;
    } rows[] = {
        {"concat", call_concat},
        {"contains", call_contains},
        {"id", call_id},
        {"lang", call_lang},
        {"normalize-space", call_normalize_space},
        {"number", call_number},
        {"starts-with", call_starts_with},
        {"string", call_string},
        {"string-length", call_string_length},
        {"substring", call_substring},
        {"substring-after", call_substring_after},
        {"substring-before", call_substring_before},
        {"translate", call_translate},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        xmlXPathRegisterFunc(context, BAD_CAST rows[i].name, NULL); /* unregisters it */
        xmlXPathRegisterFunc(context, BAD_CAST rows[i].name, rows[i].function);
    }
}

/* ---- handles ----------------------------------------------------------------------- */

static void free_mirror(void *handle)
{
    struct xpath_mirror *m = handle;
    xmlXPathFreeObject(m->result);
    xmlXPathFreeContext(m->context);
}

struct xpath_mirror *xpath_mirror_new(struct arena *a)
{
    struct xpath_mirror *m = arena_calloc(a, 1, sizeof *m);
    m->arena = a;
    return m;
}

static void keep_code(void *failure, xmlErrorPtr error)
{
    struct xpath_mirror *m = failure;
    m->failure = error->code;
}

static void open_context(struct xpath_mirror *m)
{
    arena_at_close(m->arena, free_mirror, m);
    xmlXPathInit();
    m->context = xmlXPathNewContext(&m->document);
    if (!m->context)
        return;
    m->context->userData = m;
    m->context->error = keep_code;
    replace_functions(m->context);
}

static void free_compiled(void *handle)
{
    struct xpath *xpath = handle;
    xmlXPathFreeCompExpr(xpath->compiled);
}

static void keep_place(void *place, xmlErrorPtr error)
{
    int *column = place;
    *column = error->int1 + 1;
}

bool xpath_compile(struct arena *a, const struct xpath_tree *tree,
                   const struct xpath **out, struct error *err)
{
    struct xpath *xpath = arena_calloc(a, 1, sizeof *xpath);
    size_t count = tree->prefixes.count;
    xpath->namespaces = arena_alloc(a, count * sizeof(xmlNsPtr));
    xpath->namespace_count = (int)count;
    xpath->asks_page_again = tree->asks_page_again;
    for (size_t i = 0; i < count; i++)
        xpath->namespaces[i] = new_namespace(a, tree->prefixes.items[i]);
    arena_at_close(a, free_compiled, xpath);

    int column = 1;
    xmlXPathInit();
    xmlXPathContextPtr context = xmlXPathNewContext(NULL);
    if (context) {
        context->userData = &column;
        context->error = keep_place;
        xpath->compiled = xmlXPathCtxtCompile(context, BAD_CAST tree->text.ptr);
        xmlXPathFreeContext(context);
    }
    *out = xpath;
    return xpath->compiled || error_at(err, NULL, 0, (uint32_t)column,
                                       "libxml2 cannot read the XPath from here on");
}

/* ---- evaluation -------------------------------------------------------------------- */

static void add_value(struct xpath_mirror *m, uint32_t node, struct slice attribute,
                      struct slice text)
{
    struct selector_value value = {node, attribute, text};
    ARENA_PUSH(m->arena, &m->answer, value);
}

static void add_node(struct xpath_mirror *m, const xmlNode *node)
{
    const struct page *page = m->page;
    if (node->type == XML_ATTRIBUTE_NODE) {
        uint32_t owner = index_of(m, node->parent);
        const struct attribute *from =
            &page->attributes[(const xmlAttr *)node - m->attributes];
        if (is_seen(m, owner))
            add_value(m, owner, slice_of(from->name.ptr, from->name.len), from->value);
    } else if (node->type == XML_ELEMENT_NODE || node->type == XML_TEXT_NODE) {
        if (is_seen(m, index_of(m, node)))
            add_value(m, index_of(m, node), slice_of(NULL, 0), slice_of(NULL, 0));
    }
}

/* The attributes of one element are in the order of the page. */
static int by_place(const void *left, const void *right)
{
    const struct selector_value *a = left, *b = right;
    if (a->node != b->node)
        return a->node < b->node ? -1 : 1;
    return (a->attribute.ptr > b->attribute.ptr) - (a->attribute.ptr < b->attribute.ptr);
}

static void take_string(struct xpath_mirror *m, struct slice text)
{
    if (text.len)
        add_value(m, NODE_NONE, slice_of(NULL, 0), arena_copy(m->arena, text));
}

static void take_number(struct xpath_mirror *m, double number)
{
    if (xmlXPathIsNaN(number))
        return;
    xmlChar *text = xmlXPathCastNumberToString(number);
    char copy[64];
    snprintf(copy, sizeof copy, "%s", text ? (const char *)text : "");
    xmlFree(text);
    take_string(m, slice_of_string(copy));
}

/* The mirror owns the result meanwhile, because an arena allocation may longjmp. */
static void take_result(struct xpath_mirror *m)
{
    const xmlXPathObject *result = m->result;
    const xmlNodeSet *nodes = result->nodesetval;
    switch (result->type) {
    case XPATH_NODESET:
        for (int i = 0; nodes && i < nodes->nodeNr; i++)
            add_node(m, nodes->nodeTab[i]);
        if (m->answer.count)
            qsort(m->answer.items, m->answer.count, sizeof *m->answer.items, by_place);
        break;
    case XPATH_STRING:
        take_string(m, slice_of_string((const char *)result->stringval));
        break;
    case XPATH_NUMBER:
        take_number(m, result->floatval);
        break;
    case XPATH_BOOLEAN:
        take_string(m, result->boolval ? SLICE("true") : SLICE(""));
        break;
    default:
        break;
    }
}

/* On a large page, an expression that searches the page again for each node gets only the
   limit of a small page: each of its operations may be as long as the page. */
static unsigned long count_operations_max(const struct page *page,
                                          const struct xpath *xpath)
{
    unsigned long of_small = NODES_LOOKED_AT_MAX / page->count;
    unsigned long of_large = (unsigned long)OPERATIONS_A_NODE * page->count;
    return of_small > of_large || xpath->asks_page_again ? of_small : of_large;
}

static void tell_fault(struct xpath_mirror *m, const struct xpath *xpath)
{
    static const int base = XML_XPATH_EXPRESSION_OK - XPATH_EXPRESSION_OK;
    m->has_fault = true;
    if (m->failure == base + XPATH_OP_LIMIT_EXCEEDED)
        error_set(&m->fault,
                  "the XPath takes more than %lu steps on this page and was given up; "
                  "begin it with an id or a class",
                  count_operations_max(m->page, xpath));
    else if (m->failure == base + XPATH_MEMORY_ERROR || !m->context)
        error_set(&m->fault, "the XPath needs more memory on this page than there is");
    else
        error_set(&m->fault, "libxml2 gave the XPath up on this page (its error %d)",
                  m->failure);
}

bool xpath_take_fault(struct xpath_mirror *m, struct error *err)
{
    bool has_fault = m->has_fault;
    if (has_fault && err)
        *err = m->fault;
    m->has_fault = false;
    return has_fault;
}

static void run(struct xpath_mirror *m, const struct xpath *xpath)
{
    xmlXPathContextPtr context = m->context;
    context->node = (xmlNode *)&m->document;
    context->namespaces = xpath->namespaces;
    context->nsNr = xpath->namespace_count;
    context->opLimit = count_operations_max(m->page, xpath);
    context->opCount = 0;
    m->failure = 0;
    m->result = xmlXPathCompiledEval(xpath->compiled, context);
}

const struct value_list *xpath_evaluate(const struct xpath *xpath,
                                        const struct view *view, struct xpath_mirror *m)
{
    if (!m->nodes)
        build(m, view);
    if (!m->context)
        open_context(m);
    follow(m);
    if (m->answered == xpath)
        return &m->answer;
    m->answer = (struct value_list){0};
    m->answered = xpath;
    if (m->context)
        run(m, xpath);
    if (m->result)
        take_result(m);
    else
        tell_fault(m, xpath);
    xmlXPathFreeObject(m->result);
    m->result = NULL;
    arena_check_deadline(m->arena);
    return &m->answer;
}
