#include "http/route.h"

#include <string.h>

#include "base/bug.h"
#include "base/id.h"

/* The patterns as a tree of segments: literals first, then the parameter, then the rest. */
struct node {
    struct str literal;
    struct node *children; /* literals, a list */
    struct node *next;
    struct node *param;
    const struct compiled *routes[HTTP_OTHER];
    const struct compiled *trees[HTTP_OTHER]; /* ROUTE_TREE: this node's parameter takes all */
};

struct compiled {
    const struct route *route;
    const struct input_field *fields[ROUTE_DEPTH];
    size_t n_fields;
};

struct router {
    const struct route *routes;
    size_t n;
    struct node root;
};

static bool is_param(struct str segment) {
    return segment.n > 2 && segment.p[0] == '{' && segment.p[segment.n - 1] == '}';
}

static const struct input_field *path_field(const struct route *route, struct str segment) {
    struct str name = {segment.p + 1, segment.n - 2};
    for (size_t i = 0; route->input != NULL && i < route->input->n; i++)
        if (route->input->fields[i].in == IN_PATH && str_is(name, route->input->fields[i].name))
            return &route->input->fields[i];
    return NULL;
}

static const char *pattern_defect(const struct route *route) {
    if (route->path == NULL || route->path[0] != '/') return "the path does not begin with /";
    struct str rest = str_of(route->path + 1), segment;
    size_t params = 0, depth = 0, fields = 0;
    bool last_param = false;
    while (route->path[1] != '\0' && str_split(&rest, '/', &segment)) {
        if (segment.n == 0) return "the path has an empty segment";
        if (++depth > ROUTE_DEPTH) return "the path is too deep";
        last_param = is_param(segment);
        if (!last_param) continue;
        params++;
        if (path_field(route, segment) == NULL) return "a path parameter has no field";
    }
    for (size_t i = 0; route->input != NULL && i < route->input->n; i++)
        fields += route->input->fields[i].in == IN_PATH;
    if (fields != params) return "a path field is not in the path";
    if ((route->flags & ROUTE_TREE) != 0 && !last_param) return "a tree must end with a parameter";
    return NULL;
}

/* Whether two patterns take the same paths: literals equal, parameters alike. */
static bool same_pattern(const char *a, const char *b) {
    struct str ra = str_of(a), rb = str_of(b), sa, sb;
    for (;;) {
        bool more_a = str_split(&ra, '/', &sa), more_b = str_split(&rb, '/', &sb);
        if (!more_a || !more_b) return more_a == more_b;
        if (is_param(sa) != is_param(sb)) return false;
        if (!is_param(sa) && !str_eq(sa, sb)) return false;
    }
}

static const char *row_defect(const struct route *route) {
    if (route->handler == NULL) return "no handler";
    if ((unsigned)route->method >= HTTP_OTHER) return "no method";
    if (route->title == NULL || route->title[0] == '\0') return "no title";
    if (route->summary == NULL || route->summary[0] == '\0') return "no summary";
    bool reads = route->method == HTTP_GET || route->method == HTTP_DELETE;
    bool upload = (route->flags & ROUTE_UPLOAD) != 0;
    if (reads && (input_has_body(route->input) || upload)) return "such a method has no body";
    if (!upload && route->body_max > ROUTE_BODY_MAX) return "body_max is for uploads";
    if ((route->flags & ROUTE_KEY_NEEDED) != 0 && route->method == HTTP_GET)
        return "a GET needs no idempotency key";
    const char *defect = pattern_defect(route);
    return defect != NULL ? defect : input_spec_defect(route->input);
}

const char *router_defect(struct arena *a, const struct route *routes, size_t n) {
    for (size_t i = 0; i < n; i++) {
        const struct route *route = &routes[i];
        if (route->name == NULL) return arena_printf(a, "row %zu: no name", i);
        const char *defect = row_defect(route);
        for (size_t k = 0; k < i && defect == NULL; k++) {
            if (strcmp(routes[k].name, route->name) == 0) defect = "the name stands twice";
            if (routes[k].method == route->method && same_pattern(routes[k].path, route->path))
                defect = "method and path stand twice";
        }
        if (defect != NULL) return arena_printf(a, "%s: %s", route->name, defect);
    }
    return NULL;
}

static struct node *child(struct arena *a, struct node *at, struct str segment) {
    if (is_param(segment)) {
        if (at->param == NULL) at->param = ARENA_NEW(a, struct node);
        return at->param;
    }
    for (struct node *c = at->children; c != NULL; c = c->next)
        if (str_eq(c->literal, segment)) return c;
    struct node *c = ARENA_NEW(a, struct node);
    c->literal = segment;
    c->next = at->children;
    at->children = c;
    return c;
}

static void add(struct arena *a, struct router *r, const struct route *route) {
    struct compiled *compiled = ARENA_NEW(a, struct compiled);
    compiled->route = route;
    struct node *at = &r->root, *before = at;
    struct str rest = str_of(route->path + 1), segment;
    while (route->path[1] != '\0' && str_split(&rest, '/', &segment)) {
        if (is_param(segment)) compiled->fields[compiled->n_fields++] = path_field(route, segment);
        before = at;
        at = child(a, at, segment);
    }
    if ((route->flags & ROUTE_TREE) != 0)
        before->trees[route->method] = compiled;
    else
        at->routes[route->method] = compiled;
}

struct router *router_new(struct arena *a, const struct route *routes, size_t n) {
    const char *defect = router_defect(a, routes, n);
    if (defect != NULL) BUG(defect);
    struct router *r = ARENA_NEW(a, struct router);
    r->routes = routes;
    r->n = n;
    for (size_t i = 0; i < n; i++)
        add(a, r, &routes[i]);
    return r;
}

const struct route *router_routes(const struct router *r, size_t *n_r) {
    *n_r = r->n;
    return r->routes;
}

size_t router_index(const struct router *r, const struct route *route) {
    return (size_t)(route - r->routes);
}

/* One path being looked up. */
struct walk {
    struct ctx *ctx;
    enum http_method method;
    const char *segments[ROUTE_DEPTH];
    size_t n;
    const char *rest[ROUTE_DEPTH]; /* the decoded path from segment i on */
    const char *values[ROUTE_DEPTH];
    const struct compiled *const *known; /* methods of a pattern that fits, for Allow */
    const struct compiled *found;
};

static bool fits(struct walk *w, const struct compiled *c, size_t n_values) {
    for (size_t i = 0; i < c->n_fields && i < n_values; i++)
        if (!input_text_fits(w->ctx, c->fields[i], w->values[i])) return false;
    return true;
}

/* Takes the row of the wanted method if the values fit; else remembers which methods there are. */
static bool take(struct walk *w, const struct compiled *const routes[HTTP_OTHER], size_t n_values) {
    const struct compiled *c = w->method < HTTP_OTHER ? routes[w->method] : NULL;
    if (c != NULL && fits(w, c, n_values)) {
        w->found = c;
        return true;
    }
    for (int m = 0; m < HTTP_OTHER && w->known == NULL; m++)
        if (routes[m] != NULL && fits(w, routes[m], n_values)) w->known = routes;
    return false;
}

static bool walk(struct walk *w, const struct node *at, size_t i, size_t n_values) {
    if (i == w->n) return take(w, at->routes, n_values);
    for (const struct node *c = at->children; c != NULL; c = c->next)
        if (str_is(c->literal, w->segments[i]) && walk(w, c, i + 1, n_values)) return true;
    w->values[n_values] = w->segments[i];
    if (at->param != NULL && walk(w, at->param, i + 1, n_values + 1)) return true;
    w->values[n_values] = w->rest[i];
    return take(w, at->trees, n_values + 1);
}

/* Splits and decodes; false for what no route can mean. */
static bool split_path(struct walk *w, struct str path) {
    if (path.n == 0 || path.p[0] != '/') return false;
    struct str rest = {path.p + 1, path.n - 1}, segment;
    if (rest.n == 0) return true;
    while (rest.p != NULL) {
        if (w->n == ROUTE_DEPTH) return false;
        const char *whole = input_decode(w->ctx->arena, rest, false);
        (void)str_split(&rest, '/', &segment);
        const char *text = input_decode(w->ctx->arena, segment, false);
        if (whole == NULL || text == NULL || *text == '\0') return false;
        if (strcmp(text, ".") == 0 || strcmp(text, "..") == 0) return false;
        w->rest[w->n] = whole;
        w->segments[w->n++] = text;
    }
    return true;
}

static void write_allow(const struct compiled *const routes[HTTP_OTHER], char allow[64]) {
    size_t n = 0;
    for (int m = 0; m < HTTP_OTHER; m++) {
        if (routes[m] == NULL) continue;
        const char *name = http_method_name((enum http_method)m);
        size_t length = strlen(name);
        BUG_IF(n + length + 3 > 64);
        if (n > 0) {
            memcpy(allow + n, ", ", 2);
            n += 2;
        }
        memcpy(allow + n, name, length);
        n += length;
    }
    allow[n] = '\0';
}

enum err router_match(struct ctx *ctx, const struct router *r, enum http_method method,
                      struct str path, struct route_match *m_r) {
    struct walk w = {.ctx = ctx, .method = method};
    m_r->route = NULL;
    m_r->n_params = 0;
    m_r->allow[0] = '\0';
    if (!split_path(&w, path)) return fail(ctx, ERR_NOT_FOUND, "没有这个地址");
    if (!walk(&w, &r->root, 0, 0)) {
        if (w.known == NULL) return fail(ctx, ERR_NOT_FOUND, "没有这个地址");
        write_allow(w.known, m_r->allow);
        return fail(ctx, ERR_HTTP_METHOD, NULL);
    }
    m_r->route = w.found->route;
    for (size_t i = 0; i < w.found->n_fields; i++)
        m_r->params[m_r->n_params++] = (struct input_pair){w.found->fields[i]->name, w.values[i]};
    return OK;
}
