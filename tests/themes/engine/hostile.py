"""Templates that mean harm. `REFUSED` must end in an error, quickly; `HARMLESS` print what they print.

`HEAVY` ones would take the machine's memory or an hour of its time where they are not stopped, so they run
in a child process under hard limits.
"""

REFUSED: dict[str, str] = {
    # Out of the sandbox through attributes.
    "dunder class": "{{ page.__class__ }}",
    "dunder by item": "{{ page['__class__'] }}",
    "dunder put together": "{{ page['__cla' ~ 'ss__'] }}",
    "subclasses": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "globals of a function": "{{ t.__globals__ }}",
    "globals by item": "{{ t['__globals__'] }}",
    "attributes of a function": "{{ t.func_globals }}",
    "frame of a generator": "{{ (page.numbers|batch(2)).gi_frame }}",
    "attr filter": "{{ page|attr('title') }}",
    "format method": "{{ '{0.__class__}'.format(page) }}",
    "format_map method": "{{ '{a.__class__}'.format_map({'a': page}) }}",
    "stored format method": "{% set f = '{0}'.format %}{{ f(page) }}",
    "format filter": "{{ '%s'|format(page) }}",
    "map with attr": "{{ [page]|map('attr', 'title')|list }}",
    "text method": "{{ page.title.upper() }}",
    "list method": "{{ page.numbers.append(4) }}",
    "dict method": "{{ page.table.update({'a': 2}) }}",
    "environment of self": "{{ self._TemplateReference__context }}",
    "context of a block": "{% block b %}{{ self.b._context }}{% endblock %}",
    "macro internals": "{% macro m() %}{% endmacro %}{{ m._func }}",
    "macro environment": "{% macro m() %}{% endmacro %}{{ m['_environment'] }}",
    "loop internals": "{% for x in page.numbers %}{{ loop._iterable }}{% endfor %}",
    "loop private by item": "{% for x in page.numbers %}{{ loop['_iterator'] }}{% endfor %}",
    "namespace internals": "{{ namespace()._Namespace__attrs }}",
    # Things that should not be there at all.
    "lipsum": "{{ lipsum(5) }}",
    "cycler": "{{ cycler(1, 2) }}",
    "joiner": "{{ joiner(',') }}",
    "request": "{{ request.session }}",
    "settings": "{{ settings.SECRET_KEY }}",
    "do": "{% do page.numbers.append(1) %}",
    "safe filter": "{{ page.evil|safe }}",
    "autoescape off": "{% autoescape false %}{{ page.evil }}{% endautoescape %}",
    "xmlattr": "{{ {'onclick': 'x'}|xmlattr }}",
    "pprint": "{{ page|pprint }}",
    "varargs": "{% macro m() %}{{ varargs }}{% endmacro %}{{ m(1) }}",
    "handler attribute": "{{ [('onclick', 'x')]|attrs }}",
    "attribute name with a tag": "{{ [('a><script', 'x')]|attrs }}",
    # An object that came in by mistake.
    "password": "{{ account.password }}",
    "password by item": "{{ account['password'] }}",
    "unmarked method": "{{ account.wipe() }}",
    "marked method": "{{ account.delete() }}",
    "method of a contract": "{{ page.wipe() }}",
    "object as function": "{{ account() }}",
    # Files.
    "etc passwd": "{% include '/etc/passwd' %}",
    "dots": "{% include '../../settings.py' %}",
    "dots inside": "{% include 'snippets/../../../theme.toml' %}",
    "python source": "{% include 'themes/engine/sandbox.py' %}",
    "foreign theme": "{% include '@other/home.html' %}",
    "asset outside": "{{ asset('../../../etc/passwd') }}",
    "function printed": "{{ t }}",
    "class printed": "{{ namespace }}",
    "number as power": "{{ 9 ** 9 }}",
    "text times number": "{{ 'a' * 3 }}",
    "percent text": "{{ '%s' % page.title }}",
    "sum of lists": "{{ [[1], [2]]|sum(start=[]) }}",
    "underscore import": "{% from 'home.html' import __name__ as x %}",
}

HEAVY: dict[str, str] = {
    "nested loops": "{% for a in range(1000) %}{% for b in range(1000) %}{% for c in range(1000) %}"
    "{% for d in range(1000) %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}",
    "large range": "{% for a in range(10000000000) %}{% endfor %}",
    "range to list": "{{ range(1000000000)|list|length }}",
    "doubling by concat": "{% set ns = namespace(s='xxxxxxxxxx') %}{% for i in range(60) %}"
    "{% set ns.s = ns.s ~ ns.s %}{% endfor %}{{ ns.s }}",
    "doubling by plus": "{% set ns = namespace(s='xxxxxxxxxx') %}{% for i in range(60) %}"
    "{% set ns.s = ns.s + ns.s %}{% endfor %}{{ ns.s }}",
    "doubling by set block": "{% set s %}xxxxxxxxxx{% endset %}"
    + "{% set s %}{{ s }}{{ s }}{% endset %}" * 40
    + "{{ s }}",
    "doubling by list plus": "{% set ns = namespace(l=[1]) %}{% for i in range(60) %}"
    "{% set ns.l = ns.l + ns.l %}{% endfor %}{{ ns.l }}",
    "nested lists": "{% set ns = namespace(l=[1]) %}{% for i in range(60) %}"
    "{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l }}",
    "nested dicts": "{% set ns = namespace(l={}) %}{% for i in range(60) %}"
    "{% set ns.l = {'a': ns.l, 'b': ns.l} %}{% endfor %}{{ ns.l }}",
    "nested namespaces": "{% set ns = namespace(l=1) %}{% for i in range(60) %}"
    "{% set ns.l = namespace(a=ns.l, b=ns.l) %}{% endfor %}{{ ns.l }}",
    "doubling macros": "".join(
        f"{{% macro m{i}() %}}{{{{ m{i + 1}() }}}}{{{{ m{i + 1}() }}}}{{% endmacro %}}" for i in range(40)
    )
    + "{% macro m40() %}"
    + "x" * 10_000
    + "{% endmacro %}{{ m0() }}",
    "buffer of one text": "{% set big %}" + "x" * 200_000 + "{% endset %}{% macro m() %}"
    "{% for i in range(1000) %}{% for j in range(90) %}{{ big }}{% endfor %}{% endfor %}{% endmacro %}{{ m()|length }}",
    "output without end": "{% set big %}" + "x" * 200_000 + "{% endset %}"
    "{% for i in range(1000) %}{{ big }}{% endfor %}",
    "text times number": "{{ 'a' * 2000000000 }}",
    "list times number": "{{ [1] * 2000000000 }}",
    "center": "{{ 'a'|center(2000000000) }}",
    "percent width": "{{ '%2000000000s' % 'a' }}",
    "format width": "{{ '{:2000000000}'.format('a') }}",
    "indent": "{{ 'a'|indent(2000000000, true) }}",
    "power": "{{ 9 ** 9 ** 9 ** 9 }}",
    "squaring": "{% set ns = namespace(n=9) %}{% for i in range(60) %}{% set ns.n = ns.n * ns.n %}{% endfor %}{{ ns.n }}",
    "round": "{{ 5|round(-1000000000) }}",
    "round up": "{{ 1.5|round(1000000000, 'ceil') }}",
    "batch": "{{ [1]|batch(2000000000, 'x')|list|length }}",
    "slice": "{{ [1]|slice(2000000000)|list|length }}",
    "join with a long text": "{% set big %}"
    + "x" * 200_000
    + "{% endset %}{{ range(1000)|join(big)|length }}",
    "replace": "{% set big %}" + "a" * 200_000 + "{% endset %}{{ big|replace('a', big)|length }}",
    "urlencode chain": "{% set big %}"
    + "%" * 200_000
    + "{% endset %}{{ big"
    + "|urlencode" * 500
    + "|length }}",
    "fib by macro": "{% macro f(n) %}{% if n > 1 %}{{ f(n - 1) }}{{ f(n - 2) }}{% else %}1{% endif %}{% endmacro %}{{ f(34) }}",
    "endless macro": "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    "endless block": "{% block b %}{{ self.b() }}{{ self.b() }}{% endblock %}",
    "include of itself": "{% include 'hostile.html' %}",
    "include tree": "{% include 'tree0.html' %}",
    "recursive loop": "{% for x in [[1, 2], [3, 4]] recursive %}{{ loop([[1, 2], [3, 4]]) }}{% endfor %}",
    "deep parentheses": "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    "deep lists": "{{ " + "[" * 5000 + "]" * 5000 + " }}",
    "long source": "x" * 300_000,
    "sorting for ever": "{% for i in range(1000) %}{% for j in range(90) %}{{ range(1000)|sort(reverse=true)|length }}{% endfor %}{% endfor %}",
    "tags without end": "{% set big %}" + "<a>" * 80_000 + "{% endset %}{{ big|string|striptags|length }}",
    "chain of filters": "{{ (range(1000)|list"
    + "|selectattr('x', 'undefined')" * 300
    + ")|list|length }}"
    + "{{ (range(1000)|list"
    + "|selectattr('x', 'undefined')" * 300
    + ")|list|length }}",
    "module printed": "{% import 'big_module.html' as m %}{{ m }}",
    "call block doubling": "{% macro m() %}{{ caller() }}{{ caller() }}{% endmacro %}"
    + "{% call m() %}" * 40
    + "xxxxxxxxxx" * 100
    + "{% endcall %}" * 40,
}

HARMLESS: dict[str, tuple[str, str]] = {
    "markup in data": ("{{ page.evil }}", "&lt;script&gt;"),
    "markup through concat": ("{{ page.evil ~ '' }}", "&lt;script&gt;"),
    "markup through join": ("{{ [page.evil]|join }}", "&lt;script&gt;"),
    "markup through macro": ("{% macro m(x) %}{{ x }}{% endmacro %}{{ m(page.evil) }}", "&lt;script&gt;"),
    "markup through set": ("{% set x %}{{ page.evil }}{% endset %}{{ x }}", "&lt;script&gt;"),
    "markup through replace": ("{{ page.evil|replace('script', '<b>') }}", "&lt;&lt;b&gt;&gt;"),
    "markup through striptags": ("{{ page.html|striptags }}", "x &lt; y"),
    "markup through a filter block": (
        "{% filter striptags %}{{ page.evil }}{% endfilter %}",
        "&lt;script&gt;",
    ),
    "markup through json": ("<a data-x='{{ page.evil|json }}'>", "<a data-x='&#34;&lt;script&gt;&#34;'>"),
    "attribute value": ("{{ [('data-x', '\"><script>')]|attrs }}", ' data-x="&#34;&gt;&lt;script&gt;"'),
    "trusted html": ("{{ page.html }}", "<b>x &lt; y</b>"),
    "percent in text": ("{{ '%s {}' }}", "%s {}"),
    "module of another request": (
        "{% from 'snippets/m.html' import hello %}{{ hello() }}",
        "hello",
    ),
}
